//! Facts in the outbox: written with what they tell of, and read without a gap.

use std::time::{Duration, Instant};

use diesel_async::{AsyncConnection, SimpleAsyncConnection};
use guidepost::db::ids::StoryId;
use guidepost::db::{self, Conn};
use guidepost::events::{self, Event, Position, Recorded};

use crate::support::TestApp;
use crate::support::postgres::new_database;
use crate::support::stories::short;

const PATIENCE: Duration = Duration::from_secs(90);

/// Reads until there are so many. Other tests' transactions on this PostgreSQL may hold them back.
async fn read(conn: &mut Conn, from: Position, n: usize) -> Vec<Recorded> {
    let begun = Instant::now();
    loop {
        let found = events::after(conn, from, 1000).await.unwrap();
        if found.len() >= n {
            return found;
        }
        assert!(begun.elapsed() < PATIENCE, "{found:?}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

fn what(read: &[Recorded]) -> Vec<Event> {
    read.iter().map(|it| it.event.unwrap()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_happens_to_a_story_is_told_in_order() {
    let app = TestApp::start().await;
    let author = app.author("tsuzura").await;
    let published = author.published(&short("One", "sre", "cto")).await;
    let story = StoryId(published["id"].as_str().unwrap().parse().unwrap());
    let mut conn = app.conn().await;
    events::record(&mut conn, Event::StoryUpdated(story))
        .await
        .unwrap();
    events::record(&mut conn, Event::StoryGone(story))
        .await
        .unwrap();

    let all = read(&mut conn, Position::START, 3).await;
    assert_eq!(
        what(&all),
        [
            Event::StoryPublished(story),
            Event::StoryUpdated(story),
            Event::StoryGone(story)
        ]
    );
    let rest = events::after(&mut conn, all[0].position, 1).await.unwrap();
    assert_eq!(rest, all[1..2]);
    assert_eq!(
        events::latest_position(&mut conn).await.unwrap(),
        all[2].position
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn an_event_of_a_transaction_that_commits_late_is_not_skipped() {
    let database = new_database().await;
    let mut conn = db::connect(&database).await.unwrap();
    let mut late = db::connect(&database).await.unwrap();
    let (first, second) = (StoryId::random(), StoryId::random());

    late.batch_execute("begin").await.unwrap();
    events::record(&mut late, Event::StoryPublished(first))
        .await
        .unwrap();
    events::record(&mut conn, Event::StoryPublished(second))
        .await
        .unwrap();
    // The second is committed, but what the first one will have written is to be read before it.
    assert_eq!(
        events::after(&mut conn, Position::START, 10).await.unwrap(),
        []
    );
    assert_eq!(
        events::latest_position(&mut conn).await.unwrap(),
        Position::START
    );

    late.batch_execute("commit").await.unwrap();
    let all = read(&mut conn, Position::START, 2).await;
    assert_eq!(
        what(&all),
        [Event::StoryPublished(first), Event::StoryPublished(second)]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn a_reader_beside_many_writers_reads_each_event_once_and_in_order() {
    const WRITERS: u64 = 6;
    const EACH: u64 = 25;
    const ALL: u64 = WRITERS * EACH * 2;
    let database = new_database().await;
    let writing: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let database = database.clone();
            tokio::spawn(async move {
                let mut conn = db::connect(&database).await.unwrap();
                for n in 0..EACH {
                    // Short and long ones, two events each, so that they commit out of order.
                    let pause = Duration::from_millis((writer * 7 + n * 3) % 11);
                    let write = async |conn: &mut Conn| {
                        events::record(conn, Event::StoryUpdated(StoryId::random())).await?;
                        tokio::time::sleep(pause).await;
                        events::record(conn, Event::StoryUpdated(StoryId::random())).await
                    };
                    conn.transaction(write).await.unwrap();
                }
            })
        })
        .collect();

    let mut conn = db::connect(&database).await.unwrap();
    let mut all = Vec::new();
    let mut position = Position::START;
    while all.len() < usize::try_from(ALL).unwrap() {
        let next = read(&mut conn, position, 1).await;
        position = next.last().unwrap().position;
        all.extend(next);
    }
    for writer in writing {
        writer.await.unwrap();
    }
    assert!(all.is_sorted_by(|a, b| a.position < b.position));
    let from_the_start = read(&mut conn, Position::START, all.len()).await;
    assert_eq!(
        from_the_start, all,
        "what was read in pieces is all there is"
    );
}
