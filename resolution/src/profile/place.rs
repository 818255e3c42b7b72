//! Where a supplier is.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorhub_entities::area::AreaKind;
use anchorhub_identity::is_po_box;
use chrono::NaiveDate;

use super::facts::{Facts, Source};

/// Where a postcode comes from, the strongest ground first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum PlaceBasis {
    /// Published beside the payee in a spend file: where it trades.
    Published,
    /// Of a party of a notice.
    Notice,
    /// In a register of contracts.
    Declared,
    /// Registered office or headquarters.
    Registered,
}

impl PlaceBasis {
    /// The name in the database and in the API.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Published => "PUBLISHED",
            Self::Notice => "NOTICE",
            Self::Declared => "DECLARED",
            Self::Registered => "REGISTERED",
        }
    }
}

/// The postcode of a supplier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Location {
    /// In upper case, without spaces.
    pub(super) postcode: String,
    pub(super) basis: PlaceBasis,
    /// Very many companies have their registered office there: hardly where the supplier works.
    pub(super) formation_agent: bool,
    /// The registered office is a post office box.
    pub(super) po_box: bool,
}

/// Reference data about the postcodes of a batch.
#[derive(Clone, Debug, Default)]
pub(super) struct Places {
    pub(super) postcodes: HashMap<String, PostcodePlace>,
    /// Decile of deprivation by LSOA.
    pub(super) deciles: HashMap<String, i16>,
    /// Kind and parent of areas, by code.
    pub(super) areas: HashMap<String, (AreaKind, Option<String>)>,
    /// Postcodes at which very many companies are registered.
    pub(super) crowded: BTreeSet<String>,
}

/// Where a postcode lies, by GSS codes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct PostcodePlace {
    pub(super) lsoa: Option<String>,
    pub(super) ward: Option<String>,
    pub(super) district: Option<String>,
    pub(super) region: Option<String>,
    pub(super) country: Option<String>,
}

/// The areas in which a supplier is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Areas {
    pub(super) lsoa: Option<String>,
    pub(super) ward: Option<String>,
    pub(super) district: Option<String>,
    /// Combined authority.
    pub(super) authority: Option<String>,
    pub(super) region: Option<String>,
    pub(super) country: Option<String>,
    /// Index of Multiple Deprivation; 1 is the most deprived.
    pub(super) decile: Option<i16>,
}

/// The postcode of the strongest basis; within it the one on most payments (awards, contracts), of equal ones the latest.
/// Registered offices are taken in the order of the entries.
pub(super) fn location(facts: &Facts, places: &Places) -> Option<Location> {
    stated(facts).or_else(|| registered(facts, places))
}

fn stated(facts: &Facts) -> Option<Location> {
    let mut sums: BTreeMap<(PlaceBasis, &str), (i64, Option<NaiveDate>)> = BTreeMap::new();
    for address in &facts.addresses {
        let (times, on) = sums.entry((basis(address.source), &address.postcode)).or_default();
        *times = times.saturating_add(address.times);
        *on = address.on.max(*on);
    }
    let strongest = sums.keys().map(|(basis, _)| *basis).min()?;
    let among = sums.into_iter().filter(|((basis, _), _)| *basis == strongest);
    // Of all that are equal the first in the alphabet, so that nothing depends on the order of rows.
    let ((basis, postcode), _) = among.rev().max_by_key(|(_, weight)| *weight)?;
    Some(Location { postcode: postcode.to_owned(), basis, formation_agent: false, po_box: false })
}

fn registered(facts: &Facts, places: &Places) -> Option<Location> {
    let (postcode, address) =
        facts.entries.iter().find_map(|entry| Some((entry.postcode.clone()?, entry.address.as_deref())))?;
    Some(Location {
        formation_agent: places.crowded.contains(&postcode),
        po_box: address.is_some_and(is_po_box),
        postcode,
        basis: PlaceBasis::Registered,
    })
}

fn basis(source: Source) -> PlaceBasis {
    match source {
        Source::SpendFile => PlaceBasis::Published,
        Source::Notice => PlaceBasis::Notice,
        Source::ContractRegister => PlaceBasis::Declared,
    }
}

/// Areas inside areas: more than there are kinds.
const DEPTH: usize = 6;

impl Places {
    /// The areas of a postcode; none of them for one that the directory does not know.
    pub(super) fn areas_of(&self, postcode: &str) -> Areas {
        let Some(place) = self.postcodes.get(postcode) else { return Areas::default() };
        let real = |code: &Option<String>| code.clone().filter(|code| !is_pseudo(code));
        let district = real(&place.district);
        let above = |kind| district.as_deref().and_then(|district| self.above(district, kind));
        let lsoa = real(&place.lsoa);
        Areas {
            decile: lsoa.as_ref().and_then(|lsoa| self.deciles.get(lsoa).copied()),
            lsoa,
            ward: real(&place.ward),
            authority: above(AreaKind::CombinedAuthority),
            region: real(&place.region).or_else(|| above(AreaKind::Region)),
            country: real(&place.country).or_else(|| above(AreaKind::Country)),
            district,
        }
    }

    /// The area of a kind that contains an area.
    fn above(&self, code: &str, kind: AreaKind) -> Option<String> {
        let mut next = self.areas.get(code)?.1.as_deref()?;
        for _ in 0..DEPTH {
            let (found, parent) = self.areas.get(next)?;
            if *found == kind {
                return Some(next.to_owned());
            }
            next = parent.as_deref()?;
        }
        None
    }
}

/// ONS writes `W99999999` and the like where there is no such area.
fn is_pseudo(code: &str) -> bool {
    code.ends_with("99999999")
}

#[cfg(test)]
#[path = "place/tests.rs"]
mod tests;
