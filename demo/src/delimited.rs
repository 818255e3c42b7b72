//! Writing a table as delimited text in the encodings and line ends that publishers use.

use csv::{QuoteStyle, Terminator, WriterBuilder};

use crate::sheet::Sheet;

/// How the characters become bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Utf8,
    /// With a byte order mark.
    Utf8Marked,
    /// With a byte order mark that went through windows-1252 and became three characters.
    Utf8MarkedTwice,
    Windows1252,
}

/// A flavour of delimited text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Format {
    pub(crate) encoding: Encoding,
    pub(crate) delimiter: u8,
    pub(crate) line_end: Terminator,
}

impl Format {
    /// Commas and Windows line ends.
    pub(crate) const fn comma(encoding: Encoding) -> Self {
        Self { encoding, delimiter: b',', line_end: Terminator::CRLF }
    }

    /// The bytes of a table.
    pub(crate) fn bytes(self, sheet: &Sheet) -> Result<Vec<u8>, String> {
        let mut writer = WriterBuilder::new()
            .flexible(true)
            .quote_style(QuoteStyle::Necessary)
            .delimiter(self.delimiter)
            .terminator(self.line_end)
            .from_writer(Vec::new());
        for row in sheet.rows() {
            writer.write_record(row).map_err(|error| error.to_string())?;
        }
        let text = writer.into_inner().map_err(|error| error.to_string())?;
        match self.encoding {
            Encoding::Utf8 => Ok(text),
            Encoding::Utf8Marked => Ok(["\u{feff}".as_bytes(), &text].concat()),
            Encoding::Utf8MarkedTwice => Ok(["ï»¿".as_bytes(), &text].concat()),
            Encoding::Windows1252 => {
                let text = String::from_utf8(text).map_err(|error| error.to_string())?;
                let (bytes, _, lossy) = encoding_rs::WINDOWS_1252.encode(&text);
                if lossy {
                    Err("a character is missing in windows-1252".to_owned())
                } else {
                    Ok(bytes.into_owned())
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sheet::row;

    #[test]
    fn text_becomes_the_bytes_that_publishers_send() {
        let mut sheet = Sheet::default();
        sheet.above(["Payee", "Café £"]);
        sheet.payment(row!["a,b", "1"], 100);
        let bytes =
            |encoding, delimiter, line_end| Format { encoding, delimiter, line_end }.bytes(&sheet).unwrap();
        let crlf = Terminator::CRLF;
        assert_eq!(bytes(Encoding::Windows1252, b',', crlf), b"Payee,Caf\xe9 \xa3\r\n\"a,b\",1\r\n");
        assert!(bytes(Encoding::Utf8Marked, b';', crlf).starts_with(b"\xef\xbb\xbfPayee;Caf\xc3\xa9"));
        assert!(
            bytes(Encoding::Utf8MarkedTwice, b'\t', crlf).starts_with(b"\xc3\xaf\xc2\xbb\xc2\xbfPayee\t")
        );
        let old = bytes(Encoding::Utf8, b',', Terminator::Any(b'\r'));
        assert!(old.contains(&b'\r') && !old.contains(&b'\n'));
    }
}
