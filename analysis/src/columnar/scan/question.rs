//! A plan made ready for the columns: everything that depends on a payee, a label, a day or a mark alone is worked out
//! here, so that a payment only adds up what it finds in four tables.

use std::{collections::HashSet, sync::Arc};

use anchorhub_entities::{WarningSet, supplier::SupplierKind};
use chrono::NaiveDate;

use super::{
    allowed::{self, Divisions, Texts},
    layout::{KINDS, Layout, SIZES},
    nearness::Nearness,
};
use crate::{
    ExclusionReason, SpendDimension, SpendFilter, SpendPlan,
    columnar::{
        dimensions::{Years, months_of},
        facts::{BASES, Chunk, DAYS_A_YEAR, InstitutionFacts, Mark, Partition, year_start},
        state::State,
    },
};

/// In a table: payments with this value are left out.
pub(super) const SKIP: usize = usize::MAX;

/// What a scan needs to know.
pub(super) struct Question {
    pub(super) layout: Layout,
    years: Years,
    /// By name code.
    pub(super) names: Vec<usize>,
    /// Reasons to leave out payments to a payee, by name code.
    pub(super) reasons_of_names: Vec<u8>,
    /// What depends on supplier and institution together.
    pub(super) nearness: Nearness,
    /// Suppliers, without nobody.
    pub(super) suppliers: usize,
    pub(super) places: Vec<Place>,
    pub(super) days: Vec<[usize; DAYS_A_YEAR]>,
    pub(super) work: Vec<Work>,
    pub(super) pence: (i64, i64),
    pub(super) documents: Option<HashSet<i64>>,
    marks: Marks,
    /// Reasons of which a payment has to have one; none: it need not.
    pub(super) only: Option<u8>,
    /// Reasons for which payments are left out.
    pub(super) left_out: u8,
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
    /// By department code.
    pub(super) departments: Vec<usize>,
    /// Its home, as `Nearness` knows it.
    pub(super) home: Option<usize>,
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
    /// The place of its VAT basis among the sums of a group.
    pub(super) slot: usize,
    /// Reasons to leave it out.
    pub(super) reasons: u8,
}

struct Marks {
    with: Option<WarningSet>,
    without: WarningSet,
    /// Reasons that the filter does not allow.
    without_reasons: u8,
    /// By the code of a basis.
    bases: [bool; BASES.len()],
}

