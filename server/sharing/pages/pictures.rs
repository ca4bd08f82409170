//! The pictures that stand beside links to stories, roles and people.

use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::access::Visit;
use crate::catalog::{Catalog, Kind, Shelf};
use crate::error::{Error, Result};
use crate::i18n::{Language, Words};
use crate::people::{Handle, Person};
use crate::sharing::Pictures;
use crate::sharing::avatar;
use crate::sharing::picture::Picture;
use crate::stories::filter::Filter;
use crate::stories::strip::Strip;
use crate::stories::{list, read};
use crate::web::answer;
use crate::web::site::asked;

/// How many of somebody's stories are looked at for their longest way.
const LOOKED_AT: u8 = 10;

pub(super) async fn site(req: HttpRequest, pictures: Data<Pictures>) -> Result<HttpResponse> {
    let words = Words(language(&req));
    let picture = Picture {
        title: words.get("home-title"),
        kicker: words.get("footer-line"),
        site: words.get("brand"),
        path: Vec::new(),
    };
    send(&req, &pictures.drawn(picture).await?)
}

pub(super) async fn story(
    req: HttpRequest,
    slug: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
    pictures: Data<Pictures>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let story = read::headline(&mut conn, &slug).await?;
    let catalog = shelf.catalog(&mut conn).await?;
    drop(conn);
    let words = Words(story.language);
    let picture = Picture {
        kicker: String::new(),
        site: words.get("brand"),
        path: way(&story.path, &story.path_dates, &catalog, story.language),
        title: story.title,
    };
    send(&req, &pictures.drawn(picture).await?)
}

pub(super) async fn role(
    req: HttpRequest,
    slug: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
    pictures: Data<Pictures>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    drop(conn);
    let language = language(&req);
    let role = catalog.find(Kind::Role, &slug).ok_or(Error::NotFound)?;
    let name = role.name(language);
    let words = Words(language);
    let picture = Picture {
        title: words.fill("guidepost-to", &[("role", name.to_owned())]),
        kicker: words.get("footer-line"),
        site: words.get("brand"),
        path: Vec::new(),
    };
    send(&req, &pictures.drawn(picture).await?)
}

pub(super) async fn person(
    req: HttpRequest,
    handle: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
    pictures: Data<Pictures>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let handle = Handle::parse(&handle).ok().ok_or(Error::NotFound)?;
    let person = Person::seen_by(&mut conn, &handle, None).await?;
    let found = list::page(&mut conn, &Filter::by(handle), None, LOOKED_AT).await?;
    let catalog = shelf.catalog(&mut conn).await?;
    drop(conn);
    let longest = found.cards.iter().rev().max_by_key(|it| it.row.path.len());
    let language = language(&req);
    let path = longest.map(|it| way(&it.row.path, &it.row.path_dates, &catalog, language));
    let picture = Picture {
        title: person.display_name,
        kicker: format!("@{}", person.handle.as_str()),
        site: Words(language).get("brand"),
        path: path.unwrap_or_default(),
    };
    send(&req, &pictures.drawn(picture).await?)
}

/// The first letter of somebody's name, for those who show people beside one another.
pub(super) async fn avatar(
    req: HttpRequest,
    handle: Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let handle = Handle::parse(&handle).ok().ok_or(Error::NotFound)?;
    let person = Person::seen_by(&mut conn, &handle, None).await?;
    let svg = avatar::svg(&person.display_name, person.handle.as_str());
    let mut response = answer::bytes(&req, "image/svg+xml", svg.into());
    // Opened alone, a drawing is a page: this one may do nothing.
    response.headers_mut().insert(
        header::CONTENT_SECURITY_POLICY,
        header::HeaderValue::from_static("default-src 'none'; sandbox"),
    );
    Ok(response)
}

/// The waypoints by their names, with their dates in words.
fn way(
    path: &[String],
    dates: &[String],
    catalog: &Catalog,
    language: Language,
) -> Vec<(String, String)> {
    let strip = Strip::new(path, dates, catalog, language);
    let waypoints = strip.waypoints.into_iter();
    let named = waypoints.map(|it| {
        let name = catalog.name(Kind::Role, &it.role, language).to_owned();
        (name, it.date.map(|it| it.text).unwrap_or_default())
    });
    named.collect()
}

fn language(req: &HttpRequest) -> Language {
    asked(req).unwrap_or(Language::Japanese)
}

fn send(req: &HttpRequest, png: &[u8]) -> Result<HttpResponse> {
    let mut response = answer::bytes(req, "image/png", Bytes::copy_from_slice(png));
    // Shown by other sites, as it is meant to be.
    let name = header::HeaderName::from_static("cross-origin-resource-policy");
    let value = header::HeaderValue::from_static("cross-origin");
    response.headers_mut().insert(name, value);
    Ok(response)
}
