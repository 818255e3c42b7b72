//! How alike two bearers of names are, and why. The weights are one table (`weights`), explained in
//! `docs/matching.md`.

mod align;
mod faces;
mod leniency;
mod national;
mod score;
mod vocabulary;
mod weights;
mod within;
mod words;

#[cfg(test)]
mod tests;

pub use score::{Likeness, Subject, likeness};
pub use weights::{AUTOMATIC, MARGIN, REVIEW, RULES};

#[cfg(test)]
pub(crate) use vocabulary::words as vocabulary;
pub(crate) use words::words_of;
pub use words::{telling, written_out};

/// What is known of one bearer of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known {
    /// The name as published, or as a register states it.
    pub name: String,
    /// Its name key.
    pub key: String,
    /// It is a name that a register states as a former one.
    pub former: bool,
    /// Postcodes in upper case without spaces; none: not known.
    pub postcodes: Vec<String>,
    /// Main SIC 2007 code, if known.
    pub sic: Option<String>,
    /// Identifiers that are believed: scheme and value, normalised.
    pub identifiers: Vec<(String, String)>,
}

impl Known {
    /// A bearer of whom nothing but the name is known.
    pub fn named(name: &str) -> Self {
        Self { name: name.to_owned(), key: crate::name_key(name), ..Self::default() }
    }
}
