//! Adding up the contracts that a plan allows, from columns.

mod layout;
mod slots;
mod sums;

use anchorhub_store::{StoreError, StoreErrorKind};
use rustc_hash::FxHashSet;

use self::{
    layout::{Layout, Part, of_contract},
    slots::Slots,
    sums::{Sums, Wide},
};
use super::{selection::Selection, state::State};
use crate::{
    AnalysisError, ContractAnswer, ContractCoverage, ContractPlan, ContractRest, ContractRow,
    columnar::{Bits, Distinct, Stop, words},
};

/// Answers a plan; none when it has more possible groups than can be told apart.
pub(super) fn answer(
    plan: &ContractPlan,
    state: &State,
    selection: &Selection,
    stop: &Stop,
) -> Result<Option<ContractAnswer>, AnalysisError> {
    let Some(layout) = Layout::of(&plan.group_by, state) else { return Ok(None) };
    let mut scan = Scan::new(state, selection, &layout);
    scan.add_up(stop)?;
    scan.answer(plan).map(Some)
}

/// A key of a contract, with the buyer and the holder that it has it by.
#[derive(Clone, Copy)]
struct Keyed {
    key: usize,
    /// Dimensions in which the key is known: a bit for each.
    known: u8,
    buyer: Option<u32>,
    holder: Option<u32>,
}

struct Scan<'a> {
    state: &'a State,
    selection: &'a Selection,
    layout: &'a Layout<'a>,
    sides: Sides<'a>,
    slots: Slots,
    groups: Vec<Sums>,
    /// For each slot the last contract that was added to it: a contract counts once in a group.
    last: Vec<u32>,
    institutions: Distinct,
    suppliers: Distinct,
    total: Sums,
    all_institutions: Bits,
    all_suppliers: Bits,
    /// For each dimension what its keys are known of.
    known: Vec<(i64, Wide)>,
}

