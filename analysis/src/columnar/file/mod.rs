//! Files of facts, one for each institution, so that a start reads from the database only what has changed.
//!
//! A file is never needed and never trusted: it has a version and a checksum, every code in it is checked, and payments
//! count only of documents that the database still holds as they were. Numbers are little-endian.
//!
//! | bytes | |
//! |---|---|
//! | 8 | `AHFACTS` and the version of the format |
//! | 32 | SHA-256 of the rest |
//! | 4 | key of the institution |
//! | | documents: number (4), for each its key (8) and fingerprint (16) |
//! | | category labels: number (4), for each its length (4) and UTF-8 |
//! | | departments in the same form |
//! | | financial years: number (4), for each its year (4) and chunks |
//!
//! Chunks: number (4), for each its rows (4); payee names: number (4), keys (8 each); category labels
//! with departments: number (4), two codes (4 each) each; marks: number (4), for each VAT basis (1) and warnings (4); documents: number (4), for each its key (8) and
//! last row (4); then the columns: days (2 each), pence (8), names (2), labels with
//! departments (2), marks (2).

mod folder;
mod read;
mod write;

#[cfg(test)]
mod tests;

pub(super) use folder::Folder;
pub use read::check_facts;

/// What every file begins with; the last byte is the version of the format.
const MAGIC: [u8; 8] = *b"AHFACTS\x02";

/// Bytes of the checksum.
const DIGEST: usize = 32;
