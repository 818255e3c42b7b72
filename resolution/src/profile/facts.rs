//! What sources say of one canonical supplier, before anything is concluded from it.

use chrono::NaiveDate;

/// Everything that a profile is made from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Facts {
    /// Display name.
    pub(super) name: String,
    /// Identifiers of its atoms that are believed.
    pub(super) identifiers: Vec<Believed>,
    /// What sources say of its size and kind.
    pub(super) statements: Vec<Statement>,
    /// Where sources say it is.
    pub(super) addresses: Vec<Address>,
    /// The entries of its identifiers in official registers.
    pub(super) entries: Vec<Entry>,
    /// The groups that somebody says it belongs to.
    pub(super) groups: Vec<Group>,
}

/// An identifier that is believed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Believed {
    pub(super) scheme: String,
    pub(super) value: String,
    /// How sure, in thousandths.
    pub(super) score: i16,
}

/// Where a statement stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// As a party of a notice.
    Notice,
    /// In a register of contracts.
    ContractRegister,
    /// Beside the payee in a spend file.
    SpendFile,
}

/// What a source says of size and kind, as often as it says so.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) source: Source,
    pub(super) sme: Option<bool>,
    pub(super) vcse: Option<bool>,
    /// The latest day on which it is said.
    pub(super) on: Option<NaiveDate>,
    /// Payments, awards or contracts that say so.
    pub(super) times: i64,
}

/// A postcode that a source states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) source: Source,
    /// In upper case, without spaces.
    pub(super) postcode: String,
    /// The latest day on which it is stated.
    pub(super) on: Option<NaiveDate>,
    /// Payments, awards or contracts that state it.
    pub(super) times: i64,
}

/// An entry of an official register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) scheme: String,
    pub(super) number: String,
    /// Company category, type of charity, or role.
    pub(super) category: Option<String>,
    /// SIC 2007 codes, separated by commas.
    pub(super) sic: Option<String>,
    /// Category of accounts.
    pub(super) accounts: Option<String>,
    /// In upper case, without spaces.
    pub(super) postcode: Option<String>,
    /// First lines of the address.
    pub(super) address: Option<String>,
    /// The day on which the edition took over.
    pub(super) on: Option<NaiveDate>,
}

/// The head of a group, as somebody states it of one of the supplier's identifiers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Group {
    /// The identifier that belongs to the group.
    pub(super) scheme: String,
    pub(super) number: String,
    pub(super) head_scheme: String,
    pub(super) head_number: String,
    pub(super) head_name: Option<String>,
    /// Who states it.
    pub(super) source: String,
}
