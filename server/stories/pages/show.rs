//! One story as a page.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::catalog::{Catalog, Kind, Shelf};
use crate::db::Pooled;
use crate::error::Result;
use crate::i18n::{Language, dates};
use crate::stories::author::Author;
use crate::stories::content::LinkKind;
use crate::stories::filter::{Asked, Filter};
use crate::stories::pages::entry::Entry;
use crate::stories::parts::{Challenge, Practice, Transition};
use crate::stories::shown::{Instants, Shown};
use crate::stories::story::Status;
use crate::stories::strip::{Date, Strip};
use crate::stories::{list, read};
use crate::web::{Audience, Site, page};

/// How many stories go on from where this one ends.
const NEXT: u8 = 4;

#[derive(Template)]
#[template(path = "stories/show.html")]
struct Show {
    site: Site,
    title: String,
    summary: String,
    canonical: String,
    is_unlisted: bool,
    language: Language,
    author: Option<Author>,
    day: String,
    day_iso: String,
    strip: Strip,
    chapters: Vec<Chapter>,
    challenges: Vec<Obstacle>,
    practices: Vec<Use>,
    advice: Vec<Advice>,
    reflection: String,
    links: Vec<Source>,
    last_role: String,
    next: Vec<Entry>,
}

struct Chapter {
    heading: String,
    date: Option<Date>,
    route: Option<String>,
    scope: Option<String>,
    position: String,
    html: String,
}

struct Obstacle {
    kind: String,
    approach: Option<String>,
    slug: String,
    faced: String,
    response: String,
    hindsight: Option<String>,
}

struct Use {
    slug: String,
    practice: String,
    applied_to: String,
    how: String,
    indicator: Option<String>,
    caveat: Option<String>,
}

/// Tips for one audience.
struct Advice {
    audience: String,
    tips: Vec<String>,
}

struct Source {
    url: String,
    title: String,
    host: String,
    kind: &'static str,
}

pub(super) async fn show(
    req: HttpRequest,
    slug: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, viewer) = visit.anyone().await?;
    let shown = read::read(&mut conn, &slug, viewer).await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let site = Site::of(&req, None, "stories");
    let next = go_on(&mut conn, &shown, &catalog, site.language).await?;
    let is_unlisted = shown.story.row.status != Status::Published;
    let template = Telling {
        catalog: &catalog,
        site,
    }
    .show(shown, next);
    let mut response = page(&req, &template, Audience::Public)?;
    if is_unlisted {
        // Its address is its key: it is not told to the sites that it links to.
        let policy = header::HeaderValue::from_static("same-origin");
        response
            .headers_mut()
            .insert(header::REFERRER_POLICY, policy);
    }
    Ok(response)
}

/// Stories that go on from where this one ends.
async fn go_on(
    conn: &mut Pooled,
    shown: &Shown,
    catalog: &Catalog,
    language: Language,
) -> Result<Vec<Entry>> {
    let Some(last) = shown.story.row.path.last() else {
        return Ok(Vec::new());
    };
    let from_last = Asked {
        from: Some(last),
        ..Asked::default()
    };
    let found = list::page(conn, &Filter::parse(&from_last, catalog)?, None, NEXT + 1).await?;
    let others = found
        .cards
        .into_iter()
        .filter(|it| it.row.id != shown.story.row.id);
    Ok(Entry::all(
        others.take(NEXT.into()).collect(),
        catalog,
        language,
    ))
}

/// Puts a story into the words of a page.
struct Telling<'t> {
    catalog: &'t Catalog,
    site: Site,
}

