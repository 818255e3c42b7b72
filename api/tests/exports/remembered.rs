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
        let json =
            get(&server, QUESTIONS[0], &[("accept", "application/json"), ("if-none-match", &tag)]).await;
        assert_eq!(json.status, StatusCode::OK, "another form has another tag");
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

#[tokio::test]
async fn limits_come_before_the_memory() {
    on_each_engine(async |database| {
        hub::fill(&database).await;
        let generous = Server::new(&database);
        let answer = get(&generous, QUESTIONS[0], &[]).await;
        let limits = Limits { cost: 10, ..Limits::default() };
        let strict = Server::with(&database, limits, anchorhub_api::http::HttpSettings::default());
        let refused = get(&strict, QUESTIONS[0], &[("if-none-match", answer.header("etag"))]).await;
        assert_eq!(refused.status, StatusCode::BAD_REQUEST, "{}", refused.text());
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
