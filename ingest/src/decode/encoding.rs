//! Which encoding a text file has, and its bytes as text.
//!
//! Every encoding seen but UTF-16 keeps ASCII as it is, so rows are split on bytes and only cells are
//! decoded. UTF-16 is turned into UTF-8 before.

use std::io::{self, BufRead};

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use oem_cp::{code_table::DECODING_TABLE_CP850, decode_string_complete_table};

/// The encoding of a text file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TextEncoding {
    /// UTF-8 (ASCII included); stray bytes that are not UTF-8 are read as windows-1252.
    Utf8,
    /// UTF-16, little end first.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
    /// Western European Windows.
    Windows1252,
    /// Western European DOS (code page 850; 437 has the same pound sign).
    Ibm850,
    /// Old Macintosh.
    MacRoman,
}

impl TextEncoding {
    /// The name in receipts (WHATWG or IANA label).
    pub fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Windows1252 => "windows-1252",
            Self::Ibm850 => "ibm850",
            Self::MacRoman => "macintosh",
        }
    }

    /// Reads a name back, for adapters.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Utf8, Self::Utf16Le, Self::Utf16Be, Self::Windows1252, Self::Ibm850, Self::MacRoman]
            .into_iter()
            .find(|encoding| encoding.name().eq_ignore_ascii_case(name))
    }

    /// Appends the text of the bytes of one cell.
    pub fn decode_into(self, bytes: &[u8], out: &mut String) {
        if bytes.is_ascii() {
            // ASCII is valid UTF-8.
            out.push_str(std::str::from_utf8(bytes).unwrap_or_default());
            return;
        }
        match self {
            Self::Utf8 | Self::Utf16Le | Self::Utf16Be => {
                for chunk in bytes.utf8_chunks() {
                    out.push_str(chunk.valid());
                    out.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
                }
            }
            Self::Windows1252 => out.push_str(&WINDOWS_1252.decode_without_bom_handling(bytes).0),
            Self::MacRoman => out.push_str(&MACINTOSH.decode_without_bom_handling(bytes).0),
            Self::Ibm850 => out.push_str(&decode_string_complete_table(bytes, &DECODING_TABLE_CP850)),
        }
    }
}

/// What the bytes of a file say about its encoding. Takes them piece by piece, so that whoever reads the file
/// anyway can count on the way.
#[derive(Clone, Debug)]
pub(crate) struct ByteCensus {
    /// Bytes in all.
    pub(crate) bytes: u64,
    /// NUL bytes: text in an eight-bit encoding has none.
    pub(crate) nuls: u64,
    /// Control characters other than white space.
    pub(crate) controls: u64,
    /// Bytes from 0x80 up that form valid UTF-8 sequences (counted as sequences).
    multibyte: u64,
    /// Bytes from 0x80 up that do not.
    stray: [u64; 128],
    /// The beginning of a sequence that the last piece was cut in.
    cut: Vec<u8>,
}

impl Default for ByteCensus {
    fn default() -> Self {
        Self { bytes: 0, nuls: 0, controls: 0, multibyte: 0, stray: [0; 128], cut: Vec::new() }
    }
}

impl ByteCensus {
    /// Counts every byte of a reader. Memory does not grow with it.
    pub(crate) fn take(reader: &mut impl BufRead, mut on_read: impl FnMut(usize)) -> io::Result<Self> {
        let mut census = Self::default();
        loop {
            let buffer = reader.fill_buf()?;
            let read = buffer.len();
            if read == 0 {
                return Ok(census.finish());
            }
            census.add(buffer);
            reader.consume(read);
            on_read(read);
        }
    }

    /// Counts the next piece of the file.
    pub(crate) fn add(&mut self, piece: &[u8]) {
        self.bytes += piece.len() as u64;
        self.count_controls(piece);
        if self.cut.is_empty() && piece.is_ascii() {
            // The common case costs one scan.
            return;
        }
        let mut carried = std::mem::take(&mut self.cut);
        if carried.is_empty() {
            self.cut = piece[piece.len() - self.count_sequences(piece)..].to_vec();
        } else {
            carried.extend_from_slice(piece);
            self.cut = carried[carried.len() - self.count_sequences(&carried)..].to_vec();
        }
    }

    /// Counts a sequence that the end of the file cuts.
    pub(crate) fn finish(mut self) -> Self {
        for byte in std::mem::take(&mut self.cut) {
            self.count_stray(byte);
        }
        self
    }

