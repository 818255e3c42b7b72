//! The same filter for suppliers, payments, contracts and notices.

use anchorhub_entities::{payment, supplier, supplier_profile};
use async_graphql::ID;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use super::on_each_engine;
use crate::{
    client::{self, Client},
    known::Known,
    procurement::releases,
};

/// Filters, and whether they allow a supplier with a profile, or without.
type Allows = fn(Option<&supplier_profile::Model>) -> bool;

fn cases() -> Vec<(Value, Allows)> {
    fn is(code: Option<&String>, wanted: &str) -> bool {
        code.is_some_and(|code| code == wanted)
    }
    vec![
        (json!({}), |_| true),
        (json!({ "sme": "YES" }), |p| p.is_some_and(|p| p.sme == Some(true))),
        (json!({ "sme": ["NO"] }), |p| p.is_some_and(|p| p.sme == Some(false))),
        (json!({ "sme": "UNKNOWN" }), |p| p.is_none_or(|p| p.sme.is_none())),
        (json!({ "sme": ["NO", "UNKNOWN"] }), |p| p.is_none_or(|p| p.sme != Some(true))),
        (json!({ "sme": [] }), |_| false),
        (json!({ "vcse": ["YES"] }), |p| p.is_some_and(|p| p.vcse == Some(true))),
        (json!({ "sectors": ["f", "Q"] }), |p| {
            p.is_some_and(|p| is(p.sector.as_ref(), "F") || is(p.sector.as_ref(), "Q"))
        }),
        (json!({ "districts": ["E08999001"] }), |p| p.is_some_and(|p| is(p.district.as_ref(), "E08999001"))),
        (json!({ "authorities": ["E47999001"], "sme": "YES" }), |p| {
            p.is_some_and(|p| is(p.authority.as_ref(), "E47999001") && p.sme == Some(true))
        }),
        (json!({ "regions": ["E12999001"] }), |p| p.is_some_and(|p| is(p.region.as_ref(), "E12999001"))),
        (json!({ "deciles": [1, 2, 3] }), |p| {
            p.is_some_and(|p| p.decile.is_some_and(|decile| (1..=3).contains(&decile)))
        }),
        (json!({ "unknown": ["DISTRICT"] }), |p| p.is_none_or(|p| p.district.is_none())),
        (json!({ "unknown": ["SIZE", "SECTOR"] }), |p| {
            p.is_none_or(|p| p.sme.is_none() && p.sector.is_none())
        }),
        (json!({ "unknown": ["SECTOR"], "sectors": ["F"] }), |_| false),
    ]
}

async fn ids(client: &Client, query: &str, list: &str, filter: Value) -> Vec<Value> {
    let data = client.ask_with(query, json!({ "filter": filter })).await;
    data[list]["nodes"].as_array().unwrap().iter().map(|node| node["id"].clone()).collect()
}

#[tokio::test]
async fn payments_and_suppliers_by_what_is_known() {
    on_each_engine(async |client, hub, known| {
        let payments =
            "query ($filter: PaymentFilter) { payments(filter: $filter, first: 0) { totalCount } }";
        let suppliers =
            "query ($filter: SupplierFilter) { suppliers(filter: $filter, first: 0) { totalCount } }";
        let paid: std::collections::BTreeSet<i64> =
            hub.payments.iter().filter_map(|payment| payment.supplier_id).collect();
        for (traits, allows) in cases() {
            let expected =
                hub.payments.iter().filter(|payment| allows(known.profile(payment.supplier_id))).count();
            let data = client.ask_with(payments, json!({ "filter": { "supplier": traits } })).await;
            assert_eq!(data["payments"]["totalCount"], json!(expected), "{traits}");
            let expected = paid.iter().filter(|id| allows(known.profile(Some(**id)))).count();
            let data = client.ask_with(suppliers, json!({ "filter": { "traits": traits } })).await;
            assert_eq!(data["suppliers"]["totalCount"], json!(expected), "{traits}");
        }
        // Together with other parts, both must hold.
        let some: Vec<i64> = paid.iter().copied().take(10).collect();
        let some_ids: Vec<ID> = some.iter().map(|id| node_id(*id)).collect();
        let filter = json!({ "supplier": { "sectors": ["F"] }, "suppliers": some_ids });
        let expected = hub.payments.iter().filter(|payment| {
            let sector = known.profile(payment.supplier_id).and_then(|profile| profile.sector.as_deref());
            payment.supplier_id.is_some_and(|id| some.contains(&id)) && sector == Some("F")
        });
        let data = client.ask_with(payments, json!({ "filter": filter })).await;
        assert_eq!(data["payments"]["totalCount"], json!(expected.count()));
        let of_kind = hub.payments.iter().filter(|payment| {
            known.kind(payment.supplier_id).is_some_and(|kind| kind == supplier::SupplierKind::Charity)
        });
        let data =
            client.ask_with(payments, json!({ "filter": { "supplier": { "kinds": ["CHARITY"] } } })).await;
        assert_eq!(data["payments"]["totalCount"], json!(of_kind.count()));
    })
    .await;
}

