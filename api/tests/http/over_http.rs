//! GraphQL over HTTP: what goes in, what comes out.

use std::time::Duration;

use anchorhub_api::{http::HttpSettings, limits::Limits};
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::json;

use crate::client::{GRAPHQL_RESPONSE, Hub, JSON, hasty};

#[tokio::test]
async fn both_media_types_are_spoken() {
    let hub = Hub::new().await;
    let good = json!({ "query": "{ hello }" }).to_string();
    let wrong = json!({ "query": "{ nothing }" }).to_string();
    for (accept, content_type) in [
        (GRAPHQL_RESPONSE, "application/graphql-response+json; charset=utf-8"),
        (JSON, "application/json; charset=utf-8"),
        ("*/*", "application/json; charset=utf-8"),
    ] {
        let answer = hub.post(accept, good.clone()).await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, content_type));
        assert_eq!(answer.json()["data"]["hello"], "hello");
        let answer = hub.post(accept, wrong.clone()).await;
        let status = if accept == GRAPHQL_RESPONSE { StatusCode::BAD_REQUEST } else { StatusCode::OK };
        assert_eq!((answer.status, answer.header("content-type")), (status, content_type));
        assert_eq!(answer.codes(), ["GRAPHQL_VALIDATION_FAILED"]);
        assert_eq!(answer.json().get("data"), None, "a request error has no data entry, not even null");
    }
    let answer = hub.post("text/html", good).await;
    assert_eq!(
        (answer.status, answer.codes()),
        (StatusCode::NOT_ACCEPTABLE, vec!["NOT_ACCEPTABLE".to_owned()])
    );
}

/// A page of another site can send text, forms and bodies without a type through a visitor's browser; JSON it
/// cannot without asking first.
#[tokio::test]
async fn only_bodies_declared_as_json_are_taken() {
    let hub = Hub::new().await;
    let send = async |content_type: Option<&str>, encoding: Option<&str>| {
        let mut request = Request::builder().method(Method::POST).uri("/graphql");
        if let Some(content_type) = content_type {
            request = request.header(header::CONTENT_TYPE, content_type);
        }
        if let Some(encoding) = encoding {
            request = request.header(header::CONTENT_ENCODING, encoding);
        }
        let body = json!({ "query": "mutation { touch }" }).to_string();
        hub.send(request.body(Body::from(body)).unwrap()).await
    };
    for content_type in [
        None,
        Some("text/plain"),
        Some("text/plain; application/json"),
        Some("application/x-www-form-urlencoded"),
        Some("multipart/form-data; boundary=x"),
        Some("application/json; charset=utf-16"),
    ] {
        let answer = send(content_type, None).await;
        assert_eq!(answer.status, StatusCode::UNSUPPORTED_MEDIA_TYPE, "{content_type:?}");
        assert_eq!(answer.codes(), ["UNSUPPORTED_MEDIA_TYPE"]);
    }
    assert_eq!(send(Some(JSON), Some("gzip")).await.status, StatusCode::UNSUPPORTED_MEDIA_TYPE);
    let answer = send(Some("application/json; charset=UTF-8"), Some("identity")).await;
    assert_eq!(answer.json()["data"]["touch"], 1);
}

#[tokio::test]
async fn malformed_requests_are_refused() {
    let hub = Hub::new().await;
    for body in [
        "",
        "{",
        "null",
        "\"{ hello }\"",
        "{}",
        r#"{"query": null}"#,
        r#"{"query": {"a": 1}}"#,
        r#"{"query": ["{ hello }"]}"#,
        r#"{"query": "{ hello }", "variables": []}"#,
        r#"{"query": "{ hello }", "variables": "{}"}"#,
        r#"{"query": "{ hello }", "operationName": 1}"#,
        r#"{"query": "{ hello }", "extensions": [1]}"#,
        r#"{"query": "{ hello }", "query": "{ words }"}"#,
        r#"{"query": "{ hello }"} trailing"#,
    ] {
        for accept in [GRAPHQL_RESPONSE, JSON] {
            let answer = hub.post(accept, body).await;
            assert_eq!(
                (answer.status, answer.codes()),
                (StatusCode::BAD_REQUEST, vec!["BAD_REQUEST".to_owned()]),
                "{body}"
            );
        }
    }
    let not_utf8 = hub.post(JSON, b"{\"query\": \"\xff\"}".to_vec()).await;
    assert_eq!(not_utf8.status, StatusCode::BAD_REQUEST);
    // Null is as good as absent, and what is not known is left alone.
    let nulls =
        r#"{"query": "{ hello }", "variables": null, "operationName": null, "extensions": null, "more": 1}"#;
    assert_eq!(hub.post(GRAPHQL_RESPONSE, nulls).await.codes(), Vec::<String>::new());
}

#[tokio::test]
async fn batches_are_refused() {
    let hub = Hub::new().await;
    for body in [r#"[{"query": "{ hello }"}]"#, "  []", "[1"] {
        let answer = hub.post(GRAPHQL_RESPONSE, body).await;
        assert_eq!(
            (answer.status, answer.codes()),
            (StatusCode::BAD_REQUEST, vec!["BATCH_REFUSED".to_owned()])
        );
    }
}

