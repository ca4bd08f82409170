//! What every page needs beside its matter: language, words, addresses.

use actix_web::http::{Method, header};
use actix_web::web::Data;
use actix_web::{HttpMessage, HttpRequest};
use url::Url;

use crate::config::links::Links;
use crate::i18n::{Language, Words};
use crate::web::{Query, assets};

/// The public address of this instance.
#[derive(Clone, Debug)]
pub struct BaseUrl(pub Url);

/// Where a suspended person reads why.
pub const SUSPENDED: &str = "/suspended";

/// Where whoever waits for approval reads that they do.
pub const WAITING: &str = "/join";

pub const SIGN_IN: &str = "/sign-in";

pub const LANGUAGE_COOKIE: &str = "lang";

/// Who reads this page: the room that knows them leaves it with the request.
#[derive(Clone, Debug)]
pub struct Reader {
    pub handle: String,
    pub display_name: String,
    pub language: Language,
    pub moderates: bool,
    /// Whether mails can be sent to them.
    pub gets_mail: bool,
}

/// What keeps whoever reads from taking part, and is told on every page.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Standing {
    /// A moderator has not yet approved their account.
    Waits,
    Refused,
    Suspended,
}

impl Standing {
    pub fn of(req: &HttpRequest) -> Option<Self> {
        req.extensions().get::<Self>().copied()
    }

    /// Where it is told at length.
    const fn notice(self) -> &'static str {
        match self {
            Self::Waits => WAITING,
            Self::Refused | Self::Suspended => SUSPENDED,
        }
    }
}

/// Whether an answer is for one reader alone: it names them, or tells how they stand.
pub fn is_personal(req: &HttpRequest) -> bool {
    Reader::of(req).is_some() || Standing::of(req).is_some()
}

impl Reader {
    pub fn of(req: &HttpRequest) -> Option<Self> {
        req.extensions().get::<Self>().cloned()
    }
}

#[derive(Clone, Debug)]
pub struct Site {
    pub language: Language,
    /// The part of the site that the page belongs to, for the masthead: `stories`, `roles`, `settings`.
    pub section: &'static str,
    /// `None` where nobody is signed in.
    pub reader: Option<Reader>,
    pub standing: Option<Standing>,
    /// Whether one can come back here by a link.
    is_address: bool,
    links: Option<Data<Links>>,
    base: String,
    path: String,
    query: Query,
}

impl Site {
    /// `preferred` is the setting of the person who asks.
    pub fn of(req: &HttpRequest, preferred: Option<Language>, section: &'static str) -> Self {
        let reader = Reader::of(req);
        let preferred = preferred.or(reader.as_ref().map(|it| it.language));
        Self {
            language: language_of(req, preferred),
            section,
            reader,
            standing: Standing::of(req),
            links: req.app_data::<Data<Links>>().cloned(),
            is_address: matches!(*req.method(), Method::GET | Method::HEAD),
            base: base_of(req),
            // A path that begins with two slashes would be another host.
            path: format!("/{}", req.path().trim_start_matches(['/', '\\'])),
            query: Query::parse(short(req.query_string())),
        }
    }

    /// The terms of use, where the people who run the site have set them.
    pub fn terms(&self) -> Option<&str> {
        self.links.as_ref()?.terms.as_ref().map(Url::as_str)
    }

    pub fn privacy(&self) -> Option<&str> {
        self.links.as_ref()?.privacy.as_ref().map(Url::as_str)
    }

    pub fn contact(&self) -> Option<&str> {
        self.links.as_ref()?.contact.as_ref().map(Url::as_str)
    }

    /// Whether whoever reads may moderate. Of what is kept nobody is signed in.
    pub fn moderates(&self) -> bool {
        self.reader.as_ref().is_some_and(|it| it.moderates)
    }

    pub fn t(&self, key: &str) -> String {
        Words(self.language).get(key)
    }

