//! One thread's share of a scan.

use std::ops::Range;

use super::{
    amount::{Amount, Cell},
    groups::Groups,
    payers::{Mark, Payers},
    question::{Meaning, Place, Question, SKIP, Work},
    suppliers::{Bits, Distinct},
};
use crate::{ExclusionReason, SpendDimension, columnar::facts::Chunk};

/// What one thread has added up, and in the end all of them together.
pub(super) struct Sums<A, G> {
    pub(super) groups: G,
    /// The sums of a group stand together, one for each VAT basis that occurs.
    pub(super) cells: Vec<Cell<A>>,
    pub(super) distinct: Distinct,
    pub(super) payers: Payers,
    /// Suppliers of everything.
    pub(super) suppliers: Bits,
    /// Institutions of everything, by their places.
    pub(super) places: Bits,
    /// Payments with reasons to leave them out, by the set of their reasons.
    pub(super) exclusions: [Cell<A>; REASONS],
}

/// Sets of reasons.
pub(super) const REASONS: usize = 1 << ExclusionReason::ALL.len();

/// Tables of one chunk, by its own codes; kept from chunk to chunk for their room.
#[derive(Default)]
pub(super) struct Tables {
    names: Vec<usize>,
    /// Reasons to leave out payments to a name.
    reasons: Vec<u8>,
    headings: Vec<usize>,
    marks: Vec<Meaning>,
    /// Whether a name occurs in a payment that is kept.
    seen: Vec<bool>,
}

impl Tables {
    /// False when nothing in the chunk can be asked for.
    fn fill(&mut self, question: &Question, place: &Place, supplier_of_name: &[u32], chunk: &Chunk) -> bool {
        let look = |table: &[usize], code: u32| table.get(position(code)).copied().unwrap_or(SKIP);
        self.names.clear();
        self.names.extend(chunk.name_codes.iter().map(|code| look(&question.names, *code)));
        if let Some(home) = place.home {
            for (key, code) in self.names.iter_mut().zip(&chunk.name_codes) {
                let supplier = supplier_of_name.get(position(*code)).copied();
                *key = both(*key, question.nearness.key(home, supplier));
            }
        }
        let reasons_of = |code: &u32| question.reasons_of_names.get(position(*code)).copied().unwrap_or(0);
        self.reasons.clear();
        self.reasons.extend(chunk.name_codes.iter().map(reasons_of));
        self.headings.clear();
        self.headings.extend(chunk.heading_codes.iter().map(|heading| {
            both(look(&place.labels, heading.label), look(&place.departments, heading.department))
        }));
        self.marks.clear();
        self.marks.extend(chunk.mark_codes.iter().map(|mark| question.meaning(*mark)));
        self.seen.clear();
        self.seen.resize(chunk.name_codes.len(), false);
        self.names.iter().any(|key| *key != SKIP)
            && self.headings.iter().any(|key| *key != SKIP)
            && self.marks.iter().any(|mark| mark.is_allowed)
    }
}

impl<A: Amount, G: Groups> Sums<A, G> {
    pub(super) fn new(question: &Question, groups: G, distinct: Distinct) -> Self {
        let cells = vec![Cell::default(); groups.slots() * question.bases.len()];
        let is_key = question.layout.part(SpendDimension::Institution).is_some();
        Self {
            payers: Payers::new(is_key, question.places.len(), groups.slots()),
            groups,
            cells,
            distinct,
            suppliers: Bits::below(question.suppliers),
            places: Bits::below(question.places.len()),
            exclusions: [Cell::default(); REASONS],
        }
    }

