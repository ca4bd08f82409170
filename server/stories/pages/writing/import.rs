//! Beginning with an article that one has already: it is pasted or chosen, and read. Nothing is fetched.

use actix_web::http::StatusCode;
use actix_web::web::{Data, block};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use url::Url;

use crate::access::Visit;
use crate::catalog::{Catalog, Shelf};
use crate::error::{Fault, Result};
use crate::i18n::Words;
use crate::named_values;
use crate::stories::import::{self, Article, MAX_BYTES};
use crate::stories::pages::writing::assign;
use crate::stories::pages::writing::editor::{FaultLine, lines};
use crate::stories::pages::writing::field::{Control, Field, Fields};
use crate::web::{Audience, Form, Site, page};

named_values! {
    /// How a text is marked up, as somebody says who pastes it.
    #[derive(Default)]
    pub enum Format {
        /// To be told by its look.
        #[default]
        Auto = "auto",
        Markdown = "markdown",
        Html = "html",
    }
}

#[derive(Template)]
#[template(path = "stories/import.html")]
struct Paste {
    site: Site,
    text: Field,
    format: Field,
    file_errors: Vec<String>,
    faults: Vec<FaultLine>,
}

/// What somebody pasted.
#[derive(Clone, Debug, Default)]
pub(super) struct Pasted {
    pub(super) text: String,
    pub(super) format: Format,
}

pub(super) async fn show(
    req: HttpRequest,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, _) = visit.member().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    paste(&req, &catalog, &Pasted::default(), &[])
}

pub(super) async fn submit(
    req: HttpRequest,
    form: Form,
    visit: Visit,
    shelf: Data<Shelf>,
) -> Result<HttpResponse> {
    let (mut conn, author) = visit.member().await?;
    let catalog = shelf.catalog(&mut conn).await?;
    let typed = Pasted {
        text: form.one("text").unwrap_or_default().to_owned(),
        format: Format::parse(form.text("format")).unwrap_or_default(),
    };
    if form.text("do") == "back" {
        return paste(&req, &catalog, &typed, &[]);
    }
    let pasted = match text_of(&form, &typed.text) {
        Ok(text) => Pasted { text, ..typed },
        Err(fault) => return paste(&req, &catalog, &typed, &[fault]),
    };
    let article = read(pasted.clone()).await?;
    if form.text("do") == "draft" {
        return assign::draft(&mut conn, &catalog, author.person, (&article, &form)).await;
    }
    assign::page_of(&req, &catalog, &article, pasted)
}

/// Reads the article, off the threads that answer requests.
async fn read(pasted: Pasted) -> Result<Article> {
    let read = move || {
        let format = match pasted.format {
            Format::Auto => import::Format::of(&pasted.text),
            Format::Markdown => import::Format::Markdown,
            Format::Html => import::Format::Html,
        };
        import::read(&pasted.text, format)
    };
    Ok(block(read).await.map_err(anyhow::Error::from)?)
}

/// The text of the chosen file, or else what was pasted.
fn text_of(form: &Form, typed: &str) -> Result<String, Fault> {
    let max = |fault: Fault| fault.with("max", MAX_BYTES / 1024);
    if let Some(file) = form.upload("file") {
        if !typed.trim().is_empty() {
            return Err(Fault::new("/file", "text_and_file"));
        }
        if file.len() > MAX_BYTES {
            return Err(max(Fault::new("/file", "file_too_large")));
        }
        let text = std::str::from_utf8(file).ok();
        let text = text.ok_or_else(|| Fault::new("/file", "not_utf8"))?;
        return match text.trim().is_empty() {
            true => Err(Fault::new("/file", "nothing_pasted")),
            false => Ok(text.to_owned()),
        };
    }
    if typed.len() > MAX_BYTES {
        return Err(max(Fault::new("/text", "file_too_large")));
    }
    match typed.trim() {
        "" => Err(Fault::new("/text", "nothing_pasted")),
        text if is_address(text) => Err(Fault::new("/text", "address_pasted")),
        _ => Ok(typed.to_owned()),
    }
}

fn is_address(text: &str) -> bool {
    !text.contains(char::is_whitespace)
        && Url::parse(text).is_ok_and(|it| matches!(it.scheme(), "http" | "https"))
}

fn paste(
    req: &HttpRequest,
    catalog: &Catalog,
    typed: &Pasted,
    faults: &[Fault],
) -> Result<HttpResponse> {
    let site = Site::of(req, None, "write");
    let words = Words(site.language);
    let fields = Fields {
        words,
        catalog,
        faults,
        focus: None,
    };
    let formats = [
        (Format::Auto.as_str(), words.get("import-format-auto")),
        (Format::Markdown.as_str(), "Markdown".to_owned()),
        (Format::Html.as_str(), "HTML".to_owned()),
    ];
    let format = typed.format.as_str();
    let template = Paste {
        text: fields
            .text("text", words.get("import-text"), &typed.text)
            .hint(words.get("import-text-hint")),
        format: fields.few("format", words.get("import-format"), format, &formats),
        file_errors: fields.told("file").map(|it| it.1).collect(),
        faults: lines(faults, &fields),
        site,
    };
    let mut response = page(req, &template, Audience::Personal)?;
    if !faults.is_empty() {
        *response.status_mut() = StatusCode::UNPROCESSABLE_ENTITY;
    }
    Ok(response)
}
