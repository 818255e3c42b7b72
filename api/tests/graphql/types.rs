//! What the types tell of what the database holds.

use chrono::Utc;
use serde_json::{Value, json};

use crate::client;

#[tokio::test]
async fn a_payment_is_told_as_published() {
    client::on_each_engine(async |client, hub| {
        let query = "query ($d: [ID!]) { payments(first: 500, filter: { documents: $d }, orderBy: AMOUNT_DESC) {
            nodes { date amount { amount currency pence } vatBasis payee supplier { name }
                institution { orgId name kind homeArea { code name kind parent { code name parent { code } } } }
                department purpose category transactionNumber contractReference
                warnings { code hint } row document { name } } } }";
        let document = client.ask("{ feeds { nodes { documents(first: 1) { nodes { id } } } } }").await;
        let id = document["feeds"]["nodes"][1]["documents"]["nodes"][0]["id"].clone();
        let data = client.ask_with(query, json!({ "d": [id] })).await;
        let told = data["payments"]["nodes"].as_array().unwrap();
        let last = hub.documents.iter().rfind(|document| document.feed_id == 2).unwrap();
        let own = || hub.payments.iter().filter(|payment| payment.document_id == last.id);
        assert_eq!(told.len(), own().count());
        for payment in own() {
            let (_, supplier, name) = hub
                .names
                .iter()
                .find(|(name_id, _, _)| *name_id == payment.supplier_name_id)
                .unwrap();
            let found = told
                .iter()
                .find(|told| told["row"] == json!(payment.row_no))
                .unwrap_or_else(|| panic!("row {} is missing", payment.row_no));
            assert_eq!(found["date"], json!(payment.paid_on.to_string()));
            assert_eq!(found["amount"]["pence"], json!(payment.pence));
            assert_eq!(found["amount"]["currency"], "GBP");
            let pounds: f64 = found["amount"]["amount"].as_str().unwrap().parse().unwrap();
            assert!((pounds * 100.0 - payment.pence as f64).abs() < 0.5);
            assert_eq!(found["vatBasis"], "GROSS");
            assert_eq!(found["payee"], json!(name));
            assert_eq!(found["supplier"] == Value::Null, supplier.is_none());
            assert_eq!(found["department"], json!(payment.department));
            assert_eq!(found["purpose"], "Works");
            assert_eq!(found["category"], json!(payment.category));
            assert_eq!(found["transactionNumber"], json!(payment.transaction_no));
            assert_eq!(found["contractReference"], Value::Null);
            let codes: Vec<&str> = found["warnings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|warning| warning["code"].as_str().unwrap())
                .collect();
            assert_eq!(codes.contains(&"REDACTED"), supplier.is_none());
            assert_eq!(codes.contains(&"REVERSAL_PAIR"), payment.flags & 1 == 1);
            assert_eq!(found["document"]["name"], json!(last.name));
            assert_eq!(
                found["institution"],
                json!({
                    "orgId": "GB-NHS-ZZ1", "name": "Eastley Hospitals NHS Trust", "kind": "NHS_TRUST",
                    "homeArea": { "code": "E08999002", "name": "Eastley", "kind": "DISTRICT",
                        "parent": { "code": "E47999001", "name": "Midshire", "parent": null } }
                })
            );
        }
    })
    .await;
}

const DOCUMENT: &str = "query ($sha: String!) { document(sha256: $sha) {
    sha256 name bytes container status period { from to } receivedAt loadedAt
    supersededBy { name status } supersedes { nodes { status payments } }
    rows payments rejected blank net { amount pence } negatives firstDate lastDate vatBasis
    warnings { code count hint } recognition error { code message }
    feed { code title kind vatBasis threshold { pence } location schedule paused createdAt }
    institution { orgId } run { state startedAt finishedAt documents failed feed { code } }
    rejectedRows(filter: { codes: [HIDDEN_TOTAL] }) { totalCount nodes { row sheet code field hint raw } }
    none: rejectedRows(filter: { codes: [NO_AMOUNT] }) { totalCount }
    paymentList(filter: { amount: { max: \"-0.01\" } }, orderBy: AMOUNT_ASC) { totalCount }
} }";

#[tokio::test]
async fn a_document_is_told_with_its_receipt() {
    client::on_each_engine(async |client, hub| {
        let expected = &hub.documents[0];
        let data = client.ask_with(DOCUMENT, json!({ "sha": expected.sha256.to_uppercase() })).await;
        let document = &data["document"];
        assert_eq!(document["sha256"], json!(expected.sha256));
        assert_eq!(document["bytes"], json!(4_096));
        assert_eq!(document["status"], "LOADED");
        assert_eq!(document["period"], json!({ "from": "2023-01-01", "to": "2023-02-01" }));
        assert_eq!(document["receivedAt"], "2024-02-01T10:00:00Z");
        assert_eq!(document["net"]["pence"], json!(expected.net_pence));
        assert_eq!(document["payments"], json!(24));
        assert_eq!(document["rows"], json!(25));
        let warnings = document["warnings"].as_array().unwrap();
        let reversals = warnings.iter().find(|warning| warning["code"] == "REVERSAL_PAIR").unwrap();
        assert_eq!(reversals["count"], json!(2));
        assert!(warnings.iter().all(|warning| warning["hint"] != ""));
        assert_eq!(document["recognition"]["tables"][0]["header_row"], json!(1));
        assert_eq!(document["error"], Value::Null);
        assert_eq!(document["feed"]["code"], "GB-LAE-NOR.spend");
        assert_eq!(document["feed"]["threshold"]["pence"], json!(50_000));
        assert_eq!(document["run"]["state"], "SUCCEEDED");
        assert_eq!(document["rejectedRows"]["totalCount"], json!(1));
        assert_eq!(document["rejectedRows"]["nodes"][0]["code"], "HIDDEN_TOTAL");
        assert_eq!(document["rejectedRows"]["nodes"][0]["raw"], "Total,,1234.56");
        assert_eq!(document["none"]["totalCount"], json!(0));
        assert_eq!(document["paymentList"]["totalCount"], json!(expected.negatives));
        assert_eq!(document["supersededBy"], Value::Null);
        assert_eq!(document["supersedes"]["nodes"], json!([{ "status": "REPLACED", "payments": 7 }]));
    })
    .await;
}

#[tokio::test]
async fn replaced_and_failed_documents_keep_their_history() {
    client::on_each_engine(async |client, hub| {
        let query =
            "{ feeds(first: 1) { nodes { documents(filter: { statuses: [REPLACED, FAILED] }) { nodes {
            status period { from } loadedAt supersededBy { sha256 } error { code message }
            paymentList { totalCount } } } } } }";
        let data = client.ask(query).await;
        let documents = data["feeds"]["nodes"][0]["documents"]["nodes"].as_array().unwrap();
        assert_eq!(documents[0]["status"], "FAILED");
        assert_eq!(documents[0]["period"], Value::Null);
        assert_eq!(documents[0]["error"]["code"], "EMPTY_FILE");
        assert_eq!(documents[1]["status"], "REPLACED");
        assert_eq!(documents[1]["supersededBy"]["sha256"], json!(hub.documents[0].sha256));
        assert_eq!(documents[1]["paymentList"]["totalCount"], json!(0));
    })
    .await;
}

