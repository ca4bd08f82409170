//! What a reader wants to find: words, what to narrow them by, in which order and how many at once.

use crate::catalog::{Catalog, Kind};
use crate::db::Conn;
use crate::error::{Error, Fault, Result};
use crate::i18n::Language;
use crate::search::engine::{FURTHEST, Filters, Sort};
use crate::search::query::lex::MAX_CHARS;
use crate::stories::filter::{Asked, Choice, Filter};
use crate::stories::manuscript::each_once;
use crate::stories::wanted::Wanted;

#[derive(Clone, Debug)]
pub struct Wish {
    /// As typed, operators and all.
    pub text: String,
    pub filter: Filter,
    pub sort: Sort,
    /// 1..=100.
    pub limit: u8,
    /// With `limit` at most [`FURTHEST`].
    pub offset: usize,
    /// Who asks.
    pub reader: Option<Language>,
}

/// A wish as it was sent, not understood yet.
#[derive(Clone, Debug, Default)]
pub struct Sent<'q> {
    pub text: Option<&'q str>,
    /// The filters, the sort and the limit.
    pub asked: Asked<'q>,
    pub offset: Option<&'q str>,
    pub reader: Option<Language>,
}

impl Wish {
    /// # Errors
    /// [`Error::Invalid`] with everything that is not understood, at once. Of the words nothing is an error.
    pub async fn parse(conn: &mut Conn, sent: &Sent<'_>, catalog: &Catalog) -> Result<Self> {
        let (wanted, mut faults) = Wanted::read(conn, &sent.asked, catalog).await?;
        let Wanted { filter, limit } = wanted;
        let sort = sort(sent.asked.sort).map_err(|it| faults.push(it));
        let offset = offset(sent.offset, limit).map_err(|it| faults.push(it));
        match (sort, offset) {
            (Ok(sort), Ok(offset)) if faults.is_empty() => Ok(Self {
                text: text(sent.text.unwrap_or_default()),
                filter,
                sort,
                limit,
                offset,
                reader: sent.reader,
            }),
            _ => Err(Error::Invalid(faults)),
        }
    }

    /// The filter as the index knows it: merged slugs mean their successors there.
    pub fn filters(&self, catalog: &Catalog) -> Filters {
        let slugs = |kind, choice: &Choice| {
            let current = choice.slugs.iter().map(|it| catalog.current(kind, it));
            each_once(current.map(str::to_owned))
        };
        let role = |it: &Option<Choice>| it.iter().map(|it| slugs(Kind::Role, it)).collect();
        let all = |kind, choices: &[Choice]| {
            let found = choices.iter().flat_map(|it| slugs(kind, it));
            each_once(found)
        };
        let filter = &self.filter;
        Filters {
            to: role(&filter.to),
            from: role(&filter.from),
            practices: all(Kind::Practice, &filter.practices),
            challenges: all(Kind::Challenge, &filter.challenges),
            language: filter.language,
            authors: filter.authors.iter().map(ToString::to_string).collect(),
            names: Vec::new(),
        }
    }
}

/// No more of it is read, and what is not read is not repeated in the links of the page either.
fn text(sent: &str) -> String {
    sent.chars().take(MAX_CHARS).collect()
}

fn sort(sent: Option<&str>) -> Result<Sort, Fault> {
    match sent {
        None | Some("relevance") => Ok(Sort::Relevance),
        Some("newest") => Ok(Sort::Newest),
        Some("helpful") => Ok(Sort::Helpful),
        Some(_) => {
            let known = ["relevance", "newest", "helpful"];
            Err(Fault::new("/sort", "unknown_value").nearest(known))
        }
    }
}

/// Nobody reads what is so far behind, and to sort it costs.
fn offset(sent: Option<&str>, limit: u8) -> Result<usize, Fault> {
    let most = FURTHEST - usize::from(limit);
    let offset = sent.map_or(Some(0), |it| it.parse().ok());
    let offset = offset.filter(|it| *it <= most);
    let fault = Fault::new("/offset", "out_of_range").with("min", 0);
    offset.ok_or_else(|| fault.with("max", most))
}
