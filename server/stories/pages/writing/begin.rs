//! Three questions that make a story, and the stories that one has begun.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::catalog::{Catalog, Kind, Shelf};
use crate::error::{Error, Fault, Result};
use crate::i18n::{Language, Words};
use crate::stories::content::{Challenge, Content, Tip, Transition};
use crate::stories::gaps::gaps;
use crate::stories::pages::writing::editor::{FaultLine, lines};
use crate::stories::pages::writing::field::{Control, Field, Fields};
use crate::stories::pages::writing::own::Stories;
use crate::stories::pages::writing::typed;
use crate::stories::{create, rules};
use crate::web::answer::see_other;
use crate::web::{Audience, Form, Query, Site, page};

/// Of a text this much becomes the summary that is offered, in characters.
const OFFERED: usize = 200;

#[derive(Template)]
#[template(path = "stories/write.html")]
struct Write {
    site: Site,
    road: Vec<Vec<Field>>,
    obstacle: Vec<Vec<Field>>,
    obstacle_errors: Vec<String>,
    advice: Vec<Vec<Field>>,
    byline: Field,
    faults: Vec<FaultLine>,
    stories: Stories,
    was_deleted: bool,
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
        ..Content::default()
    };
    if let Some(first) = content.transitions.first_mut() {
        // A thin guidepost invites its first story.
        first.to_role = query.one("to").map(str::to_owned);
    }
    let site = Site::of(&req, None, "write");
    let stories = Stories::of(&mut conn, &author, &site, &query).await?;
    let mut write = questions(site, &catalog, content, &[], stories);
    write.was_deleted = query.one("done") == Some("deleted");
    page(&req, &write, Audience::Personal)
}

pub(super) async fn submit(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.member().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let typed = typed::content(&form, &Content::default(), &catalog)?;
    let story = completed(typed.clone(), &catalog, author.language);
    let next = match form.text("do") {
        "more" => "edit",
        _ => "publish",
    };
    let lacks = match next {
        "publish" => lacking(&story, &catalog),
        _ => Vec::new(),
    };
    let begun = match lacks.is_empty() {
        true => create::create(&mut conn, &catalog, author.person, story).await,
        false => Err(Error::Invalid(lacks)),
    };
    match begun {
        Ok(id) => {
            let made = if next == "publish" { "?done=made" } else { "" };
            Ok(see_other(&format!("/stories/{}/{next}{made}", id.0)))
        }
        Err(Error::Invalid(faults)) => {
            let site = Site::of(&req, None, "write");
            let stories = Stories::of(&mut conn, &author, &site, &Query::default()).await?;
            let write = questions(site, &catalog, typed, &faults, stories);
            let mut response = page(&req, &write, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(err) => Err(err),
    }
}

/// Every broken rule and every gap that can be mended among the questions. A title and a summary are
/// made of the answers, and can follow.
fn lacking(story: &Content, catalog: &Catalog) -> Vec<Fault> {
    let (_, mut faults) = rules::checked(story.clone(), catalog, time::OffsetDateTime::now_utc());
    faults.extend(gaps(story));
    faults.retain(|it| !matches!(it.pointer.as_str(), "/title" | "/summary"));
    faults
}

fn questions(
    site: Site,
    catalog: &Catalog,
    mut content: Content,
    faults: &[Fault],
    stories: Stories,
) -> Write {
    // Each question is shown, answered or not.
    content.transitions.resize_with(1, Transition::default);
    content.challenges.resize_with(1, Challenge::default);
    content.tips.resize_with(1, Tip::default);
    let fields = Fields {
        words: Words(site.language),
        catalog,
        faults,
        focus: None,
    };
    let transition = content
        .transitions
        .first()
        .map(|it| fields.transition(0, it));
    let challenge = content.challenges.first().map(|it| fields.challenge(0, it));
    let tip = content.tips.first().map(|it| fields.tip(0, it));
    let mut lines = lines(faults, &fields);
    for it in &mut lines {
        if matches!(it.href.as_str(), "#challenges" | "#transitions" | "#tips") {
            it.href = "#q2".to_owned();
        }
    }
    Write {
        // From where to where, when and how; the rest can follow.
        road: transition.unwrap_or_default().into_iter().take(2).collect(),
        obstacle: challenge.unwrap_or_default().into_iter().take(2).collect(),
        obstacle_errors: fields.told("challenges").map(|it| it.1).collect(),
        advice: tip.unwrap_or_default(),
        byline: fields.byline(content.byline),
        faults: lines,
        stories,
        was_deleted: false,
        site,
    }
}

/// The document with a title and a summary made of the answers, and without what was left empty.
fn completed(mut content: Content, catalog: &Catalog, language: Language) -> Content {
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
