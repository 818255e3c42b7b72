//! `spendAnalysis` and its agreement with the lists.

use serde_json::{Value, json};

use crate::client;

const ANALYSIS: &str =
    "query ($filter: PaymentFilter, $by: [SpendDimension!]!, $order: SpendOrder, $first: Int,
    $exclude: [ExclusionReason!]) {
    spendAnalysis(filter: $filter, groupBy: $by, orderBy: $order, first: $first, exclude: $exclude) {
        rows { keys { dimension value label } net { amount currency pence } payments suppliers
            byVatBasis { basis net { pence } payments } }
        rest { groups net { pence } payments }
        total { net { amount pence } payments suppliers }
        byVatBasis { basis net { pence } payments }
        exclusions { reason leftOut net { pence } payments }
        completeness { institution { orgId name } monthsPresent monthsAsked }
        truncated dataVersion columns { name type label } table
    }
}";

fn pence(value: &Value) -> i64 {
    value["net"]["pence"].as_i64().unwrap()
}

#[tokio::test]
async fn groups_have_keys_for_people_and_for_filters() {
    client::on_each_engine(async |client, hub| {
        let variables = json!({ "by": ["INSTITUTION", "FINANCIAL_YEAR", "MONTH"], "order": "KEY_ASC" });
        let data = client.ask_with(ANALYSIS, variables).await;
        let answer = &data["spendAnalysis"];
        assert_eq!(
            answer["rows"][0]["keys"],
            json!([
                { "dimension": "INSTITUTION", "value": "GB-NHS-ZZ1", "label": "Eastley Hospitals NHS Trust" },
                { "dimension": "FINANCIAL_YEAR", "value": "2022/23", "label": "2022/23" },
                { "dimension": "MONTH", "value": "2023-01", "label": "January 2023" },
            ])
        );
        assert_eq!(answer["rows"][0]["byVatBasis"][0]["basis"], "GROSS");
        assert_eq!(answer["truncated"], json!(false));
        let all: i64 = hub.payments.iter().map(|payment| payment.pence).sum();
        assert_eq!(pence(&answer["total"]), all);
        let parts: i64 = answer["rows"].as_array().unwrap().iter().map(pence).sum();
        assert_eq!(parts, all);
        let bases: i64 = answer["byVatBasis"].as_array().unwrap().iter().map(pence).sum();
        assert_eq!((bases, answer["byVatBasis"].as_array().unwrap().len()), (all, 3));
        assert_eq!(
            answer["completeness"][0],
            json!({ "institution": { "orgId": "GB-NHS-ZZ1", "name": "Eastley Hospitals NHS Trust" },
                "monthsPresent": 10, "monthsAsked": 12 })
        );

        let names: Vec<&Value> =
            answer["columns"].as_array().unwrap().iter().map(|column| &column["name"]).collect();
        let expected = [
            "institution",
            "institutionName",
            "financialYear",
            "month",
            "net",
            "payments",
            "suppliers",
            "institutions",
        ];
        assert_eq!(json!(names), json!(expected));
        let row = &answer["rows"][0];
        let cells = json!([
            "GB-NHS-ZZ1",
            "Eastley Hospitals NHS Trust",
            "2022/23",
            "2023-01",
            row["net"]["amount"],
            row["payments"].to_string(),
            row["suppliers"].to_string(),
            "1"
        ]);
        assert_eq!(answer["table"][0], cells);
    })
    .await;
}

