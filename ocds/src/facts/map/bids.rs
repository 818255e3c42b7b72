//! Bids, each of them once.

use indexmap::IndexMap;

use super::{
    awards::by_id,
    days,
    lots::Lots,
    parties::{Directory, Party},
    read::{self, Keys},
    values,
};
use crate::{
    facts::{BidFact, TendererFact, ValueBasis},
    json::Object,
    merge,
    rules::Rules,
};

/// The bids of a process by their ids: those of one id in one release are several bids.
#[derive(Default)]
pub(super) struct Bids(IndexMap<Option<String>, Vec<Bid>>);

/// A bid, as all releases together state it.
#[derive(Default)]
struct Bid {
    /// All but its tenderers.
    merged: Object,
    /// Its tenderers, as the last release that names any describes them.
    tenderers: Vec<Party>,
}

impl Bids {
    /// Notes what a release states, to which the directory is turned.
    pub(super) fn note(&mut self, release: &Object, directory: &Directory, rules: &Rules) {
        let Some(bids) = release.object("bids") else { return };
        for (id, group) in by_id(bids, "details") {
            let known = self.0.entry(id.clone()).or_default();
            // Without an id nothing tells which of those known is meant.
            let first = if id.is_some() { 0 } else { known.len() };
            for (place, stated) in (first..).zip(group) {
                if place == known.len() {
                    known.push(Bid::default());
                }
                let bid = &mut known[place];
                merge::merge_object(&mut bid.merged, stated, &["bids", "details"], rules);
                let tenderers = directory.listed(stated, "tenderers");
                if !tenderers.is_empty() {
                    bid.tenderers = tenderers;
                }
            }
        }
    }

    /// As facts, in the order in which they are first given.
    pub(super) fn facts(self, lots: &Lots) -> Vec<BidFact> {
        let mut keys = Keys::default();
        let all =
            self.0.into_iter().flat_map(|(id, bids)| bids.into_iter().map(move |bid| (id.clone(), bid)));
        all.map(|(id, bid)| fact(&bid, keys.next(id.as_deref()), lots)).collect()
    }
}

fn fact(bid: &Bid, key: String, lots: &Lots) -> BidFact {
    let lot_ids = read::references(&bid.merged, "relatedLots");
    let tenderer = |party: &Party| {
        let supplier = party.supplier()?;
        Some(TendererFact { name: supplier.name, identifiers: supplier.identifiers })
    };
    BidFact {
        key,
        status: read::text(&bid.merged, "status"),
        received: days::deadline(&bid.merged, "date"),
        value: values::value_of(&bid.merged, "value", ValueBasis::Net),
        lots: lots.keys(&lot_ids),
        tenderers: bid.tenderers.iter().filter_map(tenderer).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;

    #[test]
    fn a_later_release_decides_about_a_bid() {
        let first = r#""parties": [{"id": "a", "name": "A Ltd", "identifier": {"scheme": "GB-COH", "id": "00000001"}}],
            "bids": {"details": [{"id": 1, "status": "pending", "date": "2026-01-05T10:00:00Z", "tenderers": [{"id": "a"}],
            "value": {"amount": 7, "currency": "GBP"}, "relatedLots": ["L"]}, {"id": 1, "status": "invited"}, {"status": "pending"}]}"#;
        let second = r#""bids": {"details": [{"id": "1", "status": "valid"}, {"status": "pending"}]}"#;
        let bids = facts(&[first, second]).bids;
        let told: Vec<(&str, Option<&str>)> =
            bids.iter().map(|bid| (bid.key.as_str(), bid.status.as_deref())).collect();
        assert_eq!(
            told,
            [
                ("1", Some("valid")),
                ("1#2", Some("invited")),
                ("#1", Some("pending")),
                ("#2", Some("pending"))
            ]
        );
        assert_eq!(bids[0].tenderers[0].identifiers[0].id, "00000001");
        assert_eq!(
            (bids[0].value.as_ref().unwrap().pence, bids[0].lots.as_slice()),
            (700, ["L".to_owned()].as_slice())
        );
        assert_eq!(bids[0].received.unwrap().to_string(), "2026-01-05 10:00:00 UTC");
    }
}
