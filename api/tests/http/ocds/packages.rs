//! What packages hold, and how one leads to the next.

use anchorhub_api::{http::HttpSettings, limits::Limits};
use anchorhub_entities::release;
use axum::http::StatusCode;
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::{Value, json};

use super::{document, keep};
use crate::{client::Hub, support};

const TENDER: &str = r#"{"ocid":"ocds-a-1","id":"1","date":"2026-01-01T00:00:00Z","tag":["tender"],"initiationType":"tender","tender":{"id":"t","title":"x","value":{"amount":1e9}}}"#;
const AWARD: &str = r#"{"ocid":"ocds-a-1","date":"2026-01-02T00:00:00Z","tag":["award"],"initiationType":"tender","tender":{"id":"t","title":null},"awards":[{"id":"1"}]}"#;
const OTHER: &str = r#"{"ocid":"ocds-b/2 é","id":"9","date":"2026-01-01T00:00:00Z","tag":["tender"],"initiationType":"tender"}"#;

fn hub(database: anchorhub_store::Database) -> Hub {
    let settings = HttpSettings {
        hub_name: "Hub of \"A\"".to_owned(),
        public_url: Some("https://hub.example".to_owned()),
        ..HttpSettings::default()
    };
    Hub::on(database, Limits::default(), settings)
}

#[tokio::test]
async fn a_record_holds_the_releases_as_received_and_what_they_compile_to() {
    support::on_each_engine(async |database| {
        let document = document(&database).await;
        // The later one came first.
        keep(&database, document, &[AWARD, OTHER, TENDER]).await;
        let hub = hub(database);
        let answer = hub.get("/ocds/records/ocds-a-1").await;
        assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/json"));
        assert!(answer.text().contains(TENDER), "exactly as received: {}", answer.text());
        let package = answer.json();
        assert_eq!(package["uri"], "https://hub.example/ocds/records/ocds-a-1");
        assert_eq!(
            (&package["version"], &package["publisher"]["name"]),
            (&json!("1.1"), &json!("Hub of \"A\""))
        );
        assert_eq!(package["records"].as_array().unwrap().len(), 1);
        let record = &package["records"][0];
        assert_eq!(record["ocid"], "ocds-a-1");
        let releases = record["releases"].as_array().unwrap();
        assert_eq!((&releases[0]["id"], &releases[1]["id"]), (&json!("1"), &json!("ocds-a-1-1")));
        let compiled = &record["compiledRelease"];
        assert_eq!((&compiled["tag"], &compiled["ocid"]), (&json!(["compiled"]), &json!("ocds-a-1")));
        assert_eq!(compiled["date"], "2026-01-02T00:00:00Z");
        assert_eq!(compiled["tender"], json!({ "id": "t", "value": { "amount": 1e9 } }));
        assert_eq!(compiled["awards"], json!([{ "id": "1" }]));

        let other = hub.get("/ocds/records/ocds-b%2F2%20%C3%A9").await.json();
        assert_eq!(other["records"][0]["ocid"], "ocds-b/2 é");
        assert_eq!(other["uri"], "https://hub.example/ocds/records/ocds-b%2F2%20%C3%A9");
    })
    .await;
}

