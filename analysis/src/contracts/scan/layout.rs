//! Keys of groups: one number for the codes in all dimensions. Codes are the places of keys in their order, so that numbers
//! stand in the order in which groups do; not known comes last.

use anchorhub_entities::{FinancialYear, institution::InstitutionKind};

use crate::{
    AnalysisError, ContractDimension, ContractKey, Named, ValueBand,
    columnar::{Codes, damaged},
    contracts::{
        facts::{Facts, month_start},
        selection::is_in_pounds,
        state::State,
    },
    sector_title,
};

/// The dimensions of a plan.
pub(super) struct Layout<'a> {
    state: &'a State,
    pub(super) parts: Vec<Part>,
    /// Number of possible keys.
    pub(super) keys: usize,
}

/// One dimension.
pub(super) struct Part {
    pub(super) dimension: ContractDimension,
    /// What a code is multiplied by.
    pub(super) factor: usize,
    /// Number of codes; the last one stands for: not known.
    pub(super) codes: usize,
    /// For dimensions of buyers and holders the code of each.
    of_party: Vec<usize>,
    /// For codes that do not stand in the order of keys: the code of each place in that order.
    ordered: Vec<u32>,
}

impl Part {
    fn new(dimension: ContractDimension, state: &State) -> Self {
        let ranks = ranks(dimension, state);
        let codes = codes(dimension, state) + 1;
        let mut ordered = vec![0; ranks.len()];
        for (code, rank) in (0..).zip(&ranks) {
            if let Some(held) = ordered.get_mut(*rank as usize) {
                *held = code;
            }
        }
        let mut part = Self { dimension, factor: 1, codes, of_party: Vec::new(), ordered };
        part.of_party = of_party(dimension, state, &ranks, part.unknown());
        part
    }

    /// The code of: not known.
    pub(super) fn unknown(&self) -> usize {
        self.codes - 1
    }

    /// The code of a buyer or holder, or of nobody.
    pub(super) fn of_party(&self, party: Option<u32>) -> usize {
        let code = party.and_then(|party| self.of_party.get(party as usize));
        code.copied().unwrap_or(self.unknown())
    }

    /// The code in this dimension of a key.
    fn code(&self, key: usize) -> usize {
        key / self.factor % self.codes
    }

    /// The code of facts or dimensions that stands at a place in the order of keys.
    fn stored(&self, code: usize) -> usize {
        self.ordered.get(code).map_or(code, |stored| *stored as usize)
    }
}

impl<'a> Layout<'a> {
    /// The layout of some dimensions; none when there are more possible keys than numbers.
    pub(super) fn of(group_by: &[ContractDimension], state: &'a State) -> Option<Self> {
        let mut parts: Vec<Part> = group_by.iter().map(|dimension| Part::new(*dimension, state)).collect();
        let mut keys = 1usize;
        for part in parts.iter_mut().rev() {
            part.factor = keys;
            keys = keys.checked_mul(part.codes)?;
        }
        Some(Self { state, parts, keys })
    }

    /// What a key stands for, dimension by dimension.
    pub(super) fn read(&self, key: usize) -> Result<Vec<ContractKey>, AnalysisError> {
        let keys = self.parts.iter().map(|part| {
            let code = part.code(key);
            self.group_key(part, code).ok_or_else(|| {
                AnalysisError::Store(damaged(format!("no {} has the code {code}", part.dimension.name())))
            })
        });
        keys.collect()
    }

    fn group_key(&self, part: &Part, code: usize) -> Option<ContractKey> {
        let (facts, dimensions) = (&*self.state.facts, &self.state.dimensions);
        let is_known = code != part.unknown();
        let stored = part.stored(code);
        let text = |codes: &Codes| codes.text(code).map(str::to_owned);
        let area = |codes: &Codes| {
            ContractKey::Area(if is_known { dimensions.area_named(codes.text(stored)) } else { None })
        };
        Some(match part.dimension {
            ContractDimension::Institution => {
                let found = is_known.then(|| dimensions.institutions.get(stored).cloned());
                ContractKey::Institution(found.flatten())
            }
            ContractDimension::InstitutionKind => ContractKey::Kind(kinds().get(code).copied()),
            ContractDimension::Supplier => {
                let holder = u32::try_from(stored).ok().filter(|_| is_known);
                ContractKey::Supplier(holder.and_then(|holder| dimensions.supplier(holder)).cloned())
            }
            ContractDimension::SupplierSize => ContractKey::Size(is_known.then_some(code == 1)),
            ContractDimension::SupplierDistrict => area(&dimensions.suppliers.districts),
            ContractDimension::SupplierRegion => area(&dimensions.suppliers.regions),
            ContractDimension::SupplierSector => {
                let named = |section: &str| Named {
                    code: section.to_owned(),
                    name: sector_title(section).map(str::to_owned),
                };
                ContractKey::Sector(dimensions.suppliers.sectors.text(code).map(named))
            }
            ContractDimension::CategoryDivision => ContractKey::Division(dimensions.division_named(code)),
            ContractDimension::Cpv => ContractKey::Cpv(dimensions.cpv_named(facts, code)),
            ContractDimension::Stage => ContractKey::Stage(text(&facts.stage_codes)),
            ContractDimension::Procedure => ContractKey::Procedure(text(&facts.procedure_codes)),
            ContractDimension::Framework => ContractKey::Framework(code == 1),
            ContractDimension::AwardYear => {
                ContractKey::Year(facts.award_year.number(code).map(FinancialYear::starting))
            }
            ContractDimension::EndYear => {
                ContractKey::Year(facts.end_year.number(code).map(FinancialYear::starting))
            }
            ContractDimension::EndMonth => {
                ContractKey::Month(facts.end_month.number(code).and_then(month_start))
            }
            ContractDimension::ValueBand => ContractKey::Band(ValueBand::ALL.get(code).copied()),
        })
    }
}

