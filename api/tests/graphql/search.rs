//! Search over suppliers, contracts and notices.

use anchorhub_entities::{
    supplier::{self, SupplierKind},
    supplier_block, supplier_identifier, supplier_name,
};
use anchorhub_identity::{blocks, name_key};
use anchorhub_store::Database;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::{
    client::{self, Client},
    procurement::releases,
};

/// Runs a test over a hub that holds payments, processes, a register and identified suppliers, on each engine.
async fn on_each_engine(test: impl AsyncFn(&Client)) {
    client::on_each_engine(async |client, hub| {
        releases::fill(&client.database, hub).await;
        resolve(&client.database).await;
        test(client).await;
    })
    .await;
}

/// What resolution leaves behind: blocks, an identifier, an atom that was merged into another.
async fn resolve(database: &Database) {
    let write = database.write();
    let firm = supplier_of(database, "FIRM 07").await;
    let before = supplier::ActiveModel {
        key: Set("ZEPHYR ROOFING".to_owned()),
        name: Set("Zephyr Roofing Ltd".to_owned()),
        kind: Set(SupplierKind::Unknown),
        merged_into: Set(Some(firm)),
        ..Default::default()
    };
    let before = supplier::Entity::insert(before).exec(write).await.unwrap().last_insert_id;
    let name = supplier_name::ActiveModel {
        name: Set("Zephyr Roofing Ltd".to_owned()),
        supplier_id: Set(Some(firm)),
        atom_id: Set(Some(before)),
        ..Default::default()
    };
    supplier_name::Entity::insert(name).exec(write).await.unwrap();
    for (id, key) in [(before, "ZEPHYR ROOFING"), (firm, "FIRM 07")] {
        for block in blocks(key) {
            let row = supplier_block::ActiveModel { block: Set(block), supplier_id: Set(id) };
            // A load may have left them behind already.
            supplier_block::Entity::insert(row)
                .on_conflict_do_nothing()
                .exec_without_returning(write)
                .await
                .unwrap();
        }
    }
    let identifier = supplier_identifier::ActiveModel {
        supplier_id: Set(before),
        scheme: Set("GB-COH".to_owned()),
        value: Set("07654321".to_owned()),
        method: Set("PUBLISHED".to_owned()),
        score: Set(1_000),
        evidence: Set("{}".to_owned()),
        problem: Set(None),
    };
    supplier_identifier::Entity::insert(identifier).exec_without_returning(write).await.unwrap();
}

async fn supplier_of(database: &Database, key: &str) -> i64 {
    assert_eq!(name_key(key), key);
    let found = supplier::Entity::find().filter(supplier::Column::Key.eq(key));
    found.one(database.write()).await.unwrap().unwrap().id
}

const QUERY: &str = "query ($text: String!, $kinds: [SearchKind!], $first: Int) {
    search(text: $text, kinds: $kinds, first: $first) {
        kind score title snippet institutions { orgId }
        node { __typename id ... on Supplier { name } ... on Contract { reference counts } ... on Notice { identifier } }
    } }";

async fn search(client: &Client, text: &str, kinds: Value) -> Vec<Value> {
    let answer = client.ask_with(QUERY, json!({ "text": text, "kinds": kinds, "first": 50 })).await;
    let hits = answer["search"].as_array().unwrap().clone();
    let scores: Vec<f64> = hits.iter().map(|hit| hit["score"].as_f64().unwrap()).collect();
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{text}: {scores:?}");
    hits
}

#[tokio::test]
async fn what_is_named_exactly_comes_first() {
    on_each_engine(async |client| {
        let number = search(client, "07654321", Value::Null).await;
        assert_eq!((&number[0]["kind"], &number[0]["score"]), (&json!("SUPPLIER"), &json!(100.0)));
        assert_eq!(number[0]["node"]["name"], "Firm 07 Ltd", "the supplier of now");
        let org_id = search(client, "GB-COH-07654321", json!(["SUPPLIER"])).await;
        assert_eq!(org_id[0]["node"]["id"], number[0]["node"]["id"]);

        let reference = search(client, "c-3", Value::Null).await;
        assert_eq!(
            (&reference[0]["kind"], &reference[0]["title"]),
            (&json!("CONTRACT"), &json!("Grass cutting"))
        );
        assert_eq!(reference[0]["institutions"], json!([{ "orgId": "GB-LAE-NOR" }]));

        let notice = search(client, "000012-2023", Value::Null).await;
        assert_eq!((&notice[0]["kind"], &notice[0]["score"]), (&json!("NOTICE"), &json!(100.0)));
        assert_eq!(notice[0]["node"]["identifier"], "000012-2023");
        assert_eq!(notice[0]["title"], "Works 012");
        assert_eq!(notice[0]["institutions"], json!([{ "orgId": "GB-LAE-NOR" }]));

        let process = search(client, &releases::ocid(12), Value::Null).await;
        let of =
            |kind: &str| process.iter().filter(|hit| hit["kind"] == kind && hit["score"] == 100.0).count();
        assert_eq!((of("CONTRACT"), of("NOTICE")), (2, 2));
    })
    .await;
}

