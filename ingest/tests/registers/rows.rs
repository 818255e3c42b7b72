//! What becomes of odd rows.

use crate::{desk::Desk, support::on_each_engine};

const ODD: &str = "\
Contract Ref,Contract Title,Supplier,Company Number,Charity Number,Postcode,Contract Value,Start Date,End Date,Option to extend (months),SME,VCSE,Contract Type,CPV Code\n\
C1,Salt,Acme Ltd,1234567,,B1 1AA,\"£1,234.50 per annum\",01/04/2023,31/03/2024,24,Yes,No,Goods,09000000-3\n\
C2,Meals,Acme Ltd; Bolt & Sons,,,,up to £5000,01/04/2023,Ongoing,,Small,,Framework,55000000\n\
C3,Care,Various,Various,,Various,10000 - 20000,01/04/2023,31/02/2024,12,Various,Y,Call-off,none\n\
C4,Roof,REDACTED,,,,0.01,Apr-23,Mar-25,0,N,N,,\n\
C5,Paint,Copper Trust,99,1049226,,999999999,2023-04-01,2022-04-01,1+1 years,SME,perhaps,,\n\
C5,Paint,Copper Trust,,SC012345,,as agreed,2023-04-01,2024-04-01,Yes,,,,\n\
,,,,,,,,,,,,,\n\
,Adult services,,,,,,,,,,,,\n\
Contract Ref,Contract Title,Supplier,Company Number,Charity Number,Postcode,Contract Value,Start Date,End Date,Option to extend (months),SME,VCSE,Contract Type,CPV Code\n\
C6,Salt, sand and grit,Acme Ltd,1234567,,B1 1AA,500,01/04/2023,31/03/2024,24,Yes,No,Goods,09000000-3\n\
,Total,,,,,\"6,234.50\",,,,,,,\n";

#[tokio::test]
async fn every_row_ends_somewhere() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let register = desk.load("odd.csv", ODD).await;
        let figures = &register.figures;
        assert_eq!((figures.rows, figures.contracts, figures.rejected, figures.blank), (11, 6, 4, 1));
        assert_eq!(
            desk.texts("SELECT CAST(row_no AS TEXT) || ' ' || code FROM rejected_row ORDER BY row_no").await,
            ["9 NO_CONTRACT", "10 REPEATED_HEADER", "11 SHIFTED_COLUMNS", "12 HIDDEN_TOTAL"]
        );
        assert_eq!(desk.number("SELECT count(*) FROM rejected_row WHERE hint <> '' AND raw <> ''").await, 4);
        assert_eq!(
            desk.contracts(&["reference", "starts_on", "ends_on", "latest_end_on", "extension_months"]).await,
            [
                "C1|2023-04-01|2024-03-31|2026-03-31|24",
                "C2|2023-04-01|-|-|-",
                "C3|2023-04-01|-|-|12",
                "C4|2023-04-01|2025-03-31|2025-03-31|0",
                "C5|2023-04-01|2022-04-01|2024-04-01|24",
                "C5|2023-04-01|2024-04-01|-|-",
            ]
        );
        assert_eq!(
            desk.contracts(&["value_pence", "annual_pence", "value_basis", "cpv", "category"]).await,
            [
                "-|123450|NET|09000000|-",
                "500000|-|CEILING|55000000|-",
                "-|-|-|-|none",
                "-|-|-|-|-",
                "-|-|-|-|-",
                "-|-|-|-|-"
            ]
        );
        let flag = |name: &str| format!("CASE WHEN {name} THEN 'y' WHEN NOT {name} THEN 'n' END");
        assert_eq!(
            desk.contracts(&[&flag("sme"), &flag("vcse"), &flag("is_framework")]).await,
            ["y|n|n", "y|-|y", "-|y|n", "n|n|n", "y|-|n", "-|-|n"]
        );
        let warnings: Vec<(&str, u64)> =
            figures.warnings.iter().map(|(code, count)| (code.as_str(), *count)).collect();
        assert_eq!(
            warnings,
            [
                ("COMPANY_NUMBER_INVALID", 1),
                ("CPV_INVALID", 1),
                ("DATE_ASSUMED", 1),
                ("DATE_NOT_STATED", 1),
                ("DATE_UNREADABLE", 1),
                ("END_BEFORE_START", 1),
                ("EXTENSION_UNREADABLE", 1),
                ("FLAG_UNREADABLE", 2),
                ("PLACEHOLDER_VALUE", 2),
                ("REDACTED", 1),
                ("SEVERAL_SUPPLIERS", 1),
                ("SUPPLIER_MISSING", 1),
                ("VALUE_IS_ESTIMATE", 1),
                ("VALUE_IS_RANGE", 1),
                ("VALUE_UNREADABLE", 1),
            ]
        );
        suppliers(&desk).await;
    })
    .await;
}

