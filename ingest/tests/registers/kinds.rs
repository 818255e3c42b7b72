//! Files of another kind than their feed's.

use anchorhub_entities::feed::FeedKind;
use anchorhub_ingest::{Caps, InspectOptions, ReceiptStatus, inspect, inspect_register, progress::Silent};

use crate::{desk::Desk, support::on_each_engine};

const REGISTER: &str = "Contract Ref,Contract Title,Supplier,Contract Value,Start Date,End Date\n\
    C1,Salt,Acme Ltd,500,01/04/2023,31/03/2024\nC2,Fuel,Bolt Ltd,600,01/05/2023,31/03/2024\n";
const SPEND: &str = "Payment Date,Supplier,Purpose of Spend,Amount,Contract Ref\n\
    03/04/2024,Acme Ltd,Paper,100.00,C1\n04/04/2024,Bolt Ltd,Nails,250.50,C2\n";

#[tokio::test]
async fn the_wrong_kind_is_told() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        for (text, kind, advice) in
            [(SPEND, FeedKind::Contracts, "--kind spend"), (REGISTER, FeedKind::Spend, "--kind contracts")]
        {
            let receipt = desk.ingest("GB-LAE-AAA", kind, &desk.file("file.csv", text), None).await;
            let error = receipt.error.unwrap();
            assert_eq!((receipt.status, error.code.as_str()), (Some(ReceiptStatus::Failed), "WRONG_KIND"));
            assert!(error.message.contains(advice), "{}", error.message);
        }
        for (text, code) in
            [("", "EMPTY_FILE"), (",,\n,,\n", "EMPTY_FILE"), ("Dear all,\nno data.\n", "NO_TABLE")]
        {
            assert_eq!(desk.take(&desk.file("other.csv", text)).await.error.unwrap().code, code, "{text:?}");
        }
        assert_eq!(desk.number("SELECT count(*) FROM contract").await, 0);
        assert_eq!(desk.number("SELECT count(*) FROM payment").await, 0);
    })
    .await;
}

#[test]
fn a_dry_run_tells_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path
    };
    let (register, spend) = (file("register.csv", REGISTER), file("spend.csv", SPEND));
    let today = chrono::NaiveDate::from_ymd_opt(2026, 1, 1).unwrap();
    let options = InspectOptions { adapter: None, period: None, today, caps: Caps::default() };
    let receipt = inspect_register(&register, &options, &Silent).unwrap();
    let read = receipt.register().unwrap();
    assert_eq!((read.figures.contracts, read.tables[0].samples.len()), (2, 2));
    assert!(receipt.to_text().contains("2 contracts"), "{}", receipt.to_text());
    assert_eq!(inspect(&register, &options, &Silent).unwrap_err().code(), "WRONG_KIND");
    assert_eq!(inspect_register(&spend, &options, &Silent).unwrap_err().code(), "WRONG_KIND");
    assert!(inspect(&spend, &options, &Silent).is_ok());
}
