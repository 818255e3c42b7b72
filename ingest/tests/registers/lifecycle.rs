//! What becomes of registers: loaded, unchanged, replaced, read again.

use std::sync::Arc;

use anchorhub_entities::feed::FeedKind;
use anchorhub_ingest::{
    ReceiptStatus,
    progress::{Progress, Silent},
};

use crate::{desk::Desk, support::on_each_engine};

const FIRST: &str = "Contract Ref,Contract Title,Supplier,Contract Value,Start Date,End Date\n\
    C1,Salt,Acme Ltd,500,01/04/2023,31/03/2024\nC1,Salt,Acme Ltd,500,01/04/2023,31/03/2024\n\
    C2,Fuel,Bolt Ltd,600,01/05/2023,31/03/2024\n";

#[tokio::test]
async fn a_register_replaces_the_one_before_and_contracts_keep_their_keys() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let path = desk.file("first.csv", FIRST);
        let first = desk.take(&path).await;
        assert_eq!(first.status, Some(ReceiptStatus::Loaded), "{:?}", first.error);
        // Repeats are real.
        assert_eq!(desk.number("SELECT count(*) FROM contract").await, 3);
        let version = desk.database.data_version().await.unwrap();
        let again = desk.take(&path).await;
        assert_eq!((again.status, &again.content), (Some(ReceiptStatus::Unchanged), &first.content));
        assert_eq!(desk.database.data_version().await.unwrap(), version);
        let fuel = desk.number("SELECT id FROM contract WHERE reference = 'C2'").await;
        let salt = desk.number("SELECT min(id) FROM contract WHERE reference = 'C1'").await;
        // Another contract stands in the cluster of one that will go.
        link(&desk, salt + 1, fuel).await;

        let second = FIRST
            .replace(
                "C1,Salt,Acme Ltd,500,01/04/2023,31/03/2024\nC1,Salt",
                "C0,Roof,Tile Ltd,900,01/04/2023,31/03/2024\nC1,Salt",
            )
            .replace("600,01/05/2023,31/03/2024", "650,01/05/2023,30/06/2024");
        let receipt = desk.take(&desk.file("second.csv", &second)).await;
        assert_eq!(receipt.status, Some(ReceiptStatus::Replaced), "{:?}", receipt.error);
        assert_eq!(receipt.register().unwrap().replaces, first.document);
        assert_eq!(
            desk.contracts(&["reference", "value_pence", "ends_on"]).await,
            ["C0|90000|2024-03-31", "C1|50000|2024-03-31", "C2|65000|2024-06-30"]
        );
        assert_eq!(desk.number("SELECT id FROM contract WHERE reference = 'C2'").await, fuel);
        assert_eq!(desk.number("SELECT id FROM contract WHERE reference = 'C1'").await, salt);
        // Nothing points to what is gone.
        let gone = "NOT IN (SELECT id FROM contract)";
        assert_eq!(desk.number(&format!("SELECT count(*) FROM contract WHERE cluster_id {gone}")).await, 0);
        assert_eq!(
            desk.number(&format!("SELECT count(*) FROM payment_contract_link WHERE contract_id {gone}"))
                .await,
            0
        );
        assert_eq!(desk.number("SELECT count(*) FROM contract_buyer").await, 3);
        assert_eq!(desk.number("SELECT count(*) FROM contract_supplier").await, 3);
        let history = "SELECT status || ' ' || CAST(records AS TEXT) FROM document ORDER BY id";
        assert_eq!(desk.texts(history).await, ["REPLACED 3", "LOADED 3"]);
        assert_eq!(desk.number("SELECT count(*) FROM document WHERE superseded_by IS NOT NULL").await, 1);

        // The first version again, from the archive: it is the newest now.
        let progress: Arc<dyn Progress> = Arc::new(Silent);
        let reread = desk.ingestor.reread(first.document.as_deref().unwrap(), &progress).await.unwrap();
        assert_eq!(reread.status, Some(ReceiptStatus::Replaced), "{:?}", reread.error);
        assert_eq!(desk.contracts(&["reference", "value_pence"]).await, ["C1|50000", "C1|50000", "C2|60000"]);
        assert_eq!(desk.number("SELECT id FROM contract WHERE reference = 'C2'").await, fuel);
        assert_eq!(desk.number("SELECT count(*) FROM document WHERE status = 'LOADED'").await, 1);
    })
    .await;
}

