//! The files that the front end's build made, embedded in the program.

use std::sync::LazyLock;

use actix_web::http::header;
use actix_web::web::{Bytes, Path, ServiceConfig};
use actix_web::{HttpRequest, HttpResponse};
use quick_cache::sync::Cache;
use rust_embed::{Embed, EmbeddedFile};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::web::compress::{Encoding, compressed};
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

async fn show(req: HttpRequest, file: Path<String>) -> Result<HttpResponse> {
    send(&req, &file, FOREVER)
}

async fn favicon(req: HttpRequest) -> Result<HttpResponse> {
    send(&req, "favicon.svg", "public, max-age=86400")
}

fn send(req: &HttpRequest, file: &str, cache: &'static str) -> Result<HttpResponse> {
    let found = Dist::get(file).ok_or(Error::NotFound)?;
    let encoding = Encoding::wanted(req);
    let mut response = HttpResponse::Ok();
    response
        .content_type(found.metadata.mimetype())
        .insert_header((header::CACHE_CONTROL, cache))
        .insert_header((header::VARY, header::ACCEPT_ENCODING.as_str()));
    if let Some(name) = encoding.name() {
        response.insert_header((header::CONTENT_ENCODING, name));
    }
    Ok(response.body(packed(found, encoding)))
}

/// Files are few, and compressed once: by what they hold, for a debug build reads them anew.
static PACKED: LazyLock<Cache<([u8; 32], Encoding), Bytes>> = LazyLock::new(|| Cache::new(128));

fn packed(file: EmbeddedFile, encoding: Encoding) -> Bytes {
    let key = (file.metadata.sha256_hash(), encoding);
    if let Some(packed) = PACKED.get(&key) {
        return packed;
    }
    let packed = compressed(&Bytes::from(file.data.into_owned()), encoding);
    PACKED.insert(key, packed.clone());
    packed
}
