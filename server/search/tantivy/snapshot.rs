//! The index as of one commit: what a search reads, the same from its beginning to its end.

use std::sync::Arc;

use roaring::RoaringBitmap;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, IndexReader, Searcher, SegmentReader, TERMINATED, Term};
use uuid::Uuid;

use crate::search::engine::Result;
use crate::search::tantivy::findings::Findings;
use crate::search::tantivy::schema::Fields;
use crate::search::tantivy::sets::Sets;

pub struct Snapshot {
    pub searcher: Searcher,
    pub fields: Fields,
    pub segments: Vec<Segment>,
    /// How many stories there are.
    pub documents: u64,
    /// How many terms a story has on average.
    pub text_length: u64,
    pub pairs_length: u64,
    pub findings: Arc<Findings>,
}

pub struct Segment {
    pub reader: SegmentReader,
    pub sets: Arc<Sets>,
    /// The stories of the segment that are not deleted.
    pub stories: RoaringBitmap,
    /// Those that are.
    pub dead: RoaringBitmap,
}

impl Snapshot {
    /// What did not change is taken from the snapshot before.
    pub fn of(reader: &IndexReader, fields: Fields, before: Option<&Self>) -> Result<Self> {
        let searcher = reader.searcher();
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let known = before.and_then(|it| it.sets(reader));
            let sets = match known {
                Some(sets) => sets,
                None => Arc::new(Sets::of(reader, &fields)?),
            };
            let dead = match reader.alive_bitset() {
                Some(alive) => {
                    let stories = sets.stories().iter();
                    stories.filter(|it| alive.is_deleted(*it)).collect()
                }
                None => RoaringBitmap::new(),
            };
            segments.push(Segment::of(reader.clone(), sets, dead));
        }
        let documents: u64 = segments.iter().map(|it| it.stories.len()).sum();
        Ok(Self {
            text_length: length(&segments, fields.text)?,
            pairs_length: length(&segments, fields.pairs)?,
            searcher,
            fields,
            segments,
            documents,
            findings: before.map_or_else(Arc::default, |it| Arc::clone(&it.findings)),
        })
    }

    /// As if these stories were not in it.
    pub fn without(&self, gone: &[Uuid]) -> Result<Self> {
        let term = |it: &Uuid| Term::from_field_text(self.fields.id, &it.to_string());
        let terms: Vec<Term> = gone.iter().map(term).collect();
        let mut segments = Vec::new();
        for segment in &self.segments {
            let mut dead = segment.dead.clone();
            for term in &terms {
                dead |= segment.holding(term)?;
            }
            let sets = Arc::clone(&segment.sets);
            segments.push(Segment::of(segment.reader.clone(), sets, dead));
        }
        Ok(Self {
            searcher: self.searcher.clone(),
            findings: Arc::clone(&self.findings),
            documents: segments.iter().map(|it| it.stories.len()).sum(),
            segments,
            ..*self
        })
    }

    /// The version of a story that is indexed.
    pub fn version(&self, id: Uuid) -> Result<Option<i64>> {
        let term = Term::from_field_text(self.fields.id, &id.to_string());
        let mut version = None;
        for segment in &self.segments {
            for doc in segment.holding(&term)? {
                version = version.max(segment.sets.version(doc));
            }
        }
        Ok(version)
    }

    /// The average length of a story in a field, in terms.
    pub fn length(&self, field: tantivy::schema::Field) -> u64 {
        if field == self.fields.text {
            self.text_length
        } else {
            self.pairs_length
        }
    }

    fn sets(&self, reader: &SegmentReader) -> Option<Arc<Sets>> {
        let same = |it: &&Segment| it.reader.segment_id() == reader.segment_id();
        self.segments
            .iter()
            .find(same)
            .map(|it| Arc::clone(&it.sets))
    }
}

impl Segment {
    fn of(reader: SegmentReader, sets: Arc<Sets>, dead: RoaringBitmap) -> Self {
        Self {
            stories: sets.stories() - &dead,
            reader,
            sets,
            dead,
        }
    }

    /// Whether any of the stories has this term.
    pub fn has(&self, term: &Term) -> Result<bool> {
        let index = self.reader.inverted_index(term.field())?;
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
            return Ok(false);
        };
        let mut doc = postings.doc();
        while doc != TERMINATED && !self.stories.contains(doc) {
            doc = postings.advance();
        }
        Ok(doc != TERMINATED)
    }

    /// The stories that have this term.
    pub fn holding(&self, term: &Term) -> Result<RoaringBitmap> {
        let index = self.reader.inverted_index(term.field())?;
        let mut found = RoaringBitmap::new();
        let Some(mut postings) = index.read_postings(term, IndexRecordOption::Basic)? else {
            return Ok(found);
        };
        let mut doc = postings.doc();
        while doc != TERMINATED {
            if self.stories.contains(doc) {
                found.insert(doc);
            }
            doc = postings.advance();
        }
        Ok(found)
    }
}

/// The average over what the index holds; deleted stories count until they are merged away.
fn length(segments: &[Segment], field: tantivy::schema::Field) -> Result<u64> {
    let (mut tokens, mut docs) = (0_u64, 0_u64);
    for segment in segments {
        tokens += segment.reader.inverted_index(field)?.total_num_tokens();
        docs += u64::from(segment.reader.max_doc());
    }
    Ok((tokens / docs.max(1)).max(1))
}

/// Counts of terms and stories are far below what an f32 tells exactly enough.
#[expect(
    clippy::as_conversions,
    reason = "there is no other way from an integer to an f32"
)]
pub const fn number(n: u64) -> f32 {
    n as f32
}
