//! A plan made ready for the columns: everything that depends on a payee, a label, a day or a mark alone is worked out
//! here, so that a payment only adds up what it finds in four tables.

use std::{collections::HashSet, sync::Arc};

use anchorhub_entities::WarningSet;
use chrono::NaiveDate;

use super::{
    allowed::{self, Divisions},
    layout::{Layout, SIZES},
};
use crate::{
    ExclusionReason, SpendDimension, SpendFilter, SpendPlan,
    columnar::{
        dimensions::{Dimensions, Years, months_of},
        facts::{BASES, Chunk, DAYS_A_YEAR, InstitutionFacts, Mark, Partition, year_start},
        state::State,
    },
};

/// In a table: payments with this value are left out.
pub(super) const SKIP: usize = usize::MAX;

/// What a scan needs to know.
pub(super) struct Question {
    pub(super) layout: Layout,
    pub(super) years: Years,
    /// By name code.
    pub(super) names: Vec<usize>,
    /// Suppliers, without nobody.
    pub(super) suppliers: usize,
    pub(super) places: Vec<Place>,
    pub(super) days: Vec<[usize; DAYS_A_YEAR]>,
    pub(super) work: Vec<Work>,
    pub(super) pence: (i64, i64),
    pub(super) documents: Option<HashSet<i64>>,
    marks: Marks,
    /// For each basis the place of its sum among those of a group.
    slots: [usize; BASES.len()],
    /// VAT bases that occur in the chunks, by code.
    pub(super) bases: Vec<usize>,
    /// The largest that any sum can become.
    pub(super) weight: u128,
}

/// What is the same for all payments of an institution.
pub(super) struct Place {
    pub(super) key: usize,
    /// By label code.
    pub(super) labels: Vec<usize>,
}

/// A chunk to scan.
pub(super) struct Work {
    partition: Arc<Partition>,
    chunk: usize,
    /// Position among `places`.
    pub(super) place: usize,
    /// Position among `days`.
    pub(super) days: usize,
}

impl Work {
    pub(super) fn chunk(&self) -> Option<&Chunk> {
        self.partition.chunks.get(self.chunk)
    }
}

/// What a mark means for a question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Meaning {
    /// The filter allows it.
    pub(super) is_allowed: bool,
    /// The plan does not leave it out.
    pub(super) is_kept: bool,
    /// The place of its VAT basis among the sums of a group.
    pub(super) slot: usize,
    /// Reasons to leave it out: a bit for each, by its place in `ExclusionReason::ALL`.
    pub(super) reasons: u32,
}

struct Marks {
    with: Option<WarningSet>,
    without: WarningSet,
    left_out: WarningSet,
    /// By the code of a basis.
    bases: [bool; BASES.len()],
}

impl Question {
    /// None when there are more possible groups than numbers. `named`: for each supplier whether one of its names
    /// contains what the filter asks for.
    pub(super) fn new(plan: &SpendPlan, state: &State, named: Option<&[bool]>) -> Option<Self> {
        let dimensions = &state.dimensions;
        let years = state.years;
        let layout = Layout::of(plan, dimensions, years)?;
        let filter = &plan.filter;
        let suppliers = supplier_keys(&layout, dimensions, filter, named);
        let of_name =
            |place: &u32| usize::try_from(*place).ok().and_then(|place| suppliers.get(place)).copied();
        let names = dimensions.suppliers.of_name.iter().map(|place| of_name(place).unwrap_or(SKIP)).collect();
        let mut question = Self {
            names,
            suppliers: dimensions.suppliers.models.len(),
            places: Vec::new(),
            days: Vec::new(),
            work: Vec::new(),
            pence: (filter.min_pence.unwrap_or(i64::MIN), filter.max_pence.unwrap_or(i64::MAX)),
            documents: filter.documents.as_ref().map(|ids| ids.iter().copied().collect()),
            marks: Marks::new(plan),
            slots: [0; BASES.len()],
            bases: Vec::new(),
            weight: 0,
            layout,
            years,
        };
        question.plan_work(filter, state)?;
        let occurs = |basis: &usize| {
            let chunks = question.work.iter().filter_map(Work::chunk);
            chunks.flat_map(|chunk| &chunk.mark_codes).any(|mark| usize::from(mark.basis) == *basis)
        };
        question.bases = (0..BASES.len()).filter(occurs).collect();
        for (slot, basis) in question.bases.iter().enumerate() {
            question.slots[*basis] = slot;
        }
        Some(question)
    }

