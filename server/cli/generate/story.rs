//! Made-up stories: what one tells, and what became of it.

use anyhow::bail;
use time::macros::datetime;
use time::{Duration, OffsetDateTime};

use crate::catalog::Kind;
use crate::cli::generate::World;
use crate::cli::generate::dice::Dice;
use crate::cli::generate::people::Author;
use crate::cli::generate::phrases::Pen;
use crate::db::ids::StoryId;
use crate::i18n::Language;
use crate::stories::content::{
    Byline, Challenge, Content, Link, LinkKind, Practice, Reuse, Tip, Transition,
};
use crate::stories::gaps::gaps;
use crate::stories::insert::Finished;
use crate::stories::manuscript::Manuscript;
use crate::stories::story::Status;

/// Nothing happened later, whenever it is made.
const END: OffsetDateTime = datetime!(2026-07-01 0:00 UTC);

/// The `n`th story, ready to be stored.
pub fn finish(world: &World, n: u32) -> anyhow::Result<Finished> {
    let mut dice = Dice::new(world.seed, "story", n);
    let author = world.author_of(n, &mut dice);
    let id = StoryId(dice.uuid());
    let random = dice.bytes();
    let status = *dice.weighed(&[
        (90, Status::Published),
        (3, Status::Unlisted),
        (2, Status::Withdrawn),
        (5, Status::Draft),
    ]);
    let times = Times::of(&mut dice, author.since);
    let mut writer = Writer::new(world, author, dice, times.published);
    let mut content = writer.content();
    if status == Status::Draft {
        content.summary.clear();
        content.tips.clear();
    }
    let (manuscript, mut faults) =
        Manuscript::prepare_here(content, &world.catalog, author.language, id);
    if status != Status::Draft {
        faults.extend(gaps(&manuscript.content));
    }
    if !faults.is_empty() {
        bail!("story {n} breaks a rule: {faults:?}");
    }
    let drafts = writer.drafts(&manuscript.content, times.n_versions);
    let saved = times.saves(drafts.len() + 1);
    let saved_at = saved.last().copied().unwrap_or(times.begun);
    let published_at = (status != Status::Draft).then_some(times.published);
    Ok(Finished {
        id,
        author: author.id,
        manuscript,
        earlier: saved.into_iter().zip(drafts).collect(),
        saved_at,
        status,
        published_at,
        updated_at: match status {
            Status::Withdrawn => END,
            _ => published_at.map_or(saved_at, |it| it.max(saved_at)),
        },
        random,
    })
}

/// When a story was written.
struct Times {
    begun: OffsetDateTime,
    published: OffsetDateTime,
    n_versions: u32,
}

impl Times {
    fn of(dice: &mut Dice, since: OffsetDateTime) -> Self {
        let begun = dice.instant(since, END - Duration::days(120));
        Self {
            begun,
            published: dice.instant(begun, begun + Duration::days(30)),
            n_versions: *dice.favour(&[1, 2, 3, 4]),
        }
    }

    /// The first when it was begun, the others before and after it was published.
    fn saves(&self, n: usize) -> Vec<OffsetDateTime> {
        let step = (self.published - self.begun) * 2 / 3;
        let instants = (0..).map(|n| self.begun + step * n);
        instants.take(n).collect()
    }
}

struct Writer<'w> {
    world: &'w World,
    pen: Pen<'w>,
    steps: Vec<Transition>,
}

impl<'w> Writer<'w> {
    fn new(world: &'w World, author: Author, mut dice: Dice, told: OffsetDateTime) -> Self {
        let language = match (author.language, dice.percent(10)) {
            (Language::Japanese, true) => Language::English,
            (Language::English, true) => Language::Japanese,
            (language, false) => language,
        };
        let year = u32::try_from(told.year()).unwrap_or_default();
        let month = u32::from(u8::from(told.month()));
        let steps = world.words.steps(&mut dice, (year, month));
        let name = |role: Option<&String>| {
            let role = role.map(String::as_str).unwrap_or_default();
            world.catalog.name(Kind::Role, role, language).to_owned()
        };
        let first = steps.first().and_then(|it| it.from_role.as_ref());
        let last = steps.last().and_then(|it| it.to_role.as_ref());
        let roles = (name(first), name(last));
        let pen = Pen {
            phrases: world.phrases(language),
            language,
            dice,
            roles,
        };
        Self { world, pen, steps }
    }

