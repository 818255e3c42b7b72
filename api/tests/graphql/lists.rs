//! Pages, filters and orders of lists.

use std::collections::HashSet;

use anchorhub_entities::{WarningCode, WarningSet, payment};
use anchorhub_store::{LoadTx, NewName};
use serde_json::{Value, json};

use crate::{
    client::{self, Client, nodes},
    hub::{Hub, day},
};

const PAGE: &str = "query ($filter: PaymentFilter, $order: PaymentOrder, $first: Int, $after: String) {
    payments(filter: $filter, orderBy: $order, first: $first, after: $after) {
        totalCount
        edges { cursor node { id date amount { pence } } }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
}";

/// All payments of a list, page by page.
async fn walk(client: &Client, filter: &Value, order: &str, first: i32) -> Vec<Value> {
    let (mut all, mut after) = (Vec::new(), Value::Null);
    loop {
        let variables = json!({ "filter": filter, "order": order, "first": first, "after": after });
        let answer = client.ask_with(PAGE, variables).await;
        let page = &answer["payments"];
        assert_eq!(page["pageInfo"]["hasPreviousPage"], json!(after != Value::Null));
        all.extend(nodes(page).into_iter().cloned());
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            assert_eq!(page["totalCount"], json!(all.len()));
            return all;
        }
        assert_eq!(nodes(page).len(), usize::try_from(first).unwrap());
        after = page["pageInfo"]["endCursor"].clone();
    }
}