#[tokio::test]
async fn words_find_names_and_titles() {
    on_each_engine(async |client| {
        let old = search(client, "zephyr", Value::Null).await;
        assert_eq!(
            (old.len(), &old[0]["title"], &old[0]["snippet"]),
            (1, &json!("Firm 07 Ltd"), &json!("Zephyr Roofing Ltd"))
        );
        let alike = search(client, "Zephyr Rofing Limited", json!(["SUPPLIER"])).await;
        assert_eq!(alike.first().map(|hit| &hit["title"]), Some(&json!("Firm 07 Ltd")), "typed wrongly");

        let grass = search(client, "cutting GRASS", Value::Null).await;
        assert_eq!(
            (grass.len(), &grass[0]["title"], &grass[0]["snippet"]),
            (1, &json!("Grass cutting"), &Value::Null)
        );

        // A contract that two sources state counts once.
        let stated = search(client, releases::REGISTERED, json!(["CONTRACT"])).await;
        let exact: Vec<&Value> = stated.iter().filter(|hit| hit["title"] == releases::REGISTERED).collect();
        assert_eq!((exact.len(), &exact[0]["node"]["counts"]), (1, &json!(true)));

        // Of a process the notice published last that has the words.
        let works = search(client, "works 012", json!(["NOTICE"])).await;
        assert_eq!((works.len(), &works[0]["title"]), (1, &json!("Works 012")));
        assert!(search(client, "grass zebra", Value::Null).await.is_empty());
        for odd in ["%", "_x_%", "'; DROP", "\"a\" OR", "a\\b"] {
            let answer = client.answer(QUERY, json!({ "text": odd, "first": 5 })).await;
            let code = &answer["errors"][0]["extensions"]["code"];
            assert!(answer.get("errors").is_none() || code == "SEARCH_TEXT_EMPTY", "{odd}: {answer}");
        }
    })
    .await;
}

#[tokio::test]
async fn kinds_and_first_bound_the_answer() {
    on_each_engine(async |client| {
        let all = search(client, "0", Value::Null).await;
        assert_eq!(all.len(), 50);
        for kind in ["SUPPLIER", "CONTRACT", "NOTICE"] {
            let hits = search(client, "0", json!([kind])).await;
            assert!(!hits.is_empty() && hits.iter().all(|hit| hit["kind"] == kind), "{kind}");
        }
        assert!(search(client, "0", json!([])).await.is_empty());
        let two = client.ask_with(QUERY, json!({ "text": "works", "first": 2 })).await;
        assert_eq!(two["search"].as_array().unwrap().len(), 2);
        for (text, first, code) in [
            ("works", 51, "FIRST_TOO_LARGE"),
            ("works", -1, "FIRST_NEGATIVE"),
            (" -- ", 5, "SEARCH_TEXT_EMPTY"),
            (&"x".repeat(201), 5, "SEARCH_TEXT_TOO_LONG"),
        ] {
            let refused = client.refused(QUERY, json!({ "text": text, "first": first })).await;
            assert_eq!(refused.0, code, "{}", refused.1);
        }
    })
    .await;
}

#[tokio::test]
async fn statements_do_not_depend_on_the_number_of_hits() {
    on_each_engine(async |client| {
        let mut costs = Vec::new();
        for first in [9, 20, 50] {
            let before = client.database.statements_read();
            let answer = client.ask_with(QUERY, json!({ "text": "0", "first": first })).await;
            assert_eq!(answer["search"].as_array().unwrap().len(), first);
            costs.push(client.database.statements_read() - before);
        }
        assert!(costs.iter().all(|cost| *cost <= 22), "{costs:?}");
    })
    .await;
}
