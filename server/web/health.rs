//! For whoever watches the server: is it alive, is it able to serve.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, ServiceConfig};
use diesel_async::RunQueryDsl;
use serde_json::json;

use crate::db::Pool;
use crate::web::reading;

/// Whether search is well. It is told and no more: without it everything else is there, and search itself is plainer.
#[derive(Clone)]
pub struct Watched(pub Arc<dyn Fn() -> bool + Send + Sync>);

pub fn routes(cfg: &mut ServiceConfig) {
    cfg.route("/healthz", reading().to(alive))
        .route("/readyz", reading().to(ready));
}

async fn alive() -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({ "status": "ok" }))
}

async fn ready(pool: Data<Pool>, search: Option<Data<Watched>>) -> HttpResponse {
    let search = match search {
        Some(watched) if !(watched.0)() => "degraded",
        _ => "ok",
    };
    let database = match answers(&pool).await {
        Ok(()) => "ok",
        Err(err) => {
            tracing::warn!(error = ?err, "not ready: the database does not answer");
            "unreachable"
        }
    };
    let mut response = if database == "ok" {
        HttpResponse::Ok()
    } else {
        HttpResponse::ServiceUnavailable()
    };
    response
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .json(json!({ "status": database, "database": database, "search": search }))
}

async fn answers(pool: &Pool) -> anyhow::Result<()> {
    let mut conn = pool.get().await?;
    diesel::sql_query("select 1").execute(&mut conn).await?;
    Ok(())
}
