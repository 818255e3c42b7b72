//! Which identifiers an atom has: what is stated of its published names, and what of it is believed.
//!
//! Numbers that several names of one key state apart from each other belong to several bodies: then the atom is
//! split. Numbers that one and the same name states contradict each other, and none of them is believed unless the
//! register or many more documents speak for it.

mod choose;
mod settle;
mod stated;
#[cfg(test)]
mod tests;

use serde_json::Value as Json;

pub(crate) use settle::{Named, bare_key, settle};
pub(crate) use stated::{Source, Stated, Told};

/// Problems of identifiers that are valid by themselves.
pub(crate) mod problem {
    /// Others are stated for the same name, and nothing says which is right.
    pub(crate) const CONTRADICTED: &str = "CONTRADICTED";
    /// The register, or many more documents, speak for another one.
    pub(crate) const OUTWEIGHED: &str = "OUTWEIGHED";
    /// The column that it stands in holds the publisher's own numbers of suppliers.
    pub(crate) const VENDOR_NUMBER: &str = "VENDOR_NUMBER";
    /// People say that it is not the supplier's.
    pub(crate) const NOT_SAME: &str = "NOT_SAME";
    /// People say that another one of the same scheme is the supplier's.
    pub(crate) const DECIDED_OTHERWISE: &str = "DECIDED_OTHERWISE";
}

/// Why an identifier is taken for a supplier's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Method {
    /// People say so.
    Decision,
    /// Notices or registers of contracts state it.
    Notice,
    /// Spend files state it.
    Published,
    /// A register states it with another identifier of the same body.
    Register,
    /// A register, or an institution of the hub, has just this name key.
    NameKey,
    /// An entry of a register is like it.
    Scored,
}

impl Method {
    const ALL: [Self; 6] =
        [Self::Decision, Self::Notice, Self::Published, Self::Register, Self::NameKey, Self::Scored];

    /// The name kept in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Decision => "DECISION",
            Self::Notice => "NOTICE",
            Self::Published => "PUBLISHED",
            Self::Register => "REGISTER",
            Self::NameKey => "NAME_KEY",
            Self::Scored => "SCORED",
        }
    }

    /// Reads a name back.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }

    /// What a link between two atoms is called that rests on an identifier which this method gave one of them.
    pub(crate) fn of_link(self) -> &'static str {
        match self {
            Self::Decision | Self::Notice | Self::Published => "IDENTIFIER",
            other => other.name(),
        }
    }
}

/// An identifier of an atom, as it is kept.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Row {
    pub(crate) scheme: String,
    pub(crate) value: String,
    pub(crate) method: Method,
    /// In thousandths.
    pub(crate) score: i16,
    pub(crate) evidence: Json,
    /// Why it is not believed.
    pub(crate) problem: Option<String>,
}

impl Row {
    /// Whether it is believed.
    pub(crate) fn is_believed(&self) -> bool {
        self.problem.is_none()
    }
}
