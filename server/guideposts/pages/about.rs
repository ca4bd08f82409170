//! What this place is, and where it comes from.

use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::access::Visit;
use crate::error::Result;
use crate::web::{Audience, Site, page};

#[derive(Template)]
#[template(path = "guideposts/about.html")]
struct About {
    site: Site,
}

pub(super) async fn show(req: HttpRequest, visit: Visit) -> Result<HttpResponse> {
    visit.greet().await?;
    let site = Site::of(&req, None, "about");
    page(&req, &About { site }, Audience::Public)
}
