//! All roles, by track.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::catalog::Shelf;
use crate::error::Result;
use crate::guideposts::counts::Counts;
use crate::guideposts::pages::signpost::{Signpost, signposts};
use crate::web::{Audience, Site, page};

#[derive(Template)]
#[template(path = "guideposts/roles.html")]
struct Roles {
    site: Site,
    posts: Vec<Signpost>,
}

pub(super) async fn index(
    req: HttpRequest,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.anyone().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let site = Site::of(&req, None, "roles");
    let counts = Counts::of_roles(&mut conn).await?;
    let posts = signposts(&catalog, &counts, site.language, usize::MAX);
    page(&req, &Roles { site, posts }, Audience::Public)
}
