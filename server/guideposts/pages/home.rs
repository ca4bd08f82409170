//! The front page: the doors by which readers come in.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::catalog::{Catalog, Kind, Shelf};
use crate::error::Result;
use crate::guideposts::counts::Counts;
use crate::guideposts::pages::signpost::{Board, Signpost, signposts};
use crate::guideposts::roads;
use crate::i18n::Language;
use crate::stories::filter::Filter;
use crate::stories::list;
use crate::stories::pages::entry::Entry;
use crate::web::{Audience, Site, page};

const NEWEST: u8 = 6;
/// Boards on each signpost.
const BOARDS: usize = 4;
/// The role from which most readers set out.
const STARTING_POINT: &str = "sre";

#[derive(Template)]
#[template(path = "guideposts/home.html")]
struct Home {
    site: Site,
    posts: Vec<Signpost>,
    obstacles: Vec<Obstacle>,
    starting_point: String,
    went_on: Vec<Board>,
    newest: Vec<Entry>,
}

/// A kind of challenge as a way to its stories.
struct Obstacle {
    slug: String,
    name: String,
    about: String,
    stories: i64,
    /// Share of the most frequent one, 0..=100.
    share: i64,
}

pub(super) async fn show(
    req: HttpRequest,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let site = Site::of(&req, None, "");
    let language = site.language;
    let roles = Counts::of_roles(&mut conn).await?;
    let challenges = Counts::of_challenges(&mut conn).await?;
    let went_on = roads::going_on(&mut conn, &catalog, STARTING_POINT).await?;
    let newest = list::page(&mut conn, &Filter::default(), None, NEWEST).await?;
    let boards = went_on.iter().filter_map(|road| {
        let role = catalog
            .find(Kind::Role, &road.role)
            .filter(|it| !it.waypoint)?;
        Some(Board {
            stories: road.people,
            ..Board::new(role, &roles, language)
        })
    });
    let home = Home {
        posts: signposts(&catalog, &roles, language, BOARDS),
        obstacles: obstacles(&catalog, &challenges, language),
        starting_point: catalog
            .name(Kind::Role, STARTING_POINT, language)
            .to_owned(),
        went_on: boards.collect(),
        newest: Entry::all(newest.cards, &catalog, language),
        site,
    };
    page(&req, &home, Audience::Public)
}

/// Those that stories tell of, the most frequent first.
fn obstacles(catalog: &Catalog, counts: &Counts, language: Language) -> Vec<Obstacle> {
    let stories = |slug: &str| counts.get(slug);
    let most = catalog
        .offered(Kind::Challenge)
        .map(|it| stories(&it.slug))
        .max()
        .unwrap_or(0)
        .max(1);
    let mut obstacles: Vec<Obstacle> = catalog
        .offered(Kind::Challenge)
        .filter(|it| stories(&it.slug) > 0)
        .map(|it| Obstacle {
            slug: it.slug.clone(),
            name: it.name(language).to_owned(),
            about: it.about(language).to_owned(),
            stories: stories(&it.slug),
            share: stories(&it.slug) * 100 / most,
        })
        .collect();
    obstacles.sort_by_key(|it| -it.stories);
    obstacles
}
