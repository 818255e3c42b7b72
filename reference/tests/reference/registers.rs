//! Registers of organisations.

use anchorhub_reference::{Kind, Outcome, editions};

use crate::{desk::Desk, support::on_each_engine};

/// Some of the 55 columns, in another order than usual, with the spaces that their publisher writes.
const COMPANIES: &str = "CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1,\
RegAddress.PostCode,CompanyCategory,CompanyStatus,DissolutionDate,IncorporationDate,Accounts.AccountCategory,\
SICCode.SicText_1,SICCode.SicText_2,PreviousName_1.CONDATE, PreviousName_1.CompanyName,PreviousName_2.CONDATE,\
 PreviousName_2.CompanyName
ALDER CARE LIMITED,01234567,,,1 HIGH STREET,B5 4HP,Private Limited Company,Active,,29/07/2020,SMALL,\
87100 - Residential nursing care activities,88100 - Other,01/01/2021,ALDER HOMES LTD,,ALDER CARE (UK) LIMITED
\"BIRCH, ROWAN & SONS LLP\",oc12345,J SMITH,PO BOX 9,,B99 9ZZZ,Limited Liability Partnership,Liquidation,,,\
NO ACCOUNTS FILED,None Supplied,,,,,
GONE LIMITED,SC123456,,,,G1 1AA,Private Limited Company,Dissolved,01/02/2019,01/02/1999,,,,,,,
";

#[tokio::test]
async fn companies_with_their_names_and_blocks() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let report = desk.load(Kind::CompaniesHouse, COMPANIES).await;
        assert_eq!((report.taken, report.rejected()), (3, 0), "{report}");
        assert_eq!(report.warnings.into_iter().collect::<Vec<_>>(), [("POSTCODE_UNREADABLE", 1)]);
        let columns = [
            "number", "scheme", "name", "status", "category", "sic", "accounts", "postcode", "address",
            "opened_on", "closed_on", "income", "other_number",
        ];
        assert_eq!(
            desk.rows(&columns, "organisation ORDER BY number").await,
            [
                "01234567|GB-COH|ALDER CARE LIMITED|Active|Private Limited Company|87100,88100|SMALL|B54HP|1 HIGH STREET|2020-07-29|-|-|-",
                "OC012345|GB-COH|BIRCH, ROWAN & SONS LLP|Liquidation|Limited Liability Partnership|-|NO ACCOUNTS FILED|-|C/O J SMITH, PO BOX 9|-|-|-|-",
                "SC123456|GB-COH|GONE LIMITED|Dissolved|Private Limited Company|-|-|G11AA|-|1999-02-01|2019-02-01|-|-",
            ]
        );
        assert_eq!(
            desk.rows(&["number"], "organisation WHERE active ORDER BY number").await,
            ["01234567", "OC012345"]
        );
        // A former name with the key of the present one says nothing more.
        assert_eq!(
            desk.rows(&["number", "seq", "key", "name"], "organisation_name ORDER BY number, seq").await,
            [
                "01234567|0|ALDER CARE|ALDER CARE LIMITED",
                "01234567|1|ALDER HOMES|ALDER HOMES LTD",
                "OC012345|0|BIRCH ROWAN AND SONS|BIRCH, ROWAN & SONS LLP",
                "SC123456|0|GONE|GONE LIMITED",
            ]
        );
        let mut expected: Vec<String> = ["ALDER CARE", "ALDER HOMES"]
            .iter()
            .zip(0..)
            .flat_map(|(key, seq)| {
                anchorhub_identity::blocks(key).into_iter().map(move |block| format!("{seq}|{block}|{key}"))
            })
            .collect();
        let mut found =
            desk.rows(&["seq", "block", "key"], "organisation_block WHERE number = '01234567'").await;
        expected.sort_unstable();
        found.sort_unstable();
        assert_eq!(found, expected);
        assert!(!found.is_empty());
    })
    .await;
}

#[tokio::test]
async fn names_that_are_stored_under_other_rules_are_said_to_be_and_loaded_again() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let stamps = || async { desk.count("hub_state WHERE key LIKE 'names_of_edition_%'").await };
        desk.load(Kind::CompaniesHouse, COMPANIES).await;
        assert!(!editions(&desk.database).await.unwrap()[0].outdated);
        assert_eq!(desk.try_load(Kind::CompaniesHouse, COMPANIES).await.unwrap().outcome, Outcome::Unchanged);

        // As an earlier version of the program left it, and one before that knew no rules.
        for earlier in [
            "UPDATE hub_state SET value = value - 1 WHERE key LIKE 'names_of_edition_%'",
            "DELETE FROM hub_state WHERE key LIKE 'names_of_edition_%'",
        ] {
            desk.execute(earlier).await;
            assert!(editions(&desk.database).await.unwrap()[0].outdated);
            assert_eq!(desk.load(Kind::CompaniesHouse, COMPANIES).await.outcome, Outcome::Loaded);
            let listed = editions(&desk.database).await.unwrap();
            assert_eq!((listed.len(), listed[0].outdated), (1, false));
            assert_eq!(stamps().await, 1, "nothing is kept of an edition that is gone");
        }

        // Places have no names that are looked up.
        desk.load(Kind::Postcodes, "pcds,laua\nB5 4HP,E08000025\n").await;
        assert_eq!(stamps().await, 1);
        assert!(editions(&desk.database).await.unwrap().iter().all(|edition| !edition.outdated));
    })
    .await;
}

