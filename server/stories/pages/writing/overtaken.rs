//! Two texts of one story that do not know of one another: both are shown, and nothing is lost.

use actix_web::http::StatusCode;
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::error::Result;
use crate::i18n::Words;
use crate::stories::differences::{Difference, differences};
use crate::stories::pages::writing::desk::Seat;
use crate::stories::pages::writing::field::Fields;
use crate::stories::pages::writing::typed;
use crate::web::{Audience, Form, Site, page};

/// A place with the two texts that stand there.
pub(super) struct Row {
    pub(super) place: String,
    pub(super) ours: String,
    pub(super) theirs: String,
}

#[derive(Template)]
#[template(path = "stories/overtaken.html")]
struct Overtaken {
    site: Site,
    id: String,
    version: i32,
    revision: i32,
    rows: Vec<Row>,
    /// What was typed, to be sent again.
    fields: Vec<(String, String)>,
    is_public: bool,
}

/// Shows what was typed beside what was kept or saved in between.
pub(super) async fn overtaken(
    req: &HttpRequest,
    seat: &mut Seat,
    form: &Form,
) -> Result<HttpResponse> {
    let desk = seat.desk().await?;
    let typed = typed::content(form, &desk.typed, &seat.catalog)?;
    let site = Site::of(req, None, "write");
    let fields = Fields {
        words: Words(site.language),
        catalog: &seat.catalog,
        faults: &[],
        focus: None,
    };
    let own = ["version", "revision", "do"];
    let typed_fields = form.pairs().filter(|it| !own.contains(&it.0));
    let template = Overtaken {
        id: desk.story.row.id.0.to_string(),
        version: desk.read.version,
        revision: desk.read.revision,
        rows: rows(&differences(&typed, &desk.typed), &fields),
        fields: typed_fields
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        is_public: desk.story.row.status.is_public(),
        site,
    };
    let mut response = page(req, &template, Audience::Personal)?;
    *response.status_mut() = StatusCode::CONFLICT;
    Ok(response)
}

pub(super) fn rows(differences: &[Difference], fields: &Fields<'_>) -> Vec<Row> {
    let row = |it: &Difference| Row {
        place: fields.place(&it.pointer),
        ours: it.ours.clone(),
        theirs: it.theirs.clone(),
    };
    differences.iter().map(row).collect()
}
