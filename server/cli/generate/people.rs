//! Made-up people.

use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use crate::cli::generate::World;
use crate::cli::generate::dice::Dice;
use crate::cli::generate::phrases::Pen;
use crate::cli::in_words;
use crate::db::ids::PersonId;
use crate::i18n::Language;
use crate::people::Handle;
use crate::people::bio::Bio;
use crate::people::insert::Settled;

const BEGINNING: OffsetDateTime = datetime!(2018-01-01 0:00 UTC);
const YEARS: Duration = Duration::days(8 * 365);

/// What a story must know of its author.
#[derive(Clone, Copy, Debug)]
pub struct Author {
    pub id: PersonId,
    pub language: Language,
    pub since: OffsetDateTime,
}

impl Author {
    /// The `n`th person. Most read and write Japanese.
    pub fn nth(seed: u64, n: u32) -> (Self, Dice) {
        let mut dice = Dice::new(seed, "person", n);
        let language = if dice.percent(65) {
            Language::Japanese
        } else {
            Language::English
        };
        let author = Self {
            id: PersonId(dice.uuid()),
            language,
            since: dice.instant(BEGINNING, BEGINNING + YEARS),
        };
        (author, dice)
    }
}

/// The `n`th person as they are stored.
pub fn settle(world: &World, n: u32) -> anyhow::Result<Settled> {
    let (author, dice) = Author::nth(world.seed, n);
    let phrases = world.phrases(author.language);
    let mut pen = Pen {
        phrases,
        language: author.language,
        dice,
        roles: Default::default(),
    };
    let names = &phrases.names;
    let (given, family) = (pen.dice.pick(&names.given), pen.dice.pick(&names.family));
    let display_name = match author.language {
        Language::Japanese => format!("{family} {given}"),
        Language::English => format!("{given} {family}"),
    };
    // Of every seed its own handles, so that one more community fits beside the first.
    let handle = format!(
        "{}-{:x}-{n}",
        pen.dice.pick(&names.handle),
        world.seed & 0xffff
    );
    let bio = pen.perhaps(60, &phrases.bio).unwrap_or_default();
    Ok(Settled {
        id: author.id,
        handle: handle.parse::<Handle>().map_err(anyhow::Error::msg)?,
        display_name,
        bio: Bio::render_here(&bio).map_err(in_words)?,
        language: author.language,
        time_zone: match author.language {
            Language::Japanese => "Asia/Tokyo",
            Language::English => "Europe/Berlin",
        },
        since: author.since,
    })
}
