//! Pieces in which facts are brought up to date, and how it is told whether one still is.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

/// What a piece is a part of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PieceKind {
    /// Payments of a document.
    Document,
    /// Published names.
    Payee,
    /// Institutions.
    Payer,
    /// Category labels of an institution.
    Label,
}

impl PieceKind {
    const ALL: [Self; 4] = [Self::Document, Self::Payee, Self::Payer, Self::Label];

    /// The name in `fact_held`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Document => "DOCUMENT",
            Self::Payee => "PAYEE",
            Self::Payer => "PAYER",
            Self::Label => "LABEL",
        }
    }
}

/// A part of the facts that changes as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Piece {
    pub(super) kind: PieceKind,
    /// The institution that it belongs to; 0: none.
    pub(super) institution_id: i32,
    /// The document, or the number of the piece.
    pub(super) number: i64,
}

impl Piece {
    /// From the columns of `fact_held`.
    pub(super) fn read(kind: &str, institution_id: i32, number: i64) -> Option<Self> {
        let kind = PieceKind::ALL.into_iter().find(|one| one.name() == kind)?;
        Some(Self { kind, institution_id, number })
    }
}

/// What a piece holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Held {
    /// Tells it from any other content. Empty: it is being changed, or was when whoever did it ended.
    pub(super) print: String,
    /// How many rows.
    pub(super) rows: i64,
}

/// A print of 16 bytes.
pub(super) fn print_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(32);
    for byte in bytes.iter().take(16) {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

impl Held {
    /// Of rows.
    pub(super) fn of_rows(rows: &[impl std::fmt::Debug]) -> Self {
        let print = print_of(&Sha256::digest(format!("{rows:?}")));
        Self { print, rows: i64::try_from(rows.len()).unwrap_or(i64::MAX) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_read_back() {
        for kind in PieceKind::ALL {
            let piece = Piece { kind, institution_id: 3, number: 77 };
            assert_eq!(Piece::read(kind.name(), 3, 77), Some(piece));
        }
        assert_eq!(Piece::read("OTHER", 3, 77), None);
    }

    #[test]
    fn prints_tell_rows_apart() {
        assert_eq!(Held::of_rows(&[(1, Some("a"))]), Held::of_rows(&[(1, Some("a"))]));
        assert_ne!(Held::of_rows(&[(1, Some("a"))]), Held::of_rows(&[(1, None::<&str>)]));
        assert_eq!(print_of(&[0, 171]), "00ab");
    }
}