fn ids(payments: &[Value]) -> HashSet<&str> {
    payments.iter().map(|payment| payment["id"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn pages_hold_every_payment_once_in_order() {
    client::on_each_engine(async |client, hub| {
        for order in ["DATE_DESC", "DATE_ASC", "AMOUNT_DESC", "AMOUNT_ASC"] {
            let all = walk(client, &Value::Null, order, 100).await;
            assert_eq!(all.len(), hub.payments.len());
            assert_eq!(ids(&all).len(), all.len());
            let dates = || all.iter().map(|payment| payment["date"].as_str().unwrap());
            let amounts = || all.iter().map(|payment| payment["amount"]["pence"].as_i64().unwrap());
            let sorted = match order {
                "DATE_ASC" => dates().is_sorted(),
                "DATE_DESC" => dates().rev().is_sorted(),
                "AMOUNT_ASC" => amounts().is_sorted(),
                _ => amounts().rev().is_sorted(),
            };
            assert!(sorted, "{order}");
        }
    })
    .await;
}

#[tokio::test]
async fn pages_stay_in_place_while_data_is_added() {
    client::on_each_engine(async |client, hub| {
        let variables = json!({ "order": "DATE_DESC", "first": 100 });
        let first = client.ask_with(PAGE, variables).await;
        let seen = first["payments"]["pageInfo"]["endCursor"].clone();
        // A later payment, which stands before everything seen.
        let late = payment::Model { seq: 5_000, paid_on: day("2024-01-31"), ..hub.payments[0].clone() };
        let mut load = LoadTx::begin(&client.database).await.unwrap();
        load.append_payments(vec![late]).await.unwrap();
        load.commit().await.unwrap();
        let variables = json!({ "order": "DATE_DESC", "first": 500, "after": seen });
        let rest = client.ask_with(PAGE, variables).await;
        let (first, rest) = (nodes(&first["payments"]), nodes(&rest["payments"]));
        let together: HashSet<&str> =
            first.iter().chain(&rest).map(|payment| payment["id"].as_str().unwrap()).collect();
        assert_eq!(first.len() + rest.len(), hub.payments.len());
        assert_eq!(together.len(), hub.payments.len());
    })
    .await;
}

/// A name may come to match more suppliers while a client pages: its cursors still hold.
#[tokio::test]
async fn cursors_hold_while_a_filter_comes_to_match_more() {
    client::on_each_engine(async |client, hub| {
        let filter = json!({ "supplierName": "Firm 1" });
        let first = client.ask_with(PAGE, json!({ "filter": filter, "first": 10 })).await;
        let after = first["payments"]["pageInfo"]["endCursor"].clone();
        let before = first["payments"]["totalCount"].as_i64().unwrap();
        let mut load = LoadTx::begin(&client.database).await.unwrap();
        let new = NewName { name: "Firm 100 Ltd".to_owned(), key: Some("FIRM 100".to_owned()) };
        let (_, found) = load.ensure_names(vec![new]).await.unwrap().remove(0);
        let early = payment::Model {
            seq: 5_000,
            paid_on: day("2022-01-31"),
            supplier_id: found.supplier_id,
            supplier_name_id: found.name_id,
            ..hub.payments[0].clone()
        };
        load.append_payments(vec![early]).await.unwrap();
        load.commit().await.unwrap();
        let rest = client.ask_with(PAGE, json!({ "filter": filter, "first": 500, "after": after })).await;
        assert_eq!(rest["payments"]["totalCount"], json!(before + 1));
        assert_eq!(nodes(&rest["payments"]).len(), usize::try_from(before + 1 - 10).unwrap());
    })
    .await;
}

fn expected(hub: &Hub, holds: impl Fn(&payment::Model) -> bool) -> usize {
    hub.payments.iter().filter(|payment| holds(payment)).count()
}

#[tokio::test]
async fn every_part_of_the_filter_narrows() {
    client::on_each_engine(async |client, hub| {
        let supplier = hub.payments.iter().find_map(|payment| payment.supplier_id).unwrap();
        let query = "query ($filter: PaymentFilter) { payments(filter: $filter, first: 1) {
            totalCount edges { node { supplier { id } document { id } } } } }";
        let known = client.ask_with(query, json!({ "filter": { "institutions": ["GB-LAE-NOR"] } })).await;
        let document_id = &nodes(&known["payments"])[0]["document"]["id"];
        let supplier_query =
            "query ($n: String) { suppliers(filter: { name: $n }) { edges { node { id } } } }";
        let name = &hub.names.iter().find(|(_, id, _)| *id == Some(supplier)).unwrap().2;
        let found = client.ask_with(supplier_query, json!({ "n": name })).await;
        let supplier_id = &nodes(&found["suppliers"])[0]["id"];

        let redacted = WarningSet::bit(WarningCode::Redacted);
        let pair = WarningSet::bit(WarningCode::ReversalPair);
        let named: Vec<Option<i64>> = hub
            .names
            .iter()
            .filter(|(_, supplier, name)| supplier.is_some() && name.to_lowercase().contains("firm 1"))
            .map(|(_, supplier, _)| *supplier)
            .collect();
        let cases: Vec<(Value, usize)> = vec![
            (json!({}), hub.payments.len()),
            (
                json!({ "institutions": ["GB-NHS-ZZ1", "gb-lae-nor"] }),
                expected(hub, |p| p.institution_id < 3),
            ),
            (json!({ "institutions": [] }), 0),
            (json!({ "suppliers": [supplier_id] }), expected(hub, |p| p.supplier_id == Some(supplier))),
            (json!({ "supplierName": "Firm 1" }), expected(hub, |p| named.contains(&p.supplier_id))),
            (json!({ "supplierName": "nobody" }), 0),
            (json!({ "supplierName": "100%_'\u{0}" }), 0),
            (
                json!({ "period": { "from": "2023-03-31", "to": "2023-04-02" } }),
                expected(hub, |p| p.paid_on >= day("2023-03-31") && p.paid_on < day("2023-04-02")),
            ),
            (
                json!({ "category": "Category 1" }),
                expected(hub, |p| p.category.as_deref() == Some("Category 1")),
            ),
            (
                json!({ "amount": { "min": "-100.50", "max": "20000" } }),
                expected(hub, |p| (-10_050..=2_000_000).contains(&p.pence)),
            ),
            (
                json!({ "warnings": { "include": ["REDACTED", "REVERSAL_PAIR"] } }),
                expected(hub, |p| p.flags & (redacted | pair) != 0),
            ),
            (
                json!({ "warnings": { "include": ["REDACTED"], "exclude": ["REVERSAL_PAIR"] } }),
                expected(hub, |p| p.flags & redacted != 0 && p.flags & pair == 0),
            ),
            (json!({ "vatBasis": ["GROSS"] }), expected(hub, |p| p.institution_id == 2)),
            (json!({ "documents": [document_id], "institutions": ["GB-LAE-NOR"] }), 24),
        ];
        for (filter, number) in cases {
            let answer = client.ask_with(query, json!({ "filter": filter })).await;
            assert_eq!(answer["payments"]["totalCount"], json!(number), "{filter}");
        }
    })
    .await;
}

/// A cursor of one list is refused by every other.
#[tokio::test]
async fn cursors_belong_to_filter_and_order() {
    client::on_each_engine(async |client, _| {
        let first = client.ask_with(PAGE, json!({ "first": 1 })).await;
        let cursor = first["payments"]["pageInfo"]["endCursor"].clone();
        client.ask_with(PAGE, json!({ "first": 1, "after": cursor })).await;
        for variables in [
            json!({ "first": 1, "after": cursor, "order": "DATE_ASC" }),
            json!({ "first": 1, "after": cursor, "filter": { "category": "Category 1" } }),
            json!({ "first": 1, "after": "nonsense" }),
            json!({ "first": 1, "after": "" }),
        ] {
            assert_eq!(client.refused(PAGE, variables.clone()).await.0, "BAD_CURSOR", "{variables}");
        }
        let runs = "query ($after: String) { runs(after: $after) { edges { cursor } } }";
        assert_eq!(client.refused(runs, json!({ "after": cursor })).await.0, "BAD_CURSOR");
    })
    .await;
}

#[tokio::test]
async fn page_sizes_have_bounds() {
    client::on_each_engine(async |client, hub| {
        let refused = async |first: i32| client.refused(PAGE, json!({ "first": first })).await.0;
        assert_eq!(refused(501).await, "FIRST_TOO_LARGE");
        assert_eq!(refused(-1).await, "FIRST_NEGATIVE");
        assert_eq!(refused(i32::MAX).await, "FIRST_TOO_LARGE");
        let empty = client.ask_with(PAGE, json!({ "first": 0 })).await;
        assert_eq!(empty["payments"]["edges"], json!([]));
        assert_eq!(empty["payments"]["pageInfo"]["hasNextPage"], json!(true));
        assert_eq!(empty["payments"]["totalCount"], json!(hub.payments.len()));
        // Nothing said, and null, ask for fifty.
        for query in ["{ payments { edges { cursor } } }", "{ payments(first: null) { edges { cursor } } }"] {
            assert_eq!(client.ask(query).await["payments"]["edges"].as_array().unwrap().len(), 50);
        }
    })
    .await;
}

#[tokio::test]
async fn suppliers_are_those_with_payments() {
    client::on_each_engine(async |client, hub| {
        let paid: HashSet<i64> = hub.payments.iter().filter_map(|payment| payment.supplier_id).collect();
        let query = "query ($filter: SupplierFilter, $order: SupplierOrder) {
            suppliers(filter: $filter, orderBy: $order, first: 500) {
                totalCount edges { node { name kind names { totalCount nodes { name } } } } } }";
        let all = client.ask_with(query, json!({})).await;
        assert_eq!(all["suppliers"]["totalCount"], json!(paid.len()));
        let mut names: Vec<&str> =
            nodes(&all["suppliers"]).iter().map(|supplier| supplier["name"].as_str().unwrap()).collect();
        assert!(names.is_sorted());
        let backwards = client.ask_with(query, json!({ "order": "NAME_DESC" })).await;
        names.reverse();
        let reversed: Vec<&str> = nodes(&backwards["suppliers"])
            .iter()
            .map(|supplier| supplier["name"].as_str().unwrap())
            .collect();
        assert_eq!(reversed, names);

        let nobody = client.ask_with(query, json!({ "filter": { "name": "Nobody" } })).await;
        assert_eq!(nobody["suppliers"]["totalCount"], json!(0));
        // Found by a published name that is not the one shown.
        let limited = client.ask_with(query, json!({ "filter": { "name": "firm 10 limited" } })).await;
        let found = nodes(&limited["suppliers"]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0]["names"]["totalCount"], json!(2));
        assert_eq!(found[0]["names"]["nodes"][0]["name"], "FIRM 10 LIMITED");
        assert_eq!(found[0]["kind"], "UNKNOWN");

        let of_university: HashSet<i64> = hub
            .payments
            .iter()
            .filter(|payment| payment.institution_id == 3)
            .filter_map(|payment| payment.supplier_id)
            .collect();
        let filter = json!({ "filter": { "institutions": ["GB-UKPRN-99999001"], "kinds": ["UNKNOWN"] } });
        let some = client.ask_with(query, filter).await;
        assert_eq!(some["suppliers"]["totalCount"], json!(of_university.len()));
        let companies = client.ask_with(query, json!({ "filter": { "kinds": ["COMPANY"] } })).await;
        assert_eq!(companies["suppliers"]["totalCount"], json!(0));
    })
    .await;
}

