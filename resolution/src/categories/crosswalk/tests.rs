use proptest::prelude::*;

use super::*;

fn step(scheme: &str, division: &str, confidence: i16) -> Step {
    Step { scheme: scheme.to_owned(), division: division.to_owned(), confidence, basis: "test".to_owned() }
}

fn crosswalk() -> Crosswalk {
    let mut crosswalk = Crosswalk::default();
    for (publisher, label, found) in [
        ("", "AGENCY STAFF", step("LEDGER", "79", 85)),
        ("", "TRANSPORT", step("LEDGER", "60", 60)),
        ("", "TRANSPORT", step("SERCOP", "34", 70)),
        ("GB-LAE-AAA", "TRANSPORT", step("OWN", "63", 50)),
        ("", "270000", step("PROCLASS", "79", 80)),
        ("", "271200", step("PROCLASS", "80", 90)),
        ("", "310000", step("PROCLASS", "45", 80)),
        ("", "311000", step("PROCLASS", "71", 80)),
    ] {
        crosswalk.add_step(publisher.to_owned(), label.to_owned(), found);
    }
    crosswalk.add_cpv("30071913".to_owned());
    for (code, title, above) in [
        ("270000", "Human Resources", None),
        ("271000", "Temporary Staff", Some("270000")),
        ("271200", "Training", Some("270000")),
        ("310000", "Works - Construction", None),
        ("311000", "Consultants", Some("310000")),
        ("272000", "Consultants", Some("270000")),
    ] {
        crosswalk.add_proclass(code.to_owned(), title, above.map(str::to_owned));
    }
    crosswalk
}

fn division(publisher: &str, scheme: &str, label: &str) -> Option<(String, i16)> {
    crosswalk().division(publisher, scheme, label).map(|mapped| (mapped.division, mapped.confidence))
}

fn expected(division: &str, confidence: i16) -> Option<(String, i16)> {
    Some((division.to_owned(), confidence))
}

#[test]
fn labels_are_found_however_they_are_spaced_and_numbered() {
    for label in ["Agency Staff", " agency   STAFF ", "R4100 - Agency staff", "Agency Staff (4100)"] {
        assert_eq!(division("GB-LAE-AAA", "", label), expected("79", 85), "{label}");
    }
    assert_eq!(division("GB-LAE-AAA", "", "Agency Staffing"), None);
    assert_eq!(division("GB-LAE-AAA", "", ""), None);
}

#[test]
fn the_publisher_comes_before_everyone_and_the_surest_before_others() {
    assert_eq!(division("GB-LAE-AAA", "", "Transport"), expected("63", 50));
    assert_eq!(division("GB-LAE-BBB", "", "Transport"), expected("34", 70));
    assert_eq!(division("GB-LAE-BBB", "LEDGER", "Transport"), expected("60", 60));
}

#[test]
fn cpv_codes_say_their_division() {
    assert_eq!(division("", "", "85311100-3"), expected("85", 95));
    assert_eq!(division("", "", "CPV: 85311100 Transport"), expected("85", 95));
    // Known, so that nothing has to say that it is one.
    assert_eq!(division("", "", "30071913"), expected("30", 100));
    // Eight digits of something else, and a division that there is not.
    assert_eq!(division("", "", "85311100"), None);
    assert_eq!(division("", "", "20311100-3"), None);
}

#[test]
fn proclass_codes_and_titles_lead_up_to_a_step() {
    assert_eq!(division("", "", "271000 Temporary Staff"), expected("79", 80));
    assert_eq!(division("", "PROCLASS", "271200"), expected("80", 90));
    assert_eq!(division("", "", "Training"), expected("80", 81));
    assert_eq!(division("", "", "Temporary staff"), expected("79", 72));
    // Six digits that are no code of ProClass.
    assert_eq!(division("", "", "999999 Temporary"), None);
    // A title of two codes that mean different things.
    assert_eq!(division("", "", "Consultants"), None);
}

proptest! {
    #[test]
    fn whatever_is_found_is_a_division(label in "[A-Z0-9 -]{0,20}") {
        if let Some(mapped) = crosswalk().division("GB-LAE-AAA", "", &label) {
            prop_assert!(DIVISIONS.contains(&mapped.division.as_str()));
            prop_assert!((1..=100).contains(&mapped.confidence));
        }
    }
}
