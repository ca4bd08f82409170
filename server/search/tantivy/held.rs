//! The values of each story, one beside the other: few stories are counted by them.

use std::collections::HashMap;

use roaring::RoaringBitmap;

use crate::search::tantivy::sets::{ByField, place};
use crate::search::tantivy::values::COUNTED;

/// Fewer stories than these are counted one by one, more of them value by value.
pub const FEW: u64 = 30_000;

/// The values that each story has: those of story `n` stand at `starts[n]..starts[n + 1]`.
#[derive(Default)]
pub struct Held {
    values: Vec<String>,
    /// Small numbers: what is counted should stay in the processor's caches.
    starts: Vec<u32>,
    places: Vec<u16>,
}

impl Held {
    /// How many of these stories have each value.
    pub fn counts(&self, among: &RoaringBitmap) -> Vec<(&str, u64)> {
        let mut counts = vec![0_u64; self.values.len()];
        for doc in among {
            let start = place(doc);
            let Some([from, to]) = self.starts.get(start..start + 2) else {
                continue;
            };
            for value in self
                .places
                .get(place(*from)..place(*to))
                .unwrap_or_default()
            {
                if let Some(count) = counts.get_mut(usize::from(*value)) {
                    *count += 1;
                }
            }
        }
        self.values.iter().map(String::as_str).zip(counts).collect()
    }
}

pub fn held(by_field: &ByField, n_docs: u32) -> HashMap<&'static str, Held> {
    let of_field = |field: &&'static str| {
        let mut held = Held::default();
        let mut pairs: Vec<(u32, u16)> = Vec::new();
        let by_value = by_field.get(field).into_iter().flatten();
        for (place, (value, stories)) in (0_u16..).zip(by_value) {
            held.values.push(value.clone());
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
        (*field, held)
    };
    COUNTED.iter().map(of_field).collect()
}
