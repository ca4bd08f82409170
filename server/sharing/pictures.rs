//! Pictures as they were drawn, kept for whoever asks next.

use std::sync::Arc;

use quick_cache::Weighter;
use quick_cache::sync::Cache;
use tokio::sync::Semaphore;

use crate::error::Result;
use crate::sharing::picture::Picture;

/// The room for kept pictures, in bytes; one takes about 25 KB.
const ROOM: u64 = 16 * 1024 * 1024;

/// So many are drawn at once: others need the processors too.
const AT_ONCE: usize = 2;

/// By what they show: after a change it is another picture.
#[derive(Clone)]
pub struct Pictures {
    kept: Arc<Cache<Picture, Arc<[u8]>, Size>>,
    room: Arc<Semaphore>,
}

impl Default for Pictures {
    fn default() -> Self {
        Self {
            kept: Arc::new(Cache::with_weighter(600, ROOM, Size)),
            room: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl Pictures {
    /// Draws it, off the threads that answer requests, unless it is there or on its way.
    pub async fn drawn(&self, picture: Picture) -> Result<Arc<[u8]>> {
        let draw = async {
            let _room = self.room.acquire().await.map_err(anyhow::Error::from)?;
            let drawing = picture.clone();
            let png = tokio::task::spawn_blocking(move || drawing.png()).await??;
            Ok(png.into())
        };
        self.kept.get_or_insert_async(&picture, draw).await
    }
}

#[derive(Clone)]
struct Size;

impl Weighter<Picture, Arc<[u8]>> for Size {
    fn weight(&self, _: &Picture, png: &Arc<[u8]>) -> u64 {
        u64::try_from(png.len()).unwrap_or(u64::MAX)
    }
}
