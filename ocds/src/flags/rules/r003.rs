//! R003, short submission period: tenders could be made for fewer than 15 days.
//!
//! As Cardinal: end of the tender period − its start, in days, for open procedures. UK notices mostly give the end alone;
//! then the first tender notice counts as the start, and the inputs say so. See `docs/red-flags/R003.md`.

use crate::{
    facts::{ProcessFacts, Stage},
    flags::{Flag, FlagUnit, Outcome},
};

/// Days under which a period is short: Cardinal's default.
const DAYS: i64 = 15;

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    match facts.method.as_deref() {
        Some("open") => {}
        Some(_) => return Outcome::NotApplicable("the procurement method is not open"),
        None => return Outcome::NotComputable("procurement method (`tender.procurementMethod`)"),
    }
    let Some(ends) = facts.deadline else {
        return Outcome::NotComputable("end of the tender period (`tender.tenderPeriod.endDate`)");
    };
    let noticed = || {
        let tenders = facts.notices.iter().filter(|notice| notice.stage == Stage::Tender);
        tenders.filter_map(|notice| notice.published).min()
    };
    let (starts, basis) = match (facts.opens, noticed()) {
        (Some(opens), _) => (opens, "tender period"),
        (None, Some(published)) => (published, "first tender notice"),
        (None, None) => {
            return Outcome::NotComputable("start of the tender period, or a dated tender notice");
        }
    };
    let hours = (ends - starts).num_hours();
    if hours < 0 {
        return Outcome::NotComputable("a tender period that ends after it starts");
    }
    if hours >= DAYS * 24 {
        return Outcome::Clear;
    }
    let flag = Flag::new(hours / 24, DAYS, FlagUnit::Days)
        .with("start", starts)
        .with("start taken from", basis)
        .with("end", ends);
    Outcome::Raised(vec![flag])
}