fn node_id(supplier_id: i64) -> ID {
    use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
    ID(URL_SAFE_NO_PAD.encode(format!("Supplier:{supplier_id}")))
}

#[tokio::test]
async fn contracts_and_notices_by_what_is_known_of_who_holds_them() {
    client::on_each_engine(async |client, hub| {
        releases::fill(&client.database, hub).await;
        let known = crate::known::fill(&client.database, hub).await;
        let contracts = client
            .ask("{ contracts(first: 500) { nodes { id statements { suppliers { supplier { id } } } } } }")
            .await;
        let contracts = contracts["contracts"]["nodes"].as_array().unwrap();
        let profile = |known: &'_ Known, id: &Value| {
            let found = known.profiles.iter().find(|profile| *id == json!(node_id(profile.supplier_id)));
            found.cloned()
        };
        let filtered =
            "query ($filter: ContractFilter) { contracts(filter: $filter, first: 500) { nodes { id } } }";
        for (traits, allows) in cases() {
            let expected: Vec<&Value> = contracts
                .iter()
                .filter(|contract| {
                    let mut holders = contract["statements"]
                        .as_array()
                        .unwrap()
                        .iter()
                        .flat_map(|statement| statement["suppliers"].as_array().unwrap());
                    holders.any(|holder| allows(profile(&known, &holder["supplier"]["id"]).as_ref()))
                })
                .map(|contract| &contract["id"])
                .collect();
            let found = ids(client, filtered, "contracts", json!({ "supplier": traits })).await;
            let mut found: Vec<&Value> = found.iter().collect();
            let mut expected = expected;
            let text = |id: &&Value| id.to_string();
            found.sort_by_key(text);
            expected.sort_by_key(text);
            assert_eq!(found, expected, "{traits}");
        }

        let notices = client
            .ask(
                "{ notices(first: 500) { nodes { id process { awards { nodes { suppliers { nodes {
                supplier { id } } } } } } } } }",
            )
            .await;
        let filtered =
            "query ($filter: NoticeFilter) { notices(filter: $filter, first: 500) { nodes { id } } }";
        for (traits, allows) in cases().into_iter().take(9) {
            let expected: Vec<Value> = notices["notices"]["nodes"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|notice| {
                    let awards = notice["process"]["awards"]["nodes"].as_array().unwrap().iter();
                    let mut suppliers =
                        awards.flat_map(|award| award["suppliers"]["nodes"].as_array().unwrap().iter());
                    suppliers.any(|supplier| allows(profile(&known, &supplier["supplier"]["id"]).as_ref()))
                })
                .map(|notice| notice["id"].clone())
                .collect();
            let found = ids(client, filtered, "notices", json!({ "supplier": traits })).await;
            assert_eq!(found, expected, "{traits}");
        }
    })
    .await;
}

#[tokio::test]
async fn ids_of_before_a_merger_stand_for_the_supplier() {
    on_each_engine(async |client, hub, _| {
        let (atom, into) = {
            let mut ids = hub.payments.iter().filter_map(|payment| payment.supplier_id);
            let first = ids.next().unwrap();
            (first, ids.find(|id| *id != first).unwrap())
        };
        supplier::Entity::update_many()
            .col_expr(supplier::Column::MergedInto, Expr::value(into))
            .filter(supplier::Column::Id.eq(atom))
            .exec(client.database.write())
            .await
            .unwrap();
        payment::Entity::update_many()
            .col_expr(payment::Column::SupplierId, Expr::value(into))
            .filter(payment::Column::SupplierId.eq(atom))
            .exec(client.database.write())
            .await
            .unwrap();
        let expected =
            hub.payments.iter().filter(|payment| [Some(atom), Some(into)].contains(&payment.supplier_id));
        let expected = json!(expected.count());
        let query = "query ($filter: PaymentFilter) { payments(filter: $filter, first: 0) { totalCount } }";
        for suppliers in [vec![atom], vec![into], vec![into, atom]] {
            let ids: Vec<ID> = suppliers.iter().map(|id| node_id(*id)).collect();
            let data = client.ask_with(query, json!({ "filter": { "suppliers": ids } })).await;
            assert_eq!(data["payments"]["totalCount"], expected, "{suppliers:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_no_code_is_refused() {
    on_each_engine(async |client, _, _| {
        let query = "query ($filter: PaymentFilter) { payments(filter: $filter, first: 1) { nodes { id } } }";
        for filter in [
            json!({ "supplier": { "sectors": ["Construction"] } }),
            json!({ "supplier": { "districts": ["Northam"] } }),
            json!({ "supplier": { "regions": ["E12"] } }),
            json!({ "supplier": { "authorities": [""] } }),
            json!({ "supplier": { "deciles": [0] } }),
            json!({ "categoryDivisions": ["330"] }),
        ] {
            assert_eq!(client.refused(query, json!({ "filter": filter })).await.0, "BAD_TRAIT", "{filter}");
        }
        let long = vec!["E08999001"; 501];
        let filter = json!({ "filter": { "supplier": { "districts": long } } });
        assert_eq!(client.refused(query, filter).await.0, "FILTER_TOO_LONG");
    })
    .await;
}