#[tokio::test]
async fn packages_of_releases_lead_on_without_gaps() {
    support::on_each_engine(async |database| {
        let document = document(&database).await;
        let releases: Vec<String> = (0..25)
            .map(|n| format!("{{\"ocid\":\"ocds-a-{n}\",\"id\":\"{n}\",\"date\":\"2026-01-01T00:00:00Z\"}}"))
            .collect();
        let releases: Vec<&str> = releases.iter().map(String::as_str).collect();
        keep(&database, document, &releases[..23]).await;
        let hub = hub(database.clone());
        for limit in [1, 7, 10, 20, 23, 100] {
            let mut address = format!("/ocds/releases?since=0&limit={limit}");
            let mut ids: Vec<String> = Vec::new();
            let later = loop {
                let package = hub.get(&address).await.json();
                assert_eq!(package["uri"], format!("https://hub.example{address}"));
                let own = package["releases"].as_array().unwrap();
                assert!(!own.is_empty() && own.len() <= limit);
                ids.extend(own.iter().map(|release| release["id"].as_str().unwrap().to_owned()));
                let links = &package["links"];
                assert_ne!(links["next"].is_null(), links["later"].is_null(), "{links}");
                let Some(next) = links["next"].as_str() else { break links["later"].clone() };
                address = next.strip_prefix("https://hub.example").unwrap().to_owned();
            };
            assert_eq!(ids, (0..23).map(|n: i32| n.to_string()).collect::<Vec<_>>(), "{limit} at once");
            let later = later.as_str().unwrap().strip_prefix("https://hub.example").unwrap().to_owned();
            let nothing = hub.get(&later).await.json();
            assert_eq!(nothing["releases"], json!([]));
            assert_eq!(nothing["links"]["later"], format!("https://hub.example{later}"));
        }
        let last = hub.get("/ocds/releases?limit=100").await.json()["links"]["later"].take();
        let last = last.as_str().unwrap().strip_prefix("https://hub.example").unwrap().to_owned();
        keep(&database, document, &releases[23..]).await;
        let new = hub.get(&last).await.json();
        let ids: Vec<&Value> =
            new["releases"].as_array().unwrap().iter().map(|release| &release["id"]).collect();
        assert_eq!(ids, [&json!("23"), &json!("24")]);
    })
    .await;
}

#[tokio::test]
async fn a_corrected_release_stands_in_the_place_of_the_one_before() {
    support::on_each_engine(async |database| {
        let document = document(&database).await;
        let corrected = TENDER.replace("\"x\"", "\"y\"");
        keep(&database, document, &[TENDER, OTHER, &corrected]).await;
        let all: Vec<release::Model> = release::Entity::find().all(database.write()).await.unwrap();
        let ids: Vec<i64> = all.iter().filter(|row| row.ocid == "ocds-a-1").map(|row| row.id).collect();
        let change = release::ActiveModel {
            id: Set(*ids.iter().min().unwrap()),
            superseded_by: Set(ids.iter().max().copied()),
            ..Default::default()
        };
        release::Entity::update(change).exec(database.write()).await.unwrap();
        let hub = hub(database);
        let record = hub.get("/ocds/records/ocds-a-1").await.json()["records"][0].take();
        assert_eq!(record["releases"].as_array().unwrap().len(), 1);
        assert_eq!(record["compiledRelease"]["tender"]["title"], "y");
        let releases = hub.get("/ocds/releases").await.json()["releases"].take();
        assert_eq!(releases.as_array().unwrap().len(), 3, "both were received");
    })
    .await;
}

#[tokio::test]
async fn errors_are_problems() {
    support::on_each_engine(async |database| {
        let document = document(&database).await;
        keep(&database, document, &[OTHER]).await;
        let mut rows: Vec<release::Model> = release::Entity::find().all(database.write()).await.unwrap();
        let damaged = release::ActiveModel {
            id: Set(rows.remove(0).id),
            body: Set(b"damaged".to_vec()),
            ..Default::default()
        };
        release::Entity::update(damaged).exec(database.write()).await.unwrap();
        let hub = hub(database);
        for (address, status, code) in [
            ("/ocds/records/ocds-none-1", StatusCode::NOT_FOUND, "OCID_UNKNOWN"),
            ("/ocds/records/%00", StatusCode::NOT_FOUND, "OCID_UNKNOWN"),
            ("/ocds/releases?since=x", StatusCode::BAD_REQUEST, "BAD_ARGUMENTS"),
            ("/ocds/releases?since=-1", StatusCode::BAD_REQUEST, "BAD_ARGUMENTS"),
            ("/ocds/releases?limit=0", StatusCode::BAD_REQUEST, "BAD_ARGUMENTS"),
            ("/ocds/releases?limit=101", StatusCode::BAD_REQUEST, "BAD_ARGUMENTS"),
            ("/ocds/releases?from=1", StatusCode::BAD_REQUEST, "BAD_ARGUMENTS"),
            ("/ocds/releases", StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL"),
        ] {
            let answer = hub.get(address).await;
            assert_eq!(
                (answer.status, answer.header("content-type")),
                (status, "application/problem+json"),
                "{address}"
            );
            assert_eq!(answer.json()["code"], code, "{address}");
        }
    })
    .await;
}
