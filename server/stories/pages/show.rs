//! One story as a page.

use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::access::Visit;
use crate::catalog::{Catalog, Kind, Shelf};
use crate::db::Pooled;
use crate::db::ids::StoryId;
use crate::error::Result;
use crate::i18n::Language;
use crate::stories::card::Card;
use crate::stories::filter::Filter;
use crate::stories::pages::entry::Entry;
use crate::stories::pages::next::Next;
use crate::stories::pages::preview::Preview;
use crate::stories::pages::reading::Reading;
use crate::stories::pages::telling::Telling;
use crate::stories::shown::Shown;
use crate::stories::stamps::Of;
use crate::stories::story::Status;
use crate::stories::{list, previews, read};
use crate::web::{Audience, Site, page};

/// How many stories go on from where this one ends.
const NEXT: u8 = 4;

/// Of how many of its challenges others are looked for.
const CHALLENGES: usize = 3;

pub(super) async fn show(slug: Path<String>, reading: Reading) -> Result<HttpResponse> {
    let (mut conn, viewer) = reading.visit.anyone().await?;
    let catalog = reading.catalog(&mut conn).await?;
    let shown = read::read(&mut conn, &slug, viewer).await?;
    let site = Site::of(&reading.req, None, "stories");
    let next = next(&mut conn, &shown, &catalog, site.language).await?;
    let is_unlisted = shown.story.row.status != Status::Published;
    let sources = reading.sources_of(&catalog, of(&shown, &next));
    let next = next.map(|it| Entry::all(it, &catalog, site.language));
    let template = Telling {
        catalog: &catalog,
        site,
    }
    .show(shown, next);
    let headers = if is_unlisted {
        vec![DISCREET]
    } else {
        Vec::new()
    };
    let kept = &reading.kept;
    kept.page(&reading.req, &template, sources, &headers)
}

/// The story and those beside it.
fn of(shown: &Shown, next: &Next<Card>) -> Of {
    let row = &shown.story.row;
    let beside = next.all().iter().map(|it| (it.row.id.0, it.row.stamp));
    Of::Stories([(row.id.0, row.stamp)].into_iter().chain(beside).collect())
}

/// A story as moderators read it, hidden or not.
pub async fn moderated(
    req: &HttpRequest,
    conn: &mut Pooled,
    catalog: &Catalog,
    id: StoryId,
) -> Result<HttpResponse> {
    let shown = read::read_moderated(conn, id).await?;
    let site = Site::of(req, None, "");
    let next = go_on(conn, &shown, catalog, site.language).await?;
    let mut template = Telling { catalog, site }.show(shown, next);
    template.is_unlisted = true;
    Ok(discreet(page(req, &template, Audience::Personal)?))
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
const DISCREET: (HeaderName, HeaderValue) = (
    header::REFERRER_POLICY,
    HeaderValue::from_static("same-origin"),
);

pub(super) fn discreet(mut response: HttpResponse) -> HttpResponse {
    let (name, value) = DISCREET;
    response.headers_mut().insert(name, value);
    response
}

/// Where one may read on, as entries of a list.
pub(super) async fn go_on(
    conn: &mut Pooled,
    shown: &Shown,
    catalog: &Catalog,
    language: Language,
) -> Result<Next<Entry>> {
    let next = next(conn, shown, catalog, language).await?;
    Ok(next.map(|it| Entry::all(it, catalog, language)))
}

/// Stories that go on from where this one ends, else others that came there too, else others that met the
/// same: nobody stands at the end of a road with nowhere to go.
async fn next(
    conn: &mut Pooled,
    shown: &Shown,
    catalog: &Catalog,
    language: Language,
) -> Result<Next<Card>> {
    let row = &shown.story.row;
    let Some(last) = row.path.last() else {
        return Ok(Next::Onward(Vec::new()));
    };
    let mut others = async |filter: Filter| -> Result<Option<Vec<Card>>> {
        let mut found = list::page(conn, &filter, None, NEXT + 1).await?.cards;
        found.retain(|it| it.row.id != row.id);
        found.truncate(NEXT.into());
        Ok((!found.is_empty()).then_some(found))
    };
    if let Some(onward) = others(Filter::leaving(catalog, last)).await? {
        return Ok(Next::Onward(onward));
    }
    if let Some(beside) = others(Filter::reaching(catalog, last)).await? {
        return Ok(Next::Beside(beside));
    }
    for challenge in row.challenges.iter().take(CHALLENGES) {
        let challenge = catalog.current(Kind::Challenge, challenge);
        if let Some(alike) = others(Filter::meeting(catalog, challenge)).await? {
            let name = catalog.name(Kind::Challenge, challenge, language);
            return Ok(Next::Alike(name.to_owned(), alike));
        }
    }
    Ok(Next::Onward(Vec::new()))
}