#[tokio::test]
async fn rows_that_cannot_be_taken_are_listed_with_row_code_and_hint() {
    let long = "X".repeat(600);
    let file = format!(
        "CompanyName, CompanyNumber,CompanyStatus\n\
         GOOD LTD,01234567,Active\n\
         ,,\n\
         ,01234568,Active\n\
         BAD LTD,12/34,Active\n\
         AGAIN LTD,1234567,Active\n\
         {long},01234569,Active\n\
         SHORT ROW,01234570\n"
    );
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let report = desk.load(Kind::CompaniesHouse, &file).await;
        let found: Vec<(u64, &str)> =
            report.refusals.iter().map(|refusal| (refusal.row, refusal.code)).collect();
        assert_eq!(
            found,
            [(4, "NO_NAME"), (5, "COMPANY_NUMBER_INVALID"), (7, "NAME_TOO_LONG"), (6, "DUPLICATE")],
            "{report}"
        );
        assert_eq!((report.rows, report.taken), (6, 2));
        assert!(report.refusals[3].message.contains("row 2"), "{report}");
        assert_eq!(desk.rows(&["number", "name", "active"], "organisation ORDER BY number").await.len(), 2);
        // Nothing of the repeated row is there, not even its name.
        assert_eq!(desk.rows(&["key"], "organisation_name ORDER BY number").await, ["GOOD", "SHORT ROW"]);
        let edition = desk.rows(&["rows", "rejected"], "reference_edition").await;
        assert_eq!(edition, ["2|4"]);
    })
    .await;
}

#[tokio::test]
async fn charities_of_the_three_regulators_stand_beside_each_other() {
    let england = "date_of_extract\torganisation_number\tregistered_charity_number\tlinked_charity_number\t\
                   charity_name\tcharity_type\tcharity_registration_status\tdate_of_registration\tdate_of_removal\t\
                   latest_income\tcharity_contact_address1\tcharity_contact_postcode\t\
                   charity_company_registration_number\n\
                   2025-11-02 00:00:00\t1\t1074622\t0\tTHE \"ALDER\" TRUST\tCharitable company\tRegistered\t\
                   1999-03-09 00:00:00\t\t1234567.00\t1 High Street\tB5 4HP\t1234567\n\
                   2025-11-02 00:00:00\t2\t200027\t1\tLINKED FUND\tOther\tRemoved\t1961-01-01\t2011-02-03\t\t\t\t\n\
                   2025-11-02 00:00:00\t3\tabc\t0\tBAD NUMBER\tOther\tRegistered\t\t\t\t\t\t\n";
    let json = "\u{feff}[{\"date_of_extract\":\"2025-12-02T00:00:00\",\"registered_charity_number\":1074622,\
                \"linked_charity_number\":0,\"charity_name\":\"THE ALDER TRUST\",\
                \"charity_registration_status\":\"Registered\",\"latest_income\":5.00,\
                \"charity_contact_postcode\":null,\"date_of_removal\":null},\n\
                {\"charity_name\":\"OTHER ORDER\",\"registered_charity_number\":207076,\
                \"charity_registration_status\":\"Removed\",\"linked_charity_number\":0,\"date_of_removal\":\"2001-01-01\"}]";
    let scotland = "Charity Number,Charity Name,Registered Date,Known As,Charity Status,Postcode,\
                    Constitutional Form,Most recent year income,Principal Office/Trustees Address\n\
                    SC012345,Glen Trust,01/02/2003 00:00,The Glen,Active,G1 1AA,Trust,1000,\"1 Road, Glasgow\"\n\
                    12,No Number,,,,,,,\n";
    let ireland = "Reg charity number,Sub charity number,Charity name,Date registered,Status,Total income,\
                   Public address,Company number\n\
                   100012,0,Lough Trust,19/08/2014,Received,500,\"1 Road, Belfast, BT1 1AA\",32809\n\
                   100012,1,Linked Trust,,Removed,,,0\n";
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let report = desk.load(Kind::Charities, england).await;
        assert_eq!((report.kind, report.version.as_str()), ("charities", "2025-11-02"), "{report}");
        assert_eq!(report.refusals[0].code, "CHARITY_NUMBER_INVALID");
        for (kind, file, layout) in [
            ("charities-scotland", scotland, "OSCR charity register"),
            ("charities-ni", ireland, "CCNI charity register"),
        ] {
            let report = desk.load(Kind::Charities, file).await;
            assert_eq!((report.kind, report.layout), (kind, Some(layout)), "{report}");
        }
        let columns = [
            "scheme",
            "number",
            "name",
            "status",
            "income",
            "postcode",
            "other_scheme",
            "other_number",
            "opened_on",
            "closed_on",
        ];
        assert_eq!(
            desk.rows(&columns, "organisation ORDER BY scheme, number").await,
            [
                "GB-CHC|1074622|THE \"ALDER\" TRUST|Registered|1234567|B54HP|GB-COH|01234567|1999-03-09|-",
                "GB-CHC|200027-1|LINKED FUND|Removed|-|-|-|-|1961-01-01|2011-02-03",
                "GB-NIC|100012|Lough Trust|Received|500|BT11AA|GB-COH|NI032809|2014-08-19|-",
                "GB-NIC|100012-1|Linked Trust|Removed|-|-|-|-|-|-",
                "GB-SC|SC012345|Glen Trust|Active|1000|G11AA|-|-|2003-02-01|-",
            ]
        );
        assert_eq!(
            desk.rows(&["seq", "name"], "organisation_name WHERE number = 'SC012345' ORDER BY seq").await,
            ["0|Glen Trust", "1|The Glen"]
        );
        assert_eq!(
            desk.rows(&["number"], "organisation WHERE active ORDER BY number").await,
            ["100012", "1074622", "SC012345"]
        );
        let report = desk.load(Kind::Charities, json).await;
        assert_eq!((report.version.as_str(), report.taken), ("2025-12-02", 2), "{report}");
        assert_eq!(
            desk.rows(
                &["number", "name", "income", "closed_on"],
                "organisation WHERE scheme = 'GB-CHC' ORDER BY number"
            )
            .await,
            ["1074622|THE ALDER TRUST|5|-", "207076|OTHER ORDER|-|2001-01-01"]
        );
        let kinds = desk.rows(&["kind"], "reference_edition WHERE state = 'CURRENT' ORDER BY kind").await;
        assert_eq!(kinds, ["CHARITIES", "CHARITIES_NI", "CHARITIES_SCOTLAND"]);
        // A file of another regulator than the one that was named.
        let error = desk.try_load(Kind::CharitiesNi, scotland).await.unwrap_err();
        assert_eq!(error.code(), "LAYOUT_UNKNOWN");
    })
    .await;
}

