//! Kinds of enterprise that shares are about, and answers that may not be known.

use crate::processes::plus;
use crate::{AnalysisError, Tally};

/// Which enterprises a share is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Enterprise {
    /// Small and medium-sized enterprises (Procurement Act 2023, section 123).
    Sme,
    /// Voluntary, community and social enterprises.
    Vcse,
}

impl Enterprise {
    /// The answer that is about it, of one for each.
    pub(crate) fn of<T>(self, sme: T, vcse: T) -> T {
        match self {
            Self::Sme => sme,
            Self::Vcse => vcse,
        }
    }
}

/// How often the answer is yes, no, or not known, which is never a no.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Yes.
    pub yes: i64,
    /// No.
    pub no: i64,
    /// Nothing is said.
    pub unknown: i64,
}

impl Answers {
    /// One answer.
    pub(crate) fn one(answer: Option<bool>) -> Self {
        let is = |wanted: Option<bool>| i64::from(answer == wanted);
        Self { yes: is(Some(true)), no: is(Some(false)), unknown: is(None) }
    }

    /// Those that are known: the denominator of a share.
    pub fn known(&self) -> i64 {
        self.yes + self.no
    }

    /// All of them: the denominator of coverage.
    pub fn all(&self) -> i64 {
        self.known() + self.unknown
    }
}

impl Tally for Answers {
    fn add(&mut self, other: &Self) -> Result<(), AnalysisError> {
        plus(&mut self.yes, other.yes)?;
        plus(&mut self.no, other.no)?;
        plus(&mut self.unknown, other.unknown)
    }

    fn weight(&self) -> i64 {
        self.all()
    }
}
