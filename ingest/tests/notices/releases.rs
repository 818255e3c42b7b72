//! What becomes of releases: stored, known, corrected, rejected.

use anchorhub_ingest::{Caps, ReceiptStatus, progress::Silent};

use crate::{desk::Desk, support::on_each_engine};

fn release(ocid: &str, id: &str, date: &str, rest: &str) -> String {
    format!(r#"{{"ocid":"{ocid}","id":"{id}","date":"{date}","tag":["tender"],"tender":{{"id":"t"{rest}}}}}"#)
}

#[tokio::test]
async fn a_release_is_stored_once_however_it_is_spaced() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let one = release("ocds-a-1", "1", "2026-07-01T00:30:00+01:00", r#","title":"Bins""#);
        let two = release("ocds-a-2", "1", "2026-07-02T12:00:00", r#","title":"Roads""#);
        let receipt = desk.load("a.jsonl", &[&one, &two, &one]).await;
        assert_eq!(
            (receipt.releases, receipt.stored, receipt.known, receipt.processes),
            (3, 2, 1, 2),
            "{receipt:?}"
        );
        assert_eq!(
            (receipt.first_date.as_deref(), receipt.last_date.as_deref()),
            (Some("2026-07-01"), Some("2026-07-02"))
        );
        assert_eq!(receipt.warnings["DATE_WITHOUT_ZONE"], 1);

        let spaced = format!(
            "[{}\n, {}]",
            one.replace(',', " ,\n"),
            two.replace(':', ": ").replace("12: 00: 00", "12:00:00")
        );
        let receipt = desk.load("b.json", &[spaced]).await;
        assert_eq!((receipt.stored, receipt.known, receipt.processes), (0, 2, 0), "{receipt:?}");
        assert_eq!(desk.number("SELECT count(*) FROM release").await, 2);
        assert_eq!(
            desk.number("SELECT count(*) FROM document WHERE status = 'LOADED' AND records + known = rows")
                .await,
            2
        );
        assert_eq!(desk.number("SELECT count(*) FROM change WHERE kind = 'CONTRACTING_PROCESS'").await, 2);

        let again = desk.take(&desk.file("c.jsonl", [one.as_str(), &two, &one].join("\n"))).await;
        assert_eq!(again.status, Some(ReceiptStatus::Unchanged));
        assert_eq!(again.releases().unwrap().stored, 2);
    })
    .await;
}

#[tokio::test]
async fn a_release_without_ocid_is_rejected_and_broken_text_ends_the_document() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let good = release("ocds-a-1", "1", "2026-07-01", "");
        let receipt = desk
            .load(
                "a.jsonl",
                &[good.as_str(), r#"{"id":"x","tender":{}}"#, r#"{"ocid":7,"tender":{"id":"1"}}"#],
            )
            .await;
        assert_eq!((receipt.releases, receipt.stored, receipt.rejected), (3, 1, 2));
        assert_eq!(receipt.rejections["OCID_MISSING"], 2);
        assert_eq!(
            desk.texts("SELECT CAST(row_no AS TEXT) || code || raw FROM rejected_row ORDER BY seq").await,
            [r#"2OCID_MISSING{"id":"x","tender":{}}"#, r#"3OCID_MISSING{"ocid":7,"tender":{"id":"1"}}"#]
        );

        let cut = format!(
            "{}\n{}\n{{\"ocid\":",
            release("ocds-b-1", "1", "2026-07-01", ""),
            release("ocds-b-2", "1", "2026-07-01", "")
        );
        let receipt = desk.take(&desk.file("b.jsonl", cut)).await;
        let error = receipt.error.unwrap();
        assert_eq!((receipt.status, error.code.as_str()), (Some(ReceiptStatus::Failed), "JSON_CUT_SHORT"));
        assert!(error.message.contains("line 3"), "{}", error.message);
        assert_eq!(desk.number("SELECT count(*) FROM release").await, 1);
        assert_eq!(desk.number("SELECT count(*) FROM document WHERE error_code = 'JSON_CUT_SHORT'").await, 1);

        let receipt = desk.take(&desk.file("c.csv", "Date,Amount\n2026-01-01,5.00\n")).await;
        assert_eq!(receipt.error.unwrap().code, "NOT_A_RELEASE");
    })
    .await;
}

