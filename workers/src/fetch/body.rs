//! An answer into a file.

use std::path::Path;

use reqwest::{Response, header};
use sha2::{Digest, Sha256};
use tokio::{fs::File, io::AsyncWriteExt as _};
use url::Url;

use crate::{PullCode, PullError, guard};

/// Writes an answer to a file; gives its size and the SHA-256 of its bytes.
pub(super) async fn save(
    mut response: Response,
    url: &Url,
    path: &Path,
    most: u64,
) -> Result<(u64, String), PullError> {
    // Of a compressed answer this header is gone: what breaks off then is told by the decompressor.
    let announced: Option<u64> =
        response.headers().get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length| length > most) {
        return Err(too_large(url, most));
    }
    let unwritable = |error| PullError::io(&error, path.display());
    let mut file = File::create(path).await.map_err(unwritable)?;
    let mut hasher = Sha256::new();
    let mut bytes: u64 = 0;
    while let Some(piece) = response.chunk().await.map_err(|error| guard::failure(&error, url))? {
        bytes += u64::try_from(piece.len()).unwrap_or(u64::MAX);
        if bytes > most {
            return Err(too_large(url, most));
        }
        hasher.update(&piece);
        file.write_all(&piece).await.map_err(unwritable)?;
    }
    file.flush().await.map_err(unwritable)?;
    if announced.is_some_and(|length| length != bytes) {
        return Err(PullError::new(
            PullCode::Truncated,
            format!("{url}: {bytes} bytes came where {} were announced", announced.unwrap_or_default()),
        ));
    }
    Ok((bytes, hex(&hasher.finalize())))
}

fn too_large(url: &Url, most: u64) -> PullError {
    PullError::new(
        PullCode::TooLarge,
        format!("{url} gives more than the {most} bytes allowed (workers.answer_bytes)"),
    )
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
