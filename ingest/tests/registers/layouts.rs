//! Registers laid out in the ways in which they are published.

use crate::{
    desk::{Desk, workbook},
    support::on_each_engine,
};

/// The columns of the Local Government Transparency Code 2015, paragraph 32, in its words.
const CODE: &str = "\
Reference number,Title of agreement,Local authority department responsible for the agreement,\
Description of the goods and/or services being provided,Supplier name and details,\
Sum to be paid over the length of the contract or the estimated annual spending or budget,\
Value Added Tax that cannot be recovered,Start date,End date,Review date,\
Whether or not the contract was the result of an invitation to quote or a published invitation to tender,\
Whether or not the supplier is a small or medium sized enterprise and/or a voluntary or community sector organisation\n\
C1,Road salt,Highways,Salt for winter roads,Acme Ltd,\"£12,500.00\",0,01/04/2023,31/03/2026,30/09/2025,Published invitation to tender,SME\n\
C2,Meals,Adults,Meals at home,Bolt & Sons,7000,1400.00,01/05/2023,30/04/2024,31/01/2024,Invitation to quote,VCSE 1049226\n\
C3,Audit,Finance,External audit,Copper plc,99000.50,,15/06/2023,,01/06/2025,Invitation to quote,No\n";

#[tokio::test]
async fn the_layout_of_the_code() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let register = desk.load("code.csv", CODE).await;
        assert_eq!((register.figures.contracts, register.figures.with_end), (3, 3));
        assert_eq!(register.tables[0].columns.len(), 12, "{:?}", register.tables[0].columns);
        assert_eq!(
            desk.contracts(&["reference", "title", "department", "starts_on", "ends_on", "end_basis", "review_on"]).await,
            [
                "C1|Road salt|Highways|2023-04-01|2026-03-31|REGISTER_END|2025-09-30",
                "C2|Meals|Adults|2023-05-01|2024-04-30|REGISTER_END|2024-01-31",
                "C3|Audit|Finance|2023-06-15|2025-06-01|REGISTER_REVIEW|2025-06-01",
            ]
        );
        assert_eq!(
            desk.contracts(&["description", "value_pence", "value_currency", "value_basis", "irrecoverable_vat_pence", "method"]).await,
            [
                "Salt for winter roads|1250000|GBP|NET|-|Published invitation to tender",
                "Meals at home|700000|GBP|NET|140000|Invitation to quote",
                "External audit|9900050|GBP|NET|-|Invitation to quote",
            ]
        );
        let figures = &register.figures;
        assert_eq!((figures.sme.yes, figures.sme.no, figures.sme.unknown), (1, 1, 1));
        assert_eq!((figures.vcse.yes, figures.vcse.no, figures.vcse.unknown), (1, 1, 1));
        assert_eq!(figures.values["GBP"], 11_850_050);
        assert_eq!(
            desk.texts("SELECT name FROM supplier_name JOIN contract_supplier ON supplier_name_id = supplier_name.id ORDER BY name").await,
            ["Acme Ltd", "Bolt & Sons", "Copper plc"]
        );
        assert_eq!(desk.number("SELECT count(*) FROM contract_supplier WHERE supplier_id IS NOT NULL").await, 3);
    })
    .await;
}

/// What is read of two contracts, whatever is around them.
async fn two_contracts(desk: &Desk, name: &str, content: impl AsRef<[u8]>) {
    let register = desk.load(name, content).await;
    assert_eq!(register.figures.contracts, 2, "{name}: {register:?}");
    assert_eq!(
        desk.contracts(&["reference", "title", "value_pence", "starts_on", "ends_on"]).await,
        ["C1|Road salt|1250000|2023-04-01|2026-03-31", "C2|Meals|700000|2023-05-01|2024-04-30"],
        "{name}"
    );
}

