//! The stories that one has begun, below the questions that begin another.

use time::OffsetDateTime;

use crate::access::Member;
use crate::db::Pooled;
use crate::error::Result;
use crate::i18n::dates;
use crate::stories::pages::writing::editor::status_key;
use crate::stories::story::Status;
use crate::stories::{hour, own};
use crate::web::cursor::Cursor;
use crate::web::{Query, Site};

/// How many of one's own stories stand on a page.
const LISTED: u8 = 50;

/// The name of this list in its cursors.
const LIST: &str = "write";

pub(super) struct Stories {
    pub(super) own: Vec<Own>,
    pub(super) deleted: Vec<Own>,
    /// Where the list goes on.
    pub(super) more: Option<String>,
}

/// One of one's own stories.
pub(super) struct Own {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) status: Status,
    /// When it was changed last, will be published, or was deleted.
    pub(super) when: String,
    pub(super) has_missed: bool,
    pub(super) has_unsaved: bool,
}

impl Own {
    pub(super) fn status_key(&self) -> &'static str {
        status_key(self.status)
    }
}

impl Stories {
    /// # Errors
    /// `bad_cursor` for a cursor that is none of this list.
    pub(super) async fn of(
        conn: &mut Pooled,
        author: &Member,
        site: &Site,
        query: &Query,
    ) -> Result<Self> {
        let cursor = query.one("cursor").map(Cursor::read).transpose()?;
        let after = cursor.map(|it| it.of(LIST)).transpose()?;
        let after = after.map(|it| (it.at, it.id));
        let (found, next) = own::on_desk(conn, author.person, after, LISTED).await?;
        let waiting = |it: &own::OnDesk| it.publish_at.filter(|_| it.status == Status::Scheduled);
        let hours: Vec<OffsetDateTime> = found.iter().filter_map(waiting).collect();
        let mut hours = hours_of(conn, author, &hours, site).await?.into_iter();
        let mut own = Vec::new();
        for it in found {
            let hour = waiting(&it).and_then(|_| hours.next());
            own.push(Own {
                id: it.id.0.to_string(),
                title: titled(it.title, site),
                status: it.status,
                when: match hour {
                    Some(hour) => site.with("write-waits", "at", hour),
                    None => dates::day(it.updated_at, site.language),
                },
                has_missed: it.missed_at.is_some(),
                has_unsaved: it.has_unsaved,
            });
        }
        let more = next.map(|(at, id)| {
            let cursor = Cursor { at, id }.encode(LIST);
            format!("/write?cursor={cursor}#own")
        });
        let deleted = own::deleted(conn, author.person).await?;
        let deleted = deleted
            .into_iter()
            .map(|it| deleted_one(it, site))
            .collect();
        Ok(Self { own, deleted, more })
    }
}

async fn hours_of(
    conn: &mut Pooled,
    author: &Member,
    hours: &[OffsetDateTime],
    site: &Site,
) -> Result<Vec<String>> {
    if hours.is_empty() {
        return Ok(Vec::new());
    }
    let zone = hour::time_zone(conn, author.person).await?;
    let local = hour::local(conn, hours, &zone).await?;
    let moment = |it| dates::moment(it, site.language);
    Ok(local.into_iter().map(moment).collect())
}

fn deleted_one(it: own::Deleted, site: &Site) -> Own {
    Own {
        id: it.id.0.to_string(),
        when: it
            .deleted_at
            .map(|it| dates::day(it, site.language))
            .unwrap_or_default(),
        status: Status::Deleted,
        has_missed: false,
        has_unsaved: false,
        title: titled(it.title, site),
    }
}

fn titled(title: String, site: &Site) -> String {
    if title.is_empty() {
        site.t("write-untitled")
    } else {
        title
    }
}