    /// Every chunk that may hold payments which the filter allows.
    fn plan_work(&mut self, filter: &SpendFilter, state: &State) -> Option<()> {
        let divisions = Divisions::new(&filter.division, &state.dimensions.divisions.codes);
        let mut tables: std::collections::BTreeMap<i32, Option<usize>> = std::collections::BTreeMap::new();
        for (id, facts) in &state.facts {
            if filter.institutions.as_ref().is_some_and(|ids| !ids.contains(id)) {
                continue;
            }
            let code = usize::try_from(state.dimensions.institution_code(*id)?).ok()?;
            let part = self.layout.part(SpendDimension::Institution);
            let key = part.map_or(0, |part| part.factor * code);
            let labels = self.label_keys(*id, facts, filter, &divisions, state);
            let place = self.places.len();
            self.places.push(Place { key, labels });
            for (year, partition) in &facts.years {
                let days = match tables.get(year) {
                    Some(known) => *known,
                    None => {
                        let table = self.day_keys(*year, filter)?;
                        let days = table.iter().any(|key| *key != SKIP).then_some(self.days.len());
                        self.days.extend(days.map(|_| table));
                        tables.insert(*year, days);
                        days
                    }
                };
                let Some(days) = days else { continue };
                self.add_partition(partition, place, days);
            }
        }
        Some(())
    }

    fn add_partition(&mut self, partition: &Arc<Partition>, place: usize, days: usize) {
        for (number, chunk) in partition.chunks.iter().enumerate() {
            let span = usize::from(chunk.span.0)..=usize::from(chunk.span.1);
            let in_period = self.days[days].get(span).is_some_and(|keys| keys.iter().any(|key| *key != SKIP));
            let in_documents = self
                .documents
                .as_ref()
                .is_none_or(|ids| chunk.runs.iter().any(|run| ids.contains(&run.document_id)));
            if in_period && in_documents {
                self.weight = self.weight.saturating_add(chunk.weight);
                self.work.push(Work { partition: Arc::clone(partition), chunk: number, place, days });
            }
        }
    }

    /// For each label code of an institution what it adds to a key.
    fn label_keys(
        &self,
        id: i32,
        facts: &InstitutionFacts,
        filter: &SpendFilter,
        divisions: &Divisions,
        state: &State,
    ) -> Vec<usize> {
        let factor = self.layout.part(SpendDimension::CategoryDivision).map_or(0, |part| part.factor);
        let published = std::iter::once(None).chain(facts.labels.iter().map(|label| Some(&**label)));
        let of_label = state.divisions.get(&id).into_iter().flatten().zip(published);
        of_label
            .map(|(division, label)| {
                let is_label = filter.category.as_deref().is_none_or(|wanted| label == Some(wanted));
                let code =
                    usize::try_from(*division).ok().filter(|_| is_label && divisions.allows(*division));
                code.map_or(SKIP, |code| code * factor)
            })
            .collect()
    }

    /// For each day of a financial year what it adds to a key.
    fn day_keys(&self, year: i32, filter: &SpendFilter) -> Option<[usize; DAYS_A_YEAR]> {
        let code = self.years.code(year)?;
        let factor = |dimension| self.layout.part(dimension).map_or(0, |part| part.factor);
        let of_year = code * factor(SpendDimension::FinancialYear);
        let of_month = factor(SpendDimension::Month);
        let start = year_start(year)?;
        let days_to = |date: NaiveDate| date.signed_duration_since(start).num_days();
        let from = filter.from.map_or(i64::MIN, days_to);
        let to = filter.to.map_or(i64::MAX, days_to);
        let mut keys = [SKIP; DAYS_A_YEAR];
        for ((day, key), month) in (0i64..).zip(&mut keys).zip(months_of(year)) {
            if from <= day && day < to {
                *key = of_year + (code * 12 + usize::from(month)) * of_month;
            }
        }
        Some(keys)
    }