/// What a group says is what the list of its payments adds up to, filtered by the group's own key.
#[tokio::test]
async fn groups_and_lists_agree() {
    client::on_each_engine(async |client, _| {
        let list = "query ($filter: PaymentFilter) { payments(filter: $filter, first: 500) {
            totalCount nodes { amount { pence } } } }";
        let base =
            json!({ "period": { "from": "2023-02-01", "to": "2023-07-01" }, "category": "Category 1" });
        let variables = json!({ "filter": base, "by": ["SUPPLIER", "INSTITUTION"], "first": 500 });
        let data = client.ask_with(ANALYSIS, variables).await;
        let rows = data["spendAnalysis"]["rows"].as_array().unwrap();
        assert!(rows.len() > 10);
        for row in rows {
            let mut filter = base.clone();
            filter["institutions"] = json!([row["keys"][1]["value"]]);
            match &row["keys"][0]["value"] {
                Value::Null => filter["warnings"] = json!({ "include": ["REDACTED"] }),
                id => filter["suppliers"] = json!([id]),
            }
            let listed = client.ask_with(list, json!({ "filter": filter })).await;
            assert_eq!(listed["payments"]["totalCount"], row["payments"], "{filter}");
            let payments = listed["payments"]["nodes"].as_array().unwrap().iter();
            let sum: i64 = payments.map(|payment| payment["amount"]["pence"].as_i64().unwrap()).sum();
            assert_eq!(sum, pence(row), "{filter}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_not_shown_is_told() {
    client::on_each_engine(async |client, _| {
        let data = client.ask_with(ANALYSIS, json!({ "by": ["SUPPLIER"], "first": 3 })).await;
        let answer = &data["spendAnalysis"];
        let rows = answer["rows"].as_array().unwrap();
        assert_eq!(rows.len(), 3);
        assert_eq!(answer["truncated"], json!(true));
        let shown: i64 = rows.iter().map(pence).sum();
        assert_eq!(shown + pence(&answer["rest"]), pence(&answer["total"]));
        assert!(rows.is_sorted_by_key(|row| std::cmp::Reverse(pence(row))));
        // With the group of payees without a supplier.
        let suppliers = answer["total"]["suppliers"].as_i64().unwrap();
        assert_eq!(answer["rest"]["groups"], json!(suppliers + 1 - 3));
    })
    .await;
}

#[tokio::test]
async fn exclusions_are_told_whether_left_out_or_not() {
    client::on_each_engine(async |client, hub| {
        let with = client.ask_with(ANALYSIS, json!({ "by": [] })).await;
        let without =
            client.ask_with(ANALYSIS, json!({ "by": [], "exclude": ["REDACTED", "REVERSAL_PAIR"] })).await;
        let (with, without) = (&with["spendAnalysis"], &without["spendAnalysis"]);
        for (position, bit) in [(0, 1), (1, 2)] {
            let marked = || hub.payments.iter().filter(|payment| payment.flags & bit != 0);
            let told = &with["exclusions"][position];
            assert_eq!(told["leftOut"], json!(false));
            assert_eq!(told["payments"], json!(marked().count()));
            assert_eq!(pence(told), marked().map(|payment| payment.pence).sum::<i64>());
            let mut same = without["exclusions"][position].clone();
            assert_eq!(same["leftOut"], json!(true));
            same["leftOut"] = json!(false);
            assert_eq!(&same, told);
        }
        let kept = || hub.payments.iter().filter(|payment| payment.flags & 3 == 0);
        assert_eq!(without["total"]["payments"], json!(kept().count()));
        assert_eq!(pence(&without["total"]), kept().map(|payment| payment.pence).sum::<i64>());
        assert_eq!(with["rows"], json!([]));
    })
    .await;
}

#[tokio::test]
async fn impossible_questions_are_refused() {
    client::on_each_engine(async |client, _| {
        for (variables, code) in [
            (json!({ "by": ["MONTH", "MONTH"] }), "REPEATED_DIMENSION"),
            (json!({ "by": ["MONTH", "MONTH", "MONTH", "MONTH", "MONTH"] }), "TOO_MANY_DIMENSIONS"),
            (json!({ "by": ["MONTH"], "first": 501 }), "FIRST_TOO_LARGE"),
            (json!({ "by": [], "filter": { "institutions": ["GB-LAE-XYZ"] } }), "INSTITUTION_UNKNOWN"),
            (
                json!({ "by": [], "filter": { "period": { "from": "2023-04-01", "to": "2023-04-01" } } }),
                "BAD_PERIOD",
            ),
            (json!({ "by": [], "filter": { "suppliers": vec!["x"; 501] } }), "FILTER_TOO_LONG"),
        ] {
            assert_eq!(client.refused(ANALYSIS, variables.clone()).await.0, code, "{variables}");
        }
    })
    .await;
}
