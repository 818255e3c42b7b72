//! Schemes: which register an identifier is from, under all the names that publishers give them.

use std::fmt;

/// A list of organisations, by its code of org-id.guide.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scheme {
    /// `GB-COH`: Companies House.
    CompaniesHouse,
    /// `GB-CHC`: Charity Commission for England and Wales.
    CharityCommission,
    /// `GB-SC`: Scottish Charity Regulator.
    ScottishCharity,
    /// `GB-NIC`: Charity Commission for Northern Ireland.
    NorthernIrishCharity,
    /// `GB-NHS`: NHS organisation data service; its codes are called ODS codes.
    Nhs,
    /// `GB-UKPRN`: UK register of learning providers.
    Ukprn,
    /// `GB-PPON`: public procurement organisation number, given out by Find a Tender.
    Ppon,
    /// `GB-VAT`: VAT registration at HMRC.
    Vat,
    /// `GB-LAE`: local authorities of England.
    LocalAuthorityEngland,
    /// `GB-LAS`: local authorities of Scotland.
    LocalAuthorityScotland,
    /// `GB-PLA`: principal local authorities of Wales.
    LocalAuthorityWales,
    /// `GB-LANI`: local authorities of Northern Ireland.
    LocalAuthorityNorthernIreland,
    /// `GB-SRS`: Cabinet Office supplier registration service.
    SupplierRegistration,
    /// Any other, as published.
    Other(String),
}

/// Codes, and other names in letters and digits only, upper case.
static NAMES: [(Scheme, &str, &[&str]); 13] = [
    (
        Scheme::CompaniesHouse,
        "GB-COH",
        &["COH", "UKCOH", "CRN", "UKCRN", "GBCRN", "COMPANYNUMBER", "COMPANYREGISTRATIONNUMBER"],
    ),
    (
        Scheme::CharityCommission,
        "GB-CHC",
        &["CHC", "UKCHC", "CHARITYNUMBER", "REGISTEREDCHARITYNUMBER", "GBCHARITY"],
    ),
    (Scheme::ScottishCharity, "GB-SC", &["OSCR", "GBOSCR", "SCOTTISHCHARITYREGULATOR"]),
    (
        Scheme::NorthernIrishCharity,
        "GB-NIC",
        &["NIC", "CCNI", "GBCCNI", "CHARITYCOMMISSIONFORNORTHERNIRELAND"],
    ),
    (Scheme::Nhs, "GB-NHS", &["NHS", "ODS", "NHSODS", "GBODS", "ODSCODE", "NHSODSCODE"]),
    (Scheme::Ukprn, "GB-UKPRN", &["UKPRN", "UKRLP", "GBUKRLP"]),
    (Scheme::Ppon, "GB-PPON", &["PPON", "UKPPON"]),
    (
        Scheme::Vat,
        "GB-VAT",
        &["VAT", "UKVAT", "XIVAT", "VATNUMBER", "VATNO", "VATREGISTRATIONNUMBER", "VATREGNO"],
    ),
    (Scheme::LocalAuthorityEngland, "GB-LAE", &["LAE"]),
    (Scheme::LocalAuthorityScotland, "GB-LAS", &["LAS"]),
    (Scheme::LocalAuthorityWales, "GB-PLA", &["PLA", "GBLAW", "LAW"]),
    (Scheme::LocalAuthorityNorthernIreland, "GB-LANI", &["LANI", "GBLAN"]),
    (Scheme::SupplierRegistration, "GB-SRS", &["SRS"]),
];

/// What a longer name may hold, as `http://www.companieshouse.gov.uk/` or `Charity Commission (England and Wales)`.
static PARTS: [(&str, Scheme); 5] = [
    ("COMPANIESHOUSE", Scheme::CompaniesHouse),
    ("COMPANYINFORMATIONSERVICE", Scheme::CompaniesHouse),
    ("CHARITYCOMMISSIONFORENGLAND", Scheme::CharityCommission),
    ("CHARITYCOMMISSIONENGLAND", Scheme::CharityCommission),
    ("CHARITYCOMMISSIONGOVUK", Scheme::CharityCommission),
];

impl Scheme {
    /// Its code, `GB-COH`; of another scheme what was published.
    pub fn as_str(&self) -> &str {
        if let Self::Other(code) = self {
            return code;
        }
        NAMES.iter().find(|(scheme, ..)| scheme == self).map_or("", |(_, code, _)| code)
    }

    /// The scheme that a publisher means; none for an empty text. Case and punctuation don't matter.
    pub fn from_name(name: &str) -> Option<Self> {
        let key: String = name.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_uppercase();
        if key.is_empty() {
            return None;
        }
        let is = |(_, code, aliases): &&(Self, &str, &[&str])| {
            code.split('-').flat_map(str::chars).eq(key.chars()) || aliases.contains(&key.as_str())
        };
        let named = NAMES.iter().find(is).map(|(scheme, ..)| scheme.clone());
        let part = || PARTS.iter().find(|(part, _)| key.contains(part)).map(|(_, scheme)| scheme.clone());
        Some(named.or_else(part).unwrap_or_else(|| Self::Other(name.trim().to_owned())))
    }

    /// Whether the register is one of those whose identifiers are understood here.
    pub fn is_known(&self) -> bool {
        !matches!(self, Self::Other(_))
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.as_str())
    }
}