#[tokio::test]
async fn organisations_of_the_nhs_and_providers() {
    let row = |code: &str, name: &str, closed: &str, status: &str| {
        let cells =
            [code, name, "Y60", "QHL", "1 ROAD", "", "", "TOWN", "", "B5 4HP", "20010401", closed, status];
        let mut cells: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
        cells.resize(27, "\"\"".to_owned());
        cells.join(",") + "\n"
    };
    let without_heading = [
        row("RRK", "VALE NHS FOUNDATION TRUST", "", ""),
        row("RXX", "CLOSED NHS TRUST", "20200331", ""),
        row("M85001", "THE ALDER SURGERY", "", "D"),
        row("-", "NO CODE", "", ""),
    ]
    .concat();
    let with_heading = "Code,Name,Address Line 1,Postcode,Open Date,Close Date\n\
                        RRK,VALE NHS FOUNDATION TRUST,1 ROAD,B5 4HP,2001-04-01,\n";
    let providers = "ukprn,hesa_code,name,postcode,closed,groups\n\
                     10007773,0001,The Open Academy,,,\n\
                     10007822,0002,Gone University,B5 4HP,2013,\n\
                     99,0003,Bad Number,,,\n\
                     ,0004,No Number,,,\n";
    let other = "Provider Reference Number,Provider Name,Trading Name,Postcode\n10007773,Open Academy Ltd,The Academy,\n";
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let report = desk.load(Kind::Ods, &without_heading).await;
        assert_eq!(
            (report.rows, report.taken, report.refusals[0].code),
            (4, 3, "ODS_CODE_INVALID"),
            "{report}"
        );
        assert_eq!(
            desk.rows(
                &[
                    "number",
                    "postcode",
                    "opened_on",
                    "closed_on",
                    "CASE WHEN active THEN 'yes' ELSE 'no' END"
                ],
                "organisation ORDER BY number"
            )
            .await,
            [
                "M85001|B54HP|2001-04-01|-|no",
                "RRK|B54HP|2001-04-01|-|yes",
                "RXX|B54HP|2001-04-01|2020-03-31|no"
            ]
        );
        let report = desk.load(Kind::Ods, with_heading).await;
        assert_eq!((report.layout, report.taken), (Some("NHS ODS, with headings"), 1));
        let report = desk.load(Kind::Ukprn, providers).await;
        let codes: Vec<&str> = report.refusals.iter().map(|refusal| refusal.code).collect();
        assert_eq!((report.taken, codes), (2, vec!["UKPRN_INVALID", "NO_IDENTIFIER"]), "{report}");
        assert_eq!(
            desk.rows(&["number"], "organisation WHERE scheme = 'GB-UKPRN' AND active").await,
            ["10007773"]
        );
        desk.load(Kind::Ukprn, other).await;
        assert_eq!(
            desk.rows(&["key"], "organisation_name WHERE number = '10007773' ORDER BY seq").await,
            ["OPEN ACADEMY", "ACADEMY"]
        );
    })
    .await;
}
