//! Lot suitability: lots that are said to suit small and medium enterprises ÷ lots of which anything is said; lots per
//! tender; limits on lots and breaches of them.
//!
//! Source: OCDS `tender.lots[].suitability.{sme,vcse}`; a lot without its own inherits `tender.suitability`, which is how
//! Contracts Finder states it, and the basis says so. A tender without lots counts as one. Nothing said is never a no.

use anchorhub_store::Database;

use super::lot_limits::{self, LotLimitBreach, LotLimits};
use crate::{
    AnalysisError, Answers, Breakdown, ProcessKey, ProcessQuestion, Tally,
    processes::{Groups, Offered, awards, keys, labelled, lots, offered, plus, processes},
};

/// How lots are said to suit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Suitability {
    /// Tenders, plans included.
    pub tenders: i64,
    /// Tenders that are divided into lots.
    pub tenders_with_lots: i64,
    /// Tenders with exactly one lot.
    pub tenders_with_one_lot: i64,
    /// Lots of the tenders that have any: over `tenders_with_lots`, the lots per tender.
    pub lots: i64,
    /// Of lots, and of tenders without lots: whether they suit small and medium enterprises.
    pub sme: Answers,
    /// The same for voluntary, community and social enterprises.
    pub vcse: Answers,
    /// Known answers about small and medium enterprises that the lot states itself.
    pub sme_by_lot: i64,
    /// Those that are inherited from the tender.
    pub sme_by_tender: i64,
    /// Limits on lots.
    pub limits: LotLimits,
}

impl Tally for Suitability {
    fn add(&mut self, other: &Self) -> Result<(), AnalysisError> {
        for (sum, part) in [
            (&mut self.tenders, other.tenders),
            (&mut self.tenders_with_lots, other.tenders_with_lots),
            (&mut self.tenders_with_one_lot, other.tenders_with_one_lot),
            (&mut self.lots, other.lots),
            (&mut self.sme_by_lot, other.sme_by_lot),
            (&mut self.sme_by_tender, other.sme_by_tender),
        ] {
            plus(sum, part)?;
        }
        self.sme.add(&other.sme)?;
        self.vcse.add(&other.vcse)?;
        self.limits.add(&other.limits)
    }

    fn weight(&self) -> i64 {
        self.sme.all()
    }
}

/// Lot suitability by group, with the breaches of limits.
#[derive(Clone, Debug, PartialEq)]
pub struct LotSuitability {
    /// The figures.
    pub breakdown: Breakdown<ProcessKey, Suitability>,
    /// Suppliers that won more lots than a limit allows, by process; not more than `MAX_BREACHES`.
    pub breaches: Vec<LotLimitBreach>,
}

/// Breaches that an answer lists; `limits.awarded_breached` counts all.
const MAX_BREACHES: usize = 500;

/// Lot suitability of processes.
pub async fn lot_suitability(
    database: &Database,
    question: &ProcessQuestion,
) -> Result<LotSuitability, AnalysisError> {
    question.check()?;
    let mut snapshot = database.snapshot().await?;
    let all = processes(&mut snapshot, &question.processes).await?;
    let lots = lots(&mut snapshot, &question.processes).await?;
    let awards = awards(&mut snapshot, &question.processes).await?;
    let (mut groups, mut breaches) = (Groups::new(), Vec::new());
    for process in &all {
        let own = lots.get(&process.id).map(Vec::as_slice).unwrap_or_default();
        let awards = awards.get(&process.id).map(Vec::as_slice).unwrap_or_default();
        let (limits, breached) = lot_limits::check(process, own, awards);
        let figures = Suitability { limits, ..suitability(&offered(process, own)) };
        breaches.extend(breached);
        groups.add(keys(process, &question.group_by), &figures)?;
    }
    breaches.truncate(MAX_BREACHES);
    let breakdown = groups.finish(question.first, snapshot.data_version())?;
    let breakdown = labelled(&mut snapshot, &question.group_by, breakdown).await?;
    snapshot.finish().await?;
    Ok(LotSuitability { breakdown, breaches })
}

/// The figures of one tender.
fn suitability(offered: &[Offered<'_>]) -> Suitability {
    let lots = offered.iter().filter(|lot| lot.key.is_some()).count();
    let mut figures = Suitability {
        tenders: 1,
        tenders_with_lots: i64::from(lots > 0),
        tenders_with_one_lot: i64::from(lots == 1),
        lots: i64::try_from(lots).unwrap_or(i64::MAX),
        ..Suitability::default()
    };
    for lot in offered {
        let (sme, vcse) = (Answers::one(lot.sme), Answers::one(lot.vcse));
        for (sum, one) in [(&mut figures.sme, sme), (&mut figures.vcse, vcse)] {
            *sum =
                Answers { yes: sum.yes + one.yes, no: sum.no + one.no, unknown: sum.unknown + one.unknown };
        }
        figures.sme_by_lot += i64::from(lot.sme.is_some() && lot.basis == Some("LOT"));
        figures.sme_by_tender += i64::from(lot.sme.is_some() && lot.basis == Some("TENDER"));
    }
    figures
}
