//! One JSON value.

use super::{Number, Object, parse};
use crate::{
    caps::Caps,
    error::{OcdsError, Position},
};

/// One JSON value. Objects are equal whatever the order of their members, numbers whatever their spelling.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`, which deletes a field when releases are merged.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, as its text.
    Number(Number),
    /// A text.
    String(String),
    /// An array.
    Array(Vec<Value>),
    /// An object.
    Object(Object),
}

impl Value {
    /// Reads the one value that a text holds.
    ///
    /// # Errors
    /// When the text is not JSON, or goes beyond the caps on depth and values.
    pub fn parse(text: &str, caps: &Caps) -> Result<Self, OcdsError> {
        Self::parse_at(text, Position::START, caps)
    }

    /// Reads a value whose text begins at a place in a stream.
    pub(crate) fn parse_at(text: &str, start: Position, caps: &Caps) -> Result<Self, OcdsError> {
        parse::parse(text, caps).map_err(|fault| {
            let until_fault = text.as_bytes().get(..fault.at).unwrap_or_default();
            OcdsError::new(fault.code, fault.message).at(start.after(until_fault))
        })
    }

    /// Whether it is `null`.
    pub fn is_null(&self) -> bool {
        matches!(self, Self::Null)
    }

    /// Whether it is `{}` or `[]`.
    pub fn is_empty_container(&self) -> bool {
        match self {
            Self::Array(items) => items.is_empty(),
            Self::Object(object) => object.is_empty(),
            _ => false,
        }
    }

    /// The text, if it is one.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<&Number> {
        match self {
            Self::Number(number) => Some(number),
            _ => None,
        }
    }

    /// The items, if it is an array.
    pub fn as_array(&self) -> Option<&[Value]> {
        match self {
            Self::Array(items) => Some(items),
            _ => None,
        }
    }

    /// The object, if it is one.
    pub fn as_object(&self) -> Option<&Object> {
        match self {
            Self::Object(object) => Some(object),
            _ => None,
        }
    }

    /// The objects of an array; of any other value none.
    pub fn objects(&self) -> impl Iterator<Item = &Object> {
        self.as_array().unwrap_or_default().iter().filter_map(Self::as_object)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.to_owned())
    }
}

impl From<Object> for Value {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}
