//! The sequence of changes.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::{
    on_each_engine,
    releases::{PROCESSES, load, ocid, tender_release},
};

const QUERY: &str = "query ($since: Long!, $first: Int) { changes(since: $since, first: $first) {
    changes { seq kind key dataVersion at } next latest } }";

#[tokio::test]
async fn changes_come_in_order_and_without_gaps() {
    on_each_engine(async |client, _| {
        let whole = client.ask_with(QUERY, json!({ "since": 0, "first": 500 })).await["changes"].take();
        let all = whole["changes"].as_array().unwrap().clone();
        let seqs: Vec<i64> = all.iter().map(|change| change["seq"].as_i64().unwrap()).collect();
        assert_eq!(seqs, (1..=i64::try_from(all.len()).unwrap()).collect::<Vec<_>>());
        assert_eq!((&whole["next"], &whole["latest"]), (&json!(all.len()), &json!(all.len())));
        let of = |kind: &str| all.iter().filter(|change| change["kind"] == kind).count();
        assert_eq!((of("DOCUMENT"), of("CONTRACTING_PROCESS")), (2, 2 * PROCESSES + 2));
        let version = |change: &Value| change["dataVersion"].as_i64().unwrap();
        assert!(all.iter().map(version).is_sorted());
        let loads: BTreeSet<i64> =
            all.iter().filter(|change| change["kind"] != "LINKS").map(version).collect();
        assert_eq!(loads.len(), 2, "what a document changes becomes visible at once: {all:?}");

        let (mut since, mut together) = (json!(0), Vec::new());
        loop {
            let mut page =
                client.ask_with(QUERY, json!({ "since": since, "first": 7 })).await["changes"].take();
            let part = page["changes"].as_array().unwrap();
            together.extend(part.iter().cloned());
            if part.is_empty() {
                assert_eq!(page["next"], since, "a page without changes stays where it is");
                break;
            }
            since = page["next"].take();
        }
        assert_eq!(together, all);

        load(&client.database, "more.jsonl", &[tender_release(950), tender_release(3)]).await;
        let more = client.ask_with(QUERY, json!({ "since": since })).await["changes"].take();
        let keys: Vec<&Value> =
            more["changes"].as_array().unwrap().iter().map(|change| &change["key"]).collect();
        // The document, and the process that has something new; the other release was there.
        assert_eq!(keys.len(), 2, "{more}");
        assert!(keys.contains(&&json!(ocid(950))), "{more}");
    })
    .await;
}
