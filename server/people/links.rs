//! Where else one finds a person: a handful of addresses with their names.

use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::pg::{Pg, PgValue};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Jsonb;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use url::Url;

use crate::error::{Error, Fault, Result};
use crate::text::address::is_web;
use crate::text::clean;

/// The most links of one person.
pub const MAX: usize = 6;

const LONGEST_LABEL: usize = 40;
const LONGEST_URL: usize = 2_000;

#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub struct Link {
    pub label: String,
    pub url: String,
}

/// Invariant: at most [`MAX`], each named, each to an address on the web.
#[derive(AsExpression, Clone, Debug, Default, Eq, FromSqlRow, PartialEq)]
#[diesel(sql_type = Jsonb)]
pub struct Links(Vec<Link>);

impl Links {
    /// A link without a name is called by its host.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every broken rule.
    pub fn parse(links: &[Link]) -> Result<Self> {
        if links.len() > MAX {
            let fault = Fault::new("/links", "too_many").with("max", MAX);
            return Err(Error::Invalid(vec![fault]));
        }
        let mut faults = Vec::new();
        let read = links.iter().enumerate();
        let read = read.map(|(n, it)| Link {
            label: line(
                &it.label,
                format!("/links/{n}/label"),
                LONGEST_LABEL,
                &mut faults,
            ),
            url: address(&it.url, format!("/links/{n}/url"), &mut faults),
        });
        let links = read.map(named).collect();
        if faults.is_empty() {
            Ok(Self(links))
        } else {
            Err(Error::Invalid(faults))
        }
    }

    pub fn iter(&self) -> impl Iterator<Item = &Link> {
        self.0.iter()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

fn line(text: &str, at: String, max: usize, faults: &mut Vec<Fault>) -> String {
    let fault = match clean::line(text) {
        Ok(line) if clean::length(&line) <= max => return line,
        Ok(_) => Fault::new(at, "too_long").with("max", max),
        Err(it) => Fault::new(at, "forbidden_character").with("character", it),
    };
    faults.push(fault);
    String::new()
}

fn address(text: &str, at: String, faults: &mut Vec<Fault>) -> String {
    let n = faults.len();
    let url = line(text, at.clone(), LONGEST_URL, faults);
    if faults.len() > n {
        return url;
    }
    if url.is_empty() {
        faults.push(Fault::new(at, "url_missing"));
    } else if !is_web(&url) {
        faults.push(Fault::new(at, "bad_url"));
    }
    url
}

fn named(mut link: Link) -> Link {
    if link.label.is_empty() {
        let url = Url::parse(&link.url).ok();
        let host = url.as_ref().and_then(Url::host_str).unwrap_or_default();
        link.label = host.chars().take(LONGEST_LABEL).collect();
    }
    link
}

impl FromSql<Jsonb, Pg> for Links {
    fn from_sql(bytes: PgValue<'_>) -> deserialize::Result<Self> {
        let value = <Value as FromSql<Jsonb, Pg>>::from_sql(bytes)?;
        Ok(Self(serde_json::from_value(value)?))
    }
}

impl ToSql<Jsonb, Pg> for Links {
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, Pg>) -> serialize::Result {
        let value = serde_json::to_value(&self.0)?;
        <Value as ToSql<Jsonb, Pg>>::to_sql(&value, &mut out.reborrow())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(label: &str, url: &str) -> Result<Link, Vec<(String, &'static str)>> {
        let link = Link {
            label: label.to_owned(),
            url: url.to_owned(),
        };
        match Links::parse(&[link]) {
            Ok(links) => Ok(links.0[0].clone()),
            Err(Error::Invalid(faults)) => {
                Err(faults.into_iter().map(|it| (it.pointer, it.code)).collect())
            }
            Err(err) => panic!("{err}"),
        }
    }

    #[test]
    fn a_link_is_named_and_leads_to_the_web() {
        let link = parse("  Blog\n", " https://example.org/a ").unwrap();
        assert_eq!(
            (link.label.as_str(), link.url.as_str()),
            ("Blog", "https://example.org/a")
        );
        assert_eq!(
            parse("", "https://example.org/a").unwrap().label,
            "example.org"
        );
    }

    #[test]
    fn what_leads_elsewhere_is_refused() {
        let missing = vec![("/links/0/url".to_owned(), "url_missing")];
        assert_eq!(parse("x", " "), Err(missing));
        for url in [
            "javascript:alert(1)",
            "//example.org",
            "example.org",
            "ftp://example.org",
            "mailto:a@b",
        ] {
            assert_eq!(
                parse("x", url),
                Err(vec![("/links/0/url".to_owned(), "bad_url")]),
                "{url}"
            );
        }
        assert_eq!(
            parse(&"x".repeat(41), "https://a\u{202e}b"),
            Err(vec![
                ("/links/0/label".to_owned(), "too_long"),
                ("/links/0/url".to_owned(), "forbidden_character")
            ])
        );
        let many = vec![Link::default(); MAX + 1];
        assert!(
            matches!(Links::parse(&many), Err(Error::Invalid(it)) if it.len() == 1 && it[0].code == "too_many")
        );
    }
}
