//! Whichever documents bring releases, and in whatever order: the hub holds the same of them.

use std::sync::Arc;

use anchorhub_ingest::progress::{Progress, Silent};
use proptest::{
    prelude::*,
    strategy::ValueTree as _,
    test_runner::{Config, TestRunner},
};

use crate::{desk::Desk, support::on_each_engine, tables};

/// Releases of three processes, each with a day of its own and some of what a release can hold.
fn releases() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec((0..3_u8, 0..128_u8, 0..4_u8, 0..4_u8), 2..10).prop_map(|picks| {
        let invented = |(day, (process, parts, id, what)): (usize, (u8, u8, u8, u8))| {
            let members: Vec<String> = [
                format!(r#""buyer":{{"id":"b{id}","name":"Ashmere Council"}},"parties":[{{"id":"b{id}","name":"Ashmere Council","roles":["buyer"],"identifier":{{"scheme":"GB-PPON","id":"P{id}"}}}},{{"id":"s{what}","name":"Firm {what} Ltd","roles":["supplier"],"address":{{"postalCode":"ZZ9 9Z{what}"}},"details":{{"scale":"sme"}}}}]"#),
                format!(r#""tender":{{"id":"t","title":"Bins {what}","status":"active","value":{{"amount":1{what}000.5,"currency":"GBP"}},"lots":[{{"id":"{id}","title":"Lot {what}","suitability":{{"sme":true}}}}],"tenderPeriod":{{"endDate":"2026-12-0{}"}}}}"#, what + 1),
                format!(r#""awards":[{{"id":"{id}","title":"Award {what}","status":"active","date":"2026-05-01","suppliers":[{{"id":"s{what}","name":"Firm {what} Ltd"}}]}},{{"id":"{id}","title":"Second {what}","suppliers":[{{"id":"s{id}","name":"Firm {id} Ltd"}}]}}]"#),
                format!(r#""contracts":[{{"id":"{what}","awardID":"{id}","period":{{"startDate":"2026-06-01","endDate":"2027-0{}-01"}},"value":{{"amount":99.5,"currency":"GBP"}},"amendments":[{{"id":"a","description":"longer {id}"}}]}}]"#, what + 1),
                format!(r#""bids":{{"statistics":[{{"id":"x","measure":"bids","value":{what}}}]}}"#),
                format!(r#""relatedProcesses":[{{"id":"1","relationship":["framework"],"scheme":"ocid","identifier":"ocds-z-{what}"}}]"#),
                format!(r#""somethingElse":{{"of{what}":["{id}","x"]}}"#),
            ]
            .into_iter()
            .enumerate()
            .filter(|(number, _)| parts >> number & 1 == 1)
            .map(|(_, member)| member)
            .collect();
            let day = day + 1;
            let comma = if members.is_empty() { "" } else { "," };
            format!(
                r#"{{"ocid":"ocds-x-{process}","id":"r{day}","date":"2026-07-{day:02}T12:00:00Z","tag":["tender"]{comma}{}}}"#,
                members.join(",")
            )
        };
        picks.into_iter().enumerate().map(invented).collect()
    })
}

/// Releases, the same in another order, and how many go into each document.
fn arrangements() -> impl Strategy<Value = (Vec<String>, Vec<String>, Vec<usize>)> {
    releases().prop_flat_map(|releases| {
        let shuffled = Just(releases.clone()).prop_shuffle();
        (Just(releases), shuffled, prop::collection::vec(1..4_usize, 10))
    })
}

#[tokio::test]
async fn the_order_of_arrival_does_not_matter() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let mut runner = TestRunner::new_with_rng(
            Config::default(),
            prop::test_runner::TestRng::deterministic_rng(prop::test_runner::RngAlgorithm::ChaCha),
        );
        for _ in 0..20 {
            let (releases, shuffled, sizes) = arrangements().new_tree(&mut runner).unwrap().current();
            tables::empty(&desk).await;
            desk.load("all.jsonl", &releases).await;
            let together = tables::told(&desk).await;

            tables::empty(&desk).await;
            let (mut rest, mut sizes) = (shuffled.as_slice(), sizes.into_iter().cycle());
            while !rest.is_empty() {
                let (document, after) = rest.split_at(sizes.next().unwrap().min(rest.len()));
                desk.load("some.jsonl", document).await;
                rest = after;
            }
            assert_eq!(tables::told(&desk).await, together, "{shuffled:#?}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_comes_again_or_is_read_again_changes_nothing() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let mut runner = TestRunner::deterministic();
        let releases = prop::collection::vec(releases(), 3).new_tree(&mut runner).unwrap().current();
        let mut documents = Vec::new();
        for (number, releases) in releases.iter().enumerate() {
            // Of other processes each, that none corrects another.
            let releases: Vec<String> =
                releases.iter().map(|release| release.replace("ocds-x", &format!("ocds-{number}"))).collect();
            let receipt = desk.take(&desk.file("a.jsonl", releases.join("\n"))).await;
            documents.push(receipt.document.unwrap());
        }
        let before = tables::told(&desk).await;
        let keys = "SELECT ocid || CAST(id AS TEXT) FROM contracting_process UNION ALL SELECT source_key || CAST(id AS TEXT) FROM contract ORDER BY 1";
        let keys_before = desk.texts(keys).await;
        assert!(before.iter().any(|row| row.starts_with("contract: ")) || keys_before.is_empty());

        let all: Vec<String> = releases
            .iter()
            .enumerate()
            .flat_map(|(number, releases)| {
                releases.iter().map(move |release| release.replace("ocds-x", &format!("ocds-{number}")))
            })
            .collect();
        let receipt = desk.load("b.jsonl", &all).await;
        assert_eq!((receipt.stored, receipt.processes), (0, 0));
        assert_eq!(tables::told(&desk).await, before);

        let progress: Arc<dyn Progress> = Arc::new(Silent);
        for document in &documents {
            let again = desk.ingestor.reread(document, &progress).await.unwrap();
            assert!(again.releases().unwrap().processes > 0, "{again:?}");
            assert_eq!(tables::told(&desk).await, before);
        }
        assert_eq!(desk.texts(keys).await, keys_before);
    })
    .await;
}
