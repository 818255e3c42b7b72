//! Metrics: their form, and the way down from each figure to its payments.

use serde_json::{Value, json};

use super::on_each_engine;
use crate::client::Client;

const PART: &str = "fragment P on SpendPart { net { pence } payments suppliers filter }
    fragment S on Share { value ofPayments ofSuppliers coverage { ofNet ofPayments }
        numerator { ...P } denominator { ...P } unknown { ...P } total { ...P } }
    fragment R on ShareRest { groups numerator { net { pence } payments } denominator { payments } total { payments } }";

/// Asks with the fragments of parts and shares, of which unused ones are left out.
async fn ask(client: &Client, query: &str, variables: Value) -> Value {
    let fragments: Vec<&str> = PART
        .split("fragment ")
        .filter(|text| text.get(..1).is_some_and(|name| query.contains(&format!("...{name}")) || name == "P"))
        .collect();
    let fragments: String = fragments.iter().map(|text| format!(" fragment {text}")).collect();
    client.ask_with(&format!("{query}{fragments}"), variables).await
}

/// Every part of an answer that leads to its payments, wherever it stands.
fn parts<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(members) => {
            if members.contains_key("filter") && members.contains_key("payments") {
                found.push(value);
            }
            members.iter().filter(|(name, _)| *name != "filter").for_each(|(_, part)| parts(part, found));
        }
        Value::Array(values) => values.iter().for_each(|value| parts(value, found)),
        _ => {}
    }
}

/// Each part holds what the payments under its filter add up to.
async fn assert_way_down(client: &Client, answer: &Value, least: usize) {
    let mut found = Vec::new();
    parts(answer, &mut found);
    assert!(found.len() >= least, "{} parts: {answer}", found.len());
    let query = "query ($filter: PaymentFilter) {
        payments(filter: $filter, first: 0) { totalCount }
        spendAnalysis(filter: $filter, groupBy: []) { total { net { pence } payments suppliers } } }";
    for part in found {
        let below = client.ask_with(query, json!({ "filter": part["filter"] })).await;
        let total = &below["spendAnalysis"]["total"];
        assert_eq!(below["payments"]["totalCount"], part["payments"], "{part}");
        for figure in ["net", "payments", "suppliers"] {
            assert_eq!(total[figure], part[figure], "{part}");
        }
    }
}

fn asked() -> Value {
    json!({ "filter": { "period": { "from": "2023-02-01", "to": "2023-12-01" }, "vatBasis": ["NET", "GROSS"] },
        "exclude": ["REDACTED", "PUBLIC_BODY"] })
}

#[tokio::test]
async fn shares_lead_down_to_their_payments() {
    on_each_engine(async |client, _, _| {
        for name in ["smeShare", "vcseShare"] {
            let query = format!(
                "query ($filter: PaymentFilter, $exclude: [ExclusionReason!]) {{
                {name}(stage: PAID, filter: $filter, exclude: $exclude, groupBy: [INSTITUTION, CATEGORY_DIVISION], first: 3) {{
                    stage byValue {{ value numerator {{ pence }} denominator {{ pence }} total {{ pence }} coverage }}
                    byNumber {{ value numerator denominator total coverage }} whole {{ ...S }} rows {{ keys {{ dimension value label }} share {{ ...S }} }} rest {{ ...R }}
                    basis {{ basis net {{ pence }} payments suppliers }} conflicts {{ payments }} conflictingSuppliers
                    excluded {{ payments }} exclusions {{ reason leftOut payments }}
                    completeness {{ monthsPresent monthsAsked }} dataVersion }} }}"
            );
            let answer = ask(client, &query, asked()).await;
            assert_way_down(client, &answer, 16).await;
            let share = &answer[name];
            assert_eq!(share["rows"].as_array().unwrap().len(), 3);
            let whole = &share["whole"];
            assert_eq!(share["byValue"]["value"], whole["value"]);
            assert_eq!(share["byValue"]["denominator"], whole["denominator"]["net"]);
            assert_eq!(share["byNumber"]["value"], whole["ofPayments"]);
            assert_eq!(share["byNumber"]["total"], whole["total"]["payments"]);
            let based: i64 = share["basis"]
                .as_array()
                .unwrap()
                .iter()
                .map(|basis| basis["net"]["pence"].as_i64().unwrap())
                .sum();
            assert_eq!(json!(based), share["whole"]["denominator"]["net"]["pence"]);
            let left: Vec<bool> = share["exclusions"]
                .as_array()
                .unwrap()
                .iter()
                .map(|reason| reason["leftOut"].as_bool().unwrap())
                .collect();
            assert_eq!(left.iter().filter(|left| **left).count(), 2);
        }
    })
    .await;
}