#[tokio::test]
async fn institutions_feeds_and_runs_are_filtered() {
    client::on_each_engine(async |client, _| {
        let total = async |query: &str, field: &str| client.ask(query).await[field]["totalCount"].clone();
        for (query, number) in [
            ("{ institutions { totalCount } }", 4),
            ("{ institutions(filter: { kinds: [COUNCIL] }) { totalCount } }", 2),
            ("{ institutions(filter: { name: \"NORTHAM\" }) { totalCount } }", 2),
            ("{ institutions(filter: { homeAreas: [\"E08999002\"] }) { totalCount } }", 2),
            ("{ institutions(filter: { orgIds: [\"gb-lae-nor\", \"GB-LAE-XXX\"] }) { totalCount } }", 1),
        ] {
            assert_eq!(total(query, "institutions").await, json!(number), "{query}");
        }
        for (query, number) in [
            ("{ feeds { totalCount } }", 3),
            ("{ feeds(filter: { paused: true }) { totalCount } }", 1),
            ("{ feeds(filter: { institutions: [\"GB-NHS-ZZ1\"], kinds: [SPEND] }) { totalCount } }", 1),
        ] {
            assert_eq!(total(query, "feeds").await, json!(number), "{query}");
        }
        for (query, number) in [
            ("{ runs { totalCount } }", 3),
            ("{ runs(filter: { states: [FAILED] }) { totalCount } }", 1),
            ("{ runs(filter: { institutions: [\"GB-LAE-NOR\"], states: [FAILED] }) { totalCount } }", 0),
        ] {
            assert_eq!(total(query, "runs").await, json!(number), "{query}");
        }
        let feeds = client.ask("{ feeds { nodes { id code } } }").await;
        let feed = feeds["feeds"]["nodes"][1]["id"].clone();
        let runs = "query ($f: [ID!]) { runs(filter: { feeds: $f }) { nodes { feed { code } } } }";
        let runs = client.ask_with(runs, json!({ "f": [feed] })).await;
        assert_eq!(runs["runs"]["nodes"], json!([{ "feed": { "code": "GB-NHS-ZZ1.spend" } }]));
    })
    .await;
}
