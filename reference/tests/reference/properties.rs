//! Whatever a file holds: an error with a code, or a report in which every row is accounted for.

use anchorhub_reference::{Kind, LoadFile, inspect, silent};
use proptest::prelude::*;

fn heading() -> impl Strategy<Value = String> {
    prop::sample::select(vec![
        "CompanyName, CompanyNumber,CompanyStatus,RegAddress.PostCode,SICCode.SicText_1",
        "registered_charity_number\tlinked_charity_number\tcharity_name\tcharity_registration_status\tlatest_income",
        "Charity Number,Charity Name,Charity Status,Postcode,Registered Date",
        "Reg charity number,Sub charity number,Charity name,Public address,Company number",
        "ukprn,name,postcode,closed",
        "Code,Name,Postcode,Open Date,Close Date",
        "pcds,laua,lsoa11,doterm",
        "LSOA code (2011),Index of Multiple Deprivation (IMD) Decile",
        "code,description_en,parent",
        "code,level1,level2,level3",
        "siccode_sictext_1",
        "scheme,publisher,label,division,confidence,basis",
        "scheme,number,parent_scheme,parent_number,parent_name,source",
    ])
    .prop_map(str::to_owned)
}

fn cell() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(vec![
            "01234567",
            "SC012345",
            "Active",
            "B5 4HP",
            "E08000025",
            "E01033615",
            "45000000",
            "29/02/2024",
            "10",
            "GB-COH",
            "LEDGER",
            "79",
            "10007773",
            "RRK",
            "62020 - IT",
            "",
            "\"",
            "290000",
            "Ålder & Söhne Ltd",
        ])
        .prop_map(str::to_owned),
        "[ -~é\u{0}\u{a0}]{0,12}",
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn every_row_is_accounted_for(
        kind in prop::sample::select(Kind::ALL.to_vec()),
        heading in prop_oneof![4 => heading(), 1 => "[ -~\n]{0,40}"],
        rows in prop::collection::vec(prop::collection::vec(cell(), 0..8), 0..12),
    ) {
        let separator = if heading.contains('\t') { "\t" } else { "," };
        let lines: Vec<String> = rows.iter().map(|cells| cells.join(separator)).collect();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("file.csv");
        std::fs::write(&path, format!("{heading}\n{}", lines.join("\n"))).unwrap();
        let load = LoadFile { kind, path, version: None, again: false, temporary: folder.path().to_owned() };
        match inspect(&load, &silent()) {
            Ok(report) => {
                prop_assert_eq!(report.rows, report.taken + report.rejected());
                prop_assert_eq!(report.rejected(), report.refusals.len() as u64);
                prop_assert!(report.taken > 0);
            }
            Err(error) => prop_assert!(error.code() != "INTERNAL", "{}", error),
        }
    }
}
