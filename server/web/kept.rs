//! Answers that are the same for everyone, kept with their compressed bytes until what they were made of
//! has changed.
//!
//! Before a request is routed, the database is asked for the stamps of what was shown. Where they are as they
//! were, the kept bytes are sent: so an answer is right on each server at once, and made once per change.

use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use actix_web::http::header::{self, HeaderName, HeaderValue};
use actix_web::web::Bytes;
use actix_web::{HttpMessage, HttpRequest, HttpResponse};
use askama::Template;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use serde::Serialize;

use crate::error::Result;
use crate::web::answer::{self, digest};
use crate::web::compress::{Encoding, compressed, unpacked};
use crate::web::measure::Again;
use crate::web::site;
use crate::web::turns::{Turn, Turns};

/// The room for all kept answers, in bytes.
const ROOM: u64 = 16 * 1024 * 1024;

/// About how much room an answer takes.
const USUAL: u64 = 12 * 1024;

/// How long what is shown beside the matter itself may lag behind: counts, what to read next. With the
/// age of what counts are made of it is a minute at most.
const FRESH: Duration = Duration::from_secs(30);

/// Nobody links to longer addresses: their answers are not kept.
const LONGEST: usize = 1_000;

/// `S` is what an answer was made of, as the room that makes it tells it.
pub struct Kept<S> {
    answers: Cache<String, Arc<Answer<S>>, Size>,
    turns: Turns,
}

pub struct Answer<S> {
    sources: Arc<S>,
    made_at: Instant,
    route: Option<String>,
    content_type: &'static str,
    headers: Vec<(HeaderName, HeaderValue)>,
    etag: String,
    /// Nearly everybody reads brotli; for others it is unpacked.
    brotli: Bytes,
    gzip: OnceLock<Bytes>,
}

impl<S> Default for Kept<S> {
    fn default() -> Self {
        let usual = usize::try_from(ROOM / USUAL).unwrap_or(1);
        Self {
            answers: Cache::with_weighter(usual, ROOM, Size),
            turns: Turns::default(),
        }
    }
}

impl<S> Kept<S> {
    /// The answer that was given to this request before, unless it is too old to be asked about.
    pub fn find(&self, req: &HttpRequest) -> Option<Arc<Answer<S>>> {
        let answer = self.answers.get(&key(req)?)?;
        (answer.made_at.elapsed() < FRESH).then_some(answer)
    }

    /// The turn to make anew what is kept for this request. At once for what is not kept, or not yet.
    pub async fn turn(&self, req: &HttpRequest) -> Turn<'_> {
        match key(req).filter(|it| self.answers.peek(it).is_some()) {
            Some(key) => self.turns.take(&key).await,
            None => Turn::default(),
        }
    }

    /// The answer that was given to this request before, where these sources make the same: good from
    /// now on while they are as they are.
    pub fn renew(
        &self,
        req: &HttpRequest,
        sources: S,
        make_the_same: impl Fn(&S, &S) -> bool,
    ) -> Option<Arc<Answer<S>>> {
        let answer = self.find(req)?;
        make_the_same(&answer.sources, &sources).then(|| self.put(req, answer.with(sources)))
    }

    /// A page, kept unless it names its reader.
    pub fn page(
        &self,
        req: &HttpRequest,
        page: &impl Template,
        sources: S,
        headers: &[(HeaderName, HeaderValue)],
    ) -> Result<HttpResponse> {
        if key(req).is_none() {
            let audience = match site::is_personal(req) {
                true => answer::Audience::Personal,
                false => answer::Audience::Public,
            };
            return Ok(headed(answer::page(req, page, audience)?, headers));
        }
        let html = page.render().map_err(anyhow::Error::from)?;
        let made = Answer::new(
            req,
            "text/html; charset=utf-8",
            html.into(),
            sources,
            headers,
        );
        self.keep(req, made)
    }

    /// A JSON document, kept unless the request carried a token.
    pub fn json(
        &self,
        req: &HttpRequest,
        body: &impl Serialize,
        sources: S,
        headers: &[(HeaderName, HeaderValue)],
    ) -> Result<HttpResponse> {
        if key(req).is_none() {
            let response = answer::json(req, body, answer::Audience::Public)?;
            return Ok(headed(response, headers));
        }
        let text = serde_json::to_vec(body).map_err(anyhow::Error::from)?;
        let made = Answer::new(req, "application/json", text.into(), sources, headers);
        self.keep(req, made)
    }

    fn keep(&self, req: &HttpRequest, made: Answer<S>) -> Result<HttpResponse> {
        self.put(req, made).send(req)
    }

    fn put(&self, req: &HttpRequest, answer: Answer<S>) -> Arc<Answer<S>> {
        let answer = Arc::new(answer);
        if let Some(key) = key(req) {
            self.answers.insert(key, Arc::clone(&answer));
        }
        answer
    }
}

