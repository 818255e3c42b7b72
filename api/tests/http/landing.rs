//! The landing page.

use anchorhub_api::{http::HttpSettings, limits::Limits};
use anchorhub_entities::{
    VatBasis, contract, contracting_process,
    document::{self, DocumentStatus},
    feed::{self, FeedKind},
    ingest_run::{self, RunState},
    institution::{self, InstitutionKind},
    notice,
    supplier::{self, SupplierKind},
};
use anchorhub_store::Database;
use axum::http::StatusCode;
use chrono::{DateTime, Duration, NaiveDate, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::{client::Hub, support};

/// One document: its status, period, payments, refused rows and net pence.
struct Doc(DocumentStatus, &'static str, &'static str, i64, i64, i64);

async fn institution(database: &Database, org_id: &str, name: &str, documents: &[Doc]) {
    let now = Utc::now();
    let write = database.write();
    let institution = institution::Entity::insert(institution::ActiveModel {
        org_id: Set(org_id.to_owned()),
        name: Set(name.to_owned()),
        kind: Set(InstitutionKind::Council),
        home_area: Set(None),
        ..Default::default()
    });
    let institution_id = institution.exec(write).await.unwrap().last_insert_id;
    let feed = feed::Entity::insert(feed::ActiveModel {
        code: Set(format!("{org_id}.spend")),
        institution_id: Set(institution_id),
        kind: Set(FeedKind::Spend),
        title: Set("Spend".to_owned()),
        paused: Set(false),
        created_at: Set(now),
        ..Default::default()
    });
    let feed_id = feed.exec(write).await.unwrap().last_insert_id;
    let run = ingest_run::Entity::insert(ingest_run::ActiveModel {
        feed_id: Set(feed_id),
        institution_id: Set(institution_id),
        state: Set(RunState::Succeeded),
        started_at: Set(now),
        documents: Set(0),
        loaded: Set(0),
        replaced: Set(0),
        unchanged: Set(0),
        failed: Set(0),
        payments: Set(0),
        rejected: Set(0),
        ..Default::default()
    });
    let run_id = run.exec(write).await.unwrap().last_insert_id;
    for (number, doc) in documents.iter().enumerate() {
        let Doc(status, from, to, payments, rejected, net_pence) = *doc;
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let (from, to) = (day(from), day(to));
        let loaded: DateTime<Utc> = now - Duration::days(3 + i64::try_from(number).unwrap());
        let document = document::Entity::insert(document::ActiveModel {
            feed_id: Set(feed_id),
            institution_id: Set(institution_id),
            run_id: Set(run_id),
            sha256: Set(format!("{org_id}{number:032}")),
            name: Set("spend.csv".to_owned()),
            bytes: Set(1),
            status: Set(status),
            period_from: Set(Some(from)),
            period_to: Set(Some(to)),
            received_at: Set(loaded),
            loaded_at: Set((status != DocumentStatus::Failed).then_some(loaded)),
            rows: Set(payments + rejected),
            payments: Set(payments),
            rejected: Set(rejected),
            blank: Set(0),
            net_pence: Set(net_pence),
            negatives: Set(0),
            first_date: Set(Some(from)),
            last_date: Set(to.pred_opt()),
            vat_basis: Set(VatBasis::Net),
            warnings: Set("{}".to_owned()),
            recognition: Set("{}".to_owned()),
            ..Default::default()
        });
        document.exec(write).await.unwrap();
    }
}

async fn supplier(database: &Database, name: &str) {
    let supplier = supplier::Entity::insert(supplier::ActiveModel {
        key: Set(name.to_owned()),
        name: Set(name.to_owned()),
        kind: Set(SupplierKind::Unknown),
        ..Default::default()
    });
    supplier.exec(database.write()).await.unwrap();
}

/// Three processes with a notice each, one of them a test; three contracts, two of which are one.
async fn procurement(database: &Database) {
    let write = database.write();
    for number in 1..=3_i64 {
        let process = contracting_process::ActiveModel {
            ocid: Set(format!("ocds-a-{number}")),
            source: Set("OTHER".to_owned()),
            stage: Set("TENDER".to_owned()),
            is_framework: Set(false),
            is_test: Set(number == 3),
            releases: Set(1),
            facts: Set(Vec::new()),
            ..Default::default()
        };
        let process = contracting_process::Entity::insert(process).exec(write).await.unwrap().last_insert_id;
        let notice = notice::ActiveModel {
            release_id: Set(number),
            process_id: Set(process),
            stage: Set("TENDER".to_owned()),
            tags: Set("tender".to_owned()),
            ..Default::default()
        };
        notice::Entity::insert(notice).exec_without_returning(write).await.unwrap();
        let contract = contract::ActiveModel {
            source_key: Set(number.to_string()),
            origin: Set("CONTRACT".to_owned()),
            is_framework: Set(false),
            is_test: Set(false),
            cluster_id: Set((number > 1).then_some(2)),
            ..Default::default()
        };
        contract::Entity::insert(contract).exec(write).await.unwrap();
    }
}

/// The words of a page, without its tags.
fn words(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[tokio::test]
async fn it_says_what_the_hub_holds() {
    use DocumentStatus::{Failed, Loaded, Replaced};
    support::on_each_engine(async |database| {
        let wolverhampton = [
            Doc(Loaded, "2025-01-01", "2025-02-01", 1_000, 2, 12_345_678_900),
            Doc(Loaded, "2025-03-01", "2025-04-01", 500, 0, -5_000),
            // Neither of these counts.
            Doc(Replaced, "2025-03-01", "2025-04-01", 400, 7, 9_900),
            Doc(Failed, "2025-02-01", "2025-03-01", 0, 0, 0),
        ];
        institution(&database, "GB-LAE-WLV", "Wolverhampton <City> & Council", &wolverhampton).await;
        let dudley = [Doc(Loaded, "2024-10-01", "2025-01-01", 34, 0, 200_000)];
        institution(&database, "GB-LAE-DUD", "Dudley", &dudley).await;
        institution(&database, "GB-LAE-SAW", "Sandwell", &[]).await;
        for name in ["ACME", "BOLTS"] {
            supplier(&database, name).await;
        }
        procurement(&database).await;
        let settings = HttpSettings {
            hub_name: "Hub of \"W\" & M".to_owned(),
            notice: Some("Made-up <data>".to_owned()),
            ..HttpSettings::default()
        };
        let page = Hub::on(database, Limits::default(), settings).get("/").await;
        assert_eq!((page.status, page.header("content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
        let html = page.text();
        assert!(html.contains("<title>Hub of &quot;W&quot; &amp; M</title>"), "{html}");
        let words = words(&html);
        for said in [
            "Made-up &lt;data&gt;",
            "Payments 1,534 Net paid, VAT as published £123.5 m Suppliers 2 Institutions with data 2",
            "Contracting processes 2 Notices 2 Contracts 2",
            "Payments from 1 October 2024 to 31 March 2025 , out of 3 files in 3 feeds",
            "2 rows were not taken, kept with the reason; 1 file could not be read",
            "The last file was taken in 3 days ago",
            "the 24 months up to March 2025",
            "Wolverhampton &lt;City&gt; &amp; Council Council 1,500 £123.5 m 31 Mar 2025",
            "2 of 24 months",
            "Dudley Council 34 £2,000 31 Dec 2024",
            "3 of 24 months",
            "1 institution is known to this hub without data yet Sandwell",
            "Data version 0",
            "http://localhost/graphql",
        ] {
            assert!(words.contains(said), "{said}: {words}");
        }
        assert!(words.find("Dudley Council").unwrap() < words.find("Wolverhampton").unwrap(), "by name");
        assert_eq!(html.matches("class=\"have\"").count(), 5);
        assert!(!html.contains("<script") && !html.contains("{{"));
    })
    .await;
}

#[tokio::test]
async fn an_empty_hub_says_how_to_begin() {
    support::on_each_engine(async |database| {
        let page = Hub::on(database, Limits::default(), HttpSettings::default()).get("/").await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text().contains("{{"));
        let words = words(&page.text());
        assert!(words.contains("Nothing yet.") && words.contains("anchorhub demo"), "{words}");
    })
    .await;
}

#[tokio::test]
async fn it_needs_only_its_own_style_sheet() {
    let hub = Hub::new().await;
    let page = hub.get("/").await;
    assert!(page.header("content-security-policy").starts_with("default-src 'none'; style-src 'self';"));
    assert_eq!(page.header("cache-control"), "no-cache");
    let text = page.text();
    let linked = text.split("rel=\"stylesheet\" href=\"").nth(1).unwrap().split('"').next().unwrap();
    let style = hub.get(linked).await;
    assert_eq!((style.status, style.header("content-type")), (StatusCode::OK, "text/css; charset=utf-8"));
    assert!(style.text().contains("prefers-color-scheme: dark"));
}

#[tokio::test]
async fn it_says_so_when_the_database_is_gone() {
    let hub = Hub::new().await;
    hub.database.clone().close().await.unwrap();
    let page = hub.get("/").await;
    assert_eq!(
        (page.status, page.json()["code"].as_str()),
        (StatusCode::SERVICE_UNAVAILABLE, Some("DATABASE_UNAVAILABLE"))
    );
}
