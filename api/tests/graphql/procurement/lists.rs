//! Notices, contracts and opportunities by filter, order and page.

use serde_json::{Value, json};

use super::{
    on_each_engine,
    releases::{PROCESSES, REGISTERED, in_days},
};
use crate::client::Client;

/// How many rows a list has with a filter.
async fn count(client: &Client, list: &str, filter: Value) -> i64 {
    let (kind, _) = list.split_at(list.len() - 1);
    let kind = if kind == "opportunitie" { "opportunity" } else { kind };
    let name = format!("{}{}Filter", kind[..1].to_uppercase(), &kind[1..]);
    let query = format!("query ($f: {name}) {{ {list}(filter: $f, first: 0) {{ totalCount }} }}");
    client.ask_with(&query, json!({ "f": filter })).await[list]["totalCount"].as_i64().unwrap()
}

#[tokio::test]
async fn contracts_by_filter() {
    on_each_engine(async |client, _| {
        let all = i64::try_from(PROCESSES).unwrap() * 2;
        for (filter, expected) in [
            // The register's own one; the other is stated by a process as well and counts once.
            (json!({}), all + 1),
            (json!({ "everyStatement": true }), all + 2),
            (json!({ "origins": ["REGISTER"] }), 1),
            (json!({ "institutions": ["GB-LAE-NOR"] }), all / 2 + 1),
            (json!({ "institutions": ["GB-LAE-EAS"] }), 0),
            (json!({ "category": ["90"] }), all / 3),
            (json!({ "category": ["90511000-2", "452"] }), all),
            (json!({ "category": ["4522"] }), 0),
            (json!({ "awarded": { "from": "2023-05-01", "to": "2023-05-02" } }), all),
            (json!({ "awarded": { "from": "2023-05-02" } }), 0),
            (json!({ "starts": { "from": "2023-06-01", "to": "2023-06-02" } }), all),
            (json!({ "ends": { "from": in_days(0), "to": in_days(302) } }), 4 + 1),
            (json!({ "value": { "min": "40010", "max": "40019.99" } }), 20),
            (json!({ "stages": ["CONTRACT"] }), all),
            (json!({ "stages": ["PLANNED", "TENDER"] }), 0),
            (json!({ "frameworks": true }), 0),
            (json!({ "supplierIsSme": false }), 1),
            (json!({ "suitableForSme": true }), all),
            (json!({ "places": ["UKG3"] }), all),
            (json!({ "places": ["wv1"] }), all),
            (json!({ "places": ["ZZ"] }), 0),
            (json!({ "title": "CONTRACT C1 OF 7" }), 1),
            (json!({ "supplierName": "firm 03 ltd" }), 2 * 2),
        ] {
            assert_eq!(count(client, "contracts", filter.clone()).await, expected, "{filter}");
        }
    })
    .await;
}

#[tokio::test]
async fn contracts_of_a_firm() {
    on_each_engine(async |client, _| {
        let query = "{ suppliers(filter: { name: \"firm 00\" }) { nodes { id name
            contracts { totalCount nodes { title endsOn institutions { orgId } } } } } }";
        let data = client.ask(query).await;
        let firm = &data["suppliers"]["nodes"][0];
        // Processes 0, 29, 30 and 59, and the register's own.
        assert_eq!(firm["contracts"]["totalCount"], 5, "{firm}");
        let titles: Vec<&str> = firm["contracts"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|contract| contract["title"].as_str().unwrap())
            .collect();
        assert_eq!(
            titles,
            ["Grass cutting", REGISTERED, "Contract c2 of 29", "Contract c1 of 30", "Contract c2 of 59"]
        );
        let filter = json!({ "suppliers": [firm["id"]] });
        assert_eq!(count(client, "contracts", filter).await, 5);
        let names = client.ask("{ suppliers(filter: { name: \"nobody\" }) { totalCount } }").await;
        assert_eq!(names["suppliers"]["totalCount"], 0, "neither paid nor under contract");
    })
    .await;
}

#[tokio::test]
async fn contracts_that_end_soon() {
    on_each_engine(async |client, _| {
        let query = "query ($m: Int!, $f: ContractFilter) { expiringContracts(withinMonths: $m, filter: $f) {
            totalCount nodes { title endsOn } } }";
        let two = client.ask_with(query, json!({ "m": 2 })).await["expiringContracts"].take();
        assert_eq!(two["totalCount"], 1);
        assert_eq!(two["nodes"][0], json!({ "title": "Grass cutting", "endsOn": in_days(30) }));
        let all = client.ask_with(query, json!({ "m": 24 })).await["expiringContracts"].take();
        assert_eq!(all["totalCount"], json!(PROCESSES * 2 + 1));
        let eastley = json!({ "m": 24, "f": { "institutions": ["GB-NHS-ZZ1"], "category": ["90"] } });
        let found = client.ask_with(query, eastley).await["expiringContracts"]["totalCount"].take();
        assert_eq!(found, json!(PROCESSES / 3));
        for months in [0, -1, 241] {
            assert_eq!(client.refused(query, json!({ "m": months })).await.0, "BAD_MONTHS");
        }
    })
    .await;
}

