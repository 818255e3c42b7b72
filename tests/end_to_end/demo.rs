//! The demo: generated files through the real ingest into a hub of their own.

use std::fs;

use anchorhub_demo::Options;
use serde_json::json;

use crate::support::{Hub, Outcome, Server, anchorhub};

#[test]
fn a_demo_is_made_in_a_folder_of_its_own_made_anew_and_served() {
    let hub = Hub::embedded();
    let mut command = anchorhub();
    command.current_dir(hub.folder()).env("DATABASE_URL", "postgres://nobody@127.0.0.1:1/nothing");
    let outcome = Outcome::of(command.args(["demo", "--no-serve", "--scale", "0.001"])).ok();
    assert!(!hub.data_dir().exists(), "not where a real hub would be");
    fs::rename(hub.folder().join("demo-data"), hub.data_dir()).expect("the demo may be moved");

    let total = outcome.stdout.lines().last().expect("a table");
    let payments = hub.number("SELECT count(*) FROM payment");
    assert!(payments > 1_000, "{payments}");
    let shown: Vec<&str> = total.split_whitespace().collect();
    assert_eq!((shown[0], shown[2].replace(',', "")), ("all", payments.to_string()), "{total}");
    assert_eq!(hub.number("SELECT count(*) FROM institution WHERE org_id LIKE 'GB-%'"), 0, "nobody real");
    let strangers = "SELECT count(*) FROM institution WHERE home_area NOT IN (SELECT code FROM area)";
    assert_eq!(hub.number(strangers), 0);

    hub.run(["demo", "--no-serve", "--scale", "0.001"]).ok();
    assert_eq!(hub.number("SELECT count(*) FROM payment"), payments, "made anew, not added to");

    let server = Server::start(&hub, &[]);
    assert!(server.get("/").body.contains("invented"), "the landing page says what the data is");
    let response = server.graphql("{ institutions(first: 100) { edges { node { orgId } } } }", json!({}));
    let found = response["data"]["institutions"]["edges"].as_array().map(Vec::len);
    assert_eq!(found, Some(13), "{response}");
}

#[test]
fn notices_registers_and_payments_hang_together() {
    let (hub, folder) = (Hub::embedded(), tempfile::tempdir().expect("a folder"));
    let (scale, options) = ("0.05", Options { scale: 0.05, ..Options::default() });
    let written = anchorhub_demo::generate(folder.path(), &options).expect("the same demo");
    let outcome = hub.run(["demo", "--no-serve", "--scale", scale]).ok();
    let shown: Vec<&str> = outcome.stdout.lines().last().expect("a table").split_whitespace().collect();
    let count =
        |what: &str| u64::try_from(hub.number(&format!("SELECT count(*) FROM {what}"))).expect("a count");
    let totals = written.contracts;
    let shown: Vec<String> = shown[5..].iter().map(|cell| cell.replace(',', "")).collect();
    assert_eq!(shown, [totals.stated_in_registers.to_string(), totals.releases.to_string()]);

    assert_eq!(count("release"), totals.releases);
    assert_eq!(count("contracting_process"), totals.processes);
    assert_eq!(count("award"), totals.awards);
    assert_eq!(count("contract WHERE process_id IS NOT NULL"), totals.stated_in_notices);
    assert_eq!(count("contract WHERE document_id IS NOT NULL"), totals.stated_in_registers);
    let nobodys = "contract WHERE id NOT IN (SELECT contract_id FROM contract_buyer)";
    assert_eq!(count(nobodys), 0, "every buyer is an institution of the region");

    // What several sources state is found to be one: hardly a contract more or less than there are.
    let found = count("contract WHERE NOT is_test AND (cluster_id IS NULL OR cluster_id = id)");
    let within = totals.distinct * 97 / 100..=totals.distinct * 103 / 100;
    assert!(within.contains(&found), "{found} contracts of {}", totals.distinct);

    let referenced: u64 = written.files.iter().map(|file| file.expected.with_reference).sum();
    let named = "payment WHERE (contract_ref LIKE 'D%' AND contract_ref NOT LIKE 'DEMO-C%') \
                 OR purpose LIKE '%(contract D%' OR purpose LIKE 'PO D%'";
    assert_eq!(count(named), referenced);
    // Not all sources give the reference that payments name: Contracts Finder has none.
    let by_reference = count("payment_contract_link WHERE method IN ('REFERENCE', 'PURCHASE_ORDER')");
    assert!(by_reference * 2 > referenced, "{by_reference} linked, {referenced} name their contract");
}

#[test]
fn opportunities_lie_ahead_for_years() {
    let hub = Hub::embedded();
    hub.run(["demo", "--no-serve", "--scale", "0.001"]).ok();
    for (stage, day) in [("OPEN", "2028-01-01"), ("PLANNED", "2028-01-01"), ("RELET", "2029-01-01")] {
        let sql = format!("SELECT count(*) FROM opportunity WHERE stage = '{stage}' AND due_on >= '{day}'");
        assert!(hub.number(&sql) > 0, "{stage} from {day}");
    }
}

#[test]
fn a_folder_that_holds_something_else_is_left_alone() {
    let hub = Hub::embedded();
    hub.run(["migrate"]).ok();
    let before = fs::read(hub.data_dir().join("hub.sqlite3")).expect("the hub");
    hub.run(["demo", "--no-serve"]).failed("DATA_DIR_NOT_A_DEMO");
    assert_eq!(fs::read(hub.data_dir().join("hub.sqlite3")).expect("the hub"), before);
}

#[test]
fn a_demo_of_no_size_is_refused() {
    let hub = Hub::embedded();
    hub.run(["demo", "--no-serve", "--scale", "0"]).failed("DEMO_BAD_SCALE");
}
