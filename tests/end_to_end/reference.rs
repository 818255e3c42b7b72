//! Reference loads: institutions and areas, on both databases.

use serde_json::{Value, json};

use crate::support::Hub;

/// Loads a file and returns the report.
#[track_caller]
fn load(hub: &Hub, kind: &str, name: &str, content: impl AsRef<[u8]>) -> Value {
    let path = hub.file(name, content);
    let path = path.to_str().expect("a path");
    hub.run(["reference", "load", kind, path, "--format", "json"]).ok().object()
}

/// Records added, changed and unchanged.
fn counts(report: &Value) -> (u64, u64, u64) {
    let count = |name: &str| report[name].as_u64().expect("a count");
    (count("added"), count("changed"), count("unchanged"))
}

fn named(hub: &Hub, org_id: &str, name: &str) -> i64 {
    hub.number(&format!("SELECT count(*) FROM institution WHERE org_id = '{org_id}' AND name = '{name}'"))
}

fn members(hub: &Hub, group: &str) -> i64 {
    hub.number(&format!(
        "SELECT count(*) FROM institution_group_member m JOIN institution_group g ON g.id = m.group_id WHERE g.code = '{group}'"
    ))
}

#[test]
fn a_new_hub_knows_the_anchors_of_the_west_midlands_and_nobody_else_when_told_so() {
    for hub in Hub::on_each_database() {
        hub.run(["migrate"]).ok();
        let districts = "SELECT count(*) FROM area WHERE parent = 'E47000007' AND kind = 'DISTRICT'";
        assert_eq!(hub.number(districts), 7);
        let at_home_nowhere =
            "SELECT count(*) FROM institution WHERE home_area NOT IN (SELECT code FROM area)";
        assert_eq!(hub.number(at_home_nowhere), 0);
        assert_eq!(members(&hub, "E47000007"), hub.number("SELECT count(*) FROM institution"));

        // What an operator changed is not put back.
        load(&hub, "institutions", "own.csv", "org_id,name,kind\nGB-LAE-WLV,Wolverhampton,COUNCIL\n");
        hub.run(["migrate"]).ok();
        assert_eq!(named(&hub, "GB-LAE-WLV", "Wolverhampton"), 1);
    }
    for hub in Hub::on_each_database() {
        let mut migrate = hub.command(["migrate"]);
        migrate.env("ANCHORHUB_HUB__ANCHORS", "none");
        assert!(migrate.status().expect("it runs").success());
        assert_eq!(hub.number("SELECT count(*) FROM institution"), 0);
    }
}

#[test]
fn loading_again_changes_nothing_and_a_corrected_file_changes_only_what_differs() {
    for hub in Hub::on_each_database() {
        hub.run(["migrate"]).ok();
        let first = "org_id,name,kind,home_area,group\n\
                     GB-LAE-XAA,Alder Council,COUNCIL,E08000025,north;south\n\
                     GB-LAE-XBB,Birch Council,COUNCIL,E08000026,north\n";
        assert_eq!(counts(&load(&hub, "institutions", "a.csv", first)), (2, 0, 0));
        let version = hub.number("SELECT value FROM hub_state WHERE key = 'data_version'");
        assert_eq!(counts(&load(&hub, "institutions", "a.csv", first)), (0, 0, 2));
        assert_eq!(hub.number("SELECT value FROM hub_state WHERE key = 'data_version'"), version);
        assert_eq!((members(&hub, "north"), members(&hub, "south")), (2, 1));

        // An empty home area and an empty group say nothing; a group left out of a list has been left.
        let second = "org_id,name,kind,home_area,group\n\
                      GB-LAE-XAA,Alder Council,COUNCIL,,south\n\
                      GB-LAE-XBB,City of Birch,COUNCIL,E08000027,\n";
        assert_eq!(counts(&load(&hub, "institutions", "a.csv", second)), (0, 2, 0));
        assert_eq!((members(&hub, "north"), members(&hub, "south")), (1, 1));
        assert_eq!(named(&hub, "GB-LAE-XBB", "City of Birch"), 1);
        assert_eq!(
            hub.number(
                "SELECT count(*) FROM institution WHERE org_id = 'GB-LAE-XAA' AND home_area = 'E08000025'"
            ),
            1
        );
        assert!(hub.number("SELECT value FROM hub_state WHERE key = 'data_version'") > version);
    }
}

