//! Cursors: where a page ended, in a form that only the same list with the same filter and order takes back.

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use chrono::{DateTime, NaiveDate, Utc};
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
    /// An instant.
    #[serde(rename = "i")]
    Instant(DateTime<Utc>),
}

impl Key {
    /// Whether both can stand for one column.
    fn same_kind(&self, other: &KeyKind) -> bool {
        matches!(
            (self, other),
            (Self::Number(_), KeyKind::Number)
                | (Self::Text(_), KeyKind::Text)
                | (Self::Number(_), KeyKind::NumberOrLeast)
                | (Self::Date(_), KeyKind::Date | KeyKind::DateOrEnd)
                | (Self::Instant(_), KeyKind::InstantOrStart)
        )
    }

    /// The key of a column of kind `NumberOrLeast`.
    pub(crate) fn number_or_least(number: Option<i64>) -> Self {
        Self::Number(number.unwrap_or(i64::MIN))
    }

    /// The key of a column of kind `DateOrEnd`.
    pub(crate) fn date_or_end(date: Option<NaiveDate>) -> Self {
        Self::Date(date.unwrap_or(END_OF_DAYS))
    }

    /// The key of a column of kind `InstantOrStart`.
    pub(crate) fn instant_or_start(instant: Option<DateTime<Utc>>) -> Self {
        Self::Instant(instant.unwrap_or(DateTime::UNIX_EPOCH))
    }

    /// The value to compare the column with.
    pub(crate) fn into_value(self) -> Value {
        match self {
            Self::Number(number) => number.into(),
            Self::Text(text) => text.into(),
            Self::Date(date) => date.into(),
            Self::Instant(instant) => instant.into(),
        }
    }
}

/// Stands for the date of a row that has none: it comes after all others.
const END_OF_DAYS: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(date) => date,
    None => NaiveDate::MAX,
};

/// What a sort column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyKind {
    /// Numbers.
    Number,
    /// Texts.
    Text,
    /// Dates.
    Date,
    /// Numbers, or nothing, which counts as less than all of them.
    NumberOrLeast,
    /// Dates, or nothing, which counts as later than all of them.
    DateOrEnd,
    /// Instants, or nothing, which counts as earlier than all of them.
    InstantOrStart,
}

impl KeyKind {
    /// What a missing value counts as. Comparisons and orders must not meet NULL, which the engines sort
    /// differently and compare with nothing.
    pub(crate) fn stand_in(self) -> Option<Value> {
        let key = match self {
            Self::Number | Self::Text | Self::Date => return None,
            Self::NumberOrLeast => Key::number_or_least(None),
            Self::DateOrEnd => Key::date_or_end(None),
            Self::InstantOrStart => Key::instant_or_start(None),
        };
        Some(key.into_value())
    }
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
