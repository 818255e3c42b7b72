//! Contracts broken down, and metrics over them.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use super::on_each_engine;
use crate::client::Client;

const ANALYSIS: &str = "query ($filter: ContractFilter, $by: [ContractDimension!]!, $first: Int) {
    contractAnalysis(filter: $filter, groupBy: $by, first: $first) {
        rows { keys { dimension value label }
            figures { contracts institutions suppliers value { sum { pence } contracts } ceiling { contracts }
                byBasis { basis contracts } otherCurrencies withEnd firstEnd lastEnd }
            filter }
        rest { groups contracts value { contracts } }
        total { contracts institutions suppliers value { sum { pence } contracts } }
        coverage { dimension contracts ofContracts ofValue }
        overlaps truncated dataVersion columns { name type label } table
    }
}";

const DIMENSIONS: [&str; 16] = [
    "INSTITUTION",
    "INSTITUTION_KIND",
    "SUPPLIER",
    "SUPPLIER_SIZE",
    "SUPPLIER_DISTRICT",
    "SUPPLIER_REGION",
    "SUPPLIER_SECTOR",
    "CATEGORY_DIVISION",
    "CPV",
    "STAGE",
    "PROCEDURE",
    "FRAMEWORK",
    "AWARD_YEAR",
    "END_YEAR",
    "END_MONTH",
    "VALUE_BAND",
];

async fn listed(client: &Client, filter: &Value) -> i64 {
    let query = "query ($filter: ContractFilter) { contracts(filter: $filter, first: 0) { totalCount } }";
    let data = client.ask_with(query, json!({ "filter": filter })).await;
    data["contracts"]["totalCount"].as_i64().unwrap()
}

async fn assert_lists_agree(client: &Client, filter: Value, by: &[&str]) -> usize {
    let data = client.ask_with(ANALYSIS, json!({ "filter": filter, "by": by, "first": 500 })).await;
    let answer = &data["contractAnalysis"];
    assert_eq!(answer["total"]["contracts"].as_i64().unwrap(), listed(client, &filter).await, "{filter}");
    let rows = answer["rows"].as_array().unwrap();
    // Every group in turn would take long: the first, the last, and some between.
    let chosen = rows.iter().enumerate().filter(|(place, _)| place % 7 == 0 || place + 2 >= rows.len());
    for (_, row) in chosen {
        let count = row["figures"]["contracts"].as_i64().unwrap();
        assert_eq!(listed(client, &row["filter"]).await, count, "{by:?} of {filter}: {row}");
    }
    if answer["overlaps"] == json!(false) {
        let sum: i64 = rows.iter().map(|row| row["figures"]["contracts"].as_i64().unwrap()).sum();
        assert_eq!(sum, answer["total"]["contracts"].as_i64().unwrap());
    }
    for row in answer["table"].as_array().unwrap() {
        let cells = row.as_array().unwrap().len();
        assert_eq!(cells, answer["columns"].as_array().unwrap().len());
    }
    rows.len()
}