#[test]
fn each_publishers_layout_of_institutions_is_recognised() {
    let register = "local-authority-code,official-name,nice-name,gss-code,nation,local-authority-type,combined-authority,current-authority\n\
                    XDA,Dale Borough Council,Dale,E08000998,England,MD,XCA,True\n\
                    XCA,Vale Combined Authority,Vale,E47000998,England,COMB,,True\n\
                    XGL,Glen Council,Glen,S12000998,Scotland,SCO,,True\n\
                    XOL,Old Council,Old,E07000998,England,NMD,,False\n";
    let list = "\u{feff}org_id,name,normalised_name,gss_code,area_name,area_type,active\n\
                GB-LAE-XDA,Dale Borough Council,Dale,E08000998,Dale,E08,TRUE\n";
    let boards = "ICB25CD,ICB25CDH,ICB25NM,ObjectId\nE54000998,QX9,NHS Vale Integrated Care Board,1\n";
    let providers = "ukprn,hesa_code,name,postcode,closed\n\
                     10099991,0132,Vale Royal College of Science,,\n\
                     10099992,1015,Vale Further Education College,,\n\
                     ,1016,No Number College,,\n\
                     10099993,0300,Gone University,,2013\n";
    let trusts = "\"RX9\",\"VALE WOMEN'S AND CHILDREN'S NHS TRUST\",\"Y60\",\"QX9\",\"\",\"\",\"\",\"\",\"\",\"XX1 1XX\",\"19910401\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"1\",\"\",\"B\",\"\",\"\",\"\"\n\
                  \"RX8\",\"CLOSED NHS TRUST\",\"Y60\",\"QX9\",\"\",\"\",\"\",\"\",\"\",\"XX1 1XX\",\"19910401\",\"20200331\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"1\",\"\",\"B\",\"\",\"\",\"\"\n";
    for hub in Hub::on_each_database() {
        let report = load(&hub, "institutions", "register.csv", register);
        assert_eq!(counts(&report), (3, 0, 0));
        assert_eq!(report["refused"], json!({ "NOT_CURRENT": 1 }));
        assert_eq!(report["refusals"][0]["row"], 5);
        assert_eq!(members(&hub, "E47000998"), 2, "the authority and its member");
        assert_eq!(hub.number("SELECT count(*) FROM institution WHERE org_id = 'GB-LAS-XGL'"), 1);
        assert_eq!(counts(&load(&hub, "institutions", "list.csv", list)), (0, 0, 1));
        assert_eq!(counts(&load(&hub, "institutions", "icb.csv", boards)), (1, 0, 0));
        let report = load(&hub, "institutions", "providers.csv", providers);
        assert_eq!(counts(&report), (2, 0, 0));
        assert_eq!(report["refused"], json!({ "NO_IDENTIFIER": 1, "NOT_CURRENT": 1 }));
        let university =
            "SELECT count(*) FROM institution WHERE org_id = 'GB-UKPRN-10099991' AND kind = 'UNIVERSITY'";
        assert_eq!(hub.number(university), 1);
        assert_eq!(counts(&load(&hub, "institutions", "etr.csv", trusts)), (1, 0, 0));
        assert_eq!(named(&hub, "GB-NHS-RX9", "Vale Women''s and Children''s NHS Trust"), 1);
    }
}

