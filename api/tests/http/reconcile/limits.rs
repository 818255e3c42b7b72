//! What is refused before any work, and what happens when work takes too long.

use std::time::Duration;

use anchorhub_api::{http::HttpSettings, limits::Limits};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};

use crate::client::Hub;

#[tokio::test]
async fn batches_out_of_bounds_are_refused_before_any_statement() {
    let hub = Hub::new().await;
    let before = hub.database.statements_read();
    let many: serde_json::Map<String, Value> =
        (0..51).map(|number| (format!("q{number}"), json!({ "query": "x" }))).collect();
    assert_eq!(hub.refusal("queries", &Value::Object(many)).await, (413, "BATCH_TOO_LARGE".to_owned()));
    for (query, code) in [
        (json!({ "q0": {} }), "BAD_QUERY"),
        (json!({ "q0": { "query": "x".repeat(501) } }), "TEXT_TOO_LONG"),
        (json!({ "q0": { "query": "x", "type": "Q5" } }), "UNKNOWN_TYPE"),
        (
            json!({ "q0": { "query": "x", "properties": [{ "pid": "colour", "v": "red" }] } }),
            "UNKNOWN_PROPERTY",
        ),
        (json!({ "q0": { "query": "x", "limit": -1 } }), "BAD_LIMIT"),
        (json!("x"), "BAD_QUERIES"),
    ] {
        assert_eq!(hub.refusal("queries", &query).await, (400, code.to_owned()), "{query}");
    }
    for (query, status, code) in [
        (json!({ "ids": vec!["x"; 201], "properties": [] }), 413, "BATCH_TOO_LARGE"),
        (json!({ "ids": ["x"], "properties": [{ "id": "colour" }] }), 400, "UNKNOWN_PROPERTY"),
        (json!({ "ids": "x" }), 400, "BAD_EXTEND"),
    ] {
        assert_eq!(hub.refusal("extend", &query).await, (status, code.to_owned()), "{query}");
    }
    assert_eq!(hub.refusal("callback", &json!("x")).await, (400, "NOTHING_ASKED".to_owned()));
    for uri in [
        "/reconcile/suggest/entity".to_owned(),
        format!("/reconcile/suggest/entity?prefix={}", "x".repeat(201)),
        "/reconcile/suggest/entity?prefix=x&cursor=10001".to_owned(),
        "/reconcile/preview".to_owned(),
    ] {
        let answer = hub.get(&uri).await;
        assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (400, &json!("BAD_ARGUMENTS")), "{uri}");
    }
    assert_eq!(hub.database.statements_read(), before, "nothing was asked of the database");
}

#[tokio::test]
async fn only_forms_of_a_bounded_size_are_taken() {
    let settings = HttpSettings { body_limit: 1_000, ..HttpSettings::default() };
    let hub = Hub::with(Limits::default(), settings).await;
    let send = async |kind: &str, body: String| {
        let request =
            Request::builder().method(Method::POST).uri("/reconcile").header(header::CONTENT_TYPE, kind);
        hub.send(request.body(Body::from(body)).unwrap()).await
    };
    let json = send("application/json", r#"{"q0":{"query":"x"}}"#.to_owned()).await;
    assert_eq!((json.status.as_u16(), &json.json()["code"]), (415, &json!("UNSUPPORTED_MEDIA_TYPE")));
    let long = send("application/x-www-form-urlencoded", format!("queries={}", "x".repeat(2_000))).await;
    assert_eq!((long.status.as_u16(), &long.json()["code"]), (413, &json!("BODY_TOO_LARGE")));
    assert_eq!(long.header("access-control-allow-origin"), "*");
    let damaged = send("application/x-www-form-urlencoded", "queries=%ff%zz{".to_owned()).await;
    assert_eq!((damaged.status.as_u16(), &damaged.json()["code"]), (400, &json!("BAD_QUERIES")));
}

#[tokio::test]
async fn the_deadline_of_queries_holds_here_too() {
    let settings = HttpSettings { query_deadline: Duration::ZERO, ..HttpSettings::default() };
    let hub = Hub::with(Limits::default(), settings).await;
    let expected = (503, "DEADLINE_EXCEEDED".to_owned());
    assert_eq!(hub.refusal("queries", &json!({ "q0": { "query": "Acme" } })).await, expected);
    let suggest = hub.get("/reconcile/suggest/entity?prefix=acme").await;
    assert_eq!(suggest.status, StatusCode::SERVICE_UNAVAILABLE);
}
