//! The sets of a census.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use roaring::{MultiOps, RoaringBitmap};
use uuid::Uuid;

use crate::catalog::Catalog;

/// Which stories tell of what, as it was when the census was taken. It holds what [`gate::LISTED`] lets
/// through; who shows something of it asks the gate again.
///
/// Stories are numbers in the order of lists, the newest is 0. Sets are named like the stamps of lists:
/// `to`, `from`, `practice`, `challenge`, `language`; and beside them `road` (`A>B`), `met` (a challenge and
/// an approach to it) and `tip` (for an audience). What tells of a merged slug is told of its successor.
///
/// [`gate::LISTED`]: crate::stories::gate::LISTED
#[derive(Clone, Debug, Default)]
pub struct Census {
    /// The stamp of everything that is public, from just before it was taken.
    pub(super) stamp: i64,
    /// The lineage of the catalogue that says which slugs were merged.
    pub(super) lineage: u64,
    pub(super) ids: Vec<Uuid>,
    /// Beside each story the number of its person; an anonymous story is a person of its own, since
    /// nobody may learn that two of them have the same author.
    pub(super) persons: Vec<u32>,
    /// The authors that show their names, by number.
    pub(super) authors: Vec<Uuid>,
    pub(super) named: RoaringBitmap,
    pub(super) sets: HashMap<&'static str, Values>,
    pub(super) steps: Vec<Step>,
}

/// The stories of each value of one name.
pub(super) type Values = BTreeMap<String, RoaringBitmap>;

/// A step from one role to another, of which a road of three roles has two.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Step {
    pub from: String,
    pub to: String,
    pub stories: RoaringBitmap,
    /// Those of which it is the last step that leads to somewhere one may want to go.
    pub ending: RoaringBitmap,
}

impl Census {
    /// How many stories there are.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    pub fn stamp(&self) -> i64 {
        self.stamp
    }

    /// Whether its words are those of this catalogue.
    pub fn is_told_in(&self, catalog: &Catalog) -> bool {
        self.lineage == catalog.lineage()
    }

    pub(super) fn all(&self) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..number(self.len()));
        all
    }

    /// The stories that have any of these values.
    pub fn any<'v>(
        &self,
        name: &str,
        values: impl IntoIterator<Item = &'v str>,
    ) -> Cow<'_, RoaringBitmap> {
        let sets = self.sets.get(name);
        let mut found = values.into_iter().filter_map(|it| sets?.get(it));
        match (found.next(), found.next()) {
            (Some(first), Some(second)) => {
                let all = [first, second].into_iter().chain(found);
                Cow::Owned(all.union())
            }
            (Some(only), None) => Cow::Borrowed(only),
            (None, _) => Cow::default(),
        }
    }

    /// All values under a name, each with its stories.
    pub fn values(&self, name: &str) -> impl Iterator<Item = (&str, &RoaringBitmap)> {
        let sets = self.sets.get(name).into_iter().flatten();
        sets.map(|(value, stories)| (value.as_str(), stories))
    }

    pub fn id(&self, story: u32) -> Option<Uuid> {
        self.ids.get(index(story)).copied()
    }

    pub(super) fn person(&self, story: u32) -> Option<u32> {
        self.persons.get(index(story)).copied()
    }

    pub(super) fn put(&mut self, name: &'static str, value: &str, story: u32) {
        let sets = self.sets.entry(name).or_default();
        match sets.get_mut(value) {
            Some(set) => {
                set.insert(story);
            }
            None => {
                sets.insert(value.to_owned(), RoaringBitmap::from_iter([story]));
            }
        }
    }
}

pub(super) fn index(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
