//! Serving a hub, on both databases.

use serde_json::json;

use crate::support::{Hub, Server};

#[test]
fn a_new_hub_is_served_until_it_is_told_to_end() {
    for hub in Hub::on_each_database() {
        let server = Server::start(&hub, &[]);
        for path in ["/", "/explorer", "/healthz", "/readyz"] {
            assert_eq!(server.get(path).status, 200, "{path}");
        }
        let query = "query($id: String!) { institution(orgId: $id) { name } }";
        let response = server.graphql(query, json!({ "id": "GB-LAE-WLV" }));
        assert_eq!(response["data"]["institution"]["name"], "City of Wolverhampton Council", "{response}");

        let port = server.address().port().to_string();
        hub.run(["serve", "--port", &port]).failed("PORT_IN_USE");
        let (code, said) = server.end();
        assert_eq!(code, Some(0), "{said}");
    }
}

#[test]
fn settings_of_the_server_reach_it() {
    let hub = Hub::embedded();
    let config = hub.file("hub.toml", "[hub]\nname = \"Mercia & Sons\"\n[graphql]\ndepth = 2\n");
    let server = Server::start(&hub, &["--config", config.to_str().expect("a path")]);
    assert!(server.get("/").body.contains("Mercia &amp; Sons"));
    let deep = server.graphql("{ institutions(first: 1) { edges { node { name } } } }", json!({}));
    assert_eq!(deep["errors"][0]["extensions"]["code"], "QUERY_TOO_DEEP", "{deep}");
}

#[test]
fn a_database_of_a_newer_program_is_refused() {
    for hub in Hub::on_each_database() {
        hub.run(["migrate"]).ok();
        hub.execute(
            "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_later', 0)",
        );
        for command in [&["serve", "--port", "0"][..], &["serve", "--port", "0", "--migrate"], &["migrate"]] {
            let outcome = hub.run(command).failed("SCHEMA_OUTDATED");
            assert!(outcome.stderr.contains("m29990101_000001_later"), "{}", outcome.stderr);
        }
    }
}