#[test]
fn areas_come_with_what_contains_them() {
    let lookup = "LAD24CD,LAD24NM,UTLA24CD,UTLA24NM,CAUTH24CD,CAUTH24NM,RGN24CD,RGN24NM,CTRY24CD,CTRY24NM,Current\n\
                  E07000998,Brook,E10000998,Brookshire,E47000998,Vale,E12000998,Middle,E92000001,England,TRUE\n\
                  E06000998,Port,E06000998,Port,,,E12000998,Middle,E92000001,England,TRUE\n\
                  W06000998,Cwm,W06000998,Cwm,,,W99999999,(pseudo) Wales,W92000004,Wales,TRUE\n\
                  E07000997,Gone,E10000998,Brookshire,,,E12000998,Middle,E92000001,England,FALSE\n\
                  E07000996,Odd,E10000998,Brookshire,,,E12000998,Middle,E92000001,England,TRUE\n";
    for hub in Hub::on_each_database() {
        let report = load(&hub, "areas", "lookup.csv", lookup);
        assert_eq!(report["refused"], json!({ "CONTRADICTION": 1, "NOT_CURRENT": 1 }), "{report}");
        for (area, parent) in [
            ("E07000998", "E10000998"),
            ("E10000998", "E47000998"),
            ("E47000998", "E12000998"),
            ("E12000998", "E92000001"),
            ("E06000998", "E12000998"),
            ("W06000998", "W92000004"),
        ] {
            let found = format!("SELECT count(*) FROM area WHERE code = '{area}' AND parent = '{parent}'");
            assert_eq!(hub.number(&found), 1, "{area} in {parent}");
        }
        assert_eq!(hub.number("SELECT count(*) FROM area WHERE code = 'E07000997'"), 0);
        let again = load(&hub, "areas", "lookup.csv", lookup);
        assert_eq!((again["added"].as_u64(), again["changed"].as_u64()), (Some(0), Some(0)));

        // A file that knows only the district does not take it out of its county.
        let own = "code,kind,name,parent\nE07000998,DISTRICT,Brook and Beck,\n";
        assert_eq!(counts(&load(&hub, "areas", "own.csv", own)), (0, 1, 0));
        let kept = "SELECT count(*) FROM area WHERE name = 'Brook and Beck' AND parent = 'E10000998'";
        assert_eq!(hub.number(kept), 1);
    }
}

#[test]
fn rows_that_cannot_be_taken_are_listed_with_their_line_and_the_others_are_taken() {
    let content = "org_id,name,kind,home_area,group\n\
                   GB-LAE-XOK,\"Good\nCouncil\",COUNCIL,,\n\
                   GB-LAE-XAA,Good Council,COUNCIL,,\n\
                   not an id,Bad Council,COUNCIL,,\n\
                   GB-LAE-XCC,,COUNCIL,,\n\
                   GB-LAE-XDD,Bad Kind,EMPIRE,,\n\
                   GB-LAE-XEE,Bad Area,COUNCIL,Birmingham,\n\
                   GB-LAE-XFF,Bad Group,COUNCIL,,the north\n\
                   GB-LAE-XAA,Another Name,COUNCIL,,\n\
                   GB-LAE-XGG,Caf\u{e9} Council,COUNCIL,E08000777,\n";
    for hub in Hub::on_each_database() {
        // windows-1252, as many publishers still write.
        let bytes: Vec<u8> = content.chars().map(|c| u8::try_from(u32::from(c)).expect("latin")).collect();
        let report = load(&hub, "institutions", "mixed.csv", bytes);
        assert_eq!(counts(&report), (2, 0, 0));
        let found: Vec<(u64, &str)> = report["refusals"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|refusal| {
                (refusal["row"].as_u64().expect("a line"), refusal["code"].as_str().expect("a code"))
            })
            .collect();
        let expected = [
            (2, "NAME_UNREADABLE"),
            (5, "ORG_ID_INVALID"),
            (6, "NO_NAME"),
            (7, "KIND_UNKNOWN"),
            (8, "AREA_CODE_INVALID"),
            (9, "GROUP_INVALID"),
            (10, "DUPLICATE"),
        ];
        assert_eq!(found, expected);
        assert_eq!(report["warnings"], json!({ "HOME_AREA_UNKNOWN": 1 }));
        assert_eq!(named(&hub, "GB-LAE-XGG", "Café Council"), 1);
    }
}

