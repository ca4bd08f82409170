//! A JSON body, read in the order that the API promises: readable, not too large, JSON by its type.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::{FromRequest, HttpRequest};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::error::{Error, Fault, Result};

/// The largest body, in bytes.
pub const MAX_BODY: usize = 1024 * 1024;

/// How much of a larger body is still read, so that its sender hears the answer.
const DRAINED: usize = 16 * MAX_BODY;

/// Fields that the server makes. They may be sent back and are ignored, so that GET-change-PUT works.
const SERVER_MADE: &[&str] = &[
    "id",
    "slug",
    "url",
    "status",
    "version",
    "author",
    "path",
    "helpful_count",
    "created_at",
    "updated_at",
    "published_at",
    "missed_at",
];

/// The same beside a Markdown, wherever it stands.
const SERVER_MADE_HTML: &[&str] = &[
    "reflection_html",
    "story_html",
    "faced_html",
    "response_html",
    "hindsight_html",
    "how_html",
    "caveat_html",
    "text_html",
];

/// More faults than these help nobody.
const MAX_FAULTS: usize = 100;

pub struct JsonBody(Value);

impl JsonBody {
    /// The same for two bodies that say the same, however they are spaced.
    pub fn canonical(&self) -> Vec<u8> {
        self.0.to_string().into_bytes()
    }

    /// The body as a `T`. Called after it is known that the caller may do this at all.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every unknown field, or with the first value of a wrong type.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T> {
        self.read_beside(SERVER_MADE)
    }

    /// The same for another thing than a story, with the fields that the server makes of it.
    ///
    /// # Errors
    /// As [`JsonBody::read`].
    pub fn read_beside<T: DeserializeOwned>(&self, made: &[&str]) -> Result<T> {
        if let Some(at) = misplaced_array(&self.0) {
            return Err(Error::fault(at, "wrong_type"));
        }
        let mut unknown = Vec::new();
        let mut note = |path: serde_ignored::Path<'_>| {
            if unknown.len() < MAX_FAULTS && !is_server_made(&path, made) {
                unknown.push(Fault::new(pointer(&path), "unknown_field"));
            }
        };
        let tracked = serde_ignored::Deserializer::new(&self.0, &mut note);
        let read = serde_path_to_error::deserialize(tracked);
        if !unknown.is_empty() {
            return Err(Error::Invalid(unknown));
        }
        read.map_err(|err| {
            let fault = Fault::new(pointer_of(err.path()), "wrong_type");
            Error::Invalid(vec![fault.nearest(allowed(err.inner()))])
        })
    }
}

impl FromRequest for JsonBody {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self>>>>;

    fn from_request(req: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let content_type = req.headers().get(header::CONTENT_TYPE).cloned();
        let payload = payload.take();
        Box::pin(async move {
            let body = collect(payload, MAX_BODY).await?;
            let value = serde_json::from_slice(&body)
                .ok()
                .ok_or(Error::Malformed("malformed_json"))?;
            let is_json = content_type
                .as_ref()
                .and_then(|it| it.to_str().ok())
                .and_then(|it| it.split(';').next())
                .is_some_and(|it| it.trim().eq_ignore_ascii_case("application/json"));
            if !is_json {
                return Err(Error::UnsupportedMediaType);
            }
            Ok(Self(value))
        })
    }
}

/// The whole of a body, which may have `max` bytes.
pub(super) async fn collect(mut payload: Payload, max: usize) -> Result<Vec<u8>> {
    let (mut body, mut read) = (Vec::new(), 0);
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.ok().ok_or(Error::Malformed("malformed_body"))?;
        read += chunk.len();
        if read <= max {
            body.extend_from_slice(&chunk);
        } else if read > DRAINED {
            break;
        }
    }
    if read > max {
        return Err(Error::TooLarge);
    }
    Ok(body)
}

/// Where a list stands in the place of an object: serde would read it as one, field by field.
fn misplaced_array(body: &Value) -> Option<String> {
    let Value::Object(fields) = body else {
        return Some(String::new());
    };
    fields.iter().find_map(|(name, value)| {
        let at = value.as_array()?.iter().position(Value::is_array)?;
        Some(format!("/{}/{at}", escaped(name)))
    })
}

/// The values that a value of a short, fixed list could have had.
fn allowed(err: &serde_json::Error) -> Vec<String> {
    let text = err.to_string();
    let Some((_, names)) = text
        .strip_prefix("unknown variant")
        .and_then(|it| it.rsplit_once("expected"))
    else {
        return Vec::new();
    };
    names
        .split('`')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

fn is_server_made(path: &serde_ignored::Path<'_>, made: &[&str]) -> bool {
    use serde_ignored::Path;
    match path {
        Path::Map { parent, key } => {
            let is_top = matches!(parent, Path::Root);
            SERVER_MADE_HTML.contains(&key.as_str()) || is_top && made.contains(&key.as_str())
        }
        _ => false,
    }
}

/// The place as a JSON pointer (RFC 6901).
fn pointer(path: &serde_ignored::Path<'_>) -> String {
    use serde_ignored::Path;
    match path {
        Path::Root => String::new(),
        Path::Seq { parent, index } => format!("{}/{index}", pointer(parent)),
        Path::Map { parent, key } => format!("{}/{}", pointer(parent), escaped(key)),
        Path::Some { parent }
        | Path::NewtypeStruct { parent }
        | Path::NewtypeVariant { parent } => pointer(parent),
    }
}

fn pointer_of(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", escaped(key)),
            Segment::Enum { .. } | Segment::Unknown => String::new(),
        })
        .collect()
}

fn escaped(key: &str) -> String {
    key.replace('~', "~0").replace('/', "~1")
}