/// A contract that will go stands for the cluster of another, and a payment is linked to it.
async fn link(desk: &Desk, contract: i64, other: i64) {
    use sea_orm::ConnectionTrait as _;
    for sql in [
        format!(
            "UPDATE contract SET cluster_id = {contract}, cluster_method = 'REFERENCE', cluster_confidence = 90 WHERE id IN ({contract}, {other})"
        ),
        format!(
            "INSERT INTO payment_contract_link (institution_id, document_id, seq, contract_id, method, confidence) VALUES (1, 1, 1, {contract}, 'REFERENCE', 90)"
        ),
    ] {
        desk.database.write().execute_unprepared(&sql).await.unwrap();
    }
}

#[tokio::test]
async fn stated_periods_and_other_institutions_are_left_alone() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let file = |name: &str, value: &str| desk.file(name, FIRST.replace("600", value));
        let take = async |name: &str, value: &str, period: Option<&str>| {
            desk.ingest("GB-LAE-AAA", FeedKind::Contracts, &file(name, value), period).await
        };
        let spring = take("spring.csv", "610", Some("2023-Q2")).await;
        assert_eq!(spring.register().unwrap().period.as_deref(), Some("2023-Q2"));
        let summer = take("summer.csv", "620", Some("2023-Q3")).await;
        assert_eq!(summer.status, Some(ReceiptStatus::Loaded));
        assert_eq!(summer.notes.len(), 1, "{:?}", summer.notes);
        assert_eq!(desk.number("SELECT count(*) FROM contract").await, 6);
        let corrected = take("spring-2.csv", "630", Some("2023-Q2")).await;
        assert_eq!(
            (corrected.status, &corrected.register().unwrap().replaces),
            (Some(ReceiptStatus::Replaced), &spring.document)
        );
        assert_eq!(desk.number("SELECT count(*) FROM contract").await, 6);

        let other = desk.ingest("GB-LAE-BBB", FeedKind::Contracts, &file("other.csv", "640"), None).await;
        assert_eq!(other.status, Some(ReceiptStatus::Loaded), "{:?}", other.error);
        assert_eq!(desk.number("SELECT count(*) FROM contract").await, 9);

        // Without a period it is the register as it stands: it takes the place of all.
        let now = take("now.csv", "650", None).await;
        assert_eq!(now.status, Some(ReceiptStatus::Replaced));
        assert_eq!(desk.number("SELECT count(*) FROM contract").await, 6);
        assert_eq!(desk.number("SELECT count(*) FROM contract WHERE value_pence = 65000").await, 1);
    })
    .await;
}

#[tokio::test]
async fn nothing_of_a_register_that_fails_stays() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let mut text = FIRST.to_owned();
        for number in 0..3_000 {
            text += &format!("D{number},Thing,Firm {number} Ltd,700,01/04/2023,31/03/2024\n");
        }
        text += &format!("E,{},Acme Ltd,1,01/04/2023,31/03/2024\n", "x".repeat(2 << 20));
        let receipt = desk.take(&desk.file("long.csv", &text)).await;
        assert_eq!(receipt.error.unwrap().code, "RECORD_TOO_LONG");
        assert_eq!(desk.number("SELECT count(*) FROM contract").await, 0);
        assert_eq!(desk.number("SELECT count(*) FROM link_pending").await, 0);
        assert_eq!(desk.number("SELECT count(*) FROM document WHERE status = 'FAILED'").await, 1);
        text.truncate(text.find("E,x").unwrap());
        let register = desk.load("whole.csv", &text).await;
        assert_eq!(register.figures.contracts, 3_003);
        assert_eq!(desk.number("SELECT count(DISTINCT source_key) FROM contract").await, 3_003);
        assert_eq!(desk.number("SELECT count(*) FROM contract_supplier").await, 3_003);
    })
    .await;
}
