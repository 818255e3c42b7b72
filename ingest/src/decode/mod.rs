//! Foreign bytes as rows of text cells, whatever the container.

mod delimited;
mod encoding;
mod held;
mod ods;
mod row;
mod sniff;
mod utf16;
mod workbook;
mod xls;

use std::{
    fs::File,
    io::{BufReader, Read, Seek, SeekFrom},
    ops::ControlFlow,
    path::{Path, PathBuf},
};

pub(crate) use encoding::ByteCensus;
pub use encoding::TextEncoding;
pub use row::{Row, trim};

use crate::{Caps, IngestError, progress::Progress};

/// How the rows are packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// Delimited text.
    Csv,
    /// Office Open XML workbook.
    Xlsx,
    /// Excel 97–2003 workbook.
    Xls,
    /// OpenDocument spreadsheet.
    Ods,
}

impl Container {
    /// The name in receipts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Xls => "xls",
            Self::Ods => "ods",
        }
    }
}

/// What the sender or an adapter says about the text, which is then not inferred.
#[derive(Clone, Copy, Debug, Default)]
pub struct TextHints {
    /// Encoding of the text.
    pub encoding: Option<TextEncoding>,
    /// Delimiter between cells.
    pub delimiter: Option<u8>,
}

/// One table that a file may hold: the whole of a text file, or a sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TableRef {
    /// Name of the sheet; none for text files.
    pub sheet: Option<String>,
    /// Whether the workbook hides the sheet from its readers.
    pub hidden: bool,
}

/// A file of which container and tables are known.
#[derive(Debug)]
pub struct Source {
    path: PathBuf,
    container: Container,
    text: Option<TextShape>,
    tables: Vec<TableRef>,
    caps: Caps,
}

/// How a text file is to be read.
#[derive(Clone, Copy, Debug)]
struct TextShape {
    encoding: TextEncoding,
    delimiter: u8,
    skip: u64,
}

/// A visitor's answer to a row: go on, or stop reading this table.
pub type Flow = ControlFlow<()>;

impl Source {
    /// Looks at the bytes of a file, never at its name, and finds out how it is packed.
    pub fn open(
        path: &Path,
        hints: TextHints,
        caps: Caps,
        progress: &dyn Progress,
    ) -> Result<Self, IngestError> {
        Self::open_counted(path, hints, caps, None, progress)
    }

    /// The same for a file whose bytes may have been counted already.
    pub(crate) fn open_counted(
        path: &Path,
        hints: TextHints,
        caps: Caps,
        census: Option<&ByteCensus>,
        progress: &dyn Progress,
    ) -> Result<Self, IngestError> {
        let io_error = |error| IngestError::io(&error, path);
        let mut file = File::open(path).map_err(io_error)?;
        let bytes = file.metadata().map_err(io_error)?.len();
        sniff::check_size(bytes, &caps)?;
        let mut head = Vec::new();
        file.by_ref().take(sniff::HEAD_BYTES).read_to_end(&mut head).map_err(io_error)?;
        let (container, text, tables) = match sniff::container(&head)? {
            Container::Csv => {
                let census = match census {
                    Some(census) => census.clone(),
                    None => count_bytes(&mut file, progress).map_err(io_error)?,
                };
                let shape = text_shape(&head, hints, caps, &census)?;
                (Container::Csv, Some(shape), vec![TableRef { sheet: None, hidden: false }])
            }
            container => {
                let (container, sheets) = workbook::list_sheets(path, container, &caps)?;
                (container, None, sheets)
            }
        };
        Ok(Self { path: path.to_owned(), container, text, tables, caps })
    }

    /// How the file is packed.
    pub fn container(&self) -> Container {
        self.container
    }

    /// Encoding of a text file.
    pub fn encoding(&self) -> Option<TextEncoding> {
        self.text.map(|shape| shape.encoding)
    }

    /// Delimiter of a text file.
    pub fn delimiter(&self) -> Option<char> {
        self.text.map(|shape| char::from(shape.delimiter))
    }

    /// The tables it may hold, in order.
    pub fn tables(&self) -> &[TableRef] {
        &self.tables
    }

    /// Shows the rows of one table to a visitor, in order, one at a time.
    pub fn visit(
        &self,
        table: usize,
        progress: &dyn Progress,
        visitor: &mut dyn FnMut(&Row) -> Result<Flow, IngestError>,
    ) -> Result<(), IngestError> {
        match (&self.text, self.tables.get(table)) {
            (Some(shape), Some(_)) => self.visit_text(*shape, progress, visitor),
            (None, Some(reference)) => {
                workbook::visit(&self.path, self.container, reference, &self.caps, visitor)
            }
            (_, None) => Ok(()),
        }
    }

    fn visit_text(
        &self,
        shape: TextShape,
        progress: &dyn Progress,
        visitor: &mut dyn FnMut(&Row) -> Result<Flow, IngestError>,
    ) -> Result<(), IngestError> {
        let io_error = |error| IngestError::io(&error, &self.path);
        let mut file = File::open(&self.path).map_err(io_error)?;
        file.seek(SeekFrom::Start(shape.skip)).map_err(io_error)?;
        let counted = Counted { inner: file, progress };
        let source: Box<dyn Read + '_> = match shape.encoding {
            TextEncoding::Utf16Le | TextEncoding::Utf16Be => {
                Box::new(utf16::Utf16Reader::new(counted, shape.encoding))
            }
            _ => Box::new(counted),
        };
        let mut reader = delimited::DelimitedReader::new(source, shape.encoding, shape.delimiter, self.caps);
        let mut row = Row::default();
        while reader.next_row(&mut row)? {
            if visitor(&row)?.is_break() {
                break;
            }
        }
        Ok(())
    }
}

/// A reader that reports what it has read.
struct Counted<'a, R> {
    inner: R,
    progress: &'a dyn Progress,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.progress.advance(read as u64);
        Ok(read)
    }
}

fn count_bytes(file: &mut File, progress: &dyn Progress) -> std::io::Result<ByteCensus> {
    file.seek(SeekFrom::Start(0))?;
    let mut reader = BufReader::with_capacity(256 << 10, file);
    ByteCensus::take(&mut reader, |read| progress.advance(read as u64))
}

fn text_shape(
    head: &[u8],
    hints: TextHints,
    caps: Caps,
    census: &ByteCensus,
) -> Result<TextShape, IngestError> {
    sniff::check_text(head, census)?;
    let encoding = hints.encoding.unwrap_or_else(|| census.encoding(head));
    let skip = sniff::byte_order_mark(head);
    let body = head.get(usize::try_from(skip).unwrap_or(0)..).unwrap_or_default();
    let delimiter = hints.delimiter.unwrap_or_else(|| match encoding {
        TextEncoding::Utf16Le | TextEncoding::Utf16Be => {
            let mut text = Vec::new();
            // A cut character at the end of the head is replaced; reading from a slice cannot fail.
            let _ = utf16::Utf16Reader::new(body, encoding).read_to_end(&mut text);
            delimited::sniff_delimiter(&text, encoding, caps)
        }
        _ => delimited::sniff_delimiter(body, encoding, caps),
    });
    Ok(TextShape { encoding, delimiter, skip })
}
