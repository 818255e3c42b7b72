//! Taking a document in: its bytes are copied once, hashed and counted on the way. Everything after
//! reads the copy, so that a file that changes meanwhile can do no harm.

use std::{
    fs::{File, Metadata},
    io::{Read, Write},
    path::Path,
    time::SystemTime,
};

use sha2::{Digest, Sha256};
use tempfile::TempPath;

use crate::{Caps, IngestCode, IngestError, archive::hex, decode::ByteCensus, progress::Progress};

/// A document taken in: removed from disk when dropped.
#[derive(Debug)]
pub(crate) struct Spooled {
    /// The bytes as received.
    pub(crate) raw: TempPath,
    /// SHA-256 of the bytes as received.
    pub(crate) sha256: String,
    /// Number of bytes as received.
    pub(crate) bytes: u64,
    /// What the bytes say about the encoding of text; none if nobody counted them.
    pub(crate) census: Option<ByteCensus>,
}

/// Copies a file into the folder for temporary files.
pub(crate) fn spool(
    source: &Path,
    folder: &Path,
    caps: &Caps,
    progress: &dyn Progress,
) -> Result<Spooled, IngestError> {
    let source_error = |error| IngestError::io(&error, source);
    let folder_error = |error| IngestError::io(&error, folder);
    let mut file = File::open(source).map_err(source_error)?;
    let before = Stamp::of(&file.metadata().map_err(source_error)?);
    if before.is_folder {
        return Err(IngestError::new(IngestCode::WrongKind, format!("{} is a folder", source.display())));
    }
    let mut raw = temporary(folder)?;
    let mut hasher = Sha256::new();
    let mut census = ByteCensus::default();
    let mut bytes: u64 = 0;
    let mut buffer = vec![0; 256 << 10];
    loop {
        let read = file.read(&mut buffer).map_err(source_error)?;
        if read == 0 {
            break;
        }
        bytes += read as u64;
        if bytes > caps.max_document_bytes {
            return Err(IngestError::new(
                IngestCode::TooLarge,
                format!(
                    "{} has more than the {} bytes allowed: split it by month",
                    source.display(),
                    caps.max_document_bytes
                ),
            ));
        }
        hasher.update(&buffer[..read]);
        census.add(&buffer[..read]);
        raw.write_all(&buffer[..read]).map_err(folder_error)?;
        progress.advance(read as u64);
    }
    let after = Stamp::of(&std::fs::metadata(source).map_err(source_error)?);
    if before != after || after.length != bytes {
        return Err(IngestError::new(
            IngestCode::FileChanged,
            format!(
                "{} changed while it was read: wait until it is written, then run the same command again",
                source.display()
            ),
        ));
    }
    Ok(Spooled {
        raw: raw.into_temp_path(),
        sha256: hex(&hasher.finalize()),
        bytes,
        census: Some(census.finish()),
    })
}

/// What tells that a file has been written to.
#[derive(Debug, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    is_folder: bool,
}

impl Stamp {
    fn of(metadata: &Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok(), is_folder: metadata.is_dir() }
    }
}

fn temporary(folder: &Path) -> Result<tempfile::NamedTempFile, IngestError> {
    tempfile::Builder::new()
        .prefix("incoming-")
        .tempfile_in(folder)
        .map_err(|error| IngestError::io(&error, folder))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::progress::Silent;

    #[test]
    fn a_file_that_changes_is_refused() {
        /// Appends to the file while it is read.
        struct Meddler(std::path::PathBuf);
        impl Progress for Meddler {
            fn start(&self, _: Option<u64>, _: &str) {}
            fn advance(&self, _: u64) {
                let mut file = File::options().append(true).open(&self.0).unwrap();
                file.write_all(b"more\n").unwrap();
            }
            fn rows(&self, _: u64) {}
            fn finish(&self) {}
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("spend.csv");
        std::fs::write(&path, "Date,Amount\n".repeat(10)).unwrap();
        // Bounded: each read makes the file longer by five bytes, so it must be stopped by the cap at last.
        let caps = Caps { max_document_bytes: 1_000, ..Caps::default() };
        let code = spool(&path, folder.path(), &caps, &Meddler(path.clone())).unwrap_err().code();
        assert!(code == "FILE_CHANGED" || code == "TOO_LARGE", "{code}");
        let spooled = spool(&path, folder.path(), &Caps::default(), &Silent).unwrap();
        assert_eq!(std::fs::read(&spooled.raw).unwrap(), std::fs::read(&path).unwrap());
        assert_eq!(spooled.sha256.len(), 64);
    }

    #[test]
    fn missing_files_are_named() {
        let folder = tempfile::tempdir().unwrap();
        let error =
            spool(&folder.path().join("none.csv"), folder.path(), &Caps::default(), &Silent).unwrap_err();
        assert_eq!(error.code(), "FILE_NOT_FOUND");
        assert!(error.to_string().contains("none.csv"));
    }
}
