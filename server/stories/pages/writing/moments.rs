//! The instants of a story that its author is told, by the author's own clock.

use time::OffsetDateTime;

use crate::error::Result;
use crate::i18n::{Language, dates};
use crate::people::clock;
use crate::stories::desk::Desk;
use crate::stories::pages::writing::desk::Seat;
use crate::stories::story::Status;

pub(super) struct Moments {
    /// When what is shown was kept, where it is not saved.
    pub(super) kept_at: Option<String>,
    /// When it should have published itself.
    pub(super) missed_at: Option<String>,
    /// When it will publish itself.
    pub(super) waits_for: Option<String>,
}

impl Moments {
    pub(super) async fn of(seat: &mut Seat, desk: &Desk, language: Language) -> Result<Self> {
        let row = &desk.story.row;
        let is_waiting = row.status == Status::Scheduled;
        let instants = [
            desk.kept_at,
            row.missed_at,
            row.publish_at.filter(|_| is_waiting),
        ];
        let known: Vec<OffsetDateTime> = instants.into_iter().flatten().collect();
        let mut local = Vec::new();
        if !known.is_empty() {
            let zone = clock::time_zone(&mut seat.conn, seat.author.person).await?;
            local = clock::local(&mut seat.conn, &known, &zone).await?;
        }
        let mut local = local.into_iter().map(|it| dates::moment(it, language));
        let [kept_at, missed_at, waits_for] = instants.map(|it| it.and_then(|_| local.next()));
        Ok(Self {
            kept_at,
            missed_at,
            waits_for,
        })
    }
}
