//! Filters as sets of stories, and the counts behind each value.

use std::collections::{BTreeMap, HashMap};

use roaring::RoaringBitmap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED, Term};

use crate::search::engine::{Facets, Filters, Result};
use crate::search::tantivy::snapshot::{Segment, Snapshot};
use crate::search::tantivy::values;

/// The filters of which each is left out when its own values are counted.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Part {
    Road,
    Practices,
    Challenges,
    Language,
    Authors,
}

const PARTS: [Part; 5] = [
    Part::Road,
    Part::Practices,
    Part::Challenges,
    Part::Language,
    Part::Authors,
];

/// The stories of a segment that pass each part of the filters; none for a part that is not set.
pub struct Passing<'s> {
    snapshot: &'s Snapshot,
    segment: &'s Segment,
    filters: &'s Filters,
    parts: Vec<(Part, RoaringBitmap)>,
}

impl<'s> Passing<'s> {
    pub fn of(snapshot: &'s Snapshot, segment: &'s Segment, filters: &'s Filters) -> Result<Self> {
        let mut passing = Self {
            snapshot,
            segment,
            filters,
            parts: Vec::new(),
        };
        for part in PARTS {
            if let Some(stories) = passing.part(part)? {
                passing.parts.push((part, stories));
            }
        }
        Ok(passing)
    }

