//! What rules ask of bids and awards.

use crate::facts::{AwardFact, BidFact, Identifier, ProcessFacts};

/// What is missing where no bids are published.
pub(super) const NO_BIDS: &str = "bids (`bids.details`): the publisher tells how many there were, or nothing";

/// A bid that was made: not one that was only invited, or withdrawn.
pub(super) fn is_submitted(bid: &BidFact) -> bool {
    matches!(status(bid), "pending" | "valid" | "disqualified")
}

/// A bid that qualified.
pub(super) fn is_valid(bid: &BidFact) -> bool {
    status(bid) == "valid"
}

/// A bid that was disqualified.
pub(super) fn is_disqualified(bid: &BidFact) -> bool {
    status(bid) == "disqualified"
}

fn status(bid: &BidFact) -> &str {
    bid.status.as_deref().unwrap_or_default()
}

/// Awards that are active.
pub(super) fn active(facts: &ProcessFacts) -> Vec<&AwardFact> {
    facts.awards.iter().filter(|award| award.status.as_deref() == Some("active")).collect()
}

/// Whether an award is still pending, or its status says nothing.
pub(super) fn has_pending_award(facts: &ProcessFacts) -> bool {
    let settled = ["active", "cancelled", "unsuccessful"];
    facts.awards.iter().any(|award| !award.status.as_deref().is_some_and(|status| settled.contains(&status)))
}

/// By what an organisation is known within a process: its main identifier, else its plain name.
pub(super) fn identity(name: &str, identifiers: &[Identifier]) -> String {
    match identifiers.first() {
        Some(identifier) => format!("{}:{}", identifier.scheme, identifier.id),
        None => name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect(),
    }
}

/// Who made a bid, in a fixed order.
pub(super) fn tenderers(bid: &BidFact) -> Vec<String> {
    let mut all: Vec<String> =
        bid.tenderers.iter().map(|tenderer| identity(&tenderer.name, &tenderer.identifiers)).collect();
    all.sort();
    all.dedup();
    all
}

/// Who won an award, in a fixed order.
pub(super) fn winners(award: &AwardFact) -> Vec<String> {
    let mut all: Vec<String> =
        award.suppliers.iter().map(|supplier| identity(&supplier.name, &supplier.identifiers)).collect();
    all.sort();
    all.dedup();
    all
}

/// The names of those who made a bid.
pub(super) fn names(bid: &BidFact) -> String {
    bid.tenderers.iter().map(|tenderer| tenderer.name.as_str()).collect::<Vec<_>>().join(", ")
}

/// Pence as people read them.
pub(super) fn money(pence: i64, currency: &str) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    let pence = pence.unsigned_abs();
    format!("{sign}{}.{:02} {currency}", pence / 100, pence % 100)
}

/// Whether bids and awards of a process are of one organisation each, and one award alone is active.
fn is_comparable(facts: &ProcessFacts) -> bool {
    let active = active(facts);
    active.len() == 1
        && !has_pending_award(facts)
        && active.iter().all(|award| winners(award).len() == 1)
        && facts.bids.iter().all(|bid| tenderers(bid).len() <= 1)
}

/// A bid as rules about organisations compare it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedBid {
    /// Status as published.
    pub status: Option<String>,
    /// Who made it, by its main identifier, else its plain name; none where several did, or nobody is named.
    pub tenderer: Option<String>,
    /// Its name as published.
    pub name: Option<String>,
    /// Whether it is a supplier of an active award.
    pub won: bool,
    /// Whether bids and awards of the process are of one organisation each, and one award alone is active.
    pub comparable: bool,
}

/// The bids of a process, in their order.
pub fn compared_bids(facts: &ProcessFacts) -> Vec<ComparedBid> {
    let comparable = is_comparable(facts);
    let active = active(facts);
    let compared = |bid: &BidFact| {
        let who = tenderers(bid);
        let only = if let [only] = who.as_slice() { Some(only.clone()) } else { None };
        ComparedBid {
            status: bid.status.clone(),
            name: only.as_ref().and(bid.tenderers.first()).map(|tenderer| tenderer.name.clone()),
            won: active.iter().any(|award| winners(award).iter().any(|winner| who.contains(winner))),
            tenderer: only,
            comparable,
        }
    };
    facts.bids.iter().map(compared).collect()
}