#[tokio::test]
async fn every_reason_is_left_out_unless_said_otherwise() {
    on_each_engine(async |client, _, _| {
        let query = "{ smeShare(stage: PAID) { exclusions { leftOut } excluded { payments } whole { total { payments } } } }";
        let answer = client.ask(query).await;
        let reasons = answer["smeShare"]["exclusions"].as_array().unwrap();
        assert!(reasons.iter().all(|reason| reason["leftOut"] == json!(true)), "{reasons:?}");
        let all = client.ask("{ payments(first: 0) { totalCount } }").await;
        let number = |value: &Value| value.as_i64().unwrap();
        let share = &answer["smeShare"];
        assert_eq!(
            number(&share["excluded"]["payments"]) + number(&share["whole"]["total"]["payments"]),
            number(&all["payments"]["totalCount"])
        );
    })
    .await;
}

#[tokio::test]
async fn places_lead_down_to_their_payments() {
    on_each_engine(async |client, _, _| {
        let query = "query ($filter: PaymentFilter, $exclude: [ExclusionReason!]) {
            localSpend(filter: $filter, exclude: $exclude, boundaries: [\"E08999001\", \"E47999001\"], groupBy: [INSTITUTION], first: 2) {
                boundaries { area { code name } whole { ...S } rows { keys { value } share { ...S } } rest { ...R } }
                basis { basis payments } excluded { payments } dataVersion }
            leakage(filter: $filter, exclude: $exclude, boundary: \"e08999001\", destinations: COMBINED_AUTHORITY, first: 1) {
                area { code } value local { ...P } located { ...P } leaked { sum { net { pence } } suppliers } unknown { ...P }
                total { ...P } destinations { code name sum { net { pence } payments } suppliers } moreDestinations
                categories { code name sum { net { pence } } } completeness { monthsPresent } }
            deprivationSpread(filter: $filter, exclude: $exclude) {
                deciles { decile ofKnown part { ...P } } known { ...P } unknown { ...P } total { ...P }
                coverageOfNet coverageOfPayments edition basis { basis } }
        }";
        let answer = ask(client, query, asked()).await;
        assert_way_down(client, &answer, 30).await;
        let leakage = &answer["leakage"];
        let pence = |value: &Value| value["net"]["pence"].as_i64().unwrap();
        let leaked = pence(&leakage["leaked"]["sum"]);
        assert_eq!(pence(&leakage["local"]) + leaked + pence(&leakage["unknown"]), pence(&leakage["total"]));
        let categories = leakage["categories"].as_array().unwrap();
        assert_eq!(categories.iter().map(|leak| pence(&leak["sum"])).sum::<i64>(), leaked);
        let local = answer["localSpend"]["boundaries"][0]["whole"]["value"].as_f64().unwrap();
        assert!((local + leakage["value"].as_f64().unwrap() - 1.0).abs() < 1e-9);
    })
    .await;
}

#[tokio::test]
async fn changes_lead_down_to_their_payments() {
    on_each_engine(async |client, _, _| {
        let query = "query ($filter: PaymentFilter) {
            displacement(filter: $filter, boundary: \"E08999001\", exclude: [],
                period: { from: \"2023-07-01\", to: \"2024-01-01\" }, comparedWith: { from: \"2023-01-01\", to: \"2023-07-01\" }) {
                area { code } neighbours { code }
                total { ...F } rows { division title figures { ...F } }
                excluded { payments } excludedBefore { payments } completeness { monthsPresent } completenessBefore { monthsAsked }
                dataVersion } }
            fragment F on DisplacementFigures { own { ...C } neighbours { ...C } }
            fragment C on PeriodChange { now { ...P } before { ...P } change { pence } ofBefore }";
        let answer = ask(client, query, json!({ "filter": { "vatBasis": ["NET", "GROSS"] } })).await;
        assert_way_down(client, &answer, 12).await;
        assert_eq!(answer["displacement"]["neighbours"], json!([{ "code": "E08999002" }]));
        let with_period = json!({ "filter": { "period": { "from": "2023-01-01" } } });
        let refused = client.refused(&format!("{query} fragment P on SpendPart {{ payments }}"), with_period).await;
        assert_eq!(refused.0, "BAD_ARGUMENTS");
    })
    .await;
}

