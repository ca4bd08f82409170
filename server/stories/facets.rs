//! How many stories stand behind each value to which a list could be narrowed.
//!
//! A value is counted as the list would be if it stood in the place of what is chosen in the same
//! facet, so that what a reader follows holds as many stories as it said.

use std::borrow::Cow;

use roaring::RoaringBitmap;
use uuid::Uuid;

use crate::catalog::Catalog;
use crate::stories::census::{Census, Counts, many};
use crate::stories::filter::{Choice, Filter};

/// No value is told further than this: it is "so many or more".
pub const COUNTED: i64 = 1000;

#[derive(Clone, Debug, Default)]
pub struct Facets {
    /// Roles and tracks.
    pub from: Counts,
    pub to: Counts,
    pub challenges: Counts,
    pub practices: Counts,
    pub languages: Counts,
}

/// A list that is to be narrowed further.
#[derive(Clone, Copy, Debug)]
pub struct Narrowable<'n> {
    pub census: &'n Census,
    pub catalog: &'n Catalog,
    pub filter: &'n Filter,
    /// The people whom the filter names.
    pub authors: &'n [Uuid],
}

impl Facets {
    pub fn of(list: Narrowable<'_>) -> Self {
        Self {
            from: list.departures(),
            to: list.destinations(),
            challenges: list.challenges(),
            practices: list.practices(),
            languages: list.languages(),
        }
    }
}

impl Narrowable<'_> {
    /// How many stories there are in it.
    pub fn count(&self) -> i64 {
        many(&self.passing(self.filter))
    }

    pub(super) fn passing(&self, filter: &Filter) -> RoaringBitmap {
        self.census.passing(filter, self.authors)
    }

    fn departures(&self) -> Counts {
        self.roles(|choice| match &self.filter.to {
            Some(to) => self.census.on_road(choice, to),
            None => self.census.chosen("from", choice),
        })
    }

    fn destinations(&self) -> Counts {
        self.roles(|choice| match &self.filter.from {
            Some(from) => self.census.on_road(from, choice),
            None => self.census.chosen("to", choice),
        })
    }

    /// `with` finds the stories that have a choice, together with the other end of the road.
    fn roles<'s>(&self, with: impl Fn(&Choice) -> Cow<'s, RoaringBitmap>) -> Counts {
        let rest = Filter {
            from: None,
            to: None,
            ..self.filter.clone()
        };
        let passing = self.passing(&rest);
        let choices = Choice::roles_and_tracks(self.catalog).into_iter();
        choices
            .map(|it| {
                let n = with(&it).intersection_len(&passing);
                (it.value, n)
            })
            .collect()
    }

    fn challenges(&self) -> Counts {
        let rest = Filter {
            challenges: Vec::new(),
            ..self.filter.clone()
        };
        self.census.counts_within("challenge", &self.passing(&rest))
    }

    fn practices(&self) -> Counts {
        let rest = Filter {
            practices: Vec::new(),
            ..self.filter.clone()
        };
        self.census.counts_within("practice", &self.passing(&rest))
    }

    fn languages(&self) -> Counts {
        let rest = Filter {
            language: None,
            ..self.filter.clone()
        };
        self.census.counts_within("language", &self.passing(&rest))
    }
}
