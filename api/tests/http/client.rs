//! Sending requests to a router without a network.

use std::time::Duration;

use anchorhub_api::{
    http::{HttpSettings, router},
    limits::Limits,
};
use anchorhub_store::{Database, Settings};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Method, Request, StatusCode, header},
};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;

use crate::schema::schema;

pub(crate) const GRAPHQL_RESPONSE: &str = "application/graphql-response+json";
pub(crate) const JSON: &str = "application/json";

/// A hub on an empty embedded database.
pub(crate) struct Hub {
    pub(crate) router: Router,
    pub(crate) database: Database,
    _folder: Option<TempDir>,
}

impl Hub {
    pub(crate) async fn new() -> Self {
        Self::with(Limits::default(), HttpSettings::default()).await
    }

    pub(crate) async fn with(limits: Limits, settings: HttpSettings) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", folder.path().join("hub.db").display());
        // One reader, so that a statement that goes on unseen is seen: nobody else can read.
        let database = Database::connect(&Settings { readers: 1, ..Settings::new(url) }).await.unwrap();
        database.migrate().await.unwrap();
        Self { _folder: Some(folder), ..Self::on(database, limits, settings) }
    }

    pub(crate) fn on(database: Database, limits: Limits, settings: HttpSettings) -> Self {
        let router = router(schema(&database, limits), settings, database.clone());
        Self { router, database, _folder: None }
    }

    /// Sends any request.
    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    /// Sends a GET to an address.
    pub(crate) async fn get(&self, uri: &str) -> Answer {
        self.send(Request::builder().uri(uri).body(Body::empty()).unwrap()).await
    }

    /// Sends a body to `/graphql` as JSON.
    pub(crate) async fn post(&self, accept: &str, body: impl Into<Body>) -> Answer {
        let request = Request::builder()
            .method(Method::POST)
            .uri("/graphql")
            .header(header::CONTENT_TYPE, JSON)
            .header(header::ACCEPT, accept)
            .body(body.into())
            .unwrap();
        self.send(request).await
    }

    /// Sends a query as most clients do.
    pub(crate) async fn query(&self, query: &str) -> Answer {
        self.query_with(query, json!({})).await
    }

    /// Sends a query with variables.
    pub(crate) async fn query_with(&self, query: &str, variables: Value) -> Answer {
        self.post(GRAPHQL_RESPONSE, json!({ "query": query, "variables": variables }).to_string()).await
    }
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The codes of all errors of a GraphQL answer.
    pub(crate) fn codes(&self) -> Vec<String> {
        let json = self.json();
        let errors = json["errors"].as_array().cloned().unwrap_or_default();
        errors.iter().map(|error| error["extensions"]["code"].as_str().unwrap_or("none").to_owned()).collect()
    }
}

/// Settings with a short deadline.
pub(crate) fn hasty() -> HttpSettings {
    HttpSettings { query_deadline: Duration::from_millis(300), ..HttpSettings::default() }
}
