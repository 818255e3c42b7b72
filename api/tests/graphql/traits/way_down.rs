//! From figures to payments, comparisons, and how many institutions pay a group.

use anchorhub_entities::supplier::SupplierKind;
use serde_json::{Value, json};

use super::on_each_engine;
use crate::client::Client;

const ANALYSIS: &str = "query ($by: [SpendDimension!]!, $filter: PaymentFilter, $exclude: [ExclusionReason!],
    $order: SpendOrder, $least: Int, $other: PeriodInput, $first: Int = 500) {
    spendAnalysis(groupBy: $by, filter: $filter, first: $first, exclude: $exclude, orderBy: $order,
        minInstitutions: $least, compareWith: $other) {
        rows { keys { dimension value label } net { pence } payments suppliers institutions filter
            compared { net { pence } payments suppliers institutions } change { net { pence } ofCompared } }
        rest { groups net { pence } payments }
        total { net { pence } payments suppliers institutions filter
            compared { net { pence } payments suppliers institutions } change { net { pence } ofCompared } }
        excluded { net { pence } payments } exclusions { reason leftOut net { pence } payments }
        compared { rest { groups payments } excluded { payments } coverage { dimension }
            completeness { monthsPresent monthsAsked } }
        columns { name } table } }";

const DIMENSIONS: [&str; 18] = [
    "INSTITUTION",
    "INSTITUTION_KIND",
    "SUPPLIER",
    "SUPPLIER_SIZE",
    "SUPPLIER_VCSE",
    "SUPPLIER_KIND",
    "SUPPLIER_SECTOR",
    "SUPPLIER_DISTRICT",
    "SUPPLIER_AUTHORITY",
    "SUPPLIER_REGION",
    "LOCALITY",
    "DEPRIVATION_DECILE",
    "CATEGORY",
    "CATEGORY_DIVISION",
    "DEPARTMENT",
    "MONTH",
    "QUARTER",
    "FINANCIAL_YEAR",
];

fn pence(value: &Value) -> i64 {
    value["net"]["pence"].as_i64().unwrap()
}

async fn analysis(client: &Client, variables: Value) -> Value {
    client.ask_with(ANALYSIS, variables).await["spendAnalysis"].take()
}

/// Whether the payments that a figure's filter leads to are as many, and add up to it.
async fn leads_to_payments(client: &Client, figure: &Value) {
    let list = "query ($filter: PaymentFilter) { payments(filter: $filter, first: 500) {
        totalCount nodes { amount { pence } } } }";
    let filter = &figure["filter"];
    let listed = client.ask_with(list, json!({ "filter": filter })).await;
    assert_eq!(listed["payments"]["totalCount"], figure["payments"], "{filter}");
    let payments = listed["payments"]["nodes"].as_array().unwrap().iter();
    let sum: i64 = payments.map(|payment| payment["amount"]["pence"].as_i64().unwrap()).sum();
    assert_eq!(sum, pence(figure), "{filter}");
}

#[tokio::test]
async fn every_figure_leads_to_its_payments() {
    on_each_engine(async |client, _, _| {
        let base = json!({ "period": { "from": "2023-03-10", "to": "2023-08-01" },
            "supplier": { "sme": ["YES", "UNKNOWN"] }, "warnings": { "exclude": ["DATE_ASSUMED"] } });
        let exclude = json!(["REDACTED", "PUBLIC_BODY"]);
        for (place, dimension) in DIMENSIONS.iter().enumerate() {
            let other = DIMENSIONS[(place + 5) % DIMENSIONS.len()];
            for (filter, exclude) in [(&json!({ "period": base["period"] }), &json!([])), (&base, &exclude)] {
                let by = json!([dimension]);
                let answer =
                    analysis(client, json!({ "by": by, "filter": filter, "exclude": exclude })).await;
                assert!(!answer["rows"].as_array().unwrap().is_empty(), "{dimension}");
                for row in answer["rows"].as_array().unwrap() {
                    leads_to_payments(client, row).await;
                }
                leads_to_payments(client, &answer["total"]).await;
                let by = json!([dimension, other]);
                let variables =
                    json!({ "by": by, "filter": filter, "exclude": exclude, "first": 7, "order": "NET_ASC" });
                for row in analysis(client, variables).await["rows"].as_array().unwrap() {
                    leads_to_payments(client, row).await;
                }
            }
        }
    })
    .await;
}

