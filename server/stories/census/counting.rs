//! What a census tells.

use std::collections::{BTreeMap, HashMap, HashSet};

use roaring::RoaringBitmap;
use uuid::Uuid;

use crate::catalog::{Catalog, Kind};
use crate::stories::census::table::{Census, Step, index, number};
use crate::stories::filter::{Choice, Filter};
use crate::stories::path::road;

/// Stories by slug or by value, as it stands in an address.
#[derive(Clone, Debug, Default)]
pub struct Counts(HashMap<String, i64>);

impl Counts {
    pub fn get(&self, value: &str) -> i64 {
        self.0.get(value).copied().unwrap_or_default()
    }
}

impl FromIterator<(String, i64)> for Counts {
    fn from_iter<I: IntoIterator<Item = (String, i64)>>(counts: I) -> Self {
        Self(counts.into_iter().collect())
    }
}

impl Census {
    /// The stories that pass a filter. `authors` are the people that it names.
    pub fn passing(&self, filter: &Filter, authors: &[Uuid]) -> RoaringBitmap {
        let mut found = match (&filter.from, &filter.to) {
            (Some(from), Some(to)) => self.on_road(from, to),
            (Some(from), None) => self.chosen("from", from),
            (None, Some(to)) => self.chosen("to", to),
            (None, None) => self.all(),
        };
        for it in &filter.practices {
            found &= self.chosen("practice", it);
        }
        for it in &filter.challenges {
            found &= self.chosen("challenge", it);
        }
        if let Some(language) = filter.language {
            found &= self.any("language", [language.as_str()]);
        }
        if !filter.authors.is_empty() {
            found &= self.by(authors);
        }
        found
    }

    pub fn chosen(&self, name: &str, choice: &Choice) -> RoaringBitmap {
        self.any(name, choice.slugs.iter().map(String::as_str))
    }

    /// The stories in which a role of `from` stands somewhere before one of `to`.
    pub fn on_road(&self, from: &Choice, to: &Choice) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        for from in &from.slugs {
            for to in &to.slugs {
                found |= self.any("road", [road(from, to).as_str()]);
            }
        }
        found
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

    /// How many stories of these have each entry of a list of the catalogue, those of merged slugs
    /// with their successor.
    pub fn by_entry(
        &self,
        catalog: &Catalog,
        kind: Kind,
        name: &str,
        within: &RoaringBitmap,
    ) -> BTreeMap<String, RoaringBitmap> {
        let mut found: BTreeMap<String, RoaringBitmap> = BTreeMap::new();
        for (slug, stories) in self.values(name) {
            let both = stories & within;
            if !both.is_empty() {
                let slug = catalog.current(kind, slug).to_owned();
                *found.entry(slug).or_default() |= both;
            }
        }
        found
    }

    /// How many stories there are of each entry: of roles those that reach them.
    pub fn counts(&self, catalog: &Catalog, kind: Kind) -> Counts {
        let name = match kind {
            Kind::Role => "to",
            kind => kind.as_str(),
        };
        let found = self.by_entry(catalog, kind, name, &self.all());
        found
            .into_iter()
            .map(|(slug, stories)| (slug, many(&stories)))
            .collect()
    }

    /// Every step between two roles, those of merged slugs with their successors'.
    pub fn steps(&self, catalog: &Catalog) -> Vec<Step> {
        let mut found: BTreeMap<(&str, &str), RoaringBitmap> = BTreeMap::new();
        for it in &self.steps {
            let step = (
                catalog.current(Kind::Role, &it.from),
                catalog.current(Kind::Role, &it.to),
            );
            if step.0 != step.1 {
                *found.entry(step).or_default() |= &it.stories;
            }
        }
        let step = |((from, to), stories): ((&str, &str), _)| Step {
            from: from.to_owned(),
            to: to.to_owned(),
            stories,
        };
        found.into_iter().map(step).collect()
    }

    /// The last step of a story that leads to somewhere one may want to go.
    pub fn end<'c>(&'c self, catalog: &'c Catalog, story: u32) -> Option<(&'c str, &'c str)> {
        let step = self.ends.get(index(story)).copied().flatten()?;
        let step = self.steps.get(index(step))?;
        let current = |it| catalog.current(Kind::Role, it);
        Some((current(&step.from), current(&step.to)))
    }

    /// Those of these stories that end at a role.
    pub fn ending(&self, catalog: &Catalog, role: &str, of: &RoaringBitmap) -> RoaringBitmap {
        let ends = |n: &u32| self.end(catalog, *n).is_some_and(|it| it.1 == role);
        of.iter().filter(ends).collect()
    }

    /// How many people these stories are of: one career told twice is one.
    pub fn people(&self, stories: &RoaringBitmap) -> i64 {
        let people: HashSet<u32> = stories.iter().filter_map(|it| self.person(it)).collect();
        i64::from(number(people.len()))
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
    i64::try_from(stories.len()).unwrap_or(i64::MAX)
}
