//! How many statements a query costs: a number that depends on its depth, never on its rows.

use serde_json::json;

use crate::client::{self, nodes};

#[tokio::test]
async fn payments_with_institution_and_supplier_cost_the_same_for_any_number() {
    client::on_each_engine(async |client, _| {
        for first in [1, 5, 50, 500] {
            let query = format!(
                "{{ payments(first: {first}) {{ edges {{ node {{
                    date institution {{ name }} supplier {{ name }} }} }} }} }}"
            );
            let (data, statements) = client.counted(&query).await;
            assert_eq!(nodes(&data["payments"]).len(), first);
            assert_eq!(statements, 3, "{first} payments");
        }
    })
    .await;
}

#[tokio::test]
async fn nested_lists_cost_one_statement_a_level() {
    client::on_each_engine(async |client, _| {
        for (feeds, documents, payments) in [(1, 1, 1), (3, 12, 5)] {
            let query = format!(
                "{{ institutions {{ nodes {{ homeArea {{ parent {{ name }} }}
                    feeds(first: {feeds}) {{ nodes {{ documents(first: {documents}) {{ totalCount nodes {{
                        run {{ state }}
                        rejectedRows(first: 2) {{ nodes {{ code }} }}
                        paymentList(first: {payments}) {{ nodes {{ payee supplier {{ name
                            payments(first: 2) {{ nodes {{ institution {{ name }} }} }} }} }} }}
                    }} }} }} }} }} }} }}"
            );
            // institutions, areas, parents, feeds, documents and their number, runs, rejected rows, payments,
            // payees, suppliers, their payments, institutions of those
            assert_eq!(client.counted(&query).await.1, 13);
        }
    })
    .await;
}

#[tokio::test]
async fn a_total_is_counted_only_when_asked_for() {
    client::on_each_engine(async |client, hub| {
        let (_, without) = client.counted("{ payments(first: 1) { edges { cursor } } }").await;
        let (data, with) = client
            .counted("{ payments(first: 1) { ...F } } fragment F on PaymentConnection { n: totalCount }")
            .await;
        assert_eq!((without, with), (1, 2));
        assert_eq!(data["payments"]["n"], json!(hub.payments.len()));
    })
    .await;
}

/// A filter that has to look something up does so once, not once for each parent.
#[tokio::test]
async fn filters_of_nested_lists_are_looked_up_once() {
    client::on_each_engine(async |client, _| {
        let query = "{ suppliers(first: 20) { nodes {
            payments(first: 3, filter: { institutions: [\"GB-LAE-NOR\"] }) { nodes { date } } } } }";
        assert_eq!(client.counted(query).await.1, 3);
    })
    .await;
}

/// Pages under many parents are the same as pages under each alone.
#[tokio::test]
async fn nested_pages_are_whole() {
    client::on_each_engine(async |client, _| {
        let nested = "{ suppliers(first: 500) { nodes { id payments(first: 3, orderBy: AMOUNT_ASC) {
            totalCount nodes { id } pageInfo { hasNextPage endCursor } } } } }";
        let data = client.ask(nested).await;
        let alone = "query ($id: ID!, $after: String) { supplier(id: $id) {
            first: payments(first: 3, orderBy: AMOUNT_ASC) {
                totalCount nodes { id } pageInfo { hasNextPage endCursor } }
            rest: payments(first: 500, orderBy: AMOUNT_ASC, after: $after) { nodes { id } } } }";
        let top = "query ($filter: PaymentFilter) {
            payments(filter: $filter, first: 500, orderBy: AMOUNT_ASC) { nodes { id } } }";
        for supplier in data["suppliers"]["nodes"].as_array().unwrap() {
            let after = &supplier["payments"]["pageInfo"]["endCursor"];
            let one = client.ask_with(alone, json!({ "id": supplier["id"], "after": after })).await;
            assert_eq!(one["supplier"]["first"], supplier["payments"]);
            let filter = json!({ "filter": { "suppliers": [supplier["id"]] } });
            let all = client.ask_with(top, filter).await;
            let mut together = supplier["payments"]["nodes"].as_array().unwrap().clone();
            together.extend(one["supplier"]["rest"]["nodes"].as_array().unwrap().iter().cloned());
            assert_eq!(json!(together), all["payments"]["nodes"]);
            assert_eq!(supplier["payments"]["totalCount"], json!(together.len()));
            assert_eq!(supplier["payments"]["pageInfo"]["hasNextPage"], json!(together.len() > 3));
        }
    })
    .await;
}