impl Telling<'_> {
    fn show(self, shown: Shown, next: Vec<Entry>) -> Show {
        let language = self.site.language;
        let published = Instants::of(&shown.story.row);
        let published = published.published_at.unwrap_or(published.created_at);
        let (row, parts) = (shown.story.row, shown.story.parts);
        let last_role = row
            .path
            .last()
            .map(|it| self.name(Kind::Role, it))
            .unwrap_or_default();
        Show {
            strip: Strip::new(&row.path, &row.path_dates, self.catalog, language),
            chapters: parts
                .transitions
                .into_iter()
                .map(|it| self.chapter(it))
                .collect(),
            challenges: parts
                .challenges
                .into_iter()
                .map(|it| self.obstacle(it))
                .collect(),
            practices: parts
                .practices
                .into_iter()
                .map(|it| self.practice(it))
                .collect(),
            advice: self.advice(&parts.tips),
            reflection: row.reflection_html,
            links: parts.links.into_iter().map(source).collect(),
            day: dates::day(published, language),
            day_iso: published.date().to_string(),
            canonical: row.canonical_url.unwrap_or_else(|| self.site.canonical()),
            is_unlisted: row.status != Status::Published,
            title: row.title,
            summary: row.summary,
            language: row.language,
            author: shown.author,
            last_role,
            next,
            site: self.site,
        }
    }

    fn name(&self, kind: Kind, slug: &str) -> String {
        self.catalog.name(kind, slug, self.site.language).to_owned()
    }

    fn chapter(&self, it: Transition) -> Chapter {
        let role = |slug: Option<String>| {
            slug.map(|it| self.name(Kind::Role, &it))
                .unwrap_or_default()
        };
        let (from, to) = (role(it.from_role), role(it.to_role));
        let heading = if from == to {
            self.site.with("chapter-within", "role", &to)
        } else {
            self.site
                .with2("chapter-from-to", ("from", &from), ("to", &to))
        };
        let position = [it.title, it.organisation]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>();
        Chapter {
            heading,
            date: it.started_on.map(|it| Date::new(&it, self.site.language)),
            route: it.route.map(|it| self.name(Kind::Route, &it)),
            scope: it.scope.map(|it| self.name(Kind::Scope, &it)),
            position: position.join(if self.site.language == Language::Japanese {
                "／"
            } else {
                " · "
            }),
            html: it.story_html,
        }
    }

    fn obstacle(&self, it: Challenge) -> Obstacle {
        let slug = it.kind.unwrap_or_default();
        Obstacle {
            kind: self.name(Kind::Challenge, &slug),
            approach: it.approach.map(|it| self.name(Kind::Approach, &it)),
            slug: self.catalog.current(Kind::Challenge, &slug).to_owned(),
            faced: it.faced_html,
            response: it.response_html,
            hindsight: it.hindsight_html,
        }
    }

    fn practice(&self, it: Practice) -> Use {
        let slug = it.practice.unwrap_or_default();
        Use {
            practice: self.name(Kind::Practice, &slug),
            slug: self.catalog.current(Kind::Practice, &slug).to_owned(),
            applied_to: it.applied_to,
            how: it.how_html,
            indicator: it.indicator,
            caveat: it.caveat_html,
        }
    }

    /// By audience, in the catalogue's order; no empty ones.
    fn advice(&self, tips: &[crate::stories::parts::Tip]) -> Vec<Advice> {
        let audiences = self.catalog.offered(Kind::Audience);
        let group = |audience: &crate::catalog::Entry| {
            let fits = |slug: &str| self.catalog.current(Kind::Audience, slug) == audience.slug;
            let own = tips
                .iter()
                .filter(|it| it.audience.as_deref().is_some_and(fits));
            Advice {
                audience: self
                    .site
                    .with("tips-for", "audience", audience.name(self.site.language)),
                tips: own.map(|it| it.text_html.clone()).collect(),
            }
        };
        audiences
            .map(group)
            .filter(|it| !it.tips.is_empty())
            .collect()
    }
}

fn source(it: crate::stories::parts::Link) -> Source {
    let host = url::Url::parse(&it.url)
        .ok()
        .and_then(|it| it.host_str().map(str::to_owned));
    Source {
        kind: match it.kind {
            LinkKind::Slides => "link-slides",
            LinkKind::Talk => "link-talk",
            LinkKind::Article => "link-article",
            LinkKind::Other => "link-other",
        },
        host: host.unwrap_or_default(),
        url: it.url,
        title: it.title,
    }
}

impl Show {
    /// The attribute that marks the author's own text where it is in another language than the page.
    fn lang(&self) -> String {
        if self.language == self.site.language {
            String::new()
        } else {
            format!(" lang=\"{}\"", self.language)
        }
    }
}