#[tokio::test]
async fn concentration_leads_down_to_its_payments() {
    on_each_engine(async |client, _, _| {
        let query = "query ($filter: PaymentFilter, $exclude: [ExclusionReason!]) {
            concentration(filter: $filter, exclude: $exclude, groupBy: [CATEGORY_DIVISION], first: 2) {
                whole { ...F } rows { keys { value label } figures { ...F } } restGroups rest { payments } dataVersion } }
            fragment F on ConcentrationFigures { hhi cr4 largest { sum { net { pence } } suppliers }
                counted { sum { net { pence } } suppliers } netNegative { sum { net { pence } } suppliers }
                withoutSupplier { net { pence } payments } total { ...P } }";
        let answer = ask(client, query, asked()).await;
        assert_way_down(client, &answer, 3).await;
        let whole = &answer["concentration"]["whole"];
        let pence = |value: &Value| value["net"]["pence"].as_i64().unwrap();
        let parts = ["counted", "netNegative"].iter().map(|part| pence(&whole[*part]["sum"])).sum::<i64>();
        assert_eq!(parts + pence(&whole["withoutSupplier"]), pence(&whole["total"]));
        assert!(whole["hhi"].as_f64().unwrap() > 0.0);
    })
    .await;
}

#[tokio::test]
async fn shared_suppliers_come_in_pages_and_lead_down() {
    on_each_engine(async |client, _, _| {
        let query = "query ($after: String, $first: Int) {
            sharedSuppliers(minInstitutions: 2, first: $first, after: $after, exclude: []) {
                totalCount pageInfo { hasNextPage hasPreviousPage endCursor }
                nodes { supplier { id name } institutions contracts nextEnd paid { ...P }
                    parts { institution { orgId } contracts nextEnd paid { ...P } } } } }";
        let whole = ask(client, query, json!({ "first": 500 })).await;
        assert_way_down(client, &whole, 6).await;
        let all = whole["sharedSuppliers"]["nodes"].as_array().unwrap().clone();
        assert_eq!(whole["sharedSuppliers"]["totalCount"], json!(all.len()));
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = ask(client, query, json!({ "first": 4, "after": after })).await;
            let page = &page["sharedSuppliers"];
            seen.extend(page["nodes"].as_array().unwrap().iter().cloned());
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] == json!(false) {
                break;
            }
        }
        assert_eq!(seen, all);
        let other =
            "query ($after: String) { sharedSuppliers(minInstitutions: 3, after: $after) { totalCount } }";
        assert_eq!(client.refused(other, json!({ "after": after })).await.0, "BAD_CURSOR");
    })
    .await;
}

#[tokio::test]
async fn freshness_is_told_by_feed() {
    on_each_engine(async |client, _, _| {
        let query = "{ freshness(institutions: [\"GB-LAE-NOR\"]) { institution { orgId } feed { code } lastDay receivedAt
            daysToReceipt duty daysLate daysOverdue missingMonths monthsMissing } }";
        let answer = client.ask(query).await;
        let feed = &answer["freshness"][0];
        assert_eq!(feed["lastDay"], "2023-12-31");
        assert_eq!((&feed["daysToReceipt"], &feed["daysLate"]), (&json!(32), &json!(1)));
        assert_eq!(feed["duty"], "QUARTERLY_WITHIN_ONE_MONTH");
        // Nothing came since.
        assert_eq!(feed["missingMonths"][0], "2024-01-01");
        assert_eq!(json!(feed["missingMonths"].as_array().unwrap().len()), feed["monthsMissing"]);
        assert_eq!(client.ask("{ freshness(first: 2) { daysLate } }").await["freshness"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn impossible_metrics_are_refused() {
    on_each_engine(async |client, _, _| {
        for (query, code) in [
            ("{ smeShare(stage: BID, groupBy: [SUPPLIER]) { stage } }", "DIMENSION_NOT_AT_STAGE"),
            ("{ vcseShare(stage: PLANNED, filter: { category: \"x\" }) { stage } }", "FILTER_NOT_AT_STAGE"),
            ("{ localSpend(boundaries: []) { dataVersion } }", "BAD_BOUNDARIES"),
            ("{ localSpend(boundaries: [\"E08999009\"]) { dataVersion } }", "BOUNDARY_UNKNOWN"),
            ("{ leakage(boundary: \"x\") { value } }", "BOUNDARY_UNKNOWN"),
            ("{ leakage(boundary: \"E08999001\", first: 501) { value } }", "FIRST_TOO_LARGE"),
            (
                "{ displacement(boundary: \"E47999001\", period: {}, comparedWith: {}) { dataVersion } }",
                "NO_NEIGHBOURS",
            ),
            ("{ sharedSuppliers(minInstitutions: -1) { totalCount } }", "BAD_MINIMUM"),
            ("{ concentration(groupBy: [SUPPLIER]) { restGroups } }", "REPEATED_DIMENSION"),
            ("{ freshness(institutions: [\"GB-LAE-XYZ\"]) { daysLate } }", "INSTITUTION_UNKNOWN"),
        ] {
            assert_eq!(client.refused(query, json!({})).await.0, code, "{query}");
        }
    })
    .await;
}
