//! Bands of value, frameworks apart.

use crate::ValueBand;

/// A band of values as stated, in pounds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PipelineBand {
    /// Of what will be spent.
    Value(ValueBand),
    /// A framework: its value is a ceiling.
    Framework,
}

impl PipelineBand {
    /// The name used in keys.
    pub fn name(self) -> &'static str {
        match self {
            Self::Value(band) => band.name(),
            Self::Framework => "FRAMEWORK",
        }
    }

    /// The name for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Value(band) => band.label(),
            Self::Framework => "Framework",
        }
    }
}
