//! S003, suited SMEs, won by none: what was awarded was said to suit small and medium enterprises, and none of its
//! suppliers, of all of which the size is stated, is one.
//!
//! Our own. Source: OCDS `suitability.sme`, and `parties[].details.scale` of the award's own notice; sizes that other
//! sources state have no part in it. See `docs/red-flags/S003.md`.

use crate::{
    facts::{AwardFact, ProcessFacts},
    flags::{Flag, FlagUnit, Outcome, bids::active},
};

pub(super) fn check(facts: &ProcessFacts) -> Outcome {
    let active = active(facts);
    if active.is_empty() {
        return Outcome::NotApplicable("there is no active award");
    }
    let suited: Vec<&AwardFact> =
        active.into_iter().filter(|award| suits(facts, award) == Some(true)).collect();
    if suited.is_empty() {
        let said = facts.suitability.sme.is_some();
        return if said {
            Outcome::NotApplicable("nothing that was awarded is said to suit SMEs")
        } else {
            Outcome::NotComputable("whether it suits SMEs (`suitability.sme`)")
        };
    }
    let is_known = |award: &&&AwardFact| {
        !award.suppliers.is_empty() && award.suppliers.iter().all(|supplier| supplier.sme.is_some())
    };
    let known: Vec<&&AwardFact> = suited.iter().filter(is_known).collect();
    if known.is_empty() {
        return Outcome::NotComputable("the size of every supplier (`parties[].details.scale`)");
    }
    let lost = known.into_iter().filter(|award| award.suppliers.iter().all(|one| one.sme == Some(false)));
    Outcome::of(
        lost.map(|award| {
            let names: Vec<&str> = award.suppliers.iter().map(|supplier| supplier.name.as_str()).collect();
            Flag {
                lot: award.lots.first().cloned(),
                award: Some(award.key.clone()),
                supplier: Some(names.join(", ")),
                ..Flag::new(0, 1, FlagUnit::Number)
            }
            .with("suppliers", award.suppliers.len())
        })
        .collect(),
    )
}

/// Whether the lots of an award are said to suit: yes where any is, no where all are said not to.
fn suits(facts: &ProcessFacts, award: &AwardFact) -> Option<bool> {
    let lots: Vec<Option<bool>> = facts
        .lots
        .iter()
        .filter(|lot| award.lots.contains(&lot.key))
        .map(|lot| lot.suitability.sme)
        .collect();
    if lots.is_empty() {
        return facts.suitability.sme;
    }
    if lots.contains(&Some(true)) {
        return Some(true);
    }
    (!lots.contains(&None)).then_some(false)
}
