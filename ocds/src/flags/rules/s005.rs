//! S005, very short time to award: fewer than 14 days between the first tender notice and the first award, in a
//! competitive procedure.
//!
//! Our own. Source: dates of OCDS releases and `awards[].date`. See `docs/red-flags/S005.md`.

use crate::{
    facts::{ProcessFacts, Stage},
    flags::{Flag, FlagUnit, Outcome, bids::active},
    london,
};

/// Days under which the time is very short.
const DAYS: i64 = 14;

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    match facts.method.as_deref() {
        Some("open" | "selective") => {}
        Some(_) => return Outcome::NotApplicable("the procurement method is not competitive"),
        None => return Outcome::NotComputable("procurement method (`tender.procurementMethod`)"),
    }
    let active = active(facts);
    if active.is_empty() {
        return Outcome::NotApplicable("there is no active award");
    }
    let tenders = facts.notices.iter().filter(|notice| notice.stage == Stage::Tender);
    let Some(published) = tenders.filter_map(|notice| notice.published).min() else {
        return Outcome::NotComputable("a dated tender notice");
    };
    let first =
        active.iter().filter_map(|award| Some((award.awarded_on?, award))).min_by_key(|(day, _)| *day);
    let Some((awarded_on, award)) = first else {
        return Outcome::NotComputable("date of an award (`awards[].date`)");
    };
    let noticed_on = london::civil(published).date();
    let days = (awarded_on - noticed_on).num_days();
    if days < 0 {
        return Outcome::NotComputable("an award after the tender notice: the dates contradict each other");
    }
    if days >= DAYS {
        return Outcome::Clear;
    }
    let flag = Flag { award: Some(award.key.clone()), ..Flag::new(days, DAYS, FlagUnit::Days) };
    Outcome::Raised(vec![flag.with("first tender notice", noticed_on).with("award", awarded_on)])
}
