//! Searching in JSON, under `/api/v1/search`.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Instant;

use actix_web::web::{Data, ServiceConfig, resource};
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;
use utoipa::{OpenApi, ToSchema};

use crate::access::Visit;
use crate::catalog::{Catalog, Shelf};
use crate::error::Result;
use crate::search::engine::{Facets, Highlight};
use crate::search::find::{Answer, Item, Search};
use crate::search::wish::{Sent, Wish};
use crate::stories::api::card::CardBody;
use crate::stories::api::{FilterParams, asked};
use crate::web::problem::Problem;
use crate::web::site::base_of;
use crate::web::{Audience, Query, Site, json, reading};

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
        ("q" = Option<String>, Query, description = "Words, names of roles and practices in either language, `\"phrases\"`, `-without`, `to:`, `from:`, `practice:`, `author:`, `lang:`. Nothing in it is an error, and what is longer than 300 characters is read so far; empty, it finds everything that passes the filters"),
        FilterParams,
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
    let asking = Asking {
        visit,
        shelf,
        search,
    };
    let (catalog, _, answer) = asking.ask(&req, &query).await?;
    let base = base_of(&req);
    let item = |it: Item| FoundBody {
        card: CardBody::new(&it.card, &catalog, &base),
        highlights: it.highlights.into_iter().map(Into::into).collect(),
    };
    let body = FoundPage {
        items: answer.items.into_iter().map(item).collect(),
        total: answer.total,
        facets: answer.facets.into(),
        did_you_mean: answer.did_you_mean,
        nearest: NearestBody {
            roles: answer.nearest.roles,
            practices: answer.nearest.practices,
        },
        engine: answer.engine,
        took_ms: u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX),
    };
    json(&req, &body, Audience::Public)
}

/// What both faces need to ask.
pub(super) struct Asking {
    pub visit: Visit,
    pub shelf: Data<Shelf>,
    pub search: Data<Search>,
}

impl Asking {
    /// What the address wishes for, and what was found. No connection is held meanwhile.
    pub async fn ask(
        &self,
        req: &HttpRequest,
        query: &Query,
    ) -> Result<(Arc<Catalog>, Wish, Answer)> {
        let (mut conn, _) = self.visit.anyone().await?;
        let catalog = self.shelf.catalog(&mut conn).await?;
        let sent = Sent {
            text: query.one("q"),
            asked: asked(query),
            offset: query.one("offset"),
            // Who reads is known from here on.
            reader: Some(Site::of(req, None, "search").language),
        };
        let wish = Wish::parse(&mut conn, &sent, &catalog).await?;
        drop(conn);
        let answer = self.search.find(&catalog, &wish).await?;
        Ok((catalog, wish, answer))
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
