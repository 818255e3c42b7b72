//! The routes of a hub, asked without sockets.

use anchorhub_api::{
    ApiContext, Memory, build_schema,
    http::{HttpSettings, router},
    limits::Limits,
};
use anchorhub_store::Database;
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, Request, StatusCode},
};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use url::form_urlencoded;

/// A hub with a memory of 16 MiB.
#[derive(Clone)]
pub(crate) struct Server {
    pub(crate) router: Router,
}

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.body.clone()).unwrap()
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {}", self.text()))
    }

    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

impl Server {
    pub(crate) fn new(database: &Database) -> Self {
        Self::with(database, Limits { cost: u64::MAX, ..Limits::default() }, HttpSettings::default())
    }

    pub(crate) fn with(database: &Database, limits: Limits, settings: HttpSettings) -> Self {
        Self::remembering(database, limits, settings, 16 << 20)
    }

    /// With a memory of so many bytes.
    pub(crate) fn remembering(
        database: &Database,
        limits: Limits,
        settings: HttpSettings,
        bytes: u64,
    ) -> Self {
        let memory = Memory::new(database.clone(), bytes);
        let context = ApiContext::new(database.clone(), "Test hub").with_memory(memory);
        Self { router: router(build_schema(context, limits), settings, database.clone()) }
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Answer {
        let (parts, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        let body = to_bytes(body, usize::MAX).await.unwrap().to_vec();
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, uri: &str) -> Answer {
        self.send(Request::builder().uri(uri).body(Body::empty()).unwrap()).await
    }

    /// An export with arguments.
    pub(crate) async fn export(&self, file: &str, arguments: &[(&str, &str)]) -> Answer {
        self.get(&address(file, arguments)).await
    }

    /// The rows of an export in JSON Lines.
    pub(crate) async fn lines(&self, kind: &str, arguments: &[(&str, &str)]) -> Vec<Value> {
        let answer = self.export(&format!("{kind}.jsonl"), arguments).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The data of an answer to a query by POST.
    pub(crate) async fn ask(&self, query: &str, variables: &Value) -> Value {
        let request = Request::post("/graphql")
            .header("content-type", "application/json")
            .body(json!({ "query": query, "variables": variables }).to_string().into())
            .unwrap();
        let mut answer = self.send(request).await.json();
        assert!(answer.get("errors").is_none(), "{query}: {answer}");
        answer["data"].take()
    }
}

/// The address of an export.
pub(crate) fn address(file: &str, arguments: &[(&str, &str)]) -> String {
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(arguments).finish();
    format!("/v1/export/{file}?{query}")
}
