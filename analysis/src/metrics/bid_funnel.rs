//! Bid funnel: bids, bids of small and medium enterprises, and awards to them, per lot, summed over lots.
//!
//! Source: OCDS bid statistics (`bids.statistics[]` with `measure` `bids`, `smeBids`, `vcseBids`) and awards. A lot counts
//! where its numbers can be used: statistics that contradict each other were dropped when the process was compiled and
//! are counted as `conflicting`; more bids of such enterprises than bids altogether are `impossible` and left out.
//!
//! The unit is the lot. A tender without lots, or one that gives its numbers for the whole alone, is one unit; where
//! numbers are given for lots, one for the whole beside them would count bids twice and is not used.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorhub_store::Database;

use crate::{
    AnalysisError, Answers, Breakdown, Enterprise, ProcessKey, ProcessQuestion, Tally,
    processes::{
        Award, Groups, Lot, Process, Statistic, awards, keys, labelled, lots, plus, processes, statistics,
    },
};

/// What a funnel counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Funnel {
    /// Processes with at least one of these lots.
    pub tenders: i64,
    /// Lots that came to an award, or of which numbers of bids are published: the denominator of coverage.
    pub lots: i64,
    /// Of these, lots whose number of bids can be used.
    pub lots_with_bids: i64,
    /// Lots of which at least one statistic contradicts itself.
    pub conflicting: i64,
    /// Lots that state more bids of an enterprise's kind than bids altogether.
    pub impossible: i64,
    /// Lots with exactly one bid.
    pub single_bid: i64,
    /// Bids for the lots whose number can be used.
    pub bids: i64,
    /// Bids of small and medium enterprises.
    pub sme: BidPart,
    /// Bids of voluntary, community and social enterprises.
    pub vcse: BidPart,
    /// Awards of the lots whose number of bids can be used, by whether an SME is among the winners. An award of several
    /// of these lots counts for each.
    pub awards_to_sme: Answers,
    /// The same for voluntary, community and social enterprises.
    pub awards_to_vcse: Answers,
    /// Where the size of winners comes from: awards by basis (`supplier_profile.sme_basis`).
    pub size_basis: BTreeMap<String, i64>,
    /// Awards about whose winners' size sources say different things.
    pub size_conflicts: i64,
}

/// Bids of one kind of enterprise, over the lots that state both their number and that of all bids.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BidPart {
    /// Lots that state both.
    pub lots: i64,
    /// Bids of these enterprises: the numerator.
    pub bids: i64,
    /// All bids for the same lots: the denominator.
    pub of: i64,
}

impl Tally for BidPart {
    fn add(&mut self, other: &Self) -> Result<(), AnalysisError> {
        plus(&mut self.lots, other.lots)?;
        plus(&mut self.bids, other.bids)?;
        plus(&mut self.of, other.of)
    }

    fn weight(&self) -> i64 {
        self.of
    }
}

impl Tally for Funnel {
    fn add(&mut self, other: &Self) -> Result<(), AnalysisError> {
        for (sum, part) in [
            (&mut self.tenders, other.tenders),
            (&mut self.lots, other.lots),
            (&mut self.lots_with_bids, other.lots_with_bids),
            (&mut self.conflicting, other.conflicting),
            (&mut self.impossible, other.impossible),
            (&mut self.single_bid, other.single_bid),
            (&mut self.bids, other.bids),
            (&mut self.size_conflicts, other.size_conflicts),
        ] {
            plus(sum, part)?;
        }
        self.sme.add(&other.sme)?;
        self.vcse.add(&other.vcse)?;
        self.awards_to_sme.add(&other.awards_to_sme)?;
        self.awards_to_vcse.add(&other.awards_to_vcse)?;
        for (basis, awards) in &other.size_basis {
            plus(self.size_basis.entry(basis.clone()).or_default(), *awards)?;
        }
        Ok(())
    }

    fn weight(&self) -> i64 {
        self.lots
    }
}

/// The bid funnel of processes, by group.
pub async fn bid_funnel(
    database: &Database,
    question: &ProcessQuestion,
) -> Result<Breakdown<ProcessKey, Funnel>, AnalysisError> {
    question.check()?;
    let mut snapshot = database.snapshot().await?;
    let all = processes(&mut snapshot, &question.processes).await?;
    let lots = lots(&mut snapshot, &question.processes).await?;
    let statistics = statistics(&mut snapshot, &question.processes).await?;
    let awards = awards(&mut snapshot, &question.processes).await?;
    let mut groups = Groups::new();
    for process in &all {
        let part = |id| statistics.get(&id).map(Vec::as_slice).unwrap_or_default();
        let funnel = funnel(
            process,
            lots.get(&process.id).map(Vec::as_slice).unwrap_or_default(),
            part(process.id),
            awards.get(&process.id).map(Vec::as_slice).unwrap_or_default(),
        );
        if let Some(funnel) = funnel {
            groups.add(keys(process, &question.group_by), &funnel)?;
        }
    }
    let breakdown = groups.finish(question.first, snapshot.data_version())?;
    let breakdown = labelled(&mut snapshot, &question.group_by, breakdown).await?;
    snapshot.finish().await?;
    Ok(breakdown)
}

