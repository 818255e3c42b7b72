//! Real files of six West Midlands bodies, against figures that were counted independently. The files are
//! not part of the project: without them the test says so and ends.

use std::{collections::BTreeMap, path::PathBuf};

use anchorhub_ingest::{
    Caps, InspectOptions, ReceiptStatus, inspect, progress::Silent, reference, reference::ReferenceKind,
};
use chrono::Local;

use crate::{desk::Desk, support::on_each_engine};

struct Expected {
    path: PathBuf,
    body: String,
    encoding: String,
    header_row: u32,
    payments: u64,
    net_pence: i64,
    negatives: u64,
}

/// The folder of published files; none, said plainly, where it is not.
fn published() -> Option<PathBuf> {
    let root = std::env::var_os("ANCHORHUB_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from)
        .join("data");
    if !root.exists() {
        eprintln!("skipped: the published files are not here ({})", root.display());
        return None;
    }
    Some(root)
}

fn expected() -> Option<Vec<Expected>> {
    let root = published()?;
    let table = root.join("expected/west_midlands_spend.csv");
    let mut reader = csv::Reader::from_path(&table).unwrap();
    let records = reader.deserialize::<BTreeMap<String, String>>().map(|record| {
        let record = record.unwrap();
        Expected {
            path: root.join("spend/west-midlands").join(&record["body"]).join(&record["file"]),
            body: record["body"].clone(),
            encoding: record["encoding"].clone(),
            header_row: record["header_row"].parse().unwrap(),
            payments: record["payments"].parse().unwrap(),
            net_pence: record["net_pence"].parse().unwrap(),
            negatives: record["negatives"].parse().unwrap(),
        }
    });
    Some(records.collect())
}

fn org_id(body: &str) -> String {
    format!("GB-LAE-{}", body[..3].to_uppercase())
}

#[tokio::test]
async fn real_files_come_to_the_penny() {
    let Some(expected) = expected() else { return };
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let bodies: std::collections::BTreeSet<&str> =
            expected.iter().map(|file| file.body.as_str()).collect();
        let text: String = bodies.iter().map(|body| format!("{},{body},COUNCIL,\n", org_id(body))).collect();
        let text = format!("org_id,name,kind,home_area\n{text}");
        reference::load_text(&desk.database, ReferenceKind::Institutions, "bodies.csv", &text).await.unwrap();

        for file in &expected {
            let receipt = desk.ingest(&org_id(&file.body), &[&file.path], None).await.unwrap().remove(0);
            assert_eq!(
                receipt.status,
                Some(ReceiptStatus::Loaded),
                "{}: {:?} {:?}",
                receipt.file,
                receipt.error,
                receipt.notes
            );
            let figures = &receipt.spend().unwrap().figures;
            assert_eq!(
                (figures.payments, figures.net_pence, figures.negatives),
                (file.payments, file.net_pence, file.negatives),
                "{}",
                receipt.file
            );
            assert_eq!(figures.rows, figures.payments + figures.rejected + figures.blank, "{}", receipt.file);
            assert_eq!(
                receipt.spend().unwrap().encoding.as_deref(),
                Some(file.encoding.as_str()),
                "{}",
                receipt.file
            );
            assert_eq!(
                receipt.spend().unwrap().tables[0].header_row,
                Some(file.header_row),
                "{}",
                receipt.file
            );
        }
        let payments: i64 = expected.iter().map(|file| file.payments.cast_signed()).sum();
        let net: i64 = expected.iter().map(|file| file.net_pence).sum();
        assert_eq!(desk.payments().await, (payments, net));
        assert_eq!(desk.number("SELECT count(*) FROM rejected_row WHERE code = 'HIDDEN_TOTAL'").await, 2);

        let version = desk.database.data_version().await.unwrap();
        for file in &expected {
            let receipt = desk.ingest(&org_id(&file.body), &[&file.path], None).await.unwrap().remove(0);
            assert_eq!(receipt.status, Some(ReceiptStatus::Unchanged), "{}", receipt.file);
            assert_eq!(receipt.spend().unwrap().figures.net_pence, file.net_pence);
        }
        assert_eq!(desk.payments().await, (payments, net));
        assert_eq!(desk.database.data_version().await.unwrap(), version);

        correct_one_month(&desk, &expected, payments, net).await;
    })
    .await;
}

/// A corrected copy of one month replaces that month and no other.
async fn correct_one_month(desk: &Desk, expected: &[Expected], payments: i64, net: i64) {
    let old = expected.iter().find(|file| file.body == "solihull").unwrap();
    let bytes = std::fs::read(&old.path).unwrap();
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    lines.remove(1);
    let copy = desk.file("corrected.csv", lines.concat());
    let receipt = desk.ingest(&org_id(&old.body), &[&copy], None).await.unwrap().remove(0);
    assert_eq!(receipt.status, Some(ReceiptStatus::Replaced), "{:?}", receipt.notes);
    assert_eq!(receipt.spend().unwrap().figures.payments, old.payments - 1);
    assert_eq!(
        desk.payments().await,
        (payments - 1, net - old.net_pence + receipt.spend().unwrap().figures.net_pence)
    );
    assert_eq!(desk.number("SELECT count(*) FROM document WHERE status = 'REPLACED'").await, 1);
    assert_eq!(desk.number("SELECT count(*) FROM document").await, expected.len() as i64 + 1);
}

/// Hundreds of layouts, no adapter: date, payee and amount are found wherever a file has them. What lacks one is
/// printed, to be looked at; a few files have none.
#[test]
fn published_layouts_are_recognised() {
    let Some(root) = published() else { return };
    let mut files = vec![root.join("spend")];
    let (mut seen, mut whole) = (0, 0);
    let options = InspectOptions {
        adapter: None,
        period: None,
        today: Local::now().date_naive(),
        caps: Caps::default(),
    };
    while let Some(path) = files.pop() {
        if path.is_dir() {
            files.extend(std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
            continue;
        }
        seen += 1;
        match inspect(&path, &options, &Silent) {
            Ok(receipt) => {
                let figures = &receipt.spend().unwrap().figures;
                assert_eq!(
                    figures.rows,
                    figures.payments + figures.rejected + figures.blank,
                    "{}",
                    receipt.file
                );
                let table = receipt
                    .spend()
                    .unwrap()
                    .tables
                    .iter()
                    .max_by_key(|table| table.figures.payments)
                    .unwrap();
                let missing: Vec<&str> = ["date", "supplier", "amount"]
                    .into_iter()
                    .filter(|role| !table.columns.contains_key(*role))
                    .collect();
                whole += usize::from(missing.is_empty());
                if !missing.is_empty() {
                    eprintln!("{}: no {}", path.display(), missing.join(", "));
                }
            }
            Err(error) => eprintln!("{}: {}", path.display(), error.code()),
        }
    }
    eprintln!("{whole} of {seen} files have date, payee and amount");
    assert!(whole * 100 >= seen * 95, "{whole} of {seen}");
}
