//! Spend by what is known of suppliers and categories.

use serde_json::{Value, json};

use super::on_each_engine;

const ANALYSIS: &str = "query ($by: [SpendDimension!]!, $filter: PaymentFilter) {
    spendAnalysis(groupBy: $by, filter: $filter, first: 500, orderBy: KEY_ASC) {
        rows { keys { dimension value label } net { pence } payments }
        total { net { pence } payments }
        coverage { dimension net { pence } payments ofNet ofPayments }
        columns { name } table } }";

/// What a group says is what its payments add up to, filtered by the group's own key, also where that is not known.
#[tokio::test]
async fn groups_and_filters_agree() {
    on_each_engine(async |client, _, _| {
        for (dimension, known, unknown) in [
            ("SUPPLIER_SIZE", "sme", "SIZE"),
            ("SUPPLIER_SECTOR", "sectors", "SECTOR"),
            ("SUPPLIER_DISTRICT", "districts", "DISTRICT"),
            ("SUPPLIER_AUTHORITY", "authorities", "COMBINED_AUTHORITY"),
            ("SUPPLIER_REGION", "regions", "REGION"),
            ("SUPPLIER_VCSE", "vcse", "VCSE"),
            ("SUPPLIER_KIND", "kinds", "KIND"),
            ("DEPRIVATION_DECILE", "deciles", "DEPRIVATION_DECILE"),
        ] {
            let data = client.ask_with(ANALYSIS, json!({ "by": [dimension] })).await;
            let answer = &data["spendAnalysis"];
            let rows = answer["rows"].as_array().unwrap();
            assert!(rows.len() > 1, "{dimension}");
            let (mut pence, mut payments) = (0, 0);
            for row in rows {
                let traits = match &row["keys"][0]["value"] {
                    Value::Null => json!({ "unknown": [unknown] }),
                    value if known == "deciles" => {
                        json!({ known: [value.as_str().unwrap().parse::<i32>().unwrap()] })
                    }
                    value => json!({ known: [value] }),
                };
                let variables = json!({ "by": [], "filter": { "supplier": traits } });
                let filtered = client.ask_with(ANALYSIS, variables).await;
                assert_eq!(filtered["spendAnalysis"]["total"]["net"], row["net"], "{dimension} {traits}");
                assert_eq!(
                    filtered["spendAnalysis"]["total"]["payments"], row["payments"],
                    "{dimension} {traits}"
                );
                if row["keys"][0]["value"] != Value::Null {
                    pence += row["net"]["pence"].as_i64().unwrap();
                    payments += row["payments"].as_i64().unwrap();
                }
            }
            assert_eq!(rows.last().unwrap()["keys"][0]["label"], "Not known", "{dimension}");
            let coverage = &answer["coverage"][0];
            assert_eq!(coverage["dimension"], dimension);
            assert_eq!((&coverage["net"]["pence"], &coverage["payments"]), (&json!(pence), &json!(payments)));
            let share = payments as f64 / answer["total"]["payments"].as_f64().unwrap();
            assert!((coverage["ofPayments"].as_f64().unwrap() - share).abs() < 1e-9);
        }
    })
    .await;
}

#[tokio::test]
async fn groups_have_names_and_tables_have_columns_for_them() {
    on_each_engine(async |client, _, _| {
        let by = json!({ "by": ["SUPPLIER_DISTRICT", "SUPPLIER_SIZE", "CATEGORY_DIVISION"] });
        let data = client.ask_with(ANALYSIS, by).await;
        let answer = &data["spendAnalysis"];
        assert_eq!(
            answer["rows"][0]["keys"][0],
            json!({ "dimension": "SUPPLIER_DISTRICT", "value": "E08999002", "label": "Eastley" })
        );
        let names: Vec<&Value> =
            answer["columns"].as_array().unwrap().iter().map(|column| &column["name"]).collect();
        let expected = [
            "supplierDistrict",
            "supplierDistrictName",
            "supplierIsSme",
            "categoryDivision",
            "categoryDivisionTitle",
            "net",
            "payments",
            "suppliers",
            "institutions",
        ];
        assert_eq!(json!(names), json!(expected));
        for (row, cells) in answer["rows"].as_array().unwrap().iter().zip(answer["table"].as_array().unwrap())
        {
            let keys = &row["keys"];
            let expected = [
                &keys[0]["value"],
                &keys[0]["label"],
                &keys[1]["value"],
                &keys[2]["value"],
                &keys[2]["label"],
            ];
            assert_eq!(json!(cells.as_array().unwrap()[..5]), json!(expected));
        }
        assert_eq!(answer["coverage"].as_array().unwrap().len(), 3);
        let plain = client.ask_with(ANALYSIS, json!({ "by": ["MONTH"] })).await;
        assert_eq!(plain["spendAnalysis"]["coverage"], json!([]));
    })
    .await;
}
