//! An export holds the very rows of the list with the same filter and order, page after page.

use anchorhub_entities::payment;
use serde_json::{Value, json};

use crate::{databases::on_each_engine, fill, hub, server::Server};

/// All pages of a list, as rows of some fields.
async fn pages(
    server: &Server,
    field: &str,
    types: (&str, &str),
    arguments: &Value,
    fields: &str,
) -> Vec<Value> {
    let (filter, order) = types;
    let orders = if order.is_empty() { "" } else { "orderBy: $order" };
    let declared = if order.is_empty() { String::new() } else { format!(", $order: {order}") };
    let query = format!(
        "query ($filter: {filter}{declared}, $after: String) {{ {field}(filter: $filter {orders} first: 37 after: $after) {{ \
         nodes {{ {fields} }} pageInfo {{ hasNextPage endCursor }} }} }}"
    );
    let (mut rows, mut after) = (Vec::new(), Value::Null);
    loop {
        let mut variables = arguments.clone();
        variables["after"] = after;
        let page = server.ask(&query, &variables).await[field].take();
        rows.extend(page["nodes"].as_array().unwrap().iter().cloned());
        if page["pageInfo"]["hasNextPage"] == json!(false) {
            return rows;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test]
async fn payments_are_those_of_the_list_to_the_penny() {
    on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        let server = Server::new(&database);
        let org_id = &hub.institutions[0].org_id;
        let filters = [
            json!({}),
            json!({ "institutions": [org_id] }),
            json!({ "amount": { "max": "0" } }),
            json!({ "period": { "from": "2023-06-01", "to": "2023-09-01" }, "vatBasis": ["NET", "UNKNOWN"] }),
            json!({ "supplierName": "no such name" }),
        ];
        let fields = "id date amount { amount pence currency } vatBasis payee supplier { id name } \
                      institution { orgId } department purpose category transactionNumber row \
                      document { sha256 }";
        let mut found = 0;
        for (filter, order) in
            filters.iter().zip(["DATE_DESC", "DATE_ASC", "AMOUNT_DESC", "AMOUNT_ASC", "DATE_ASC"])
        {
            let arguments = json!({ "filter": filter, "order": order });
            let listed =
                pages(&server, "payments", ("PaymentFilter", "PaymentOrder"), &arguments, fields).await;
            let given = filter.to_string();
            let rows = server.lines("payments", &[("filter", &given), ("orderBy", order)]).await;
            assert_eq!(rows.len(), listed.len(), "{filter}");
            for (row, node) in rows.iter().zip(&listed) {
                let supplier = |part: &str| node["supplier"].get(part).cloned().unwrap_or(Value::Null);
                for (column, value) in [
                    ("id", node["id"].clone()),
                    ("date", node["date"].clone()),
                    ("amount", node["amount"]["amount"].clone()),
                    ("currency", node["amount"]["currency"].clone()),
                    ("vatBasis", node["vatBasis"].clone()),
                    ("payee", node["payee"].clone()),
                    ("supplier", supplier("id")),
                    ("supplierName", supplier("name")),
                    ("institution", node["institution"]["orgId"].clone()),
                    ("department", node["department"].clone()),
                    ("purpose", node["purpose"].clone()),
                    ("category", node["category"].clone()),
                    ("transactionNumber", node["transactionNumber"].clone()),
                    ("row", node["row"].clone()),
                    ("document", node["document"]["sha256"].clone()),
                ] {
                    assert_eq!(row[column], value, "{column} of {row}");
                }
                assert_eq!(
                    row["amountPence"].to_string(),
                    node["amount"]["pence"].to_string().replace('"', "")
                );
            }
            found += rows.len();
        }
        assert!(found > 300, "{found}");
        // And by themselves: every payment of the database, once.
        let rows = server.lines("payments", &[]).await;
        let pence: i64 = rows.iter().map(|row| row["amountPence"].as_i64().unwrap()).sum();
        assert_eq!(pence, hub.payments.iter().map(|payment: &payment::Model| payment.pence).sum::<i64>());
        assert_eq!(rows.len(), hub.payments.len());
    })
    .await;
}

#[tokio::test]
async fn other_lists_are_those_of_the_schema() {
    on_each_engine(async |database| {
        fill(&database).await;
        let server = Server::new(&database);
        let cases = [
            ("suppliers", ("SupplierFilter", "SupplierOrder"), "NAME_DESC", "id name kind"),
            ("institutions", ("InstitutionFilter", ""), "", "id orgId name kind"),
            ("notices", ("NoticeFilter", "NoticeOrder"), "PUBLISHED_ASC", "id identifier"),
            ("contracts", ("ContractFilter", "ContractOrder"), "VALUE_DESC", "id reference"),
            ("opportunities", ("OpportunityFilter", "OpportunityOrder"), "DUE_ASC", "stage title"),
        ];
        for (kind, types, order, fields) in cases {
            let mut arguments = json!({ "filter": {} });
            let mut parameters = vec![("filter", "{}")];
            if !order.is_empty() {
                arguments["order"] = json!(order);
                parameters.push(("orderBy", order));
            }
            let listed = pages(&server, kind, types, &arguments, fields).await;
            let rows = server.lines(kind, &parameters).await;
            assert!(rows.len() == listed.len() && !rows.is_empty(), "{kind}: {} rows", rows.len());
            for (row, node) in rows.iter().zip(&listed) {
                for field in fields.split(' ') {
                    assert_eq!(row[field], node[field], "{field} of {kind}");
                }
            }
        }
        assert!(server.lines("suppliers", &[]).await.len() > 10);
    })
    .await;
}

#[tokio::test]
async fn an_analysis_is_written_with_all_groups() {
    on_each_engine(async |database| {
        let hub = hub::fill(&database).await;
        let server = Server::new(&database);
        let rows =
            server.lines("spend-analysis", &[("groupBy", "SUPPLIER,MONTH"), ("orderBy", "KEY_ASC")]).await;
        let number = |row: &Value, column: &str| row[column].as_i64().unwrap();
        let (pence, payments) = rows.iter().fold((0, 0), |(pence, payments), row| {
            (pence + number(row, "netPence"), payments + number(row, "payments"))
        });
        assert_eq!(pence, hub.payments.iter().map(|payment| payment.pence).sum::<i64>());
        assert_eq!(usize::try_from(payments).unwrap(), hub.payments.len());
        assert!(rows.iter().all(|row| row["month"].is_string() && row["net"].is_string()), "{}", rows[0]);
        let groups: std::collections::HashSet<(Option<i64>, String)> = hub
            .payments
            .iter()
            .map(|payment| (payment.supplier_id, payment.paid_on.format("%Y-%m").to_string()))
            .collect();
        assert_eq!(rows.len(), groups.len());
    })
    .await;
}