#[tokio::test]
async fn opportunities_by_filter() {
    on_each_engine(async |client, _| {
        let relet = i64::try_from(PROCESSES).unwrap() * 2 + 1;
        for (filter, expected) in [
            (json!({}), relet + 2),
            (json!({ "stages": ["PLANNED"] }), 1),
            (json!({ "stages": ["OPEN"] }), 1),
            (json!({ "stages": ["RELET"], "horizonMonths": 2 }), 1),
            (json!({ "institutions": ["GB-LAE-NOR"] }), relet / 2 + 1 + 1),
            (json!({ "category": ["4522"] }), 1),
            (json!({ "category": ["45"] }), relet / 3 * 2 + 2),
            (json!({ "suitableForSme": true }), 2),
            (json!({ "value": { "min": "1000000" } }), 1),
            (json!({ "due": { "from": in_days(0), "to": in_days(25) } }), 1),
            (json!({ "places": ["UKG39"] }), 1),
            (json!({ "title": "bridge" }), 1),
            (json!({ "frameworks": true }), 0),
        ] {
            assert_eq!(count(client, "opportunities", filter.clone()).await, expected, "{filter}");
        }
        let query = "{ opportunities(first: 3) { nodes { stage dueOn title process { ocid deadline }
            contract { title } } } }";
        let first = client.ask(query).await;
        let nodes = &first["opportunities"]["nodes"];
        assert_eq!((&nodes[0]["stage"], &nodes[0]["contract"]), (&json!("OPEN"), &Value::Null));
        assert_eq!(nodes[0]["dueOn"], json!(in_days(20)));
        assert_eq!((&nodes[1]["stage"], &nodes[1]["process"]), (&json!("RELET"), &Value::Null));
        assert_eq!((&nodes[2]["stage"], &nodes[2]["dueOn"]), (&json!("PLANNED"), &json!(in_days(90))));
    })
    .await;
}

#[tokio::test]
async fn notices_by_filter() {
    on_each_engine(async |client, _| {
        let each = i64::try_from(PROCESSES).unwrap();
        for (filter, expected) in [
            (json!({}), 2 * each + 2),
            (json!({ "kinds": ["uk4"] }), each + 1),
            (json!({ "kinds": ["UK3"] }), 1),
            (json!({ "stages": ["CONTRACT"] }), each),
            (json!({ "sources": ["CONTRACTS_FINDER"] }), 0),
            (json!({ "published": { "from": "2023-05-01" } }), each),
            (json!({ "institutions": ["GB-NHS-ZZ1"] }), each + 1),
            (json!({ "category": ["90511"] }), each / 3 * 2),
            (json!({ "value": { "min": "1000000" } }), 1),
            (json!({ "suitableForSme": true, "suitableForVcse": true }), 0),
            (json!({ "places": ["WV1"] }), 2 * each + 1),
            (json!({ "title": "planned BRIDGE" }), 1),
        ] {
            assert_eq!(count(client, "notices", filter.clone()).await, expected, "{filter}");
        }
    })
    .await;
}

/// Pages together are the whole list, whatever the order, also where values are missing.
#[tokio::test]
async fn pages_are_the_whole_list() {
    on_each_engine(async |client, _| {
        for (list, kind, orders, key) in [
            ("contracts", "ContractOrder", ["END_ASC", "END_DESC", "VALUE_DESC", "NEWEST_FIRST"].as_slice(), "id"),
            ("notices", "NoticeOrder", &["PUBLISHED_DESC", "PUBLISHED_ASC"], "id"),
            ("opportunities", "OpportunityOrder", &["DUE_ASC", "DUE_DESC"], "title"),
        ] {
            for order in orders {
                let query = format!(
                    "query ($o: {kind}, $n: Int, $after: String) {{ {list}(orderBy: $o, first: $n, after: $after) {{
                        nodes {{ {key} }} pageInfo {{ hasNextPage endCursor }} }} }}"
                );
                let page = async |number: usize, after: Value| {
                    let given = json!({ "o": order, "n": number, "after": after });
                    client.ask_with(&query, given).await[list].take()
                };
                let whole = page(500, Value::Null).await["nodes"].take();
                let (mut together, mut after) = (Vec::new(), Value::Null);
                loop {
                    let mut part = page(25, after).await;
                    together.extend(part["nodes"].as_array().unwrap().iter().cloned());
                    after = part["pageInfo"]["endCursor"].take();
                    if part["pageInfo"]["hasNextPage"] == false {
                        break;
                    }
                }
                assert!(together.len() > 100, "{list} {order}");
                assert_eq!(json!(together), whole, "{list} {order}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn filters_that_cannot_be_are_refused() {
    on_each_engine(async |client, _| {
        let query = "query ($f: ContractFilter) { contracts(filter: $f) { totalCount } }";
        for (filter, code) in [
            (json!({ "category": ["9"] }), "BAD_CATEGORY"),
            (json!({ "category": ["waste"] }), "BAD_CATEGORY"),
            (json!({ "institutions": ["GB-LAE-ZZZ"] }), "INSTITUTION_UNKNOWN"),
            (json!({ "ends": { "from": "2024-02-01", "to": "2024-02-01" } }), "BAD_PERIOD"),
            (json!({ "suppliers": ["x"] }), "BAD_ID"),
            (json!({ "category": vec!["90"; 501] }), "FILTER_TOO_LONG"),
        ] {
            assert_eq!(client.refused(query, json!({ "f": filter })).await.0, code, "{filter}");
        }
        let horizon = "{ opportunities(filter: { horizonMonths: 241 }) { totalCount } }";
        assert_eq!(client.refused(horizon, json!({})).await.0, "BAD_MONTHS");
        let cursor = client.ask("{ contracts(first: 1) { pageInfo { endCursor } } }").await;
        let after = cursor["contracts"]["pageInfo"]["endCursor"].clone();
        let other = "query ($after: String) { contracts(orderBy: VALUE_DESC, after: $after) { totalCount } }";
        assert_eq!(client.refused(other, json!({ "after": after })).await.0, "BAD_CURSOR");
    })
    .await;
}
