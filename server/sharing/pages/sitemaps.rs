//! `robots.txt` and the site maps (sitemaps.org): an index, and files of at most 50,000 addresses.

use std::fmt::Write;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use time::Date;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::access::Visit;
use crate::catalog::{Kind, Shelf};
use crate::error::{Error, Result};
use crate::sharing::sitemap;
use crate::web::answer;
use crate::web::site::base_of;

const MONTH: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]");
const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");

/// What nobody finds by searching; the last one is filters upon filters, of which there is no end.
const CLOSED: [&str; 9] = [
    "/write",
    "/sign-in",
    "/sign-out",
    "/join",
    "/previews/",
    "/settings",
    "/moderation",
    "/report",
    "/stories?*&*&",
];

pub(super) async fn robots(req: HttpRequest) -> HttpResponse {
    let mut text = "User-agent: *\n".to_owned();
    for path in CLOSED {
        let _ = writeln!(text, "Disallow: {path}");
    }
    let _ = writeln!(text, "\nSitemap: {}/sitemap.xml", base_of(&req));
    answer::bytes(&req, "text/plain; charset=utf-8", text.into())
}

pub(super) async fn index(req: HttpRequest, visit: Visit) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let months = sitemap::months(&mut conn).await?;
    let mut names = vec!["pages".to_owned()];
    for month in months {
        names.push(format!("stories-{}", written(month, MONTH)?));
    }
    let letters = sitemap::letters(&mut conn).await?;
    names.extend(letters.iter().map(|it| format!("people-{it}")));
    let base = base_of(&req);
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    for name in names {
        let _ = writeln!(
            xml,
            "<sitemap><loc>{base}/sitemap-{name}.xml</loc></sitemap>"
        );
    }
    xml.push_str("</sitemapindex>\n");
    Ok(answer::bytes(&req, XML, xml.into()))
}

pub(super) async fn pages(
    req: HttpRequest,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let fixed = ["/", "/stories", "/roles", "/about", "/api/docs"];
    let fixed = fixed.iter().map(|it| ((*it).to_owned(), None));
    // Nobody looks for the way to a break.
    let roles = catalog.offered(Kind::Role).filter(|it| !it.waypoint);
    let roles = roles.map(|it| (format!("/roles/{}", it.slug), None));
    addresses(&req, fixed.chain(roles))
}

pub(super) async fn stories(
    req: HttpRequest,
    month: Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    let month = Date::parse(&format!("{month}-01"), DAY).ok();
    let month = month.filter(|it| (2000..=2999).contains(&it.year()));
    let month = month.ok_or(Error::NotFound)?;
    let (mut conn, _) = visit.anyone().await?;
    let found = sitemap::stories_of(&mut conn, month).await?;
    let found = found.into_iter();
    addresses(
        &req,
        found.map(|(slug, day)| (format!("/stories/{slug}"), Some(day))),
    )
}

pub(super) async fn people(
    req: HttpRequest,
    letter: Path<String>,
    visit: Visit,
) -> Result<HttpResponse> {
    let mut letters = letter.chars();
    let letter = letters
        .next()
        .filter(|it| it.is_ascii_lowercase() && letters.next().is_none());
    let letter = letter.ok_or(Error::NotFound)?;
    let (mut conn, _) = visit.anyone().await?;
    let found = sitemap::people_of(&mut conn, letter).await?;
    addresses(
        &req,
        found.into_iter().map(|it| (format!("/people/{it}"), None)),
    )
}

const XML: &str = "application/xml; charset=utf-8";

/// Slugs and handles are of letters that XML leaves alone.
fn addresses(
    req: &HttpRequest,
    pages: impl Iterator<Item = (String, Option<Date>)>,
) -> Result<HttpResponse> {
    let base = base_of(req);
    let mut xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
        .to_owned();
    for (path, day) in pages {
        let day = match day {
            Some(day) => format!("<lastmod>{}</lastmod>", written(day, DAY)?),
            None => String::new(),
        };
        let _ = writeln!(xml, "<url><loc>{base}{path}</loc>{day}</url>");
    }
    xml.push_str("</urlset>\n");
    Ok(answer::bytes(req, XML, xml.into()))
}

fn written(day: Date, form: &[BorrowedFormatItem<'_>]) -> Result<String> {
    Ok(day.format(form).map_err(anyhow::Error::from)?)
}
