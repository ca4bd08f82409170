//! What a census tells.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use fixedbitset::FixedBitSet;
use roaring::{MultiOps, RoaringBitmap};
use uuid::Uuid;

use crate::catalog::Kind;
use crate::stories::census::table::{Census, Step, index, number};
use crate::stories::filter::{Choice, Filter};
use crate::stories::path::road;

/// Stories by slug or by value, as it stands in an address.
#[derive(Clone, Debug, Default)]
pub struct Counts(HashMap<String, u64>);

impl Counts {
    pub fn get(&self, value: &str) -> i64 {
        self.0.get(value).copied().map_or(0, number_of)
    }
}

impl FromIterator<(String, u64)> for Counts {
    fn from_iter<I: IntoIterator<Item = (String, u64)>>(counts: I) -> Self {
        Self(counts.into_iter().collect())
    }
}

impl Census {
    /// The stories that pass a filter. `authors` are the people that it names.
    pub fn passing(&self, filter: &Filter, authors: &[Uuid]) -> RoaringBitmap {
        let mut found = match (&filter.from, &filter.to) {
            (Some(from), Some(to)) => self.on_road(from, to).into_owned(),
            (Some(from), None) => self.chosen("from", from).into_owned(),
            (None, Some(to)) => self.chosen("to", to).into_owned(),
            (None, None) => self.all(),
        };
        for it in &filter.practices {
            found &= &*self.chosen("practice", it);
        }
        for it in &filter.challenges {
            found &= &*self.chosen("challenge", it);
        }
        if let Some(language) = filter.language {
            found &= &*self.any("language", [language.as_str()]);
        }
        if !filter.authors.is_empty() {
            found &= self.by(authors);
        }
        found
    }

    pub fn chosen(&self, name: &str, choice: &Choice) -> Cow<'_, RoaringBitmap> {
        self.any(name, choice.slugs.iter().map(String::as_str))
    }

    /// The stories in which a role of `from` stands somewhere before one of `to`.
    pub fn on_road(&self, from: &Choice, to: &Choice) -> Cow<'_, RoaringBitmap> {
        let from = from.slugs.iter();
        let roads: Vec<String> = from
            .flat_map(|from| to.slugs.iter().map(move |to| road(from, to)))
            .collect();
        self.any("road", roads.iter().map(String::as_str))
    }

    /// The stories that show one of these authors.
    fn by(&self, authors: &[Uuid]) -> RoaringBitmap {
        let numbered = self.authors.iter().zip(0_u32..);
        let ours: HashSet<u32> = numbered
            .filter(|(it, _)| authors.contains(it))
            .map(|(_, n)| n * 2)
            .collect();
        let is_ours = |n: &u32| self.person(*n).is_some_and(|it| ours.contains(&it));
        self.named.iter().filter(is_ours).collect()
    }

    /// How many stories of these have each value under a name; those that none has are left out.
    pub fn counts_within(&self, name: &str, within: &RoaringBitmap) -> Counts {
        let count = |(value, stories): (&str, &RoaringBitmap)| {
            let n = stories.intersection_len(within);
            (n > 0).then(|| (value.to_owned(), n))
        };
        self.values(name).filter_map(count).collect()
    }

    /// How many stories there are of each entry: of roles those that reach them.
    pub fn counts(&self, kind: Kind) -> Counts {
        let name = match kind {
            Kind::Role => "to",
            kind => kind.as_str(),
        };
        let all = self.values(name);
        all.map(|(slug, stories)| (slug.to_owned(), stories.len()))
            .collect()
    }

    /// Every step between two roles.
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        // Of roles that were merged with each other a step leads nowhere.
        self.steps.iter().filter(|it| it.from != it.to)
    }

    /// Those that end at a role.
    pub fn ending(&self, role: &str) -> RoaringBitmap {
        let there = self.steps.iter().filter(|it| it.to == role);
        there.map(|it| &it.ending).union()
    }

    /// How many people these stories are of: one career told twice is one.
    pub fn people(&self, stories: &RoaringBitmap) -> i64 {
        let mut seen = FixedBitSet::with_capacity(2 * self.len() + 2);
        let people = stories.iter().filter_map(|it| self.person(it));
        let n = people.filter(|it| !seen.put(index(*it))).count();
        i64::from(number(n))
    }

    /// The newest of these stories that show a name, one for each author.
    pub fn newest_by_author(&self, stories: &RoaringBitmap) -> impl Iterator<Item = u32> {
        let mut seen = HashSet::new();
        let named: Vec<u32> = (stories & &self.named).iter().collect();
        named
            .into_iter()
            .filter(move |it| self.person(*it).is_some_and(|it| seen.insert(it)))
    }
}

pub fn many(stories: &RoaringBitmap) -> i64 {
    number_of(stories.len())
}

fn number_of(n: u64) -> i64 {
    i64::try_from(n).unwrap_or(i64::MAX)
}