#[tokio::test]
async fn headings_anywhere_and_in_any_file() {
    let plain = "Contract Ref,Contract Title,Supplier,Contract Value,Start Date,End Date\n\
        C1,Road salt,Acme Ltd,12500,01/04/2023,31/03/2026\nC2,Meals,Bolt & Sons,\"7,000.00\",01/05/2023,30/04/2024\n";
    let two_rows = "Contract,Contract,Supplier,Contract,Start,End\nRef,Title,Name,Value,Date,Date\n\
        C1,Road salt,Acme Ltd,12500,01/04/2023,31/03/2026\nC2,Meals,Bolt & Sons,\"7,000.00\",01/05/2023,30/04/2024\n";
    let preamble = format!("Contracts register of Ashmere,,,\nPublished 1 July 2023,,,\n,,,\n{plain}");
    let semicolons = plain.replace("\"7,000.00\"", "7000").replace(',', ";");
    let bytes: Vec<u8> =
        plain.replace("12500", "£12500").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    let day = |text: &str| -> String {
        let date: chrono::NaiveDate = text.parse().unwrap();
        format!("={}", (date - chrono::NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days())
    };
    let (a, b, c, d) = (day("2023-04-01"), day("2026-03-31"), day("2023-05-01"), day("2024-04-30"));
    let xlsx = workbook(&[
        &["Register of contracts"],
        &[],
        &["Contract Ref", "Contract Title", "Supplier", "Contract Value", "Start Date", "End Date"],
        &["C1", "Road salt", "Acme Ltd", "=12500", &a, &b],
        &["C2", "Meals", "Bolt &amp; Sons", "=7000", &c, &d],
    ]);
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        two_contracts(&desk, "plain.csv", plain).await;
        two_contracts(&desk, "two-rows.csv", two_rows).await;
        two_contracts(&desk, "preamble.csv", &preamble).await;
        two_contracts(&desk, "semicolons.csv", &semicolons).await;
        two_contracts(&desk, "windows.csv", &bytes).await;
        two_contracts(&desk, "register.xlsx", &xlsx).await;
        // Each took the place of the one before.
        assert_eq!(desk.number("SELECT count(*) FROM contract").await, 2);
    })
    .await;
}

#[tokio::test]
async fn a_register_without_ends_or_whole_values() {
    let review =
        "Ref,Title,Contractor,Value,Review Date\nC1,Salt,Acme Ltd,500,01/02/2025\nC2,Fuel,Bolt Ltd,600,TBC\n";
    let annual = "Contract title,Supplier name,Annual value,Start,Expiry\nSalt,Acme Ltd,\"1,200.50\",1 Apr 2023,31 Mar 2026\n\
        Fuel,Bolt Ltd,£90 p.a.,1 Apr 2023,ongoing\n";
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let register = desk.load("review.csv", review).await;
        assert_eq!(register.figures.warnings["DATE_NOT_STATED"], 1);
        assert_eq!(
            desk.contracts(&["title", "ends_on", "end_basis", "latest_end_on", "review_on"]).await,
            ["Salt|2025-02-01|REGISTER_REVIEW|-|2025-02-01", "Fuel|-|-|-|-"]
        );
        desk.load("annual.csv", annual).await;
        assert_eq!(
            desk.contracts(&[
                "title",
                "value_pence",
                "annual_pence",
                "value_currency",
                "value_basis",
                "ends_on"
            ])
            .await,
            ["Salt|-|120050|GBP|NET|2026-03-31", "Fuel|-|9000|GBP|NET|-"]
        );
    })
    .await;
}

#[tokio::test]
async fn an_adapter_corrects_the_recognition() {
    let odd = "No,Thing,Who,How much,When,Till\n1,Salt,Acme Ltd,500,01/02/2024,31/01/2025\n2,Fuel,Bolt Ltd,600,01/02/2024,31/01/2025\n";
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let refused = desk.take(&desk.file("odd.csv", odd)).await;
        assert_eq!(refused.error.unwrap().code, "NO_TABLE");
        let adapter = "vat_basis = \"GROSS\"\n[columns]\ntitle = \"Thing\"\nsupplier = \"Who\"\nvalue = 4\nstart = \"When\"\nend = \"till\"\n";
        desk.file("adapters/GB-LAE-AAA.contracts.toml", adapter);
        desk.load("odd.csv", odd).await;
        assert_eq!(
            desk.contracts(&["title", "value_pence", "value_basis", "starts_on", "ends_on"]).await,
            ["Salt|50000|GROSS|2024-02-01|2025-01-31", "Fuel|60000|GROSS|2024-02-01|2025-01-31"]
        );
    })
    .await;
}
