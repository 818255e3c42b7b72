//! R025, excessive unsuccessful bids: a tenderer that bids often wins unusually seldom.
//!
//! By Cardinal: the number of valid bids is at or above the third quartile of all tenderers' numbers, and the ratio of
//! winning to valid bids at or below Q1 − 1.5 × IQR of all ratios. Processes with several active awards, pending awards or
//! consortia are left out. See `docs/red-flags/R025.md`.

use std::collections::BTreeMap;

use anchorhub_ocds::flags::FlagCode;

use super::{
    bids::Bid,
    organisations::{Compared, NO_BIDS, OrganisationFlag, OrganisationRule, ratio},
    quartiles::{Quartiles, float},
};

#[derive(Default)]
struct Record {
    name: Option<String>,
    valid: i64,
    won: i64,
}

pub(super) fn check(bids: &[Bid]) -> OrganisationRule {
    let mut records: BTreeMap<&str, Record> = BTreeMap::new();
    for bid in bids.iter().filter(|bid| bid.comparable && bid.is_valid()) {
        let Some(tenderer) = &bid.tenderer else { continue };
        let record = records.entry(tenderer).or_default();
        record.name.clone_from(&bid.tenderer_name);
        record.valid += 1;
        record.won += i64::from(bid.won);
    }
    let busy = Quartiles::of(records.values().map(|record| record.valid));
    let candidates = records
        .into_values()
        .map(|record| OrganisationFlag {
            institution_id: None,
            supplier_id: None,
            name: record.name,
            value: ratio(record.won, record.valid),
            inputs: BTreeMap::from([("valid bids", record.valid), ("winning bids", record.won)]),
        })
        .collect();
    let bids_often = move |one: &OrganisationFlag| {
        let valid = one.inputs.get("valid bids").copied().unwrap_or_default();
        busy.is_some_and(|busy| float(valid) >= busy.third)
    };
    OrganisationRule::compare(
        FlagCode::R025,
        Compared::Tenderers,
        candidates,
        NO_BIDS,
        move |ratios, one| bids_often(one) && ratios.is_low(one.value),
        Quartiles::lower_fence,
    )
}
