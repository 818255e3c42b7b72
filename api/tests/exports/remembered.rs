//! Remembered answers are those that the database gives, at every version of the data.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use anchorhub_api::{ApiContext, build_schema, limits::Limits};
use anchorhub_entities::institution::{self, InstitutionKind};
use anchorhub_store::{Database, LoadTx};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use url::form_urlencoded;

use crate::{
    databases::on_each_engine,
    hub,
    server::{Answer, Server},
};

const QUESTIONS: [&str; 4] = [
    "{ institutions(first: 500) { totalCount nodes { orgId name } } }",
    "{ spendAnalysis(groupBy: [INSTITUTION, MONTH], first: 500) { rows { net { pence } payments } dataVersion } }",
    "{ payments(first: 500, orderBy: AMOUNT_DESC) { nodes { id amount { pence } payee } } }",
    "{ hub { dataVersion } feeds { nodes { code } } }",
];

/// Adds an institution, as a load does.
async fn load(database: &Database, number: usize) {
    let row = institution::ActiveModel {
        id: Set(1_000 + i32::try_from(number).unwrap()),
        org_id: Set(format!("GB-LAE-NEW{number}")),
        name: Set(format!("New {number}")),
        kind: Set(InstitutionKind::Council),
        ..Default::default()
    };
    institution::Entity::insert(row).exec(database.write()).await.unwrap();
    LoadTx::begin(database).await.unwrap().commit().await.unwrap();
}

async fn get(server: &Server, query: &str, headers: &[(&str, &str)]) -> Answer {
    let query = form_urlencoded::Serializer::new(String::new()).append_pair("query", query).finish();
    let mut request = Request::get(format!("/graphql?{query}"));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    server.send(request.body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn remembered_answers_equal_fresh_ones_after_every_load() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let server = Server::new(&database);
        let fresh = build_schema(
            ApiContext::new(database.clone(), "Test hub"),
            Limits { cost: u64::MAX, ..Limits::default() },
        );
        for round in 0..4 {
            for question in QUESTIONS {
                let expected = fresh.schema().execute(question).await.data.into_json().unwrap();
                for _ in 0..3 {
                    assert_eq!(server.ask(question, &json!({})).await, expected, "{question}");
                }
            }
            load(&database, round).await;
        }
    })
    .await;
}

#[tokio::test]
async fn the_second_answer_reads_the_version_alone() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let server = Server::new(&database);
        let first = server.ask(QUESTIONS[2], &json!({})).await;
        // Behind the back of the memory: with no load, nobody may notice.
        let before = database.statements_read();
        let again = server.ask("query Other { payments(orderBy: AMOUNT_DESC, first: 500) { nodes { id amount { pence } payee } } }", &json!({})).await;
        assert_eq!(again, first);
        let remembered = database.statements_read() - before;
        server.ask("{ payments(first: 499) { nodes { id payee } } }", &json!({})).await;
        let read = database.statements_read() - before - remembered;
        assert!(remembered < read, "{remembered} and {read} statements");
    })
    .await;
}

#[tokio::test]
async fn tags_save_an_answer_that_the_client_has() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let server = Server::new(&database);
        let answer = get(&server, QUESTIONS[0], &[]).await;
        let tag = answer.header("etag").to_owned();
        assert!(tag.starts_with('"'), "{tag}");
        assert_eq!(answer.header("cache-control"), "public, max-age=0, must-revalidate");
        for known in [tag.clone(), format!("\"other\", W/{tag}")] {
            let unchanged = get(&server, QUESTIONS[0], &[("if-none-match", &known)]).await;
            assert_eq!(unchanged.status, StatusCode::NOT_MODIFIED);
            assert!(unchanged.body.is_empty());
            assert_eq!(unchanged.header("etag"), tag);
        }
        let other = [("accept", "application/graphql-response+json"), ("if-none-match", tag.as_str())];
        let other = get(&server, QUESTIONS[0], &other).await;
        assert_eq!(other.status, StatusCode::OK, "another form has another tag");
        let keyed =
            get(&server, QUESTIONS[0], &[("authorization", "Bearer x"), ("if-none-match", &tag)]).await;
        assert_eq!((keyed.status, keyed.header("etag")), (StatusCode::OK, ""));
        assert_eq!(keyed.header("cache-control"), "no-store");
        let zipped = get(&server, QUESTIONS[0], &[("accept-encoding", "gzip")]).await;
        assert_eq!(zipped.header("etag"), format!("W/{tag}"));
        load(&database, 0).await;
        let changed = get(&server, QUESTIONS[0], &[("if-none-match", &tag)]).await;
        assert_eq!(changed.status, StatusCode::OK);
        assert_ne!(changed.header("etag"), tag);
        assert!(changed.text().contains("GB-LAE-NEW0"));
        let passing = get(&server, QUESTIONS[3], &[]).await;
        assert_eq!((passing.header("etag"), passing.header("cache-control")), ("", "no-store"));
        let wrong = get(&server, "{ institutions(first: 501) { totalCount } }", &[]).await;
        assert_eq!((wrong.header("etag"), wrong.header("cache-control")), ("", "no-store"));
    })
    .await;
}

/// The statements that a question takes at its second time.
async fn second_time(database: &Database, server: &Server, question: &str) -> u64 {
    server.ask(question, &json!({})).await;
    let before = database.statements_read();
    server.ask(question, &json!({})).await;
    database.statements_read() - before
}

