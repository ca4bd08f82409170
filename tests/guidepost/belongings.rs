//! What belongs to a person is found by the person, and goes with them; what stays has a reason.

use diesel::QueryableByName;
use diesel::sql_types::{Bool, Text};
use diesel_async::RunQueryDsl;
use guidepost::db::{self, Conn};

use crate::support::postgres::new_database;

/// What outlives the person, without them.
const STAYS: &[(&str, &str)] = &[
    (
        "invitations.invited_by",
        "the link belongs to whom it was given",
    ),
    (
        "invitations.used_by",
        "that it was used, not by whom, is told to whoever looks at it",
    ),
    (
        "moderation_acts.moderator_id",
        "what was done to others, and why, stays in the log",
    ),
    (
        "moderation_acts.person_id",
        "the log stays whole, and names nobody who is gone",
    ),
];

/// Tables that hold something of people without a column that refers to them.
const BY_ANOTHER_WAY: &[(&str, &str)] = &[
    ("handles", "a handle is never given out again"),
    (
        "newcomers",
        "they have no account yet; gone within half an hour",
    ),
];

/// The transaction that wrote an event, and the server that works on a job.
const NOBODY: &[&str] = &["events.written_by", "jobs.locked_by"];

#[derive(QueryableByName)]
struct Reference {
    #[diesel(sql_type = Text)]
    place: String,
    /// `c`: with the person; `n`: empty afterwards; anything else would keep the person.
    #[diesel(sql_type = Text)]
    on_delete: String,
    #[diesel(sql_type = Bool)]
    is_indexed: bool,
}

async fn references(conn: &mut Conn, table: &str) -> Vec<Reference> {
    let sql = "select r.conrelid::regclass || '.' || a.attname as place, r.confdeltype::text as on_delete, \
            exists (select from pg_index i where i.indrelid = r.conrelid and i.indkey[0] = a.attnum) \
                as is_indexed \
        from pg_constraint r \
        join pg_attribute a on a.attrelid = r.conrelid and a.attnum = r.conkey[1] \
        where r.contype = 'f' and r.confrelid = $1::regclass order by place";
    let found = diesel::sql_query(sql).bind::<Text, _>(table);
    found.load(conn).await.unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_a_person_goes_with_them_or_stays_for_a_reason() {
    let mut conn = db::connect(&new_database().await).await.unwrap();
    let found = references(&mut conn, "people").await;
    assert!(found.len() > 8, "only {} references", found.len());
    for it in &found {
        let stays = STAYS.iter().any(|(place, _)| *place == it.place);
        let wanted = if stays { "n" } else { "c" };
        assert_eq!(it.on_delete, wanted, "{} on delete", it.place);
        assert!(it.is_indexed, "{} can not be found by person", it.place);
    }
    for (place, _) in STAYS {
        assert!(found.iter().any(|it| it.place == *place), "{place} is gone");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn everything_of_a_story_goes_with_it() {
    let mut conn = db::connect(&new_database().await).await.unwrap();
    let found = references(&mut conn, "stories").await;
    assert!(found.len() > 6, "only {} references", found.len());
    for it in found {
        let is_log = it.place == "moderation_acts.story_id";
        let wanted = if is_log { "n" } else { "c" };
        assert_eq!(it.on_delete, wanted, "{} on delete", it.place);
        assert!(it.is_indexed, "{} can not be found by story", it.place);
    }
}

/// A table that names people in another way would be forgotten by whoever exports or deletes.
#[tokio::test(flavor = "multi_thread")]
async fn no_column_names_people_without_referring_to_them() {
    #[derive(QueryableByName)]
    struct Column {
        #[diesel(sql_type = Text)]
        place: String,
    }
    let mut conn = db::connect(&new_database().await).await.unwrap();
    let sql = "select c.table_name || '.' || c.column_name as place from information_schema.columns c \
        where c.table_schema = 'public' and c.data_type <> 'boolean' and c.table_name not like '\\_\\_%' \
        and (c.column_name ~ '^(person|author|reporter|moderator|member|owner)(_id)?$' \
            or c.column_name ~ '_by$' or c.column_name = 'handle') \
        and not exists (select from pg_constraint r \
            join pg_attribute a on a.attrelid = r.conrelid and a.attnum = any (r.conkey) \
            where r.contype = 'f' and r.conrelid = c.table_name::regclass and a.attname = c.column_name)";
    let found: Vec<Column> = diesel::sql_query(sql).load(&mut conn).await.unwrap();
    for Column { place } in found {
        let table = place.split('.').next().unwrap();
        let is_known = BY_ANOTHER_WAY.iter().any(|it| it.0 == table);
        let is_known = is_known || NOBODY.contains(&place.as_str());
        assert!(is_known, "{place} names people and refers to nobody");
    }
}
