//! The seal of a person: the first letter of their name on a colour of their own. Pure.

use sha2::{Digest, Sha256};

/// Grounds on which white letters have a contrast of at least 4.5.
const GROUNDS: [&str; 8] = [
    "#15563c", "#1d5c7a", "#6b3a75", "#8a3b1c", "#5b5a10", "#7a2440", "#34495e", "#4a4a8c",
];

/// The letter stands in the reader's own font: all letters of the world are there.
pub fn svg(name: &str, handle: &str) -> String {
    let letter = initial(name)
        .or_else(|| initial(handle))
        .unwrap_or_default();
    let hash = Sha256::digest(handle.as_bytes());
    let n = hash.first().copied().map_or(0, usize::from) % GROUNDS.len();
    let ground = GROUNDS.get(n).copied().unwrap_or("#15563c");
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 96 96\" role=\"img\">\
         <rect width=\"96\" height=\"96\" rx=\"4\" fill=\"{ground}\"/>\
         <text x=\"48\" y=\"50\" font-family=\"sans-serif\" font-size=\"48\" font-weight=\"600\" fill=\"#fff\" \
         text-anchor=\"middle\" dominant-baseline=\"central\">{letter}</text></svg>"
    )
}

/// The first letter or digit, as a capital; no mark of XML is one.
fn initial(text: &str) -> Option<String> {
    let first = text.chars().find(|it| it.is_alphanumeric())?;
    Some(first.to_uppercase().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_shows_the_first_letter_and_nothing_that_acts() {
        for (name, letter) in [
            ("つづら", ">つ<"),
            ("ada", ">A<"),
            ("<script>", ">S<"),
            ("🧭✨", ">T<"),
            ("«Ölaf»", ">Ö<"),
            ("نور", ">ن<"),
        ] {
            let svg = svg(name, "tsuzura");
            assert!(svg.contains(letter), "{svg}");
            assert_eq!(svg.matches('<').count(), 5, "{svg}");
        }
        assert_eq!(svg("a", "one"), svg("a", "one"));
    }
}
