//! R030, late bid won: a valid bid was received after the deadline, and one of those who made it won.
//!
//! As Cardinal, which assumes that they made no other valid bid in time. See `docs/red-flags/R030.md`.

use crate::{
    facts::ProcessFacts,
    flags::{
        Flag, FlagUnit, Outcome,
        bids::{NO_BIDS, active, is_valid, names, tenderers, winners},
    },
};

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    if facts.bids.is_empty() {
        return Outcome::NotComputable(NO_BIDS);
    }
    let Some(deadline) = facts.deadline else {
        return Outcome::NotComputable("end of the tender period (`tender.tenderPeriod.endDate`)");
    };
    if facts.bids.iter().filter(|bid| is_valid(bid)).all(|bid| bid.received.is_none()) {
        return Outcome::NotComputable("when valid bids were received (`bids.details[].date`)");
    }
    let active = active(facts);
    let mut flags = Vec::new();
    for bid in facts.bids.iter().filter(|bid| is_valid(bid)) {
        let Some(received) = bid.received.filter(|received| *received > deadline) else { continue };
        let who = tenderers(bid);
        let won = active.iter().find(|award| winners(award).iter().any(|winner| who.contains(winner)));
        if let Some(award) = won {
            let hours = (received - deadline).num_hours();
            let flag = Flag {
                award: Some(award.key.clone()),
                bid: Some(bid.key.clone()),
                supplier: Some(names(bid)),
                // Hundredths of a day.
                value: hours.saturating_mul(100) / 24,
                unit: FlagUnit::Days,
                ..Flag::default()
            };
            flags.push(flag.with("deadline", deadline).with("received", received));
        }
    }
    Outcome::of(flags)
}
