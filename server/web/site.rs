//! What every page needs beside its matter: language, words, addresses.

use actix_web::HttpRequest;
use actix_web::http::header;
use actix_web::web::Data;
use url::Url;

use crate::i18n::{Language, Words};
use crate::web::{Query, assets};

/// The public address of this instance.
#[derive(Clone, Debug)]
pub struct BaseUrl(pub Url);

pub const LANGUAGE_COOKIE: &str = "lang";

#[derive(Clone, Debug)]
pub struct Site {
    pub language: Language,
    /// The part of the site that the page belongs to, for the masthead: `stories`, `roles`.
    pub section: &'static str,
    base: String,
    path: String,
    query: Query,
}

impl Site {
    /// `preferred` is the setting of the person who asks.
    pub fn of(req: &HttpRequest, preferred: Option<Language>, section: &'static str) -> Self {
        Self {
            language: language_of(req, preferred),
            section,
            base: base_of(req),
            // A path that begins with two slashes would be another host.
            path: format!("/{}", req.path().trim_start_matches(['/', '\\'])),
            query: Query::parse(short(req.query_string())),
        }
    }

    pub fn t(&self, key: &str) -> String {
        Words(self.language).get(key)
    }

    /// A message with one argument.
    pub fn with(&self, key: &str, name: &'static str, value: impl ToString) -> String {
        Words(self.language).fill(key, &[(name, value.to_string())])
    }

    /// A message with two arguments.
    pub fn with2(&self, key: &str, a: (&'static str, &str), b: (&'static str, &str)) -> String {
        Words(self.language).fill(key, &[(a.0, a.1.to_owned()), (b.0, b.1.to_owned())])
    }

    /// This page in another language.
    pub fn here_in(&self, language: &str) -> String {
        format!("{}?{}", self.path, self.query.with("lang", Some(language)))
    }

    /// This page's whole address without what only chooses the language.
    pub fn canonical(&self) -> String {
        match self.query.with("lang", None).as_str() {
            "" => format!("{}{}", self.base, self.path),
            query => format!("{}{}?{query}", self.base, self.path),
        }
    }

    pub fn stylesheet(&self) -> String {
        assets::stylesheet()
    }
}

/// The page repeats its query in links; nobody typed one that long.
fn short(query: &str) -> &str {
    if query.len() > 2_000 { "" } else { query }
}

/// By `?lang=`, else the person's setting, else what was chosen before, else `Accept-Language`.
pub fn language_of(req: &HttpRequest, preferred: Option<Language>) -> Language {
    asked(req)
        .or(preferred)
        .or_else(|| Language::parse(req.cookie(LANGUAGE_COOKIE)?.value()))
        .unwrap_or_else(|| accepted(req))
}

/// The language of messages to programs.
pub fn accepted(req: &HttpRequest) -> Language {
    let header = req.headers().get(header::ACCEPT_LANGUAGE);
    Language::accepted(header.and_then(|it| it.to_str().ok()).unwrap_or_default())
}

/// The language that the address itself asks for.
pub fn asked(req: &HttpRequest) -> Option<Language> {
    Language::parse(Query::parse(req.query_string()).one("lang")?)
}

/// The public address without a slash at its end.
pub fn base_of(req: &HttpRequest) -> String {
    let base = req.app_data::<Data<BaseUrl>>();
    base.map(|it| it.0.as_str().trim_end_matches('/').to_owned())
        .unwrap_or_default()
}
