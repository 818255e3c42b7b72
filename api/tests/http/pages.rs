//! The explorer, problems, and the headers of every answer.

use std::io::Read as _;

use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};

use crate::client::Hub;

#[tokio::test]
async fn the_explorer_is_served_with_its_policy() {
    let hub = Hub::new().await;
    let page = hub.get("/explorer").await;
    assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    assert_eq!(page.header("cache-control"), "no-cache");
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "font-src 'self' data:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.split("; ").any(|directive| directive == part), "{part} is not in {policy}");
    }

    assert_eq!(hub.get("/explorer/").await.text(), page.text());

    // Everything that the page loads is here, and never changes under its address.
    let text = page.text();
    let addresses: Vec<&str> = text.split('"').filter(|part| part.starts_with("/explorer/")).collect();
    assert!(addresses.len() >= 2, "{text}");
    for address in addresses {
        let asset = hub.get(address).await;
        assert_eq!(asset.status, StatusCode::OK, "{address}");
        assert_eq!(asset.header("cache-control"), "public, max-age=31536000, immutable", "{address}");
        let (path, _) = address.split_once('?').unwrap();
        let kind =
            if path.ends_with(".css") { "text/css; charset=utf-8" } else { "text/javascript; charset=utf-8" };
        assert_eq!(asset.header("content-type"), kind);
        assert_eq!(hub.get(path).await.header("cache-control"), "no-cache");
        assert_eq!(hub.get(&format!("{path}?v=00000000")).await.header("cache-control"), "no-cache");
    }
}

#[tokio::test]
async fn a_file_that_the_browser_has_is_not_sent_again() {
    let hub = Hub::new().await;
    let first = hub.get("/explorer/explorer.css").await;
    let etag = first.header("etag").to_owned();
    let again = |etag: &str| {
        Request::builder()
            .uri("/explorer/explorer.css")
            .header(header::IF_NONE_MATCH, etag)
            .body(Body::empty())
            .unwrap()
    };
    let known = hub.send(again(&format!("\"other\", {etag}"))).await;
    assert_eq!((known.status, known.body.len()), (StatusCode::NOT_MODIFIED, 0));
    assert_eq!(known.header("etag"), etag);
    assert_eq!(hub.send(again("\"other\"")).await.status, StatusCode::OK);
}

#[tokio::test]
async fn unknown_addresses_are_problems() {
    let hub = Hub::new().await;
    for address in [
        "/nothing",
        "/v1/nothing",
        "/explorer/nothing.js",
        "/explorer/../Cargo.toml",
        "/explorer/%2e%2e/lib.rs",
    ] {
        let answer = hub.get(address).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{address}");
        assert_eq!(answer.header("content-type"), "application/problem+json");
        let json = answer.json();
        assert_eq!((json["status"].as_u64(), json["code"].as_str()), (Some(404), Some("NOT_FOUND")));
        assert!(json["title"].is_string() && json["detail"].is_string() && json["type"] == "about:blank");
    }
}

#[tokio::test]
async fn every_answer_carries_an_id_and_strict_headers() {
    let hub = Hub::new().await;
    for address in ["/", "/explorer", "/healthz", "/nothing", "/graphql?query=%7Bhello%7D"] {
        let answer = hub.get(address).await;
        assert_eq!(answer.header("x-request-id").len(), 16, "{address}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{address}");
        assert_eq!(answer.header("x-frame-options"), "DENY", "{address}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{address}");
        assert!(answer.header("content-security-policy").contains("frame-ancestors 'none'"), "{address}");
    }
    let named =
        Request::builder().uri("/healthz").header("x-request-id", "mine-1").body(Body::empty()).unwrap();
    assert_eq!(hub.send(named).await.header("x-request-id"), "mine-1");
}

#[tokio::test]
async fn answers_are_compressed_for_who_asks() {
    let hub = Hub::new().await;
    let plain = hub.get("/explorer/explorer.js").await;
    assert_eq!(plain.header("content-encoding"), "");
    let request = Request::builder()
        .uri("/explorer/explorer.js")
        .header(header::ACCEPT_ENCODING, "gzip")
        .body(Body::empty())
        .unwrap();
    let packed = hub.send(request).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.header("vary").contains("accept-encoding"));
    assert!(packed.body.len() * 2 < plain.body.len());
    let mut unpacked = Vec::new();
    flate2::read::GzDecoder::new(packed.body.as_slice()).read_to_end(&mut unpacked).unwrap();
    assert_eq!(unpacked, plain.body);
}
