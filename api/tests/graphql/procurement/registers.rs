//! Contracts of registers, clusters, and payments under contracts.

use serde_json::{Value, json};

use super::{
    on_each_engine,
    releases::{LINKED, REGISTERED, ocid},
};

#[tokio::test]
async fn a_contract_of_several_sources_counts_once() {
    on_each_engine(async |client, _| {
        let query = format!(
            "{{ contracts(filter: {{ title: \"{REGISTERED}\" }}) {{ totalCount nodes {{ origin counts
                process {{ ocid }} clusterReason {{ method confidence }}
                statements {{ origin counts row reference department value {{ amount {{ pence }} }} endBasis
                    document {{ name }} process {{ ocid }} clusterReason {{ method confidence }} }} }} }} }}"
        );
        let data = client.ask(&query).await;
        assert_eq!(data["contracts"]["totalCount"], 1);
        let contract = &data["contracts"]["nodes"][0];
        assert_eq!((&contract["origin"], &contract["counts"]), (&json!("CONTRACT"), &json!(true)));
        assert_eq!(
            (&contract["process"]["ocid"], &contract["clusterReason"]),
            (&json!(ocid(0)), &Value::Null)
        );
        let statements = contract["statements"].as_array().unwrap();
        assert_eq!(statements.len(), 2);
        let registered = statements.iter().find(|statement| statement["origin"] == "REGISTER").unwrap();
        assert_eq!((&registered["counts"], &registered["row"]), (&json!(false), &json!(2)));
        assert_eq!(registered["value"]["amount"]["pence"], 1_234_567);
        assert_eq!((&registered["endBasis"], &registered["process"]), (&json!("REGISTER_END"), &Value::Null));
        assert_eq!(registered["document"], json!({ "name": "spend-2023-01.csv" }));
        assert_eq!(registered["clusterReason"], json!({ "method": "REFERENCE", "confidence": 95 }));
    })
    .await;
}

#[tokio::test]
async fn payments_lead_to_their_contract_and_back() {
    on_each_engine(async |client, hub| {
        let query = "{ institution(orgId: \"GB-LAE-NOR\") { payments(first: 500) { nodes { id
            contract { id title } contractLink { method confidence contract { id } payment { id } } } } } }";
        let data = client.ask(query).await;
        let payments = data["institution"]["payments"]["nodes"].as_array().unwrap();
        let linked: Vec<&Value> =
            payments.iter().filter(|payment| payment["contract"] != Value::Null).collect();
        assert_eq!(linked.len(), LINKED);
        for payment in &linked {
            assert_eq!(payment["contractLink"]["contract"]["id"], payment["contract"]["id"]);
            assert_eq!(payment["contractLink"]["payment"]["id"], payment["id"]);
        }
        let mut back = Vec::new();
        let query = "{ contracts(first: 500) { nodes { payments { totalCount nodes { method confidence
            payment { id amount { pence } } } } } } }";
        let data = client.ask(query).await;
        for contract in data["contracts"]["nodes"].as_array().unwrap() {
            let links = contract["payments"]["nodes"].as_array().unwrap();
            assert_eq!(contract["payments"]["totalCount"], json!(links.len()));
            back.extend(links.iter().map(|link| link["payment"]["id"].as_str().unwrap().to_owned()));
        }
        let mut there: Vec<String> =
            linked.iter().map(|payment| payment["id"].as_str().unwrap().to_owned()).collect();
        back.sort();
        there.sort();
        assert_eq!(back, there);
        assert!(hub.payments.len() > LINKED);
    })
    .await;
}

#[tokio::test]
async fn the_share_of_linked_money_is_told() {
    on_each_engine(async |client, hub| {
        const SHARE: &str =
            "underContract { linkedPayments payments linkedNet { pence } net { pence } ofPayments
            ofNet byMethod { method payments net { pence } } }";
        let query =
            format!("{{ hub {{ coverage {{ {SHARE} }} }} institutions {{ nodes {{ orgId {SHARE} }} }} }}");
        let (data, statements) = client.counted(&query).await;
        // The data's coverage, links and payments of the hub, institutions, links and payments of those; and one
        // for each of the two snapshots.
        assert_eq!(statements, 8);
        let own: Vec<_> = hub.payments.iter().filter(|payment| payment.institution_id == 1).collect();
        let net = |payments: &[&anchorhub_entities::payment::Model]| -> i64 {
            payments.iter().map(|payment| payment.pence).sum()
        };
        let whole = &data["hub"]["coverage"]["underContract"];
        assert_eq!(whole["linkedPayments"], json!(LINKED));
        assert_eq!(whole["payments"], json!(hub.payments.len()));
        assert_eq!(whole["linkedNet"]["pence"], json!(net(&own[..LINKED])));
        assert_eq!(
            whole["net"]["pence"],
            json!(hub.payments.iter().map(|payment| payment.pence).sum::<i64>())
        );
        let share = whole["ofPayments"].as_f64().unwrap();
        assert!((share - LINKED as f64 / hub.payments.len() as f64).abs() < 1e-9);
        let methods: Vec<(&str, i64)> = whole["byMethod"]
            .as_array()
            .unwrap()
            .iter()
            .map(|sum| (sum["method"].as_str().unwrap(), sum["payments"].as_i64().unwrap()))
            .collect();
        assert_eq!(methods, [("REFERENCE", 20), ("SUPPLIER_PERIOD_VALUE", 60)]);

        for institution in data["institutions"]["nodes"].as_array().unwrap() {
            let told = &institution["underContract"];
            match institution["orgId"].as_str().unwrap() {
                "GB-LAE-NOR" => {
                    assert_eq!(told["linkedPayments"], json!(LINKED));
                    assert_eq!(told["payments"], json!(own.len()));
                    assert_eq!(told["net"]["pence"], json!(net(&own)));
                }
                "GB-LAE-EAS" => {
                    assert_eq!((&told["payments"], &told["ofPayments"]), (&json!(0), &Value::Null));
                }
                _ => assert_eq!((&told["linkedPayments"], &told["ofPayments"]), (&json!(0), &json!(0.0))),
            }
        }
    })
    .await;
}

#[tokio::test]
async fn the_hub_counts_processes_and_contracts() {
    on_each_engine(async |client, _| {
        let data = client.ask("{ hub { counts { releases contractingProcesses contracts } } }").await;
        assert_eq!(
            data["hub"]["counts"],
            json!({ "releases": 122, "contractingProcesses": 62, "contracts": 121 })
        );
    })
    .await;
}
