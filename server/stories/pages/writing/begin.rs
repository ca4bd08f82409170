//! Three questions that make a story, and the stories that one has begun.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::pages::again;
use crate::access::{Member, Visit};
use crate::catalog::{Catalog, Kind, Shelf};
use crate::db::Pooled;
use crate::error::{Error, Fault, Result};
use crate::i18n::{Words, dates};
use crate::stories::content::{Challenge, Content, Tip, Transition};
use crate::stories::pages::writing::editor::{FaultLine, lines, status_key};
use crate::stories::pages::writing::field::{Control, Field, Fields};
use crate::stories::pages::writing::typed;
use crate::stories::story::Status;
use crate::stories::{create, own};
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Query, Site, page};

/// How many of one's own stories stand below the questions.
const LISTED: u8 = 50;

/// Of a text this much becomes the summary that is offered, in characters.
const OFFERED: usize = 200;

#[derive(Template)]
#[template(path = "stories/write.html")]
struct Write {
    site: Site,
    road: Vec<Vec<Field>>,
    obstacle: Vec<Vec<Field>>,
    advice: Vec<Vec<Field>>,
    byline: Field,
    faults: Vec<FaultLine>,
    own: Vec<Own>,
    deleted: Vec<Own>,
    was_deleted: bool,
}

/// One of one's own stories.
struct Own {
    id: String,
    title: String,
    status: Status,
    day: String,
    has_missed: bool,
}

impl Own {
    fn status_key(&self) -> &'static str {
        status_key(self.status)
    }
}

pub(super) async fn show(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.member().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let mut content = Content {
        transitions: vec![Transition::default()],
        challenges: vec![Challenge::default()],
        tips: vec![Tip::default()],
        ..Content::default()
    };
    if let Some(first) = content.transitions.first_mut() {
        // A thin guidepost invites its first story.
        first.to_role = query.one("to").map(str::to_owned);
    }
    let mut write = questions(&req, &catalog, &content, &[]);
    write.was_deleted = query.one("done") == Some("deleted");
    fill(&mut write, &mut conn, &author).await?;
    page(&req, &write, Audience::Personal)
}

pub(super) async fn submit(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = match visit.member().await {
        Err(Error::SignInRequired) => return again(&req, &form),
        member => member?,
    };
    let catalog = shelf.catalog(&mut conn).await?;
    let typed = typed::content(&form, &Content::default())?;
    let story = completed(typed.clone(), &catalog, author.language);
    match create::create(&mut conn, &catalog, author.person, story).await {
        Ok(id) => {
            let next = if form.text("do") == "more" {
                "edit"
            } else {
                "publish"
            };
            Ok(see_other(&format!("/stories/{}/{next}", id.0)))
        }
        Err(Error::Invalid(faults)) => {
            let mut write = questions(&req, &catalog, &typed, &faults);
            fill(&mut write, &mut conn, &author).await?;
            let mut response = page(&req, &write, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(err) => Err(err),
    }
}

fn questions(req: &HttpRequest, catalog: &Catalog, content: &Content, faults: &[Fault]) -> Write {
    let site = Site::of(req, None, "write");
    let fields = Fields {
        words: Words(site.language),
        catalog,
        faults,
        focus: None,
    };
    let first = |n: usize, it: &Transition| fields.transition(n, it);
    let transition = content.transitions.first().map(|it| first(0, it));
    let challenge = content.challenges.first().map(|it| fields.challenge(0, it));
    let tip = content.tips.first().map(|it| fields.tip(0, it));
    Write {
        // From where to where, when and how; the rest can follow.
        road: transition.unwrap_or_default().into_iter().take(2).collect(),
        obstacle: challenge.unwrap_or_default().into_iter().take(2).collect(),
        advice: tip.unwrap_or_default(),
        byline: fields.byline(content.byline),
        faults: lines(faults, &fields),
        own: Vec::new(),
        deleted: Vec::new(),
        was_deleted: false,
        site,
    }
}

async fn fill(write: &mut Write, conn: &mut Pooled, author: &Member) -> Result<()> {
    let language = write.site.language;
    let untitled = write.site.t("write-untitled");
    let titled = |title: String| {
        if title.is_empty() {
            untitled.clone()
        } else {
            title
        }
    };
    let page = own::page(conn, author.person, None, None, LISTED).await?;
    write.own = page
        .cards
        .into_iter()
        .map(|it| Own {
            id: it.row.id.0.to_string(),
            day: dates::day(it.updated_at(), language),
            status: it.row.status,
            has_missed: it.row.missed_at.is_some(),
            title: titled(it.row.title),
        })
        .collect();
    let deleted = own::deleted(conn, author.person).await?;
    write.deleted = deleted
        .into_iter()
        .map(|it| Own {
            id: it.id.0.to_string(),
            day: it
                .deleted_at
                .map(|it| dates::day(it, language))
                .unwrap_or_default(),
            status: Status::Deleted,
            has_missed: false,
            title: titled(it.title),
        })
        .collect();
    Ok(())
}

/// The document with a title and a summary made of the answers, and without what was left empty.
fn completed(mut content: Content, catalog: &Catalog, language: crate::i18n::Language) -> Content {
    let is_answered = |it: &Challenge| {
        let chosen = |it: &Option<String>| it.as_deref().is_some_and(|it| !it.is_empty());
        chosen(&it.kind) || chosen(&it.approach) || !it.faced_md.trim().is_empty()
    };
    content.challenges.retain(is_answered);
    content.tips.retain(|it| !it.text_md.trim().is_empty());
    let role = |slug: Option<&String>| {
        let slug = slug.filter(|it| !it.is_empty())?;
        Some(catalog.name(Kind::Role, slug, language).to_owned())
    };
    let first = content.transitions.first();
    let from = first.and_then(|it| role(it.from_role.as_ref()));
    let to = first.and_then(|it| role(it.to_role.as_ref()));
    if let (true, Some(from), Some(to)) = (content.title.is_empty(), from, to) {
        content.title = Words(language).fill("write-offered-title", &[("from", from), ("to", to)]);
    }
    let texts = content.challenges.iter().map(|it| &it.faced_md);
    let mut texts = texts.chain(content.tips.iter().map(|it| &it.text_md));
    if content.summary.is_empty() {
        let text = texts.find(|it| !it.trim().is_empty());
        content.summary = text
            .map(|it| it.chars().take(OFFERED).collect())
            .unwrap_or_default();
    }
    content
}
