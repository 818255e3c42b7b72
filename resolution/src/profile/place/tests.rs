use super::*;
use crate::profile::facts::{Address, Entry};

fn address(source: Source, postcode: &str, times: i64, on: &str) -> Address {
    Address { source, postcode: postcode.to_owned(), on: on.parse().ok(), times }
}

fn office(postcode: &str, line: &str) -> Entry {
    Entry {
        scheme: "GB-COH".to_owned(),
        postcode: Some(postcode.to_owned()),
        address: Some(line.to_owned()),
        ..Entry::default()
    }
}

fn found(facts: &Facts) -> Option<(String, PlaceBasis)> {
    location(facts, &Places::default()).map(|location| (location.postcode, location.basis))
}

#[test]
fn published_before_notices_before_registers_before_the_registered_office() {
    let mut facts = Facts {
        addresses: vec![
            address(Source::ContractRegister, "B11AA", 90, "2024-01-01"),
            address(Source::Notice, "B22BB", 9, "2024-01-01"),
            address(Source::SpendFile, "B33CC", 1, "2020-01-01"),
        ],
        entries: vec![office("B44DD", "1 High Street")],
        ..Facts::default()
    };
    let mut seen = Vec::new();
    while let Some((_, basis)) = found(&facts) {
        seen.push(basis.name());
        if facts.addresses.pop().is_none() {
            facts.entries.clear();
        }
    }
    assert_eq!(seen, ["PUBLISHED", "NOTICE", "DECLARED", "REGISTERED"]);
}

#[test]
fn most_payments_count_and_then_the_latest() {
    let few = address(Source::SpendFile, "B11AA", 2, "2024-01-01");
    let many = address(Source::SpendFile, "B22BB", 3, "2020-01-01");
    let facts = |addresses| Facts { addresses, ..Facts::default() };
    assert_eq!(found(&facts(vec![few.clone(), many.clone()])).map(|found| found.0), Some("B22BB".to_owned()));
    // Two documents state it: together they outweigh.
    let again = Address { on: "2019-01-01".parse().ok(), ..few.clone() };
    assert_eq!(
        found(&facts(vec![few.clone(), many.clone(), again])).map(|found| found.0),
        Some("B11AA".to_owned())
    );
    let equal = Address { times: 2, ..many };
    assert_eq!(
        found(&facts(vec![equal.clone(), few.clone()])).map(|found| found.0),
        Some("B11AA".to_owned())
    );
    let same_day = Address { on: few.on, ..equal };
    for order in [vec![few.clone(), same_day.clone()], vec![same_day, few]] {
        assert_eq!(found(&facts(order)).map(|found| found.0), Some("B11AA".to_owned()));
    }
}

#[test]
fn crowded_offices_and_boxes_are_told_of_registered_offices_only() {
    let places = Places { crowded: BTreeSet::from(["WC2H9JQ".to_owned()]), ..Places::default() };
    let facts = Facts { entries: vec![office("WC2H9JQ", "71-75 Shelton Street")], ..Facts::default() };
    let at_agent = location(&facts, &places).unwrap();
    assert!(at_agent.formation_agent && !at_agent.po_box);
    let facts = Facts { entries: vec![office("B11AA", "P.O. Box 12")], ..Facts::default() };
    let boxed = location(&facts, &places).unwrap();
    assert!(boxed.po_box && !boxed.formation_agent);
    let facts = Facts {
        addresses: vec![address(Source::SpendFile, "WC2H9JQ", 1, "2024-01-01")],
        entries: vec![office("B11AA", "P.O. Box 12")],
        ..Facts::default()
    };
    let traded = location(&facts, &places).unwrap();
    assert_eq!((traded.basis, traded.formation_agent, traded.po_box), (PlaceBasis::Published, false, false));
}

fn places() -> Places {
    let area = |code: &str, kind, parent: Option<&str>| (code.to_owned(), (kind, parent.map(str::to_owned)));
    let place = |lsoa: &str, district: &str, region: Option<&str>| PostcodePlace {
        lsoa: Some(lsoa.to_owned()),
        ward: None,
        district: Some(district.to_owned()),
        region: region.map(str::to_owned),
        country: None,
    };
    Places {
        postcodes: HashMap::from([
            ("B11AA".to_owned(), place("E01000001", "E08999001", None)),
            ("CF11AA".to_owned(), place("W01000001", "W06999001", Some("W99999999"))),
        ]),
        deciles: HashMap::from([("E01000001".to_owned(), 3)]),
        areas: HashMap::from([
            area("E08999001", AreaKind::District, Some("E47999001")),
            area("E47999001", AreaKind::CombinedAuthority, Some("E12999001")),
            area("E12999001", AreaKind::Region, Some("E92000001")),
            area("E92000001", AreaKind::Country, None),
            // Loops may be stated; they must not hang.
            area("W06999001", AreaKind::District, Some("W06999002")),
            area("W06999002", AreaKind::County, Some("W06999001")),
        ]),
        crowded: BTreeSet::new(),
    }
}

#[test]
fn a_postcode_leads_to_all_areas_above_it() {
    let areas = places().areas_of("B11AA");
    assert_eq!(areas.district.as_deref(), Some("E08999001"));
    assert_eq!(areas.authority.as_deref(), Some("E47999001"));
    assert_eq!(areas.region.as_deref(), Some("E12999001"));
    assert_eq!(areas.country.as_deref(), Some("E92000001"));
    assert_eq!(areas.decile, Some(3));
}

#[test]
fn what_is_not_known_of_a_postcode_stays_unknown() {
    let areas = places().areas_of("CF11AA");
    assert_eq!(areas.district.as_deref(), Some("W06999001"));
    assert_eq!((areas.region, areas.authority, areas.decile), (None, None, None));
    assert_eq!(places().areas_of("ZZ11ZZ"), Areas::default());
}
