//! OCDS packages out.

mod packages;
mod valid;

use std::io::Write as _;

use anchorhub_entities::{
    VatBasis,
    document::{self, DocumentStatus},
    feed::{self, FeedKind},
    ingest_run::{self, RunState},
    institution::{self, InstitutionKind},
    release,
};
use anchorhub_store::Database;
use chrono::{DateTime, Utc};
use flate2::{Compression, write::DeflateEncoder};
use sea_orm::{ActiveValue::Set, EntityTrait};

/// Adds the document that releases belong to; gives its key.
async fn document(database: &Database) -> i64 {
    let (now, write) = (Utc::now(), database.write());
    let institution = institution::ActiveModel {
        org_id: Set("GB-LAE-AAA".to_owned()),
        name: Set("Ashmere Council".to_owned()),
        kind: Set(InstitutionKind::Council),
        ..Default::default()
    };
    let institution_id = institution::Entity::insert(institution).exec(write).await.unwrap().last_insert_id;
    let feed = feed::ActiveModel {
        code: Set("GB-LAE-AAA.ocds".to_owned()),
        institution_id: Set(institution_id),
        kind: Set(FeedKind::Ocds),
        title: Set("Notices".to_owned()),
        paused: Set(false),
        created_at: Set(now),
        ..Default::default()
    };
    let feed_id = feed::Entity::insert(feed).exec(write).await.unwrap().last_insert_id;
    let run = ingest_run::ActiveModel {
        feed_id: Set(feed_id),
        institution_id: Set(institution_id),
        state: Set(RunState::Succeeded),
        started_at: Set(now),
        documents: Set(1),
        loaded: Set(1),
        replaced: Set(0),
        unchanged: Set(0),
        failed: Set(0),
        payments: Set(0),
        rejected: Set(0),
        ..Default::default()
    };
    let run_id = ingest_run::Entity::insert(run).exec(write).await.unwrap().last_insert_id;
    let document = document::ActiveModel {
        feed_id: Set(feed_id),
        institution_id: Set(institution_id),
        run_id: Set(run_id),
        sha256: Set("0".repeat(64)),
        name: Set("releases.json".to_owned()),
        bytes: Set(1),
        status: Set(DocumentStatus::Loaded),
        received_at: Set(now),
        rows: Set(0),
        payments: Set(0),
        rejected: Set(0),
        blank: Set(0),
        net_pence: Set(0),
        negatives: Set(0),
        vat_basis: Set(VatBasis::Unknown),
        warnings: Set("{}".to_owned()),
        recognition: Set("{}".to_owned()),
        ..Default::default()
    };
    document::Entity::insert(document).exec(write).await.unwrap().last_insert_id
}

/// Keeps releases as a loader would.
async fn keep(database: &Database, document_id: i64, releases: &[&str]) {
    for (place, text) in releases.iter().enumerate() {
        let json: serde_json::Value = serde_json::from_str(text).unwrap();
        let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(text.as_bytes()).unwrap();
        let dated: Option<DateTime<Utc>> = json["date"].as_str().and_then(|date| date.parse().ok());
        let row = release::ActiveModel {
            document_id: Set(document_id),
            ocid: Set(json["ocid"].as_str().unwrap().to_owned()),
            release_id: Set(json["id"].as_str().map(str::to_owned)),
            dated_at: Set(dated),
            place: Set(i64::try_from(place).unwrap()),
            tie: Set(0),
            sha256: Set(format!("{:x}", text.len() * 1_000 + place)),
            tags: Set("tender".to_owned()),
            warnings: Set("[]".to_owned()),
            body: Set(packed.finish().unwrap()),
            ..Default::default()
        };
        release::Entity::insert(row).exec(database.write()).await.unwrap();
    }
}
