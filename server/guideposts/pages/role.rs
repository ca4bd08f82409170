//! The guidepost of a role: what leads here, what stood in the way, what helped, who walked.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Path;
use askama::Template;

use crate::catalog::{Catalog, Kind};
use crate::db::Pooled;
use crate::error::{Error, Result};
use crate::guideposts::digest::{Advice, Digest, Met, Told, Used};
use crate::guideposts::pages::signpost::Board;
use crate::guideposts::roads::{self, Road};
use crate::guideposts::walkers;
use crate::i18n::{Language, breaks};
use crate::stories::census::{Census, Counts, many};
use crate::stories::filter::Filter;
use crate::stories::list;
use crate::stories::pages::entry::Entry;
use crate::stories::pages::reading::Reading;
use crate::stories::stamps::Keys;
use crate::web::Site;

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
    example: Told,
}

struct AdviceFor {
    audience: String,
    tips: Vec<Told>,
}

pub(super) async fn show(slug: Path<String>, reading: Reading) -> Result<HttpResponse> {
    let (mut conn, catalog) = reading.begin().await?;
    let role = catalog.find(Kind::Role, &slug).ok_or(Error::NotFound)?;
    let role = &role.slug;
    if *role != *slug {
        let successor = format!("/roles/{role}");
        return Ok(HttpResponse::PermanentRedirect()
            .insert_header((header::LOCATION, successor))
            .finish());
    }
    let keys = Keys::of_role(&catalog, role);
    let sources = reading.sources(&mut conn, &catalog, keys).await?;
    let census = reading.census(&mut conn, &catalog).await?;
    let site = Site::of(&reading.req, None, "roles");
    let view = View {
        census: &census,
        catalog: &catalog,
        site: &site,
    };
    let template = view.gather(&mut conn, role).await?;
    reading.page(&template, sources)
}

struct View<'v> {
    census: &'v Census,
    catalog: &'v Catalog,
    site: &'v Site,
}

impl View<'_> {
    async fn gather(&self, conn: &mut Pooled, role: &str) -> Result<Show> {
        let (census, catalog, language) = (self.census, self.catalog, self.site.language);
        let entry = catalog.find(Kind::Role, role).ok_or(Error::NotFound)?;
        let track = entry.track.as_deref().unwrap_or_default();
        let counts = census.counts(Kind::Role);
        let reaching = Filter::reaching(catalog, role);
        let found = list::page(conn, &reaching, None, STORIES).await?;
        let stories = &census.passing(&reaching, &[]);
        let digest = Digest {
            census,
            stories,
            ending: &census.ending(role),
        };
        let walkers = walkers::walkers(conn, census, stories, WALKERS).await?;
        Ok(Show {
            site: self.site.clone(),
            slug: role.to_owned(),
            name: entry.name(language).to_owned(),
            words: self.words(role),
            about: entry.about(language).to_owned(),
            track: self.name(Kind::Track, track),
            stories: many(stories),
            roads: self.lanes(roads::leading_to(census, role)),
            obstacles: self.obstacles(digest.challenges()),
            practices: self.practices(digest.practices(conn, language, ROWS).await?),
            advice: self.advice(&digest.tips(conn, language).await?),
            has_more: found.next.is_some(),
            entries: Entry::all(found.cards, catalog, language),
            walkers: Entry::all(walkers, catalog, language),
            siblings: self.siblings(entry, &counts),
            is_destination: !entry.waypoint,
            onward: self.onward(roads::going_on(census, role), &counts),
        })
    }

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

    fn obstacles(&self, met: Vec<Met>) -> Vec<Obstacle> {
        let most = met.iter().map(|it| it.stories).max().unwrap_or(1).max(1);
        let way = |(slug, n): &(String, i64)| format!("{} {n}", self.name(Kind::Approach, slug));
        let obstacle = |it: Met| {
            let ways: Vec<String> = it.approaches.iter().take(APPROACHES).map(way).collect();
            Obstacle {
                name: self.name(Kind::Challenge, &it.kind),
                stories: it.stories,
                share: it.stories * 100 / most,
                approaches: ways.join(&self.site.t("list-separator")),
                slug: it.kind,
            }
        };
        met.into_iter().take(ROWS).map(obstacle).collect()
    }

    fn practices(&self, used: Vec<Used>) -> Vec<Use> {
        let used = used.into_iter().map(|it| Use {
            practice: self.name(Kind::Practice, &it.practice),
            slug: it.practice,
            stories: it.stories,
            example: it.example,
        });
        used.collect()
    }

    /// By audience, in the catalogue's order; no empty ones.
    fn advice(&self, advice: &[Advice]) -> Vec<AdviceFor> {
        let group = |audience: &crate::catalog::Entry| {
            let name = audience.name(self.site.language);
            let fitting = advice.iter().filter(|it| it.audience == audience.slug);
            AdviceFor {
                audience: self.site.with("tips-for", "audience", name),
                tips: fitting.map(|it| it.told.clone()).collect(),
            }
        };
        let groups = self.catalog.offered(Kind::Audience).map(group);
        groups.filter(|it| !it.tips.is_empty()).collect()
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
        roads.into_iter().filter_map(board).collect()
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