#[tokio::test]
async fn queries_come_by_get_too_but_mutations_do_not() {
    let hub = Hub::new().await;
    let answer = hub
        .get("/graphql?query=query%20Q($t:String!)%7Becho(text:$t)%7D&variables=%7B%22t%22:%22h%C3%A9%22%7D&operationName=Q&extensions=%7B%7D")
        .await;
    assert_eq!(answer.json()["data"]["echo"], "hé");
    assert_eq!(hub.get("/graphql?query=%7Bhello%7D&variables=&operationName=").await.status, StatusCode::OK);

    for query in ["mutation%7Btouch%7D", "query%20A%7Bhello%7Dmutation%20B%7Btouch%7D&operationName=B"] {
        let answer = hub.get(&format!("/graphql?query={query}")).await;
        assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{query}");
        assert_eq!(answer.codes(), ["MUTATION_OVER_GET"]);
        assert_eq!(answer.header("allow"), "POST");
    }
    for query in [
        "",
        "variables=%7B%7D",
        "query=%7Bhello%7D&variables=%5B%5D",
        "query=%7Bhello%7D&variables=x",
        "query=%7Bhello%7D&query=%7Bwords%7D",
    ] {
        let answer = hub.get(&format!("/graphql?{query}")).await;
        assert_eq!(
            (answer.status, answer.codes()),
            (StatusCode::BAD_REQUEST, vec!["BAD_REQUEST".to_owned()]),
            "{query}"
        );
    }
}

#[tokio::test]
async fn subscriptions_do_not_come_by_get_or_post() {
    let hub = Hub::new().await;
    let by_get = hub.get("/graphql?query=subscription%7Bticks%7D").await;
    assert_eq!(by_get.codes(), ["SUBSCRIPTION_REFUSED"]);
    let by_post = hub.query("subscription { ticks }").await;
    assert_eq!(
        (by_post.status, by_post.codes()),
        (StatusCode::BAD_REQUEST, vec!["SUBSCRIPTION_REFUSED".to_owned()])
    );
}

#[tokio::test]
async fn a_browser_that_opens_the_endpoint_is_sent_to_the_explorer() {
    let hub = Hub::new().await;
    let open = |uri: &str| {
        let accept = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
        Request::builder().uri(uri).header(header::ACCEPT, accept).body(Body::empty()).unwrap()
    };
    let answer = hub.send(open("/graphql")).await;
    assert_eq!((answer.status, answer.header("location")), (StatusCode::SEE_OTHER, "/explorer"));
    assert_eq!(hub.send(open("/graphql?query=%7Bhello%7D")).await.json()["data"]["hello"], "hello");
}

#[tokio::test]
async fn other_methods_are_refused_as_a_problem() {
    let hub = Hub::new().await;
    let request = Request::builder().method(Method::PUT).uri("/graphql").body(Body::empty()).unwrap();
    let answer = hub.send(request).await;
    assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED);
    assert_eq!(answer.header("allow"), "GET,HEAD,POST");
    assert_eq!(answer.json()["code"], "METHOD_NOT_ALLOWED");
}

#[tokio::test]
async fn the_operation_has_to_be_told_apart() {
    let hub = Hub::new().await;
    let send = async |query: &str, name: Option<&str>| {
        let body = json!({ "query": query, "operationName": name }).to_string();
        hub.post(GRAPHQL_RESPONSE, body).await
    };
    let two = "query A { hello } query B { words }";
    assert_eq!(send(two, Some("B")).await.json()["data"]["words"], json!(["a", "b"]));
    for (query, name) in
        [(two, None), (two, Some("C")), ("{ hello }", Some("A")), ("fragment F on Item { id }", None)]
    {
        let answer = send(query, name).await;
        assert_eq!(answer.status, StatusCode::BAD_REQUEST);
        let expected =
            if query.starts_with("fragment") { "GRAPHQL_PARSE_FAILED" } else { "OPERATION_NOT_FOUND" };
        assert_eq!(answer.codes(), [expected], "{query}");
    }
}

#[tokio::test]
async fn long_bodies_are_refused_before_they_are_read() {
    let settings = HttpSettings { body_limit: 1_000, ..HttpSettings::default() };
    let hub = Hub::with(Limits::default(), settings).await;
    let body = json!({ "query": "{ hello }", "padding": "x".repeat(1_000) }).to_string();
    let declared = Request::builder()
        .method(Method::POST)
        .uri("/graphql")
        .header(header::CONTENT_TYPE, JSON)
        .header(header::CONTENT_LENGTH, body.len())
        .body(Body::from(body.clone()))
        .unwrap();
    let chunks =
        body.into_bytes().chunks(100).map(<[u8]>::to_vec).map(Ok::<_, std::io::Error>).collect::<Vec<_>>();
    let undeclared = Request::builder()
        .method(Method::POST)
        .uri("/graphql")
        .header(header::CONTENT_TYPE, JSON)
        .body(Body::from_stream(futures_util::stream::iter(chunks)))
        .unwrap();
    for request in [declared, undeclared] {
        let answer = hub.send(request).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE);
        assert_eq!(answer.header("content-type"), "application/problem+json");
        assert_eq!(answer.json()["code"], "BODY_TOO_LARGE");
    }
    // More than axum's own limit of 2 MiB is taken where the limit says so.
    let settings = HttpSettings { body_limit: 4 * 1024 * 1024, ..HttpSettings::default() };
    let roomy = Hub::with(Limits::default(), settings).await;
    let body = json!({ "query": "{ hello }", "padding": "x".repeat(3 * 1024 * 1024) }).to_string();
    assert_eq!(roomy.post(JSON, body).await.json()["data"]["hello"], "hello");
}

#[tokio::test]
async fn a_body_that_does_not_come_to_an_end_is_given_up() {
    let settings = HttpSettings { request_timeout: Duration::from_millis(200), ..hasty() };
    let hub = Hub::with(Limits::default(), settings).await;
    let endless = futures_util::stream::pending::<Result<Vec<u8>, std::io::Error>>();
    let answer = hub.post(JSON, Body::from_stream(endless)).await;
    assert_eq!(answer.status, StatusCode::REQUEST_TIMEOUT);
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert_eq!(answer.json()["code"], "REQUEST_TIMEOUT");
}
