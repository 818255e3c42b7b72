//! Global ids lead back to what they were taken from.

use serde_json::{Value, json};

use crate::client;

#[tokio::test]
async fn every_id_leads_back() {
    client::on_each_engine(async |client, _| {
        let data = client
            .ask(
                "{ payments(first: 2, filter: { amount: { min: \"1\" } }) { nodes { id
                    supplier { id } document { id run { id } feed { id } }
                    institution { id homeArea { id parent { id } } } } } }",
            )
            .await;
        let payments = data["payments"]["nodes"].as_array().unwrap();
        let mut wanted: Vec<(Value, &str)> = Vec::new();
        for payment in payments {
            wanted.push((payment["id"].clone(), "Payment"));
            wanted.push((payment["document"]["id"].clone(), "Document"));
            wanted.push((payment["document"]["run"]["id"].clone(), "IngestRun"));
            wanted.push((payment["document"]["feed"]["id"].clone(), "Feed"));
            wanted.push((payment["institution"]["id"].clone(), "Institution"));
            wanted.push((payment["institution"]["homeArea"]["id"].clone(), "Area"));
            wanted.push((payment["institution"]["homeArea"]["parent"]["id"].clone(), "Area"));
            if payment["supplier"] != Value::Null {
                wanted.push((payment["supplier"]["id"].clone(), "Supplier"));
            }
        }
        let ids: Vec<&Value> = wanted.iter().map(|(id, _)| id).collect();
        let query = "query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }";
        let before = client.database.statements_read();
        let found = client.ask_with(query, json!({ "ids": ids })).await;
        // One for each type, though some ids stand there twice.
        assert_eq!(client.database.statements_read() - before, 7);
        let expected: Vec<Value> =
            wanted.iter().map(|(id, kind)| json!({ "__typename": kind, "id": id })).collect();
        assert_eq!(found["nodes"], json!(expected));

        let one =
            "query ($id: ID!) { node(id: $id) { id ... on Payment { date } } supplier(id: $id) { id } }";
        let answer = client.answer(one, json!({ "id": payments[0]["id"] })).await;
        assert_eq!(answer["data"]["node"]["id"], payments[0]["id"]);
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_ID");
    })
    .await;
}

#[tokio::test]
async fn wrong_ids_are_refused() {
    client::on_each_engine(async |client, _| {
        let one = "query ($id: ID!) { node(id: $id) { id } }";
        assert_eq!(client.refused(one, json!({ "id": "nonsense" })).await.0, "BAD_ID");
        let many = "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }";
        let ids: Vec<String> = (0..501).map(|number| number.to_string()).collect();
        assert_eq!(client.refused(many, json!({ "ids": ids })).await.0, "TOO_MANY_IDS");
        assert_eq!(client.refused("{ supplier { id } }", json!({})).await.0, "BAD_ARGUMENTS");
        let both = "{ supplier(id: \"x\", orgId: \"GB-COH-1\") { id } }";
        assert_eq!(client.refused(both, json!({})).await.0, "BAD_ARGUMENTS");
    })
    .await;
}
