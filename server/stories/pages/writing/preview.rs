//! What was typed, exactly as it would be published.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::access::Visit;
use crate::catalog::Shelf;
use crate::error::Result;
use crate::stories::author::Author;
use crate::stories::pages::preview::Preview;
use crate::stories::pages::show::{discreet, go_on};
use crate::stories::pages::telling::Telling;
use crate::stories::pages::writing::desk::seat;
use crate::stories::shown::Shown;
use crate::web::{Audience, Site, page};

pub(super) async fn show(
    req: HttpRequest,
    story: Path<String>,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let mut seat = seat(&visit, &shelf, &story).await?;
    let story = seat.desk().await?.as_saved(&seat.catalog).await?;
    let author = Author::of(&mut seat.conn, &story.row).await?;
    let shown = Shown {
        story,
        author,
        is_own: true,
    };
    let site = Site::of(&req, None, "write");
    let next = go_on(&mut seat.conn, &shown, &seat.catalog, site.language).await?;
    let telling = Telling {
        catalog: &seat.catalog,
        site,
    };
    let mut template = telling.show(shown, next);
    template.is_unlisted = true;
    template.preview = Some(Preview::Own);
    Ok(discreet(page(&req, &template, Audience::Personal)?))
}
