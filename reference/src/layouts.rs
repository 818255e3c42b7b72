//! Publishers' ways of writing reference data down. Columns are found by their headings, wherever they stand.

mod charities;
mod companies_house;
mod cpv;
mod crosswalk;
mod groups;
mod imd;
mod ods;
mod postcodes;
mod proclass;
mod sic;
mod ukprn;

use self::companies_house::short;
#[cfg(test)]
pub(crate) use self::crosswalk::DIVISIONS;
use crate::{
    Kind, ReferenceError,
    field::Headings,
    read::{Fault, Out},
    rows::Row,
};

/// A publisher's layout.
pub(crate) trait Layout {
    /// Its name in reports.
    fn name(&self) -> &'static str;

    /// What it describes.
    fn kind(&self) -> Kind;

    /// Whether the first row is a heading.
    fn has_heading(&self) -> bool {
        true
    }

    /// What the file says of its version.
    fn version(&self) -> Option<String> {
        None
    }

    /// Takes or refuses a row.
    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault>;

    /// Writes what could only be written when all rows were known.
    fn finish(&mut self, out: &mut Out) -> Result<(), ReferenceError> {
        let _ = out;
        Ok(())
    }
}

/// The layout of a file of this kind, by its first row.
pub(crate) fn recognise(kind: Kind, first: Row<'_>, headings: &Headings) -> Option<Box<dyn Layout>> {
    match kind {
        Kind::CompaniesHouse => companies_house::recognise(headings),
        Kind::Charities => charities::england_and_wales(headings),
        Kind::CharitiesScotland => charities::scotland(headings),
        Kind::CharitiesNi => charities::northern_ireland(headings),
        Kind::Ods => ods::recognise(first, headings),
        Kind::Ukprn => ukprn::recognise(headings),
        Kind::Postcodes => postcodes::recognise(headings),
        Kind::Imd => imd::recognise(headings),
        Kind::Cpv => cpv::recognise(headings),
        Kind::Proclass => proclass::recognise(headings),
        Kind::Sic => sic::recognise(headings),
        Kind::Crosswalk => crosswalk::recognise(headings),
        Kind::Groups => groups::recognise(headings),
    }
}

/// What a file of this kind must begin with, for people.
pub(crate) fn expected(kind: Kind) -> &'static str {
    match kind {
        Kind::CompaniesHouse => {
            "BasicCompanyData of Companies House (CompanyName, CompanyNumber, CompanyStatus, …)"
        }
        Kind::Charities => {
            "publicextract.charity of the Charity Commission (registered_charity_number, charity_name, \
             charity_registration_status, …)"
        }
        Kind::CharitiesScotland => "the register of OSCR (Charity Number, Charity Name, Charity Status, …)",
        Kind::CharitiesNi => "the register of CCNI (Reg charity number, Charity name, Status, …)",
        Kind::Ods => {
            "files of the NHS Organisation Data Service: 27 columns without a heading (etr.csv, epraccur.csv), or \
             columns Code, Name, Postcode, …"
        }
        Kind::Ukprn => "lists of providers (ukprn, name; or Provider Reference Number, Provider Name)",
        Kind::Postcodes => {
            "ONSPD or NSPL, whole or cut: a column of postcodes (pcd, pcd2, pcds) and at least one of oslaua, laua, \
             lsoa11, lsoa21"
        }
        Kind::Imd => {
            "a column of LSOAs (LSOA code (2011), LSOA code (2021), lsoa11) and one of deciles (Index of Multiple \
             Deprivation (IMD) Decile, imd2019_decile)"
        }
        Kind::Cpv => "a list of CPV codes (code, description_en; or CODE, EN)",
        Kind::Proclass => "the ProClass list (code, level1, level2, level3)",
        Kind::Sic => "a list of SIC 2007 codes (siccode_sictext_1; or SIC Code, Description)",
        Kind::Crosswalk => "columns scheme,publisher,label,division,confidence,basis",
        Kind::Groups => "columns scheme,number,parent_scheme,parent_number,parent_name,source",
    }
}
