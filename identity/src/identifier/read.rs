//! From what is published to an identifier.

use super::{
    Identifier, IdentifierProblem, Scheme,
    cell::{self, Cell},
    charity, company, embedded, ods, placeholder, vat,
};

/// What had to be done to read an identifier; none of it is wrong enough to doubt the identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Remark {
    /// Leading zeros had been lost and were put back.
    Padded,
    /// Leading zeros that don't belong there were taken away.
    ZerosRemoved,
    /// A prefix in lower case.
    PrefixCase,
    /// The scheme was taken from the value, or from its form, not from what was stated as scheme.
    SchemeGuessed,
    /// A VAT number of a branch: its last three digits were cut.
    BranchCut,
}

impl Remark {
    /// A stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Padded => "PADDED",
            Self::ZerosRemoved => "ZEROS_REMOVED",
            Self::PrefixCase => "PREFIX_CASE",
            Self::SchemeGuessed => "SCHEME_GUESSED",
            Self::BranchCut => "BRANCH_CUT",
        }
    }
}

/// An identifier and how it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Examined {
    /// The identifier.
    pub identifier: Identifier,
    /// What had to be done, in ascending order, each once.
    pub remarks: Vec<Remark>,
}

/// Reads an identifier. Reading its own result again gives the same.
///
/// # Errors
/// What is wrong with the value, when it cannot be an identifier of that scheme.
pub fn read(scheme: &str, value: &str) -> Result<Identifier, IdentifierProblem> {
    examine(scheme, value).map(|examined| examined.identifier)
}

/// Reads an identifier, and says what had to be done for it.
///
/// # Errors
/// What is wrong with the value, when it cannot be an identifier of that scheme.
pub fn examine(scheme: &str, value: &str) -> Result<Examined, IdentifierProblem> {
    let stated = Scheme::from_name(scheme);
    let mut remarks = Vec::new();
    // `GB-CHC-1074622` or an address of the register says more than the scheme beside it.
    let (scheme, text) = match embedded::within(value) {
        Some((within, rest)) => {
            if stated.as_ref() != Some(&within) {
                remarks.push(Remark::SchemeGuessed);
            }
            (within, rest)
        }
        None => (stated.ok_or_else(|| no_scheme(value))?, value.trim()),
    };
    let cell = cell::read(text).ok_or(IdentifierProblem::Empty)?;
    let placeholder = || IdentifierProblem::Placeholder(text.to_owned());
    if placeholder::is(&scheme, &cell.compact) {
        return Err(placeholder());
    }
    let identifier = normal(scheme, &cell, &mut remarks)?;
    // Also what becomes one only now, as `0222222` of a charity.
    if placeholder::is(&identifier.scheme, &identifier.value) {
        return Err(placeholder());
    }
    remarks.sort_unstable();
    remarks.dedup();
    Ok(Examined { identifier, remarks })
}

fn no_scheme(value: &str) -> IdentifierProblem {
    let value = value.trim();
    if value.is_empty() { IdentifierProblem::Empty } else { IdentifierProblem::NoScheme(value.to_owned()) }
}

fn normal(scheme: Scheme, cell: &Cell, remarks: &mut Vec<Remark>) -> Result<Identifier, IdentifierProblem> {
    let value = match &scheme {
        Scheme::CompaniesHouse => company::number(cell, remarks)?,
        Scheme::CharityCommission | Scheme::ScottishCharity | Scheme::NorthernIrishCharity => {
            return charity::identifier(&scheme, cell, remarks);
        }
        Scheme::Nhs => ods::code(cell)?,
        Scheme::Ukprn => ukprn(cell)?,
        Scheme::Ppon => ppon(cell)?,
        Scheme::Vat => vat::number(cell, remarks)?,
        Scheme::LocalAuthorityEngland
        | Scheme::LocalAuthorityScotland
        | Scheme::LocalAuthorityWales
        | Scheme::LocalAuthorityNorthernIreland => authority(&scheme, cell)?,
        Scheme::SupplierRegistration => registration(cell)?,
        Scheme::Other(_) => cell.published.clone(),
    };
    Ok(Identifier { scheme, value })
}

fn ukprn(cell: &Cell) -> Result<String, IdentifierProblem> {
    const EXPECTED: &str = "eight digits that begin with 10";
    let value = &cell.compact;
    if value.len() != 8 {
        return Err(cell.length(Scheme::Ukprn, EXPECTED));
    }
    if !cell.is_digits() || !value.starts_with("10") {
        return Err(cell.form(Scheme::Ukprn, EXPECTED));
    }
    Ok(value.clone())
}

/// Four letters, four digits, four letters, with hyphens as Find a Tender writes them.
fn ppon(cell: &Cell) -> Result<String, IdentifierProblem> {
    const EXPECTED: &str = "four letters, four digits and four letters";
    let value = &cell.compact;
    if value.len() != 12 {
        return Err(cell.length(Scheme::Ppon, EXPECTED));
    }
    let fits = value.bytes().enumerate().all(|(at, byte)| match at {
        4..8 => byte.is_ascii_digit(),
        _ => byte.is_ascii_uppercase(),
    });
    let parts = (value.get(..4), value.get(4..8), value.get(8..));
    match parts {
        (Some(head), Some(middle), Some(tail)) if fits => Ok(format!("{head}-{middle}-{tail}")),
        _ => Err(cell.form(Scheme::Ppon, EXPECTED)),
    }
}

fn authority(scheme: &Scheme, cell: &Cell) -> Result<String, IdentifierProblem> {
    const EXPECTED: &str = "two to five letters and digits";
    if !(2..=5).contains(&cell.compact.chars().count()) {
        return Err(cell.length(scheme.clone(), EXPECTED));
    }
    if !cell.compact.is_ascii() {
        return Err(cell.form(scheme.clone(), EXPECTED));
    }
    Ok(cell.compact.clone())
}

/// `sid4gov.cabinetoffice.gov.uk/zXxx45v7`: the key minds case, the host does not.
fn registration(cell: &Cell) -> Result<String, IdentifierProblem> {
    const HOST: &str = ".cabinetoffice.gov.uk";
    const EXPECTED: &str = "a host of cabinetoffice.gov.uk, a slash and a key of letters and digits";
    let is_plain = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let bare = cell.published.rsplit_once("://").map_or(cell.published.as_str(), |(_, rest)| rest);
    let parts = bare.split_once('/').map(|(host, key)| (host.to_ascii_lowercase(), key));
    parts
        .filter(|(host, key)| host.strip_suffix(HOST).is_some_and(is_plain) && is_plain(key))
        .map(|(host, key)| format!("{host}/{key}"))
        .ok_or_else(|| cell.form(Scheme::SupplierRegistration, EXPECTED))
}
