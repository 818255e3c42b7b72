//! Which reference data a hub works with.

use anchorhub_entities::reference_edition;
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait};
use serde_json::json;

use crate::client;

#[tokio::test]
async fn the_editions_that_count_are_listed_by_kind() {
    client::on_each_engine(async |client, _| {
        let question = "{ hub { referenceData { kind version rows rejected loadedAt source } } }";
        assert_eq!(client.ask(question).await, json!({ "hub": { "referenceData": [] } }));

        let at: DateTime<Utc> = "2026-11-02T03:04:05Z".parse().unwrap();
        let edition = |kind: &str, state: &str, version: &str| reference_edition::ActiveModel {
            kind: Set(kind.to_owned()),
            version: Set(version.to_owned()),
            source: Set("file.csv".to_owned()),
            sha256: Set("0".repeat(64)),
            state: Set(state.to_owned()),
            rows: Set(5_500_000),
            rejected: Set(2),
            warnings: Set("{}".to_owned()),
            started_at: Set(at),
            loaded_at: Set(Some(at)),
            ..Default::default()
        };
        let rows = [
            edition("POSTCODES", "CURRENT", "2026-11"),
            edition("POSTCODES", "LOADING", "2026-12"),
            edition("COMPANIES_HOUSE", "RETIRED", "2026-10"),
            edition("COMPANIES_HOUSE", "CURRENT", "2026-11-01"),
        ];
        reference_edition::Entity::insert_many(rows)
            .exec_without_returning(client.database.write())
            .await
            .unwrap();
        let expected = |kind: &str, version: &str| {
            json!({
                "kind": kind, "version": version, "rows": 5_500_000, "rejected": 2,
                "loadedAt": "2026-11-02T03:04:05Z", "source": "file.csv",
            })
        };
        assert_eq!(
            client.ask(question).await["hub"]["referenceData"],
            json!([expected("COMPANIES_HOUSE", "2026-11-01"), expected("POSTCODES", "2026-11")])
        );
    })
    .await;
}
