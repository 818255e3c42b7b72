//! Telling a person how far a long piece of work has come.

/// Where progress is reported to. Calls are cheap and frequent; an implementation throttles itself.
pub trait Progress: Send + Sync {
    /// A piece of work begins; its size in bytes where it is known.
    fn start(&self, total_bytes: Option<u64>, name: &str);
    /// So many more bytes were read.
    fn advance(&self, bytes: u64);
    /// So many rows have been handled in this piece of work.
    fn rows(&self, rows: u64);
    /// The piece of work has ended.
    fn finish(&self);
}

/// Reports nowhere.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _total_bytes: Option<u64>, _name: &str) {}
    fn advance(&self, _bytes: u64) {}
    fn rows(&self, _rows: u64) {}
    fn finish(&self) {}
}
