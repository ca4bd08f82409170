//! One story as a page.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::access::Visit;
use crate::catalog::{Catalog, Shelf};
use crate::db::Pooled;
use crate::error::Result;
use crate::i18n::Language;
use crate::stories::filter::Filter;
use crate::stories::pages::entry::Entry;
use crate::stories::pages::telling::{Next, Preview, Telling};
use crate::stories::shown::Shown;
use crate::stories::story::Status;
use crate::stories::{list, previews, read};
use crate::web::{Audience, Site, page};

/// How many stories go on from where this one ends.
const NEXT: u8 = 4;

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
    let response = page(&req, &template, Audience::Public)?;
    Ok(if is_unlisted {
        discreet(response)
    } else {
        response
    })
}

/// The story behind a secret link, as its readers will see it.
pub(super) async fn preview(
    req: HttpRequest,
    secret: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let shown = previews::open(&mut conn, &secret).await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let site = Site::of(&req, None, "");
    let next = go_on(&mut conn, &shown, &catalog, site.language).await?;
    let template = Telling {
        catalog: &catalog,
        site,
    };
    let mut template = template.show(shown, next);
    template.is_unlisted = true;
    template.preview = Some(Preview::Secret);
    Ok(discreet(page(&req, &template, Audience::Personal)?))
}

/// Its address is its key: it is not told to the sites that it links to.
pub(super) fn discreet(mut response: HttpResponse) -> HttpResponse {
    let policy = header::HeaderValue::from_static("same-origin");
    response
        .headers_mut()
        .insert(header::REFERRER_POLICY, policy);
    response
}

/// Stories that go on from where this one ends, else others that came there too.
pub(super) async fn go_on(
    conn: &mut Pooled,
    shown: &Shown,
    catalog: &Catalog,
    language: Language,
) -> Result<Next> {
    let Some(last) = shown.story.row.path.last() else {
        return Ok(Next::Onward(Vec::new()));
    };
    let mut others = async |filter: Filter| -> Result<Vec<Entry>> {
        let found = list::page(conn, &filter, None, NEXT + 1).await?;
        let others = found.cards.into_iter();
        let others = others.filter(|it| it.row.id != shown.story.row.id);
        let others = others.take(NEXT.into()).collect();
        Ok(Entry::all(others, catalog, language))
    };
    let onward = others(Filter::leaving(catalog, last)).await?;
    if onward.is_empty() {
        let beside = others(Filter::reaching(catalog, last)).await?;
        return Ok(Next::Beside(beside));
    }
    Ok(Next::Onward(onward))
}
