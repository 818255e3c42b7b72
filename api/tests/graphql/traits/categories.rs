//! CPV divisions of payments and contracts.

use anchorhub_entities::{category_label, contract};
use sea_orm::{ActiveValue::Set, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

use super::on_each_engine;
use crate::client::Client;

#[tokio::test]
async fn payments_have_the_division_of_their_label() {
    on_each_engine(async |client, hub, known| {
        let query =
            "query ($filter: PaymentFilter) { payments(filter: $filter, first: 500) { totalCount nodes {
            institution { orgId } category categoryDivision { code title confidence basis } } } }";
        let division = |payment: &anchorhub_entities::payment::Model| {
            known.division(payment.institution_id, payment.category.as_deref())
        };
        for (filter, allows) in [
            (json!({}), (|_| true) as fn(Option<&str>) -> bool),
            (json!({ "categoryDivisions": ["33"] }), |division| division == Some("33")),
            (json!({ "categoryDivisions": ["33", "45"] }), |division| division.is_some()),
            (json!({ "categoryDivisions": [] }), |_| false),
            (json!({ "categoryMapped": true }), |division| division.is_some()),
            (json!({ "categoryMapped": false }), |division| division.is_none()),
            (json!({ "categoryMapped": false, "categoryDivisions": ["45"] }), |_| false),
        ] {
            let data = client.ask_with(query, json!({ "filter": filter })).await;
            let expected = hub.payments.iter().filter(|payment| allows(division(payment))).count();
            assert_eq!(data["payments"]["totalCount"], json!(expected), "{filter}");
            for payment in data["payments"]["nodes"].as_array().unwrap() {
                let institution = hub
                    .institutions
                    .iter()
                    .find(|one| payment["institution"]["orgId"] == one.org_id)
                    .unwrap();
                let found = &payment["categoryDivision"];
                let own = known.division(institution.id, payment["category"].as_str());
                assert_eq!(found["code"].as_str(), own);
                if own == Some("33") {
                    assert_eq!(
                        found["title"],
                        "Medical equipments, pharmaceuticals and personal care products"
                    );
                    assert_eq!((&found["confidence"], &found["basis"]), (&json!(80), &json!("OWN: by hand")));
                }
            }
        }
        for first in [20, 300] {
            let query = format!(
                "{{ payments(first: {first}, filter: {{ categoryMapped: true }}) {{ nodes {{
                    categoryDivision {{ code title }} }} }} }}"
            );
            // payments; labels with their titles
            assert_eq!(client.counted(&query).await.1, 2);
        }
    })
    .await;
}

async fn registered(client: &Client, key: &str, cpv: Option<&str>, category: Option<&str>) {
    let row = contract::ActiveModel {
        source_key: Set(key.to_owned()),
        title: Set(Some(key.to_owned())),
        origin: Set("REGISTER".to_owned()),
        document_id: Set(Some(1)),
        cpv: Set(cpv.map(str::to_owned)),
        category: Set(category.map(str::to_owned)),
        category_scheme: Set(category.map(|_| "PROCLASS".to_owned())),
        is_framework: Set(false),
        is_test: Set(false),
        ..Default::default()
    };
    contract::Entity::insert(row).exec(client.database.write()).await.unwrap();
}

#[tokio::test]
async fn contracts_have_the_division_of_their_code_or_label() {
    on_each_engine(async |client, _, _| {
        registered(client, "coded", Some("45210000"), Some("Medical")).await;
        registered(client, "labelled", None, Some("Medical")).await;
        registered(client, "other", None, Some("Something")).await;
        registered(client, "bare", None, None).await;
        let row = category_label::Model {
            institution_id: 1,
            scheme: "PROCLASS".to_owned(),
            label: "Medical".to_owned(),
            division: Some("33".to_owned()),
            confidence: Some(72),
            basis: Some("PROCLASS: Healthcare".to_owned()),
        };
        category_label::Entity::insert(row.into_active_model())
            .exec_without_returning(client.database.write())
            .await
            .unwrap();
        let query =
            "query ($filter: ContractFilter) { contracts(filter: $filter, first: 50, orderBy: NEWEST_FIRST) {
            nodes { title categoryDivision { code title confidence basis } } } }";
        let titles = async |filter: Value| {
            let data = client.ask_with(query, json!({ "filter": filter })).await;
            let nodes = data["contracts"]["nodes"].as_array().unwrap().iter();
            nodes.map(|node| node["title"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(titles(json!({ "categoryDivisions": ["45"] })).await, ["coded"]);
        assert_eq!(titles(json!({ "categoryDivisions": ["33"] })).await, ["labelled"]);
        assert_eq!(titles(json!({ "categoryDivisions": ["33", "45"] })).await, ["labelled", "coded"]);
        assert_eq!(titles(json!({ "categoryMapped": true })).await, ["labelled", "coded"]);
        assert_eq!(titles(json!({ "categoryMapped": false })).await, ["bare", "other"]);
        let data = client.ask_with(query, json!({ "filter": { "categoryMapped": true } })).await;
        assert_eq!(
            data["contracts"]["nodes"],
            json!([
                { "title": "labelled", "categoryDivision": { "code": "33", "confidence": 72,
                    "title": "Medical equipments, pharmaceuticals and personal care products",
                    "basis": "PROCLASS: Healthcare" } },
                { "title": "coded", "categoryDivision": { "code": "45", "title": "Construction work", "confidence": 100,
                    "basis": "CPV code" } },
            ])
        );
    })
    .await;
}
