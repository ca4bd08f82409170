//! A story in JSON: every field is there, and beside each Markdown its HTML.

use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::catalog::{Catalog, Kind};
use crate::error::Result;
use crate::i18n::Language;
use crate::stories::api::card::{AuthorBody, current};
use crate::stories::content::{Byline, LinkKind, Reuse};
use crate::stories::parts::{Challenge, Link, Practice, Tip, Transition};
use crate::stories::shown::Shown;
use crate::stories::story::Status;
use crate::web::answer::digest;

#[derive(Debug, Serialize, ToSchema)]
pub struct StoryBody {
    pub id: Uuid,
    /// Null before the first publication, as `url` is.
    pub slug: Option<String>,
    pub url: Option<String>,
    #[schema(value_type = Status)]
    pub status: &'static str,
    pub version: i32,
    /// Null for an anonymous story.
    pub author: Option<AuthorBody>,
    #[schema(value_type = Language)]
    pub language: &'static str,
    pub title: String,
    pub summary: String,
    pub byline: Byline,
    pub transitions: Vec<TransitionBody>,
    pub challenges: Vec<ChallengeBody>,
    pub practices: Vec<PracticeBody>,
    pub tips: Vec<TipBody>,
    pub reflection_md: String,
    pub reflection_html: String,
    pub links: Vec<LinkBody>,
    pub canonical_url: Option<String>,
    pub reuse: Reuse,
    #[serde(with = "time::serde::rfc3339::option")]
    pub publish_at: Option<OffsetDateTime>,
    /// When it should have published itself and was not complete, for its author alone.
    #[serde(with = "time::serde::rfc3339::option")]
    pub missed_at: Option<OffsetDateTime>,
    /// Slugs of roles, in the order of the path.
    pub path: Vec<String>,
    pub helpful_count: u32,
    /// An anonymous story tells days alone.
    #[serde(with = "time::serde::rfc3339")]
    pub created_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339")]
    pub updated_at: OffsetDateTime,
    #[serde(with = "time::serde::rfc3339::option")]
    pub published_at: Option<OffsetDateTime>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TransitionBody {
    pub from_role: Option<String>,
    pub to_role: Option<String>,
    pub title: Option<String>,
    pub organisation: Option<String>,
    pub started_on: Option<String>,
    pub route: Option<String>,
    pub scope: Option<String>,
    pub story_md: String,
    pub story_html: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct ChallengeBody {
    pub kind: Option<String>,
    pub faced_md: String,
    pub faced_html: String,
    pub approach: Option<String>,
    pub response_md: String,
    pub response_html: String,
    pub hindsight_md: Option<String>,
    pub hindsight_html: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct PracticeBody {
    pub practice: Option<String>,
    pub applied_to: String,
    pub how_md: String,
    pub how_html: String,
    pub indicator: Option<String>,
    pub caveat_md: Option<String>,
    pub caveat_html: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct TipBody {
    pub audience: Option<String>,
    pub text_md: String,
    pub text_html: String,
}

#[derive(Debug, Serialize, ToSchema)]
pub struct LinkBody {
    pub kind: LinkKind,
    pub url: String,
    pub title: String,
}

impl StoryBody {
    pub fn new(shown: Shown, catalog: &Catalog, base: &str) -> Self {
        let instants = shown.instants();
        let (row, parts) = (shown.story.row, shown.story.parts);
        Self {
            id: row.id.0,
            url: row.slug.as_ref().map(|it| format!("{base}/stories/{it}")),
            slug: row.slug,
            status: row.status.as_str(),
            version: row.version,
            author: shown.author.map(|it| AuthorBody::new(&it.name(), base)),
            language: row.language.as_str(),
            title: row.title,
            summary: row.summary,
            byline: row.byline,
            transitions: parts
                .transitions
                .into_iter()
                .map(|it| transition(it, catalog))
                .collect(),
            challenges: parts
                .challenges
                .into_iter()
                .map(|it| challenge(it, catalog))
                .collect(),
            practices: parts
                .practices
                .into_iter()
                .map(|it| practice(it, catalog))
                .collect(),
            tips: parts.tips.into_iter().map(|it| tip(it, catalog)).collect(),
            reflection_md: row.reflection_md,
            reflection_html: row.reflection_html,
            links: parts.links.into_iter().map(link).collect(),
            canonical_url: row.canonical_url,
            reuse: row.reuse,
            publish_at: instants.publish_at,
            missed_at: row.missed_at,
            path: current(catalog, Kind::Role, &row.path),
            helpful_count: 0,
            created_at: instants.created_at,
            updated_at: instants.updated_at,
            published_at: instants.published_at,
        }
    }

    /// `"<version>-<digest>"`: the version for `If-Match`, the whole for `If-None-Match`.
    pub fn etag(&self) -> Result<String> {
        let text = serde_json::to_vec(self).map_err(anyhow::Error::from)?;
        Ok(format!("\"{}-{}\"", self.version, digest(&text)))
    }
}

fn today(catalog: &Catalog, kind: Kind, slug: Option<String>) -> Option<String> {
    slug.map(|it| catalog.current(kind, &it).to_owned())
}

fn transition(it: Transition, catalog: &Catalog) -> TransitionBody {
    TransitionBody {
        from_role: today(catalog, Kind::Role, it.from_role),
        to_role: today(catalog, Kind::Role, it.to_role),
        title: it.title,
        organisation: it.organisation,
        started_on: it.started_on,
        route: today(catalog, Kind::Route, it.route),
        scope: today(catalog, Kind::Scope, it.scope),
        story_md: it.story_md,
        story_html: it.story_html,
    }
}

fn challenge(it: Challenge, catalog: &Catalog) -> ChallengeBody {
    ChallengeBody {
        kind: today(catalog, Kind::Challenge, it.kind),
        faced_md: it.faced_md,
        faced_html: it.faced_html,
        approach: today(catalog, Kind::Approach, it.approach),
        response_md: it.response_md,
        response_html: it.response_html,
        hindsight_md: it.hindsight_md,
        hindsight_html: it.hindsight_html,
    }
}

fn practice(it: Practice, catalog: &Catalog) -> PracticeBody {
    PracticeBody {
        practice: today(catalog, Kind::Practice, it.practice),
        applied_to: it.applied_to,
        how_md: it.how_md,
        how_html: it.how_html,
        indicator: it.indicator,
        caveat_md: it.caveat_md,
        caveat_html: it.caveat_html,
    }
}

fn tip(it: Tip, catalog: &Catalog) -> TipBody {
    TipBody {
        audience: today(catalog, Kind::Audience, it.audience),
        text_md: it.text_md,
        text_html: it.text_html,
    }
}

fn link(it: Link) -> LinkBody {
    LinkBody {
        kind: it.kind,
        url: it.url,
        title: it.title,
    }
}