#[test]
fn a_file_that_cannot_be_taken_is_a_coded_error_and_changes_nothing() {
    for hub in Hub::on_each_database() {
        hub.run(["migrate"]).ok();
        let before = hub.number("SELECT value FROM hub_state WHERE key = 'data_version'");
        for (kind, content, code) in [
            ("areas", "", "EMPTY_FILE"),
            ("areas", "\n\n,,\n", "EMPTY_FILE"),
            ("areas", "Date,Supplier,Amount\n2024-04-01,A,1.00\n", "REFERENCE_INVALID"),
            ("areas", "code,kind,name,parent\n", "REFERENCE_INVALID"),
            ("institutions", "org_id,name,kind\nx,y,z\n", "REFERENCE_INVALID"),
            (
                "areas",
                "code,kind,name,parent\nE08000991,DISTRICT,A,E08000992\nE08000992,DISTRICT,B,E08000991\n",
                "REFERENCE_INVALID",
            ),
        ] {
            let path = hub.file("bad.csv", content);
            let arguments = ["reference", "load", kind, path.to_str().expect("a path")];
            let outcome = hub.run(arguments).failed(code);
            assert!(outcome.stdout.is_empty());
        }
        let folder = hub.folder().to_str().expect("a path").to_owned();
        hub.run(["reference", "load", "areas", &folder]).failed("WRONG_KIND");
        assert_eq!(hub.number("SELECT value FROM hub_state WHERE key = 'data_version'"), before);
        assert_eq!(hub.number("SELECT count(*) FROM area WHERE code LIKE 'E0800099%'"), 0);
    }
}

#[test]
fn registers_are_loaded_by_edition_and_listed() {
    let companies = "CompanyName, CompanyNumber,CompanyStatus\nALDER LIMITED,01234567,Active\nBAD,?,Active\n";
    for hub in Hub::on_each_database() {
        let report = load(&hub, "companies-house", "companies.csv", companies);
        assert_eq!(
            (report["outcome"].as_str(), report["taken"].as_u64()),
            (Some("loaded"), Some(1)),
            "{report}"
        );
        assert_eq!(report["refused"], json!({ "COMPANY_NUMBER_INVALID": 1 }));
        assert_eq!(report["refusals"][0]["row"], 3);
        let report = load(&hub, "companies-house", "companies.csv", companies);
        assert_eq!(report["outcome"], "unchanged");

        let path = hub.file("postcodes.csv", "pcds,laua\nB5 4HP,E08000025\n");
        let path = path.to_str().expect("a path");
        let outcome = hub.run(["reference", "load", "postcodes", path, "--version", "2026-11"]).ok();
        assert!(outcome.stdout.contains("postcodes 2026-11") && outcome.stdout.contains("1 of 1 rows"));

        let listed = hub.run(["reference", "list", "--format", "json"]).ok();
        let editions: Vec<Value> =
            listed.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
        let kinds: Vec<&str> = editions.iter().filter_map(|edition| edition["kind"].as_str()).collect();
        // The crosswalk comes with the program.
        assert_eq!(kinds, ["companies-house", "crosswalk", "postcodes"]);
        assert_eq!(
            (&editions[2]["version"], &editions[2]["source"]),
            (&json!("2026-11"), &json!("postcodes.csv"))
        );
        let table = hub.run(["reference", "list"]).ok().stdout;
        assert!(table.starts_with("KIND") && table.contains("companies.csv"), "{table}");

        let bad = hub.file("bad.csv", "Date,Supplier,Amount\n2024-04-01,A,1.00\n");
        let bad = bad.to_str().expect("a path");
        hub.run(["reference", "load", "postcodes", bad]).failed("LAYOUT_UNKNOWN");
        hub.run(["reference", "load", "areas", bad, "--version", "1"]).failed("USAGE");
        assert_eq!(hub.number("SELECT count(*) FROM postcode"), 1);
    }
}
