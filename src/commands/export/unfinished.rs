//! A file that is there once it is whole.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::{Path, PathBuf},
};

use crate::failure::Failure;

/// A file on its way: written beside its place, and moved there when it is whole. Dropped before, it is removed.
pub(super) struct Unfinished {
    file: BufWriter<File>,
    unfinished: PathBuf,
    to: PathBuf,
    moved: bool,
}

impl Unfinished {
    pub(super) fn create(to: &Path) -> Result<Self, Failure> {
        let mut unfinished = to.as_os_str().to_owned();
        unfinished.push(".unfinished");
        let unfinished = PathBuf::from(unfinished);
        let file = BufWriter::new(File::create(&unfinished).map_err(|error| out_of(&error, to))?);
        Ok(Self { file, unfinished, to: to.to_owned(), moved: false })
    }

    pub(super) fn write(&mut self, bytes: &[u8]) -> Result<(), Failure> {
        self.file.write_all(bytes).map_err(|error| out_of(&error, &self.to))
    }

    /// Moves it to its place.
    pub(super) fn finish(mut self) -> Result<(), Failure> {
        self.file
            .flush()
            .and_then(|()| self.file.get_ref().sync_all())
            .and_then(|()| std::fs::rename(&self.unfinished, &self.to))
            .map_err(|error| out_of(&error, &self.to))?;
        self.moved = true;
        Ok(())
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if !self.moved {
            // What is left behind is written over by the next export.
            let _ = std::fs::remove_file(&self.unfinished);
        }
    }
}

fn out_of(error: &std::io::Error, to: &Path) -> Failure {
    Failure::new(
        "EXPORT_FAILED",
        error.to_string(),
        "name a file in a folder that can be written, with room left",
    )
    .at(to.display())
}
