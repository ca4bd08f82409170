//! What its author decides about a story's publication: now, at an hour, by link alone, or not yet.

use time::OffsetDateTime;

use crate::error::{Error, Result};
use crate::people::clock;
use crate::stories::gaps::gaps;
use crate::stories::pages::writing::desk::{Seat, version};
use crate::stories::story::{Status, Story};
use crate::stories::{hour, publish, save, unlist};
use crate::web::Form;

pub(super) enum Decision {
    /// It stands at the address with this slug.
    Published(String),
    /// The word for what was done instead.
    Other(&'static str),
}

/// Publishes what was read, at once or at the hour that was typed, unlists it, or lets it wait no more.
///
/// # Errors
/// `hour_missing` and `hour_passed` where it shall wait for an hour; what publishing and unlisting refuse.
pub(super) async fn decide(seat: &mut Seat, form: &Form) -> Result<Decision> {
    let (author, id, now) = (seat.author.person, seat.id, OffsetDateTime::now_utc());
    let read = version(form)?;
    let story = Story::own(&mut seat.conn, author, id).await?;
    let pressed = form.text("do");
    let lacks = match pressed {
        "schedule" => gaps(&story.content()),
        _ => Vec::new(),
    };
    if !lacks.is_empty() {
        return Err(Error::Invalid(lacks));
    }
    let publish_at = match pressed {
        "schedule" => Some(wanted_hour(seat, form, &story, now).await?),
        _ => None,
    };
    let read = with_hour(seat, &story, read, publish_at).await?;
    match pressed {
        "unlist" => {
            unlist::unlist(&mut seat.conn, author, id, read, now).await?;
            Ok(Decision::Other("unlisted"))
        }
        // Without its hour it is a draft again.
        "unschedule" => Ok(Decision::Other("unscheduled")),
        _ => {
            let is_scheduled = story.row.status == Status::Scheduled && publish_at.is_some();
            match publish::publish(&mut seat.conn, author, id, read, now).await {
                // It waited already, and now for another hour.
                Err(Error::Conflict(_)) if is_scheduled => {}
                published => published?,
            }
            let row = Story::own(&mut seat.conn, author, id).await?.row;
            Ok(match row.slug.filter(|_| row.status.is_public()) {
                Some(slug) => Decision::Published(slug),
                None => Decision::Other("scheduled"),
            })
        }
    }
}

/// The hour that was typed, or that which is set already.
async fn wanted_hour(
    seat: &mut Seat,
    form: &Form,
    story: &Story,
    now: OffsetDateTime,
) -> Result<OffsetDateTime> {
    let zone = clock::time_zone(&mut seat.conn, seat.author.person).await?;
    let hour = hour::read(&mut seat.conn, form.text("publish_at"), &zone).await?;
    let hour = hour.ok_or_else(|| Error::fault("/publish_at", "hour_missing"))?;
    if hour <= now {
        return Err(Error::fault("/publish_at", "hour_passed"));
    }
    // The form shows no seconds.
    let is_same = |set: &OffsetDateTime| set.unix_timestamp() / 60 == hour.unix_timestamp() / 60;
    Ok(story.row.publish_at.filter(is_same).unwrap_or(hour))
}

/// Saves the story with this hour, where it has another one; the version that it has then.
async fn with_hour(
    seat: &mut Seat,
    story: &Story,
    read: i32,
    publish_at: Option<OffsetDateTime>,
) -> Result<i32> {
    let mut content = story.content();
    if content.publish_at == publish_at {
        return Ok(read);
    }
    content.publish_at = publish_at;
    let (author, id) = (seat.author.person, seat.id);
    save::save(&mut seat.conn, &seat.catalog, author, (id, read), content).await?;
    Ok(read + 1)
}
