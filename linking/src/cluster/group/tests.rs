//! Clusters do not depend on the order of arrival, and nothing that contradicts stands in one.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{prelude::*, sample::select};

use super::group;
use crate::cluster::{
    Method, Standing,
    blocks::Blocks,
    contradiction::contradict,
    example::{contract, day, in_process, in_register, pounds, usual},
    facts::{Facts, Origin, Process, identifier_key},
};

fn numbered(contracts: impl IntoIterator<Item = Facts>) -> Vec<Facts> {
    (1..).zip(contracts).map(|(id, facts)| Facts { id, ..facts }).collect()
}

/// Clusters as sets of source keys.
fn partition(contracts: &[Facts], standings: &[Standing]) -> BTreeSet<BTreeSet<String>> {
    let mut clusters: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
    for (facts, standing) in contracts.iter().zip(standings) {
        clusters.entry(standing.cluster_id).or_default().insert(facts.source_key.clone());
    }
    clusters.into_values().collect()
}

#[test]
fn a_contract_in_three_sources_counts_once() {
    let mut register = usual("register");
    (register.origin, register.document_id, register.reference) =
        (Origin::Register, Some(1), Some("DN774246".to_owned()));
    let mut award = usual("award");
    (award.origin, award.filled) = (Origin::Award, 9);
    (award.process, award.reference) =
        (Some(Process { id: 1, portal: "CONTRACTS_FINDER".to_owned() }), Some("DN774246".to_owned()));
    let mut signed = usual("contract");
    (signed.process, signed.title) = (in_process(2), Some("PARKS AND OPEN SPACES".to_owned()));
    let contracts = numbered([register, award, signed]);
    let standings = group(&contracts, &BTreeSet::new());
    // The contract stands for all, though the award says more.
    assert_eq!(standings.iter().map(|standing| standing.cluster_id).collect::<Vec<_>>(), [3, 3, 3]);
    let because: Vec<_> = standings.iter().filter_map(|standing| standing.because).collect();
    assert_eq!(
        because,
        [(Method::Reference, 95), (Method::Reference, 95), (Method::SupplierPeriodValue, 85)]
    );
}

#[test]
fn a_chain_never_joins_what_contradicts() {
    // The register could be either lot; the lots are different contracts.
    let mut lots = [usual("lot 1"), usual("lot 2")];
    for lot in &mut lots {
        lot.process = in_process(1);
    }
    lots[1].title = Some("GROUNDS MAINTENANCE SOUTH".to_owned());
    let [one, other] = lots;
    let mut register = usual("register");
    (register.origin, register.document_id) = (Origin::Register, Some(1));
    let contracts = numbered([one, other, register]);
    let standings = group(&contracts, &BTreeSet::new());
    assert_eq!(standings.iter().map(|standing| standing.cluster_id).collect::<Vec<_>>(), [1, 2, 1]);
    assert_eq!(standings[1].because, None);
}

#[test]
fn a_reference_of_several_suppliers_tells_nothing() {
    let row = |key: &str, supplier: i64| {
        let mut row = in_register(key, 1, "S1417");
        row.suppliers.insert(supplier);
        row
    };
    let mut award = contract("award");
    (award.process, award.reference) = (in_process(1), Some("S1417".to_owned()));
    award.suppliers.insert(7);
    let alone = numbered([row("row 7", 7), award.clone()]);
    assert_eq!(partition(&alone, &group(&alone, &BTreeSet::new())).len(), 1);
    let contested = numbered([row("row 7", 7), row("row 8", 8), award]);
    assert_eq!(partition(&contested, &group(&contested, &BTreeSet::new())).len(), 3);
}

#[test]
fn processes_that_name_each_other_are_one() {
    let mut scottish = usual("scottish");
    scottish.process = Some(Process { id: 1, portal: "PUBLIC_CONTRACTS_SCOTLAND".to_owned() });
    let mut again = usual("again");
    (again.process, again.value) = (in_process(2), None);
    let contracts = numbered([scottish, again]);
    let standings = group(&contracts, &BTreeSet::from([(2, 1)]));
    assert_eq!(standings[0], Standing { cluster_id: 1, because: Some((Method::SameProcess, 90)) });
    assert_eq!(standings[1], standings[0]);
}

/// A contract of few possible facts, so that many agree and many contradict.
fn facts() -> impl Strategy<Value = Facts> {
    let dates = select(vec![None, day("2024-04-01"), day("2024-04-20"), day("2025-04-01")]);
    let ends = select(vec![None, day("2025-03-31"), day("2026-03-31"), day("2027-06-30")]);
    let values = select(vec![None, pounds(10_000), pounds(10_050), pounds(90_000)]);
    let titles = select(vec![None, Some("GROUNDS MAINTENANCE"), Some("GROUND MAINTENANCE"), Some("MEALS")]);
    let references = select(vec![None, Some("S1417"), Some("S1418")]);
    let buyers = select(vec![vec![1], vec![2], vec![1, 2], vec![2, 3], vec![3]]);
    let suppliers = select(vec![vec![], vec![7], vec![8], vec![7, 8]]);
    let numbers = select(vec![None, Some("1234567"), Some("7654321")]);
    let source = (0_i64..3, 0_i64..4, any::<bool>());
    (source, (dates, ends, values), (titles, references, buyers), (suppliers, numbers)).prop_map(
        |(
            (kind, source, is_test),
            (starts, ends, value),
            (title, reference, buyers),
            (suppliers, number),
        )| {
            let mut facts = contract("");
            match kind {
                0 => (facts.origin, facts.document_id) = (Origin::Register, Some(source)),
                1 => facts.process = in_process(source),
                _ => {
                    let portal = "CONTRACTS_FINDER".to_owned();
                    facts.origin = Origin::Award;
                    facts.process = Some(Process { id: 10 + source, portal });
                }
            }
            (facts.starts, facts.ends, facts.value, facts.buyers) = (starts, ends, value, buyers);
            (facts.title, facts.reference) = (title.map(str::to_owned), reference.map(str::to_owned));
            facts.suppliers = suppliers.into_iter().collect();
            facts.identifiers =
                number.and_then(|number| identifier_key("GB-COH", number)).into_iter().collect();
            facts.is_test = is_test && source == 0;
            facts
        },
    )
}

