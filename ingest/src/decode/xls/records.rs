//! The records that a workbook of Excel 97–2003 is a sequence of.

use super::Damaged;

/// A record that carries on what the one before it had no room for.
const CONTINUE: u16 = 0x003C;

/// One record.
pub(super) struct Record<'a> {
    pub(super) kind: u16,
    pub(super) data: &'a [u8],
    /// What carries it on.
    pub(super) more: Vec<&'a [u8]>,
}

/// Records one after the other.
pub(super) struct Records<'a>(&'a [u8]);

impl<'a> Records<'a> {
    pub(super) fn new(stream: &'a [u8]) -> Self {
        Self(stream)
    }

    fn take(&mut self) -> Result<(u16, &'a [u8]), Damaged> {
        let (kind, length) = (kind(self.0)?, usize::from(kind(self.0.get(2..).unwrap_or_default())?));
        let data = self.0.get(4..4 + length).ok_or(Damaged("a record is cut short"))?;
        self.0 = &self.0[4 + length..];
        Ok((kind, data))
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Result<Record<'a>, Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.0.is_empty() {
            return None;
        }
        let (kind_of_first, data) = match self.take() {
            Ok(first) => first,
            Err(error) => {
                self.0 = &[];
                return Some(Err(error));
            }
        };
        let mut more = Vec::new();
        while self.0.len() > 4 && kind(self.0).is_ok_and(|next| next == CONTINUE) {
            match self.take() {
                Ok((_, data)) => more.push(data),
                Err(error) => return Some(Err(error)),
            }
        }
        Some(Ok(Record { kind: kind_of_first, data, more }))
    }
}

fn kind(bytes: &[u8]) -> Result<u16, Damaged> {
    let bytes = bytes.first_chunk::<2>().ok_or(Damaged("a record is cut short"))?;
    Ok(u16::from_le_bytes(*bytes))
}

/// Two bytes as a number.
pub(super) fn short(data: &[u8], at: usize) -> Result<u64, Damaged> {
    kind(data.get(at..).unwrap_or_default()).map(u64::from)
}

/// Four bytes as a number.
pub(super) fn long(data: &[u8], at: usize) -> Result<u64, Damaged> {
    let bytes = data.get(at..).and_then(<[u8]>::first_chunk::<4>).ok_or(Damaged("a record is cut short"))?;
    Ok(u64::from(u32::from_le_bytes(*bytes)))
}
