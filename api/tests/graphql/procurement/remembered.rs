//! Lists of contracts whose ids come from memory are the same as those from the database, to the last cursor.

use anchorhub_analysis::ContractColumns;
use serde_json::{Value, json};

use super::{on_each_engine, releases};
use crate::client::{self, Client};

const LIST: &str = "query ($f: ContractFilter, $o: ContractOrder, $n: Int, $a: String) {
    list: contracts(filter: $f, orderBy: $o, first: $n, after: $a) { totalCount
        edges { cursor node { id title endsOn value { amount { pence } }
            institutions { orgId name } suppliers { name supplier { id name } } } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

const SOON: &str = "query ($f: ContractFilter, $n: Int, $a: String) {
    list: expiringContracts(withinMonths: 240, filter: $f, first: $n, after: $a) { totalCount
        edges { cursor node { id title endsOn } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }";

/// Filters that name institutions or suppliers.
async fn filters(client: &Client) -> Vec<Value> {
    let query = "{ suppliers(filter: { name: \"firm 00\" }) { nodes { id } } }";
    let firm = client.ask(query).await["suppliers"]["nodes"][0]["id"].take();
    vec![
        json!({ "institutions": ["GB-LAE-NOR"] }),
        json!({ "institutions": ["GB-LAE-NOR", "GB-NHS-ZZ1"] }),
        json!({ "institutions": ["GB-LAE-EAS"] }),
        json!({ "institutions": [] }),
        json!({ "institutions": ["GB-LAE-NOR"], "category": ["90", "452"] }),
        json!({ "institutions": ["GB-LAE-NOR"], "category": [] }),
        json!({ "institutions": ["GB-LAE-NOR"], "everyStatement": true }),
        json!({ "institutions": ["GB-LAE-NOR"], "title": "of 7" }),
        json!({ "suppliers": [firm] }),
        json!({ "suppliers": [firm], "institutions": ["GB-LAE-NOR"] }),
        json!({ "category": ["90"] }),
    ]
}

/// Asks both for all pages of a list; says how many rows they had.
async fn compare(plain: &Client, remembering: &Client, query: &str, mut variables: Value) -> usize {
    let mut rows = 0;
    loop {
        let expected = plain.answer(query, variables.clone()).await;
        assert_eq!(remembering.answer(query, variables.clone()).await, expected, "{variables}");
        let page = &expected["data"]["list"];
        rows += page["edges"].as_array().unwrap().len();
        if page["pageInfo"]["hasNextPage"] != json!(true) || variables["n"] == json!(0) {
            return rows;
        }
        variables["a"] = page["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test]
async fn pages_from_memory_are_the_same() {
    on_each_engine(async |plain, _| {
        let columns = ContractColumns::new(plain.database.clone());
        columns.refresh().await.unwrap();
        let remembering = Client::with_contracts(&plain.database, columns);
        let mut rows = 0;
        for filter in filters(plain).await {
            for order in ["END_ASC", "END_DESC", "VALUE_DESC", "NEWEST_FIRST"] {
                for first in [0, 7, 500] {
                    let variables = json!({ "f": filter, "o": order, "n": first });
                    rows += compare(plain, &remembering, LIST, variables).await;
                }
            }
            rows += compare(plain, &remembering, SOON, json!({ "f": filter, "n": 5 })).await;
        }
        assert!(rows > 1_000, "{rows}");
        for (variables, code) in [
            (json!({ "f": { "institutions": ["GB-LAE-XXX"] } }), "INSTITUTION_UNKNOWN"),
            (json!({ "f": { "institutions": ["GB-LAE-NOR"] }, "a": "x" }), "BAD_CURSOR"),
            (json!({ "f": { "institutions": ["GB-LAE-NOR"] }, "n": 501 }), "FIRST_TOO_LARGE"),
        ] {
            assert_eq!(remembering.refused(LIST, variables.clone()).await.0, code);
            assert_eq!(plain.refused(LIST, variables).await.0, code);
        }
    })
    .await;
}

/// Contracts with who buys and who holds them cost three statements, and one for the institution of the filter.
#[tokio::test]
async fn contracts_with_their_parties_cost_the_same_for_any_number() {
    on_each_engine(async |plain, _| {
        let columns = ContractColumns::new(plain.database.clone());
        columns.refresh().await.unwrap();
        let remembering = Client::with_contracts(&plain.database, columns);
        for client in [plain, &remembering] {
            for first in [2, 40] {
                let query = format!(
                    "{{ contracts(filter: {{ institutions: [\"GB-LAE-NOR\"] }}, first: {first}) {{ nodes {{ title
                        institutions {{ name }} suppliers {{ supplier {{ name }} }} }} }} }}"
                );
                assert_eq!(client.counted(&query).await.1, 4);
            }
        }
        // The total comes from memory as well.
        let counting = "{ contracts(filter: { institutions: [\"GB-LAE-NOR\"] }, first: 3) { totalCount } }";
        assert_eq!((plain.counted(counting).await.1, remembering.counted(counting).await.1), (3, 2));
    })
    .await;
}

/// What memory held before the data changed is never shown.
#[tokio::test]
async fn memory_that_is_behind_is_not_asked() {
    client::on_each_engine(async |plain, hub| {
        let columns = ContractColumns::new(plain.database.clone());
        let before = columns.refresh().await.unwrap();
        let remembering = Client::with_contracts(&plain.database, columns.clone());
        let variables = json!({ "f": { "institutions": ["GB-LAE-NOR"] }, "o": "NEWEST_FIRST", "n": 20 });
        assert_eq!(compare(plain, &remembering, LIST, variables.clone()).await, 0);
        releases::fill(&plain.database, hub).await;
        assert!(compare(plain, &remembering, LIST, variables.clone()).await > 0);
        let after = columns.refresh().await.unwrap();
        assert!(after.data_version > before.data_version);
        assert!(compare(plain, &remembering, LIST, variables).await > 0);
    })
    .await;
}
