//! What only its holder knows, behind tokens and sessions: 256 random bits, of which the database keeps the hash alone.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_256_random_bits_behind_its_prefix() {
        let (a, b) = (Secret::random("gp_").unwrap(), Secret::random("").unwrap());
        assert!(a.reveal().starts_with("gp_") && a.reveal().len() == 46);
        assert_eq!(b.reveal().len(), 43);
        assert_ne!(a.reveal().get(3..), Some(b.reveal()));
    }
}
