//! Data extension and its proposals.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{id_of, on_each_engine, shape};

const PROPERTIES: [&str; 22] = [
    "org-id",
    "company_number",
    "charity_number",
    "postcode",
    "district",
    "district_code",
    "combined_authority",
    "combined_authority_code",
    "region",
    "region_code",
    "deprivation_decile",
    "kind",
    "sme",
    "sme_basis",
    "vcse",
    "sector",
    "sic",
    "group",
    "names",
    "institutions",
    "payments",
    "net_paid",
];

fn query(ids: &[&str], properties: &[&str]) -> Value {
    let properties: Vec<Value> = properties.iter().map(|id| json!({ "id": id })).collect();
    json!({ "ids": ids, "properties": properties })
}

#[tokio::test]
async fn everything_known_is_fetched() {
    on_each_engine(async |hub, suppliers| {
        let (acme, before, beacon) =
            (id_of(suppliers.acme), id_of(suppliers.acme_before), id_of(suppliers.beacon));
        let ids = [acme.as_str(), before.as_str(), beacon.as_str(), "nothing"];
        let answer = hub.form("extend", &query(&ids, &PROPERTIES)).await;
        assert_eq!(answer.status, StatusCode::OK, "{}", answer.text());
        let answer = answer.json();
        shape::extension(&answer, &ids, &PROPERTIES);

        let row = &answer["rows"][&acme];
        let text = |text: &str| json!([{ "str": text }]);
        for (property, value) in [
            ("org-id", json!([{ "str": "GB-COH-01234568" }, { "str": "GB-VAT-123456782" }])),
            ("company_number", text("01234568")),
            ("charity_number", json!([])),
            ("postcode", text("WV11ST")),
            ("district", text("Northam")),
            ("district_code", text("E08999001")),
            ("combined_authority", text("Midshire")),
            // The hub has no name for it.
            ("region", text("E12999001")),
            ("deprivation_decile", json!([{ "int": 3 }])),
            ("kind", text("COMPANY")),
            ("sme", text("yes")),
            ("sme_basis", text("NOTICE")),
            ("vcse", json!([])),
            ("sector", text("F")),
            ("names", json!([{ "str": "Acme Scaffolding Ltd" }, { "str": "Northam Towers & Hoists" }])),
            ("institutions", json!([{ "int": 2 }])),
            ("payments", json!([{ "int": 2 }])),
            ("net_paid", json!([{ "float": 1234.0 }])),
        ] {
            assert_eq!(row[property], value, "{property}");
        }
        assert_eq!(&answer["rows"][&before], row, "an old id shows the supplier of now");
        let beacon = &answer["rows"][&beacon];
        assert_eq!((&beacon["org-id"], &beacon["sme"]), (&text("GB-CHC-1074622"), &json!([])));
        assert_eq!(beacon["net_paid"], json!([{ "float": 0.0 }]));
        assert_eq!(answer["rows"]["nothing"]["org-id"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn statements_do_not_depend_on_the_number_of_suppliers() {
    on_each_engine(async |hub, suppliers| {
        let mut costs = Vec::new();
        for number in [1, 20, 200] {
            let ids: Vec<String> = (0..number).map(|at| id_of(suppliers.acme + at)).collect();
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            let before = hub.database.statements_read();
            let answer = hub.form("extend", &query(&ids, &PROPERTIES)).await.json();
            shape::extension(&answer, &ids, &PROPERTIES);
            costs.push(hub.database.statements_read() - before);
        }
        assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
        let before = hub.database.statements_read();
        hub.form("extend", &query(&[&id_of(suppliers.acme)], &["postcode"])).await;
        assert!(hub.database.statements_read() - before < costs[0], "only what is asked for is read");
    })
    .await;
}

#[tokio::test]
async fn properties_are_proposed() {
    on_each_engine(async |hub, _| {
        let answer = hub.get("/reconcile/extend/propose?type=Company&limit=3").await.json();
        shape::proposal(&answer);
        assert_eq!((&answer["type"], &answer["limit"]), (&json!("Company"), &json!(3)));
        assert_eq!(answer["properties"].as_array().unwrap().len(), 3);
        let all = hub.get("/reconcile/extend/propose?type=Supplier").await.json();
        shape::proposal(&all);
        let ids: Vec<&str> = all["properties"]
            .as_array()
            .unwrap()
            .iter()
            .map(|property| property["id"].as_str().unwrap())
            .collect();
        assert_eq!(ids, PROPERTIES);
        let unknown = hub.get("/reconcile/extend/propose?type=Q5").await;
        assert_eq!((unknown.status.as_u16(), &unknown.json()["code"]), (400, &json!("UNKNOWN_TYPE")));
    })
    .await;
}
