//! Which stories a reader asks for.

use crate::catalog::unknown::unknown;
use crate::catalog::{Catalog, Entry, Kind};
use crate::error::Fault;
use crate::i18n::Language;
use crate::people::Handle;

/// The most authors, practices or challenges that one list may be asked for.
const MAX_VALUES: usize = 50;

/// A chosen value and the slugs that mean it: merged ones, or the roles of a track.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Choice {
    /// As it stands in the address, such as `sre` or `track:management`.
    pub value: String,
    pub slugs: Vec<String>,
}

/// What a list is narrowed to. All of it must hold.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Filter {
    pub from: Option<Choice>,
    pub to: Option<Choice>,
    pub practices: Vec<Choice>,
    pub challenges: Vec<Choice>,
    pub language: Option<Language>,
    /// Any of them.
    pub authors: Vec<Handle>,
}

/// A filter as it was asked for, not understood yet.
#[derive(Clone, Debug, Default)]
pub struct Asked<'q> {
    pub from: Option<&'q str>,
    pub to: Option<&'q str>,
    pub practices: Vec<&'q str>,
    pub challenges: Vec<&'q str>,
    pub language: Option<&'q str>,
    pub authors: Vec<&'q str>,
    pub sort: Option<&'q str>,
    pub limit: Option<&'q str>,
}

impl Filter {
    /// With it a fault for every value that is not known, and the nearest ones.
    pub fn parse(asked: &Asked<'_>, catalog: &Catalog) -> (Self, Vec<Fault>) {
        let mut reading = Reading {
            catalog,
            faults: Vec::new(),
        };
        let filter = Self {
            from: asked.from.and_then(|it| reading.role("/from", it)),
            to: asked.to.and_then(|it| reading.role("/to", it)),
            practices: reading.slugs("/practice", Kind::Practice, &asked.practices),
            challenges: reading.slugs("/challenge", Kind::Challenge, &asked.challenges),
            language: asked.language.and_then(|it| reading.language(it)),
            authors: reading.authors(&asked.authors),
        };
        (filter, reading.faults)
    }

    /// Stories that set out from this role.
    pub fn leaving(catalog: &Catalog, role: &str) -> Self {
        Self {
            from: Some(Choice::of_role(catalog, role)),
            ..Self::default()
        }
    }

    /// Stories that reach this role.
    pub fn reaching(catalog: &Catalog, role: &str) -> Self {
        Self {
            to: Some(Choice::of_role(catalog, role)),
            ..Self::default()
        }
    }

    /// Stories that met a challenge of this kind.
    pub fn meeting(catalog: &Catalog, challenge: &str) -> Self {
        Self {
            challenges: vec![Choice::of(catalog, Kind::Challenge, challenge)],
            ..Self::default()
        }
    }

    pub fn by(author: Handle) -> Self {
        Self {
            authors: vec![author],
            ..Self::default()
        }
    }

    /// What is asked for, as it stands in an address.
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let value = |name, it: &Choice| (name, it.value.clone());
        let mut pairs: Vec<(&'static str, String)> = Vec::new();
        pairs.extend(self.from.iter().map(|it| value("from", it)));
        pairs.extend(self.to.iter().map(|it| value("to", it)));
        pairs.extend(self.challenges.iter().map(|it| value("challenge", it)));
        pairs.extend(self.practices.iter().map(|it| value("practice", it)));
        pairs.extend(self.language.map(|it| ("language", it.to_string())));
        pairs.extend(self.authors.iter().map(|it| ("author", it.to_string())));
        pairs
    }

    /// The same without one value, as [`Self::pairs`] names it.
    pub fn without(&self, parameter: &str, value: &str) -> Self {
        let mut filter = self.clone();
        match parameter {
            "from" => filter.from = None,
            "to" => filter.to = None,
            "challenge" => filter.challenges.retain(|it| it.value != value),
            "practice" => filter.practices.retain(|it| it.value != value),
            "language" => filter.language = None,
            _ => filter.authors.retain(|it| it.as_str() != value),
        }
        filter
    }

