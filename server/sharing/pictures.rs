//! Pictures as they were drawn, kept for whoever asks next.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;

use crate::error::Result;
use crate::sharing::picture::Picture;

/// The room for kept pictures, in bytes; one takes about 25 KB.
const ROOM: u64 = 16 * 1024 * 1024;

/// By what they show: after a change it is another picture.
#[derive(Clone)]
pub struct Pictures(Arc<Cache<Picture, Arc<[u8]>, Size>>);

impl Default for Pictures {
    fn default() -> Self {
        Self(Arc::new(Cache::with_weighter(600, ROOM, Size)))
    }
}

impl Pictures {
    /// Draws it, off the threads that answer requests, unless it is there.
    pub async fn drawn(&self, picture: Picture) -> Result<Arc<[u8]>> {
        if let Some(png) = self.0.get(&picture) {
            return Ok(png);
        }
        let drawing = picture.clone();
        let png = tokio::task::spawn_blocking(move || drawing.png()).await??;
        let png: Arc<[u8]> = png.into();
        self.0.insert(picture, Arc::clone(&png));
        Ok(png)
    }
}

#[derive(Clone)]
struct Size;

impl Weighter<Picture, Arc<[u8]>> for Size {
    fn weight(&self, _: &Picture, png: &Arc<[u8]>) -> u64 {
        u64::try_from(png.len()).unwrap_or(u64::MAX)
    }
}
