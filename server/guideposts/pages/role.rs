//! The guidepost of a role: what leads here, what stood in the way, what helped, who walked.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::catalog::{Catalog, Kind, Shelf};
use crate::db::Pooled;
use crate::error::{Error, Result};
use crate::guideposts::counts::Counts;
use crate::guideposts::digest::{self, Advice, Met, Used};
use crate::guideposts::pages::signpost::Board;
use crate::guideposts::roads::{self, Road};
use crate::guideposts::walkers;
use crate::i18n::{Language, breaks};
use crate::stories::filter::Filter;
use crate::stories::list;
use crate::stories::pages::entry::Entry;
use crate::web::{Audience, Site, page};

const STORIES: u8 = 6;
const WALKERS: u8 = 6;
/// Rows of the digests; behind them stand all stories.
const ROWS: usize = 10;
const APPROACHES: usize = 3;
/// With fewer stories a role is thin, and its page asks for more.
const THIN: i64 = 3;
/// The thickest line of a road, and the thinnest, in the units of the drawing.
const THICKEST: f64 = 16.0;
const THINNEST: f64 = 1.5;
/// Roads of fewer people are drawn dashed.
const RARE: i64 = 5;
/// Rows in the drawing of the roads.
const ROADS: usize = 8;

#[derive(Template)]
#[template(path = "guideposts/role.html")]
pub(super) struct Show {
    pub(super) site: Site,
    pub(super) slug: String,
    pub(super) name: String,
    words: Vec<String>,
    about: String,
    track: String,
    stories: i64,
    roads: Vec<Lane>,
    obstacles: Vec<Obstacle>,
    practices: Vec<Use>,
    advice: Vec<AdviceFor>,
    entries: Vec<Entry>,
    has_more: bool,
    walkers: Vec<Entry>,
    onward: Vec<Board>,
    /// Where nobody tells of this role: others of its track of which somebody does.
    siblings: Vec<Board>,
    /// Whether it may be offered as a destination at all.
    is_destination: bool,
}

/// A road that leads here, in words and as a line.
struct Lane {
    role: String,
    words: Vec<String>,
    people: i64,
    line: String,
    width: String,
    is_rare: bool,
}

struct Obstacle {
    slug: String,
    name: String,
    stories: i64,
    /// Share of the most frequent one, 0..=100.
    share: i64,
    approaches: String,
}

struct Use {
    slug: String,
    practice: String,
    stories: i64,
    example: Used,
}

struct AdviceFor {
    audience: String,
    tips: Vec<Advice>,
}

pub(super) async fn show(
    req: HttpRequest,
    slug: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let role = catalog
        .find(Kind::Role, &slug)
        .ok_or(Error::NotFound)?
        .slug
        .clone();
    if role != *slug {
        let successor = format!("/roles/{role}");
        return Ok(HttpResponse::PermanentRedirect()
            .insert_header((header::LOCATION, successor))
            .finish());
    }
    let site = Site::of(&req, None, "roles");
    let template = gather(&mut conn, &catalog, site, &role).await?;
    page(&req, &template, Audience::Public)
}

async fn gather(conn: &mut Pooled, catalog: &Catalog, site: Site, role: &str) -> Result<Show> {
    let language = site.language;
    let entry = catalog.find(Kind::Role, role).ok_or(Error::NotFound)?;
    let counts = Counts::of_roles(conn).await?;
    let found = list::page(conn, &Filter::reaching(catalog, role), None, STORIES).await?;
    let walkers = walkers::walkers(conn, catalog, role, WALKERS).await?;
    let view = View {
        catalog,
        site: &site,
    };
    Ok(Show {
        slug: role.to_owned(),
        name: entry.name(language).to_owned(),
        words: view.words(role),
        about: entry.about(language).to_owned(),
        track: catalog
            .name(
                Kind::Track,
                entry.track.as_deref().unwrap_or_default(),
                language,
            )
            .to_owned(),
        stories: counts.get(role),
        roads: view.lanes(roads::leading_to(conn, catalog, role).await?),
        obstacles: view.obstacles(&digest::challenges(conn, catalog, role).await?),
        practices: view.practices(digest::practices(conn, catalog, role, language).await?),
        advice: view.advice(&digest::tips(conn, catalog, role, language).await?),
        walkers: Entry::all(walkers, catalog, language),
        siblings: view.siblings(entry, &counts),
        is_destination: !entry.waypoint,
        onward: view.onward(roads::going_on(conn, catalog, role).await?, &counts),
        entries: Entry::all(found.cards, catalog, language),
        has_more: found.next.is_some(),
        site,
    })
}

struct View<'v> {
    catalog: &'v Catalog,
    site: &'v Site,
}

