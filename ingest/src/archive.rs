//! The archive: the bytes of every document as received, under their SHA-256, compressed.
//!
//! Objects are gzip files named after the hash of what they unpack to, so that anyone can read and check
//! them without this program. Nothing is ever changed or deleted.

use std::{
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

use flate2::{Compression, read::GzDecoder, write::GzEncoder};
use futures_util::StreamExt;
use object_store::{
    ObjectStore, ObjectStoreExt, WriteMultipart, local::LocalFileSystem, path::Path as ObjectPath,
};
use sha2::{Digest, Sha256};
use tempfile::TempPath;

use crate::{IngestCode, IngestError};

/// Bytes written to the store at once.
const CHUNK: usize = 1 << 20;

/// Where documents are kept.
#[derive(Clone, Debug)]
pub struct Archive {
    store: Arc<dyn ObjectStore>,
    place: String,
}

impl Archive {
    /// An archive in a local folder, which is made if it does not exist.
    pub fn local(folder: &Path) -> Result<Self, IngestError> {
        std::fs::create_dir_all(folder).map_err(|error| IngestError::io(&error, folder))?;
        let store = LocalFileSystem::new_with_prefix(folder)
            .map_err(|error| failed(&error, &folder.display().to_string()))?;
        Ok(Self { store: Arc::new(store), place: folder.display().to_string() })
    }

    /// Whether the archive holds a document.
    pub async fn contains(&self, sha256: &str) -> Result<bool, IngestError> {
        match self.store.head(&location(sha256)).await {
            Ok(_) => Ok(true),
            Err(object_store::Error::NotFound { .. }) => Ok(false),
            Err(error) => Err(failed(&error, &self.place)),
        }
    }

    /// Keeps a document, compressed by way of a temporary file in `folder`. Appears whole or not at all; kept
    /// once, however often it comes.
    pub async fn keep(self, sha256: String, raw: PathBuf, folder: PathBuf) -> Result<(), IngestError> {
        if self.contains(&sha256).await? {
            return Ok(());
        }
        let packing = tokio::task::spawn_blocking(move || {
            gzip(&raw, &folder).map_err(|error| IngestError::io(&error, &folder))
        });
        let compressed = packing.await.map_err(|error| {
            IngestError::new(IngestCode::Internal, format!("packing ended early: {error}"))
        })??;
        let upload = self
            .store
            .put_multipart(&location(&sha256))
            .await
            .map_err(|error| failed(&error, &self.place))?;
        let mut upload = WriteMultipart::new_with_chunk_size(upload, CHUNK);
        let mut file = File::open(&compressed).map_err(|error| IngestError::io(&error, &compressed))?;
        let mut buffer = vec![0; CHUNK];
        loop {
            let read = file.read(&mut buffer).map_err(|error| IngestError::io(&error, &compressed))?;
            if read == 0 {
                break;
            }
            upload.wait_for_capacity(2).await.map_err(|error| failed(&error, &self.place))?;
            upload.write(&buffer[..read]);
        }
        upload.finish().await.map_err(|error| failed(&error, &self.place))?;
        Ok(())
    }

    /// Unpacks a document into a file and checks that it is what its name says.
    pub async fn unpack(&self, sha256: &str, target: &Path) -> Result<u64, IngestError> {
        let object = match self.store.get(&location(sha256)).await {
            Ok(object) => object,
            Err(object_store::Error::NotFound { .. }) => {
                return Err(IngestError::new(
                    IngestCode::NotArchived,
                    format!("the archive {} does not hold document {sha256}", self.place),
                ));
            }
            Err(error) => return Err(failed(&error, &self.place)),
        };
        let packed = target.with_extension("gz");
        let mut file = File::create(&packed).map_err(|error| IngestError::io(&error, &packed))?;
        let mut stream = object.into_stream();
        while let Some(bytes) = stream.next().await {
            let bytes = bytes.map_err(|error| failed(&error, &self.place))?;
            file.write_all(&bytes).map_err(|error| IngestError::io(&error, &packed))?;
        }
        drop(file);
        let (bytes, found) = gunzip(&packed, target).map_err(|error| IngestError::io(&error, target))?;
        std::fs::remove_file(&packed).map_err(|error| IngestError::io(&error, &packed))?;
        if found != sha256 {
            return Err(IngestError::new(
                IngestCode::Internal,
                format!(
                    "document {sha256} in the archive {} has been changed: restore it from a backup",
                    self.place
                ),
            ));
        }
        Ok(bytes)
    }
}

/// Fast rather than small: spend files pack to a tenth either way.
fn gzip(raw: &Path, folder: &Path) -> io::Result<TempPath> {
    let packed = tempfile::Builder::new().prefix("packed-").tempfile_in(folder)?;
    let mut encoder = GzEncoder::new(packed, Compression::fast());
    io::copy(&mut File::open(raw)?, &mut encoder)?;
    Ok(encoder.finish()?.into_temp_path())
}

fn gunzip(packed: &Path, target: &Path) -> io::Result<(u64, String)> {
    let mut reader = GzDecoder::new(File::open(packed)?);
    let mut writer = HashingWriter { inner: File::create(target)?, hasher: Sha256::new() };
    let bytes = io::copy(&mut reader, &mut writer)?;
    Ok((bytes, hex(&writer.hasher.finalize())))
}

struct HashingWriter {
    inner: File,
    hasher: Sha256,
}

impl Write for HashingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Lower-case hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Two levels of folders, so that no folder grows too long.
fn location(sha256: &str) -> ObjectPath {
    let (first, rest) = sha256.split_at(sha256.len().min(2));
    ObjectPath::from(format!("sha256/{first}/{rest}.gz"))
}

/// What happened is mostly an input or output error below the store's own.
fn failed(error: &object_store::Error, place: &str) -> IngestError {
    let mut cause: Option<&dyn std::error::Error> = Some(error);
    while let Some(current) = cause {
        if let Some(io_error) = current.downcast_ref::<io::Error>() {
            return IngestError::io(io_error, Path::new(place));
        }
        cause = current.source();
    }
    IngestError::new(IngestCode::Io, format!("the archive {place} failed: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_kept_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let archive = Archive::local(&folder.path().join("archive")).unwrap();
        let bytes = b"Date,Supplier,Amount\n".repeat(50_000);
        let sha256 = hex(&Sha256::digest(&bytes));
        let raw = folder.path().join("raw");
        std::fs::write(&raw, &bytes).unwrap();
        let keep =
            |sha256: &str| archive.clone().keep(sha256.to_owned(), raw.clone(), folder.path().to_owned());
        keep(&sha256).await.unwrap();
        keep(&sha256).await.unwrap();
        let target = folder.path().join("target");
        assert_eq!(archive.unpack(&sha256, &target).await.unwrap(), bytes.len() as u64);
        assert_eq!(std::fs::read(&target).unwrap(), bytes);

        let other = "0".repeat(64);
        assert_eq!(archive.unpack(&other, &target).await.unwrap_err().code(), "NOT_ARCHIVED");
        keep(&other).await.unwrap();
        assert_eq!(archive.unpack(&other, &target).await.unwrap_err().code(), "INTERNAL");
    }
}
