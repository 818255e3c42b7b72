//! What a rule says.

use std::collections::BTreeMap;

use super::{FlagCode, FlagUnit};

/// What one rule says of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlagResult {
    /// The rule.
    pub code: FlagCode,
    /// What it says.
    pub outcome: Outcome,
}

/// What a rule says of a process.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It raises these questions.
    Raised(Vec<Flag>),
    /// It was computed and raises none.
    Clear,
    /// It is not about such a process, for this reason.
    NotApplicable(&'static str),
    /// It cannot be computed, because this is not published.
    NotComputable(&'static str),
}

/// One question, and what it is about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flag {
    /// The lot that it concerns, by its key.
    pub lot: Option<String>,
    /// The award, by its key.
    pub award: Option<String>,
    /// The bid, by its key.
    pub bid: Option<String>,
    /// The supplier or tenderer, by its name as published.
    pub supplier: Option<String>,
    /// What was computed, in hundredths of `unit`.
    pub value: i64,
    /// What it was compared with, in hundredths of `unit`.
    pub threshold: i64,
    /// What both are counted in.
    pub unit: FlagUnit,
    /// What went into it, by name, as people read it.
    pub inputs: BTreeMap<String, String>,
}

impl Outcome {
    /// The questions that are raised, if any; else that there are none.
    pub(super) fn of(flags: Vec<Flag>) -> Self {
        if flags.is_empty() { Self::Clear } else { Self::Raised(flags) }
    }
}

impl Flag {
    /// A number compared with a threshold, both whole.
    pub(super) fn new(value: i64, threshold: i64, unit: FlagUnit) -> Self {
        Self {
            value: value.saturating_mul(100),
            threshold: threshold.saturating_mul(100),
            unit,
            ..Self::default()
        }
    }

    /// The same with something that went into it.
    pub(super) fn with(mut self, name: &str, input: impl ToString) -> Self {
        self.inputs.insert(name.to_owned(), input.to_string());
        self
    }
}