impl Question {
    /// None when there are more possible groups than numbers. `named`: for each supplier whether one of its names
    /// contains what the filter asks for.
    pub(super) fn new(plan: &SpendPlan, state: &State, named: Option<&[bool]>) -> Option<Self> {
        let dimensions = &state.dimensions;
        let layout = Layout::of(plan, state)?;
        let filter = &plan.filter;
        let suppliers = supplier_keys(&layout, state, filter, named);
        let reasons: Vec<u8> =
            dimensions.suppliers.models.iter().map(|model| ExclusionReason::of_kind(model.kind)).collect();
        let of_name = |place: &u32| usize::try_from(*place).unwrap_or(usize::MAX);
        let names = dimensions.suppliers.of_name.iter().map(of_name);
        let mut question = Self {
            names: names.clone().map(|place| suppliers.get(place).copied().unwrap_or(SKIP)).collect(),
            reasons_of_names: names.map(|place| reasons.get(place).copied().unwrap_or(0)).collect(),
            nearness: Nearness::new(&layout, filter),
            suppliers: dimensions.suppliers.models.len(),
            places: Vec::new(),
            days: Vec::new(),
            work: Vec::new(),
            pence: (filter.min_pence.unwrap_or(i64::MIN), filter.max_pence.unwrap_or(i64::MAX)),
            documents: filter.documents.as_ref().map(|ids| ids.iter().copied().collect()),
            marks: Marks::new(plan),
            only: filter.only.as_deref().map(ExclusionReason::set),
            left_out: ExclusionReason::set(&plan.exclude),
            slots: [0; BASES.len()],
            bases: Vec::new(),
            weight: 0,
            layout,
            years: state.years,
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
        let headings = Headings::new(filter, state);
        let mut tables: std::collections::BTreeMap<i32, Option<usize>> = std::collections::BTreeMap::new();
        for (id, facts) in &state.facts {
            let Some(key) = self.institution_key(*id, filter, state)? else { continue };
            let place = self.places.len();
            self.places.push(Place {
                key,
                labels: self.label_keys(*id, facts, &headings, state),
                departments: self.department_keys(*id, facts, &headings, state),
                home: self.nearness.home(*id, &state.dimensions),
            });
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

    /// What an institution adds to a key; inner none when the filter does not allow it.
    fn institution_key(&self, id: i32, filter: &SpendFilter, state: &State) -> Option<Option<usize>> {
        let dimensions = &state.dimensions;
        let kind = dimensions.institution(id)?.kind;
        let is_asked = filter.institutions.as_ref().is_none_or(|ids| ids.contains(&id))
            && filter.institution_kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind));
        if !is_asked {
            return Some(None);
        }
        let factor = |dimension| self.layout.part(dimension).map_or(0, |part| part.factor);
        let code = usize::try_from(dimensions.institution_code(id)?).ok()?;
        let of_kind = dimensions.institution_kinds.iter().position(|one| *one == kind)?;
        let key =
            factor(SpendDimension::Institution) * code + factor(SpendDimension::InstitutionKind) * of_kind;
        Some(Some(key))
    }

    /// For each label code of an institution what it adds to a key.
    fn label_keys(
        &self,
        id: i32,
        facts: &InstitutionFacts,
        headings: &Headings<'_>,
        state: &State,
    ) -> Vec<usize> {
        let division_factor =
            self.layout.part(SpendDimension::CategoryDivision).map_or(0, |part| part.factor);
        let texts = self.text_keys(SpendDimension::Category, id, &facts.labels, &headings.categories, state);
        let divisions = state.divisions.get(&id).into_iter().flatten();
        let of_label = divisions.zip(texts).map(|(division, key)| {
            let code = usize::try_from(*division).ok().filter(|_| headings.divisions.allows(*division));
            match code {
                Some(code) if key != SKIP => code * division_factor + key,
                _ => SKIP,
            }
        });
        of_label.collect()
    }

    /// For each department code of an institution what it adds to a key.
    fn department_keys(
        &self,
        id: i32,
        facts: &InstitutionFacts,
        headings: &Headings<'_>,
        state: &State,
    ) -> Vec<usize> {
        self.text_keys(SpendDimension::Department, id, &facts.departments, &headings.departments, state)
    }

    /// For each of the texts of an institution, nothing published first, what it adds to a key in one dimension.
    fn text_keys(
        &self,
        dimension: SpendDimension,
        id: i32,
        texts: &[Box<str>],
        allowed: &Texts,
        state: &State,
    ) -> Vec<usize> {
        let published = std::iter::once(None).chain(texts.iter().map(|text| Some(&**text)));
        let Some(part) = self.layout.part(dimension) else {
            return published.map(|text| if allowed.allow(text) { 0 } else { SKIP }).collect();
        };
        let known = match dimension {
            SpendDimension::Department => state.departments(),
            _ => state.categories(),
        };
        let keys = known.of_institution(id).iter().zip(published).map(|(code, text)| {
            let code = usize::try_from(*code).ok().filter(|_| allowed.allow(text));
            code.map_or(SKIP, |code| code * part.factor)
        });
        keys.collect()
    }

    /// For each day of a financial year what it adds to a key.
    fn day_keys(&self, year: i32, filter: &SpendFilter) -> Option<[usize; DAYS_A_YEAR]> {
        let code = self.years.code(year)?;
        let factor = |dimension| self.layout.part(dimension).map_or(0, |part| part.factor);
        let of_year = code * factor(SpendDimension::FinancialYear);
        let (of_month, of_quarter) = (factor(SpendDimension::Month), factor(SpendDimension::Quarter));
        let start = year_start(year)?;
        let days_to = |date: NaiveDate| date.signed_duration_since(start).num_days();
        let from = filter.from.map_or(i64::MIN, days_to);
        let to = filter.to.map_or(i64::MAX, days_to);
        let mut keys = [SKIP; DAYS_A_YEAR];
        for ((day, key), month) in (0i64..).zip(&mut keys).zip(months_of(year)) {
            if from <= day && day < to {
                *key = of_year
                    + Years::month_code(code, month) * of_month
                    + Years::quarter_code(code, month) * of_quarter;
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
        let reasons = ExclusionReason::of_flags(mark.flags);
        let is_allowed = marks.bases.get(basis).copied().unwrap_or(false)
            && marks.with.is_none_or(has)
            && !has(marks.without)
            && reasons & marks.without_reasons == 0;
        Meaning { is_allowed, slot: self.slots.get(basis).copied().unwrap_or(0), reasons }
    }
}

impl Marks {
    fn new(plan: &SpendPlan) -> Self {
        let allowed = |basis| plan.filter.vat_bases.as_ref().is_none_or(|bases| bases.contains(&basis));
        Self {
            with: plan.filter.with_warnings,
            without: plan.filter.without_warnings,
            without_reasons: ExclusionReason::set(&plan.filter.without),
            bases: BASES.map(allowed),
        }
    }
}

/// What a filter allows of what payments are published under.
struct Headings<'a> {
    divisions: Divisions<'a>,
    categories: Texts<'a>,
    departments: Texts<'a>,
}

impl<'a> Headings<'a> {
    fn new(filter: &'a SpendFilter, state: &'a State) -> Self {
        let SpendFilter { division, categories, departments, .. } = filter;
        Self {
            divisions: Divisions::new(division, &state.dimensions.divisions.codes),
            categories: Texts::new(categories.as_deref()),
            departments: Texts::new(departments.as_deref()),
        }
    }
}

/// For each supplier, nobody last, what it adds to a key.
fn supplier_keys(layout: &Layout, state: &State, filter: &SpendFilter, named: Option<&[bool]>) -> Vec<usize> {
    let suppliers = &state.dimensions.suppliers;
    let without = ExclusionReason::set(&filter.without);
    let traits = filter.traits.as_ref().map(|traits| allowed::by_traits(traits, suppliers));
    let ids: Option<HashSet<Option<i64>>> =
        filter.suppliers.as_ref().map(|ids| ids.iter().copied().collect());
    let mut keys = Vec::with_capacity(suppliers.profiles.len());
    for (place, profile) in suppliers.profiles.iter().enumerate() {
        let model = suppliers.models.get(place);
        let is_asked = ids.as_ref().is_none_or(|ids| ids.contains(&model.map(|model| model.id)))
            && model.is_none_or(|model| ExclusionReason::of_kind(model.kind) & without == 0);
        let has = |list: Option<&[bool]>| list.is_none_or(|list| list.get(place).copied().unwrap_or(false));
        if !(is_asked && has(named) && has(traits.as_deref())) {
            keys.push(SKIP);
            continue;
        }
        let code_in = |dimension| match dimension {
            SpendDimension::Supplier => Some(place),
            SpendDimension::SupplierSize => Some(profile.sme.map_or(SIZES - 1, usize::from)),
            SpendDimension::SupplierVcse => Some(profile.vcse.map_or(SIZES - 1, usize::from)),
            SpendDimension::SupplierKind => Some(kind_code(model.map(|model| model.kind))),
            SpendDimension::SupplierSector => usize::try_from(profile.sector).ok(),
            SpendDimension::SupplierDistrict => usize::try_from(profile.district).ok(),
            SpendDimension::SupplierAuthority => usize::try_from(profile.authority).ok(),
            SpendDimension::SupplierRegion => usize::try_from(profile.region).ok(),
            SpendDimension::DeprivationDecile => Some(match profile.decile {
                Some(decile) => suppliers.deciles.partition_point(|known| *known < decile),
                None => suppliers.deciles.len(),
            }),
            SpendDimension::Institution
            | SpendDimension::InstitutionKind
            | SpendDimension::Locality
            | SpendDimension::Category
            | SpendDimension::CategoryDivision
            | SpendDimension::Department
            | SpendDimension::Month
            | SpendDimension::Quarter
            | SpendDimension::FinancialYear => None,
        };
        let parts = layout.parts.iter();
        keys.push(parts.map(|part| code_in(part.dimension).map_or(0, |code| code * part.factor)).sum());
    }
    keys
}

/// The place of a kind among `KINDS`; after all of them where it is not known.
fn kind_code(kind: Option<SupplierKind>) -> usize {
    KINDS.iter().position(|one| Some(*one) == kind).unwrap_or(KINDS.len())
}
