//! Pictures as they were drawn, kept for whoever asks next.

use std::sync::Arc;

use actix_web::web::Bytes;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::error::Result;
use crate::sharing::picture::Picture;

/// The room for kept pictures, in bytes; one takes about 25 KB.
const ROOM: u64 = 16 * 1024 * 1024;

/// By what they show: after a change it is another picture.
#[derive(Clone)]
pub struct Pictures(Arc<Cache<Picture, Bytes, Size>>);

impl Default for Pictures {
    fn default() -> Self {
        Self(Arc::new(Cache::with_weighter(600, ROOM, Size)))
    }
}

impl Pictures {
    /// Draws it, off the threads that answer requests, unless it is there.
    pub async fn drawn(&self, picture: Picture) -> Result<Bytes> {
        if let Some(png) = self.0.get(&picture) {
            return Ok(png);
        }
        let drawing = picture.clone();
        let png = tokio::task::spawn_blocking(move || drawing.png()).await??;
        let png = Bytes::from(png);
        self.0.insert(picture, png.clone());
        Ok(png)
    }
}

#[derive(Clone)]
struct Size;

impl Weighter<Picture, Bytes> for Size {
    fn weight(&self, _: &Picture, png: &Bytes) -> u64 {
        u64::try_from(png.len()).unwrap_or(u64::MAX)
    }
}
