//! Words of what is known of suppliers. Those of bases and methods are the names kept in the database.

use anchorhub_analysis as analysis;
use async_graphql::Enum;

/// A yes, a no, or that it is not known, which is never a no.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::Known")]
pub(crate) enum Known {
    /// The source that counts says yes.
    Yes,
    /// The source that counts says no.
    No,
    /// No source says anything, or sources that count alike contradict each other.
    Unknown,
}

/// Something that may be known of a supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::SupplierTrait")]
pub(crate) enum SupplierTrait {
    /// Whether it is a small or medium-sized enterprise.
    Size,
    /// Whether it is a voluntary, community or social enterprise.
    Vcse,
    /// What kind of body it is: `UNKNOWN`, or a payee that is withheld.
    Kind,
    /// Section of the Standard Industrial Classification 2007.
    Sector,
    /// Local authority district.
    District,
    /// Combined authority. Outside of one it is not known either.
    CombinedAuthority,
    /// English region.
    Region,
    /// Decile of the Index of Multiple Deprivation (England only).
    DeprivationDecile,
}

/// Where it comes from what kind of enterprise a supplier is, the strongest ground first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum EnterpriseBasis {
    /// A notice says so of its party (OCDS `parties[].details`, `scale` and `vcse`).
    Notice,
    /// A buyer says so in its register of contracts.
    ContractRegister,
    /// A buyer says so beside the payee in a spend file.
    SpendFile,
    /// It follows from the category of accounts filed at Companies House. Bands of the Companies Act 2006, which are not
    /// those of the Procurement Act 2023; full and group accounts leave the size open.
    Accounts,
    /// It has a charity number.
    CharityRegister,
    /// It follows from the legal form: community interest company, charitable incorporated organisation.
    LegalForm,
}

/// Where a supplier's place comes from, the strongest ground first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum PlaceBasis {
    /// Published beside the payee in a spend file: where it trades.
    Published,
    /// Published with the party of a notice.
    Notice,
    /// Stated in a register of contracts.
    Declared,
    /// The registered office or headquarters, as an official register has it.
    Registered,
}

/// Why an identifier is taken to be a supplier's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum IdentifierMethod {
    /// Published beside the payee in a spend file.
    Published,
    /// Published in a notice or a register of contracts.
    Notice,
    /// An official register has exactly one entry with its name key, and nothing contradicts.
    NameKey,
    /// The entry of an official register is alike in name and in what else is known.
    Scored,
    /// An official register states it with another identifier of the same body.
    Register,
    /// A person decided so.
    Decision,
}
