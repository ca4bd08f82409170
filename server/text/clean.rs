//! Text as it is stored: NFC, trimmed, without control characters.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

/// A character that is refused rather than dropped, because its author can not see it and its
/// readers would be deceived by it.
#[derive(Debug, Eq, PartialEq)]
pub struct ForbiddenCharacter(pub char);

impl fmt::Display for ForbiddenCharacter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "U+{:04X}", u32::from(self.0))
    }
}

/// One line: line breaks and tabs become spaces.
///
/// # Errors
/// On U+0000 and on bidirectional control characters.
pub fn line(text: &str) -> Result<String, ForbiddenCharacter> {
    refuse(text)?;
    let spaced = text
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c });
    Ok(visible(without_controls(spaced)))
}

/// Many lines: newline and tab stay, other line ends become newlines.
///
/// # Errors
/// As [`line()`].
pub fn paragraphs(text: &str) -> Result<String, ForbiddenCharacter> {
    refuse(text)?;
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    Ok(visible(without_controls(text.chars())))
}

/// Trimmed; nothing at all where nobody would see anything.
fn visible(text: String) -> String {
    let is_seen = |c: char| !c.is_whitespace() && !is_invisible(c);
    if text.contains(is_seen) {
        text.trim().to_owned()
    } else {
        String::new()
    }
}

/// Characters that take no ink (Unicode `Default_Ignorable_Code_Point`, the ones in use).
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}' | '\u{ffa0}' | '\u{e0000}'..='\u{e0fff}')
}

/// The length that limits count: Unicode scalar values.
pub fn length(text: &str) -> usize {
    text.chars().count()
}

fn without_controls(chars: impl Iterator<Item = char>) -> String {
    chars
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .nfc()
        .collect()
}

fn refuse(text: &str) -> Result<(), ForbiddenCharacter> {
    match text.chars().find(|c| is_forbidden(*c)) {
        Some(c) => Err(ForbiddenCharacter(c)),
        None => Ok(()),
    }
}

/// U+0000 and the characters with the Unicode property `Bidi_Control`.
pub fn is_forbidden(c: char) -> bool {
    matches!(c, '\0' | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_stored_composed_and_trimmed() {
        assert_eq!(line("  か\u{3099}  ").unwrap(), "が");
        assert_eq!(line("a\tb\nc\u{7}").unwrap(), "a b c");
    }

    #[test]
    fn markdown_keeps_its_lines_and_tabs() {
        assert_eq!(paragraphs("a\r\n\tb\rc\u{8}\n").unwrap(), "a\n\tb\nc");
    }

    #[test]
    fn what_no_one_can_see_is_refused() {
        for c in ['\0', '\u{202e}', '\u{2066}', '\u{200f}'] {
            assert_eq!(line(&format!("a{c}b")), Err(ForbiddenCharacter(c)));
            assert_eq!(paragraphs(&format!("a{c}b")), Err(ForbiddenCharacter(c)));
        }
    }

    #[test]
    fn what_takes_no_ink_is_no_text() {
        assert_eq!(line("\u{200b} \u{3164}\u{feff}").unwrap(), "");
        assert_eq!(line("a\u{200d}b").unwrap(), "a\u{200d}b");
    }

    #[test]
    fn length_counts_characters_not_bytes() {
        assert_eq!(length("道しるべ"), 4);
    }
}
