//! The files that the front end's build made, embedded in the program.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Path, ServiceConfig};
use rust_embed::Embed;
use serde_json::Value;

use crate::error::{Error, Result};
use crate::web::reading;

/// A debug build reads them from the folder at each use, so that `npm run build` is seen at once.
#[derive(Embed)]
#[folder = "frontend/dist"]
#[allow_missing = true]
struct Dist;

const STYLESHEET: &str = "src/styles/main.css";
const FOREVER: &str = "public, max-age=31536000, immutable";

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/assets/{file}", reading().to(show))
        .route("/favicon.svg", reading().to(favicon));
}

/// The address of the stylesheet, whose name tells its content.
pub fn stylesheet() -> String {
    built(STYLESHEET).unwrap_or_else(|| {
        tracing::warn!("the front end is not built: run `npm run build` in frontend/");
        String::new()
    })
}

/// The address of an island's script. Without one the page works as it is.
pub fn island(name: &str) -> Option<String> {
    built(&format!("src/islands/{name}.ts"))
}

fn built(source: &str) -> Option<String> {
    let manifest = Dist::get(".vite/manifest.json")?;
    let manifest: Value = serde_json::from_slice(&manifest.data).ok()?;
    let file = manifest.get(source)?.get("file")?.as_str()?;
    Some(format!("/assets/{file}"))
}

async fn show(file: Path<String>) -> Result<HttpResponse> {
    send(&file, FOREVER)
}

async fn favicon() -> Result<HttpResponse> {
    send("favicon.svg", "public, max-age=86400")
}

fn send(file: &str, cache: &'static str) -> Result<HttpResponse> {
    let found = Dist::get(file).ok_or(Error::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type(found.metadata.mimetype())
        .insert_header((header::CACHE_CONTROL, cache))
        .body(found.data))
}
