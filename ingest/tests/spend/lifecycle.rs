//! What becomes of documents: loaded, unchanged, replaced, read again.

use anchorhub_ingest::{ReceiptStatus, progress::Silent};

use crate::{desk::Desk, support::on_each_engine};

const APRIL: &str = "\
Payment Date,Supplier Name,Supplier Postcode,Net Amount,Purpose of Spend,Trans No\n\
03/04/2024,Acme Ltd,B1 1AA,100.00,Paper,1\n\
04/04/2024,ACME LIMITED,B1 1AA,-40.00,Paper,2\n\
04/04/2024,Bolt & Sons,,250.50,Nails,3\n\
05/04/2024,Bolt & Sons,,250.50,Nails,3\n\
05/04/2024,REDACTED PERSONAL DATA,,75.25,Care,4\n\
08/04/2024,Copper plc,,5000.00,Pipes,5\n\
08/04/2024,Copper plc,,-5000.00,Pipes,6\n\
,,,,,\n\
09/04/2024,,,12.00,Fuel,7\n\
soon,Acme Ltd,,12.00,Fuel,8\n\
,,,636.25,,\n";

#[tokio::test]
async fn a_document_becomes_payments_rejected_rows_and_evidence() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let receipt = desk.take(&desk.file("april.csv", APRIL)).await;
        assert_eq!(receipt.status, Some(ReceiptStatus::Loaded), "{:?}", receipt.error);
        let figures = &receipt.spend().unwrap().figures;
        assert_eq!((figures.rows, figures.payments, figures.rejected, figures.blank), (11, 7, 3, 1));
        assert_eq!((figures.net_pence, figures.negatives), (63_625, 2));
        assert_eq!(receipt.spend().unwrap().period.as_deref(), Some("2024-04"));
        let rejections: Vec<(&str, u64)> =
            figures.rejections.iter().map(|(code, count)| (code.as_str(), *count)).collect();
        assert_eq!(rejections, [("DATE_UNREADABLE", 1), ("HIDDEN_TOTAL", 1), ("NO_SUPPLIER", 1)]);
        assert_eq!((figures.warnings["REDACTED"], figures.warnings["REVERSAL_PAIR"]), (1, 2));

        assert_eq!(desk.payments().await, (7, 63_625));
        // `Acme Ltd` and `ACME LIMITED` are two names of one supplier; the withheld payee has none.
        assert_eq!(desk.number("SELECT count(*) FROM supplier").await, 3);
        assert_eq!(desk.number("SELECT count(*) FROM supplier_name").await, 5);
        assert_eq!(desk.number("SELECT count(*) FROM payment WHERE supplier_id IS NULL").await, 1);
        assert_eq!(
            desk.number("SELECT count(*) FROM payment WHERE flags = 1 AND pence IN (500000, -500000)").await,
            2
        );
        assert_eq!(desk.number("SELECT count(*) FROM rejected_row WHERE row_no IN (10, 11, 12)").await, 3);
        assert_eq!(
            desk.number(
                "SELECT rows FROM supplier_evidence WHERE scheme = 'postcode' AND value = 'B1 1AA' LIMIT 1"
            )
            .await,
            1
        );
        assert_eq!(
            desk.number(
                "SELECT count(*) FROM ingest_run WHERE state = 'SUCCEEDED' AND payments = 7 AND rejected = 3"
            )
            .await,
            1
        );
        assert_eq!(desk.database.data_version().await.unwrap(), data_version_after_loads(&desk).await);
    })
    .await;
}

async fn data_version_after_loads(desk: &Desk) -> i64 {
    desk.number("SELECT value FROM hub_state WHERE key = 'data_version'").await
}

#[tokio::test]
async fn the_same_bytes_change_nothing_and_a_corrected_file_replaces() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let april = desk.file("april.csv", APRIL);
        let first = desk.take(&april).await;
        let again = desk.take(&april).await;
        assert_eq!(again.status, Some(ReceiptStatus::Unchanged));
        assert_eq!((&again.document, &again.content), (&first.document, &first.content));

        let may = desk.file("may.csv", APRIL.replace("/04/2024", "/05/2024"));
        assert_eq!(desk.take(&may).await.status, Some(ReceiptStatus::Loaded));
        assert_eq!(desk.payments().await, (14, 2 * 63_625));

        let corrected = desk.file("april-corrected.csv", APRIL.replace("100.00", "110.00"));
        let receipt = desk.take(&corrected).await;
        assert_eq!((receipt.status, &receipt.spend().unwrap().replaces), (Some(ReceiptStatus::Replaced), &first.document));
        assert_eq!(desk.payments().await, (14, 2 * 63_625 + 1_000));
        assert_eq!(desk.number("SELECT count(*) FROM document WHERE status = 'REPLACED' AND superseded_by IS NOT NULL AND payments = 7").await, 1);
        // Its record and rejected rows stay; what it said of payees goes with its payments.
        assert_eq!(desk.number("SELECT count(*) FROM rejected_row").await, 9);
        assert_eq!(desk.number("SELECT count(DISTINCT document_id) FROM supplier_evidence").await, 2);

        // The first version sent once more takes its place again.
        let back = desk.take(&april).await;
        assert_eq!(back.status, Some(ReceiptStatus::Replaced));
        assert_eq!(desk.payments().await, (14, 2 * 63_625));
    })
    .await;
}

