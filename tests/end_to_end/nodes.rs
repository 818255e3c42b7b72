//! Several API nodes on one PostgreSQL, while other processes load into it.

use std::{
    sync::atomic::{AtomicBool, Ordering},
    thread,
};

use serde_json::{Value, json};

use crate::support::{Hub, Server};

const QUESTION: &str = "{ hub { dataVersion } spendAnalysis(groupBy: [SUPPLIER, MONTH], first: 3) {
    dataVersion total { payments net { pence } } rest { payments net { pence } } rows { payments net { pence } }
} }";

/// Months that are loaded, one document each.
const MONTHS: i64 = 8;

/// A month with so many payments as its number says, of so many pounds each.
fn month(number: i64) -> String {
    let rows =
        (1..=number).map(|row| format!("{row:02}/{number:02}/2024,Copper & Sons {row} Ltd,{number}.00\n"));
    format!("Payment Date,Supplier Name,Net Amount\n{}", rows.collect::<String>())
}

/// Payments and pence when the first so many months are there.
fn sums(months: i64) -> (i64, i64) {
    let numbers = || 1..=months;
    (numbers().sum(), numbers().map(|number| number * number * 100).sum())
}

fn read(part: &Value) -> (i64, i64) {
    (part["payments"].as_i64().expect("a count"), part["net"]["pence"].as_i64().expect("pence"))
}

/// The version of an answer, and its total, which its parts must make up.
fn asked(server: &Server) -> (i64, (i64, i64)) {
    let answer = server.graphql(QUESTION, json!({}));
    let spend = &answer["data"]["spendAnalysis"];
    let total = read(&spend["total"]);
    let parts = spend["rows"].as_array().expect("rows").iter().chain([&spend["rest"]]).map(read);
    let whole = parts.fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1));
    assert_eq!(whole, total, "{answer}");
    (spend["dataVersion"].as_i64().expect("a version"), total)
}

/// Lets the askers end, also when a check fails.
struct Ended<'a>(&'a AtomicBool);

impl Drop for Ended<'_> {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

#[test]
fn two_nodes_follow_what_a_third_process_loads_and_never_mix_versions() {
    let Some(hub) = Hub::on_postgres() else { return };
    hub.run(["migrate"]).ok();
    let elsewhere = hub.elsewhere();
    let nodes = [Server::start(&hub, &[]), Server::start(&elsewhere, &[])];
    let is_loading = AtomicBool::new(true);
    thread::scope(|scope| {
        for node in &nodes {
            scope.spawn(|| {
                let mut last = (0, (0, 0));
                let mut seen = 0;
                while is_loading.load(Ordering::Relaxed) {
                    let answer = asked(node);
                    assert!(answer.0 >= last.0, "a node went back from {last:?} to {answer:?}");
                    assert!((0..=MONTHS).any(|months| sums(months) == answer.1), "a mixture: {answer:?}");
                    assert!(
                        answer.0 > last.0 || answer.1 == last.1 || seen == 0,
                        "{last:?} became {answer:?}"
                    );
                    (last, seen) = (answer, seen + 1);
                }
                assert!(seen > 1, "the node hardly answered");
            });
        }
        let _ended = Ended(&is_loading);
        for number in 1..=MONTHS {
            let file = hub.file(&format!("{number}.csv"), month(number));
            let file = file.to_str().expect("a path");
            hub.run(["ingest", file, "--institution", "GB-LAE-WLV", "--format", "json"]).ok();
            // Not only soon: the very next answer of each node has it.
            for node in &nodes {
                assert_eq!(asked(node).1, sums(number), "a node lags behind");
            }
        }
    });
    let last = nodes.each_ref().map(asked);
    assert_eq!(last[0], last[1]);
    assert_eq!(last[0].1, sums(MONTHS));
}