    /// Tells this list from others: cursors are good for it alone.
    pub fn fingerprint(&self) -> String {
        let values = |choices: &[Choice]| choices.iter().map(|it| it.value.clone()).collect();
        let from: Vec<String> = values(self.from.as_slice());
        let to: Vec<String> = values(self.to.as_slice());
        let practices: Vec<String> = values(&self.practices);
        let challenges: Vec<String> = values(&self.challenges);
        let authors = &self.authors;
        format!(
            "{:?}",
            (from, to, practices, challenges, self.language, authors)
        )
    }
}

impl Choice {
    /// Everything that `from` and `to` take: each track, and each role of it.
    pub fn roles_and_tracks(catalog: &Catalog) -> Vec<Self> {
        let of_track = |track: &Entry| {
            let roles = catalog.roles_of(&track.slug);
            let roles = roles.map(|it| Self::of_role(catalog, &it.slug));
            std::iter::once(Self::of_track(catalog, &track.slug))
                .chain(roles)
                .collect::<Vec<_>>()
        };
        catalog.offered(Kind::Track).flat_map(of_track).collect()
    }

    /// Any role of a track.
    pub fn of_track(catalog: &Catalog, track: &str) -> Self {
        let roles = catalog.roles_of(track);
        let slugs = roles.flat_map(|it| family(catalog, Kind::Role, &it.slug));
        Self {
            slugs: slugs.collect(),
            value: format!("track:{track}"),
        }
    }

    fn of_role(catalog: &Catalog, role: &str) -> Self {
        Self::of(catalog, Kind::Role, role)
    }

    fn of(catalog: &Catalog, kind: Kind, slug: &str) -> Self {
        Self {
            value: slug.to_owned(),
            slugs: family(catalog, kind, slug),
        }
    }
}

struct Reading<'c> {
    catalog: &'c Catalog,
    faults: Vec<Fault>,
}

impl Reading<'_> {
    fn role(&mut self, at: &str, sent: &str) -> Option<Choice> {
        let Some(track) = sent.strip_prefix("track:") else {
            return self.slug(at, Kind::Role, sent);
        };
        let Some(track) = self.catalog.find(Kind::Track, track) else {
            self.faults
                .push(unknown(at.to_owned(), self.catalog, Kind::Track, track));
            return None;
        };
        Some(Choice::of_track(self.catalog, &track.slug))
    }

    fn slug(&mut self, at: &str, kind: Kind, sent: &str) -> Option<Choice> {
        let Some(entry) = self.catalog.find(kind, sent) else {
            self.faults
                .push(unknown(at.to_owned(), self.catalog, kind, sent));
            return None;
        };
        Some(Choice::of(self.catalog, kind, &entry.slug))
    }

    fn slugs(&mut self, at: &str, kind: Kind, sent: &[&str]) -> Vec<Choice> {
        let sent = self.not_too_many(at, sent);
        let mut choices: Vec<Choice> = sent
            .iter()
            .filter_map(|it| self.slug(at, kind, it))
            .collect();
        choices.sort_by(|a, b| a.value.cmp(&b.value));
        choices.dedup();
        choices
    }

    fn language(&mut self, sent: &str) -> Option<Language> {
        let language = Language::parse(sent);
        if language.is_none() {
            self.faults
                .push(Fault::new("/language", "unknown_value").nearest(["ja", "en"]));
        }
        language
    }

    fn authors(&mut self, sent: &[&str]) -> Vec<Handle> {
        let mut authors = Vec::new();
        for handle in self.not_too_many("/author", sent) {
            match Handle::parse(handle) {
                Ok(handle) => authors.push(handle),
                Err(err) => self.faults.push(Fault::new("/author", err.code())),
            }
        }
        authors.sort_by(|a, b| a.as_str().cmp(b.as_str()));
        authors.dedup();
        authors
    }

    /// What stands beyond the limit is not looked at.
    fn not_too_many<'q, 'a>(&mut self, at: &str, sent: &'a [&'q str]) -> &'a [&'q str] {
        if sent.len() > MAX_VALUES {
            let fault = Fault::new(at, "too_many").with("max", MAX_VALUES);
            self.faults.push(fault.with("actual", sent.len()));
        }
        sent.get(..MAX_VALUES).unwrap_or(sent)
    }
}

fn family(catalog: &Catalog, kind: Kind, slug: &str) -> Vec<String> {
    catalog
        .family(kind, slug)
        .into_iter()
        .map(str::to_owned)
        .collect()
}
