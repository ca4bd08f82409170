//! A title as it stands in an address.

/// Letters that can not be mistaken for one another when read aloud or copied by hand.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// How many characters of the random part: 32^8, about 10^12, so that slugs are not guessed.
const RANDOM_PART: usize = 8;

/// The most characters that the words of a title may take.
const WORDS_PART: usize = 60;

/// The title's Latin words plus a short random part; for a title without any, the random part alone.
pub fn slug(title: &str, random: [u8; RANDOM_PART]) -> String {
    let tail = random.iter().map(|byte| letter(*byte));
    let mut slug = words(title);
    if !slug.is_empty() {
        slug.push('-');
    }
    slug.extend(tail);
    slug
}

/// Names nothing of the story: for stories that never were public, and anonymous ones.
pub fn random_slug(random: [u8; RANDOM_PART]) -> String {
    slug("", random)
}

fn letter(byte: u8) -> char {
    char::from(*ALPHABET.get(usize::from(byte % 32)).unwrap_or(&b'a'))
}

fn words(title: &str) -> String {
    let mut slug = String::new();
    for word in title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|it| !it.is_empty())
    {
        let joint = usize::from(!slug.is_empty());
        if slug.len() + joint + word.len() > WORDS_PART {
            break;
        }
        if joint == 1 {
            slug.push('-');
        }
        slug.push_str(&word.to_ascii_lowercase());
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    const RANDOM: [u8; RANDOM_PART] = [0, 1, 2, 3, 31, 32, 255, 7];

    #[test]
    fn a_slug_is_the_latin_words_and_a_random_part() {
        assert_eq!(
            slug("From SRE to C++ & back", RANDOM),
            "from-sre-to-c-back-abcd9a9h"
        );
        assert_eq!(slug("SREから経営へ", RANDOM), "sre-abcd9a9h");
    }

    #[test]
    fn a_title_without_latin_words_has_only_the_random_part() {
        assert_eq!(slug("椅子が空くのを待つのをやめた", RANDOM), "abcd9a9h");
    }

    #[test]
    fn a_long_title_is_cut_between_words() {
        let slug = slug(&"reliability ".repeat(20), RANDOM);
        assert_eq!(slug.len(), 59 + 1 + RANDOM_PART);
    }
}