async fn suppliers(desk: &Desk) {
    let sql = "SELECT CAST(row_no AS TEXT) || ' ' || CAST(seq AS TEXT) || ' ' || name || ' ' || \
        CASE WHEN contract_supplier.supplier_id IS NULL THEN 'nobody' ELSE 'supplier' END || ' ' || \
        coalesce(scheme || ' ' || identifier, '-') FROM contract JOIN contract_supplier ON contract_id = contract.id \
        JOIN supplier_name ON supplier_name.id = supplier_name_id ORDER BY row_no, seq";
    assert_eq!(
        desk.texts(sql).await,
        [
            "2 0 Acme Ltd supplier GB-COH 01234567",
            "3 0 Acme Ltd supplier -",
            "3 1 Bolt & Sons supplier -",
            "4 0 Various nobody -",
            "5 0 REDACTED nobody -",
            "6 0 Copper Trust supplier GB-CHC 1049226",
            "7 0 Copper Trust supplier GB-SC SC012345",
        ]
    );
    // What is no number is kept as it was published.
    assert_eq!(
        desk.texts("SELECT value FROM supplier_evidence WHERE scheme = 'company_number' ORDER BY value")
            .await,
        ["1234567", "99"]
    );
}

#[tokio::test]
async fn ends_come_from_the_column_that_says_most() {
    let text = "\
Contract Title,Supplier,Start Date,End Date,Current Expiry Date,Extension (months),How many extensions,Extension 1 taken?,Extension 2 taken?\n\
Not taken,Acme Ltd,2020-04-01,2022-03-31,2022-03-31,12,1,,\n\
Taken,Acme Ltd,2020-04-01,2022-03-31,2023-03-31,12,1,Yes,\n\
Half taken,Acme Ltd,2020-04-01,2022-03-31,2023-03-31,24,2,Yes,\n\
Half taken and moved,Acme Ltd,2020-04-01,2023-03-31,2023-03-31,24,2,Yes,No\n\
No current one,Acme Ltd,2020-04-01,2022-03-31,,0,,,\n\
To be confirmed,Acme Ltd,2020-04-01,TBC,n/a,12,,,\n";
    let latest = "\
Contract Title,Supplier,Start Date,End Date,End date including extensions\n\
Stated,Acme Ltd,2020-04-01,2022-03-31,2024-03-31\nNone,Acme Ltd,2020-04-01,2022-03-31,\n";
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let register = desk.load("ends.csv", text).await;
        assert_eq!(
            desk.contracts(&["title", "ends_on", "end_basis", "latest_end_on"]).await,
            [
                "Not taken|2022-03-31|REGISTER_END|2023-03-31",
                "Taken|2023-03-31|REGISTER_END|2023-03-31",
                "Half taken|2023-03-31|REGISTER_END|2024-03-31",
                "Half taken and moved|2023-03-31|REGISTER_END|-",
                "No current one|2022-03-31|REGISTER_END|2022-03-31",
                "To be confirmed|-|-|-",
            ]
        );
        assert_eq!(register.figures.warnings["EXTENSION_UNREADABLE"], 1);
        desk.load("latest.csv", latest).await;
        assert_eq!(
            desk.contracts(&["title", "ends_on", "latest_end_on"]).await,
            ["Stated|2022-03-31|2024-03-31", "None|2022-03-31|-"]
        );
    })
    .await;
}