#[tokio::test]
async fn the_filter_of_a_row_lists_its_contracts() {
    on_each_engine(async |client, _| {
        for dimension in DIMENSIONS {
            assert!(assert_lists_agree(client, json!({}), &[dimension]).await > 0, "{dimension}");
        }
        let filter = json!({
            "awarded": { "from": "2023-01-01" }, "value": { "min": "1000" },
            "supplier": { "sme": ["YES", "UNKNOWN"] }, "institutionKinds": ["COUNCIL", "NHS_TRUST"],
        });
        for by in [
            ["INSTITUTION", "SUPPLIER"],
            ["SUPPLIER_SIZE", "SUPPLIER_REGION"],
            ["CATEGORY_DIVISION", "END_YEAR"],
            ["END_MONTH", "VALUE_BAND"],
            ["AWARD_YEAR", "CPV"],
        ] {
            assert!(assert_lists_agree(client, filter.clone(), &by).await > 0, "{by:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_analysis_tells_what_it_does_not_show() {
    on_each_engine(async |client, _| {
        let data = client.ask_with(ANALYSIS, json!({ "by": ["END_MONTH"], "first": 2 })).await;
        let answer = &data["contractAnalysis"];
        assert_eq!(answer["truncated"], json!(true));
        assert_eq!(answer["rows"].as_array().unwrap().len(), 2);
        let shown: i64 =
            (0..2).map(|row| answer["rows"][row]["figures"]["contracts"].as_i64().unwrap()).sum();
        let rest = answer["rest"]["contracts"].as_i64().unwrap();
        assert_eq!(shown + rest, answer["total"]["contracts"].as_i64().unwrap());
        assert_eq!(answer["coverage"][0]["dimension"], "END_MONTH");
        assert_eq!(answer["overlaps"], json!(false));

        let repeated = json!({ "by": ["CPV", "CPV"] });
        assert_eq!(client.refused(ANALYSIS, repeated).await.0, "REPEATED_DIMENSION");
        let many = json!({ "by": DIMENSIONS[..5] });
        assert_eq!(client.refused(ANALYSIS, many).await.0, "TOO_MANY_DIMENSIONS");
    })
    .await;
}

#[tokio::test]
async fn candidates_and_reviews_are_paged() {
    on_each_engine(async |client, _| {
        let candidates = "query ($after: String) {
            jointBuyingCandidates(windowMonths: 1, minInstitutions: 2, first: 1, after: $after) {
                totalCount considered comparable dataVersion
                pageInfo { hasNextPage endCursor }
                nodes { category { level code confidence } firstEnd lastEnd procurements contractCount
                    institutions { orgId } value { sum { pence } contracts }
                    score { total value institutions category leadTime }
                    contracts(first: 3) { id endsOn institutions { orgId } } } } }";
        let reviews = "query ($after: String) {
            reviewQueue(withinMonths: 24, first: 40, after: $after) {
                totalCount considered withoutDate
                pageInfo { hasNextPage endCursor }
                nodes { dueOn basis monthsLeft value { pence } valueAYear { pence } category { code confidence }
                    contract { id endsOn }
                    supplierShares { institution { orgId } supplier { id } paid { pence } of { pence } payments share }
                    performance { indicators breaches } } } }";
        for (field, query) in [("jointBuyingCandidates", candidates), ("reviewQueue", reviews)] {
            let (mut after, mut seen, mut total) = (Value::Null, Vec::new(), 0);
            loop {
                let data = client.ask_with(query, json!({ "after": after })).await;
                let page = &data[field];
                total = page["totalCount"].as_i64().unwrap().max(total);
                seen.extend(page["nodes"].as_array().unwrap().iter().cloned());
                after = page["pageInfo"]["endCursor"].clone();
                if page["pageInfo"]["hasNextPage"] == json!(false) {
                    break;
                }
            }
            assert!(total > 1, "{field}");
            assert_eq!(i64::try_from(seen.len()).unwrap(), total, "{field}");
            let different: BTreeSet<String> = seen.iter().map(Value::to_string).collect();
            assert_eq!(different.len(), seen.len(), "{field}");
            let wrong = json!({ "after": "nonsense" });
            assert_eq!(client.refused(query, wrong).await.0, "BAD_CURSOR");
        }
        let bad = "{ jointBuyingCandidates(minInstitutions: 1) { considered } }";
        assert_eq!(client.refused(bad, json!({})).await.0, "BAD_MINIMUM");
        let bad = "{ reviewQueue(withinMonths: 0) { considered } }";
        assert_eq!(client.refused(bad, json!({})).await.0, "BAD_MONTHS");
    })
    .await;
}

#[tokio::test]
async fn comparisons_have_an_answer() {
    on_each_engine(async |client, _| {
        let data = client
            .ask(
                "{ valueVariance(minInstitutions: 2, first: 5) {
                    groups { category contracts gross statedAYear variation valueAYear { median { pence } }
                        institutions { institution { orgId } contracts contractIds withTerm
                            valueAYear { lowerQuartile { pence } median { pence } } months { median } } }
                    more tooFew considered comparable coverage dataVersion }
                  frameworkUse(first: 5) { total { net { pence } underFrameworks { pence } share coverage }
                    rows { institution { orgId } share } signals { linkMethod relation confidence payments } } }",
            )
            .await;
        let groups = data["valueVariance"]["groups"].as_array().unwrap();
        assert!(!groups.is_empty());
        for group in groups {
            assert!(group["institutions"].as_array().unwrap().len() >= 2, "{group}");
        }
        let ids = &groups[0]["institutions"][0]["contractIds"];
        let found = client
            .ask_with("query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }", json!({ "ids": ids }))
            .await;
        let all = found["nodes"].as_array().unwrap();
        assert!(all.iter().all(|node| node["__typename"] == "Contract"));
        assert!(data["frameworkUse"]["total"]["net"]["pence"].is_i64());
    })
    .await;
}
