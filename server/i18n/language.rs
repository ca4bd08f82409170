//! Which language to speak.

use crate::named_values;

named_values! {
    /// A language that the interface speaks and stories are written in.
    pub enum Language { Japanese = "ja", English = "en" }
}

impl Language {
    pub const fn other(self) -> Self {
        match self {
            Self::Japanese => Self::English,
            Self::English => Self::Japanese,
        }
    }

    /// The one of our languages that an `Accept-Language` header likes best (RFC 9110, 12.5.4).
    /// English when it names neither.
    pub fn accepted(header: &str) -> Self {
        let mut best = (0.0, Self::English);
        for range in header.split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let quality = parts
                .find_map(|it| it.trim().strip_prefix("q="))
                .map_or(1.0, |it| it.parse::<f32>().unwrap_or(0.0));
            let primary = tag
                .split('-')
                .next()
                .unwrap_or_default()
                .to_ascii_lowercase();
            if let Some(language) = Self::parse(&primary)
                && quality > best.0
            {
                best = (quality, language);
            }
        }
        best.1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reader_s_favourite_of_our_languages_wins() {
        for (header, language) in [
            ("ja", Language::Japanese),
            ("ja-JP,ja;q=0.9,en;q=0.8", Language::Japanese),
            ("fr, en;q=0.3, ja;q=0.5", Language::Japanese),
            ("en-GB,ja;q=0.9", Language::English),
            ("ja;q=0, en;q=0.1", Language::English),
            ("de", Language::English),
            ("", Language::English),
            (";;q=x,,", Language::English),
        ] {
            assert_eq!(Language::accepted(header), language, "{header}");
        }
    }
}
