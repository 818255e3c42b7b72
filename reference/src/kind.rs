//! Kinds of reference data.

use std::fmt;

use crate::table::{
    CATEGORY, CATEGORY_MAPPING, DEPRIVATION, ORGANISATION, ORGANISATION_BLOCK, ORGANISATION_GROUP,
    ORGANISATION_NAME, POSTCODE, Table,
};

/// What a file of reference data describes. Of each kind one edition counts at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Companies House, Free Company Data Product.
    CompaniesHouse,
    /// Register of the Charity Commission for England and Wales. A file of another charity regulator is recognised
    /// and becomes an edition of its own kind.
    Charities,
    /// Scottish Charity Register (OSCR).
    CharitiesScotland,
    /// Register of the Charity Commission for Northern Ireland.
    CharitiesNi,
    /// Organisations of the NHS Organisation Data Service.
    Ods,
    /// Learning providers with their UK Provider Reference Numbers.
    Ukprn,
    /// Postcodes: ONS Postcode Directory, National Statistics Postcode Lookup.
    Postcodes,
    /// English Indices of Deprivation.
    Imd,
    /// Common Procurement Vocabulary.
    Cpv,
    /// ProClass, the classification of local authorities.
    Proclass,
    /// Standard Industrial Classification 2007.
    Sic,
    /// Codes and labels with the CPV divisions that they stand for.
    Crosswalk,
    /// Which bodies belong to which groups.
    Groups,
}

const ORGANISATIONS: &[&Table] = &[&ORGANISATION, &ORGANISATION_NAME, &ORGANISATION_BLOCK];

impl Kind {
    /// Every kind, in a fixed order.
    pub const ALL: [Self; 13] = [
        Self::CompaniesHouse,
        Self::Charities,
        Self::CharitiesScotland,
        Self::CharitiesNi,
        Self::Ods,
        Self::Ukprn,
        Self::Postcodes,
        Self::Imd,
        Self::Cpv,
        Self::Proclass,
        Self::Sic,
        Self::Crosswalk,
        Self::Groups,
    ];

    /// The name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::CompaniesHouse => "companies-house",
            Self::Charities => "charities",
            Self::CharitiesScotland => "charities-scotland",
            Self::CharitiesNi => "charities-ni",
            Self::Ods => "ods",
            Self::Ukprn => "ukprn",
            Self::Postcodes => "postcodes",
            Self::Imd => "imd",
            Self::Cpv => "cpv",
            Self::Proclass => "proclass",
            Self::Sic => "sic",
            Self::Crosswalk => "crosswalk",
            Self::Groups => "groups",
        }
    }

    /// The name in the database.
    pub fn edition(self) -> &'static str {
        match self {
            Self::CompaniesHouse => "COMPANIES_HOUSE",
            Self::Charities => "CHARITIES",
            Self::CharitiesScotland => "CHARITIES_SCOTLAND",
            Self::CharitiesNi => "CHARITIES_NI",
            Self::Ods => "ODS",
            Self::Ukprn => "UKPRN",
            Self::Postcodes => "POSTCODES",
            Self::Imd => "IMD",
            Self::Cpv => "CPV",
            Self::Proclass => "PROCLASS",
            Self::Sic => "SIC",
            Self::Crosswalk => "CROSSWALK",
            Self::Groups => "GROUPS",
        }
    }

    /// Reads the name of the database back.
    pub fn from_edition(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.edition() == name)
    }

    /// Kinds that a file named as this one may turn out to be.
    pub(crate) fn candidates(self) -> &'static [Self] {
        match self {
            Self::CompaniesHouse => &[Self::CompaniesHouse],
            Self::Charities => &[Self::Charities, Self::CharitiesScotland, Self::CharitiesNi],
            Self::CharitiesScotland => &[Self::CharitiesScotland],
            Self::CharitiesNi => &[Self::CharitiesNi],
            Self::Ods => &[Self::Ods],
            Self::Ukprn => &[Self::Ukprn],
            Self::Postcodes => &[Self::Postcodes],
            Self::Imd => &[Self::Imd],
            Self::Cpv => &[Self::Cpv],
            Self::Proclass => &[Self::Proclass],
            Self::Sic => &[Self::Sic],
            Self::Crosswalk => &[Self::Crosswalk],
            Self::Groups => &[Self::Groups],
        }
    }

    /// Whether it holds organisations, whose names are looked up.
    pub(crate) fn has_names(self) -> bool {
        match self {
            Self::CompaniesHouse
            | Self::Charities
            | Self::CharitiesScotland
            | Self::CharitiesNi
            | Self::Ods
            | Self::Ukprn => true,
            Self::Postcodes
            | Self::Imd
            | Self::Cpv
            | Self::Proclass
            | Self::Sic
            | Self::Crosswalk
            | Self::Groups => false,
        }
    }

    /// The tables that its rows go to. The first has one row for each row taken.
    pub(crate) fn tables(self) -> &'static [&'static Table] {
        match self {
            Self::CompaniesHouse
            | Self::Charities
            | Self::CharitiesScotland
            | Self::CharitiesNi
            | Self::Ods
            | Self::Ukprn => ORGANISATIONS,
            Self::Postcodes => &[&POSTCODE],
            Self::Imd => &[&DEPRIVATION],
            Self::Cpv | Self::Proclass | Self::Sic => &[&CATEGORY],
            Self::Crosswalk => &[&CATEGORY_MAPPING],
            Self::Groups => &[&ORGANISATION_GROUP],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_read_back() {
        for kind in Kind::ALL {
            assert_eq!(Kind::from_edition(kind.edition()), Some(kind));
            assert_eq!(kind.name().replace('-', "_").to_uppercase(), kind.edition());
            assert!(kind.candidates().contains(&kind));
        }
        assert_eq!(Kind::from_edition("MAPS"), None);
    }
}
