//! Words of decisions about suppliers.

use anchorhub_resolution as resolution;
use async_graphql::Enum;

/// What a person says of a supplier and another, or an entry of a register.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "resolution::Verdict")]
pub(crate) enum MatchVerdict {
    /// They are one and the same.
    Same,
    /// They are not, whatever is found later.
    NotSame,
}

/// What a decision about suppliers says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum DecisionVerdict {
    /// They are one and the same.
    Same,
    /// They are not, whatever is found later.
    NotSame,
    /// An earlier decision is taken back.
    Undo,
}

/// Why two records of suppliers are taken for one, the strongest ground first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum SupplierLinkMethod {
    /// Sources state the same identifier of both.
    Identifier,
    /// A register states identifiers of both for one body, such as a charity's number and its company number.
    Register,
    /// A register has one entry with the name of one of them, and its number is that of the other.
    NameKey,
    /// They are alike in name and in what else is known, or in that way like one entry of a register.
    Scored,
}
