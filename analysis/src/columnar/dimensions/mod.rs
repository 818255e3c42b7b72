//! Dimensions: what the codes in the columns stand for at one version of the data. Merged suppliers, new profiles and
//! other divisions change these small tables only, never a partition.

mod codes;
mod completeness;
mod homes;
mod months;
mod published;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorhub_entities::institution::{self, InstitutionKind};
use anchorhub_store::{Snapshot, StoreError};

pub(crate) use codes::Codes;
pub(super) use completeness::Covered;
pub(crate) use homes::{Home, Homes};
pub(super) use months::{Years, months_of};
pub(super) use published::Published;

use super::{
    facts::{InstitutionFacts, Names},
    read::{self, Divisions, Suppliers},
};

/// What is known of a supplier, as codes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Profile {
    pub(crate) sme: Option<bool>,
    pub(crate) vcse: Option<bool>,
    pub(crate) decile: Option<i16>,
    pub(crate) sector: u32,
    pub(crate) district: u32,
    pub(crate) authority: u32,
    pub(crate) region: u32,
}

/// All dimensions but those that stand in partitions themselves.
#[derive(Debug)]
pub(super) struct Dimensions {
    pub(super) suppliers: Suppliers,
    pub(super) institutions: Vec<institution::Model>,
    /// For each institution, in the order of ids, its place in the order of names.
    pub(super) institution_ranks: Vec<u32>,
    pub(super) names_of_areas: HashMap<String, String>,
    /// Kinds of institution in the order of their names.
    pub(super) institution_kinds: Vec<InstitutionKind>,
    /// Where institutions are at home.
    pub(super) homes: Homes,
    pub(super) district_ranks: Vec<u32>,
    pub(super) authority_ranks: Vec<u32>,
    pub(super) region_ranks: Vec<u32>,
    pub(super) divisions: Divisions,
    /// Periods that documents cover.
    pub(super) covered: BTreeSet<Covered>,
    /// Institutions in the order of names, and whether each has a feed.
    pub(super) listed: Vec<(institution::Model, bool)>,
}

impl Dimensions {
    /// Reads all of it; new payee names get their codes on the way.
    pub(super) async fn read(
        snapshot: &mut Snapshot,
        names: &mut Names,
        covered: BTreeSet<Covered>,
    ) -> Result<Self, StoreError> {
        let supplier_of_name = read::names(snapshot, names).await?;
        let suppliers = read::suppliers(snapshot, &supplier_of_name, None).await?;
        let areas = [&suppliers.districts, &suppliers.authorities, &suppliers.regions];
        let read = read::institutions(snapshot, areas).await?;
        let homes = read::homes(snapshot).await?;
        let divisions = read::divisions(snapshot).await?;
        let mut ranked: Vec<(u32, institution::Model)> = (0..).zip(read.by_name.iter().cloned()).collect();
        ranked.sort_unstable_by_key(|(_, institution)| institution.id);
        let listed = read.by_name.into_iter().map(|institution| {
            let is_fed = read.fed.contains(&institution.id);
            (institution, is_fed)
        });
        let mut institution_kinds = InstitutionKind::ALL.to_vec();
        institution_kinds.sort_by_key(|kind| kind.name());
        Ok(Self {
            institution_kinds,
            homes,
            listed: listed.collect(),
            institution_ranks: ranked.iter().map(|(rank, _)| *rank).collect(),
            institutions: ranked.into_iter().map(|(_, institution)| institution).collect(),
            district_ranks: suppliers.districts.ranks(&read.areas_by_name),
            authority_ranks: suppliers.authorities.ranks(&read.areas_by_name),
            region_ranks: suppliers.regions.ranks(&read.areas_by_name),
            names_of_areas: read.area_names,
            suppliers,
            divisions,
            covered,
        })
    }

    /// For each label code of an institution the code of its division; nothing published comes first.
    pub(super) fn divisions_of(&self, institution_id: i32, facts: &InstitutionFacts) -> Vec<u32> {
        let unknown = self.divisions.codes.unknown();
        let known = self.divisions.of_label.get(&institution_id);
        let of_label = |label: &str| known.and_then(|known| known.get(label)).copied().unwrap_or(unknown);
        std::iter::once(unknown).chain(facts.labels.iter().map(|label| of_label(label))).collect()
    }

    /// An institution.
    pub(super) fn institution(&self, id: i32) -> Option<&institution::Model> {
        let place = self.institutions.binary_search_by_key(&id, |institution| institution.id).ok()?;
        self.institutions.get(place)
    }

    /// The place of an institution in the order of ids.
    pub(super) fn institution_code(&self, id: i32) -> Option<u32> {
        let place = self.institutions.binary_search_by_key(&id, |institution| institution.id).ok()?;
        u32::try_from(place).ok()
    }
}

/// Labels of institutions as divisions.
pub(super) type DivisionsByInstitution = BTreeMap<i32, Vec<u32>>;