impl View<'_> {
    fn words(&self, role: &str) -> Vec<String> {
        let name = self.catalog.name(Kind::Role, role, self.site.language);
        breaks::words(name).into_iter().map(str::to_owned).collect()
    }

    fn lanes(&self, mut roads: Vec<Road>) -> Vec<Lane> {
        roads.truncate(ROADS);
        let most = roads.iter().map(|it| it.people).max().unwrap_or(1).max(1);
        let n = roads.len().max(1);
        let lane = |(i, road): (usize, Road)| {
            let y = 100 * (2 * i + 1) / (2 * n);
            let width = THINNEST + (THICKEST - THINNEST) * ratio(road.people - 1, most.max(RARE));
            Lane {
                words: self.words(&road.role),
                line: format!("M0 {y}C55 {y} 55 50 100 50"),
                width: format!("{width:.1}"),
                is_rare: road.people < RARE,
                people: road.people,
                role: road.role,
            }
        };
        roads.into_iter().enumerate().map(lane).collect()
    }

    /// `met` tells the totals first, the most frequent kind first.
    fn obstacles(&self, met: &[Met]) -> Vec<Obstacle> {
        let most = met.iter().map(|it| it.stories).max().unwrap_or(1).max(1);
        let obstacle = |total: &Met| {
            let ways = met
                .iter()
                .filter(|it| !it.is_total && it.kind == total.kind);
            let ways = ways.filter_map(|it| {
                let approach = self.name(Kind::Approach, it.approach.as_deref()?);
                Some(format!("{approach} {}", it.stories))
            });
            let ways = ways.take(APPROACHES);
            Obstacle {
                slug: total.kind.clone(),
                name: self.name(Kind::Challenge, &total.kind),
                stories: total.stories,
                share: total.stories * 100 / most,
                approaches: ways
                    .collect::<Vec<_>>()
                    .join(&self.site.t("list-separator")),
            }
        };
        let totals = met.iter().filter(|it| it.is_total);
        totals.take(ROWS).map(obstacle).collect()
    }

    fn practices(&self, used: Vec<Used>) -> Vec<Use> {
        let used = used.into_iter().take(ROWS).map(|it| Use {
            slug: self
                .catalog
                .current(Kind::Practice, &it.practice)
                .to_owned(),
            practice: self.name(Kind::Practice, &it.practice),
            stories: it.stories,
            example: it,
        });
        used.collect()
    }

    /// By audience, in the catalogue's order; no empty ones.
    fn advice(&self, tips: &[Advice]) -> Vec<AdviceFor> {
        let group = |audience: &crate::catalog::Entry| {
            let fits =
                |it: &&Advice| self.catalog.current(Kind::Audience, &it.audience) == audience.slug;
            AdviceFor {
                audience: self
                    .site
                    .with("tips-for", "audience", audience.name(self.site.language)),
                tips: tips.iter().filter(fits).cloned().collect(),
            }
        };
        self.catalog
            .offered(Kind::Audience)
            .map(group)
            .filter(|it| !it.tips.is_empty())
            .collect()
    }

    fn onward(&self, roads: Vec<Road>, counts: &Counts) -> Vec<Board> {
        let board = |road: Road| {
            let role = self
                .catalog
                .find(Kind::Role, &road.role)
                .filter(|it| !it.waypoint)?;
            Some(Board {
                stories: road.people,
                ..Board::new(role, counts, self.site.language)
            })
        };
        roads.into_iter().filter_map(board).take(ROADS).collect()
    }

    fn siblings(&self, role: &crate::catalog::Entry, counts: &Counts) -> Vec<Board> {
        let track = role.track.as_deref().unwrap_or_default();
        let told = self.catalog.roles_of(track);
        let told = told.filter(|it| it.slug != role.slug && counts.get(&it.slug) > 0);
        let boards = told.map(|it| Board::new(it, counts, self.site.language));
        boards.take(ROADS).collect()
    }

    fn name(&self, kind: Kind, slug: &str) -> String {
        self.catalog.name(kind, slug, self.site.language).to_owned()
    }
}

/// A share of a whole, 0..=1, in a precision that is enough for a drawing.
fn ratio(part: i64, whole: i64) -> f64 {
    let per_mille = (part * 1000 / whole.max(1)).clamp(0, 1000);
    f64::from(i32::try_from(per_mille).unwrap_or(0)) / 1000.0
}

impl Show {
    fn is_thin(&self) -> bool {
        self.is_destination && self.stories < THIN
    }

    /// The attribute that marks a text in another language than the page.
    fn lang(&self, language: &str) -> String {
        match Language::parse(language) {
            Some(language) if language != self.site.language => format!(" lang=\"{language}\""),
            _ => String::new(),
        }
    }
}
