//! Cursors: where a page ended, in a form that only the same list with the same filter and order takes back.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::NaiveDate;
use sea_orm::Value;
use serde::{Deserialize, Serialize};

use super::error::ApiError;

/// Cursors of another form of this program are refused, not misread.
const VERSION: u8 = 1;

/// The sort key of a row: the last values make it unique.
pub(crate) type Position = Vec<Key>;

/// One value of a sort key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Key {
    /// A number.
    #[serde(rename = "n")]
    Number(i64),
    /// A text.
    #[serde(rename = "t")]
    Text(String),
    /// A date.
    #[serde(rename = "d")]
    Date(NaiveDate),
}

impl Key {
    /// Whether both can stand for one column.
    fn same_kind(&self, other: &KeyKind) -> bool {
        matches!(
            (self, other),
            (Self::Number(_), KeyKind::Number)
                | (Self::Text(_), KeyKind::Text)
                | (Self::Date(_), KeyKind::Date)
        )
    }

    /// The value to compare the column with.
    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Number(number) => number.into(),
            Self::Text(text) => text.into(),
            Self::Date(date) => date.into(),
        }
    }
}

/// What a sort column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// Numbers.
    Number,
    /// Texts.
    Text,
    /// Dates.
    Date,
}

/// A list with its filter and order, as a number: the same on every node of a hub, after every restart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint(u64);

impl Fingerprint {
    /// Of a description that is equal exactly for equal lists (FNV-1a: short, and fixed for all time, as the
    /// hashes of the standard library are not).
    pub(crate) fn of(description: &str) -> Self {
        Self(description.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }
}

/// The cursor of a row of a list.
pub(crate) fn encode(list: Fingerprint, position: &Position) -> String {
    // Numbers, texts and dates always serialise.
    let json = serde_json::to_vec(&(VERSION, list.0, position)).unwrap_or_default();
    URL_SAFE_NO_PAD.encode(json)
}

/// The position of a cursor, if it belongs to this list and fits its sort columns.
pub(crate) fn decode(cursor: &str, list: Fingerprint, kinds: &[KeyKind]) -> Result<Position, ApiError> {
    let json = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| ApiError::BadCursor)?;
    let (version, fingerprint, position): (u8, u64, Position) =
        serde_json::from_slice(&json).map_err(|_| ApiError::BadCursor)?;
    let fits =
        position.len() == kinds.len() && position.iter().zip(kinds).all(|(key, kind)| key.same_kind(kind));
    if version == VERSION && fingerprint == list.0 && fits { Ok(position) } else { Err(ApiError::BadCursor) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_belongs_to_one_list() {
        let list = Fingerprint::of("payments by date");
        let position =
            vec![Key::Date("2023-04-30".parse().unwrap()), Key::Number(-7), Key::Text("é".to_owned())];
        let kinds = [KeyKind::Date, KeyKind::Number, KeyKind::Text];
        let cursor = encode(list, &position);
        assert_eq!(decode(&cursor, list, &kinds), Ok(position));
        let refused =
            |cursor: &str, list, kinds: &[KeyKind]| decode(cursor, list, kinds) == Err(ApiError::BadCursor);
        assert!(refused(&cursor, Fingerprint::of("payments by amount"), &kinds));
        assert!(refused(&cursor, list, &kinds[..2]));
        assert!(refused(&cursor, list, &[KeyKind::Text, KeyKind::Number, KeyKind::Text]));
        assert!(refused("", list, &kinds));
        assert!(refused("not base64!", list, &kinds));
        assert!(refused(&cursor[..cursor.len() - 2], list, &kinds));
    }

    #[test]
    fn fingerprints_never_change() {
        assert_eq!(Fingerprint::of(""), Fingerprint(0xcbf2_9ce4_8422_2325));
        assert_eq!(Fingerprint::of("a"), Fingerprint(0xaf63_dc4c_8601_ec8c));
    }
}