/// Kinds of institutions in the order of their names.
fn kinds() -> Vec<InstitutionKind> {
    let mut kinds = InstitutionKind::ALL.to_vec();
    kinds.sort_unstable_by_key(|kind| kind.name());
    kinds
}

/// Number of codes, without not known.
fn codes(dimension: ContractDimension, state: &State) -> usize {
    let (facts, dimensions) = (&*state.facts, &state.dimensions);
    let suppliers = &dimensions.suppliers;
    match dimension {
        ContractDimension::Institution => dimensions.institutions.len(),
        ContractDimension::InstitutionKind => InstitutionKind::ALL.len(),
        ContractDimension::Supplier => facts.supplier_ids.len(),
        ContractDimension::SupplierSize | ContractDimension::Framework => 2,
        ContractDimension::SupplierDistrict => suppliers.districts.values().len(),
        ContractDimension::SupplierRegion => suppliers.regions.values().len(),
        ContractDimension::SupplierSector => suppliers.sectors.values().len(),
        ContractDimension::CategoryDivision => dimensions.divisions.values().len(),
        ContractDimension::Cpv => facts.cpv_codes.values().len(),
        ContractDimension::Stage => facts.stage_codes.values().len(),
        ContractDimension::Procedure => facts.procedure_codes.values().len(),
        ContractDimension::AwardYear => facts.award_year.count as usize,
        ContractDimension::EndYear => facts.end_year.count as usize,
        ContractDimension::EndMonth => facts.end_month.count as usize,
        ContractDimension::ValueBand => ValueBand::ALL.len(),
    }
}

/// For each stored code its place in the order of keys, where that is another.
fn ranks(dimension: ContractDimension, state: &State) -> Vec<u32> {
    let dimensions = &state.dimensions;
    match dimension {
        ContractDimension::Institution => dimensions.institution_ranks.clone(),
        ContractDimension::Supplier => dimensions.holder_ranks.clone(),
        ContractDimension::SupplierDistrict => dimensions.district_ranks.clone(),
        ContractDimension::SupplierRegion => dimensions.region_ranks.clone(),
        _ => Vec::new(),
    }
}

/// For each buyer or holder its code.
fn of_party(dimension: ContractDimension, state: &State, ranks: &[u32], unknown: usize) -> Vec<usize> {
    let dimensions = &state.dimensions;
    let ranked = |code: u32| ranks.get(code as usize).map_or(code as usize, |rank| *rank as usize);
    if dimension.is_of_buyer() {
        let kinds = kinds();
        let buyers = (0..).zip(&dimensions.institutions);
        let code = |(code, institution): (u32, &anchorhub_entities::institution::Model)| match dimension {
            ContractDimension::InstitutionKind => {
                kinds.iter().position(|kind| *kind == institution.kind).unwrap_or(unknown)
            }
            _ => ranked(code),
        };
        buyers.map(code).collect()
    } else if dimension.is_of_holder() {
        let holders = (0..).zip(&state.facts.supplier_ids).map(|(code, _)| code);
        let code = |holder: u32| {
            let Some(profile) = dimensions.profile(holder) else { return unknown };
            match dimension {
                ContractDimension::SupplierSize => profile.sme.map_or(unknown, usize::from),
                ContractDimension::SupplierDistrict => ranked(profile.district),
                ContractDimension::SupplierRegion => ranked(profile.region),
                ContractDimension::SupplierSector => profile.sector as usize,
                _ => ranked(holder),
            }
        };
        holders.map(code).collect()
    } else {
        Vec::new()
    }
}

/// The code of a contract in a dimension that is neither of buyers nor of holders.
pub(super) fn of_contract(part: &Part, facts: &Facts, division: &[u32], place: usize) -> usize {
    let code = |column: &[u32]| column.get(place).map_or(part.unknown(), |code| *code as usize);
    match part.dimension {
        ContractDimension::CategoryDivision => code(division),
        ContractDimension::Cpv => code(&facts.cpv),
        ContractDimension::Stage => code(&facts.stage),
        ContractDimension::Procedure => code(&facts.procedure),
        ContractDimension::Framework => usize::from(facts.is_framework.get(place) == Some(&true)),
        ContractDimension::AwardYear => code(&facts.award_year.codes),
        ContractDimension::EndYear => code(&facts.end_year.codes),
        ContractDimension::EndMonth => code(&facts.end_month.codes),
        ContractDimension::ValueBand => {
            let pence = facts.pence.get(place).filter(|_| is_in_pounds(facts.worth.get(place)));
            pence.map_or(part.unknown(), |pence| ValueBand::of(*pence) as usize)
        }
        ContractDimension::Institution
        | ContractDimension::InstitutionKind
        | ContractDimension::Supplier
        | ContractDimension::SupplierSize
        | ContractDimension::SupplierDistrict
        | ContractDimension::SupplierRegion
        | ContractDimension::SupplierSector => 0,
    }
}
