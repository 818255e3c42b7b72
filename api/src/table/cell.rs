//! Columns and what stands in them.

use std::borrow::Cow;

use anchorhub_entities::Money;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};

/// What the cells of a column hold, besides nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// An amount, in hundredths of its currency.
    Amount,
    /// A number that may have decimals, such as a share.
    Number,
    /// Yes or no.
    Boolean,
    /// A civil date.
    Date,
    /// An instant.
    Instant,
}

/// A column with its stable name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: Cow<'static, str>,
    pub(crate) kind: Kind,
}

impl Column {
    /// A column.
    pub(crate) const fn new(name: &'static str, kind: Kind) -> Self {
        Self { name: Cow::Borrowed(name), kind }
    }

    /// A column whose name is made.
    pub(crate) fn named(name: String, kind: Kind) -> Self {
        Self { name: Cow::Owned(name), kind }
    }
}

/// What stands in a column of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Cell {
    /// Nothing is known.
    Null,
    /// Text.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// Signed hundredths of a currency.
    Amount(i64),
    /// A finite number.
    Number(f64),
    /// Yes or no.
    Boolean(bool),
    /// A civil date.
    Date(NaiveDate),
    /// An instant.
    Instant(DateTime<Utc>),
}

/// A row: one cell for each column, in their order.
pub(crate) type Record = Vec<Cell>;

impl Cell {
    /// The cell of something that may not be known.
    pub(crate) fn of<T: Into<Self>>(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }

    /// Signed hundredths that may not be known.
    pub(crate) fn amount(hundredths: Option<i64>) -> Self {
        hundredths.map_or(Self::Null, Self::Amount)
    }

    /// The cell as text; none for nothing. Amounts have two decimals, dates and instants the form of ISO 8601.
    pub(crate) fn text(&self) -> Option<String> {
        Some(match self {
            Self::Null => return None,
            Self::Text(text) => text.clone(),
            Self::Integer(number) => number.to_string(),
            Self::Amount(hundredths) => Money::gbp(*hundredths).to_string(),
            Self::Number(number) => number.to_string(),
            Self::Boolean(yes) => yes.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Instant(instant) => instant.to_rfc3339_opts(SecondsFormat::AutoSi, true),
        })
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<i32> for Cell {
    fn from(number: i32) -> Self {
        Self::Integer(number.into())
    }
}

impl From<bool> for Cell {
    fn from(yes: bool) -> Self {
        Self::Boolean(yes)
    }
}

impl From<NaiveDate> for Cell {
    fn from(date: NaiveDate) -> Self {
        Self::Date(date)
    }
}

impl From<DateTime<Utc>> for Cell {
    fn from(instant: DateTime<Utc>) -> Self {
        Self::Instant(instant)
    }
}
