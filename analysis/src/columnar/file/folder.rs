//! The folder of files.

use std::{
    fs, io,
    io::Write as _,
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{read::decode, write::encode};
use crate::columnar::facts::{InstitutionFacts, Names};

/// Where files of facts stand.
#[derive(Clone, Debug)]
pub(in crate::columnar) struct Folder {
    path: Arc<Path>,
}

impl Folder {
    /// A folder, which is made when something is written.
    pub(in crate::columnar) fn new(path: PathBuf) -> Self {
        Self { path: path.into() }
    }

    fn file(&self, id: i32) -> PathBuf {
        self.path.join(format!("spend-{id}.facts"))
    }

    /// The facts of an institution; none without a file. One that is not whole, or not ours, is left alone and logged.
    pub(in crate::columnar) fn read(&self, id: i32, names: &Names) -> Option<InstitutionFacts> {
        let path = self.file(id);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
            Err(error) => {
                tracing::warn!(%error, file = %path.display(), "a file of facts cannot be read; the database is");
                return None;
            }
        };
        match decode(id, &bytes, names) {
            Ok(facts) => Some(facts),
            Err(flaw) => {
                tracing::warn!(%flaw, file = %path.display(), "a file of facts is not used; the database is read");
                None
            }
        }
    }

    /// Writes the facts of an institution, whole or not at all.
    pub(in crate::columnar) fn write(
        &self,
        id: i32,
        facts: &InstitutionFacts,
        names: &Names,
    ) -> io::Result<()> {
        let bytes = encode(id, facts, names)?;
        fs::create_dir_all(&self.path)?;
        let mut file = tempfile::NamedTempFile::new_in(&self.path)?;
        file.write_all(&bytes)?;
        file.as_file().sync_all()?;
        file.persist(self.file(id))?;
        Ok(())
    }

    /// Removes the file of an institution, if there is one.
    pub(in crate::columnar) fn remove(&self, id: i32) -> io::Result<()> {
        match fs::remove_file(self.file(id)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }
}
