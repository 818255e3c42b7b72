//! The bytes of a file: plain, in a ZIP, or compressed with gzip.

mod guard;

use std::{
    fs::File,
    io::{self, BufReader, Cursor, Read, Seek, SeekFrom},
    path::{Path, PathBuf},
    time::SystemTime,
};

use flate2::read::MultiGzDecoder;
use sha2::{Digest, Sha256};
use zip::ZipArchive;

pub(crate) use self::guard::{Allowance, Guard, refused};
use crate::{ReferenceCode, ReferenceError, Told, Watch};

/// Where bytes come from.
#[derive(Clone, Debug)]
pub(crate) enum Origin {
    File(PathBuf),
    /// Text that comes with the program.
    Shipped {
        name: &'static str,
        text: &'static str,
    },
}

/// What tells bytes apart from others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint {
    pub(crate) sha256: String,
    pub(crate) bytes: u64,
    modified: Option<SystemTime>,
}

/// Bytes taken from the disk at once.
const BUFFER: usize = 256 << 10;

impl Origin {
    /// The file as messages name it.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::File(path) => path.display().to_string(),
            Self::Shipped { name, .. } => (*name).to_owned(),
        }
    }

    fn path(&self) -> &Path {
        match self {
            Self::File(path) => path,
            Self::Shipped { name, .. } => Path::new(name),
        }
    }

    /// Reads all bytes once.
    pub(crate) fn fingerprint(&self) -> Result<Fingerprint, ReferenceError> {
        let mut hash = Sha256::new();
        let modified = match self {
            Self::Shipped { text, .. } => {
                hash.update(text.as_bytes());
                None
            }
            Self::File(path) => {
                let (mut file, modified) = self.open(path)?;
                let mut buffer = vec![0; BUFFER];
                loop {
                    match file.read(&mut buffer).map_err(|error| ReferenceError::io(&error, path))? {
                        0 => break,
                        read => hash.update(&buffer[..read]),
                    }
                }
                modified
            }
        };
        let bytes = self.size()?;
        let sha256 = hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        Ok(Fingerprint { sha256, bytes, modified })
    }

    fn open(&self, path: &Path) -> Result<(File, Option<SystemTime>), ReferenceError> {
        let failed = |error: io::Error| ReferenceError::io(&error, path);
        let file = File::open(path).map_err(failed)?;
        let metadata = file.metadata().map_err(failed)?;
        if metadata.is_dir() {
            return Err(ReferenceError::new(
                ReferenceCode::WrongKind,
                format!("{} is a folder: name one file", path.display()),
            ));
        }
        Ok((file, metadata.modified().ok()))
    }

    fn size(&self) -> Result<u64, ReferenceError> {
        match self {
            Self::Shipped { text, .. } => Ok(text.len() as u64),
            Self::File(path) => {
                let metadata = path.metadata().map_err(|error| ReferenceError::io(&error, path))?;
                Ok(metadata.len())
            }
        }
    }

    /// Hands over the unpacked bytes, and the name of the file in an archive. Fails when the file is another one by
    /// now than the fingerprint was taken of.
    pub(crate) fn unpacked<T>(
        &self,
        print: &Fingerprint,
        watch: &Watch,
        act: impl FnOnce(Box<dyn Read + '_>, Option<String>) -> Result<T, ReferenceError>,
    ) -> Result<T, ReferenceError> {
        watch(Told::Reading(print.bytes));
        let result = match self {
            Self::Shipped { text, .. } => act(Box::new(text.as_bytes()), None),
            Self::File(path) => {
                let (file, _) = self.open(path)?;
                unpack(Counted { inner: BufReader::with_capacity(BUFFER, file), watch }, path, act)
            }
        };
        watch(Told::Ended);
        let value = result?;
        if let Self::File(path) = self {
            let (_, modified) = self.open(path)?;
            if self.size()? != print.bytes || modified != print.modified {
                return Err(ReferenceError::new(
                    ReferenceCode::FileChanged,
                    format!("{} changed while it was read: try again when it is complete", path.display()),
                ));
            }
        }
        Ok(value)
    }

    /// A failure while reading, as what it is.
    pub(crate) fn failed(&self, error: io::Error) -> ReferenceError {
        match refused(&error) {
            Some(code) => ReferenceError::new(code, format!("{}: {error}", self.name())),
            None => match error.kind() {
                io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => {
                    ReferenceError::new(
                        ReferenceCode::NotData,
                        format!("{} is damaged or cut short: {error}; fetch it again", self.name()),
                    )
                }
                _ => ReferenceError::io(&error, self.path()),
            },
        }
    }
}