/// The dimensions of a question by what they say something about, each with its bit.
struct Sides<'a> {
    own: Vec<(u8, &'a Part)>,
    buyer: Vec<(u8, &'a Part)>,
    holder: Vec<(u8, &'a Part)>,
}

impl<'a> Sides<'a> {
    fn of(layout: &'a Layout<'a>) -> Self {
        let mut sides = Self { own: Vec::new(), buyer: Vec::new(), holder: Vec::new() };
        for (place, part) in layout.parts.iter().enumerate() {
            let side = match part.dimension {
                dimension if dimension.is_of_buyer() => &mut sides.buyer,
                dimension if dimension.is_of_holder() => &mut sides.holder,
                _ => &mut sides.own,
            };
            side.push((1 << place, part));
        }
        sides
    }
}

/// What some dimensions add to a key, and in which of them it is known.
#[inline]
fn added(parts: &[(u8, &Part)], code: impl Fn(&Part) -> usize) -> (usize, u8) {
    let (mut key, mut known) = (0, 0);
    for (bit, part) in parts {
        let code = code(part);
        key += part.factor * code;
        known |= if code == part.unknown() { 0 } else { *bit };
    }
    (key, known)
}

/// Contracts between two looks at the clock.
const STRETCH: usize = 4_096;

/// Bits of parties of dense groups up to which sets of bits are used: 2 mebibytes.
const PARTY_BITS: usize = 1 << 24;

/// No contract has this place.
const NOWHERE: u32 = u32::MAX;

/// The code of nobody: in the place of the parties of a contract that has none.
const NOBODY: [u32; 1] = [u32::MAX];

impl<'a> Scan<'a> {
    fn new(state: &'a State, selection: &'a Selection, layout: &'a Layout<'a>) -> Self {
        let slots = Slots::of(layout.keys);
        let given = slots.given();
        let (institutions, suppliers) = (state.facts.institution_ids.len(), state.facts.supplier_ids.len());
        Self {
            state,
            selection,
            layout,
            sides: Sides::of(layout),
            groups: vec![Sums::default(); given],
            last: vec![NOWHERE; given],
            institutions: distinct(given, institutions),
            suppliers: distinct(given, suppliers),
            slots,
            total: Sums::default(),
            all_institutions: Bits::below(institutions),
            all_suppliers: Bits::below(suppliers),
            known: vec![(0, Wide::default()); layout.parts.len()],
        }
    }

    fn add_up(&mut self, stop: &Stop) -> Result<(), AnalysisError> {
        let mut keyed = Vec::new();
        for stretch in self.selection.places.chunks(STRETCH) {
            if stop.is_due() {
                return Err(over());
            }
            for place in stretch {
                self.keys(*place, &mut keyed);
                self.add(*place, &keyed);
            }
        }
        Ok(())
    }

    /// The keys of a contract: one for each pair of a buyer and a holder that the filter allows.
    fn keys(&self, place: u32, keyed: &mut Vec<Keyed>) {
        keyed.clear();
        let (at, facts) = (place as usize, &*self.state.facts);
        let division = &self.state.dimensions.division;
        let own = added(&self.sides.own, |part| of_contract(part, facts, division, at));
        let (buyers, holders) = (facts.buyers.of_contract(at), facts.holders.of_contract(at));
        let or_nobody = |codes: &'a [u32]| if codes.is_empty() { &NOBODY } else { codes };
        self.pair(own, or_nobody(buyers), or_nobody(holders), keyed);
    }

    fn pair(&self, own: (usize, u8), buyers: &[u32], holders: &[u32], keyed: &mut Vec<Keyed>) {
        let party = |code: u32| (code != NOBODY[0]).then_some(code);
        for buyer in buyers.iter().map(|code| party(*code)) {
            if buyer.is_some_and(|code| !self.selection.allows_buyer(code)) {
                continue;
            }
            let of_buyer = added(&self.sides.buyer, |part| part.of_party(buyer));
            for holder in holders.iter().map(|code| party(*code)) {
                if holder.is_some_and(|code| !self.selection.allows_holder(code)) {
                    continue;
                }
                let of_holder = added(&self.sides.holder, |part| part.of_party(holder));
                let key = own.0 + of_buyer.0 + of_holder.0;
                keyed.push(Keyed { key, known: own.1 | of_buyer.1 | of_holder.1, buyer, holder });
            }
        }
    }

    fn add(&mut self, place: u32, keyed: &[Keyed]) {
        let (at, facts) = (place as usize, &*self.state.facts);
        self.total.add(facts, at);
        let known = keyed.iter().fold(0, |known, one| known | one.known);
        for (place, (contracts, value)) in self.known.iter_mut().enumerate() {
            if known & (1 << place) != 0 {
                *contracts += 1;
                if let Some(pence) = facts.value(at) {
                    value.add(pence);
                }
            }
        }
        for one in keyed {
            if let Some(buyer) = one.buyer {
                self.all_institutions.insert(buyer as usize);
            }
            if let Some(holder) = one.holder {
                self.all_suppliers.insert(holder as usize);
            }
            if self.layout.parts.is_empty() {
                continue;
            }
            let slot = self.slots.slot(one.key);
            if slot == self.groups.len() {
                self.groups.push(Sums::default());
                self.last.push(NOWHERE);
            }
            if let (Some(sums), Some(last)) = (self.groups.get_mut(slot), self.last.get_mut(slot))
                && *last != place
            {
                *last = place;
                sums.add(facts, at);
            }
            if let Some(buyer) = one.buyer {
                self.institutions.insert(slot, buyer);
            }
            if let Some(holder) = one.holder {
                self.suppliers.insert(slot, holder);
            }
        }
    }

    fn answer(&self, plan: &ContractPlan) -> Result<ContractAnswer, AnalysisError> {
        let count = |distinct: &Distinct| distinct.counts(self.groups.len()).unwrap_or_default();
        let (institutions, suppliers) = (count(&self.institutions), count(&self.suppliers));
        let mut groups = Vec::new();
        for (slot, sums) in self.groups.iter().enumerate().filter(|(_, sums)| sums.contracts > 0) {
            let of = |counts: &[i64]| counts.get(slot).copied().unwrap_or(0);
            let measures = sums.measures(of(&institutions), of(&suppliers))?;
            groups.push((measures.rank(plan.order), self.slots.key(slot), measures));
        }
        let number = groups.len();
        groups.sort_unstable_by_key(|(rank, key, _)| (*rank, *key));
        groups.truncate(plan.first);
        let shown: FxHashSet<usize> = groups.iter().map(|(_, key, _)| *key).collect();
        let rows = groups
            .into_iter()
            .map(|(_, key, measures)| Ok(ContractRow { keys: self.layout.read(key)?, measures }));
        let rows = rows.collect::<Result<Vec<_>, AnalysisError>>()?;
        let coverage = self.layout.parts.iter().zip(&self.known).map(|(part, (contracts, value))| {
            Ok(ContractCoverage { dimension: part.dimension, contracts: *contracts, value: value.narrow()? })
        });
        Ok(ContractAnswer {
            rest: if rows.len() < number {
                self.rest(number - rows.len(), &shown)?
            } else {
                ContractRest::default()
            },
            rows,
            total: self.total.measures(self.all_institutions.count(), self.all_suppliers.count())?,
            coverage: coverage.collect::<Result<_, AnalysisError>>()?,
            overlaps: plan.group_by.iter().any(|dimension| dimension.overlaps()),
            data_version: self.state.data_version,
        })
    }

    /// The contracts that stand in no group that is shown.
    fn rest(&self, groups: usize, shown: &FxHashSet<usize>) -> Result<ContractRest, AnalysisError> {
        let (mut contracts, mut value, mut keyed) = (0, Wide::default(), Vec::new());
        for place in &self.selection.places {
            self.keys(*place, &mut keyed);
            if keyed.iter().all(|one| !shown.contains(&one.key)) {
                contracts += 1;
                if let Some(pence) = self.state.facts.value(*place as usize) {
                    value.add(pence);
                }
            }
        }
        let groups = i64::try_from(groups).map_err(|_| AnalysisError::SumTooLarge)?;
        Ok(ContractRest { groups, contracts, value: value.narrow()? })
    }
}

/// How the parties of groups are counted: by sets of bits where these are small.
fn distinct(given: usize, parties: usize) -> Distinct {
    let words = words(parties);
    let bits = given.checked_mul(words).and_then(|words| words.checked_mul(64));
    match bits.filter(|bits| given > 0 && *bits <= PARTY_BITS) {
        Some(bits) => Distinct::Bits { words, bits: Bits::below(bits) },
        None => Distinct::Pairs(FxHashSet::default()),
    }
}

fn over() -> AnalysisError {
    AnalysisError::Store(StoreError::new(
        StoreErrorKind::Deadline,
        "the request's time ended while contracts were added up",
    ))
}