    fn content(&mut self) -> Content {
        let phrases = self.pen.phrases;
        let byline = match self.pen.dice.percent(5) {
            true => Byline::Anonymous,
            false => Byline::Named,
        };
        let n_tips = self.pen.dice.between(1, 4);
        Content {
            language: Some(self.pen.language),
            title: self.pen.phrase(&phrases.title),
            summary: self.pen.paragraph(&phrases.summary, 2),
            byline,
            transitions: self.transitions(),
            challenges: self.each_of_favour(&[2, 1, 3, 0], Self::challenge),
            practices: self.each_of_favour(&[3, 2, 1, 4, 0], Self::practice),
            tips: (0..n_tips).map(|_| self.tip()).collect(),
            reflection_md: self.pen.text(&phrases.reflection, 3),
            links: self.each_of_favour(&[0, 1, 2], Self::link),
            canonical_url: self.pen.dice.percent(10).then(|| self.address("writing")),
            reuse: *self
                .pen
                .dice
                .favour(&[Reuse::Link, Reuse::Excerpt, Reuse::Full]),
            publish_at: None,
        }
    }

    /// What was saved before the last version: each differs from the next.
    fn drafts(&mut self, content: &Content, n_versions: u32) -> Vec<Content> {
        let reflection = &self.pen.phrases.reflection;
        let mut drafts = Vec::new();
        for n in 1..n_versions {
            let draft = Content {
                reflection_md: format!("{n}. {}", self.pen.phrase(reflection)),
                ..content.clone()
            };
            drafts.push(draft);
        }
        drafts
    }

    fn each_of_favour<T>(&mut self, numbers: &[u32], make: impl Fn(&mut Self) -> T) -> Vec<T> {
        let n = *self.pen.dice.favour(numbers);
        (0..n).map(|_| make(self)).collect()
    }

    fn transitions(&mut self) -> Vec<Transition> {
        let phrases = self.pen.phrases;
        let mut steps = std::mem::take(&mut self.steps);
        for it in &mut steps {
            it.title = self.pen.perhaps(40, &phrases.job_title);
            it.organisation = self.pen.perhaps(60, &phrases.organisation);
            it.story_md = self.pen.text(&phrases.moved, 3);
        }
        steps
    }

    fn challenge(&mut self) -> Challenge {
        let (phrases, words) = (self.pen.phrases, &self.world.words);
        Challenge {
            kind: Some(self.pen.dice.favour(&words.challenges).clone()),
            faced_md: self.pen.text(&phrases.faced, 2),
            approach: Some(self.pen.dice.favour(&words.approaches).clone()),
            response_md: self.pen.text(&phrases.response, 2),
            hindsight_md: self.pen.perhaps(50, &phrases.hindsight),
        }
    }

    fn practice(&mut self) -> Practice {
        let (phrases, words) = (self.pen.phrases, &self.world.words);
        Practice {
            practice: Some(self.pen.dice.favour(&words.practices).clone()),
            applied_to: self.pen.phrase(&phrases.applied_to),
            how_md: self.pen.text(&phrases.how, 2),
            indicator: self.pen.perhaps(60, &phrases.indicator),
            caveat_md: self.pen.perhaps(40, &phrases.caveat),
        }
    }

    fn tip(&mut self) -> Tip {
        Tip {
            audience: Some(self.pen.dice.favour(&self.world.words.audiences).clone()),
            text_md: self.pen.paragraph(&self.pen.phrases.tip, 2),
        }
    }

    fn link(&mut self) -> Link {
        Link {
            kind: *self
                .pen
                .dice
                .favour(&[LinkKind::Slides, LinkKind::Article, LinkKind::Talk]),
            url: self.address("talks"),
            title: self.pen.phrase(&self.pen.phrases.link),
        }
    }

    /// An address that is nobody's (RFC 2606).
    fn address(&mut self, folder: &str) -> String {
        format!(
            "https://example.org/{folder}/{:08x}",
            self.pen.dice.below(u32::MAX)
        )
    }
}