impl<S> Answer<S> {
    fn new(
        req: &HttpRequest,
        content_type: &'static str,
        plain: Bytes,
        sources: S,
        headers: &[(HeaderName, HeaderValue)],
    ) -> Self {
        Self {
            sources: Arc::new(sources),
            made_at: Instant::now(),
            route: req.match_pattern(),
            content_type,
            headers: headers.to_vec(),
            etag: format!("\"{}\"", digest(&plain)),
            brotli: compressed(&plain, Encoding::Brotli),
            gzip: OnceLock::new(),
        }
    }

    /// The same bytes, with other stamps to be asked about. It grows no younger.
    fn with(&self, sources: S) -> Self {
        Self {
            sources: Arc::new(sources),
            made_at: self.made_at,
            route: self.route.clone(),
            content_type: self.content_type,
            headers: self.headers.clone(),
            etag: self.etag.clone(),
            brotli: self.brotli.clone(),
            gzip: self.gzip.clone(),
        }
    }

    pub fn sources(&self) -> &Arc<S> {
        &self.sources
    }

    pub fn send(&self, req: &HttpRequest) -> Result<HttpResponse> {
        req.extensions_mut().insert(Again(self.route.clone()));
        let encoding = Encoding::wanted(req);
        let mut response = answer::answer(req, answer::Audience::Public, &self.etag, |mut it| {
            it.content_type(self.content_type);
            if let Some(name) = encoding.name() {
                it.insert_header((header::CONTENT_ENCODING, name));
            }
            it.body(self.bytes(encoding))
        });
        answer::dressed(req, &mut response)?;
        Ok(headed(response, &self.headers))
    }

    fn bytes(&self, encoding: Encoding) -> Bytes {
        let plain = || unpacked(&self.brotli);
        let gzip = || compressed(&plain(), Encoding::Gzip);
        match encoding {
            Encoding::Plain => plain(),
            Encoding::Gzip => self.gzip.get_or_init(gzip).clone(),
            Encoding::Brotli => self.brotli.clone(),
        }
    }
}

fn headed(mut response: HttpResponse, headers: &[(HeaderName, HeaderValue)]) -> HttpResponse {
    for (name, value) in headers {
        response.headers_mut().insert(name.clone(), value.clone());
    }
    response
}

/// What tells requests apart that may get another answer; `None` for one whose answer is its sender's alone.
fn key(req: &HttpRequest) -> Option<String> {
    let (path, query) = (req.path(), req.query_string());
    let is_personal = site::is_personal(req) || req.headers().contains_key(header::AUTHORIZATION);
    if is_personal || path.len() + query.len() > LONGEST {
        return None;
    }
    Some(match path.starts_with("/api/v1/") {
        true => format!("{path}?{query}"),
        false => format!("{} {path}?{query}", site::language_of(req, None)),
    })
}

#[derive(Clone)]
struct Size;

impl<S> Weighter<String, Arc<Answer<S>>> for Size {
    fn weight(&self, key: &String, answer: &Arc<Answer<S>>) -> u64 {
        // The bytes for gzip come later, if at all, and are a little more.
        let bytes = key.len() + answer.brotli.len() * 9 / 4 + 1_024;
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}