    /// Whether a story that passes all filters has this term.
    pub fn has(&self, term: &Term) -> Result<bool> {
        let index = self.segment.reader.inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
            return Ok(false);
        };
        let passes = |doc| {
            let mut parts = self.parts.iter();
            self.segment.stories.contains(doc) && parts.all(|it| it.1.contains(doc))
        };
        while postings.doc() != TERMINATED && !passes(postings.doc()) {
            postings.advance();
        }
        Ok(postings.doc() != TERMINATED)
    }

    /// Those of `found` that pass all filters.
    pub fn all(&self, found: &RoaringBitmap) -> RoaringBitmap {
        self.but(None, found)
    }

    /// Adds to the counts behind each value. `shown` are those of `found` that pass.
    pub fn count(
        &self,
        found: &RoaringBitmap,
        shown: &RoaringBitmap,
        facets: &mut Facets,
    ) -> Result<()> {
        let is_set = |part: &Part| self.parts.iter().any(|it| it.0 == *part);
        let fields = [
            (values::PRACTICE, Part::Practices),
            (values::CHALLENGE, Part::Challenges),
            (values::LANGUAGE, Part::Language),
            (values::TO, Part::Road),
            (values::FROM, Part::Road),
        ];
        let without = fields.iter().filter(|it| !is_set(&it.1)).map(|it| it.0);
        self.add(&without.collect::<Vec<_>>(), shown, facets);
        for (field, part) in fields.into_iter().filter(|it| is_set(&it.1)) {
            let rest = self.but(Some(part), found);
            // A value stands in the place of its own end of the road; the other end stays as it is.
            let (from, to) = (&self.filters.from, &self.filters.to);
            if field == values::TO && !from.is_empty() {
                let ends = self.roads(&rest, |role| (from.clone(), vec![vec![role]]));
                add_all(ends?, &mut facets.to);
            } else if field == values::FROM && !to.is_empty() {
                let ends = self.roads(&rest, |role| (vec![vec![role]], to.clone()));
                add_all(ends?, &mut facets.from);
            } else {
                self.add(&[field], &rest, facets);
            }
        }
        Ok(())
    }

    fn but(&self, part: Option<Part>, found: &RoaringBitmap) -> RoaringBitmap {
        let mut found = found.clone();
        for (of, stories) in &self.parts {
            if Some(*of) != part {
                found &= stories;
            }
        }
        found
    }

    fn add(&self, fields: &[&'static str], among: &RoaringBitmap, facets: &mut Facets) {
        for (field, value, n) in self.segment.sets.counts(fields, among) {
            let counts = match field {
                values::TO => &mut facets.to,
                values::FROM => &mut facets.from,
                values::PRACTICE => &mut facets.practice,
                values::CHALLENGE => &mut facets.challenge,
                _ => &mut facets.language,
            };
            let n = usize::try_from(n).unwrap_or_default();
            if n > 0 {
                *counts.entry(value.to_owned()).or_default() += n;
            }
        }
    }

    fn part(&self, part: Part) -> Result<Option<RoaringBitmap>> {
        let filters = self.filters;
        Ok(match part {
            Part::Road if filters.to.is_empty() && filters.from.is_empty() => None,
            Part::Road => Some(self.road(&filters.from, &filters.to)),
            Part::Practices => self.holding_all(values::PRACTICE, &filters.practices),
            Part::Challenges => self.holding_all(values::CHALLENGE, &filters.challenges),
            Part::Language => {
                let language = filters.language.map(values::language);
                language.map(|it| self.holding(&it))
            }
            Part::Authors if filters.authors.is_empty() && filters.names.is_empty() => None,
            Part::Authors => Some(self.by_any()?),
        })
    }

    fn holding(&self, term: &str) -> RoaringBitmap {
        self.segment.sets.holding(term).cloned().unwrap_or_default()
    }

    fn holding_all(&self, field: &str, slugs: &[String]) -> Option<RoaringBitmap> {
        let holding = slugs
            .iter()
            .map(|it| self.holding(&values::term(field, it)));
        holding.reduce(|all, it| all & it)
    }

    fn keep_holding_any(&self, field: &str, slugs: &[String], found: &mut RoaringBitmap) {
        let holding = |slug: &String| self.segment.sets.holding(&values::term(field, slug));
        if let [slug] = slugs {
            match holding(slug) {
                Some(stories) => *found &= stories,
                None => found.clear(),
            }
            return;
        }
        let mut any = RoaringBitmap::new();
        for stories in slugs.iter().filter_map(holding) {
            any |= stories;
        }
        *found &= any;
    }

    fn by_any(&self) -> Result<RoaringBitmap> {
        let mut found = RoaringBitmap::new();
        for handle in &self.filters.authors {
            found |= self.term(&values::handle(handle))?;
        }
        for name in &self.filters.names {
            found |= self.term(&values::by(name))?;
        }
        Ok(found)
    }

    /// Each end is reached or departed from; with both, in one way.
    fn road(&self, from: &[Vec<String>], to: &[Vec<String>]) -> RoaringBitmap {
        // The ways from one end to another are the fewest, so they come first.
        let mut found: Option<RoaringBitmap> = None;
        for (from, to) in from.iter().flat_map(|it| to.iter().map(move |to| (it, to))) {
            let mut on_any = RoaringBitmap::new();
            for (from, to) in from.iter().flat_map(|it| to.iter().map(move |to| (it, to))) {
                let road = self.segment.sets.holding(&values::road(from, to));
                road.into_iter().for_each(|it| on_any |= it);
            }
            match &mut found {
                Some(found) => *found &= on_any,
                None => found = Some(on_any),
            }
        }
        let mut found = found.unwrap_or_else(|| self.segment.stories.clone());
        for (field, groups) in [(values::TO, to), (values::FROM, from)] {
            for roles in groups {
                if !found.is_empty() {
                    self.keep_holding_any(field, roles, &mut found);
                }
            }
        }
        found
    }

    /// How many are on the road that each role makes together with the end that is set.
    fn roads(
        &self,
        among: &RoaringBitmap,
        with: impl Fn(String) -> (Vec<Vec<String>>, Vec<Vec<String>>),
    ) -> Result<HashMap<String, usize>> {
        let mut counts = HashMap::new();
        let fields = [values::TO, values::FROM];
        let sets = &self.segment.sets;
        let roles = fields.iter().flat_map(|it| sets.values(it));
        let mut roles: Vec<&str> = roles.map(|it| it.0).collect();
        roles.sort_unstable();
        roles.dedup();
        for role in roles {
            let (from, to) = with(role.to_owned());
            let n = self.road(&from, &to).intersection_len(among);
            counts.insert(role.to_owned(), usize::try_from(n)?);
        }
        Ok(counts)
    }

    fn term(&self, term: &str) -> Result<RoaringBitmap> {
        let field = self.snapshot.fields.values;
        self.segment.holding(&Term::from_field_text(field, term))
    }
}

fn add_all(found: HashMap<String, usize>, counts: &mut BTreeMap<String, usize>) {
    for (value, n) in found.into_iter().filter(|it| it.1 > 0) {
        *counts.entry(value).or_default() += n;
    }
}
