//! Values that may stand alone or in an array.

use serde::Deserialize;

/// One value or an array of them.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum OneOrMany<T> {
    /// An array.
    Many(Vec<T>),
    /// A value alone.
    One(T),
}

impl<T> OneOrMany<T> {
    /// The values.
    pub(super) fn values(&self) -> &[T] {
        match self {
            Self::Many(values) => values,
            Self::One(value) => std::slice::from_ref(value),
        }
    }
}
