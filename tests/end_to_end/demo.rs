//! The demo: generated files through the real ingest into a hub of their own.

use std::fs;

use crate::support::{Hub, Outcome, Server, anchorhub};
use serde_json::json;

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