    /// What keeps the reader from taking part, and where they read more of it, except there.
    pub fn told_of_standing(&self) -> Option<(String, &'static str)> {
        let standing = self.standing?;
        let text = match standing {
            Standing::Waits => self.t("standing-waits"),
            Standing::Refused => self.t("standing-refused"),
            Standing::Suspended => self.t("standing-suspended"),
        };
        (self.path != standing.notice()).then(|| (text, standing.notice()))
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

    /// The way to sign in and come back.
    pub fn sign_in(&self) -> String {
        let here = match self.query.with("lang", None).as_str() {
            "" => self.path.clone(),
            query => format!("{}?{query}", self.path),
        };
        match here.as_str() {
            "/" => SIGN_IN.to_owned(),
            here if !self.is_address || here.starts_with(SIGN_IN) => SIGN_IN.to_owned(),
            here => sign_in_for(here),
        }
    }

    /// The address under which search engines shall know this page: where a language is asked for, one
    /// of its own, as the addresses that name each other as `hreflang` must be.
    pub fn canonical(&self) -> String {
        match self.query.one("lang").and_then(Language::parse) {
            Some(language) => self.address_in(language.as_str()),
            None => self.address(),
        }
    }

    /// This page's whole address without what only chooses the language.
    pub fn address(&self) -> String {
        match self.query.with("lang", None).as_str() {
            "" => format!("{}{}", self.base, self.path),
            query => format!("{}{}?{query}", self.base, self.path),
        }
    }

    /// The same in another language, for search engines.
    pub fn address_in(&self, language: &str) -> String {
        let query = self.query.with("lang", Some(language));
        format!("{}{}?{query}", self.base, self.path)
    }

    /// The whole address of a path.
    pub fn whole(&self, path: impl std::fmt::Display) -> String {
        format!("{}{path}", self.base)
    }

    /// The picture that stands beside a link to a page of the site, in the page's language.
    pub fn card(&self, path: impl std::fmt::Display) -> String {
        format!("{path}/card.png?lang={}", self.language)
    }

    pub fn stylesheet(&self) -> String {
        assets::stylesheet()
    }

    /// The script that wakes what a template marks as `data-island`.
    pub fn island(&self, name: &str) -> Option<String> {
        assets::island(name)
    }
}

/// The way to sign in and go on to an address of this site.
pub fn sign_in_for(next: &str) -> String {
    let next: String = url::form_urlencoded::byte_serialize(next.as_bytes()).collect();
    format!("{SIGN_IN}?next={next}")
}

/// The page repeats its query in links; nobody typed one that long.
fn short(query: &str) -> &str {
    if query.len() > 2_000 { "" } else { query }
}

/// By `?lang=`, else what was chosen so before, else the person's setting, else `Accept-Language`.
pub fn language_of(req: &HttpRequest, preferred: Option<Language>) -> Language {
    asked(req)
        .or_else(|| Language::parse(req.cookie(LANGUAGE_COOKIE)?.value()))
        .or(preferred)
        .unwrap_or_else(|| accepted(req))
}

/// The language of messages to programs.
pub fn accepted(req: &HttpRequest) -> Language {
    let header = req.headers().get(header::ACCEPT_LANGUAGE);
    Language::accepted(header.and_then(|it| it.to_str().ok()).unwrap_or_default())
}

/// The language that the address itself asks for.
pub fn asked(req: &HttpRequest) -> Option<Language> {
    let query = req.query_string();
    // Most ask for none, and need not be read for it.
    let may_ask = query.contains("lang") || query.contains('%');
    Language::parse(Query::parse(may_ask.then_some(query)?).one("lang")?)
}

/// The public address without a slash at its end.
pub fn base_of(req: &HttpRequest) -> String {
    let base = req.app_data::<Data<BaseUrl>>();
    base.map(|it| it.0.as_str().trim_end_matches('/').to_owned())
        .unwrap_or_default()
}
