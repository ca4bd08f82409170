//! How long the texts of a segment are, kept in memory: a byte for each story and field.

use tantivy::SegmentReader;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::schema::Field;

use crate::search::engine::Result;
use crate::search::tantivy::schema::Fields;
use crate::search::tantivy::sets::place;
use crate::search::tantivy::snapshot::number;

/// How soon another mention of a word stops to count, and how much longer texts need more of them (BM25).
const SATURATION: f32 = 1.2;
const LENGTH: f32 = 0.6;

/// Lengths as the index rounds them.
pub struct Lengths {
    text: Vec<u8>,
    pairs: Vec<u8>,
}

impl Lengths {
    pub fn of(reader: &SegmentReader, fields: &Fields) -> Result<Self> {
        let all = |field: Field| -> Result<Vec<u8>> {
            let norms = reader.get_fieldnorms_reader(field)?;
            Ok((0..reader.max_doc())
                .map(|it| norms.fieldnorm_id(it))
                .collect())
        };
        Ok(Self {
            text: all(fields.text)?,
            pairs: all(fields.pairs)?,
        })
    }

    /// For texts of which the average is so long.
    pub fn text(&self, average: u64) -> Scale<'_> {
        Scale::of(&self.text, average)
    }

    pub fn pairs(&self, average: u64) -> Scale<'_> {
        Scale::of(&self.pairs, average)
    }
}

/// How strongly a text speaks of what it mentions so often.
pub struct Scale<'s> {
    lengths: &'s [u8],
    /// How often half as strong a text mentions it, by its length.
    halves: [f32; 256],
}

impl<'s> Scale<'s> {
    fn of(lengths: &'s [u8], average: u64) -> Self {
        let mut halves = [0.0; 256];
        for (half, length) in halves.iter_mut().zip(0..=u8::MAX) {
            let length = number(u64::from(FieldNormReader::id_to_fieldnorm(length)));
            *half = SATURATION * (1.0 - LENGTH + LENGTH * length / number(average));
        }
        Self { lengths, halves }
    }

    /// 1 is a text that speaks of nothing else.
    pub fn strength(&self, doc: u32, n_mentions: u32) -> f32 {
        let length = self.lengths.get(place(doc)).copied().unwrap_or_default();
        let half = self.halves.get(usize::from(length)).copied();
        let n = f32::from(u16::try_from(n_mentions).unwrap_or(u16::MAX));
        n / (n + half.unwrap_or(SATURATION))
    }
}
