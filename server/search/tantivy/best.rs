//! The best of what was found, in order.

use std::cmp::{Ordering, Reverse};

use roaring::RoaringBitmap;
use tantivy::DocAddress;

use crate::search::engine::Sort;
use crate::search::tantivy::board::Ranked;
use crate::search::tantivy::sets::each;
use crate::search::tantivy::snapshot::Segment;

/// A hit before anything of it is read.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    pub at: DocAddress,
    /// 0 where they are sorted by something else.
    pub score: f32,
    parts: u16,
    listed_at: i64,
    helpful: u64,
    key: u64,
}

/// Keeps so many of the places that it is given.
pub struct Best {
    sort: Sort,
    n: usize,
    places: Vec<Place>,
    /// What has fewer parts than these is not among the best.
    least: u16,
}

impl Best {
    pub const fn of(sort: Sort, n: usize) -> Self {
        Self {
            sort,
            n,
            places: Vec::new(),
            least: 0,
        }
    }

    /// `docs` are of the segment with this number.
    pub fn add(
        &mut self,
        docs: &RoaringBitmap,
        ranked: &Ranked<'_>,
        segment: &Segment,
        number: u32,
    ) {
        let sets = &segment.sets;
        each(docs, |doc| {
            let parts = ranked.parts(doc);
            if parts < self.least {
                return;
            }
            self.places.push(Place {
                at: DocAddress::new(number, doc),
                score: match self.sort {
                    Sort::Relevance => ranked.score(doc),
                    Sort::Newest | Sort::Helpful => 0.0,
                },
                parts,
                listed_at: sets.listed_at(doc),
                helpful: sets.helpful(doc),
                key: sets.key(doc),
            });
            // Seldom enough that it costs little, often enough that little is kept.
            if self.places.len() >= self.n.saturating_mul(2).max(128) {
                self.cut(ranked.tolerance());
            }
        });
    }

    /// `tolerance` is by how much parts may be wrong.
    fn cut(&mut self, tolerance: u16) {
        if self.places.len() > self.n {
            let by_order = |a: &Place, b: &Place| order(self.sort, a, b);
            self.places.select_nth_unstable_by(self.n, by_order);
            self.places.truncate(self.n);
            if self.sort == Sort::Relevance {
                let least = self.places.iter().map(|it| it.parts).min();
                self.least = least.unwrap_or_default().saturating_sub(tolerance);
            }
        }
    }

    /// The best ones, in order.
    pub fn finish(mut self) -> Vec<Place> {
        self.cut(0);
        sort(&mut self.places, self.sort);
        self.places
    }
}

pub fn sort(places: &mut [Place], by: Sort) {
    places.sort_unstable_by(|a, b| order(by, a, b));
}

/// By the sort, then the newer, then by half of the id: the same in every snapshot.
fn order(sort: Sort, a: &Place, b: &Place) -> Ordering {
    let by_sort = match sort {
        Sort::Newest => Ordering::Equal,
        Sort::Helpful => b.helpful.cmp(&a.helpful),
        Sort::Relevance => b.score.total_cmp(&a.score),
    };
    let newest = |it: &Place| (Reverse(it.listed_at), it.key);
    by_sort.then_with(|| newest(a).cmp(&newest(b)))
}