fn hub() -> impl Strategy<Value = (Vec<Facts>, Vec<Facts>, BTreeSet<(i64, i64)>)> {
    let related = prop::collection::btree_set((0_i64..4, 10_i64..14), 0..3);
    (prop::collection::vec(facts(), 1..24), related).prop_flat_map(|(mut contracts, related)| {
        for (number, facts) in contracts.iter_mut().enumerate() {
            facts.source_key = format!("{number:02}");
        }
        (Just(contracts.clone()), Just(contracts).prop_shuffle(), Just(related))
    })
}

proptest! {
    #[test]
    fn order_of_arrival_does_not_matter((first, second, related) in hub()) {
        let (first, second) = (numbered(first), numbered(second));
        let (one, other) = (group(&first, &related), group(&second, &related));
        prop_assert_eq!(partition(&first, &one), partition(&second, &other));
        let reasons = |contracts: &[Facts], standings: &[Standing]| -> BTreeMap<String, _> {
            let keys = contracts.iter().map(|facts| facts.source_key.clone());
            keys.zip(standings.iter().map(|standing| standing.because)).collect()
        };
        prop_assert_eq!(reasons(&first, &one), reasons(&second, &other));
    }

    #[test]
    fn clusters_hold_nothing_that_contradicts((contracts, _, related) in hub()) {
        let contracts = numbered(contracts);
        let standings = group(&contracts, &related);
        for (a, standing) in contracts.iter().zip(&standings) {
            let members: Vec<&Facts> = contracts
                .iter()
                .zip(&standings)
                .filter(|(b, other)| other.cluster_id == standing.cluster_id && b.id != a.id)
                .map(|(b, _)| b)
                .collect();
            prop_assert!(members.iter().all(|b| !contradict(a, b)));
            prop_assert_eq!(members.is_empty(), standing.because.is_none());
            let representative = contracts.iter().zip(&standings).find(|(b, _)| b.id == standing.cluster_id);
            prop_assert_eq!(representative.map(|(_, other)| other.cluster_id), Some(standing.cluster_id));
        }
    }

    /// The connected institutions of one are the connected institutions of each of them, and what does not
    /// hang together with them changes nothing.
    #[test]
    fn institutions_apart_do_not_matter((contracts, _, related) in hub()) {
        let apart = |facts: &Facts| Facts {
            source_key: format!("apart {}", facts.source_key),
            buyers: facts.buyers.iter().map(|buyer| buyer + 100).collect(),
            document_id: facts.document_id.map(|id| id + 100),
            process: facts.process.clone().map(|process| Process { id: process.id + 100, ..process }),
            ..facts.clone()
        };
        let both = numbered(contracts.iter().cloned().chain(contracts.iter().map(apart)));
        let alone = numbered(contracts);
        let (of_both, of_one) = (group(&both, &related), group(&alone, &related));
        let kept: BTreeSet<_> = partition(&both, &of_both)
            .into_iter()
            .filter(|keys| !keys.iter().any(|key| key.starts_with("apart")))
            .collect();
        prop_assert_eq!(kept, partition(&alone, &of_one));
    }

    /// Looking at blocks one after the other gives what looking at all contracts at once gives.
    #[test]
    fn blocks_hold_all_that_matters((contracts, _, related) in hub()) {
        let mut contracts = numbered(contracts);
        for facts in contracts.iter_mut().step_by(2) {
            facts.stands = Some(Standing { cluster_id: facts.id, because: None });
        }
        let whole = group(&contracts, &related);
        let mut blocks = Blocks::default();
        contracts.iter().for_each(|facts| blocks.add(facts));
        // What stands alone and is in no block stays so.
        let mut apart: BTreeMap<i64, Standing> = contracts
            .iter()
            .map(|facts| (facts.id, Standing { cluster_id: facts.id, because: None }))
            .collect();
        for ids in blocks.finish(&related) {
            let block: Vec<Facts> =
                contracts.iter().filter(|facts| ids.contains(&facts.id)).cloned().collect();
            let standings = group(&block, &related);
            apart.extend(block.iter().map(|facts| facts.id).zip(standings));
        }
        let apart: Vec<Standing> = contracts.iter().map(|facts| apart[&facts.id]).collect();
        prop_assert_eq!(whole, apart);
    }
}
