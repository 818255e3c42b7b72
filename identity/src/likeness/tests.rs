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
