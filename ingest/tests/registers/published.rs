//! A real register of 360 contracts, against what was counted in it independently. It is not part of the project:
//! without it the test says so and ends.

use std::path::PathBuf;

use crate::{desk::Desk, support::on_each_engine};

fn published() -> Option<PathBuf> {
    let path = std::env::var_os("ANCHORHUB_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from)
        .join("data/contracts/salford_contracts_register_2022-07.csv");
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: the published register is not here ({})", path.display());
    None
}

#[tokio::test]
async fn a_published_register_loads() {
    let Some(path) = published() else { return };
    let bytes = std::fs::read(path).unwrap();
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let register = desk.load("register.csv", &bytes).await;
        let figures = &register.figures;
        assert_eq!((figures.rows, figures.contracts, figures.rejected, figures.blank), (360, 360, 0, 0));
        assert_eq!(
            figures.values.clone().into_iter().collect::<Vec<_>>(),
            [("GBP".to_owned(), 159_875_851_562)]
        );
        assert_eq!((figures.with_value, figures.with_end), (350, 353));
        // Six rows have no end, and one has the 31st of September.
        // 298 numbers of Companies House, and 3 that say themselves that they are of charities.
        assert_eq!(figures.with_identifier, 301);
        assert_eq!((figures.sme.yes, figures.sme.no, figures.sme.unknown), (181, 172, 7));
        assert_eq!(
            (figures.first_start.as_deref(), figures.last_start.as_deref()),
            (Some("2004-04-01"), Some("2023-01-01"))
        );
        let warning = |code| figures.warnings.get(code).copied().unwrap_or_default();
        assert_eq!((warning("COMPANY_NUMBER_INVALID"), warning("FLAG_UNREADABLE")), (11, 5));
        assert_eq!(
            (warning("SUPPLIER_MISSING"), warning("END_BEFORE_START"), warning("DATE_UNREADABLE")),
            (19, 4, 2)
        );

        let columns = &register.tables[0].columns;
        for (role, heading) in [
            ("reference", "Contract Reference"),
            ("title", "Contract Title"),
            ("description", "Contract Description"),
            ("department", "Directorate Name"),
            ("supplier", "Supplier Company Name"),
            ("value_with_extensions", "Total Contract Value (including extensions)"),
            ("annual_value", "Annual Value"),
            ("start", "Start Date"),
            ("end", "End Date"),
            ("current_expiry", "Current Expiry Date"),
            ("duration", "Contract Duration (months)"),
            ("extension", "Option to extend (months)"),
            ("extension_count", "How many extensions"),
            ("extension_taken", "Extension 1 Taken?"),
            ("sme", "SME Supplier?"),
            ("company_number", "Company Number"),
            ("postcode", "Supplier Postcode"),
            ("category_code", "ProClass Classification"),
            ("category", "ProClass Description"),
            ("method", "Process Used"),
            ("body", "Purchasing Body"),
        ] {
            assert_eq!(columns.get(role).map(String::as_str), Some(heading), "{columns:?}");
        }

        assert_eq!(desk.number("SELECT count(*) FROM contract WHERE origin = 'REGISTER'").await, 360);
        assert_eq!(desk.number("SELECT count(*) FROM contract_buyer").await, 360);
        assert_eq!(desk.number("SELECT count(*) FROM contract_supplier WHERE scheme = 'GB-COH'").await, 298);
        assert_eq!(desk.number("SELECT count(*) FROM contract_supplier WHERE scheme = 'GB-CHC'").await, 3);
        let by_year = "SELECT substr(CAST(ends_on AS TEXT), 1, 4) || ' ' || count(*) FROM contract \
            WHERE ends_on IS NOT NULL GROUP BY substr(CAST(ends_on AS TEXT), 1, 4) ORDER BY 1";
        assert_eq!(
            desk.texts(by_year).await,
            [
                "2018 2", "2019 2", "2020 2", "2021 13", "2022 137", "2023 124", "2024 29", "2025 21",
                "2026 11", "2027 10", "2029 2"
            ]
        );
        assert_eq!(desk.number("SELECT count(*) FROM contract WHERE end_basis = 'REGISTER_END'").await, 353);
        check_rows(&desk).await;
    })
    .await;
}

/// Rows read by eye.
async fn check_rows(desk: &Desk) {
    for (row, expected) in [
        // A survey of one day.
        (2, "S1417|2022-03-07|2022-03-07|2022-03-07|501520|501520|true|GB-COH 02535986|LA14 2TB"),
        // One reference, two contracts.
        (3, "S1465|2021-02-08|2021-08-06|2021-08-06|1500000|1500000|false|GB-COH 09871073|M8 0RY"),
        (4, "S1465|2022-04-04|2022-09-09|2022-09-09|500000|500000|false|GB-COH 09871073|M8 0RY"),
        // Ended 2022-03-31, extended by its one option to 2023-03-31; a society.
        (5, "S1152|2021-04-01|2023-03-31|2023-03-31|38000000|19000000|false|GB-COH IP29627R|M30 0EJ"),
        // An option of 12 months that is not taken; a number that is none.
        (7, "S1161|2017-04-01|2023-03-31|2024-03-31|12500000|2500000|true|-|M30 9DY"),
        // Both options taken: from 2023-03-31 to 2024-03-31.
        (8, "S1262|2020-04-01|2024-03-31|2024-03-31|2800000|2800000|true|GB-COH 05842638|BN43 5EG"),
        // No end is published, and none is made up from 300 months.
        (186, "S1093|2008-09-12|-|-|15817500000|632700000|true|GB-COH 05847755|SN5 6NS"),
        // A charity's number in the column of companies.
        (304, "S1161|2017-04-01|2023-03-31|2024-03-31|7500000|1500000|true|GB-CHC 1165823|M7 4DJ"),
    ] {
        let sql = format!(
            "SELECT coalesce(reference, '-') || '|' || coalesce(CAST(starts_on AS TEXT), '-') || '|' || coalesce(CAST(ends_on AS TEXT), '-') || '|' || coalesce(CAST(latest_end_on AS TEXT), '-') || '|' || coalesce(CAST(value_pence AS TEXT), '-') || '|' || coalesce(CAST(annual_pence AS TEXT), '-') || '|' || coalesce(CASE WHEN contract.sme THEN 'true' WHEN NOT contract.sme THEN 'false' END, '-') || '|' || coalesce(scheme || ' ' || identifier, '-') || '|' || coalesce(postcode, '-') FROM contract LEFT JOIN contract_supplier ON contract_id = contract.id AND seq = 0 WHERE row_no = {row}"
        );
        assert_eq!(desk.texts(&sql).await, [expected], "row {row}");
    }
}
