//! The values of each story, one beside the other: few stories are counted by them.

use roaring::RoaringBitmap;

use crate::search::tantivy::sets::{ByField, each, place};
use crate::search::tantivy::values::COUNTED;

/// The values that each story has: those of story `n` stand at `starts[n]..starts[n + 1]`.
#[derive(Default)]
pub struct Held {
    /// With their fields.
    values: Vec<(&'static str, String)>,
    /// Small numbers: what is counted should stay in the processor's caches.
    starts: Vec<u32>,
    places: Vec<u16>,
}

impl Held {
    pub fn of(by_field: &ByField, n_docs: u32) -> Self {
        let mut held = Self::default();
        let mut pairs: Vec<(u32, u16)> = Vec::new();
        let values = COUNTED.iter().flat_map(|field| {
            let values = by_field.get(field).into_iter().flatten();
            values.map(move |(value, stories)| (*field, value, stories))
        });
        for (place, (field, value, stories)) in (0_u16..).zip(values) {
            held.values.push((field, value.clone()));
            pairs.extend(stories.iter().map(|it| (it, place)));
        }
        pairs.sort_unstable();
        let mut next = pairs.iter().peekable();
        let mut n_before = 0;
        for doc in 0..=n_docs {
            held.starts.push(n_before);
            while next.next_if(|it| it.0 == doc).is_some() {
                n_before += 1;
            }
        }
        held.places = pairs.into_iter().map(|it| it.1).collect();
        held
    }

    /// How many of these stories have each value.
    pub fn counts(&self, among: &RoaringBitmap) -> impl Iterator<Item = (&'static str, &str, u64)> {
        let mut counts = vec![0_u64; self.values.len()];
        each(among, |doc| {
            let start = place(doc);
            let Some([from, to]) = self.starts.get(start..start + 2) else {
                return;
            };
            let values = self.places.get(place(*from)..place(*to));
            for value in values.unwrap_or_default() {
                if let Some(count) = counts.get_mut(usize::from(*value)) {
                    *count += 1;
                }
            }
        });
        let values = self.values.iter().zip(counts);
        values.map(|((field, value), n)| (*field, value.as_str(), n))
    }
}