#[tokio::test]
async fn the_hub_counts_what_counts() {
    client::on_each_engine(async |client, hub| {
        let query = "{ hub {
            counts { institutions feeds documents payments suppliers rejectedRows }
            coverage { firstDate lastDate withSupplier { ofPayments ofNet } }
            freshness { institution { orgId } lastDocumentAt lastPaymentDate daysSinceLastPayment }
            one: freshness(first: 1) { institution { name } }
        } }";
        let data = client.ask(query).await;
        let (loaded, paid) = (hub.documents.len() - 2, hub.payments.len());
        let suppliers: std::collections::HashSet<i64> =
            hub.payments.iter().filter_map(|payment| payment.supplier_id).collect();
        assert_eq!(
            data["hub"]["counts"],
            json!({ "institutions": 4, "feeds": 3, "documents": loaded, "payments": paid,
                "suppliers": suppliers.len(), "rejectedRows": loaded })
        );
        let dates = || hub.payments.iter().map(|payment| payment.paid_on);
        let coverage = &data["hub"]["coverage"];
        assert_eq!(coverage["firstDate"], json!(dates().min().unwrap().to_string()));
        assert_eq!(coverage["lastDate"], json!(dates().max().unwrap().to_string()));
        let known = || hub.payments.iter().filter(|payment| payment.supplier_id.is_some());
        let share =
            |part: f64, whole: f64, told: &Value| (told.as_f64().unwrap() - part / whole).abs() < 1e-9;
        assert!(share(known().count() as f64, paid as f64, &coverage["withSupplier"]["ofPayments"]));
        let net = |sum: i64| sum as f64;
        let known_net: i64 = known().map(|payment| payment.pence).sum();
        let all_net: i64 = hub.payments.iter().map(|payment| payment.pence).sum();
        assert!(share(net(known_net), net(all_net), &coverage["withSupplier"]["ofNet"]));

        let freshness = data["hub"]["freshness"].as_array().unwrap();
        assert_eq!(freshness.len(), 3);
        let last = hub.payments.iter().filter(|p| p.institution_id == 2).map(|p| p.paid_on).max().unwrap();
        assert_eq!(freshness[0]["institution"]["orgId"], "GB-NHS-ZZ1");
        assert_eq!(freshness[0]["lastDocumentAt"], "2024-02-01T10:00:00Z");
        assert_eq!(freshness[0]["lastPaymentDate"], json!(last.to_string()));
        let days = (Utc::now().date_naive() - last).num_days();
        assert_eq!(freshness[0]["daysSinceLastPayment"], json!(days));
        assert_eq!(data["hub"]["one"], json!([{ "institution": { "name": "Eastley Hospitals NHS Trust" } }]));
    })
    .await;
}

#[tokio::test]
async fn an_empty_hub_has_answers_too() {
    crate::databases::on_each_engine(async |database| {
        let client = client::Client::new(&database);
        let query = "{ hub { dataVersion counts { payments suppliers }
            coverage { firstDate withSupplier { ofPayments ofNet } } freshness { lastPaymentDate } }
            payments { totalCount edges { cursor } }
            spendAnalysis(groupBy: [MONTH]) { rows { payments } total { net { amount } } truncated completeness {
                monthsAsked } } }";
        let data = client.ask(query).await;
        assert_eq!(data["hub"]["counts"], json!({ "payments": 0, "suppliers": 0 }));
        assert_eq!(data["hub"]["coverage"]["withSupplier"], json!({ "ofPayments": null, "ofNet": null }));
        assert_eq!(data["payments"], json!({ "totalCount": 0, "edges": [] }));
        assert_eq!(data["spendAnalysis"]["total"]["net"]["amount"], "0.00");
        assert_eq!(data["spendAnalysis"]["rows"], json!([]));
    })
    .await;
}