#[tokio::test]
async fn feeds_of_one_institution_and_of_others_do_not_touch_each_other() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let april = desk.file("april.csv", APRIL);
        desk.take(&april).await;
        let other = desk.ingest("GB-LAE-BBB", &[&april], None).await.unwrap().remove(0);
        assert_eq!(other.status, Some(ReceiptStatus::Loaded));
        assert_eq!(desk.payments().await, (14, 2 * 63_625));
    })
    .await;
}

#[tokio::test]
async fn a_running_total_to_date_replaces_what_it_repeats() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        desk.take(&desk.file("april.csv", APRIL)).await;
        let more = "06/05/2024,Acme Ltd,,9.00,Paper,20\n07/05/2024,Acme Ltd,,8.00,Paper,21\n";
        let to_date = APRIL.replace(",,,636.25,,\n", "") + more;
        let receipt = desk.take(&desk.file("to-date.csv", &to_date)).await;
        assert_eq!(receipt.status, Some(ReceiptStatus::Replaced), "{:?}", receipt.notes);
        assert_eq!(desk.payments().await, (9, 63_625 + 1_700));

        // Different payments in an overlapping period both count, and the receipt says so.
        let rest = "Date,Supplier,Amount\n30/04/2024,Dunn Ltd,5.00\n01/05/2024,Dunn Ltd,6.00\n02/06/2024,Dunn Ltd,7.00\n";
        let receipt = desk.take(&desk.file("rest.csv", rest)).await;
        assert_eq!(receipt.status, Some(ReceiptStatus::Loaded));
        assert!(receipt.notes[0].contains("overlaps"), "{:?}", receipt.notes);
        assert_eq!(desk.payments().await, (12, 63_625 + 1_700 + 1_800));
    })
    .await;
}

#[tokio::test]
async fn a_stated_period_decides() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let undated = desk.file("undated.csv", "Supplier,Amount\nAcme Ltd,5.00\nBolt Ltd,7.00\n");
        let refused = desk.take(&undated).await;
        assert_eq!(refused.error.unwrap().code, "PERIOD_UNKNOWN");
        assert_eq!(desk.payments().await, (0, 0));
        let taken = desk.ingest("GB-LAE-AAA", &[&undated], Some("2024-04")).await.unwrap().remove(0);
        assert_eq!(
            (taken.status, taken.spend().unwrap().figures.warnings["DATE_ASSUMED"]),
            (Some(ReceiptStatus::Loaded), 2)
        );
        // Another file for the stated period takes its place.
        let next = desk.file("next.csv", "Supplier,Amount\nAcme Ltd,5.00\nBolt Ltd,8.00\n");
        let receipt = desk.ingest("GB-LAE-AAA", &[&next], Some("2024-04")).await.unwrap().remove(0);
        assert_eq!(receipt.status, Some(ReceiptStatus::Replaced));
        assert_eq!(desk.payments().await, (2, 1_300));
    })
    .await;
}

#[tokio::test]
async fn a_document_is_read_again_from_the_archive() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let april = desk.file("april.csv", APRIL);
        let first = desk.take(&april).await;
        std::fs::remove_file(&april).unwrap();
        let progress: std::sync::Arc<dyn anchorhub_ingest::progress::Progress> = std::sync::Arc::new(Silent);
        let sha256 = first.document.clone().unwrap();
        let again = desk.ingestor.reread(&sha256, &progress).await.unwrap();
        assert_eq!(
            (again.status, &again.spend().unwrap().figures),
            (Some(ReceiptStatus::Replaced), &first.spend().unwrap().figures)
        );
        assert_eq!(desk.payments().await, (7, 63_625));
        assert_eq!(
            desk.ingestor.reread(&"0".repeat(64), &progress).await.unwrap_err().code(),
            "NOT_ARCHIVED"
        );
    })
    .await;
}

#[tokio::test]
async fn an_adapter_named_after_the_feed_corrects_recognition() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        desk.file(
            "adapters/GB-LAE-AAA.spend.toml",
            "vat_basis = \"NET\"\n[columns]\nsupplier = \"Who\"\namount = \"How much\"\n",
        );
        let odd = desk.file("odd.csv", "When,Who,How much,Total\n01/04/2024,Acme,1,9\n02/04/2024,Bolt,2,9\n");
        let receipt = desk.take(&odd).await;
        assert_eq!(
            (receipt.spend().unwrap().figures.net_pence, receipt.spend().unwrap().vat_basis.as_str()),
            (300, "NET"),
            "{:?}",
            receipt.error
        );
        desk.file("adapters/GB-LAE-AAA.spend.toml", "vat = 1\n");
        let error = desk.ingest("GB-LAE-AAA", &[&odd], None).await.unwrap_err();
        assert_eq!(error.code(), "ADAPTER_INVALID");
    })
    .await;
}

#[tokio::test]
async fn many_loads_at_once_lose_nothing() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let mut files = Vec::new();
        for month in 1..=8 {
            files.push(
                desk.file(&format!("{month}.csv"), APRIL.replace("/04/2024", &format!("/{month:02}/2023"))),
            );
        }
        let loads = files.iter().enumerate().map(|(index, file)| {
            let institution = if index % 2 == 0 { "GB-LAE-AAA" } else { "GB-LAE-BBB" };
            desk.ingest(
                institution,
                std::slice::from_ref(file).iter().map(|path| path.as_path()).collect::<Vec<_>>().leak(),
                None,
            )
        });
        for receipts in futures_util::future::join_all(loads).await {
            assert_eq!(receipts.unwrap()[0].status, Some(ReceiptStatus::Loaded));
        }
        assert_eq!(desk.payments().await, (56, 8 * 63_625));
        assert_eq!(desk.number("SELECT count(*) FROM supplier").await, 3);
    })
    .await;
}
