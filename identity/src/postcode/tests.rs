use proptest::prelude::*;

use super::{is_po_box, postcode, postcode_within};

#[test]
fn postcodes_are_read_whole() {
    for (text, expected) in [
        ("B5 4HP", Some("B54HP")),
        ("b54hp", Some("B54HP")),
        (" SW1A\u{a0}1AA. ", Some("SW1A1AA")),
        ("WV10  0QP", Some("WV100QP")),
        ("WV10            0QP", Some("WV100QP")),
        ("CV1-2TT", Some("CV12TT")),
        ("gir 0aa", Some("GIR0AA")),
        ("BFPO 57", Some("BFPO57")),
        ("BF1 2AT", Some("BF12AT")),
        ("B5 4HP, Birmingham", None),
        ("B5", None),
        ("D02 X285", None),
        ("12345", None),
        ("BFPO", None),
        ("ÉÉ1 1AA", None),
        ("", None),
    ] {
        assert_eq!(postcode(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn misreadings_are_put_right_where_one_reading_is_left() {
    for (text, expected) in [
        // The inward code begins with a digit.
        ("B5 OHP", Some("B50HP")),
        ("B5 IHP", Some("B51HP")),
        // Areas are letters.
        ("0X1 1DP", Some("OX11DP")),
        ("1P1 2DE", Some("IP12DE")),
        ("0L1 IAA", Some("OL11AA")),
        // Districts are digits, unless a letter may follow; O and I never do.
        ("LSI 1UR", Some("LS11UR")),
        ("M1O 1AA", Some("M101AA")),
        // Inward letters are never O or I, so that nothing can be meant.
        ("B5 4H0", None),
        ("B5 41P", None),
        // No such area, whichever way it is read.
        ("0Z1 1DP", None),
    ] {
        assert_eq!(postcode(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn postcodes_are_found_in_free_text() {
    for (text, expected) in [
        ("1 High Street, Leeds LS1 1UR", Some("LS11UR")),
        ("Second Floorn66-68 East SmithfieldnLondonnE1W 1AW", Some("E1W1AW")),
        ("150c Holland St, Denton, m34 3GG", Some("M343GG")),
        ("Southbank Centralrn30 Stamford StrnLondon SE1 9LQ, United Kingdom", Some("SE19LQ")),
        ("NN119AA", Some("NN119AA")),
        ("W1A 1AAnUnited Kingdom", Some("W1A1AA")),
        ("AB1 2CD then EF3 4GH", Some("EF34GH")),
        ("HMS Nelson, BFPO 3245", Some("BFPO3245")),
        ("Unit 5, A1 Business Park", None),
        ("D02 X285, Dublin", None),
        ("é", None),
        ("", None),
    ] {
        assert_eq!(postcode_within(text).as_deref(), expected, "{text}");
    }
}

#[test]
fn boxes_are_told_from_streets() {
    for address in
        ["PO Box 12, Birmingham", "P.O. BOX 3", "P O Box 7", "POBOX12", "Post Office Box 9", "P.O.Box 4"]
    {
        assert!(is_po_box(address), "{address}");
    }
    for address in
        ["12 Boxwood Road", "Depot Box Lane", "Box, Corsham", "1 Post Office Road", "Apollo Box Ltd", ""]
    {
        assert!(!is_po_box(address), "{address}");
    }
}

proptest! {
    #[test]
    fn any_text_is_safe_and_results_are_stable(text in "\\PC{0,24}") {
        for found in [postcode(&text), postcode_within(&text)].into_iter().flatten() {
            prop_assert_eq!(postcode(&found), Some(found.clone()));
            prop_assert_eq!(postcode_within(&found), Some(found.clone()));
        }
        is_po_box(&text);
    }

    #[test]
    fn written_in_any_way_it_is_the_same(
        outward in "[A-Z]{1,2}[0-9][0-9A-HJ-NP-Z]?", inward in "[0-9][A-Z]{2}", space in "[ \u{a0}-]{0,2}"
    ) {
        let plain = format!("{outward}{inward}");
        prop_assert_eq!(postcode(&format!(" {outward}{space}{inward} ").to_lowercase()), Some(plain));
    }
}
