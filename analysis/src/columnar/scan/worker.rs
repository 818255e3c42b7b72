//! One thread's share of a scan.

use std::ops::Range;

use super::{
    amount::{Amount, Cell},
    groups::Groups,
    question::{Meaning, Question, SKIP, Work},
    suppliers::{Bits, Distinct},
};
use crate::{ExclusionReason, columnar::facts::Chunk};

/// What one thread has added up, and in the end all of them together.
pub(super) struct Sums<A, G> {
    pub(super) groups: G,
    /// The sums of a group stand together, one for each VAT basis that occurs.
    pub(super) cells: Vec<Cell<A>>,
    pub(super) distinct: Distinct,
    /// Suppliers of everything.
    pub(super) suppliers: Bits,
    /// By the place of the reason in `ExclusionReason::ALL`.
    pub(super) exclusions: Vec<Cell<A>>,
}

/// Tables of one chunk, by its own codes; kept from chunk to chunk for their room.
#[derive(Default)]
pub(super) struct Tables {
    names: Vec<usize>,
    labels: Vec<usize>,
    marks: Vec<Meaning>,
    /// Whether a name occurs in a payment that is kept.
    seen: Vec<bool>,
}

impl Tables {
    /// False when nothing in the chunk can be asked for.
    fn fill(&mut self, question: &Question, labels: &[usize], chunk: &Chunk) -> bool {
        let look = |table: &[usize], code: &u32| {
            usize::try_from(*code).ok().and_then(|code| table.get(code)).copied().unwrap_or(SKIP)
        };
        self.names.clear();
        self.names.extend(chunk.name_codes.iter().map(|code| look(&question.names, code)));
        self.labels.clear();
        self.labels.extend(chunk.label_codes.iter().map(|code| look(labels, code)));
        self.marks.clear();
        self.marks.extend(chunk.mark_codes.iter().map(|mark| question.meaning(*mark)));
        self.seen.clear();
        self.seen.resize(chunk.name_codes.len(), false);
        self.names.iter().any(|key| *key != SKIP)
            && self.labels.iter().any(|key| *key != SKIP)
            && self.marks.iter().any(|mark| mark.is_allowed)
    }
}

impl<A: Amount, G: Groups> Sums<A, G> {
    pub(super) fn new(question: &Question, groups: G, distinct: Distinct) -> Self {
        let cells = vec![Cell::default(); groups.slots() * question.bases.len()];
        Self {
            groups,
            cells,
            distinct,
            suppliers: Bits::below(question.suppliers),
            exclusions: vec![Cell::default(); ExclusionReason::ALL.len()],
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
        if !tables.fill(question, &place.labels, chunk) {
            return;
        }
        let supplier = |name: usize| {
            let code = chunk.name_codes.get(name).and_then(|code| usize::try_from(*code).ok())?;
            supplier_of_name.get(code).copied().filter(|place| position(*place) < question.suppliers)
        };
        let varies = question.layout.varies_within_names();
        let counts_each = varies && !matches!(self.distinct, Distinct::OneAtMost);
        for rows in asked(question, chunk) {
            let columns = chunk.names[rows.clone()]
                .iter()
                .zip(&chunk.days[rows.clone()])
                .zip(&chunk.labels[rows.clone()])
                .zip(&chunk.marks[rows.clone()])
                .zip(&chunk.pence[rows]);
            for ((((name, day), label), mark), pence) in columns {
                let name = usize::from(*name);
                let of_name = tables.names[name];
                let of_label = tables.labels[usize::from(*label)];
                let of_day = days[usize::from(*day)];
                let mark = tables.marks[usize::from(*mark)];
                let is_asked = of_name != SKIP
                    && of_label != SKIP
                    && of_day != SKIP
                    && mark.is_allowed
                    && (question.pence.0 <= *pence && *pence <= question.pence.1);
                if !is_asked {
                    continue;
                }
                if mark.reasons != 0 {
                    for (reason, sum) in self.exclusions.iter_mut().enumerate() {
                        if mark.reasons & (1 << reason) != 0 {
                            sum.add(*pence);
                        }
                    }
                }
                if !mark.is_kept {
                    continue;
                }
                tables.seen[name] = true;
                let Some(slot) = self.groups.slot(place.key + of_name + of_label + of_day) else { continue };
                let cell = slot * question.bases.len() + mark.slot;
                if cell >= self.cells.len() {
                    self.cells.resize((slot + 1) * question.bases.len(), Cell::default());
                }
                self.cells[cell].add(*pence);
                if counts_each && let Some(supplier) = supplier(name) {
                    self.distinct.insert(slot, supplier);
                }
            }
        }
        self.count_seen(tables, place.key + question.year_key(days), varies, supplier);
    }

    /// Payees of a chunk count once, not once a payment. Unless groups depend on more than the payee, each has one group
    /// here.
    fn count_seen(
        &mut self,
        tables: &Tables,
        key: usize,
        varies: bool,
        supplier: impl Fn(usize) -> Option<u32>,
    ) {
        let is_needed = !varies && !matches!(self.distinct, Distinct::OneAtMost);
        for (name, of_name) in tables.names.iter().enumerate() {
            let Some(supplier) = supplier(name).filter(|_| tables.seen[name]) else { continue };
            self.suppliers.insert(position(supplier));
            if is_needed && let Some(slot) = self.groups.slot(key + of_name) {
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
