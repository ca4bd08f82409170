//! The query of an address, as pairs: parameters may repeat.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use crate::error::{Error, Fault, Result};

#[derive(Clone, Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    pub fn parse(query: &str) -> Self {
        Self(
            url::form_urlencoded::parse(query.as_bytes())
                .into_owned()
                .collect(),
        )
    }

    /// The last value of a parameter; an empty one counts as absent, as forms send it.
    pub fn one(&self, name: &str) -> Option<&str> {
        self.all(name).last()
    }

    /// How many items of a list are wanted: 1..=100, 20 where nothing is said.
    ///
    /// # Errors
    /// [`Error::Invalid`] for anything else.
    pub fn limit(&self) -> Result<u8> {
        let limit = self.one("limit").map_or(Some(20), |it| it.parse().ok());
        limit.filter(|it| (1..=100).contains(it)).ok_or_else(|| {
            let fault = Fault::new("/limit", "out_of_range");
            Error::Invalid(vec![fault.with("min", 1).with("max", 100)])
        })
    }

    pub fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        self.0
            .iter()
            .filter(move |(key, value)| key == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// These parameters, where they say something.
    pub fn taking(&self, names: &[&'static str]) -> Vec<(&'static str, String)> {
        let value = |name: &&'static str| Some((*name, self.one(name)?.to_owned()));
        names.iter().filter_map(value).collect()
    }

    pub fn has(&self, name: &str, value: &str) -> bool {
        self.all(name).any(|it| it == value)
    }

    /// The same query with one more value of a parameter, from the list's first page on.
    pub fn plus(&self, name: &str, value: &str) -> String {
        Self::written(self.filters().chain([(name, value)]))
    }

    /// The same query without one value of a parameter, from the list's first page on.
    pub fn minus(&self, name: &str, value: &str) -> String {
        Self::written(self.filters().filter(|it| *it != (name, value)))
    }

    /// What narrows a list: neither its place nor the language of the page.
    pub fn filters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0
            .iter()
            .map(|(key, value)| (key.as_str(), value.as_str()))
            .filter(|(key, value)| !matches!(*key, "cursor" | "lang") && !value.is_empty())
    }

    /// The same query with one parameter replaced, added or (with `None`) left out.
    pub fn with(&self, name: &str, value: Option<&str>) -> String {
        let others = self.0.iter().filter(|(key, _)| key != name);
        let others = others.map(|(key, value)| (key.as_str(), value.as_str()));
        Self::written(others.chain(value.map(|it| (name, it))))
    }

    fn written<'q>(pairs: impl Iterator<Item = (&'q str, &'q str)>) -> String {
        url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(pairs)
            .finish()
    }
}

impl FromIterator<(&'static str, String)> for Query {
    fn from_iter<I: IntoIterator<Item = (&'static str, String)>>(pairs: I) -> Self {
        let pairs = pairs.into_iter();
        Self(
            pairs
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
        )
    }
}

impl FromRequest for Query {
    type Error = Error;
    type Future = Ready<Result<Self>>;

    fn from_request(req: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Self::parse(req.query_string())))
    }
}
