//! The stories that one has begun, below the questions that begin another.

use time::{OffsetDateTime, PrimitiveDateTime};

use crate::access::Member;
use crate::db::Pooled;
use crate::error::Result;
use crate::i18n::dates;
use crate::people::clock;
use crate::stories::content::Byline;
use crate::stories::own;
use crate::stories::pages::writing::editor::status_key;
use crate::stories::story::Status;
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
    pub(super) is_anonymous: bool,
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
        let deleted = own::deleted(conn, author.person).await?;
        let moments: Vec<OffsetDateTime> = found
            .iter()
            .map(|it| waits_for(it).unwrap_or(it.updated_at))
            .chain(deleted.iter().filter_map(|it| it.deleted_at))
            .collect();
        let zone = clock::time_zone(conn, author.person).await?;
        let mut moments = clock::local(conn, &moments, &zone).await?.into_iter();
        let mut next_moment = || moments.next().unwrap_or(PrimitiveDateTime::MIN);
        let own = found
            .into_iter()
            .map(|it| own_one(it, next_moment(), site))
            .collect();
        let deleted = deleted.into_iter().filter(|it| it.deleted_at.is_some());
        let deleted = deleted
            .map(|it| deleted_one(it, next_moment(), site))
            .collect();
        let more = next.map(|(at, id)| {
            let cursor = Cursor { at, id }.encode(LIST);
            format!("/write?cursor={cursor}#own")
        });
        Ok(Self { own, deleted, more })
    }
}

/// When it will publish itself.
fn waits_for(it: &own::OnDesk) -> Option<OffsetDateTime> {
    it.publish_at.filter(|_| it.status == Status::Scheduled)
}

fn own_one(it: own::OnDesk, at: PrimitiveDateTime, site: &Site) -> Own {
    Own {
        id: it.id.0.to_string(),
        when: match waits_for(&it) {
            Some(_) => site.with("write-waits", "at", dates::moment(at, site.language)),
            None => dates::day(at.assume_utc(), site.language),
        },
        title: titled(it.title, site),
        status: it.status,
        is_anonymous: it.byline == Byline::Anonymous,
        has_missed: it.missed_at.is_some(),
        has_unsaved: it.has_unsaved,
    }
}

fn deleted_one(it: own::Deleted, at: PrimitiveDateTime, site: &Site) -> Own {
    Own {
        id: it.id.0.to_string(),
        when: dates::day(at.assume_utc(), site.language),
        status: Status::Deleted,
        is_anonymous: false,
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