#[tokio::test]
async fn exclusions_can_be_looked_at_and_make_up_the_whole() {
    on_each_engine(async |client, hub, known| {
        let all = analysis(client, json!({ "by": [] })).await;
        let to_public = |payment: &&anchorhub_entities::payment::Model| {
            known.kind(payment.supplier_id) == Some(SupplierKind::PublicBody)
        };
        let told = &all["exclusions"][2];
        assert_eq!(told["reason"], "PUBLIC_BODY");
        assert_eq!(told["payments"], json!(hub.payments.iter().filter(to_public).count()));
        assert_eq!(
            pence(told),
            hub.payments.iter().filter(to_public).map(|payment| payment.pence).sum::<i64>()
        );
        assert_eq!(all["excluded"], json!({ "net": { "pence": 0 }, "payments": 0 }));

        let reasons = json!(["REVERSAL_PAIR", "REDACTED", "PUBLIC_BODY", "PASS_THROUGH", "GRANT"]);
        let answer = analysis(client, json!({ "by": [], "exclude": reasons })).await;
        assert_eq!(pence(&answer["total"]) + pence(&answer["excluded"]), pence(&all["total"]));
        let payments = |figure: &Value| figure["payments"].as_i64().unwrap();
        assert_eq!(payments(&answer["total"]) + payments(&answer["excluded"]), payments(&all["total"]));
        assert!(payments(&answer["excluded"]) > 0);

        let only = analysis(client, json!({ "by": [], "filter": { "only": reasons } })).await;
        assert_eq!(only["total"]["net"], answer["excluded"]["net"]);
        let without = analysis(client, json!({ "by": [], "filter": { "without": reasons } })).await;
        assert_eq!(without["total"]["net"], answer["total"]["net"]);
        for reason in answer["exclusions"].as_array().unwrap() {
            let filter = json!({ "only": [reason["reason"]] });
            let only = analysis(client, json!({ "by": [], "filter": filter })).await;
            assert_eq!(
                (&only["total"]["net"], &only["total"]["payments"]),
                (&reason["net"], &reason["payments"]),
                "{filter}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn shared_suppliers_are_those_that_several_institutions_pay() {
    on_each_engine(async |client, hub, _| {
        let payers = |supplier: &Value| {
            let ids = hub.payments.iter().filter(|payment| {
                let id = format!("{}", payment.supplier_id.unwrap_or_default());
                hub.names.iter().any(|(_, own, name)| {
                    supplier["label"] == json!(name) && own.map(|own| own.to_string()) == Some(id.clone())
                })
            });
            ids.map(|payment| payment.institution_id).collect::<std::collections::BTreeSet<_>>().len()
        };
        let all = analysis(client, json!({ "by": ["SUPPLIER"], "order": "INSTITUTIONS_DESC" })).await;
        let rows = all["rows"].as_array().unwrap();
        assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(row["institutions"].as_i64().unwrap())));
        for row in rows.iter().filter(|row| row["keys"][0]["value"] != Value::Null) {
            assert_eq!(row["institutions"], json!(payers(&row["keys"][0])), "{}", row["keys"]);
        }
        assert_eq!(all["total"]["institutions"], json!(3));

        let shared = analysis(client, json!({ "by": ["SUPPLIER"], "least": 3 })).await;
        let expected = rows.iter().filter(|row| row["institutions"] == json!(3)).count();
        assert_eq!(shared["rows"].as_array().unwrap().len(), expected);
        assert_eq!(shared["rest"]["groups"], json!(rows.len() - expected));
        let shown: i64 = shared["rows"].as_array().unwrap().iter().map(pence).sum();
        assert_eq!(shown + pence(&shared["rest"]), pence(&all["total"]));
        let refused = client.refused(ANALYSIS, json!({ "by": [], "least": -1 })).await;
        assert_eq!(refused.0, "BAD_MINIMUM");
    })
    .await;
}

#[tokio::test]
async fn another_period_tells_the_same_of_the_same_groups() {
    on_each_engine(async |client, _, _| {
        let (here, there) = (
            json!({ "from": "2023-07-01", "to": "2024-01-01" }),
            json!({ "from": "2023-01-01", "to": "2023-07-01" }),
        );
        let by = json!(["SUPPLIER", "INSTITUTION"]);
        let asked =
            json!({ "by": by, "filter": { "period": here }, "other": there, "exclude": ["REDACTED"] });
        let answer = analysis(client, asked).await;
        let other =
            analysis(client, json!({ "by": by, "filter": { "period": there }, "exclude": ["REDACTED"] }))
                .await;
        let figures =
            |row: &Value| json!([row["net"], row["payments"], row["suppliers"], row["institutions"]]);
        let nothing = json!([{ "pence": 0 }, 0, 0, 0]);
        let mut absent = 0;
        for row in answer["rows"].as_array().unwrap() {
            let found = other["rows"].as_array().unwrap().iter().find(|one| one["keys"] == row["keys"]);
            assert_eq!(figures(&row["compared"]), found.map_or(nothing.clone(), figures), "{}", row["keys"]);
            let (now, before) = (pence(row), pence(&row["compared"]));
            assert_eq!(pence(&row["change"]), now - before);
            match before {
                0 => assert_eq!(row["change"]["ofCompared"], Value::Null),
                _ => {
                    let share = (now - before) as f64 / before as f64;
                    assert!((row["change"]["ofCompared"].as_f64().unwrap() - share).abs() < 1e-9);
                }
            }
            absent += usize::from(found.is_none());
        }
        assert!(absent > 0, "a group that only one of the periods has");
        assert_eq!(figures(&answer["total"]["compared"]), figures(&other["total"]));
        assert_eq!(answer["compared"]["completeness"][0], json!({ "monthsPresent": 5, "monthsAsked": 6 }));
        assert_eq!(answer["compared"]["excluded"]["payments"], other["excluded"]["payments"]);

        let names: Vec<&Value> =
            answer["columns"].as_array().unwrap().iter().map(|column| &column["name"]).collect();
        let expected = ["comparedNet", "comparedPayments", "comparedSuppliers", "change", "changeOfCompared"];
        assert_eq!(json!(names[names.len() - 5..]), json!(expected));
        assert_eq!(answer["table"][0].as_array().unwrap().len(), names.len());

        let alone = analysis(client, json!({ "by": by })).await;
        assert_eq!((&alone["compared"], &alone["rows"][0]["change"]), (&Value::Null, &Value::Null));
        for (variables, code) in [
            (json!({ "by": ["QUARTER"], "other": there }), "COMPARED_BY_TIME"),
            (json!({ "by": [], "other": { "from": "2023-07-01", "to": "2023-07-01" } }), "BAD_PERIOD"),
        ] {
            assert_eq!(client.refused(ANALYSIS, variables).await.0, code);
        }
    })
    .await;
}

#[tokio::test]
async fn new_groups_have_labels_for_people() {
    on_each_engine(async |client, _, _| {
        for (dimension, value, label) in [
            ("INSTITUTION_KIND", json!("COUNCIL"), "Council"),
            ("SUPPLIER_KIND", json!("CHARITY"), "Charity"),
            ("SUPPLIER_VCSE", json!("YES"), "VCSE"),
            ("LOCALITY", json!("SAME_AUTHORITY"), "Same combined authority"),
            ("LOCALITY", Value::Null, "Not known"),
            ("SUPPLIER_AUTHORITY", json!("E47999001"), "Midshire"),
            ("CATEGORY", Value::Null, "Not published"),
            ("DEPARTMENT", json!("Department 1"), "Department 1"),
            ("QUARTER", json!("2022/23 Q4"), "2022/23 Q4"),
        ] {
            let answer = analysis(client, json!({ "by": [dimension] })).await;
            let key = json!({ "dimension": dimension, "value": value, "label": label });
            let has = answer["rows"].as_array().unwrap().iter().any(|row| row["keys"][0] == key);
            assert!(has, "{key} in {}", answer["rows"]);
        }
    })
    .await;
}
