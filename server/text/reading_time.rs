//! How long a text takes to read: Japanese counted by characters, other languages by words.

/// Japanese characters that a reader of prose takes in within a minute.
const CHARACTERS_A_MINUTE: usize = 500;
/// Words of a text in an alphabet.
const WORDS_A_MINUTE: usize = 230;

/// What stands within a word, a number or an address without ending it.
const JOINS: [char; 9] = ['\'', '’', '-', '.', ',', '/', ':', '_', '@'];

/// Whole minutes, at least one. What both languages share on a page adds up.
pub fn minutes<'t>(texts: impl IntoIterator<Item = &'t str>) -> usize {
    let (mut characters, mut words) = (0, 0);
    for text in texts {
        let (more_characters, more_words) = count(text);
        characters += more_characters;
        words += more_words;
    }
    // Seconds, so that neither language loses its rest.
    let seconds = characters * 60 / CHARACTERS_A_MINUTE + words * 60 / WORDS_A_MINUTE;
    (seconds + 30).div_euclid(60).max(1)
}

/// Characters without spaces between them, and words. Addresses behind links are not read.
fn count(markdown: &str) -> (usize, usize) {
    let (mut characters, mut words) = (0, 0);
    let mut is_in_word = false;
    let mut before = ' ';
    let mut rest = markdown.chars();
    while let Some(c) = rest.next() {
        if c == '(' && before == ']' {
            rest.by_ref().take_while(|it| *it != ')').for_each(drop);
            is_in_word = false;
        } else if is_written_without_spaces(c) {
            characters += 1;
            is_in_word = false;
        } else if c.is_alphanumeric() {
            words += usize::from(!is_in_word);
            is_in_word = true;
        } else if !JOINS.contains(&c) {
            is_in_word = false;
        }
        before = c;
    }
    (characters, words)
}

/// Kana, kanji and their marks.
fn is_written_without_spaces(c: char) -> bool {
    matches!(u32::from(c), 0x3001..=0x30ff | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xf900..=0xfaff
        | 0xff01..=0xff9f | 0x20000..=0x3ffff)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn japanese_is_counted_by_characters() {
        let text = "道".repeat(2500);
        assert_eq!(minutes([text.as_str()]), 5);
        assert_eq!(count("道しるべ、です。"), (8, 0));
    }

    #[test]
    fn english_is_counted_by_words() {
        let text = "a word ".repeat(575);
        assert_eq!(minutes([text.as_str()]), 5);
        assert_eq!(count("It's a well-known 99.9 % SLO."), (0, 5));
    }

    #[test]
    fn what_is_mixed_adds_up() {
        assert_eq!(count("SREからEMへ。SLO budget"), (4, 4));
        let japanese = "道".repeat(1000);
        let english = "word ".repeat(460);
        assert_eq!(minutes([japanese.as_str(), english.as_str()]), 4);
    }

    #[test]
    fn addresses_and_marks_take_no_time() {
        assert_eq!(
            count("**see** [the talk](https://example.org/a/very-long?address=1) now"),
            (0, 4)
        );
        assert_eq!(count("# \n---\n> * _"), (0, 0));
    }

    #[test]
    fn even_nothing_takes_a_minute() {
        assert_eq!(minutes([""]), 1);
        assert_eq!(minutes([]), 1);
    }
}