/// Tells how many bytes were read.
struct Counted<'w, R> {
    inner: R,
    watch: &'w Watch,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        (self.watch)(Told::Read(read as u64));
        Ok(read)
    }
}

impl<R: Seek> Seek for Counted<'_, R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to)
    }
}

fn unpack<'r, T>(
    mut input: impl Read + Seek + 'r,
    path: &Path,
    act: impl FnOnce(Box<dyn Read + '_>, Option<String>) -> Result<T, ReferenceError>,
) -> Result<T, ReferenceError> {
    let failed = |error: io::Error| ReferenceError::io(&error, path);
    let mut magic = Vec::with_capacity(4);
    input.by_ref().take(4).read_to_end(&mut magic).map_err(failed)?;
    input.rewind().map_err(failed)?;
    match magic.as_slice() {
        [b'P', b'K', 3 | 5, 4 | 6] => {
            let mut archive = ZipArchive::new(input).map_err(|error| damaged(path, &error))?;
            let number = table_of(&mut archive, path)?;
            let entry = archive.by_index(number).map_err(|error| damaged(path, &error))?;
            let name = entry.name().map_err(|error| damaged(path, &error))?.into_owned();
            act(Box::new(BufReader::with_capacity(BUFFER, entry)), Some(name))
        }
        [0x1f, 0x8b, ..] => act(Box::new(MultiGzDecoder::new(input)), None),
        _ => act(Box::new(Cursor::new(Vec::new()).chain(input)), None),
    }
}

fn damaged(path: &Path, error: &zip::result::ZipError) -> ReferenceError {
    ReferenceError::new(
        ReferenceCode::NotData,
        format!("{} is no ZIP that can be read: {error}; fetch it again", path.display()),
    )
}

/// Endings of names of tables.
const TABLES: [&str; 4] = [".csv", ".txt", ".tsv", ".json"];

/// The table in an archive. ONS ships its directory beside small lists of codes and the same rows once more in
/// pieces: so the largest counts, where it is at least twice as large as any other.
fn table_of<R: Read + Seek>(archive: &mut ZipArchive<R>, path: &Path) -> Result<usize, ReferenceError> {
    let mut tables = Vec::new();
    for number in 0..archive.len() {
        let entry = archive.by_index_raw(number).map_err(|error| damaged(path, &error))?;
        let name = entry.name().map_err(|error| damaged(path, &error))?.to_ascii_lowercase();
        if TABLES.iter().any(|ending| name.ends_with(ending)) && !name.contains("__macosx/") {
            tables.push((entry.size(), number));
        }
    }
    tables.sort_unstable_by(|one, other| other.cmp(one));
    let wrong = |what: &str| {
        Err(ReferenceError::new(ReferenceCode::WrongKind, format!("{} holds {what}", path.display())))
    };
    match tables.as_slice() {
        [] => wrong("no CSV, text or JSON file: a workbook must be saved as CSV first"),
        [(_, number)] => Ok(*number),
        [(largest, number), (second, _), ..] if *largest >= second.saturating_mul(2) => Ok(*number),
        _ => wrong("several tables of like size: unpack it and name one of them"),
    }
}