/// A lot, or the whole tender.
type Unit<'a> = Option<&'a str>;

/// The funnel of one process; none where nothing is decided and no number is published.
fn funnel(process: &Process, lots: &[Lot], statistics: &[Statistic], awards: &[Award]) -> Option<Funnel> {
    if statistics.is_empty() && !process.is_decided() {
        return None;
    }
    let units = units(lots, statistics);
    let numbers = Numbers::read(statistics, &units);
    let mut funnel = Funnel { tenders: 1, lots: count(units.len()), ..Funnel::default() };
    for unit in &units {
        let stated = |measure: &str| numbers.0.get(&(*unit, measure.to_owned())).copied();
        let of = |measure: &str| stated(measure).flatten();
        let measures = ["bids", "smeBids", "vcseBids"];
        funnel.conflicting += i64::from(measures.iter().any(|measure| stated(measure) == Some(None)));
        let Some(bids) = of("bids") else { continue };
        let parts = [of("smeBids"), of("vcseBids")];
        funnel.impossible += i64::from(parts.iter().flatten().any(|part| *part > bids));
        funnel.lots_with_bids += 1;
        funnel.single_bid += i64::from(bids == 1);
        funnel.bids += bids;
        for (sum, part) in [(&mut funnel.sme, parts[0]), (&mut funnel.vcse, parts[1])] {
            if let Some(part) = part.filter(|part| *part <= bids) {
                *sum = BidPart { lots: sum.lots + 1, bids: sum.bids + part, of: sum.of + bids };
            }
        }
        for award in awards.iter().filter(|award| is_of(award, *unit, &units)) {
            won(award, &mut funnel);
        }
    }
    Some(funnel)
}

/// What the numbers are about: lots where any number is, else the whole.
fn units<'a>(lots: &'a [Lot], statistics: &'a [Statistic]) -> Vec<Unit<'a>> {
    let by_lot = statistics.iter().any(|statistic| statistic.lot_key.is_some());
    if !by_lot && (lots.is_empty() || !statistics.is_empty()) {
        return vec![None];
    }
    let mut seen = BTreeSet::new();
    let stated = lots.iter().map(|lot| Some(lot.lot_key.as_str()));
    let counted = statistics.iter().map(|statistic| statistic.lot_key.as_deref());
    stated.chain(counted).filter(|unit| unit.is_some() && seen.insert(*unit)).collect()
}

/// The numbers by lot and measure: none inside where they contradict each other.
struct Numbers<'a>(HashMap<(Unit<'a>, String), Option<i64>>);

impl<'a> Numbers<'a> {
    fn read(statistics: &'a [Statistic], units: &[Unit<'a>]) -> Self {
        let used = statistics.iter().filter(|statistic| units.contains(&statistic.lot_key.as_deref()));
        Self(
            used.map(|statistic| {
                ((statistic.lot_key.as_deref(), statistic.measure.clone()), statistic.value)
            })
            .collect(),
        )
    }
}

/// Whether an award is about a unit. One that names no lot is about the only one there is.
fn is_of(award: &Award, unit: Unit<'_>, units: &[Unit<'_>]) -> bool {
    match unit {
        None => true,
        Some(lot) if award.lots.is_empty() => units == [Some(lot)],
        Some(lot) => award.lots.iter().any(|named| named == lot),
    }
}

/// Notes to whom an award went.
fn won(award: &Award, funnel: &mut Funnel) {
    let sme = award.size(Enterprise::Sme, crate::WinnerMode::Any);
    let vcse = award.size(Enterprise::Vcse, crate::WinnerMode::Any);
    let sums = [(&mut funnel.awards_to_sme, sme.answer), (&mut funnel.awards_to_vcse, vcse.answer)];
    for (sum, answer) in sums {
        match answer {
            Some(true) => sum.yes += 1,
            Some(false) => sum.no += 1,
            None => sum.unknown += 1,
        }
    }
    if let Some(basis) = sme.basis {
        *funnel.size_basis.entry(basis).or_default() += 1;
    }
    funnel.size_conflicts += i64::from(sme.conflict);
}

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}
