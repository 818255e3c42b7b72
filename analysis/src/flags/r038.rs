//! R038, excessive disqualified bids: a buyer disqualifies, or a tenderer is disqualified, unusually often.
//!
//! By Cardinal: the ratio of disqualified to submitted bids is at or above Q3 + 1.5 × IQR of all ratios. Buyers with fewer
//! than two processes and tenderers with fewer than two bids are left out. Buyers are the lead buyers that the hub follows.
//! See `docs/red-flags/R038.md`.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorhub_ocds::flags::FlagCode;

use super::{
    bids::Bid,
    organisations::{Compared, NO_BIDS, OrganisationFlag, OrganisationRule, ratio},
    quartiles::Quartiles,
};
use crate::processes::Process;

/// Processes of a buyer, and bids of a tenderer, under which it is not compared.
const FEWEST: i64 = 2;

#[derive(Default)]
struct Record {
    name: Option<String>,
    processes: BTreeSet<i64>,
    submitted: i64,
    disqualified: i64,
}

impl Record {
    fn note(&mut self, bid: &Bid) {
        self.processes.insert(bid.process_id);
        self.submitted += 1;
        self.disqualified += i64::from(bid.is_disqualified());
    }

    fn flag(self, institution_id: Option<i32>) -> OrganisationFlag {
        OrganisationFlag {
            institution_id,
            supplier_id: None,
            name: self.name,
            value: ratio(self.disqualified, self.submitted),
            inputs: BTreeMap::from([
                ("submitted bids", self.submitted),
                ("disqualified bids", self.disqualified),
            ]),
        }
    }
}

pub(super) fn buyers(processes: &[Process], bids: &[Bid]) -> OrganisationRule {
    let leads: HashMap<i64, i32> =
        processes.iter().filter_map(|process| Some((process.id, process.institution?))).collect();
    let mut records: BTreeMap<i32, Record> = BTreeMap::new();
    for bid in bids.iter().filter(|bid| bid.is_submitted()) {
        if let Some(institution) = leads.get(&bid.process_id) {
            records.entry(*institution).or_default().note(bid);
        }
    }
    let often = |record: &Record| i64::try_from(record.processes.len()).is_ok_and(|number| number >= FEWEST);
    let candidates = records
        .into_iter()
        .filter(|(_, record)| often(record))
        .map(|(institution, record)| record.flag(Some(institution)));
    compare(Compared::Buyers, candidates.collect())
}

pub(super) fn tenderers(bids: &[Bid]) -> OrganisationRule {
    let mut records: BTreeMap<&str, Record> = BTreeMap::new();
    for bid in bids.iter().filter(|bid| bid.is_submitted()) {
        let Some(tenderer) = &bid.tenderer else { continue };
        let record = records.entry(tenderer).or_default();
        record.name.clone_from(&bid.tenderer_name);
        record.note(bid);
    }
    let candidates =
        records.into_values().filter(|record| record.submitted >= FEWEST).map(|record| record.flag(None));
    compare(Compared::Tenderers, candidates.collect())
}

fn compare(compared: Compared, candidates: Vec<OrganisationFlag>) -> OrganisationRule {
    OrganisationRule::compare(
        FlagCode::R038,
        compared,
        candidates,
        NO_BIDS,
        |ratios, one| ratios.is_high(one.value),
        Quartiles::upper_fence,
    )
}
