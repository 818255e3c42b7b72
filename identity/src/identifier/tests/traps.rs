//! The traps of identifiers that publishers' files are known to hold: one case each.

use super::{check, org_id};
use crate::identifier::{VendorSign, looks_like_vendor_numbers, plausible_company_number};

/// `GB-COH` with 6, 7 or 9 characters.
#[test]
fn company_numbers_of_other_lengths() {
    check(&[
        ("GB-COH", "204567", Ok("GB-COH-00204567")),
        ("GB-COH", "2045678", Ok("GB-COH-02045678")),
        ("GB-COH", "NI12345", Ok("GB-COH-NI012345")),
        ("GB-COH", "OC3012", Ok("GB-COH-OC003012")),
        ("GB-COH", "020456789", Err("LENGTH")),
        ("GB-COH", "SC0123456", Err("LENGTH")),
    ]);
}

/// The code of an NHS body under `GB-COH`.
#[test]
fn ods_codes_among_company_numbers() {
    for code in
        ["RRK", "QHL", "rxk", "RXK01", "R0A", "R0A02", "5PG", "X24", "Y56", "NV101", "A81001", "8HK47"]
    {
        assert_eq!(org_id("GB-COH", code), Err("ODS_CODE_UNDER_COH"), "{code}");
        assert_eq!(org_id("GB-NHS", code), Ok(format!("GB-NHS-{}", code.to_uppercase())), "{code}");
    }
    for number in ["SC123", "NI123", "R12345", "SC1234"] {
        assert!(org_id("GB-COH", number).is_ok(), "{number}");
    }
    assert_eq!(org_id("GB-COH", "Ltd"), Err("LENGTH"));
}

/// Party ids are local to a release: only scheme and identifier together are an identity.
#[test]
fn one_value_under_two_schemes_is_two_identifiers() {
    assert_ne!(org_id("GB-COH", "1074622"), org_id("GB-CHC", "1074622"));
    assert_eq!(org_id("", "1074622"), Err("NO_SCHEME"));
}

#[test]
fn numbers_of_other_registers_among_company_numbers() {
    check(&[
        ("GB-COH", "GB831495816", Err("VAT_UNDER_COH")),
        ("GB-COH", "831 4958 16", Err("VAT_UNDER_COH")),
        ("GB-COH", "GBGD001", Err("VAT_UNDER_COH")),
        ("GB-COH", "CHA1074622", Err("CHARITY_UNDER_COH")),
        ("GB-COH", "Charity 1074622", Err("CHARITY_UNDER_COH")),
        ("GB-COH", "NIC100012", Err("CHARITY_UNDER_COH")),
        // A charity number of England has seven digits like a company number without its zero: nobody can tell.
        ("GB-COH", "1074622", Ok("GB-COH-01074622")),
    ]);
}

#[test]
fn what_stands_in_for_an_identifier() {
    let words = [
        "N/A", "n/a", "NA", "TBC", "none", "00000000", "0", "12345678", "99999999", "1111111", "XXXXXXXX",
        "XX",
    ];
    for value in
        words.into_iter().chain(["SC000000", "Not applicable", "sole trader", "Various", "GB-COH-00000000"])
    {
        assert_eq!(org_id("GB-COH", value), Err("PLACEHOLDER"), "{value}");
    }
    for value in ["", " ", "-", "****", "\u{a0}"] {
        assert_eq!(org_id("GB-COH", value), Err("EMPTY"), "{value}");
    }
    assert_eq!(org_id("GB-CHC", "0222222"), Err("PLACEHOLDER"));
    assert_eq!(org_id("NL-KVK", "N/A"), Err("PLACEHOLDER"));
}

/// A column of one publisher, spread by a fixed recurrence.
fn column(count: u32, low: u64, high: u64) -> Vec<String> {
    let mut state = 12_345_u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    (0..count).map(|_| format!("{:08}", low + next() % (high - low))).collect()
}

fn judged(values: &[String]) -> Option<VendorSign> {
    let named: Vec<(&str, &str)> = values.iter().map(|value| (value.as_str(), "ACME")).collect();
    looks_like_vendor_numbers(&named)
}

/// Supplier ids of eight digits that are not company numbers.
#[test]
fn vendor_numbers_that_look_like_company_numbers() {
    // One by one nothing is wrong with them.
    let block = column(300, 1_600_000, 1_700_000);
    assert!(block.iter().all(|value| plausible_company_number(value)));
    assert_eq!(judged(&block), Some(VendorSign::Dense));
    let series: Vec<String> = (0..40).map(|at| format!("{:08}", 10_004_000 + at * 3)).collect();
    assert_eq!(judged(&series), Some(VendorSign::Dense));
    // Series of several ages, as one accounts system follows another: shorter numbers, blocks, a few strays.
    let mut mixed = column(250, 1_000_000, 1_900_000);
    mixed.extend(column(900, 100_000, 170_000).iter().map(|value| value.trim_start_matches('0').to_owned()));
    mixed.extend(column(300, 10_000, 99_999).iter().map(|value| value.trim_start_matches('0').to_owned()));
    mixed.push("77009935".to_owned());
    mixed.push("REDACTED PERSONAL DATA".to_owned());
    assert_eq!(judged(&mixed), Some(VendorSign::Dense));
    assert_eq!(judged(&column(50, 60_000_000, 90_000_000)), Some(VendorSign::OtherForms));
    let lettered: Vec<String> = (0..50).map(|at| format!("S{:06}", 274_000 + at * 91)).collect();
    assert_eq!(judged(&lettered), Some(VendorSign::OtherForms));
}

#[test]
fn company_numbers_are_not_taken_for_vendor_numbers() {
    for count in [5, 12, 40, 300, 3_000] {
        assert_eq!(judged(&column(count, 50_000, 16_500_000)), None, "{count}");
    }
    // Charity numbers, societies without a prefix and remarks among them.
    let mut mixed = column(200, 50_000, 16_500_000);
    mixed.extend(
        ["", "-", "OC301234", "IP12345R", "20014R", "CHA1074622", "Various", "GBML1234567"]
            .map(str::to_owned),
    );
    assert_eq!(judged(&mixed), None);
    assert_eq!(looks_like_vendor_numbers(&[]), None);
}

#[test]
fn one_number_of_many_names_is_for_whoever_is_paid_once() {
    let names: Vec<String> = (0..10).map(|at| format!("PAYEE {at}")).collect();
    let all: Vec<(&str, &str)> = names.iter().map(|name| ("01001241", name.as_str())).collect();
    assert_eq!(looks_like_vendor_numbers(&all), Some(VendorSign::ManyNames));
    assert_eq!(looks_like_vendor_numbers(&all[1..]), None);
}
