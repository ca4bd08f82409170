//! A request for something public, whose answer may be kept.

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::web::{Data, ServiceConfig};
use actix_web::{FromRequest, HttpRequest, HttpResponse};
use anyhow::anyhow;
use askama::Template;

use crate::access::Visit;
use crate::catalog::{Catalog, Shelf};
use crate::db::{Conn, Pool, Pooled};
use crate::error::{Error, Result};
use crate::stories::census::{Census, Censuses};
use crate::stories::stamps::{Keys, Of, Sources, Stamps};
use crate::web::kept::{self, Answer};

pub type Kept = kept::Kept<Sources>;

/// What all requests share that read something public.
#[derive(Clone)]
pub struct Shared {
    kept: Data<Kept>,
    censuses: Data<Censuses>,
    stamps: Data<Stamps>,
}

impl Shared {
    pub fn new(pool: &Pool) -> Self {
        Self {
            kept: Data::new(Kept::default()),
            censuses: Data::new(Censuses::new(pool.clone())),
            stamps: Data::new(Stamps::new(pool.clone())),
        }
    }

    pub fn provide(&self, cfg: &mut ServiceConfig) {
        cfg.app_data(self.kept.clone())
            .app_data(self.censuses.clone())
            .app_data(self.stamps.clone());
    }
}

pub struct Reading {
    pub req: HttpRequest,
    pub visit: Visit,
    pub kept: Data<Kept>,
    shelf: Data<Shelf>,
    censuses: Data<Censuses>,
}

impl Reading {
    /// The answer that was given to this request before, where it shows the same rows of a list.
    pub fn renewed(&self, sources: &Sources) -> Option<Arc<Answer<Sources>>> {
        let (kept, sources) = (&self.kept, sources.clone());
        kept.renew(&self.req, sources, Sources::show_the_rows_of)
    }

    /// The way to the database, and its catalogue.
    pub async fn begin(&self) -> Result<(Pooled, Arc<Catalog>)> {
        let (mut conn, _) = self.visit.anyone().await?;
        let catalog = self.catalog(&mut conn).await?;
        Ok((conn, catalog))
    }

    pub async fn catalog(&self, conn: &mut Conn) -> Result<Arc<Catalog>> {
        self.shelf.catalog(conn).await
    }

    /// What an answer depends on that is made of a list: to be asked for before the list is read.
    pub async fn sources(&self, conn: &mut Conn, catalog: &Catalog, keys: Keys) -> Result<Sources> {
        Ok(Sources::new(catalog.edition(), keys.stamped(conn).await?))
    }

    /// What an answer depends on that is made of things as they were read.
    pub fn sources_of(&self, catalog: &Catalog, of: Of) -> Sources {
        Sources::new(catalog.edition(), of)
    }

    pub async fn census(&self, conn: &mut Conn, catalog: &Arc<Catalog>) -> Result<Arc<Census>> {
        self.censuses.census(conn, catalog).await
    }

    /// A page, kept unless it names its reader.
    pub fn page(&self, page: &impl Template, sources: Sources) -> Result<HttpResponse> {
        self.kept.page(&self.req, page, sources, &[])
    }
}

impl FromRequest for Reading {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let reading = Visit::from_request(req, payload).into_inner();
        ready(reading.and_then(|visit| {
            Ok(Self {
                visit,
                kept: data(req)?,
                shelf: data(req)?,
                censuses: data(req)?,
                req: req.clone(),
            })
        }))
    }
}

fn data<T: 'static>(req: &HttpRequest) -> Result<Data<T>> {
    let found = req.app_data::<Data<T>>().cloned();
    Ok(found.ok_or_else(|| anyhow!("the app has no {}", std::any::type_name::<T>()))?)
}
