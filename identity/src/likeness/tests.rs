//! What is alike, what is not, and what the score says of it.

use proptest::prelude::*;

use super::*;

fn score(published: &str, registered: &str) -> Likeness {
    likeness(&Subject::published(Known::named(published)), &Subject::registered(Known::named(registered)))
}

fn codes(likeness: &Likeness) -> Vec<&'static str> {
    likeness.points.iter().map(|(code, _)| *code).collect()
}

#[test]
fn one_body_written_in_two_ways_is_certain() {
    for (published, registered) in [
        ("BRIGHTWATER JOINERY LTD", "Brightwater Joinery Limited"),
        ("Brightwater Joinery Ltd#Depot", "BRIGHTWATER JOINERY LIMITED"),
        ("Brightwater Joinery Ltd TA Shelfworks", "BRIGHTWATER JOINERY LIMITED"),
        ("E A Marrow Ltd", "E.A. MARROW LIMITED"),
        ("Hallowdene UK Ltd", "HALLOWDENE (UK) LIMITED"),
        ("Hallowdene (Walsall) Limited", "HALLOWDENE LIMITED"),
        ("Haliwelle Homes", "HALLIWELLE HOMES LIMITED"),
        ("Freightmoor Transport Assoc", "FREIGHTMOOR TRANSPORT ASSOCIATION LIMITED"),
        ("Marlpit Homecare", "MARLPIT HOME CARE LIMITED"),
        ("WYREMOOR HOSPITALS NHS FT", "WYREMOOR HOSPITAL NHS FOUNDATION TRUST"),
        ("WYREMOOR CITY COUNCIL901450514", "WYREMOOR CITY COUNCIL"),
        ("KESTREL LANE SURGERY EXMOUTH", "KESTREL LANE SURGERY"),
        ("ASSOCIATION OF DIRECTORS OF REGIONAL MUS", "ASSOCIATION OF DIRECTORS OF REGIONAL MUSEUMS"),
    ] {
        let found = score(published, registered);
        assert!(found.score >= AUTOMATIC, "{published} / {registered}: {found:?}");
    }
}

#[test]
fn bodies_that_only_look_alike_are_not_certain() {
    for (published, registered) in [
        ("Smith Plumbing", "SMITH ROOFING LIMITED"),
        ("Northern Fencing", "SOUTHERN FENCING LIMITED"),
        ("Kestrel 1 Ltd", "KESTREL 2 LIMITED"),
        ("Hallowdene Ltd", "HALLOWDENE HOLDINGS LIMITED"),
        ("Hallowdene (Bolton) Ltd", "HALLOWDENE (YORK) LIMITED"),
        ("Hallowdene Ltd", "HALLOWDENE (YORK) LIMITED"),
        ("NOTTINGHAM HEALTHCARE NHS TRUST", "NOTTINGHAMSHIRE HEALTHCARE NHS FOUNDATION TRUST"),
        ("Smith Jones Ltd", "JONES SMITH LIMITED"),
        ("Brightwater Joinery Ltd TA Shelfworks", "SHELFWORKS LIMITED"),
        ("A Walker Engineering", "WALKER ENGINEERING LIMITED"),
        ("Dalton Foods", "WALTON FOODS LIMITED"),
        ("Print Direct Ltd", "PRINTWORKS DIRECT LIMITED"),
        ("Hallowdene (Bolton) Ltd - Elm Court", "HALLOWDENE (YORK) LIMITED"),
    ] {
        let found = score(published, registered);
        assert!(found.score < AUTOMATIC, "{published} / {registered}: {found:?}");
    }
}

fn against(scheme: &str, published: &str, registered: &str) -> Likeness {
    let mut known = Known::named(registered);
    known.identifiers.push((scheme.to_owned(), "1".to_owned()));
    likeness(&Subject::published(Known::named(published)), &Subject::registered(known))
}

