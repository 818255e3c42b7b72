//! Decisions about suppliers, over HTTP and on the hub's own schema: who may take them, and what follows.

use anchorhub_api::{
    ApiContext, Reviewers, build_schema,
    http::{HttpSettings, router},
    limits::Limits,
};
use anchorhub_entities::{VatBasis, match_decision, payment};
use anchorhub_store::{Database, LoadTx, NewName};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{Method, Request, header},
};
use sea_orm::{EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tower::ServiceExt as _;

use crate::support::on_each_engine;

const DECIDE: &str = "mutation ($input: DecideSupplierMatchInput!) { decideSupplierMatch(input: $input) {
    id verdict reason decidedBy decidedAt stands orgId supplierId otherId
    supplier { id name mergedFrom { id name } } other { id } undoneBy { id }
} }";

const UNDO: &str = "mutation ($input: UndoSupplierDecisionInput!) { undoSupplierDecision(input: $input) {
    verdict decidedBy stands undoes { id stands undoneBy { reason } } supplier { id }
} }";

struct Desk {
    router: Router,
    database: Database,
}

/// A hub with three payees, whom Ada may decide about.
async fn desk(database: Database, reviewers: Reviewers) -> Desk {
    let mut tx = LoadTx::begin(&database).await.unwrap();
    let names = ["Acme", "Brown Bakers", "Cole Cars"]
        .map(|name| NewName { name: name.to_owned(), key: Some(name.to_uppercase()) });
    let found = tx.ensure_names(names.to_vec()).await.unwrap();
    let paid = (1..).zip(&found).map(|(seq, (_, name))| payment::Model {
        institution_id: 1,
        document_id: 1,
        seq,
        row_no: seq,
        paid_on: "2024-07-01".parse().unwrap(),
        pence: 100,
        vat_basis: VatBasis::Net,
        supplier_id: name.supplier_id,
        supplier_name_id: name.name_id,
        department: None,
        purpose: None,
        category: None,
        transaction_no: None,
        contract_ref: None,
        flags: 0,
    });
    tx.append_payments(paid.collect()).await.unwrap();
    tx.commit().await.unwrap();
    anchorhub_resolution::refresh(&database, &mut |_| {}).await.unwrap();
    let schema = build_schema(ApiContext::new(database.clone(), "Test hub"), Limits::default());
    let settings = HttpSettings { reviewers, ..HttpSettings::default() };
    Desk { router: router(schema, settings, database.clone()), database }
}

fn ada() -> Reviewers {
    let digest: String = Sha256::digest("open sesame").iter().map(|byte| format!("{byte:02x}")).collect();
    Reviewers::default().with("Ada", &digest).unwrap()
}

