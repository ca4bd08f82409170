//! What somebody new is asked for: handle, display name and language.

use crate::error::{Error, Fault, Result};
use crate::i18n::{Language, Words};
use crate::people::add::NewPerson;
use crate::people::{Handle, display_name, time_zone};
use crate::web::problem::message_at;
use crate::web::{Form, Site};

/// What stands in the fields, and what is wrong with it.
#[derive(Default)]
pub(super) struct Fields {
    pub(super) handle: String,
    pub(super) display_name: String,
    pub(super) language: Option<Language>,
    /// That of the browser, where a script could tell it.
    pub(super) time_zone: String,
    pub(super) faults: Vec<Fault>,
}

impl Fields {
    pub(super) fn typed(form: &Form) -> Self {
        Self {
            handle: form.text("handle").to_owned(),
            display_name: form.text("display_name").to_owned(),
            language: Language::parse(form.text("language")),
            time_zone: form.text("time_zone").to_owned(),
            faults: Vec::new(),
        }
    }

    /// What is wrong with a field, in the reader's words.
    pub(super) fn fault(&self, site: &Site, field: &str) -> Option<String> {
        message_at(&self.faults, field, Words(site.language))
    }

    pub(super) fn language(&self, site: &Site) -> Language {
        self.language.unwrap_or(site.language)
    }
}

/// Every fault at once; whether the handle is free the database says.
pub(super) fn person(form: &Form) -> Result<NewPerson> {
    let handle = Handle::parse(form.text("handle")).map_err(|it| Fault::new("/handle", it.code()));
    let name = display_name::parse(form.text("display_name"));
    match (handle, name) {
        (Ok(handle), Ok(display_name)) => {
            let usual = NewPerson::named(handle);
            let zone = time_zone::parse(form.text("time_zone"));
            Ok(NewPerson {
                display_name,
                language: Language::parse(form.text("language")).unwrap_or(Language::Japanese),
                time_zone: zone.map_or(usual.time_zone, str::to_owned),
                ..usual
            })
        }
        (handle, name) => {
            let faults = [handle.err(), name.err()];
            Err(Error::Invalid(faults.into_iter().flatten().collect()))
        }
    }
}