    /// Adds what the question asks for in a chunk. `supplier_of_name`: by name code.
    pub(super) fn add(
        &mut self,
        question: &Question,
        work: &Work,
        supplier_of_name: &[u32],
        tables: &mut Tables,
    ) {
        let Some(chunk) = work.chunk() else { return };
        let (Some(place), Some(days)) = (question.places.get(work.place), question.days.get(work.days))
        else {
            return;
        };
        if !tables.fill(question, place, supplier_of_name, chunk) {
            return;
        }
        let supplier = |name: usize| {
            let code = chunk.name_codes.get(name).and_then(|code| usize::try_from(*code).ok())?;
            supplier_of_name.get(code).copied().filter(|place| position(*place) < question.suppliers)
        };
        let varies = question.layout.varies_within_names();
        let counts_each = varies && !matches!(self.distinct, Distinct::OneAtMost);
        let marks_each = varies && self.payers.are_counted();
        let payer = Mark::of(work.place);
        let (only, left_out) = (question.only.unwrap_or(u8::MAX), question.left_out);
        let needs_reason = question.only.is_some();
        for rows in asked(question, chunk) {
            let columns = chunk.names[rows.clone()]
                .iter()
                .zip(&chunk.days[rows.clone()])
                .zip(&chunk.headings[rows.clone()])
                .zip(&chunk.marks[rows.clone()])
                .zip(&chunk.pence[rows]);
            for ((((name, day), heading), mark), pence) in columns {
                let name = usize::from(*name);
                let of_name = tables.names[name];
                let of_heading = tables.headings[usize::from(*heading)];
                let of_day = days[usize::from(*day)];
                let mark = tables.marks[usize::from(*mark)];
                let is_asked = of_name != SKIP
                    && of_heading != SKIP
                    && of_day != SKIP
                    && mark.is_allowed
                    && (question.pence.0 <= *pence && *pence <= question.pence.1);
                if !is_asked {
                    continue;
                }
                let reasons = mark.reasons | tables.reasons[name];
                if reasons != 0 {
                    if reasons & only == 0 {
                        continue;
                    }
                    self.exclusions[usize::from(reasons) % REASONS].add(*pence);
                    if reasons & left_out != 0 {
                        continue;
                    }
                } else if needs_reason {
                    continue;
                }
                tables.seen[name] = true;
                let Some(slot) = self.groups.slot(place.key + of_name + of_heading + of_day) else {
                    continue;
                };
                let cell = slot * question.bases.len() + mark.slot;
                if cell >= self.cells.len() {
                    self.cells.resize((slot + 1) * question.bases.len(), Cell::default());
                    self.payers.grow(slot + 1);
                }
                self.cells[cell].add(*pence);
                if marks_each {
                    self.payers.insert(slot, payer);
                }
                if counts_each && let Some(supplier) = supplier(name) {
                    self.distinct.insert(slot, supplier);
                }
            }
        }
        if tables.seen.contains(&true) {
            self.places.insert(work.place);
        }
        let key = (!varies).then(|| place.key + question.year_key(days));
        self.count_seen(tables, key, payer, supplier);
    }

    /// Payees of a chunk count once, not once a payment. Unless groups depend on more than the payee, each has one group
    /// here: `key` is what it adds its own to.
    fn count_seen(
        &mut self,
        tables: &Tables,
        key: Option<usize>,
        payer: Mark,
        supplier: impl Fn(usize) -> Option<u32>,
    ) {
        let counts = !matches!(self.distinct, Distinct::OneAtMost);
        let key = key.filter(|_| counts || self.payers.are_counted());
        for (name, of_name) in tables.names.iter().enumerate().filter(|(name, _)| tables.seen[*name]) {
            let supplier = supplier(name);
            if let Some(supplier) = supplier {
                self.suppliers.insert(position(supplier));
            }
            let Some(slot) = key.and_then(|key| self.groups.slot(key + of_name)) else { continue };
            self.payers.insert(slot, payer);
            if let Some(supplier) = supplier.filter(|_| counts) {
                self.distinct.insert(slot, supplier);
            }
        }
    }

    /// Adds what another thread has added up.
    pub(super) fn merge(&mut self, other: Self, question: &Question) {
        let bases = question.bases.len();
        let slots: Vec<Option<usize>> =
            (0..other.groups.slots()).map(|slot| self.groups.slot(other.groups.key(slot))).collect();
        self.cells.resize(self.groups.slots() * bases, Cell::default());
        self.payers.grow(self.groups.slots());
        self.payers.merge(&other.payers, &slots);
        self.places.merge(&other.places);
        for (number, cell) in other.cells.iter().enumerate().filter(|(_, cell)| cell.payments > 0) {
            if let Some(slot) = slots.get(number / bases).copied().flatten() {
                self.cells[slot * bases + number % bases].merge(*cell);
            }
        }
        match (&mut self.distinct, other.distinct) {
            (Distinct::Bits { bits, .. }, Distinct::Bits { bits: more, .. }) => bits.merge(&more),
            (Distinct::Pairs(pairs), Distinct::Pairs(more)) => {
                pairs.extend(more.into_iter().filter_map(|(group, supplier)| {
                    let slot = slots.get(position(group)).copied().flatten()?;
                    Some((u32::try_from(slot).ok()?, supplier))
                }));
            }
            _ => {}
        }
        self.suppliers.merge(&other.suppliers);
        for (sum, more) in self.exclusions.iter_mut().zip(other.exclusions) {
            sum.merge(more);
        }
    }
}

/// What two tables add to a key together.
fn both(one: usize, other: usize) -> usize {
    if one == SKIP || other == SKIP { SKIP } else { one + other }
}

/// A code as a position.
fn position(code: u32) -> usize {
    usize::try_from(code).unwrap_or(usize::MAX)
}

/// The rows of the documents that the filter allows, in as few stretches as possible.
fn asked(question: &Question, chunk: &Chunk) -> Vec<Range<usize>> {
    let is_asked = |id: &i64| question.documents.as_ref().is_none_or(|documents| documents.contains(id));
    let mut stretches: Vec<Range<usize>> = Vec::new();
    for (_, rows) in chunk.documents().filter(|(document_id, _)| is_asked(document_id)) {
        match stretches.last_mut().filter(|last| last.end == rows.start) {
            Some(last) => last.end = rows.end,
            None => stretches.push(rows),
        }
    }
    stretches
}
