//! The letters of pictures: which there are, how wide they are, and where a line may end.
//!
//! `BIZ UDPGothic` (SIL Open Font License, `font/OFL.txt`), cut down to Latin letters, kana, all of JIS X 0208 and a few older forms:
//! names of people need its second level too.

use std::sync::{Arc, LazyLock};

use resvg::usvg::fontdb;
use ttf_parser::Face;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

pub(super) const FAMILY: &str = "BIZ UDPGothic";

static PACKED: &[u8] = include_bytes!("font/biz-udpgothic-bold.ttf.br");

/// Where it is unpacked, once.
static FONT: LazyLock<Arc<Vec<u8>>> = LazyLock::new(|| {
    let mut font = Vec::new();
    if let Err(err) = brotli::BrotliDecompress(&mut &*PACKED, &mut font) {
        tracing::error!(%err, "the font of pictures can not be read");
    }
    Arc::new(font)
});

/// The font as the drawing needs it.
pub(super) static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    let data: Arc<dyn AsRef<[u8]> + Send + Sync> = FONT.clone();
    fonts.load_font_source(fontdb::Source::Binary(data));
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

/// What stands for a letter that the font lacks, as printers do it.
const GETA: char = '〓';

/// What may not begin a line (JIS X 4051).
const NEVER_FIRST: &str = "、。，．・：；？！ー」』）］｝〉》】〕々ゝヽぁぃぅぇぉっゃゅょァィゥェォッャュョヵヶ,.:;?!)]}”’…";

/// What may not end one.
const NEVER_LAST: &str = "「『（［｛〈《【〔([{“‘";

/// Measures and breaks texts of one size.
pub(super) struct Letters<'f> {
    face: Option<Face<'f>>,
}

impl Letters<'_> {
    pub(super) fn new() -> Self {
        let face = Face::parse(FONT.as_slice(), 0).ok();
        Self { face }
    }

    /// The text as it can be drawn: marks, signs and pictures are left out, other letters that the font lacks
    /// are replaced.
    pub(super) fn drawable(&self, text: &str) -> String {
        let drawn = text.nfkc().filter_map(|c| match c {
            _ if c.is_whitespace() => Some(' '),
            _ if self.has(c) => Some(c),
            _ if is_combining_mark(c) || is_sign(c) => None,
            _ => Some(GETA),
        });
        let drawn: String = drawn.collect();
        drawn.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn has(&self, c: char) -> bool {
        let face = self.face.as_ref();
        face.is_some_and(|it| it.glyph_index(c).is_some())
    }

    /// In the units of the size.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        let Some(face) = &self.face else { return 0.0 };
        let advance = |c| {
            face.glyph_index(c)
                .and_then(|it| face.glyph_hor_advance(it))
        };
        let units: u32 = text.chars().filter_map(advance).map(u32::from).sum();
        lossy(units) * size / f32::from(face.units_per_em())
    }

    /// The text in lines of this width, no more than `most`; what is left out leaves dots.
    pub(super) fn lines(&self, text: &str, size: f32, width: f32, most: usize) -> Vec<String> {
        let mut lines = vec![String::new()];
        for piece in pieces(text) {
            let fits = |line: &str| self.width(&format!("{line}{piece}"), size) <= width;
            match lines.last_mut() {
                Some(line) if fits(line.trim_start()) => line.push_str(&piece),
                _ => self.begin(&mut lines, &piece, size, width),
            }
            if lines.len() > most {
                break;
            }
        }
        let mut lines: Vec<String> = lines.iter().map(|it| it.trim().to_owned()).collect();
        lines.retain(|it| !it.is_empty());
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                *last = self.cut(last, size, width);
            }
        }
        lines
    }

    /// Begins a line, and more of them for a word that is longer than one.
    fn begin(&self, lines: &mut Vec<String>, piece: &str, size: f32, width: f32) {
        lines.push(String::new());
        for c in piece.chars() {
            let is_full = lines
                .last()
                .is_some_and(|it| self.width(&format!("{it}{c}"), size) > width);
            if is_full {
                lines.push(String::new());
            }
            if let Some(line) = lines.last_mut() {
                line.push(c);
            }
        }
    }

    /// The beginning of a text with dots, as much as fits.
    pub(super) fn cut(&self, text: &str, size: f32, width: f32) -> String {
        let mut kept = text.to_owned();
        while self.width(&format!("{kept}…"), size) > width && kept.pop().is_some() {}
        format!("{}…", kept.trim_end())
    }

    /// The text, or as much of it as fits.
    pub(super) fn within(&self, text: &str, size: f32, width: f32) -> String {
        match self.width(text, size) <= width {
            true => text.to_owned(),
            false => self.cut(text, size, width),
        }
    }
}

