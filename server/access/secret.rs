//! What only its holder knows, behind tokens and sessions: 256 random bits, of which the database keeps the hash alone.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// The letters of the random bits, and those of a checksum.
const BITS: usize = 43;
const SUM: usize = 6;

/// It does not print itself into logs.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// 43 letters that stand in a header as they are, behind a prefix that tells what they are for.
    pub fn random(prefix: &str) -> anyhow::Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        let bits = BASE64_URL_SAFE_NO_PAD.encode(bytes);
        Ok(Self(format!("{prefix}{bits}")))
    }

    /// The same with a checksum at its end, so that a scanner of texts tells it from what looks like one.
    pub fn checked(prefix: &str) -> anyhow::Result<Self> {
        let Self(secret) = Self::random(prefix)?;
        let sum = checksum(&secret);
        Ok(Self(secret + &sum))
    }

    /// Random letters of an alphabet of 32 that can be read aloud and typed, in groups of five: 25 bits a group.
    pub(super) fn spelled(groups: usize, alphabet: &[char; 32]) -> anyhow::Result<Self> {
        let mut bytes = vec![0; groups * 5];
        getrandom::fill(&mut bytes)?;
        let letter = |byte: &u8| alphabet.get(usize::from(byte % 32));
        let group = |it: &[u8]| it.iter().filter_map(letter).collect::<String>();
        let groups: Vec<String> = bytes.chunks(5).map(group).collect();
        Ok(Self(groups.join("-")))
    }

    /// For showing it to its owner, once.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    pub fn hash(&self) -> Vec<u8> {
        hash(&self.0)
    }
}

/// Random 256 bits need no slow hash: there is nothing to guess.
pub fn hash(secret: &str) -> Vec<u8> {
    Sha256::digest(secret.as_bytes()).to_vec()
}

/// Six letters that follow from those before them: CRC-32, as the tokens of GitHub and npm end.
fn checksum(text: &str) -> String {
    BASE64_URL_SAFE_NO_PAD.encode(crc32fast::hash(text.as_bytes()).to_be_bytes())
}

/// Whether this is as long as a [`Secret::checked`] and yet was never one: mistyped, cut or invented.
pub fn is_mistyped(secret: &str, prefix: &str) -> bool {
    let is_as_long = secret.len() == prefix.len() + BITS + SUM;
    let parts = secret.split_at_checked(prefix.len() + BITS);
    is_as_long && parts.is_none_or(|(start, sum)| checksum(start) != sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_checked_secret_tells_when_it_was_mistyped() {
        let secret = Secret::checked("gp_").unwrap();
        let whole = secret.reveal();
        assert_eq!(whole.len(), 52);
        assert!(!is_mistyped(whole, "gp_"));
        for at in 0..whole.len() {
            let other = if whole.as_bytes()[at] == b'A' {
                "B"
            } else {
                "A"
            };
            let mut wrong = whole.to_owned();
            wrong.replace_range(at..=at, other);
            assert!(is_mistyped(&wrong, "gp_"), "{wrong}");
        }
        // Those that were made before had none.
        assert!(!is_mistyped(Secret::random("gp_").unwrap().reveal(), "gp_"));
        assert!(is_mistyped(
            &"あ".repeat(17).chars().chain(['x']).collect::<String>(),
            "gp_"
        ));
    }

    #[test]
    fn a_secret_has_256_random_bits_behind_its_prefix() {
        let (a, b) = (Secret::random("gp_").unwrap(), Secret::random("").unwrap());
        assert!(a.reveal().starts_with("gp_") && a.reveal().len() == 46);
        assert_eq!(b.reveal().len(), 43);
        assert_ne!(a.reveal().get(3..), Some(b.reveal()));
    }
}
