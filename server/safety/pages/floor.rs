//! What the moderators' pages share: the way between them, and acts in words.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use askama::Template;
use time::OffsetDateTime;
use uuid::Uuid;

use crate::access::Member;
use crate::db::Conn;
use crate::db::ids::{PersonId, StoryId};
use crate::error::{Error, Fault, Result};
use crate::i18n::Words;
use crate::people::{clock, waiting};
use crate::safety::Target;
use crate::safety::act::Told;
use crate::safety::kind::Kind;
use crate::web::problem::message;
use crate::web::{Audience, Form, Site, page};

pub(super) const DESK: &str = "/moderation";
pub(super) const WAITING: &str = "/moderation/waiting";
pub(super) const INVITATIONS: &str = "/moderation/invitations";
pub(super) const ABOUT: &str = "/moderation/about";

/// The way between the pages.
pub(super) struct Floor {
    pub(super) here: &'static str,
    /// How many accounts wait; empty where none does.
    pub(super) waiting: String,
}

impl Floor {
    pub(super) async fn of(conn: &mut Conn, here: &'static str) -> Result<Self> {
        let waiting = match waiting::count(conn).await? {
            0 => String::new(),
            n if n >= waiting::MOST_COUNTED => format!("{n}+"),
            n => n.to_string(),
        };
        Ok(Self { here, waiting })
    }
}

/// An act in words.
pub(super) struct Line {
    pub(super) told: Told,
    pub(super) when: String,
    /// Whether things still stand as it left them.
    pub(super) holds: bool,
}

impl Line {
    /// Acts, the newest first, with their instants by the clock of whoever reads them.
    pub(super) async fn all(
        conn: &mut Conn,
        reader: &Member,
        acts: Vec<Told>,
        site: &Site,
    ) -> Result<Vec<Self>> {
        let instants: Vec<OffsetDateTime> = acts.iter().map(|it| it.act.at).collect();
        let when = clock::told(conn, reader.person, &instants, site.language).await?;
        let holding = holding(&acts);
        let lines = acts.into_iter().zip(when).zip(holding);
        let line = |((told, when), holds)| Self { told, when, holds };
        Ok(lines.map(line).collect())
    }

    pub(super) fn key(&self) -> &'static str {
        match self.told.act.kind {
            Kind::Hide => "act-hide",
            Kind::Show => "act-show",
            Kind::Suspend => "act-suspend",
            Kind::Lift => "act-lift",
            Kind::SuspendAuthor => "act-suspend-author",
            Kind::LiftAuthor => "act-lift-author",
            Kind::Approve => "act-approve",
            Kind::Refuse => "act-refuse",
            Kind::Dismiss => "act-dismiss",
            Kind::DismissAuthor => "act-dismiss-author",
            Kind::Invite => "act-invite",
            Kind::Revoke => "act-revoke",
        }
    }

    /// What takes it back, and the word on its button.
    pub(super) fn undo(&self) -> Option<(Kind, &'static str)> {
        let undo = self.told.act.kind.undone_by()?;
        let key = match (self.told.act.kind, undo) {
            (Kind::Refuse, _) => "moderation-reconsider",
            (_, Kind::Show) => "moderation-show",
            (_, Kind::LiftAuthor) => "moderation-lift-author",
            _ => "moderation-lift",
        };
        Some((undo, key))
    }

    pub(super) fn uphold(&self) -> Kind {
        self.told.act.kind.upheld_by()
    }
}

/// For each line of a log, the newest first, whether nothing later undid it.
fn holding(log: &[Told]) -> Vec<bool> {
    let is_last = |(n, it): (usize, &Told)| {
        let (target, matter) = (it.act.target(), it.act.kind.matter());
        let mut later = log.iter().take(n);
        let is_undone = later.any(|it| it.act.target() == target && it.act.kind.matter() == matter);
        it.act.kind.undone_by().is_some() && target.is_some() && !is_undone
    };
    log.iter().enumerate().map(is_last).collect()
}

/// Back to where somebody was in a list, once it is done. The cursor is one that was read.
pub(super) fn done(here: &str, cursor: &str) -> String {
    match cursor {
        "" => format!("{here}?done=1"),
        cursor => format!("{here}?done=1&cursor={cursor}"),
    }
}

/// What a form of the floor asks for.
pub(super) struct Wish {
    pub(super) target: Target,
    pub(super) kind: Kind,
    pub(super) why: String,
    /// Whether what somebody published is to go with them.
    pub(super) with_stories: bool,
}

impl Wish {
    /// # Errors
    /// [`Error::NotFound`] for what no form of ours sends.
    pub(super) fn read(form: &Form) -> Result<Self> {
        let id = |name| Uuid::try_parse(form.text(name)).ok();
        let target = Target::of(id("story").map(StoryId), id("person").map(PersonId));
        Ok(Self {
            target: target.ok_or(Error::NotFound)?,
            kind: Kind::parse(form.text("do")).ok_or(Error::NotFound)?,
            why: form.one("why").unwrap_or_default().to_owned(),
            with_stories: form.one("stories").is_some(),
        })
    }
}

/// What could not be done, with what was typed for it.
pub(super) struct Wrong {
    pub(super) target: Target,
    typed: String,
    with_stories: bool,
    /// What is wrong with it; empty where somebody else was faster.
    told: String,
}

impl Wrong {
    /// # Errors
    /// The same error, where a page of ours can say nothing better.
    pub(super) fn of(err: Error, wish: Wish, site: &Site) -> Result<Self> {
        let told = match err {
            Error::Invalid(faults) => {
                let words = Words(site.language);
                let told = faults.iter().map(|it: &Fault| message(it, words));
                told.collect::<Vec<_>>().join(" ")
            }
            Error::Conflict("wrong_status") => String::new(),
            err => return Err(err),
        };
        Ok(Self {
            target: wish.target,
            typed: wish.why,
            with_stories: wish.with_stories,
            told,
        })
    }

    pub(super) fn is_overtaken(&self) -> bool {
        self.told.is_empty()
    }
}

/// What was typed for this target.
pub(super) fn typed<'w>(wrong: Option<&'w Wrong>, target: &Target) -> &'w str {
    let own = wrong.filter(|it| it.target == *target);
    own.map_or("", |it| it.typed.as_str())
}

/// Whether it was wanted that what this person published goes with them.
pub(super) fn with_stories(wrong: Option<&Wrong>, target: &Target) -> bool {
    wrong.is_some_and(|it| it.target == *target && it.with_stories)
}

pub(super) fn fault(wrong: Option<&Wrong>, target: &Target) -> Option<String> {
    let own = wrong.filter(|it| it.target == *target && !it.is_overtaken());
    own.map(|it| it.told.clone())
}

/// The page again, with its status.
pub(super) fn refused(
    req: &actix_web::HttpRequest,
    template: &impl Template,
    is_overtaken: bool,
) -> Result<HttpResponse> {
    let mut response = page(req, template, Audience::Personal)?;
    *response.status_mut() = match is_overtaken {
        true => StatusCode::CONFLICT,
        false => StatusCode::UNPROCESSABLE_ENTITY,
    };
    Ok(response)
}
