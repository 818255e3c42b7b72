//! Payments that a share should leave out, and that every answer reports apart.

use anchorhub_entities::{WarningCode, WarningSet};

/// Why a payment may be left out. A payment with two reasons is reported under both.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ExclusionReason {
    /// A posting and its exact reversal to one payee on one day.
    ReversalPair,
    /// The payee is withheld.
    Redacted,
}

impl ExclusionReason {
    /// Every reason, in a fixed order.
    pub const ALL: &'static [Self] = &[Self::ReversalPair, Self::Redacted];

    /// The warning that marks such payments.
    pub fn warning(self) -> WarningCode {
        match self {
            Self::ReversalPair => WarningCode::ReversalPair,
            Self::Redacted => WarningCode::Redacted,
        }
    }

    /// The warnings that mark payments with any of these reasons.
    pub fn warnings(reasons: &[Self]) -> WarningSet {
        let mut set = WarningSet::default();
        for reason in reasons {
            set.insert(reason.warning());
        }
        set
    }
}
