//! The text of a release as the database keeps it.

use std::io::{Read, Write};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};

use crate::{IngestCode, IngestError};

/// Fast: what a slower level saves is a tenth of the bytes.
const LEVEL: u32 = 3;

/// Compresses a text (raw deflate).
pub(super) fn pack(text: &str) -> Result<Vec<u8>, IngestError> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::new(LEVEL));
    encoder.write_all(text.as_bytes()).and_then(|()| encoder.finish()).map_err(|error| {
        IngestError::new(IngestCode::Internal, format!("a release cannot be compressed: {error}"))
    })
}

/// The text of a release; nothing when it has more than so many bytes.
pub(super) fn unpack(packed: &[u8], most: usize) -> Result<Option<String>, IngestError> {
    let mut text = String::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    DeflateDecoder::new(packed).take(limit).read_to_string(&mut text).map_err(|error| {
        IngestError::new(
            IngestCode::Internal,
            format!("a release in the database is damaged, restore it from a backup: {error}"),
        )
    })?;
    Ok((text.len() <= most).then_some(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back_within_their_bound() {
        let text = "{\"title\":\"Bins & béins\"}".repeat(100);
        let packed = pack(&text).unwrap();
        assert!(packed.len() < text.len() / 10);
        assert_eq!(unpack(&packed, text.len()).unwrap(), Some(text.clone()));
        assert_eq!(unpack(&packed, text.len() - 1).unwrap(), None);
        assert!(unpack(b"\xff\xff", 10).is_err());
    }
}
