//! From sums of groups to the first groups, the total, and of how much keys are known.

use std::cmp::Ordering;

use rustc_hash::FxHashSet;

use super::{
    amount::{Amount, Cell},
    groups::Groups,
    layout::Reading,
    question::Question,
    suppliers::Bits,
    worker::{REASONS, Sums},
};
use crate::{
    AnalysisError, BasisSum, Coverage, ExclusionReason, ExclusionSum, Measures, SpendOrder, SpendPlan,
    SpendRow, Sum, columnar::facts::BASES,
};

/// Everything that an answer shows of sums, gathered pass by pass.
pub(super) struct Gathered<'a> {
    plan: &'a SpendPlan,
    question: &'a Question,
    reading: Reading<'a>,
    /// The keys of the groups to gather; none: the first.
    wanted: Option<&'a FxHashSet<usize>>,
    first: Vec<Candidate>,
    groups: i64,
    /// By the place of the basis among those that occur.
    total: Vec<Cell<i128>>,
    /// By the place of the dimension.
    known: Vec<Cell<i128>>,
    suppliers: Bits,
    places: Bits,
    /// By the set of reasons.
    exclusions: [Cell<i128>; REASONS],
}

/// A group that may be among the first.
struct Candidate {
    rank: i128,
    order: usize,
    key: usize,
    cells: Vec<Cell<i128>>,
    suppliers: i64,
    institutions: i64,
}

/// What a scan gives to an answer.
#[derive(Debug)]
pub(in crate::columnar) struct Figures {
    pub(in crate::columnar) rows: Vec<SpendRow>,
    /// The keys of the rows.
    pub(super) keys: Vec<usize>,
    /// All groups, shown or not.
    pub(in crate::columnar) groups: i64,
    pub(in crate::columnar) total: Measures,
    pub(in crate::columnar) exclusions: Vec<ExclusionSum>,
    pub(in crate::columnar) excluded: Sum,
    pub(in crate::columnar) coverage: Vec<Coverage>,
}

impl<'a> Gathered<'a> {
    pub(super) fn new(
        plan: &'a SpendPlan,
        question: &'a Question,
        reading: Reading<'a>,
        wanted: Option<&'a FxHashSet<usize>>,
    ) -> Self {
        Self {
            plan,
            question,
            reading,
            wanted,
            first: Vec::new(),
            groups: 0,
            total: vec![Cell::default(); question.bases.len()],
            known: vec![Cell::default(); question.layout.parts.len()],
            suppliers: Bits::below(question.suppliers),
            places: Bits::below(question.places.len()),
            exclusions: [Cell::default(); REASONS],
        }
    }

    /// Takes in the groups of one pass.
    pub(super) fn take<A: Amount, G: Groups>(&mut self, sums: &Sums<A, G>) -> Result<(), AnalysisError> {
        self.suppliers.merge(&sums.suppliers);
        self.places.merge(&sums.places);
        // The same in every pass.
        self.exclusions = sums.exclusions.map(|cell| widen(&cell));
        let bases = self.question.bases.len();
        if bases == 0 {
            return Ok(());
        }
        let counts = sums.distinct.counts(sums.groups.slots());
        let mut ranked: Vec<(i128, usize, usize)> = Vec::new();
        for (slot, cells) in sums.cells.chunks(bases).enumerate() {
            let mut all = Cell::<i128>::default();
            for (cell, total) in cells.iter().zip(&mut self.total) {
                all.merge(widen(cell));
                total.merge(widen(cell));
            }
            if all.payments == 0 {
                continue;
            }
            let key = sums.groups.key(slot);
            for (part, known) in self.question.layout.parts.iter().zip(&mut self.known) {
                if part.dimension.may_be_unknown() && !part.is_unknown(part.code(key)) {
                    known.merge(all);
                }
            }
            if self.plan.group_by.is_empty() {
                continue;
            }
            narrow_all(cells)?;
            self.groups += 1;
            let institutions = sums.payers.count(slot);
            let is_shown = match self.wanted {
                Some(wanted) => wanted.contains(&key),
                None => self.plan.shows(institutions),
            };
            if !is_shown {
                continue;
            }
            let rank = match self.plan.order {
                SpendOrder::NetDesc => -all.net,
                SpendOrder::NetAsc => all.net,
                SpendOrder::PaymentsDesc => -i128::from(all.payments),
                SpendOrder::SuppliersDesc => -i128::from(self.suppliers_of(slot, key, counts.as_deref())),
                SpendOrder::InstitutionsDesc => -i128::from(institutions),
                SpendOrder::KeyAsc => 0,
            };
            ranked.push((rank, self.reading.order(self.plan.order, key), slot));
        }
        keep_first(&mut ranked, self.plan.first, |one, other| one.cmp(other));
        for (rank, order, slot) in ranked {
            let key = sums.groups.key(slot);
            self.first.push(Candidate {
                rank,
                order,
                key,
                cells: sums.cells[slot * bases..(slot + 1) * bases].iter().map(widen).collect(),
                suppliers: self.suppliers_of(slot, key, counts.as_deref()),
                institutions: sums.payers.count(slot),
            });
        }
        keep_first(&mut self.first, self.plan.first, |one, other| {
            (one.rank, one.order).cmp(&(other.rank, other.order))
        });
        Ok(())
    }