#[tokio::test]
async fn what_is_too_heavy_for_the_memory_is_not_kept() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let with = |bytes| {
            let limits = Limits { cost: u64::MAX, ..Limits::default() };
            Server::remembering(&database, limits, anchorhub_api::http::HttpSettings::default(), bytes)
        };
        let light = "{ institutions(first: 1) { nodes { orgId } } }";
        let (roomy, narrow, none) = (with(16 << 20), with(4 << 10), with(0));
        let remembered = second_time(&database, &roomy, QUESTIONS[2]).await;
        assert!(second_time(&database, &narrow, QUESTIONS[2]).await > remembered);
        assert_eq!(second_time(&database, &narrow, light).await, remembered);
        assert!(second_time(&database, &none, light).await > remembered);
    })
    .await;
}

#[tokio::test]
async fn who_shows_credentials_is_answered_from_the_database() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let server = Server::new(&database);
        let remembered = second_time(&database, &server, QUESTIONS[0]).await;
        for header in ["authorization", "cookie"] {
            let before = database.statements_read();
            let answer = get(&server, QUESTIONS[0], &[(header, "x=y")]).await;
            assert_eq!((answer.status, answer.header("etag")), (StatusCode::OK, ""), "{header}");
            assert_eq!(answer.header("cache-control"), "no-store");
            assert!(database.statements_read() - before > remembered, "{header}");
        }
    })
    .await;
}

#[tokio::test]
async fn variables_and_the_chosen_operation_make_another_question() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let server = Server::new(&database);
        let query = "query A($n: Int = 1) { institutions(first: $n) { nodes { orgId } } } query B { institutions(first: 3) { nodes { orgId } } }";
        let post = async |body: Value| {
            let request = Request::post("/graphql").header("content-type", "application/json");
            let answer = server.send(request.body(body.to_string().into()).unwrap()).await;
            answer.json()["data"]["institutions"]["nodes"].as_array().unwrap().len()
        };
        for _ in 0..2 {
            assert_eq!(post(json!({ "query": query, "operationName": "A" })).await, 1);
            assert_eq!(post(json!({ "query": query, "operationName": "A", "variables": { "n": 2 } })).await, 2);
            assert_eq!(post(json!({ "query": query, "operationName": "B" })).await, 3);
        }
    })
    .await;
}

#[tokio::test]
async fn a_document_is_named_by_its_digest_once_it_is_known() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let server = Server::new(&database);
        let query = QUESTIONS[0];
        let digest: String = Sha256::digest(query).iter().map(|byte| format!("{byte:02x}")).collect();
        let ask = async |query: Option<&str>, digest: &str, known: &str| {
            let extensions = json!({ "persistedQuery": { "version": 1, "sha256Hash": digest } }).to_string();
            let mut pairs = form_urlencoded::Serializer::new(String::new());
            pairs.append_pair("extensions", &extensions);
            if let Some(query) = query {
                pairs.append_pair("query", query);
            }
            let request = Request::get(format!("/graphql?{}", pairs.finish())).header("if-none-match", known);
            server.send(request.body(Body::empty()).unwrap()).await
        };
        let unknown = ask(None, &digest, "").await;
        assert_eq!(unknown.json()["errors"][0]["message"], "PersistedQueryNotFound");
        assert_eq!(unknown.json()["errors"][0]["extensions"]["code"], "PERSISTED_QUERY_NOT_FOUND");
        assert_eq!(unknown.header("cache-control"), "no-store");
        let wrong = ask(Some("{ hub { name } }"), &digest, "").await;
        assert_eq!(wrong.status, StatusCode::BAD_REQUEST);
        assert_eq!(ask(None, &digest, "").await.json()["errors"][0]["message"], "PersistedQueryNotFound");
        assert_eq!(ask(None, "12", "").await.status, StatusCode::BAD_REQUEST);
        let given = ask(Some(query), &digest, "").await;
        let named = ask(None, &digest, "").await;
        assert_eq!((named.status, named.json()), (StatusCode::OK, given.json()));
        assert_eq!(named.header("etag"), given.header("etag"));
        assert_eq!(ask(None, &digest, named.header("etag")).await.status, StatusCode::NOT_MODIFIED);
    })
    .await;
}

#[tokio::test]
async fn limits_come_before_the_memory() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let generous = Server::new(&database);
        let answer = get(&generous, QUESTIONS[0], &[]).await;
        let limits = Limits { cost: 10, ..Limits::default() };
        let strict = Server::with(&database, limits, anchorhub_api::http::HttpSettings::default());
        let refused = get(&strict, QUESTIONS[0], &[("if-none-match", answer.header("etag"))]).await;
        assert_eq!(refused.json()["errors"][0]["extensions"]["code"], "QUERY_TOO_COMPLEX");
        assert_eq!((refused.status, refused.header("etag")), (StatusCode::OK, ""));
    })
    .await;
}

#[tokio::test]
async fn the_same_question_is_asked_once_at_a_time() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let once = {
            let server = Server::new(&database);
            let before = database.statements_read();
            server.ask(QUESTIONS[2], &json!({})).await;
            database.statements_read() - before
        };
        let server = Server::new(&database);
        let (before, answered) = (database.statements_read(), Arc::new(AtomicUsize::new(0)));
        let asked: Vec<_> = (0..12)
            .map(|_| {
                let (server, answered) = (server.clone(), answered.clone());
                tokio::spawn(async move {
                    let data: Value = server.ask(QUESTIONS[2], &json!({})).await;
                    assert!(!data["payments"]["nodes"].as_array().unwrap().is_empty());
                    answered.fetch_add(1, Ordering::Relaxed);
                })
            })
            .collect();
        for task in asked {
            task.await.unwrap();
        }
        assert_eq!(answered.load(Ordering::Relaxed), 12);
        // Each asks for the version; the answer itself is made once.
        let statements = database.statements_read() - before;
        assert!(statements <= once + 12, "{statements} statements, {once} for one answer");
    })
    .await;
}