/// Emoji, dingbats, joiners and other signs that say nothing alone.
fn is_sign(c: char) -> bool {
    matches!(u32::from(c),
        0x200b..=0x200f | 0x202a..=0x202e | 0x2060..=0x206f | 0x2190..=0x2bff | 0xfe00..=0xfe0f
        | 0x1f000..=0x1faff | 0xe0000..=0xe01ef)
}

fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヺ' | 'ー')
}

/// Words of Latin letters with the space after them, and of katakana; of other scripts letters, with what
/// must stay beside.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let is_latin = |c: char| c.is_alphanumeric() && u32::from(c) < 0x2000 || "-'’&/".contains(c);
    for c in text.chars() {
        let stays = pieces
            .last()
            .and_then(|it| it.chars().last())
            .is_some_and(|last| {
                c == ' '
                    || NEVER_FIRST.contains(c)
                    || NEVER_LAST.contains(last)
                    || (is_latin(last) && is_latin(c))
                    || (is_katakana(last) && is_katakana(c))
            });
        match pieces.last_mut() {
            Some(piece) if stays => piece.push(c),
            _ => pieces.push(c.to_string()),
        }
    }
    pieces
}

/// Widths are far below what a float holds exactly.
#[expect(
    clippy::as_conversions,
    reason = "no lossless way from u32 to f32 in the standard library"
)]
fn lossy(units: u32) -> f32 {
    units as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_is_wider_than_it_may_be() {
        let letters = Letters::new();
        for text in [
            "SREから執行役員へ。三つの転機と、そのとき効いたプラクティスの話を、できるだけ正直に。",
            "A rather long title in English about the way from reliability to somewhere else",
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
            &"長".repeat(200),
            &"W".repeat(200),
        ] {
            let lines = letters.lines(&letters.drawable(text), 64.0, 1_000.0, 3);
            assert!((1..=3).contains(&lines.len()), "{lines:?}");
            for line in &lines {
                assert!(letters.width(line, 64.0) <= 1_000.0, "{line}");
                assert!(!line.starts_with(|c| NEVER_FIRST.contains(c)), "{line}");
            }
        }
    }

    #[test]
    fn a_word_of_katakana_stays_whole() {
        let letters = Letters::new();
        let lines = letters.lines("SREからプラットフォームエンジニアへ", 68.0, 1_056.0, 3);
        assert_eq!(lines, ["SREから", "プラットフォームエンジニアへ"]);
    }

    #[test]
    fn what_is_left_out_leaves_dots() {
        let letters = Letters::new();
        let lines = letters.lines(&"長".repeat(200), 64.0, 1_000.0, 2);
        assert!(lines[1].ends_with('…') && !lines[0].ends_with('…'));
        assert_eq!(letters.lines("短い", 64.0, 1_000.0, 2), ["短い"]);
    }

    #[test]
    fn a_letter_that_the_font_lacks_is_replaced_and_signs_are_left_out() {
        let letters = Letters::new();
        assert_eq!(letters.drawable("髙橋さんの道 🧭✨"), "髙橋さんの道");
        assert_eq!(letters.drawable("z̸̢̛a̵l̶g̷o̴"), "zalgo");
        assert_eq!(letters.drawable("א→ב"), "〓→〓");
        assert_eq!(letters.drawable(" a\u{202e}b\n c "), "ab c");
        assert_eq!(letters.drawable("ＳＲＥ　㈱"), "SRE (株)");
    }
}
