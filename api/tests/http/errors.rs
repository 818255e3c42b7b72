//! What errors tell, and what they do not.

use axum::http::StatusCode;
use serde_json::json;

use crate::client::Hub;

#[tokio::test]
async fn errors_without_a_code_are_masked() {
    let hub = Hub::new().await;
    for (query, secret) in [("{ leak }", "secret_"), ("{ uncoded }", "/etc/secret")] {
        let answer = hub.query(query).await;
        assert_eq!(answer.status, StatusCode::OK);
        assert_eq!(answer.codes(), ["INTERNAL"]);
        assert!(!answer.text().contains(secret), "{}", answer.text());
        let id = answer.header("x-request-id");
        assert!(answer.json()["errors"][0]["message"].as_str().unwrap().contains(id));
        assert_eq!(answer.json()["errors"][0]["path"], json!([query.trim_matches(['{', '}', ' '])]));
    }
}

#[tokio::test]
async fn errors_with_a_code_pass() {
    let answer = Hub::new().await.query("{ coded hello }").await;
    let json = answer.json();
    assert_eq!(json["data"], json!({ "coded": null, "hello": "hello" }));
    assert_eq!(json["errors"][0]["message"], "no such page");
    assert_eq!(answer.codes(), ["NO_SUCH_PAGE"]);
}

#[tokio::test]
async fn an_error_at_the_root_leaves_null_data_and_success() {
    let answer = Hub::new().await.query("{ leak hello }").await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.json()["data"], json!(null));
    assert!(answer.json().get("data").is_some(), "the request was executed: there is a data entry");
}

#[tokio::test]
async fn a_panic_is_a_masked_problem() {
    let answer = Hub::new().await.query("{ panics }").await;
    assert_eq!(answer.status, StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["code"], "INTERNAL");
    assert!(!answer.text().contains("secret"));
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_ne!(answer.header("x-request-id"), "");
}

#[tokio::test]
async fn wrong_input_is_the_callers_error() {
    let hub = Hub::new().await;
    for (query, variables, code, status) in [
        ("{", json!({}), "GRAPHQL_PARSE_FAILED", 400),
        ("{ nothing }", json!({}), "GRAPHQL_VALIDATION_FAILED", 400),
        ("{ items(first: \"x\") { nodes { id } } }", json!({}), "GRAPHQL_VALIDATION_FAILED", 400),
        ("mutation { hello }", json!({}), "GRAPHQL_VALIDATION_FAILED", 400),
        (
            "query($n: Int!) { items(first: $n) { nodes { id } } }",
            json!({ "n": "x" }),
            "GRAPHQL_VALIDATION_FAILED",
            400,
        ),
        (
            "query($c: Color) { on(day: \"1\", color: $c) }",
            json!({ "c": "GREEN" }),
            "GRAPHQL_VALIDATION_FAILED",
            400,
        ),
        ("query($n: Int!) { items(first: $n) { nodes { id } } }", json!({}), "BAD_VARIABLES", 400),
        ("query($n: Int!) { items(first: $n) { nodes { id } } }", json!({ "n": null }), "BAD_VARIABLES", 400),
        ("query($n: Int!) { __typename }", json!({ "n": null }), "BAD_VARIABLES", 400),
        // Read by the resolver alone: the request runs.
        ("{ on(day: \"soon\") }", json!({}), "BAD_USER_INPUT", 200),
        ("{ on(day: 7) }", json!({}), "BAD_USER_INPUT", 200),
        ("query($d: Day!) { on(day: $d) }", json!({ "d": "soon" }), "BAD_USER_INPUT", 200),
    ] {
        let answer = hub.query_with(query, variables).await;
        assert_eq!(answer.codes(), [code], "{query}: {}", answer.text());
        assert_eq!(answer.status.as_u16(), status, "{query}");
    }
}

#[tokio::test]
async fn a_parse_error_says_where_without_repeating_the_query() {
    let answer = Hub::new().await.query(&format!("{{ hello }} # {}\n}}", "x".repeat(1_000))).await;
    let json = answer.json();
    assert_eq!(json["errors"][0]["locations"], json!([{ "line": 2, "column": 1 }]));
    let message = json["errors"][0]["message"].as_str().unwrap();
    assert!(message.starts_with("the query is not GraphQL here: expected "), "{message}");
    assert!(answer.text().len() < 500, "{}", answer.text());
}
