//! Compressing what is kept, or the same for all: once, and better than one would for a single answer.

use std::io::Write;

use actix_web::HttpRequest;
use actix_web::http::header::ACCEPT_ENCODING;
use actix_web::web::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;

/// Of 0 to 11; a page of 20 KB takes about a millisecond.
const BROTLI: i32 = 6;

/// How far back repetitions are looked for, as a power of two: pages are shorter, and a window costs its length in
/// memory for each page that is being compressed.
const WINDOW: i32 = 18;

#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(super) enum Encoding {
    Plain,
    Gzip,
    Brotli,
}

impl Encoding {
    /// The smallest that the one who asks can read (RFC 9110, 12.5.3).
    pub(super) fn wanted(req: &HttpRequest) -> Self {
        let header = req.headers().get(ACCEPT_ENCODING);
        Self::of(header.and_then(|it| it.to_str().ok()).unwrap_or_default())
    }

    fn of(accepted: &str) -> Self {
        let reads = |wanted: &str| {
            accepted.split(',').any(|it| {
                let (name, weight) = it.split_once(';').unwrap_or((it, ""));
                let weight = weight.trim();
                let weight = weight.strip_prefix("q=").or(weight.strip_prefix("Q="));
                let is_wanted = weight
                    .map(str::parse::<f32>)
                    .is_none_or(|it| it.is_ok_and(|it| it > 0.0));
                name.trim().eq_ignore_ascii_case(wanted) && is_wanted
            })
        };
        match (reads("br"), reads("gzip")) {
            (true, _) => Self::Brotli,
            (_, true) => Self::Gzip,
            _ => Self::Plain,
        }
    }

    pub(super) const fn name(self) -> Option<&'static str> {
        match self {
            Self::Plain => None,
            Self::Gzip => Some("gzip"),
            Self::Brotli => Some("br"),
        }
    }
}

/// Writing to memory does not fail; if it did, the plain bytes would be no answer under this name.
pub(super) fn compressed(plain: &Bytes, encoding: Encoding) -> Bytes {
    let mut bytes = Vec::new();
    let written = match encoding {
        Encoding::Plain => return plain.clone(),
        Encoding::Gzip => {
            let mut encoder = GzEncoder::new(&mut bytes, Compression::best());
            encoder.write_all(plain).and_then(|()| encoder.try_finish())
        }
        Encoding::Brotli => {
            let params = brotli::enc::BrotliEncoderParams {
                quality: BROTLI,
                size_hint: plain.len(),
                lgwin: WINDOW,
                ..Default::default()
            };
            brotli::BrotliCompress(&mut plain.as_ref(), &mut bytes, &params).map(drop)
        }
    };
    if let Err(err) = written {
        tracing::error!(%err, "a page could not be compressed");
    }
    bytes.into()
}

/// What `compressed` made of it, made with brotli.
pub(super) fn unpacked(brotli: &Bytes) -> Bytes {
    let mut plain = Vec::new();
    if let Err(err) = brotli::BrotliDecompress(&mut brotli.as_ref(), &mut plain) {
        tracing::error!(%err, "a page could not be unpacked");
    }
    plain.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_that_can_be_read_is_chosen() {
        for (accepted, wanted) in [
            ("gzip, deflate, br, zstd", Encoding::Brotli),
            ("gzip;q=1.0, br;q=0", Encoding::Gzip),
            ("gzip, br;Q=0.0", Encoding::Gzip),
            ("gzip;q=0.5, br;q=nan", Encoding::Gzip),
            ("GZIP", Encoding::Gzip),
            ("identity", Encoding::Plain),
            ("*", Encoding::Plain),
            ("", Encoding::Plain),
            ("brotli, gzipped", Encoding::Plain),
        ] {
            assert_eq!(Encoding::of(accepted), wanted, "{accepted}");
        }
    }

    #[test]
    fn what_is_compressed_is_the_same_afterwards() {
        let plain = Bytes::from("道しるべ ".repeat(2_000));
        assert_eq!(unpacked(&compressed(&plain, Encoding::Brotli)), plain);
        let small = compressed(&plain, Encoding::Gzip);
        let mut read = Vec::new();
        let mut decoder = flate2::read::GzDecoder::new(small.as_ref());
        std::io::Read::read_to_end(&mut decoder, &mut read).unwrap();
        assert_eq!(read, plain);
    }
}
