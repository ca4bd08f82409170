//! Searching in JSON, under `/api/v1/search`.

use std::collections::BTreeMap;
use std::time::Instant;

use actix_web::web::{Data, ServiceConfig, resource};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::access::Visit;
use crate::catalog::Shelf;
use crate::error::Result;
use crate::search::engine::{Facets, Highlight};
use crate::search::find::{Answer, Search};
use crate::search::wish::{Sent, Wish};
use crate::stories::api::asked;
use crate::stories::api::card::CardBody;
use crate::web::problem::Problem;
use crate::web::site::{base_of, language_of};
use crate::web::{Audience, Query, json, reading};

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/search").route(reading().to(search_stories)));
}

#[derive(OpenApi)]
#[openapi(paths(search_stories))]
pub struct Docs;

#[derive(Serialize, ToSchema)]
struct FoundPage {
    items: Vec<FoundBody>,
    /// How many there are in all; without an index no more than 1,000 are counted.
    total: usize,
    facets: FacetsBody,
    /// The query with its misspelt words mended.
    did_you_mean: Option<String>,
    /// Roles and practices that may have been meant, where nothing was found.
    nearest: NearestBody,
    /// `postgresql`: the index is not there, and the words were looked for in titles, summaries and names alone.
    #[schema(example = "embedded")]
    engine: &'static str,
    took_ms: u64,
}

#[derive(Serialize, ToSchema)]
struct FoundBody {
    #[serde(flatten)]
    card: CardBody,
    highlights: Vec<HighlightBody>,
}

#[derive(Serialize, ToSchema)]
struct HighlightBody {
    /// `title`, `summary` or `body`.
    #[schema(example = "body")]
    field: &'static str,
    /// An excerpt, as plain text.
    text: String,
    /// Start and end of what was found, counted in Unicode scalar values.
    ranges: Vec<[usize; 2]>,
}

/// Stories behind each value, each facet counted as if its own filter were not set.
#[derive(Serialize, ToSchema)]
struct FacetsBody {
    to: BTreeMap<String, usize>,
    from: BTreeMap<String, usize>,
    practice: BTreeMap<String, usize>,
    challenge: BTreeMap<String, usize>,
    language: BTreeMap<String, usize>,
}

#[derive(Serialize, ToSchema)]
struct NearestBody {
    roles: Vec<String>,
    practices: Vec<String>,
}

/// Search published stories.
#[utoipa::path(get, path = "/api/v1/search", tag = "stories",
    params(
        ("q" = Option<String>, Query, description = "Words, names of roles and practices in either language, `\"phrases\"`, `-without`, `to:`, `from:`, `practice:`, `author:`, `lang:`. Nothing in it is an error; empty, it finds everything that passes the filters"),
        ("from" = Option<String>, Query, description = "Slug of a role that stands in the path before its last place, or `track:NAME`"),
        ("to" = Option<String>, Query, description = "Slug of a role that the story reaches, or `track:NAME`"),
        ("practice" = Option<Vec<String>>, Query, description = "Slugs of practices; all must be told of"),
        ("challenge" = Option<Vec<String>>, Query, description = "Slugs of kinds of challenge; all must be told of"),
        ("language" = Option<String>, Query, description = "`ja` or `en`"),
        ("author" = Option<Vec<String>>, Query, description = "Handles; any of them, up to 50"),
        ("sort" = Option<String>, Query, description = "`relevance` (default), `newest` or `helpful`"),
        ("limit" = Option<u8>, Query, minimum = 1, maximum = 100),
        ("offset" = Option<u16>, Query, maximum = 999, description = "With `limit` at most 1,000")),
    responses((status = 200, body = FoundPage), (status = 304),
        (status = 401, body = Problem, content_type = "application/problem+json"),
        (status = 422, body = Problem, content_type = "application/problem+json")))]
async fn search_stories(
    req: HttpRequest,
    query: Query,
    visit: Visit,
    shelf: Data<Shelf>,
    search: Data<Search>,
) -> Result<HttpResponse> {
    let began = Instant::now();
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let sent = Sent {
        text: query.one("q"),
        asked: asked(&query),
        offset: query.one("offset"),
        reader: Some(language_of(&req, None)),
    };
    let wish = Wish::parse(&mut conn, &sent, &catalog).await?;
    drop(conn);
    let answer = search.find(&catalog, &wish).await?;
    let base = base_of(&req);
    let items = answer.items.iter().map(|it| FoundBody {
        card: CardBody::new(&it.card, &catalog, &base),
        highlights: it.highlights.iter().cloned().map(Into::into).collect(),
    });
    let body = FoundPage {
        items: items.collect(),
        took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
        ..FoundPage::around(answer)
    };
    json(&req, &body, Audience::Public)
}

impl FoundPage {
    /// All but the stories.
    fn around(answer: Answer) -> Self {
        Self {
            items: Vec::new(),
            total: answer.total,
            facets: answer.facets.into(),
            did_you_mean: answer.did_you_mean,
            nearest: NearestBody {
                roles: answer.nearest.roles,
                practices: answer.nearest.practices,
            },
            engine: answer.engine,
            took_ms: 0,
        }
    }
}

impl From<Highlight> for HighlightBody {
    fn from(it: Highlight) -> Self {
        Self {
            field: it.field,
            text: it.text,
            ranges: it.ranges,
        }
    }
}

impl From<Facets> for FacetsBody {
    fn from(it: Facets) -> Self {
        Self {
            to: it.to,
            from: it.from,
            practice: it.practice,
            challenge: it.challenge,
            language: it.language,
        }
    }
}
