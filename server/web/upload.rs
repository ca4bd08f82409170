//! Forms with files, as browsers send them (RFC 7578).

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::http::header::HeaderMap;
use actix_web::web::Bytes;
use futures_util::{StreamExt, stream};

use crate::error::{Error, Result};
use crate::web::form::clean;

/// A file that was chosen in a form.
#[derive(Clone, Debug)]
pub(super) struct Upload {
    /// The field's name; what the file was called is nobody's business.
    pub(super) name: String,
    pub(super) content: Bytes,
}

/// The fields and the files of a form; a file field in which nothing was chosen is neither.
pub(super) async fn parse(
    headers: &HeaderMap,
    body: Vec<u8>,
    max_fields: usize,
) -> Result<(Vec<(String, String)>, Vec<Upload>)> {
    let mut form = Multipart::new(headers, stream::iter([Ok(Bytes::from(body))]));
    let (mut pairs, mut uploads) = (Vec::new(), Vec::new());
    while let Some(field) = form.next().await {
        let field = field.map_err(malformed)?;
        if pairs.len() + uploads.len() == max_fields {
            break;
        }
        let name = field.name().unwrap_or_default().to_owned();
        let file = field.content_disposition().and_then(|it| it.get_filename());
        let file = file.map(str::to_owned);
        let content = content(field).await?;
        match file {
            Some(file) if file.is_empty() && content.is_empty() => {}
            Some(_) => uploads.push(Upload { name, content }),
            None => pairs.push((clean(&name), clean(&String::from_utf8_lossy(&content)))),
        }
    }
    Ok((pairs, uploads))
}

/// Bounded by the body, which was collected before.
async fn content(mut field: Field) -> Result<Bytes> {
    let mut content = Vec::new();
    while let Some(chunk) = field.next().await {
        content.extend_from_slice(&chunk.map_err(malformed)?);
    }
    Ok(content.into())
}

fn malformed(_: MultipartError) -> Error {
    Error::Malformed("malformed_body")
}
