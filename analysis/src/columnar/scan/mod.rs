//! Scanning columns: a few tables a chunk, one addition a payment.

mod allowed;
mod amount;
mod finish;
mod groups;
mod layout;
mod nearness;
mod payers;
mod question;
mod suppliers;
mod threads;
mod worker;

use rustc_hash::{FxHashMap, FxHashSet};

pub(super) use self::finish::Figures;
pub(crate) use self::threads::Stop;
pub(crate) use self::{
    allowed::{Divisions, by_traits},
    suppliers::{Bits, Distinct, words},
};
use self::{
    amount::Amount,
    finish::Gathered,
    groups::{Dense, Groups, Slice, Sparse},
    layout::Reading,
    question::Question,
    threads::{Halt, Room},
};
use super::state::State;
use crate::{AnalysisError, Measures, SpendDimension, SpendPlan, SpendRow};

/// How much memory one thread may take for the groups of one question.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bounds {
    /// Possible groups up to which each has a place of its own.
    pub(super) dense_groups: usize,
    /// Groups, and pairs of group and supplier, that are held at once. More are added up in several passes.
    pub(super) held_groups: usize,
}

/// Bits for the suppliers of dense groups up to which sets of bits are used: 16 mebibytes.
const SUPPLIER_BITS: usize = 1 << 27;

/// What a plan asks for, and the same of the period to compare with.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) figures: Figures,
    pub(super) compared: Option<Figures>,
}

/// Answers a plan from the columns; none when it has too many groups for them.
pub(super) fn answer(
    plan: &SpendPlan,
    state: &State,
    named: Option<&[bool]>,
    bounds: Bounds,
    helpers: usize,
    stop: &Stop,
) -> Result<Option<Found>, AnalysisError> {
    let scan = |plan: &SpendPlan, wanted: Option<&FxHashSet<usize>>| {
        let Some(question) = Question::new(plan, state, named) else { return Ok(None) };
        let scan = Scan { plan, state, question: &question, wanted, bounds, helpers, stop };
        match question.weight <= u128::from(i64::MAX.unsigned_abs()) {
            true => scan.figures::<i64>(),
            false => scan.figures::<i128>(),
        }
    };
    let Some(figures) = scan(plan, None)? else { return Ok(None) };
    let Some(other) = plan.compared() else { return Ok(Some(Found { figures, compared: None })) };
    // Keys are the same numbers: they depend on the state and the dimensions alone.
    let wanted: FxHashSet<usize> = figures.keys.iter().copied().collect();
    let Some(compared) = scan(&other, Some(&wanted))? else { return Ok(None) };
    let compared = Some(compared.in_order_of(&figures));
    Ok(Some(Found { figures, compared }))
}

impl Figures {
    /// The groups that others show, in their order; nothing in the figures of those that do not occur here.
    fn in_order_of(self, others: &Self) -> Self {
        let mut found: FxHashMap<usize, Measures> =
            self.keys.into_iter().zip(self.rows.into_iter().map(|row| row.measures)).collect();
        let rows = others.keys.iter().zip(&others.rows).map(|(key, row)| SpendRow {
            keys: row.keys.clone(),
            measures: found.remove(key).unwrap_or_default(),
        });
        Self { rows: rows.collect(), keys: others.keys.clone(), ..self }
    }
}

struct Scan<'a> {
    plan: &'a SpendPlan,
    state: &'a State,
    question: &'a Question,
    /// The groups that are asked for; none: the first.
    wanted: Option<&'a FxHashSet<usize>>,
    bounds: Bounds,
    helpers: usize,
    stop: &'a Stop,
}

impl Scan<'_> {
    fn figures<A: Amount>(&self) -> Result<Option<Figures>, AnalysisError> {
        let keys = self.question.layout.keys;
        if keys <= self.bounds.dense_groups {
            let room = Room { groups: usize::MAX, ..self.room() };
            let begin = || (Dense { keys }, self.distinct(Some(keys)));
            match self.pass::<A, Dense>(room, begin) {
                Ok(sums) => {
                    let mut gathered = self.gathered();
                    gathered.take(&sums)?;
                    return gathered.finish().map(Some);
                }
                Err(Halt::Failed(error)) => return Err(error),
                // Too many pairs: in slices.
                Err(Halt::Full) => {}
            }
        }
        let mut of = 1;
        loop {
            match self.slices::<A>(of) {
                Ok(figures) => return Ok(Some(figures)),
                Err(Halt::Failed(error)) => return Err(error),
                Err(Halt::Full) if of < MOST_SLICES => of *= 4,
                Err(Halt::Full) => return Ok(None),
            }
        }
    }

    /// Adds up a part of the groups in each of several passes.
    fn slices<A: Amount>(&self, of: usize) -> Result<Figures, Halt> {
        let mut gathered = self.gathered();
        for number in 0..of {
            let begin = || (Sparse::new(Slice { number, of }), self.distinct(None));
            let sums = self.pass::<A, Sparse>(self.room(), begin)?;
            gathered.take(&sums).map_err(Halt::Failed)?;
        }
        gathered.finish().map_err(Halt::Failed)
    }

    fn pass<A: Amount, G: Groups>(
        &self,
        room: Room,
        begin: impl Fn() -> (G, Distinct) + Sync,
    ) -> Result<worker::Sums<A, G>, Halt> {
        let supplier_of_name = &self.state.dimensions.suppliers.of_name;
        threads::scan(self.question, supplier_of_name, self.helpers, self.stop, room, begin)
    }

    /// One group always has room for its suppliers.
    fn room(&self) -> Room {
        let held = self.bounds.held_groups.max(1);
        Room { groups: held, pairs: held.max(self.question.suppliers) }
    }

    fn gathered(&self) -> Gathered<'_> {
        let reading = Reading { layout: &self.question.layout, state: self.state };
        Gathered::new(self.plan, self.question, reading, self.wanted)
    }

    /// How the suppliers of groups are counted; `keys` if there are few.
    fn distinct(&self, keys: Option<usize>) -> Distinct {
        if self.plan.group_by.contains(&SpendDimension::Supplier) {
            return Distinct::OneAtMost;
        }
        let words = words(self.question.suppliers);
        let bits = keys.and_then(|keys| keys.checked_mul(words)?.checked_mul(64));
        match bits.filter(|bits| *bits <= SUPPLIER_BITS) {
            Some(bits) => Distinct::Bits { words, bits: Bits::below(bits) },
            None => Distinct::Pairs(FxHashSet::default()),
        }
    }
}

/// Passes after which the database is asked instead.
const MOST_SLICES: usize = 1 << 10;
