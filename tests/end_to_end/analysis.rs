//! Facts in a database of their own: from the configuration to the answer.

use serde_json::{Value, json};

use crate::support::{Hub, Scratch, Server};

const APRIL: &str = "Date,Supplier,Amount\n01/04/2024,Acme Ltd,1.00\n02/04/2024,Bolt Ltd,2.00\n";
const MAY: &str = "Date,Supplier,Amount\n01/05/2024,Acme Ltd,4.00\n";

const QUESTION: &str =
    "{ hub { dataVersion } spendAnalysis(groupBy: [SUPPLIER, MONTH], first: 9, orderBy: KEY_ASC) {
  rows { payments suppliers net { pence } } total { payments net { pence } } } }";

fn load(hub: &Hub, name: &str, content: &str) {
    let path = hub.file(name, content);
    hub.run(["ingest", path.to_str().expect("a path"), "--institution", "GB-LAE-WLV"]).ok();
}

fn answer(hub: &Hub, arguments: &[&str]) -> Value {
    let server = Server::start(hub, arguments);
    let answer = server.graphql(QUESTION, json!({}));
    assert!(answer["errors"].is_null(), "{answer}");
    answer["data"].clone()
}

#[test]
fn an_analysis_database_is_prepared_and_asked() {
    for hub in Hub::on_each_database() {
        let Some(facts) = Scratch::create() else { return };
        load(&hub, "april.csv", APRIL);
        let settings = format!("[analysis]\nengine = \"sql\"\ndatabase = \"{}\"\n", facts.url());
        let config = hub.file("hub.toml", settings);
        let with = ["--config", config.to_str().expect("a path")];

        let server = Server::start(&hub, &with);
        let refused = server.graphql(QUESTION, json!({}));
        assert_eq!(refused["errors"][0]["extensions"]["code"], "ANALYSIS_NOT_PREPARED", "{refused}");
        drop(server);

        let prepared = hub.run(["analysis", "prepare"].iter().chain(&with)).ok();
        assert!(prepared.stdout.contains("holds 1 documents, 1 of them"), "{}", prepared.stdout);
        assert_eq!(answer(&hub, &with), answer(&hub, &[]));
        // What is loaded later follows by itself.
        load(&hub, "may.csv", MAY);
        let later = answer(&hub, &with);
        assert_eq!(later["spendAnalysis"]["total"]["payments"], 3, "{later}");
        assert_eq!(later, answer(&hub, &[]));
        let again = hub.run(["analysis", "prepare"].iter().chain(&with)).ok();
        assert!(again.stdout.contains("holds 2 documents, 0 of them"), "{}", again.stdout);
    }
}

#[test]
fn an_analysis_database_that_nobody_asks_is_refused() {
    let hub = Hub::embedded();
    let config = hub.file("hub.toml", "[analysis]\ndatabase = \"postgres://nowhere/facts\"\n");
    let with = ["--config", config.to_str().expect("a path")];
    hub.run(["analysis", "prepare"].iter().chain(&with)).failed("CONFIG_INVALID");
    hub.run(["analysis", "prepare"]).failed("CONFIG_INVALID");
    let tables = hub.run(["analysis", "schema"]).ok();
    assert!(tables.stdout.contains("CREATE VIEW fact_wide"), "{}", tables.stdout);
    let others = hub.run(["analysis", "schema", "--coordinator"]).ok();
    assert!(others.stdout.contains("CREATE TABLE fact_state"), "{}", others.stdout);
}