    /// Distinct suppliers of a group; without counts the supplier is a part of its key.
    fn suppliers_of(&self, slot: usize, key: usize, counts: Option<&[i64]>) -> i64 {
        match counts {
            Some(counts) => counts.get(slot).copied().unwrap_or(0),
            None => {
                let part = self.question.layout.part(crate::SpendDimension::Supplier);
                i64::from(part.is_some_and(|part| !part.is_unknown(part.code(key))))
            }
        }
    }

    /// What payments hold that have at least one of some reasons.
    fn with_any(&self, reasons: u8) -> Cell<i128> {
        let mut sum = Cell::default();
        for (set, cell) in self.exclusions.iter().enumerate() {
            if set & usize::from(reasons) != 0 {
                sum.merge(*cell);
            }
        }
        sum
    }

    /// The figures of all passes together.
    pub(super) fn finish(mut self) -> Result<Figures, AnalysisError> {
        self.first.sort_by_key(|one| (one.rank, one.order));
        let rows = self.first.iter().map(|one| {
            Ok(SpendRow {
                keys: self.reading.read(one.key)?,
                measures: measures(&self.question.bases, &one.cells, one.suppliers, one.institutions)?,
            })
        });
        let rows = rows.collect::<Result<_, AnalysisError>>()?;
        let parts = self.question.layout.parts.iter().zip(&self.known);
        let coverage = parts
            .filter(|(part, _)| part.dimension.may_be_unknown())
            .map(|(part, known)| Ok(Coverage { dimension: part.dimension, known: narrow(known)? }));
        let exclusions = ExclusionReason::ALL.iter().map(|reason| {
            Ok(ExclusionSum {
                reason: *reason,
                left_out: self.plan.exclude.contains(reason),
                sum: narrow(&self.with_any(reason.bit()))?,
            })
        });
        Ok(Figures {
            rows,
            keys: self.first.iter().map(|one| one.key).collect(),
            groups: self.groups,
            total: measures(&self.question.bases, &self.total, self.suppliers.count(), self.places.count())?,
            exclusions: exclusions.collect::<Result<_, AnalysisError>>()?,
            excluded: narrow(&self.with_any(self.question.left_out))?,
            coverage: coverage.collect::<Result<_, AnalysisError>>()?,
        })
    }
}

fn widen<A: Amount>(cell: &Cell<A>) -> Cell<i128> {
    Cell { net: cell.net.into(), payments: cell.payments }
}

fn narrow(cell: &Cell<i128>) -> Result<Sum, AnalysisError> {
    let net_pence = i64::try_from(cell.net).map_err(|_| AnalysisError::SumTooLarge)?;
    Ok(Sum { net_pence, payments: cell.payments })
}

/// Refuses sums of a group beyond 64 bits, shown or not.
fn narrow_all<A: Amount>(cells: &[Cell<A>]) -> Result<(), AnalysisError> {
    let mut all = Cell::default();
    for cell in cells.iter().map(widen) {
        narrow(&cell)?;
        all.merge(cell);
    }
    narrow(&all).map(drop)
}

fn measures(
    bases: &[usize],
    cells: &[Cell<i128>],
    suppliers: i64,
    institutions: i64,
) -> Result<Measures, AnalysisError> {
    let mut all = Cell::default();
    let mut by_vat_basis = Vec::new();
    for (basis, cell) in bases.iter().zip(cells).filter(|(_, cell)| cell.payments > 0) {
        all.merge(*cell);
        if let Some(basis) = BASES.get(*basis).copied() {
            by_vat_basis.push(BasisSum { basis, sum: narrow(cell)? });
        }
    }
    Ok(Measures { sum: narrow(&all)?, suppliers, institutions, by_vat_basis })
}

/// Cuts a list down to its first ones, in no order.
fn keep_first<T>(list: &mut Vec<T>, first: usize, compare: impl Fn(&T, &T) -> Ordering) {
    if first == 0 {
        list.clear();
    } else if list.len() > first {
        list.select_nth_unstable_by(first - 1, compare);
        list.truncate(first);
    }
}