#[test]
fn registers_forgive_how_bodies_of_a_kind_are_called() {
    for (scheme, published, registered) in [
        ("GB-NHS", "KESTREL BROW SURGERY", "KESTREL BROW MEDICAL CENTRE"),
        ("GB-NHS", "KESTREL MEDICAL PRACTICE", "THE KESTREL MEDICAL CTR"),
        ("GB-NHS", "KESTREL STREET SURGERY", "KESTREL SURGERY"),
        ("GB-NHS", "KESTREL MERLIN", "KESTREL MERLIN HEALTH CENTRE"),
        ("GB-NHS", "KESTREL AND PARTNERS", "DR KESTREL AND PARTNERS"),
        (
            "GB-NHS",
            "WYREMOOR AND MERLIN HOSP TRUST",
            "WYREMOOR AND MERLIN UNIVERSITY HOSPITALS NHS FOUNDATION TRUST",
        ),
        ("GB-NHS", "WYREMOORANDMERLIN NHS FNDN TRUST", "WYREMOOR AND MERLIN NHS FOUNDATION TRUST"),
        ("GB-NHS", "RJX WYREMOOR NHS FT", "WYREMOOR NHS FOUNDATION TRUST"),
        ("GB-NHS", "WYREMOOR NHS TRUST FALCON SITE", "WYREMOOR NHS FOUNDATION TRUST"),
        ("GB-NHS", "W WYREMOOR NHS TRUST", "WEST WYREMOOR NHS TRUST"),
        ("GB-NHS", "UK LIMITED NHS SUPPLY CHAIN", "NHS SUPPLY CHAIN"),
        ("GB-NHS", "NHS LITIGATION AUTHORITYCNST", "NHS RESOLUTION"),
        ("GB-NHS", "TRUST KESTREL PRACTICE", "KESTREL PRACTICE"),
        ("GB-NHS", "KESTREL MEDICAL CENTREDR SAINI", "KESTREL MEDICAL CENTRE"),
        ("GB-NHS", "WYREMOOR MBC", "WYREMOOR COUNCIL"),
        ("GB-NHS", "WYREMOOR COUNCIL BUSINESS RATES", "LONDON BOROUGH OF WYREMOOR COUNCIL"),
        ("GB-NHS", "CITY OF WYREMOOR", "WYREMOOR CITY COUNCIL"),
        ("GB-NHS", "UNIVERSITY OF KENT DEPT OF ONCOLOGY", "UNIVERSITY OF KENT"),
        ("GB-CHC", "KESTREL MERLIN TRUST", "KESTREL MERLIN"),
        ("GB-CHC", "AGE UK WYREMOOR", "AGE CONCERN WYREMOOR"),
    ] {
        let found = against(scheme, published, registered);
        assert!(found.score >= AUTOMATIC, "{published} / {registered}: {found:?}");
        let strict = against("GB-COH", published, registered);
        assert!(strict.score < found.score || strict.score >= AUTOMATIC, "{published}: {strict:?}");
    }
}

#[test]
fn registers_do_not_forgive_what_tells_bodies_apart() {
    for (scheme, published, registered) in [
        ("GB-COH", "KESTREL BROW SURGERY", "KESTREL BROW MEDICAL CENTRE"),
        ("GB-NHS", "KESTREL SURGERY", "KESTREL MEDICAL CENTRE"),
        ("GB-NHS", "KESTREL SURGERY", "KESTREL ROAD SURGERY"),
        ("GB-NHS", "KESTREL LANE SURGERY", "KESTREL ROAD SURGERY"),
        ("GB-NHS", "KENT SURGERY", "KENT MEDICAL CENTRE"),
        ("GB-NHS", "KENT HOSPITAL", "UNIVERSITY HOSPITALS KENT NHS FOUNDATION TRUST"),
        ("GB-NHS", "KENT UNIVERSITY", "KENT UNIVERSITY HOSPITALS NHS TRUST"),
        ("GB-NHS", "KENT AND SURREY", "KENT AND SURREY HOSPITALS NHS TRUST"),
        ("GB-NHS", "KENT HEALTHCARE NHS TRUST", "KENT GENERAL HOSPITAL NHS TRUST"),
        ("GB-NHS", "KENT COUNTY COUNCIL", "KENT CITY COUNCIL"),
        ("GB-NHS", "KESTREL NHS TRUST TOTAL NHS ENGLAND", "NHS ENGLAND"),
        ("GB-NHS", "UNIVERSITY OF KENT STUDENTS UNION", "UNIVERSITY OF KENT"),
        ("GB-CHC", "HOSPICE OF ST KESTREL", "ST KESTREL HOSPICE"),
        ("GB-CHC", "ST KESTREL TRUST", "ST KESTREL"),
        ("GB-CHC", "KESTREL TRUST EAST MERLIN", "KESTREL TRUST"),
    ] {
        let found = against(scheme, published, registered);
        assert!(found.score < AUTOMATIC, "{published} / {registered}: {found:?}");
    }
}

