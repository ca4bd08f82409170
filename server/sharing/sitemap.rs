//! What search engines may find: listed stories by month, and the people who wrote them under their names.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::{Date as SqlDate, Text};
use diesel_async::RunQueryDsl;
use time::{Date, OffsetDateTime};

use crate::db::Conn;
use crate::db::fixed::Fixed;
use crate::db::schema::{people, stories};
use crate::error::Result;
use crate::stories::gate;

/// The most addresses that one file may hold (sitemaps.org).
const MOST: i64 = 50_000;

/// The months in which stories were listed, the latest first.
pub async fn months(conn: &mut Conn) -> Result<Vec<Date>> {
    let month = sql::<SqlDate>("date_trunc('month', stories.listed_at at time zone 'UTC')::date");
    let found = stories::table
        .filter(gate::listed())
        .select(month)
        .distinct()
        .order(sql::<SqlDate>("1 desc"));
    Ok(found.load(conn).await?)
}

/// The slugs of what was listed in a month, with the day of the last change.
pub async fn stories_of(conn: &mut Conn, month: Date) -> Result<Vec<(String, Date)>> {
    let from = month.midnight().assume_utc();
    let found: Vec<(Option<String>, OffsetDateTime)> = stories::table
        .filter(gate::listed())
        .filter(stories::listed_at.ge(from))
        .filter(stories::listed_at.lt(next_month(month).midnight().assume_utc()))
        .select((stories::slug, stories::updated_at))
        .order((stories::listed_at.desc(), stories::id.desc()))
        .limit(MOST)
        .load(conn)
        .await?;
    let rows = found.into_iter();
    Ok(rows
        .filter_map(|(slug, at)| Some((slug?, at.date())))
        .collect())
}

/// The first letters of the handles of people who stand beside a listed story.
pub async fn letters(conn: &mut Conn) -> Result<Vec<String>> {
    let letter = sql::<Text>("left(people.handle, 1)");
    let found = people::table
        .filter(people::id.eq_any(wrote()))
        .select(letter)
        .distinct()
        .order(sql::<Text>("1"));
    Ok(found.load(conn).await?)
}

/// The handles with this first letter of people who stand beside a listed story.
pub async fn people_of(conn: &mut Conn, letter: char) -> Result<Vec<String>> {
    let found = people::table
        .filter(people::handle.like(format!("{letter}%")))
        .filter(people::id.eq_any(wrote()))
        .select(people::handle)
        .order(people::handle)
        .limit(MOST);
    Ok(found.load(conn).await?)
}

/// Who stands beside a listed story.
#[diesel::dsl::auto_type]
fn wrote() -> _ {
    let listed: Fixed = gate::listed_by_name();
    stories::table.filter(listed).select(stories::author_id)
}

fn next_month(month: Date) -> Date {
    let year = if month.month() == time::Month::December {
        month.year() + 1
    } else {
        month.year()
    };
    Date::from_calendar_date(year, month.month().next(), 1).unwrap_or(Date::MAX)
}