#[tokio::test]
async fn a_corrected_release_stands_in_the_place_of_the_earlier_one() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let wrong = release("ocds-a-1", "1", "2026-07-01T12:00:00Z", r#","title":"Bims""#);
        let right = release("ocds-a-1", "1", "2026-07-01T13:00:00+01:00", r#","title":"Bins""#);
        desk.load("a.jsonl", &[&wrong]).await;
        let receipt = desk.load("b.jsonl", &[&right]).await;
        assert_eq!((receipt.stored, receipt.corrected, receipt.warnings["RELEASE_CORRECTED"]), (1, 1, 1));
        assert_eq!(
            desk.number("SELECT count(*) FROM release old JOIN release new ON new.id = old.superseded_by WHERE new.warnings LIKE '%RELEASE_CORRECTED%'").await,
            1
        );
        // What was corrected does not come back with another copy of the old document.
        let receipt = desk.load("c.jsonl", &[format!(" {wrong}")]).await;
        assert_eq!((receipt.known, receipt.corrected, receipt.processes), (1, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn releases_numbered_alike_in_one_document_are_all_kept() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let date = "2026-07-01T12:00:00Z";
        let [a, b, c] =
            ["A", "B", "C"].map(|title| release("ocds-a-1", "1", date, &format!(r#","title":"{title}""#)));
        assert_eq!(desk.load("a.jsonl", &[&a, &b]).await.corrected, 0);
        // A later document has the two and one more: none of them corrects another.
        let receipt = desk.load("b.jsonl", &[&a, &b, &c]).await;
        assert_eq!((receipt.stored, receipt.known, receipt.corrected), (1, 2, 0));
        assert_eq!(desk.number("SELECT count(*) FROM release WHERE superseded_by IS NULL").await, 3);
        assert_eq!(desk.texts("SELECT CAST(tie AS TEXT) FROM release ORDER BY id").await, ["0", "1", "2"]);
    })
    .await;
}

#[tokio::test]
async fn a_document_can_be_read_again() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let lines =
            [release("ocds-a-1", "1", "2026-07-01", ""), r#"{"id":"no ocid","tender":{}}"#.to_owned()];
        let receipt = desk.take(&desk.file("a.jsonl", lines.join("\n"))).await;
        let again = desk
            .ingestor
            .reread(receipt.document.as_ref().unwrap(), &(std::sync::Arc::new(Silent) as _))
            .await
            .unwrap();
        assert_eq!(again.status, Some(ReceiptStatus::Loaded), "{:?}", again.error);
        let releases = again.releases().unwrap();
        assert_eq!((releases.known, releases.stored, releases.processes, releases.rejected), (1, 0, 1, 1));
        assert_eq!(desk.number("SELECT count(*) FROM document").await, 1);
        assert_eq!(desk.number("SELECT count(*) FROM rejected_row").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_process_beyond_the_caps_is_refused() {
    on_each_engine(async |database| {
        let desk = Desk::with(
            database,
            Caps { max_process_releases: 3, max_process_bytes: 1_000, ..Caps::default() },
        )
        .await;
        let many: Vec<String> =
            (1..5).map(|day| release("ocds-a-1", "1", &format!("2026-07-0{day}"), "")).collect();
        let receipt = desk.take(&desk.file("a.jsonl", many.join("\n"))).await;
        assert_eq!(receipt.error.unwrap().code, "PROCESS_TOO_LARGE");
        // Compressed it is small.
        let long = release("ocds-a-2", "1", "2026-07-01", &format!(r#","title":"{}""#, "x".repeat(2_000)));
        let receipt = desk.take(&desk.file("b.jsonl", long)).await;
        assert_eq!(receipt.error.unwrap().code, "PROCESS_TOO_LARGE");
        assert_eq!(desk.number("SELECT count(*) FROM release").await, 0);
        assert_eq!(desk.load("c.jsonl", &many[..3]).await.stored, 3);
    })
    .await;
}

#[tokio::test]
async fn texts_that_no_index_holds_are_cut_and_nothing_is_lost() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        // Of letters that do not compress.
        let mut seed = 1_u64;
        let long: String = std::iter::repeat_with(|| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            char::from(b'a' + u8::try_from(seed >> 33 & 15).unwrap())
        })
        .take(9_000)
        .collect();
        let rest = format!(
            r#","lots":[{{"id":"{long}"}},{{"id":"{long}!"}}]}},"awards":[{{"id":"{long}","suppliers":[{{"id":"s","name":"{long}"}}]}}],"contracts":[{{"id":"{long}","awardID":"{long}"}}],"odd":{{"{long}":1"#
        );
        let one = release(&format!("ocds-{long}"), "1", "2026-07-01", &rest);
        let two = release(&format!("ocds-{long}"), "2", "2026-07-02", r#","title":"Bins""#);
        let receipt = desk.load("a.jsonl", &[one, two]).await;
        assert_eq!((receipt.stored, receipt.processes), (2, 1));
        for (table, rows) in [("lot", 2), ("award", 1), ("award_supplier", 1), ("contract", 1), ("notice", 2)] {
            assert_eq!(desk.number(&format!("SELECT count(*) FROM {table}")).await, rows, "{table}");
        }
    })
    .await;
}

#[test]
fn a_dry_run_tells_what_would_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a.jsonl");
    let one = release("ocds-a-1", "1", "2026-07-01", r#","oddity":{"of":["wood","stone"]}"#);
    let two = release("ocds-a-1", "2", "2026-07-02", r#","oddity":{"of":["iron"]}"#);
    std::fs::write(&path, [one.as_str(), &two, r#"{"id":"no ocid","tender":{}}"#].join("\n")).unwrap();
    let (caps, rules) = (anchorhub_ocds::Caps::default(), anchorhub_ocds::Rules::default());
    let receipt = anchorhub_ingest::inspect_releases(&path, caps, &rules, &Silent).unwrap();
    let read = receipt.releases().unwrap();
    assert_eq!((read.releases, read.stored, read.rejected, read.processes), (3, 2, 1, 1));
    assert_eq!(read.unmapped["tender.oddity.of"], 2);
    assert!(receipt.to_text().contains("not mapped   tender.oddity.of × 2"), "{}", receipt.to_text());
}
