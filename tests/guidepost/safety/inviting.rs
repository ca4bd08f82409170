//! Moderators invite: a link is shown once, good once, and can be taken back.

use diesel_async::SimpleAsyncConnection;
use regex::Regex;

use super::{moderator, second_moderator};
use crate::support::filled::location;
use crate::support::{Client, TestApp};

const HERE: &str = "/moderation/invitations";

/// Makes one, and gives its link as a path.
async fn invite(moderator: &Client) -> String {
    let form = uuid::Uuid::new_v4().to_string();
    let fields = [("do", "make"), ("days", "7"), ("form", form.as_str())];
    let answer = moderator.form(HERE, &fields).await;
    assert_eq!(answer.status(), 200);
    assert_eq!(answer.headers()["cache-control"], "private, no-store");
    link(&answer.text().await.unwrap()).unwrap()
}

fn link(page: &str) -> Option<String> {
    let link = Regex::new(r#"id="link"[^>]*>http://localhost:8080(/join\?invite=[^<]+)<"#).unwrap();
    Some(link.captures(page)?[1].to_owned())
}

async fn open(moderator: &Client) -> Vec<String> {
    let page = moderator.page(HERE).await;
    let id = Regex::new(r#"name="invitation" value="([^"]+)""#).unwrap();
    id.captures_iter(&page).map(|it| it[1].to_owned()).collect()
}

async fn revoke(moderator: &Client, id: &str) -> reqwest::Response {
    let fields = [("do", "revoke"), ("invitation", id)];
    moderator
        .form("/moderation/invitations?lang=en", &fields)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_is_shown_once_and_stands_in_the_log() {
    let app = TestApp::start().await;
    let moderator = moderator(&app).await;
    let link = invite(&moderator).await;
    assert_eq!(app.stranger().get(&link).await.status(), 200);
    let secret = link.split('=').nth(1).unwrap();
    for path in [HERE, "/moderation"] {
        assert!(!moderator.page(path).await.contains(secret), "{path}");
    }
    assert_eq!(open(&moderator).await.len(), 1);
    let page = moderator.page("/moderation/invitations?lang=en").await;
    assert!(page.contains("@kaede"), "{page}");
    assert!(
        moderator
            .page("/moderation?lang=en")
            .await
            .contains("<b>Invitation made</b>")
    );
    let kept = "do $$ begin if not exists (select from invitations where expires_at \
        between now() + interval '6 days 23 hours' and now() + interval '7 days') \
        then raise 'no'; end if; end $$";
    app.conn().await.batch_execute(kept).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_form_makes_one() {
    let app = TestApp::start().await;
    let moderator = moderator(&app).await;
    let form = uuid::Uuid::new_v4().to_string();
    let fields = [("do", "make"), ("days", "7"), ("form", form.as_str())];
    let (a, b) = tokio::join!(moderator.form(HERE, &fields), moderator.form(HERE, &fields));
    let links = [
        link(&a.text().await.unwrap()),
        link(&b.text().await.unwrap()),
    ];
    assert_eq!(links.iter().flatten().count(), 1);
    assert_eq!(open(&moderator).await.len(), 1);
    let log = moderator.page("/moderation?lang=en").await;
    assert_eq!(log.matches("<b>Invitation made</b>").count(), 1);
    for wrong in [
        vec![("do", "make")],
        vec![("do", "x"), ("form", form.as_str())],
    ] {
        assert_eq!(moderator.form(HERE, &wrong).await.status(), 404);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_revoked_one_is_good_for_nothing_and_one_of_two_revokes_it() {
    let app = TestApp::start().await;
    let (one, other) = (moderator(&app).await, second_moderator(&app).await);
    let link = invite(&one).await;
    let id = open(&other).await.remove(0);
    let (a, b) = tokio::join!(revoke(&one, &id), revoke(&other, &id));
    let mut statuses = [a.status().as_u16(), b.status().as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [303, 404]);
    assert_eq!(app.stranger().get(&link).await.status(), 404);
    assert!(open(&one).await.is_empty());
    let log = one.page("/moderation?lang=en").await;
    assert_eq!(log.matches("<b>Invitation revoked</b>").count(), 1);
    // One that was used stays, as it tells who came by it.
    invite(&one).await;
    let id = open(&one).await.remove(0);
    let sql = "update invitations set used_at = now()";
    app.conn().await.batch_execute(sql).await.unwrap();
    let late = revoke(&one, &id).await;
    assert_eq!(late.status(), 404);
    assert!(
        late.text()
            .await
            .unwrap()
            .contains("was used or revoked, or it has expired")
    );
    assert!(open(&one).await.is_empty());
}

#[tokio::test(flavor = "multi_thread")]
async fn others_make_and_revoke_nothing() {
    let app = TestApp::start().await;
    let moderator = moderator(&app).await;
    invite(&moderator).await;
    let id = open(&moderator).await.remove(0);
    let member = app.member("sumire").await;
    for (client, status) in [(&member, 404), (&app.stranger(), 401)] {
        assert_eq!(revoke(client, &id).await.status(), status);
        let form = uuid::Uuid::new_v4().to_string();
        let fields = [("do", "make"), ("days", "7"), ("form", form.as_str())];
        assert_eq!(client.form(HERE, &fields).await.status(), status);
    }
    assert_eq!(open(&moderator).await, [id]);
    assert_eq!(
        location(&app.stranger().get(HERE).await),
        "/sign-in?next=%2Fmoderation%2Finvitations"
    );
}
