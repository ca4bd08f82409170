//! Pictures, site maps and the word to robots, over HTTP.

mod pictures;
mod sitemaps;

use actix_web::web::{ServiceConfig, resource};

use crate::web::reading;

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.service(resource("/card.png").route(reading().to(pictures::site)))
        .service(resource("/stories/{slug}/card.png").route(reading().to(pictures::story)))
        .service(resource("/roles/{slug}/card.png").route(reading().to(pictures::role)))
        .service(resource("/people/{handle}/card.png").route(reading().to(pictures::person)))
        .service(resource("/people/{handle}/avatar.svg").route(reading().to(pictures::avatar)))
        .service(resource("/robots.txt").route(reading().to(sitemaps::robots)))
        .service(resource("/sitemap.xml").route(reading().to(sitemaps::index)))
        .service(resource("/sitemap-pages.xml").route(reading().to(sitemaps::pages)))
        .service(resource("/sitemap-stories-{month}.xml").route(reading().to(sitemaps::stories)))
        .service(resource("/sitemap-people-{letter}.xml").route(reading().to(sitemaps::people)));
}