    fn count_controls(&mut self, bytes: &[u8]) {
        // Nothing ends the loop early, so that many bytes are looked at in one step.
        let is_control =
            |byte: u8| (byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r') & (byte != 0x0c);
        let controls = bytes.iter().filter(|byte| is_control(**byte)).count() as u64;
        if controls > 0 {
            self.controls += controls;
            self.nuls += bytes.iter().filter(|byte| **byte == 0).count() as u64;
        }
    }

    /// Counts UTF-8 sequences; returns how many bytes at the end may belong to a sequence still to come.
    fn count_sequences(&mut self, bytes: &[u8]) -> usize {
        let mut chunks = bytes.utf8_chunks().peekable();
        while let Some(chunk) = chunks.next() {
            self.multibyte += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u64;
            let invalid = chunk.invalid();
            if chunks.peek().is_none()
                && !invalid.is_empty()
                && std::str::from_utf8(invalid).is_err_and(|error| error.error_len().is_none())
            {
                return invalid.len();
            }
            for byte in invalid {
                self.count_stray(*byte);
            }
        }
        0
    }

    fn count_stray(&mut self, byte: u8) {
        if byte >= 0x80 {
            self.stray[usize::from(byte - 0x80)] += 1;
        }
    }

    /// The encoding that explains the bytes best. UK publishers' files in an eight-bit encoding are
    /// windows-1252 unless bytes say otherwise.
    pub(crate) fn encoding(&self, head: &[u8]) -> TextEncoding {
        match head {
            [0xff, 0xfe, ..] => return TextEncoding::Utf16Le,
            [0xfe, 0xff, ..] => return TextEncoding::Utf16Be,
            _ => {}
        }
        if self.nuls > self.bytes / 4 {
            let odd_nuls = head.iter().skip(1).step_by(2).filter(|byte| **byte == 0).count();
            let even_nuls = head.iter().step_by(2).filter(|byte| **byte == 0).count();
            return if odd_nuls > even_nuls { TextEncoding::Utf16Le } else { TextEncoding::Utf16Be };
        }
        let strays: u64 = self.stray.iter().sum();
        if strays == 0 || self.multibyte > strays || head.starts_with(&[0xef, 0xbb, 0xbf]) {
            return TextEncoding::Utf8;
        }
        let of = |byte: u8| self.stray[usize::from(byte.saturating_sub(0x80))];
        // The pound sign and common accented letters of DOS code pages are rare marks or nothing at all in
        // windows-1252, and the other way round.
        let dos: u64 = [0x81, 0x82, 0x87, 0x90, 0x9c].into_iter().map(of).sum();
        let letters: u64 = (0xc0..=0xff).map(of).sum::<u64>() + (0x91..=0x97).map(of).sum::<u64>() + of(0xa3);
        if dos > letters {
            return TextEncoding::Ibm850;
        }
        // Typographic quotes, dashes and no-break space of the old Macintosh against the same bytes'
        // capital accented letters, and the other way round.
        let mac = of(0xd0) + of(0xd1) + of(0xd2) + of(0xd3) + of(0xd4) + of(0xd5) + of(0xca) + of(0x8e);
        let windows = of(0x91) + of(0x92) + of(0x93) + of(0x94) + of(0x96) + of(0x97) + of(0xa0) + of(0xe9);
        if mac > windows { TextEncoding::MacRoman } else { TextEncoding::Windows1252 }
    }
}

#[cfg(test)]
mod tests {
    use std::io::BufReader;

    use super::*;

    fn detect(bytes: &[u8]) -> TextEncoding {
        // A tiny buffer, so that sequences are cut in the middle.
        let mut reader = BufReader::with_capacity(3, bytes);
        ByteCensus::take(&mut reader, |_| {}).unwrap().encoding(bytes)
    }

    fn decode(encoding: TextEncoding, bytes: &[u8]) -> String {
        let mut out = String::new();
        encoding.decode_into(bytes, &mut out);
        out
    }

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(detect(b"plain"), TextEncoding::Utf8);
        assert_eq!(detect("café £1 – ’".as_bytes()), TextEncoding::Utf8);
        assert_eq!(detect(b"caf\xe9 \xa31"), TextEncoding::Windows1252);
        assert_eq!(detect(b"Over \x9c25k"), TextEncoding::Ibm850);
        assert_eq!(detect(b"Caf\x82 \x90lan"), TextEncoding::Ibm850);
        assert_eq!(detect(b"\x93quoted\x94 caf\xe9"), TextEncoding::Windows1252);
        assert_eq!(detect(b"St John\xd5s caf\x8e"), TextEncoding::MacRoman);
        assert_eq!(detect(b"\xff\xfeA\0,\0"), TextEncoding::Utf16Le);
        assert_eq!(detect("a £ b £ \u{e9}".as_bytes()), TextEncoding::Utf8);
    }

    #[test]
    fn a_stray_byte_in_utf8_is_read_as_windows_1252() {
        let mut bytes = "£5 café ".as_bytes().to_vec();
        bytes.push(0x92);
        assert_eq!(detect(&bytes), TextEncoding::Utf8);
        assert_eq!(decode(TextEncoding::Utf8, &bytes), "£5 café ’");
    }

    #[test]
    fn pound_signs_decode_in_every_encoding() {
        assert_eq!(decode(TextEncoding::Windows1252, b"\xa31"), "£1");
        assert_eq!(decode(TextEncoding::Ibm850, b"\x9c1"), "£1");
        assert_eq!(decode(TextEncoding::MacRoman, b"\xa31"), "£1");
    }
}
