//! All roles, by track.

use actix_web::HttpResponse;
use askama::Template;

use crate::catalog::Kind;
use crate::error::Result;
use crate::guideposts::pages::signpost::{Signpost, signposts};
use crate::stories::pages::reading::Reading;
use crate::stories::stamps::Keys;
use crate::web::Site;

#[derive(Template)]
#[template(path = "guideposts/roles.html")]
struct Roles {
    site: Site,
    posts: Vec<Signpost>,
}

pub(super) async fn index(reading: Reading) -> Result<HttpResponse> {
    let (mut conn, catalog) = reading.begin().await?;
    let keys = Keys::everything();
    let sources = reading.sources(&mut conn, &catalog, keys).await?;
    let site = Site::of(&reading.req, None, "roles");
    let census = reading.census(&mut conn, &catalog).await?;
    let counts = census.counts(Kind::Role);
    let posts = signposts(&catalog, &counts, site.language, usize::MAX);
    reading.page(&Roles { site, posts }, sources)
}
