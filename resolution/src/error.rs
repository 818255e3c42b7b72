//! Why a decision of a person is refused.

use anchorhub_store::StoreError;

/// Why a decision was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReviewError {
    /// No supplier has this number.
    #[error("the hub has no supplier {0}")]
    UnknownSupplier(i64),
    /// It cannot be an entry of a register.
    #[error("`{0}` is no identifier of an organisation: give an org-id such as GB-COH-01234567 ({1})")]
    BadIdentifier(String, String),
    /// A supplier was compared with itself.
    #[error("both are the same supplier record: give two different ones")]
    OneSupplier,
    /// No reason was given, or one that is too long.
    #[error("a decision needs a reason of 1 to {MAX_REASON} characters, so that others can follow it later")]
    BadReason,
    /// The same was decided already.
    #[error("decision {0} says so already and still stands")]
    AlreadyDecided(i64),
    /// It contradicts decisions that stand.
    #[error("it contradicts {}: undo {} first, or leave it as it is", list(.0), if .0.len() == 1 { "that one" } else { "one of them" })]
    Contradicts(Vec<i64>),
    /// No decision has this number.
    #[error("the hub has no decision {0}")]
    UnknownDecision(i64),
    /// An undo cannot be undone.
    #[error("decision {0} takes another one back: decide anew instead of undoing it")]
    IsUndo(i64),
    /// It was taken back before.
    #[error("decision {0} was undone before")]
    AlreadyUndone(i64),
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Characters of a reason.
pub(crate) const MAX_REASON: usize = 2_000;

impl ReviewError {
    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownSupplier(_) => "UNKNOWN_SUPPLIER",
            Self::BadIdentifier(..) => "IDENTIFIER_INVALID",
            Self::OneSupplier => "ONE_SUPPLIER",
            Self::BadReason => "REASON_INVALID",
            Self::AlreadyDecided(_) => "ALREADY_DECIDED",
            Self::Contradicts(_) => "DECISION_CONTRADICTS",
            Self::UnknownDecision(_) => "UNKNOWN_DECISION",
            Self::IsUndo(_) => "DECISION_IS_UNDO",
            Self::AlreadyUndone(_) => "ALREADY_UNDONE",
            Self::Store(error) => error.kind().code(),
        }
    }
}

fn list(decisions: &[i64]) -> String {
    let numbers: Vec<String> = decisions.iter().map(i64::to_string).collect();
    match numbers.as_slice() {
        [one] => format!("decision {one}"),
        many => format!("decisions {}", many.join(", ")),
    }
}
