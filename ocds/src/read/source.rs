//! A stream, byte by byte and value by value, with the place in it.

use std::io::{self, BufRead};

use super::boundary::Boundary;
use crate::{
    caps::Caps,
    error::{OcdsCode, OcdsError, Position},
    release::too_large,
};

const BYTE_ORDER_MARK: [u8; 3] = [0xef, 0xbb, 0xbf];

/// A stream and how far it has been read.
pub(super) struct Source<R> {
    stream: R,
    position: Position,
}

impl<R: BufRead> Source<R> {
    pub(super) fn new(stream: R) -> Self {
        Self { stream, position: Position::START }
    }

    pub(super) fn position(&self) -> Position {
        self.position
    }

    /// The next byte, which stays.
    pub(super) fn peek(&mut self) -> Result<Option<u8>, OcdsError> {
        let position = self.position;
        Ok(fill(&mut self.stream, position)?.first().copied())
    }

    pub(super) fn skip_byte_order_mark(&mut self) -> Result<(), OcdsError> {
        if self.peek()? == Some(BYTE_ORDER_MARK[0]) {
            for byte in BYTE_ORDER_MARK {
                if !self.skip_if(byte)? {
                    let error =
                        OcdsError::new(OcdsCode::NotUtf8, "the text begins with bytes that are not UTF-8");
                    return Err(error.at(self.position));
                }
            }
        }
        Ok(())
    }

    pub(super) fn skip_space(&mut self) -> Result<(), OcdsError> {
        while let Some(byte @ (b' ' | b'\n' | b'\r' | b'\t')) = self.peek()? {
            self.pass(byte);
        }
        Ok(())
    }

    pub(super) fn skip_if(&mut self, wanted: u8) -> Result<bool, OcdsError> {
        let found = self.peek()? == Some(wanted);
        if found {
            self.pass(wanted);
        }
        Ok(found)
    }

    pub(super) fn expect(&mut self, wanted: u8, meant: &str) -> Result<(), OcdsError> {
        if self.skip_if(wanted)? { Ok(()) } else { Err(self.unexpected(meant)?) }
    }

    /// Copies white space.
    pub(super) fn copy_space(&mut self, out: &mut Vec<u8>, caps: &Caps) -> Result<(), OcdsError> {
        while let Some(byte @ (b' ' | b'\n' | b'\r' | b'\t')) = self.peek()? {
            if out.len() >= caps.max_release_bytes {
                return Err(too_large(caps).at(self.position));
            }
            out.push(byte);
            self.pass(byte);
        }
        Ok(())
    }

    /// Copies the value that begins here, unread.
    pub(super) fn copy_value(&mut self, out: &mut Vec<u8>, caps: &Caps) -> Result<(), OcdsError> {
        if let None | Some(b',' | b':' | b'}' | b']') = self.peek()? {
            return Err(self.unexpected("a value")?);
        }
        let mut boundary = Boundary::default();
        loop {
            let position = self.position;
            let chunk = fill(&mut self.stream, position)?;
            if chunk.is_empty() {
                if boundary.may_end() {
                    return Ok(());
                }
                return Err(cut_short(position));
            }
            let (length, ends) = boundary.follow(chunk);
            let value = &chunk[..length];
            if out.len() + length > caps.max_release_bytes {
                return Err(too_large(caps).at(position));
            }
            out.extend_from_slice(value);
            self.position = position.after(value);
            self.stream.consume(length);
            if ends {
                return Ok(());
            }
        }
    }

    /// An error that says what stands here instead of what is meant.
    pub(super) fn unexpected(&mut self, meant: &str) -> Result<OcdsError, OcdsError> {
        let position = self.position;
        if self.peek()?.is_none() {
            return Ok(cut_short(position));
        }
        let message = format!("found {} instead of {meant}", self.describe_next()?);
        Ok(OcdsError::new(OcdsCode::JsonInvalid, message).at(position))
    }

    /// The next byte in words for people.
    pub(super) fn describe_next(&mut self) -> Result<String, OcdsError> {
        Ok(match self.peek()? {
            None => "the end".to_owned(),
            Some(byte) if byte.is_ascii_graphic() => format!("'{}'", char::from(byte)),
            Some(byte) => format!("the byte 0x{byte:02x}"),
        })
    }

    fn pass(&mut self, byte: u8) {
        self.position = self.position.after(&[byte]);
        self.stream.consume(1);
    }
}

fn cut_short(position: Position) -> OcdsError {
    OcdsError::new(OcdsCode::JsonCutShort, "the text ends in the middle of a value").at(position)
}

/// What the stream has at hand; nothing at its end.
fn fill<R: BufRead>(stream: &mut R, position: Position) -> Result<&[u8], OcdsError> {
    // The first call waits for bytes, the second only borrows them: the borrow checker does not see through
    // a loop around one call.
    loop {
        match stream.fill_buf() {
            Ok(_) => break,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(OcdsError::io(&error, position)),
        }
    }
    stream.fill_buf().map_err(|error| OcdsError::io(&error, position))
}
