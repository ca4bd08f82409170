//! What whoever an act met reads of it, and answers once.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use uuid::Uuid;

use crate::access::{Member, Visit};
use crate::db::Conn;
use crate::db::ids::StoryId;
use crate::error::{Error, Result};
use crate::i18n::Words;
use crate::people::clock;
use crate::people::forget::REFUSED_FOR;
use crate::safety::answer::{answer, holding};
use crate::safety::kind::Kind;
use crate::safety::{Act, Target};
use crate::stories::read;
use crate::web::answer::see_other;
use crate::web::problem::message;
use crate::web::site::SUSPENDED;
use crate::web::{Audience, Form, Query, Site, page};

#[derive(Template)]
#[template(path = "safety/notice.html")]
struct Notice {
    site: Site,
    /// What it is called, and what it means.
    title: &'static str,
    lede: String,
    is_suspension: bool,
    /// Whether the answer has just arrived.
    is_answered: bool,
    /// The anonymous story for which they are suspended.
    for_story: Option<String>,
    path: String,
    when: String,
    act: Act,
    typed: String,
    fault: Option<String>,
}

pub(super) async fn suspended(
    req: HttpRequest,
    query: Query,
    visit: Visit,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.suspended().await?;
    let target = Target::Person(member.person);
    let mut notice = Notice::of(&req, &mut conn, &member, target).await?;
    notice.is_answered = query.one("done").is_some();
    page(&req, &notice, Audience::Personal)
}

pub(super) async fn answer_suspension(
    req: HttpRequest,
    form: Form,
    visit: Visit,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.suspended().await?;
    let target = Target::Person(member.person);
    keep(&req, &mut conn, (&member, target), &form).await
}

pub(super) async fn hidden(
    req: HttpRequest,
    story: Path<String>,
    query: Query,
    visit: Visit,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.member().await?;
    let target = own(&mut conn, &member, &story).await?;
    let mut notice = Notice::of(&req, &mut conn, &member, target).await?;
    notice.is_answered = query.one("done").is_some();
    page(&req, &notice, Audience::Personal)
}

pub(super) async fn answer_hiding(
    req: HttpRequest,
    story: Path<String>,
    form: Form,
    visit: Visit,
) -> Result<HttpResponse> {
    let (mut conn, member) = visit.member().await?;
    let target = own(&mut conn, &member, &story).await?;
    keep(&req, &mut conn, (&member, target), &form).await
}

/// A story of one's own; anyone else's is not found.
async fn own(conn: &mut Conn, member: &Member, story: &str) -> Result<Target> {
    let id = Uuid::try_parse(story).ok().map(StoryId);
    let id = id.ok_or(Error::NotFound)?;
    read::own_version(conn, member.person, id).await?;
    Ok(Target::Story(id))
}

async fn keep(
    req: &HttpRequest,
    conn: &mut Conn,
    (member, target): (&Member, Target),
    form: &Form,
) -> Result<HttpResponse> {
    let mut notice = Notice::of(req, conn, member, target).await?;
    let text = form.one("answer").unwrap_or_default();
    match answer(conn, notice.act.id, text).await {
        Ok(()) => Ok(see_other(&format!("{}?done=1", notice.path))),
        // The page shows what was answered first.
        Err(Error::Conflict("answered")) => Ok(see_other(&notice.path)),
        Err(Error::Invalid(faults)) => {
            let words = Words(notice.site.language);
            notice.fault = faults.first().map(|it| message(it, words));
            text.clone_into(&mut notice.typed);
            let mut response = page(req, &notice, Audience::Personal)?;
            *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(response)
        }
        Err(err) => Err(err),
    }
}

impl Notice {
    async fn of(
        req: &HttpRequest,
        conn: &mut Conn,
        member: &Member,
        target: Target,
    ) -> Result<Self> {
        let act = holding(conn, target).await?;
        let site = Site::of(req, Some(member.language), "");
        let when = clock::told(conn, member.person, &[act.at], site.language).await?;
        let path = match target {
            Target::Story(id) => format!("/stories/{}/notice", id.0),
            Target::Person(_) => SUSPENDED.to_owned(),
        };
        let for_story = match (target, act.story_id) {
            (Target::Person(person), Some(story)) => {
                Some(read::own_title(conn, person, story).await?)
            }
            _ => None,
        };
        let (title, lede) = words(act.kind, &site);
        Ok(Self {
            title,
            lede,
            for_story,
            is_answered: false,
            is_suspension: target.person().is_some(),
            when: when.concat(),
            path,
            act,
            typed: String::new(),
            fault: None,
            site,
        })
    }
}

fn words(kind: Kind, site: &Site) -> (&'static str, String) {
    match kind {
        Kind::Hide => ("preview-hidden", site.t("notice-hidden")),
        Kind::Refuse => (
            "notice-refusal",
            site.with("notice-refused", "days", REFUSED_FOR.whole_days()),
        ),
        _ => ("problem-suspended", site.t("notice-suspended")),
    }
}
