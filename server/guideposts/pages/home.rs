//! The front page: the doors by which readers come in.

use actix_web::HttpResponse;
use askama::Template;

use crate::catalog::{Catalog, Kind};
use crate::db::Pooled;
use crate::db::ids::StoryId;
use crate::error::Result;
use crate::guideposts::byways;
use crate::guideposts::pages::signpost::{Signpost, signposts};
use crate::guideposts::roads::{self, Road};
use crate::i18n::{Language, breaks};
use crate::stories::card::Card;
use crate::stories::census::{Census, Counts};
use crate::stories::facets::COUNTED;
use crate::stories::filter::Filter;
use crate::stories::list;
use crate::stories::own;
use crate::stories::pages::entry::Entry;
use crate::stories::pages::reading::Reading;
use crate::stories::stamps::Keys;
use crate::web::{Query, Site};

const NEWEST: u8 = 6;
/// Boards on each signpost.
const BOARDS: usize = 4;
/// Kinds of challenges, destinations and byways in the second door.
const OBSTACLES: usize = 7;
const WENT_ON: usize = 7;
const BYWAYS: usize = 3;
/// The role from which most readers set out.
const STARTING_POINT: &str = "sre";

#[derive(Template)]
#[template(path = "guideposts/home.html")]
struct Home {
    site: Site,
    posts: Vec<Signpost>,
    /// How many stories there are, as it is told; `None` where there is none.
    stories: Option<String>,
    obstacles: Vec<Obstacle>,
    starting_points: Vec<StartingPoint>,
    starting_point: String,
    starting_slug: String,
    went_on: Vec<Destination>,
    byways: Vec<Entry>,
    newest: Vec<Entry>,
    /// What moderators have hidden of the reader's.
    hidden: Vec<(StoryId, String)>,
}

/// A role from which one may set out.
struct StartingPoint {
    slug: String,
    name: String,
    is_chosen: bool,
}

/// Where others went from the reader's role.
struct Destination {
    slug: String,
    words: Vec<String>,
    people: i64,
    /// Share of the most frequent one, 0..=100.
    share: i64,
}

/// A kind of challenge as a way to its stories.
struct Obstacle {
    slug: String,
    name: String,
    about: String,
    stories: i64,
}

pub(super) async fn show(query: Query, reading: Reading) -> Result<HttpResponse> {
    let (mut conn, reader) = reading.visit.anyone().await?;
    let catalog = reading.catalog(&mut conn).await?;
    let keys = Keys::everything();
    let sources = reading.sources(&mut conn, &catalog, keys).await?;
    let census = reading.census(&mut conn, &catalog).await?;
    // Whatever else the address says, the page is there.
    let chosen = query
        .one("from")
        .and_then(|it| catalog.find(Kind::Role, it));
    let from = chosen.map_or(STARTING_POINT, |it| it.slug.as_str());
    let site = Site::of(&reading.req, None, "home");
    let mut home = gather(&mut conn, &catalog, &census, site, from).await?;
    if let Some(reader) = reader {
        home.hidden = own::hidden(&mut conn, reader).await?;
    }
    reading.page(&home, sources)
}

async fn gather(
    conn: &mut Pooled,
    catalog: &Catalog,
    census: &Census,
    site: Site,
    from: &str,
) -> Result<Home> {
    let language = site.language;
    let roles = census.counts(Kind::Role);
    let challenges = census.counts(Kind::Challenge);
    let went_on = roads::going_on(census, from);
    let newest = list::page(conn, &Filter::default(), None, NEWEST).await?;
    let byways = byways::byways(conn, census, BYWAYS + usize::from(NEWEST)).await?;
    let byways = besides(byways, &newest.cards);
    let n = i64::try_from(census.len()).unwrap_or(COUNTED);
    Ok(Home {
        posts: destinations_by_track(catalog, &roles, language),
        stories: (n > 0).then(|| total(&site, n)),
        obstacles: obstacles(catalog, &challenges, language),
        starting_points: starting_points(catalog, from, language),
        starting_point: catalog.name(Kind::Role, from, language).to_owned(),
        starting_slug: from.to_owned(),
        went_on: destinations(catalog, &went_on, language),
        byways: Entry::all(byways, catalog, language),
        newest: Entry::all(newest.cards, catalog, language),
        hidden: Vec::new(),
        site,
    })
}

fn total(site: &Site, n: i64) -> String {
    let key = if n >= COUNTED {
        "stories-many"
    } else {
        "stories-count"
    };
    site.with(key, "n", n.min(COUNTED))
}

/// Every track, the one that most readers come from after those that lead away from it.
fn destinations_by_track(catalog: &Catalog, roles: &Counts, language: Language) -> Vec<Signpost> {
    let mut posts = signposts(catalog, roles, language, BOARDS + 1);
    let here = catalog.find(Kind::Role, STARTING_POINT);
    let here = here.and_then(|it| it.track.as_deref());
    posts.sort_by_key(|it| Some(it.slug.as_str()) == here);
    for post in &mut posts {
        post.boards.retain(|it| it.slug != STARTING_POINT);
        post.boards.truncate(BOARDS);
    }
    posts
}

/// Those that do not stand among the newest already.
fn besides(mut byways: Vec<Card>, newest: &[Card]) -> Vec<Card> {
    byways.retain(|it| newest.iter().all(|other| other.row.id != it.row.id));
    byways.truncate(BYWAYS);
    byways
}

/// Every role that one may have, by track as the catalogue has them.
fn starting_points(catalog: &Catalog, chosen: &str, language: Language) -> Vec<StartingPoint> {
    let roles = catalog
        .offered(Kind::Track)
        .flat_map(|track| catalog.roles_of(&track.slug));
    let point = |role: &crate::catalog::Entry| StartingPoint {
        is_chosen: role.slug == chosen,
        slug: role.slug.clone(),
        name: role.name(language).to_owned(),
    };
    roles.filter(|it| !it.waypoint).map(point).collect()
}

fn destinations(catalog: &Catalog, roads: &[Road], language: Language) -> Vec<Destination> {
    let most = roads.iter().map(|it| it.people).max().unwrap_or(1).max(1);
    let destination = |road: &Road| {
        let role = catalog.find(Kind::Role, &road.role)?;
        let words = breaks::words(role.name(language));
        (!role.waypoint).then(|| Destination {
            slug: role.slug.clone(),
            words: words.into_iter().map(str::to_owned).collect(),
            people: road.people,
            share: road.people * 100 / most,
        })
    };
    roads.iter().filter_map(destination).take(WENT_ON).collect()
}

/// Those that stories tell of, the most frequent first.
fn obstacles(catalog: &Catalog, counts: &Counts, language: Language) -> Vec<Obstacle> {
    let stories = |slug: &str| counts.get(slug);
    let mut obstacles: Vec<Obstacle> = catalog
        .offered(Kind::Challenge)
        .filter(|it| stories(&it.slug) > 0)
        .map(|it| Obstacle {
            slug: it.slug.clone(),
            name: it.name(language).to_owned(),
            about: it.about(language).to_owned(),
            stories: stories(&it.slug),
        })
        .collect();
    obstacles.sort_by_key(|it| -it.stories);
    obstacles.truncate(OBSTACLES);
    obstacles
}
