//! Suggestions, previews, and what pages of other sites may do.

use anchorhub_entities::supplier::SupplierKind;
use axum::{
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use serde_json::{Value, json};

use super::{add, id_of, on_each_engine, shape};
use crate::client::Hub;

async fn suggested(hub: &Hub, what: &str, prefix: &str) -> Vec<Value> {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("prefix", prefix).finish();
    let answer = hub.get(&format!("/reconcile/suggest/{what}?{query}")).await;
    assert_eq!((answer.status, answer.header("access-control-allow-origin")), (StatusCode::OK, "*"));
    let json = answer.json();
    shape::suggestions(&json);
    json["result"].as_array().unwrap().clone()
}

#[tokio::test]
async fn suppliers_are_suggested() {
    on_each_engine(async |hub, suppliers| {
        let acme = id_of(suppliers.acme);
        for prefix in ["acme sc", "Scaffolding", "GB-COH-01234568", &acme, &id_of(suppliers.acme_before)] {
            let found = suggested(hub, "entity", prefix).await;
            assert_eq!(found[0]["id"], json!(acme), "{prefix}");
            assert_eq!(found[0]["name"], "Acme Scaffolding Ltd");
        }
        let old = suggested(hub, "entity", "towers hoi").await;
        assert_eq!(
            (&old[0]["id"], &old[0]["description"]),
            (&json!(acme), &json!("published as Northam Towers & Hoists"))
        );
        assert_eq!(old[0]["notable"][1]["id"], "Company");

        let first = suggested(hub, "entity", "filler").await;
        assert_eq!(first.len(), 20);
        let rest = hub.get("/reconcile/suggest/entity?prefix=filler&cursor=20").await.json();
        let rest = rest["result"].as_array().unwrap();
        assert_eq!(rest.len(), 20);
        assert!(rest.iter().all(|item| first.iter().all(|other| other["id"] != item["id"])), "no row twice");
        assert!(
            suggested(hub, "entity", "").await.is_empty() && suggested(hub, "entity", "%_").await.is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn properties_and_types_are_suggested() {
    on_each_engine(async |hub, _| {
        assert_eq!(suggested(hub, "property", "company").await[0]["id"], "company_number");
        assert_eq!(suggested(hub, "type", "Char").await.len(), 1);
        assert_eq!(suggested(hub, "type", "").await.len(), 5);
        assert!(suggested(hub, "property", "colour").await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn previews_are_small_safe_pages() {
    on_each_engine(async |hub, suppliers| {
        let page = hub.get(&format!("/reconcile/preview?id={}", id_of(suppliers.acme_before))).await;
        assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors *"), "{policy}");
        assert_eq!((page.header("x-frame-options"), page.header("x-content-type-options")), ("", "nosniff"));
        let text = page.text();
        for part in [
            "Acme Scaffolding Ltd",
            "GB-COH-01234568",
            "WV11ST, Northam",
            "£1,234",
            "2 institutions",
            "Towers &amp; Hoists",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert!(!text.contains("<script"));
        let same = hub.get(&format!("/reconcile/entity/{}", id_of(suppliers.acme))).await;
        assert_eq!(same.text(), text);
        assert_eq!(hub.get("/reconcile/preview.css").await.header("content-type"), "text/css; charset=utf-8");

        let evil =
            add(&hub.database, "<script>alert(1)</script> & \"Co\"", "", SupplierKind::Unknown, None).await;
        let page = hub.get(&format!("/reconcile/preview?id={}", id_of(evil))).await.text();
        assert!(
            page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;Co&quot;")
                && !page.contains("<script")
        );

        for (id, status, code) in [("x", 400, "BAD_ID"), (id_of(999_999).as_str(), 404, "SUPPLIER_UNKNOWN")] {
            let answer = hub.get(&format!("/reconcile/preview?id={id}")).await;
            assert_eq!((answer.status.as_u16(), &answer.json()["code"]), (status, &json!(code)));
            assert_eq!(answer.header("x-frame-options"), "DENY");
        }
    })
    .await;
}

#[tokio::test]
async fn other_sites_may_read_the_service_and_nothing_else() {
    let hub = Hub::new().await;
    let ask = async |method: Method, uri: &str| {
        let request =
            Request::builder().method(method).uri(uri).header(header::ORIGIN, "https://other.example");
        hub.send(request.body(Body::empty()).unwrap()).await
    };
    for uri in
        ["/reconcile", "/reconcile/suggest/type?prefix=", "/reconcile/suggest/type", "/reconcile/nothing"]
    {
        assert_eq!(ask(Method::GET, uri).await.header("access-control-allow-origin"), "*", "{uri}");
    }
    let before = ask(Method::OPTIONS, "/reconcile").await;
    assert_eq!(
        (before.status, before.header("access-control-allow-methods")),
        (StatusCode::NO_CONTENT, "GET, POST")
    );
    let put = ask(Method::PUT, "/reconcile").await;
    assert_eq!(
        (put.status, put.header("access-control-allow-origin")),
        (StatusCode::METHOD_NOT_ALLOWED, "*")
    );
    for uri in ["/", "/graphql", "/healthz", "/reconciled", "/ocds/releases"] {
        for method in [Method::GET, Method::OPTIONS] {
            assert_eq!(ask(method, uri).await.header("access-control-allow-origin"), "", "{uri}");
        }
    }
}