impl Desk {
    async fn send(&self, headers: &[(header::HeaderName, &str)], query: &str, variables: Value) -> Value {
        let mut request = Request::builder()
            .method(Method::POST)
            .uri("/graphql")
            .header(header::CONTENT_TYPE, "application/json");
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        let body = json!({ "query": query, "variables": variables }).to_string();
        let response = self.router.clone().oneshot(request.body(Body::from(body)).unwrap()).await.unwrap();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    /// The data of what Ada asks for.
    async fn ask(&self, query: &str, variables: Value) -> Value {
        let mut answer = self.send(&[(header::AUTHORIZATION, "Bearer open sesame")], query, variables).await;
        assert!(answer.get("errors").is_none(), "{answer}");
        answer["data"].take()
    }

    /// Code and message of what Ada is refused.
    async fn refused(&self, query: &str, variables: Value) -> (String, String) {
        let answer = self.send(&[(header::AUTHORIZATION, "Bearer open sesame")], query, variables).await;
        (code(&answer), answer["errors"][0]["message"].as_str().unwrap().to_owned())
    }

    /// Ids of all suppliers by name.
    async fn suppliers(&self) -> Vec<String> {
        let data = self.ask("{ suppliers { nodes { id name } } }", json!({})).await;
        let nodes = data["suppliers"]["nodes"].as_array().unwrap();
        nodes.iter().map(|node| node["id"].as_str().unwrap().to_owned()).collect()
    }

    async fn decisions(&self) -> u64 {
        match_decision::Entity::find().count(self.database.read()).await.unwrap()
    }
}

fn code(answer: &Value) -> String {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
}

fn same(one: &str, other: &str) -> Value {
    json!({ "input": { "supplier": one, "other": other, "verdict": "SAME", "reason": "one letterhead" } })
}

#[tokio::test]
async fn nobody_decides_without_a_key() {
    on_each_engine(async |database| {
        let desk = desk(database, ada()).await;
        let suppliers = desk.suppliers().await;
        let input = same(&suppliers[0], &suppliers[1]);
        for headers in [
            &[][..],
            &[(header::AUTHORIZATION, "Bearer sesame")],
            &[(header::AUTHORIZATION, "Basic b3BlbiBzZXNhbWU=")],
            &[(header::HOST, "localhost")],
        ] {
            let answer = desk.send(headers, DECIDE, input.clone()).await;
            assert_eq!((code(&answer).as_str(), &answer["data"]), ("FORBIDDEN", &Value::Null), "{answer}");
            let undo = json!({ "input": { "decision": suppliers[0], "reason": "x" } });
            assert_eq!(code(&desk.send(headers, UNDO, undo).await), "FORBIDDEN");
        }
        assert_eq!((desk.decisions().await, desk.suppliers().await.len()), (0, 3));
    })
    .await;
}

#[tokio::test]
async fn a_demo_is_open_to_its_own_machine() {
    on_each_engine(async |database| {
        let desk = desk(database, Reviewers::default().open_as("demo")).await;
        let suppliers = desk.suppliers().await;
        let input = same(&suppliers[0], &suppliers[1]);
        let elsewhere = desk.send(&[(header::HOST, "pages.example")], DECIDE, input.clone()).await;
        assert_eq!(code(&elsewhere), "FORBIDDEN");
        let here = desk.send(&[(header::HOST, "127.0.0.1:8080")], DECIDE, input).await;
        assert_eq!(here["data"]["decideSupplierMatch"]["decidedBy"], "demo", "{here}");
    })
    .await;
}

#[tokio::test]
async fn a_decision_is_followed_at_once_and_can_be_undone() {
    on_each_engine(async |database| {
        let desk = desk(database, ada()).await;
        let suppliers = desk.suppliers().await;
        let [acme, brown, cole] = [0, 1, 2].map(|place| suppliers[place].clone());
        let decision = desk.ask(DECIDE, same(&brown, &acme)).await["decideSupplierMatch"].take();
        let old = if decision["supplier"]["id"] == json!(acme) { &brown } else { &acme };
        let head = decision["supplier"]["id"].as_str().unwrap().to_owned();
        assert_eq!(decision["verdict"], "SAME");
        assert_eq!((&decision["decidedBy"], &decision["reason"]), (&json!("Ada"), &json!("one letterhead")));
        assert_eq!((&decision["supplierId"], &decision["otherId"]), (&json!(brown), &json!(acme)));
        assert_eq!(decision["supplier"]["mergedFrom"][0]["id"], json!(old));
        assert_eq!((&decision["other"]["id"], &decision["stands"]), (&json!(head), &json!(true)));

        // The old id leads to what it is part of now.
        let query = "query ($id: ID!) {
            supplier(id: $id) { id payments { totalCount } decisions { id } links { method } }
            node(id: $id) { id } nodes(ids: [$id, $id]) { id }
            payments(filter: { suppliers: [$id] }) { totalCount }
        }";
        let found = desk.ask(query, json!({ "id": old })).await;
        assert_eq!(found["supplier"]["id"], json!(head));
        assert_eq!(found["supplier"]["payments"]["totalCount"], 2);
        assert_eq!(found["supplier"]["decisions"], json!([{ "id": decision["id"] }]));
        assert_eq!(found["supplier"]["links"], json!([]));
        assert_eq!(found["node"]["id"], json!(head));
        assert_eq!(found["nodes"], json!([{ "id": head }, { "id": head }]));
        assert_eq!(found["payments"]["totalCount"], 2);
        let decided = "query ($id: ID!) { node(id: $id) { ... on SupplierDecision { orgId verdict } } }";
        let found = desk.ask(decided, json!({ "id": decision["id"] })).await;
        assert_eq!(found["node"], json!({ "orgId": null, "verdict": "SAME" }));

        // What stands is named to whoever contradicts it.
        let input = |one: &str, other: &str, verdict: &str| {
            json!({ "input": { "supplier": one, "other": other, "verdict": verdict, "reason": "x" } })
        };
        let (code, message) = desk.refused(DECIDE, input(&acme, &brown, "NOT_SAME")).await;
        assert_eq!(code, "DECISION_CONTRADICTS");
        assert!(message.contains(decision["id"].as_str().unwrap()), "{message}");
        assert_eq!(desk.refused(DECIDE, input(&acme, &brown, "SAME")).await.0, "ALREADY_DECIDED");
        assert_eq!(desk.refused(DECIDE, input(&acme, &acme, "SAME")).await.0, "ONE_SUPPLIER");
        assert_eq!(desk.refused(DECIDE, input("x", &acme, "SAME")).await.0, "BAD_ID");
        let unnamed = json!({ "input": { "supplier": acme, "verdict": "SAME", "reason": "x" } });
        assert_eq!(desk.refused(DECIDE, unnamed).await.0, "BAD_ARGUMENTS");
        let company = |verdict: &str, org_id: &str, reason: &str| {
            json!({ "input": { "supplier": cole, "orgId": org_id, "verdict": verdict, "reason": reason } })
        };
        let bad = desk.refused(DECIDE, company("SAME", "GB-COH-RRK", "x")).await;
        assert_eq!(bad.0, "IDENTIFIER_INVALID");
        assert_eq!(desk.refused(DECIDE, company("SAME", "GB-COH-02300000", " ")).await.0, "REASON_INVALID");

        let undo = json!({ "input": { "decision": decision["id"], "reason": "two letterheads" } });
        let undone = desk.ask(UNDO, undo.clone()).await["undoSupplierDecision"].take();
        assert_eq!((&undone["verdict"], &undone["stands"]), (&json!("UNDO"), &json!(false)));
        assert_eq!(undone["undoes"]["stands"], false);
        assert_eq!(undone["undoes"]["undoneBy"]["reason"], "two letterheads");
        assert_eq!(undone["supplier"]["id"], json!(brown));
        assert_eq!(desk.refused(UNDO, undo).await.0, "ALREADY_UNDONE");

        // A company by its number.
        desk.ask(DECIDE, company("SAME", "GB-COH-2300000", "its invoice says so")).await;
        let query = "{ supplier(orgId: \"GB-COH-02300000\") { id identifiers { orgId method } } }";
        let found = desk.ask(query, json!({})).await;
        let identifiers = json!([{ "orgId": "GB-COH-02300000", "method": "DECISION" }]);
        assert_eq!(found["supplier"], json!({ "id": cole, "identifiers": identifiers }));
        let query = "query ($id: ID!) {
            all: supplierDecisions(first: 2) { totalCount nodes { verdict } pageInfo { hasNextPage } }
            standing: supplierDecisions(filter: { stands: true }) { nodes { orgId } }
            past: supplierDecisions(filter: { stands: false }) { nodes { verdict } }
            his: supplierDecisions(filter: { suppliers: [$id] }) { totalCount }
            supplierCandidates(filter: { minScore: 0.5, registers: false }) { totalCount nodes { score } }
        }";
        let found = desk.ask(query, json!({ "id": acme })).await;
        let verdicts = json!([{ "verdict": "SAME" }, { "verdict": "UNDO" }]);
        assert_eq!((&found["all"]["nodes"], &found["all"]["totalCount"]), (&verdicts, &json!(3)));
        assert_eq!(found["all"]["pageInfo"]["hasNextPage"], true);
        assert_eq!(found["standing"]["nodes"], json!([{ "orgId": "GB-COH-02300000" }]));
        assert_eq!(found["past"]["nodes"], json!([{ "verdict": "UNDO" }, { "verdict": "SAME" }]));
        assert_eq!((&found["his"]["totalCount"], desk.decisions().await), (&json!(2), 3));
        assert_eq!(found["supplierCandidates"]["totalCount"], 0);
    })
    .await;
}
