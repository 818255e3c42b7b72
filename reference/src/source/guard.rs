//! Bounds on what is read: no row without end, no file without end.

use std::{
    fmt,
    io::{self, Read},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::ReferenceCode;

/// Bytes between two rows. The longest rows of publishers have some thousand; readers fetch up to a megabyte ahead.
const ROW: u64 = 8 << 20;

/// Bytes of a whole file, unpacked. Companies House publishes 2.7 GB.
const FILE: u64 = 64 << 30;

/// Counts the bytes since the last row.
#[derive(Clone, Debug, Default)]
pub(crate) struct Allowance(Arc<AtomicU64>);

impl Allowance {
    /// A row ended.
    pub(crate) fn renew(&self) {
        self.0.store(0, Ordering::Relaxed);
    }
}

/// Stops reading beyond the bounds.
pub(crate) struct Guard<R> {
    inner: R,
    allowance: Allowance,
    total: u64,
}

impl<R> Guard<R> {
    pub(crate) fn new(inner: R, allowance: Allowance) -> Self {
        Self { inner, allowance, total: 0 }
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let more = read as u64;
        self.total = self.total.saturating_add(more);
        if self.allowance.0.fetch_add(more, Ordering::Relaxed) > ROW {
            return Err(io::Error::other(Refused(ReferenceCode::RecordTooLong)));
        }
        if self.total > FILE {
            return Err(io::Error::other(Refused(ReferenceCode::TooLarge)));
        }
        Ok(read)
    }
}

/// Why the guard stopped the reading.
#[derive(Debug)]
struct Refused(ReferenceCode);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            ReferenceCode::RecordTooLong => "one row is longer than 8 MiB: a quotation mark is never closed",
            _ => "it unpacks to more than 64 GiB: no file of this kind does",
        })
    }
}

impl std::error::Error for Refused {}

/// The code of a failure that the guard made.
pub(crate) fn refused(error: &io::Error) -> Option<ReferenceCode> {
    error.get_ref()?.downcast_ref::<Refused>().map(|refused| refused.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_without_end_is_stopped_and_many_rows_are_not() {
        let allowance = Allowance::default();
        let mut guard = Guard::new(io::repeat(b'x'), allowance.clone());
        let mut buffer = vec![0; 1 << 20];
        for _ in 0..100 {
            guard.read_exact(&mut buffer).unwrap();
            allowance.renew();
        }
        let error = (0..100).find_map(|_| guard.read(&mut buffer).err()).unwrap();
        assert_eq!(refused(&error), Some(ReferenceCode::RecordTooLong));
        assert_eq!(refused(&io::Error::other("another")), None);
    }
}
