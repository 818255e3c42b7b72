//! What the codes of facts stand for at one version of the data, and what is known of suppliers and categories. Read anew with every
//! version: these tables are small.

use std::collections::HashMap;

use anchorhub_entities::{institution, supplier};

use super::facts::Facts;
use crate::{
    Named,
    columnar::{Codes, Profile, Suppliers},
};

/// All dimensions.
#[derive(Debug)]
pub(crate) struct Dimensions {
    /// In the order of `Facts::institution_ids`.
    pub(crate) institutions: Vec<institution::Model>,
    /// The place of each in the order of names.
    pub(crate) institution_ranks: Vec<u32>,
    pub(crate) suppliers: Suppliers,
    /// In the order of `Facts::supplier_ids`: the place of each in `suppliers`.
    pub(crate) holder_places: Vec<u32>,
    /// In the same order: the place of each in the order of names.
    pub(crate) holder_ranks: Vec<u32>,
    pub(crate) area_names: HashMap<String, String>,
    pub(crate) district_ranks: Vec<u32>,
    pub(crate) region_ranks: Vec<u32>,
    /// Titles of the Common Procurement Vocabulary by code of eight digits.
    pub(crate) titles: HashMap<String, String>,
    /// CPV divisions that occur.
    pub(crate) divisions: Codes,
    /// For each contract the code of its division.
    pub(crate) division: Vec<u32>,
    /// For each contract how sure its division is, in percent: 100 where a CPV code is published.
    pub(crate) confidence: Vec<u8>,
}

impl Dimensions {
    /// The supplier of a code of `Facts::supplier_ids`.
    pub(crate) fn supplier(&self, code: u32) -> Option<&supplier::Model> {
        self.suppliers.models.get(*self.holder_places.get(code as usize)? as usize)
    }

    /// What is known of it.
    pub(crate) fn profile(&self, code: u32) -> Option<&Profile> {
        self.suppliers.profiles.get(*self.holder_places.get(code as usize)? as usize)
    }

    /// A CPV division with its title.
    pub(crate) fn division_named(&self, code: usize) -> Option<Named> {
        let division = self.divisions.text(code)?;
        let name = self.titles.get(&format!("{division}000000")).cloned();
        Some(Named { code: division.to_owned(), name })
    }

    /// A CPV code with its title.
    pub(crate) fn cpv_named(&self, facts: &Facts, code: usize) -> Option<Named> {
        let cpv = facts.cpv_codes.text(code)?;
        Some(Named { code: cpv.to_owned(), name: self.titles.get(cpv).cloned() })
    }

    /// An area with its name.
    pub(crate) fn area_named(&self, code: Option<&str>) -> Option<Named> {
        code.map(|code| Named { code: code.to_owned(), name: self.area_names.get(code).cloned() })
    }
}
