//! A process with everything in it, as it stands now and as it stood.

use serde_json::{Value, json};

use super::{on_each_engine, releases::ocid};
use crate::client::Client;

const WHOLE: &str = "query ($ocid: String!, $asOf: DateTime) { contractingProcess(ocid: $ocid, asOf: $asOf) {
    ocid source title stage status procurementMethod mainCategory cpv isFramework isTest
    categories { scheme code isMain } places { scheme code }
    value { amount { amount currency } basis } suitableForSme suitableForVcse suitabilityBasis
    firstPublishedAt lastPublishedAt
    buyers { name identifiers { scheme id } institution { orgId } institutionBasis }
    criteria { lotKey kind name weight weightBasis }
    lots { totalCount nodes { key title suitableForSme startsOn endsOn value { amount { amount } }
        criteria { kind weight } awards { key } } }
    awards { nodes { key awardedOn value { amount { amount } basis } lots { key }
        suppliers { totalCount nodes { name supplier { name } identifiers { scheme id } isSme isVcse postcode } }
        contracts { reference } } }
    contracts { nodes { reference title origin startsOn endsOn endBasis signedOn value { amount { pence } basis }
        award { key } lots { key } suppliers { nodes { name } }
        contract { title origin counts suppliers { name isSme } award { key } process { ocid } } } }
    notices { totalCount nodes { kind identifier stage tags publishedAt url release { releaseId } } }
    releases { totalCount nodes { releaseId publishedAt } }
} }";

async fn process(client: &Client, number: usize, as_of: Value) -> Value {
    let data = client.ask_with(WHOLE, json!({ "ocid": ocid(number), "asOf": as_of })).await;
    data["contractingProcess"].clone()
}

#[tokio::test]
async fn a_process_is_told_with_its_parts() {
    on_each_engine(async |client, _| {
        let told = process(client, 6, Value::Null).await;
        assert_eq!(told["title"], "Works 006");
        assert_eq!((&told["source"], &told["stage"]), (&json!("FIND_A_TENDER"), &json!("CONTRACT")));
        assert_eq!((&told["status"], &told["cpv"]), (&json!("complete"), &json!("90511000")));
        assert_eq!(
            told["value"],
            json!({ "amount": { "amount": "100000.00", "currency": "GBP" }, "basis": "ESTIMATE" })
        );
        assert_eq!((&told["suitableForSme"], &told["suitabilityBasis"]), (&json!(true), &json!("LOT")));
        assert_eq!(told["firstPublishedAt"], "2023-02-01T10:00:00Z");
        assert_eq!(told["lastPublishedAt"], "2023-05-11T10:00:00Z");
        assert_eq!(told["buyers"][0]["institution"], json!({ "orgId": "GB-LAE-NOR" }));
        assert_eq!(told["buyers"][0]["institutionBasis"], "IDENTIFIER");
        assert_eq!(told["buyers"][1]["name"], "Farley Parish");
        assert_eq!(told["buyers"][1]["institution"], Value::Null);
        assert_eq!(told["buyers"][1]["institutionBasis"], "NONE");
        assert!(told["categories"].to_string().contains("90511000"), "{told}");
        assert!(told["places"].to_string().contains("UKG39"), "{told}");

        assert_eq!(told["lots"]["totalCount"], 2);
        let lot = &told["lots"]["nodes"][0];
        assert_eq!((&lot["key"], &lot["suitableForSme"]), (&json!("A"), &json!(true)));
        assert_eq!((&lot["startsOn"], &lot["endsOn"]), (&json!("2024-01-01"), &json!("2026-12-31")));
        assert_eq!(lot["awards"], json!([{ "key": "1" }]));
        assert_eq!(lot["criteria"][0]["kind"], "price");

        let award = &told["awards"]["nodes"][1];
        assert_eq!((&award["key"], &award["awardedOn"]), (&json!("2"), &json!("2023-05-01")));
        assert_eq!(award["lots"], json!([{ "key": "B" }]));
        assert_eq!(award["suppliers"]["totalCount"], 1);
        let supplier = &award["suppliers"]["nodes"][0];
        assert_eq!(
            (&supplier["name"], &supplier["supplier"]["name"]),
            (&json!("Firm 07 Ltd"), &json!("Firm 07 Ltd"))
        );
        assert_eq!(supplier["identifiers"], json!([{ "scheme": "GB-COH", "id": "00000007" }]));
        assert_eq!((&supplier["isSme"], &supplier["isVcse"]), (&json!(true), &json!(false)));
        assert_eq!(award["contracts"], json!([{ "reference": "c2" }]));

        let contract = &told["contracts"]["nodes"][0];
        assert_eq!((&contract["reference"], &contract["origin"]), (&json!("c1"), &json!("CONTRACT")));
        assert_eq!(
            (&contract["startsOn"], &contract["endBasis"]),
            (&json!("2023-06-01"), &json!("CONTRACT_PERIOD"))
        );
        assert_eq!(contract["value"]["amount"]["pence"], 4_000_600);
        assert_eq!(contract["award"], json!({ "key": "1" }));
        assert_eq!(contract["lots"], json!([{ "key": "A" }]));
        assert_eq!(
            contract["contract"],
            json!({ "title": "Contract c1 of 6", "origin": "CONTRACT", "counts": true,
            "suppliers": [{ "name": "Firm 06 Ltd", "isSme": true }], "award": { "key": "1" },
            "process": { "ocid": ocid(6) } })
        );

        assert_eq!(told["notices"]["totalCount"], 2);
        let notice = &told["notices"]["nodes"][0];
        assert_eq!((&notice["kind"], &notice["stage"]), (&json!("UK4"), &json!("TENDER")));
        assert_eq!((&notice["tags"], &notice["identifier"]), (&json!(["tender"]), &json!("000006-2023")));
        assert_eq!(told["releases"]["totalCount"], 2);
        assert_eq!(
            client.ask("{ contractingProcess(ocid: \"ocds-none-1\") { ocid } }").await["contractingProcess"],
            Value::Null
        );
    })
    .await;
}