    /// What all days of a financial year add to a key, where months add nothing.
    pub(super) fn year_key(&self, days: &[usize; DAYS_A_YEAR]) -> usize {
        days.iter().copied().find(|key| *key != SKIP).unwrap_or(0)
    }

    /// What a mark means.
    pub(super) fn meaning(&self, mark: Mark) -> Meaning {
        let basis = usize::from(mark.basis);
        let has = |set: WarningSet| mark.flags & set.bits() != 0;
        let marks = &self.marks;
        let is_allowed = marks.bases.get(basis).copied().unwrap_or(false)
            && marks.with.is_none_or(has)
            && !has(marks.without);
        let reasons = ExclusionReason::ALL.iter().enumerate();
        let reasons = reasons.filter(|(_, reason)| has(ExclusionReason::warnings(&[**reason])));
        Meaning {
            is_allowed,
            is_kept: !has(marks.left_out),
            slot: self.slots.get(basis).copied().unwrap_or(0),
            reasons: reasons.map(|(place, _)| 1 << place).sum(),
        }
    }
}

impl Marks {
    fn new(plan: &SpendPlan) -> Self {
        let allowed = |basis| plan.filter.vat_bases.as_ref().is_none_or(|bases| bases.contains(&basis));
        Self {
            with: plan.filter.with_warnings,
            without: plan.filter.without_warnings,
            left_out: ExclusionReason::warnings(&plan.exclude),
            bases: BASES.map(allowed),
        }
    }
}

/// For each supplier, nobody last, what it adds to a key.
fn supplier_keys(
    layout: &Layout,
    dimensions: &Dimensions,
    filter: &SpendFilter,
    named: Option<&[bool]>,
) -> Vec<usize> {
    let suppliers = &dimensions.suppliers;
    let traits = filter.traits.as_ref().map(|traits| allowed::by_traits(traits, suppliers));
    let ids: Option<HashSet<i64>> = filter.suppliers.as_ref().map(|ids| ids.iter().copied().collect());
    let mut keys = Vec::with_capacity(suppliers.profiles.len());
    for (place, profile) in suppliers.profiles.iter().enumerate() {
        let is_asked = ids
            .as_ref()
            .is_none_or(|ids| suppliers.models.get(place).is_some_and(|model| ids.contains(&model.id)));
        let has = |list: Option<&[bool]>| list.is_none_or(|list| list.get(place).copied().unwrap_or(false));
        if !(is_asked && has(named) && has(traits.as_deref())) {
            keys.push(SKIP);
            continue;
        }
        let code_in = |dimension| match dimension {
            SpendDimension::Supplier => Some(place),
            SpendDimension::SupplierSize => Some(profile.sme.map_or(SIZES - 1, usize::from)),
            SpendDimension::SupplierSector => usize::try_from(profile.sector).ok(),
            SpendDimension::SupplierDistrict => usize::try_from(profile.district).ok(),
            SpendDimension::SupplierRegion => usize::try_from(profile.region).ok(),
            SpendDimension::DeprivationDecile => Some(match profile.decile {
                Some(decile) => suppliers.deciles.partition_point(|known| *known < decile),
                None => suppliers.deciles.len(),
            }),
            SpendDimension::Institution
            | SpendDimension::CategoryDivision
            | SpendDimension::Month
            | SpendDimension::FinancialYear => None,
        };
        let parts = layout.parts.iter();
        keys.push(parts.map(|part| code_in(part.dimension).map_or(0, |code| code * part.factor)).sum());
    }
    keys
}
