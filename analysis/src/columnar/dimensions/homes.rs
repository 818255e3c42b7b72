//! Where institutions are at home, and how near suppliers are to that.

use std::collections::BTreeMap;

use super::Profile;
use crate::{Locality, columnar::read::Suppliers};

/// The areas in which an institution is at home, by GSS code; those that it has none of, or that are not known, are none.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Home {
    pub(crate) district: Option<String>,
    pub(crate) authority: Option<String>,
    pub(crate) region: Option<String>,
    /// The first letter of the code of its area.
    pub(crate) country: String,
}

/// By institution; one of which nothing is known has none.
pub(crate) type Homes = BTreeMap<i32, Home>;

impl Home {
    /// For each supplier, nobody last, its place in `Locality::ALL`, and the number after the last of them where it is not
    /// known.
    pub(in crate::columnar) fn localities(&self, suppliers: &Suppliers) -> Vec<u8> {
        suppliers.profiles.iter().map(|profile| code(self.locality(profile, suppliers))).collect()
    }

    fn locality(&self, profile: &Profile, suppliers: &Suppliers) -> Option<Locality> {
        let is_same = |here: Option<&str>, home: &Option<String>| here.is_some() && here == home.as_deref();
        let district = suppliers.districts.text_of(profile.district)?;
        let region = suppliers.regions.text_of(profile.region);
        if is_same(Some(district), &self.district) {
            Some(Locality::SameDistrict)
        } else if is_same(suppliers.authorities.text_of(profile.authority), &self.authority) {
            Some(Locality::SameAuthority)
        } else if is_same(region, &self.region) {
            Some(Locality::SameRegion)
        } else {
            let tells = region.is_some() && self.region.is_some();
            (tells || !district.starts_with(&self.country)).then_some(Locality::Elsewhere)
        }
    }
}

/// The code of a locality; the last one stands for: not known.
fn code(locality: Option<Locality>) -> u8 {
    locality.map_or(NOT_KNOWN, Locality::place)
}

/// The code of a locality that is not known.
const NOT_KNOWN: u8 = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn not_known_comes_after_all_localities() {
        assert_eq!(usize::from(NOT_KNOWN), Locality::ALL.len());
    }
}
