//! UTF-16 turned into UTF-8 while it is read.

use std::io::{self, Read};

use encoding_rs::{Decoder, UTF_16BE, UTF_16LE};

use super::encoding::TextEncoding;

/// Reads UTF-16 and gives UTF-8; what is not UTF-16 becomes U+FFFD.
pub(crate) struct Utf16Reader<R> {
    inner: R,
    decoder: Decoder,
    input: Vec<u8>,
    output: Vec<u8>,
    given: usize,
    finished: bool,
}

impl<R: Read> Utf16Reader<R> {
    pub(crate) fn new(inner: R, encoding: TextEncoding) -> Self {
        let standard = if encoding == TextEncoding::Utf16Be { UTF_16BE } else { UTF_16LE };
        Self {
            inner,
            decoder: standard.new_decoder_without_bom_handling(),
            input: vec![0; 64 << 10],
            output: Vec::new(),
            given: 0,
            finished: false,
        }
    }
}

impl<R: Read> Read for Utf16Reader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.given == self.output.len() && !self.finished {
            let read = self.inner.read(&mut self.input)?;
            self.finished = read == 0;
            let room = self.decoder.max_utf8_buffer_length(read).unwrap_or(4 * read + 16);
            self.output.resize(room, 0);
            let (_, _, written, _) =
                self.decoder.decode_to_utf8(&self.input[..read], &mut self.output, self.finished);
            self.output.truncate(written);
            self.given = 0;
        }
        let take = buffer.len().min(self.output.len() - self.given);
        buffer[..take].copy_from_slice(&self.output[self.given..self.given + take]);
        self.given += take;
        Ok(take)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_survives_small_reads() {
        let text = "Café £1,234 – 𝄞\nnext";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut out = String::new();
        Utf16Reader::new(bytes.as_slice(), TextEncoding::Utf16Le).read_to_string(&mut out).unwrap();
        assert_eq!(out, text);
    }
}