#[tokio::test]
async fn a_process_is_told_as_it_stood() {
    on_each_engine(async |client, _| {
        assert_eq!(process(client, 6, json!("2023-02-01T09:59:59Z")).await, Value::Null, "before it began");
        let tendered = process(client, 6, json!("2023-05-11T09:59:59Z")).await;
        assert_eq!((&tendered["stage"], &tendered["status"]), (&json!("TENDER"), &json!("active")));
        assert_eq!(tendered["lots"]["totalCount"], 2);
        assert_eq!(tendered["awards"]["nodes"], json!([]));
        assert_eq!(tendered["contracts"]["nodes"], json!([]));
        assert_eq!(tendered["buyers"][0]["institution"], json!({ "orgId": "GB-LAE-NOR" }));
        assert_eq!(
            (&tendered["notices"]["totalCount"], &tendered["releases"]["totalCount"]),
            (&json!(1), &json!(1))
        );
        // From its last release on, it is what it is now.
        let last = process(client, 6, json!("2023-05-11T10:00:00Z")).await;
        assert_eq!(last, process(client, 6, Value::Null).await);
    })
    .await;
}

#[tokio::test]
async fn ids_of_processes_and_their_parts_lead_back() {
    on_each_engine(async |client, _| {
        let data = client
            .ask(
                "{ contracts(first: 4, filter: { origins: [CONTRACT] }) { nodes { id award { id } process { id
                    lots { nodes { id } } awards { nodes { id } } notices { nodes { id } } } } } }",
            )
            .await;
        let mut wanted: Vec<(Value, &str)> = Vec::new();
        for contract in data["contracts"]["nodes"].as_array().unwrap() {
            let process = &contract["process"];
            wanted.push((contract["id"].clone(), "Contract"));
            wanted.push((contract["award"]["id"].clone(), "Award"));
            wanted.push((process["id"].clone(), "ContractingProcess"));
            for (list, kind) in [("lots", "Lot"), ("awards", "Award"), ("notices", "Notice")] {
                let ids = process[list]["nodes"].as_array().unwrap().iter();
                wanted.extend(ids.map(|node| (node["id"].clone(), kind)));
            }
        }
        let ids: Vec<&Value> = wanted.iter().map(|(id, _)| id).collect();
        assert_eq!(ids.len(), 4 * 9);
        let before = client.database.statements_read();
        let query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
        let found = client.ask_with(query, json!({ "ids": ids })).await;
        assert_eq!(client.database.statements_read() - before, 3, "contracts, notices, processes");
        let expected: Vec<Value> =
            wanted.iter().map(|(id, kind)| json!({ "__typename": kind, "id": id })).collect();
        assert_eq!(found["nodes"], json!(expected));

        let gone = "{ nodes(ids: [\"TG90OjEuWg\", \"QXdhcmQ6MS56\", \"Q29udHJhY3Q6OTk5OTk5OQ\"]) { id } }";
        assert_eq!(client.ask(gone).await["nodes"], json!([null, null, null]));
    })
    .await;
}

#[tokio::test]
async fn pages_of_parts_follow_each_other() {
    on_each_engine(async |client, _| {
        let query = "query ($ocid: String!, $after: String) { contractingProcess(ocid: $ocid) {
            lots(first: 1, after: $after) { nodes { key } pageInfo { hasNextPage endCursor } }
            releases(first: 1) { nodes { text } } } }";
        let first = client.ask_with(query, json!({ "ocid": ocid(1) })).await["contractingProcess"].take();
        assert_eq!(first["lots"]["nodes"], json!([{ "key": "A" }]));
        assert_eq!(first["lots"]["pageInfo"]["hasNextPage"], true);
        let text: Value =
            serde_json::from_str(first["releases"]["nodes"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(text["ocid"], ocid(1));
        let after = first["lots"]["pageInfo"]["endCursor"].clone();
        let second = client.ask_with(query, json!({ "ocid": ocid(1), "after": after })).await;
        assert_eq!(second["contractingProcess"]["lots"]["nodes"], json!([{ "key": "B" }]));
        assert_eq!(second["contractingProcess"]["lots"]["pageInfo"]["hasNextPage"], false);
        let refused = client.refused(query, json!({ "ocid": ocid(1), "after": "x" })).await;
        assert_eq!(refused.0, "BAD_CURSOR");
    })
    .await;
}

#[tokio::test]
async fn what_is_not_mapped_is_told() {
    on_each_engine(async |client, _| {
        let paths =
            client.ask("{ hub { unmappedPaths(first: 500) { path releases values example ocid } } }").await;
        let paths = paths["hub"]["unmappedPaths"].as_array().unwrap().clone();
        let fees = paths.iter().find(|path| path["path"] == "tender.participationFees.id");
        assert!(fees.is_some_and(|path| path["releases"].as_i64().unwrap() > 50), "{paths:?}");
    })
    .await;
}
