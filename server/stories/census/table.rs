//! The sets of a census.

use std::collections::BTreeMap;

use roaring::RoaringBitmap;
use uuid::Uuid;

/// Which stories tell of what, as it was when the census was taken. It holds what [`gate::LISTED`] lets
/// through; who shows something of it asks the gate again.
///
/// Stories are numbers in the order of lists, the newest is 0. Sets are named like the stamps of lists:
/// `to:ROLE`, `from:ROLE`, `practice:…`, `challenge:…`, `language:…`; and beside them `road:A>B`,
/// `met:CHALLENGE APPROACH` and `tip:AUDIENCE`. Slugs are as the stories have them, merged ones too.
///
/// [`gate::LISTED`]: crate::stories::gate::LISTED
#[derive(Clone, Debug, Default)]
pub struct Census {
    /// The stamp of everything that is public, from just before it was taken.
    pub(super) stamp: i64,
    pub(super) ids: Vec<Uuid>,
    /// Beside each story the number of its person; an anonymous story is a person of its own, since
    /// nobody may learn that two of them have the same author.
    pub(super) persons: Vec<u32>,
    /// The authors that show their names, by number.
    pub(super) authors: Vec<Uuid>,
    pub(super) named: RoaringBitmap,
    pub(super) sets: BTreeMap<String, RoaringBitmap>,
    /// Steps from one role to another, which a road of three roles has two of.
    pub(super) steps: Vec<Step>,
    /// Beside each story the last of its steps that leads to somewhere one may want to go, by its place in
    /// `steps`.
    pub(super) ends: Vec<Option<u32>>,
}

/// A step from one role to another.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Step {
    pub from: String,
    pub to: String,
    pub stories: RoaringBitmap,
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

    pub(super) fn all(&self) -> RoaringBitmap {
        let mut all = RoaringBitmap::new();
        all.insert_range(0..number(self.len()));
        all
    }

    /// The stories that have any of these values.
    pub fn any<'v>(&self, name: &str, values: impl IntoIterator<Item = &'v str>) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        for value in values {
            if let Some(set) = self.sets.get(&format!("{name}:{value}")) {
                found |= set;
            }
        }
        found
    }

    /// All values under a name, each with its stories.
    pub fn values(&self, name: &str) -> impl Iterator<Item = (&str, &RoaringBitmap)> {
        // The character after the colon.
        let (first, end) = (format!("{name}:"), format!("{name};"));
        let n = first.len();
        self.sets
            .range(first..end)
            .filter_map(move |(key, set)| Some((key.get(n..)?, set)))
    }

    pub fn id(&self, story: u32) -> Option<Uuid> {
        self.ids.get(index(story)).copied()
    }

    pub(super) fn person(&self, story: u32) -> Option<u32> {
        self.persons.get(index(story)).copied()
    }

    pub(super) fn put(&mut self, name: &str, value: &str, story: u32) {
        let set = self.sets.entry(format!("{name}:{value}")).or_default();
        set.insert(story);
    }
}

pub(super) fn index(n: u32) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}

pub(super) fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
