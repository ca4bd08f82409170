//! A recovery code: 125 random bits in letters that are read and typed without mistakes.

use unicode_normalization::UnicodeNormalization;

use crate::access::secret::{Secret, hash};

const GROUPS: usize = 5;
const GROUP: usize = 5;

/// Crockford's base 32: without i, l, o and u, which look like others or make words.
const ALPHABET: [char; 32] = [
    '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'j',
    'k', 'm', 'n', 'p', 'q', 'r', 's', 't', 'v', 'w', 'x', 'y', 'z',
];

pub(super) fn random() -> anyhow::Result<Secret> {
    Secret::spelled(GROUPS, &ALPHABET)
}

/// The hash of a code as people type it: in capitals, full-width, with other gaps, with o for 0.
pub(super) fn typed(text: &str) -> Option<Vec<u8>> {
    // Longer than any code with gaps.
    if text.chars().count() > 200 {
        return None;
    }
    let letters: String = text
        .nfkc()
        .flat_map(char::to_lowercase)
        .filter(|it| !it.is_whitespace() && !is_dash(*it))
        .map(|it| match it {
            'o' => '0',
            'i' | 'l' => '1',
            it => it,
        })
        .collect();
    let is_code = letters.len() == GROUPS * GROUP && letters.chars().all(|c| ALPHABET.contains(&c));
    if !is_code {
        return None;
    }
    let letters: Vec<char> = letters.chars().collect();
    let groups: Vec<String> = letters.chunks(GROUP).map(String::from_iter).collect();
    Some(hash(&groups.join("-")))
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '_' | 'ー' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_known_however_it_is_typed() {
        let code = random().unwrap();
        let shown = code.reveal();
        assert_eq!(shown.len(), 29);
        assert_eq!(typed(shown), Some(code.hash()));
        let wide: String = shown
            .chars()
            .filter_map(|c| match c {
                '-' => Some('ー'),
                c => char::from_u32(u32::from(c.to_ascii_uppercase()) + 0xfee0),
            })
            .collect();
        for other in [
            shown.to_uppercase(),
            shown.replace('-', ""),
            format!("  {} ", shown.replace('-', " ")),
            shown.replace('0', "O").replace('1', "l"),
            wide,
        ] {
            assert_eq!(typed(&other), Some(code.hash()), "{other}");
        }
    }

    #[test]
    fn what_was_never_a_code_is_none() {
        let cut: String = random().unwrap().reveal().chars().skip(1).collect();
        let long = "0".repeat(300);
        for text in ["", "a", &cut, &long, "uuuuu-uuuuu-uuuuu-uuuuu-uuuuu"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }
}
