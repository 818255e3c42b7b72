//! Names, identifiers and places in, candidates out.

use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use serde_json::{Value, json};

use super::{id_of, on_each_engine, shape};

#[tokio::test]
async fn a_name_in_another_spelling_is_matched() {
    on_each_engine(async |hub, suppliers| {
        for name in ["ACME SCAFFOLDING LIMITED", "acme scaffolding", "The Acme Scaffolding Ltd."] {
            let candidates = hub.candidates(&json!({ "query": name })).await;
            assert_eq!(candidates.len(), 1, "{name}: {candidates:?}");
            assert_eq!(
                (candidates[0].0.as_str(), candidates[0].2),
                (id_of(suppliers.acme).as_str(), true),
                "{name}"
            );
            assert!(candidates[0].1 >= 90.0);
        }
        // A word typed wrongly: found by a block, with a lower score.
        let candidates = hub.candidates(&json!({ "query": "Acme Scafolding Ltd" })).await;
        assert_eq!(
            candidates.first().map(|first| first.0.clone()),
            Some(id_of(suppliers.acme)),
            "{candidates:?}"
        );
        assert!(hub.candidates(&json!({ "query": "Zebra Quarries" })).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn an_old_name_or_id_leads_to_the_supplier_of_now() {
    on_each_engine(async |hub, suppliers| {
        let answer = hub.reconcile(&json!({ "q0": { "query": "Northam Towers and Hoists" } })).await;
        let candidate = &answer["q0"]["result"][0];
        assert_eq!(
            (&candidate["id"], &candidate["name"]),
            (&json!(id_of(suppliers.acme)), &json!("Acme Scaffolding Ltd"))
        );
        assert_eq!(candidate["description"], "published as Northam Towers & Hoists");
        for id in [id_of(suppliers.acme_before), id_of(suppliers.acme)] {
            let candidates = hub.candidates(&json!({ "query": id })).await;
            assert_eq!(candidates, [(id_of(suppliers.acme), 100.0, true)]);
        }
    })
    .await;
}

#[tokio::test]
async fn identifiers_decide() {
    on_each_engine(async |hub, suppliers| {
        let acme = [(id_of(suppliers.acme), 100.0, true)];
        for property in [
            json!({ "pid": "company_number", "v": "1234568" }),
            json!({ "pid": "company_number", "v": 1_234_568 }),
            json!({ "pid": "org-id", "v": ["N/A", "GB-COH-01234568"] }),
            // Of the atom that was merged.
            json!({ "pid": "org-id", "v": "GB-VAT-123456782" }),
        ] {
            assert_eq!(hub.candidates(&json!({ "properties": [property] })).await, acme, "{property}");
        }
        assert_eq!(hub.candidates(&json!({ "query": "GB-COH-01234568" })).await, acme);
        let number = json!({ "query": "x", "properties": [{ "pid": "charity_number", "v": "1074622" }] });
        assert_eq!(hub.candidates(&number).await, [(id_of(suppliers.beacon), 100.0, true)]);
        // What is not believed finds nobody.
        let placeholder = json!({ "properties": [{ "pid": "org-id", "v": "GB-COH-12345678" }] });
        assert!(hub.candidates(&placeholder).await.is_empty());
        // Another number contradicts an equal name.
        let other = json!({ "query": "Acme Scaffolding", "properties": [{ "pid": "company_number", "v": "09999990" }] });
        let candidates = hub.candidates(&other).await;
        assert_eq!((candidates[0].0.as_str(), candidates[0].2), (id_of(suppliers.acme).as_str(), false));
        assert!(candidates[0].1 < 75.0, "{candidates:?}");
    })
    .await;
}

#[tokio::test]
async fn only_the_one_is_a_match() {
    on_each_engine(async |hub, suppliers| {
        let candidates = hub.candidates(&json!({ "query": "Marlow Gardens" })).await;
        let ids: Vec<&str> = candidates.iter().map(|candidate| candidate.0.as_str()).collect();
        assert_eq!(ids, suppliers.split.map(id_of), "both suppliers of that name");
        assert!(candidates.iter().all(|candidate| !candidate.2), "{candidates:?}");
        let one = json!({ "query": "Marlow Gardens", "properties": [{ "pid": "company_number", "v": "07654321" }] });
        assert_eq!(hub.candidates(&one).await[0], (id_of(suppliers.split[1]), 100.0, true));

        let person = hub.candidates(&json!({ "query": "Mr J Smith" })).await;
        assert_eq!((person[0].0.as_str(), person[0].2), (id_of(suppliers.person).as_str(), false));
        let council = hub.candidates(&json!({ "query": "Northam City Council" })).await;
        assert_eq!((council[0].0.as_str(), council[0].2), (id_of(suppliers.council).as_str(), true));
    })
    .await;
}

#[tokio::test]
async fn places_and_types_refine() {
    on_each_engine(async |hub, suppliers| {
        let at = async |district: &str| {
            let query =
                json!({ "query": "Acme Scaffolding", "properties": [{ "pid": "district", "v": district }] });
            hub.candidates(&query).await.remove(0)
        };
        let anywhere = hub.candidates(&json!({ "query": "Acme Scaffolding" })).await.remove(0);
        for there in ["northam", "E08999001", "Nowhere at all"] {
            assert_eq!(at(there).await, anywhere, "{there}");
        }
        for elsewhere in ["Eastley", "E08999002"] {
            let candidate = at(elsewhere).await;
            assert!(candidate.1 < anywhere.1 && !candidate.2, "{candidate:?}");
        }
        let near = json!({ "query": "Acme Scaffold", "properties": [{ "pid": "postcode", "v": "wv1 1st" }] });
        let far = json!({ "query": "Acme Scaffold", "properties": [{ "pid": "postcode", "v": "NE1 1AA" }] });
        let (near, far) = (hub.candidates(&near).await, hub.candidates(&far).await);
        assert!(near[0].1 > far.first().map_or(0.0, |candidate| candidate.1), "{near:?} {far:?}");

        let of = async |types: Value| {
            hub.candidates(&json!({ "query": "Beacon Care Trust", "type": types })).await
        };
        for types in [json!("Charity"), json!(["Company", "Charity"]), json!("Supplier"), json!([])] {
            assert_eq!(of(types).await[0].0, id_of(suppliers.beacon));
        }
        assert!(of(json!("Company")).await.is_empty());
    })
    .await;
}

/// Manifest, guessing of types, a batch as OpenRefine writes it.
#[tokio::test]
async fn openrefine_is_spoken() {
    on_each_engine(async |hub, suppliers| {
        let manifest = hub
            .send(
                Request::builder()
                    .uri("/reconcile")
                    .header("host", "hub.example")
                    .header("origin", "http://127.0.0.1:3333")
                    .header("accept", "application/json")
                    .body(Body::empty())
                    .unwrap(),
            )
            .await;
        assert_eq!((manifest.status, manifest.header("access-control-allow-origin")), (StatusCode::OK, "*"));
        assert_eq!(manifest.header("access-control-allow-credentials"), "");
        let manifest = manifest.json();
        shape::manifest(&manifest);
        assert_eq!(manifest["view"]["url"], "http://hub.example/reconcile/entity/{{id}}");

        let guess = json!({ "q0": { "query": "Acme Scaffolding", "limit": 3 }, "q1": { "query": "Beacon Care Trust", "limit": 3 } });
        let guessed = hub.reconcile(&guess).await;
        assert_eq!(guessed["q1"]["result"][0]["type"], json!([
            { "id": "Supplier", "name": "Supplier" }, { "id": "Charity", "name": "Charity" }]));

        let mut batch = serde_json::Map::new();
        for (number, name) in ["Acme Scaffolding Limited", "Nobody & Sons", "Beacon Care Trust"].iter().enumerate() {
            let query = json!({ "query": name, "type": "Supplier", "type_strict": "should", "limit": 5,
                "properties": [{ "pid": "postcode", "v": "" }] });
            batch.insert(format!("q{number}"), query);
        }
        let answer = hub.reconcile(&Value::Object(batch)).await;
        assert_eq!(answer.as_object().unwrap().len(), 3);
        assert_eq!(answer["q0"]["result"][0]["id"], json!(id_of(suppliers.acme)));
        assert_eq!(answer["q1"]["result"], json!([]));
        assert_eq!(answer["q2"]["result"][0]["match"], true);

        // The same by GET, as the specification allows.
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("queries", &guess.to_string())
            .finish();
        assert_eq!(hub.get(&format!("/reconcile?{query}")).await.json(), guessed);
    })
    .await;
}

/// A batch costs what a query costs.
#[tokio::test]
async fn statements_do_not_depend_on_the_number_of_queries() {
    on_each_engine(async |hub, _| {
        let mut costs = Vec::new();
        for number in [1, 7, 50] {
            let batch: serde_json::Map<String, Value> = (0..number)
                .map(|at| {
                    let query = json!({ "query": format!("Filler {at:02} Works Ltd"), "properties": [
                        { "pid": "district", "v": "Northam" }, { "pid": "company_number", "v": 2_000_000 + at }] });
                    (format!("q{at}"), query)
                })
                .collect();
            let before = hub.database.statements_read();
            let answer = hub.reconcile(&Value::Object(batch)).await;
            costs.push(hub.database.statements_read() - before);
            let found = answer.as_object().unwrap().values().filter(|result| result["result"][0]["match"] == true);
            assert_eq!(found.count(), number.min(40));
        }
        assert!(costs.iter().all(|cost| *cost == costs[0]), "{costs:?}");
        assert!(costs[0] <= 10, "{costs:?}");
    })
    .await;
}