#[test]
fn nothing_is_forgiven_between_published_names() {
    let published = |name: &str| Subject::published(Known::named(name));
    for (one, other) in [
        ("KESTREL BROW SURGERY", "KESTREL BROW MEDICAL CENTRE"),
        ("KESTREL STREET SURGERY", "KESTREL SURGERY"),
        ("NHSBT", "NHS BLOOD AND TRANSPLANT"),
        ("KESTREL MERLIN TRUST", "KESTREL MERLIN"),
    ] {
        let found = likeness(&published(one), &published(other));
        assert!(found.score < AUTOMATIC, "{one} / {other}: {found:?}");
    }
}

#[test]
fn what_else_is_known_counts_and_is_told() {
    let with = |postcode: &str, identifier: Option<&str>| {
        let mut known = Known::named("Brightwater Joinery");
        known.postcodes.push(postcode.to_owned());
        known.identifiers.extend(identifier.map(|number| ("GB-COH".to_owned(), number.to_owned())));
        known
    };
    let entry = Subject::registered(with("WV11AA", Some("00000001")));
    let asked = |known: Known| likeness(&Subject::published(known), &entry);
    assert_eq!(codes(&asked(with("WV11AA", None))), ["NAME", "SAME_POSTCODE"]);
    assert_eq!(codes(&asked(with("WV19ZZ", None))), ["NAME", "SAME_POSTCODE_DISTRICT"]);
    assert_eq!(codes(&asked(with("WV20AA", None))), ["NAME"]);
    assert_eq!(codes(&asked(with("EX11AA", None))), ["NAME", "OTHER_POSTCODE_AREA"]);
    let same = asked(with("EX11AA", Some("00000001")));
    assert_eq!((same.score, codes(&same).last().copied()), (1000, Some("SAME_IDENTIFIER")));
    let other = asked(with("WV11AA", Some("00000002")));
    assert!(other.score < REVIEW && codes(&other).contains(&"OTHER_IDENTIFIER"), "{other:?}");

    let mut former = Known::named("BRIGHTWATER JOINERY LLP");
    former.former = true;
    let found =
        likeness(&Subject::published(Known::named("Brightwater Joinery Ltd")), &Subject::registered(former));
    assert_eq!(codes(&found), ["NAME", "LEGAL_FORM", "FORMER_NAME"]);
}

#[test]
fn two_published_names_are_compared_in_both_directions() {
    let one = Subject::published(Known::named("ASSOCIATION OF DIRECTORS OF REGIONAL MUS"));
    let other = Subject::published(Known::named("Association of Directors of Regional Museums"));
    assert_eq!(likeness(&one, &other).score, likeness(&other, &one).score);
    assert!(likeness(&one, &other).score >= AUTOMATIC);
}

#[test]
fn a_key_is_not_ruled_out_where_brackets_may_hold_the_rest() {
    let asked = Subject::published(Known::named("Kestrel North West Ltd"));
    assert!(asked.rough_score("KESTREL") >= REVIEW);
    assert!(asked.rough_score("KESTREL NORTH WEST") >= AUTOMATIC);
    assert!(asked.rough_score("MERLIN") < REVIEW);
}

proptest! {
    #[test]
    fn scores_are_in_range_and_a_name_is_like_itself(name in "\\PC{0,60}", other in "\\PC{0,60}") {
        let (one, two) = (Subject::published(Known::named(&name)), Subject::published(Known::named(&other)));
        prop_assert!(likeness(&one, &two).score <= 1000);
        if name.chars().any(|c| c.is_ascii_alphanumeric()) {
            prop_assert!(likeness(&one, &one).score >= 980);
        }
    }

    #[test]
    fn the_score_is_the_sum_of_its_points(name in "[A-Z]{3,9}( [A-Z]{2,9}){0,4}", other in "[A-Z]{3,9}( [A-Z]{2,9}){0,4}") {
        let found = score(&name, &other);
        let sum: i32 = found.points.iter().map(|(_, points)| points).sum();
        prop_assert!(found.score == 0 || i32::from(found.score) == sum.clamp(0, 1000));
    }
}
