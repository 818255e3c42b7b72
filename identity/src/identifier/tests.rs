//! What publishers write, and what is made of it.

use proptest::prelude::*;

use super::{
    IdentifierProblem, Remark, Scheme, company_prefix, examine, plausible_company_number, read, vat_checksum,
};

mod traps;

fn org_id(scheme: &str, value: &str) -> Result<String, &'static str> {
    read(scheme, value).map(|identifier| identifier.org_id()).map_err(|problem| problem.code())
}

fn check(cases: &[(&str, &str, Result<&str, &'static str>)]) {
    for (scheme, value, expected) in cases {
        let found = org_id(scheme, value);
        assert_eq!(found.as_deref().map_err(|code| *code), *expected, "{scheme} {value}");
    }
}

#[test]
fn company_numbers_have_eight_characters() {
    check(&[
        ("GB-COH", "01234567", Ok("GB-COH-01234567")),
        ("GB-COH", " 0123 4567 ", Ok("GB-COH-01234567")),
        ("GB-COH", "1234567", Ok("GB-COH-01234567")),
        ("GB-COH", "234567.0", Ok("GB-COH-00234567")),
        ("GB-COH", "16543210", Ok("GB-COH-16543210")),
        ("GB-COH", "SC12345", Ok("GB-COH-SC012345")),
        ("GB-COH", "sc 012345", Ok("GB-COH-SC012345")),
        ("GB-COH", "SC123", Ok("GB-COH-SC000123")),
        ("GB-COH", "NI 612345", Ok("GB-COH-NI612345")),
        ("GB-COH", "OC300123", Ok("GB-COH-OC300123")),
        ("GB-COH", "SO301234", Ok("GB-COH-SO301234")),
        ("GB-COH", "FC012345", Ok("GB-COH-FC012345")),
        ("GB-COH", "RC000123", Ok("GB-COH-RC000123")),
        ("GB-COH", "CE012345", Ok("GB-COH-CE012345")),
        ("GB-COH", "R0000123", Ok("GB-COH-R0000123")),
        ("GB-COH", "R00123", Ok("GB-COH-R0000123")),
        ("GB-COH", "IP12345R", Ok("GB-COH-IP12345R")),
        ("GB-COH", "IP1234R", Ok("GB-COH-IP01234R")),
        ("GB-COH", "SP1234RS", Ok("GB-COH-SP1234RS")),
        ("GB-COH", "RS007CUS", Ok("GB-COH-RS007CUS")),
        ("GB-COH", "NP000123", Ok("GB-COH-NP000123")),
        ("GB-COH", "NO 000123", Ok("GB-COH-NO000123")),
        ("GB-COH", "Company No. 01234567", Ok("GB-COH-01234567")),
        ("GB-COH", "Reg No: SC012345", Ok("GB-COH-SC012345")),
        ("GB-COH", "R1234567", Err("PREFIX")),
        ("GB-COH", "QQ123456", Err("PREFIX")),
        ("GB-COH", "SC12X456", Err("FORM")),
        ("GB-COH", "SC12345R", Err("FORM")),
        ("GB-COH", "20014R", Err("FORM")),
        ("GB-COH", "Acme Ltd", Err("FORM")),
        ("GB-COH", "é1234567", Err("FORM")),
        ("GB-COH", "1234", Err("LENGTH")),
        ("GB-COH", "Registered in Guernsey", Err("LENGTH")),
        ("GB-COH", "77009935", Err("UNISSUED")),
    ]);
    assert_eq!(company_prefix("OC300123"), Some("Limited liability partnership (England and Wales)"));
    assert_eq!(company_prefix("01234567"), Some("Company (England and Wales)"));
    assert_eq!((company_prefix("QQ123456"), company_prefix("é")), (None, None));
}

#[test]
fn other_registers_have_forms_of_their_own() {
    check(&[
        ("GB-CHC", "1074622", Ok("GB-CHC-1074622")),
        ("GB-CHC", "200719", Ok("GB-CHC-200719")),
        ("GB-CHC", "01074622", Ok("GB-CHC-1074622")),
        ("GB-CHC", "1074622-0", Ok("GB-CHC-1074622")),
        ("GB-CHC", "1074622/12", Ok("GB-CHC-1074622-12")),
        ("GB-CHC", "1074622.0", Ok("GB-CHC-1074622")),
        ("GB-CHC", "Charity No 1074622", Ok("GB-CHC-1074622")),
        ("GB-CHC", "CHA1074622", Ok("GB-CHC-1074622")),
        ("GB-CHC", "SC012345", Ok("GB-SC-SC012345")),
        ("GB-CHC", "NIC100012", Ok("GB-NIC-100012")),
        ("GB-CHC", "12345", Err("LENGTH")),
        ("GB-CHC", "7074622", Err("UNISSUED")),
        ("GB-CHC", "Exempt charity", Err("FORM")),
        ("GB-SC", "SC012345", Ok("GB-SC-SC012345")),
        ("GB-SC", "12345", Ok("GB-SC-SC012345")),
        ("GB-SC", "sc1234567", Err("LENGTH")),
        ("GB-NIC", "100012", Ok("GB-NIC-100012")),
        ("GB-NIC", "NIC 100012", Ok("GB-NIC-100012")),
        ("GB-NIC", "200012", Err("FORM")),
        ("GB-NIC", "XN123456", Err("LENGTH")),
        ("GB-NHS", "rrk", Ok("GB-NHS-RRK")),
        ("GB-NHS", "RXK01", Ok("GB-NHS-RXK01")),
        ("GB-NHS", "A81001", Ok("GB-NHS-A81001")),
        ("GB-NHS", "303", Ok("GB-NHS-303")),
        ("GB-NHS", "TRUST", Err("FORM")),
        ("GB-NHS", "Ltd", Err("FORM")),
        ("GB-NHS", "R", Err("LENGTH")),
        ("GB-UKPRN", "10007795", Ok("GB-UKPRN-10007795")),
        ("GB-UKPRN", "20007795", Err("FORM")),
        ("GB-UKPRN", "1000779", Err("LENGTH")),
        ("GB-PPON", "abcd-1234-efgh", Ok("GB-PPON-ABCD-1234-EFGH")),
        ("GB-PPON", "ABCD1234EFGH", Ok("GB-PPON-ABCD-1234-EFGH")),
        ("GB-PPON", "ABCD-12X4-EFGH", Err("FORM")),
        ("GB-PPON", "ABCD-1234", Err("LENGTH")),
        ("GB-LAE", "wlv", Ok("GB-LAE-WLV")),
        ("GB-LAS", "ABD", Ok("GB-LAS-ABD")),
        ("GB-LAW", "CRF", Ok("GB-PLA-CRF")),
        ("GB-LANI", "ABC", Ok("GB-LANI-ABC")),
        ("GB-LAE", "WOLVERHAMPTON", Err("LENGTH")),
        ("GB-LAE", "É1", Err("FORM")),
        (
            "GB-SRS",
            "https://SID4GOV.cabinetoffice.gov.uk/aBcd12eF",
            Ok("GB-SRS-sid4gov.cabinetoffice.gov.uk/aBcd12eF"),
        ),
        ("GB-SRS", "aBcd12eF", Err("FORM")),
        (" NL-KVK ", " 12-34 ", Ok("NL-KVK-12-34")),
        ("NL-KVK", "1", Ok("NL-KVK-1")),
    ]);
}

#[test]
fn vat_numbers_carry_check_digits() {
    check(&[
        // The example of HMRC's older method, and the same taxpayer by the newer.
        ("GB-VAT", "831495816", Ok("GB-VAT-831495816")),
        ("GB-VAT", "GB 831 4958 58", Ok("GB-VAT-831495858")),
        ("GB-VAT", "XI831495816", Ok("GB-VAT-831495816")),
        ("GB-VAT", "GB831495816/400", Ok("GB-VAT-831495816")),
        ("GB-VAT", "831495816001", Ok("GB-VAT-831495816")),
        ("GB-VAT", "GBGD001", Ok("GB-VAT-GD001")),
        ("GB-VAT", "ha 599", Ok("GB-VAT-HA599")),
        // Departments and health authorities in nine digits: 599 = 6 · 97 + 17.
        ("GB-VAT", "888859917", Ok("GB-VAT-HA599")),
        ("GB-VAT", "GB888800101", Ok("GB-VAT-GD001")),
        ("GB-VAT", "GD501", Err("FORM")),
        ("GB-VAT", "HA499", Err("FORM")),
        ("GB-VAT", "IE1234567X", Err("FORM")),
        ("GB-VAT", "831495817", Err("CHECKSUM")),
        ("GB-VAT", "831495861", Err("CHECKSUM")),
        ("GB-VAT", "83149581", Err("LENGTH")),
        ("GB-VAT", "123456789", Err("PLACEHOLDER")),
    ]);
    assert!(!vat_checksum("83149581") && !vat_checksum("83149581x") && !vat_checksum(""));
}

#[test]
fn schemes_have_many_names() {
    for (name, code) in [
        ("GB-COH", "GB-COH"),
        ("gb_coh", "GB-COH"),
        ("COH", "GB-COH"),
        ("uk companies house", "GB-COH"),
        ("companieshouse", "GB-COH"),
        ("http://www.companieshouse.gov.uk/", "GB-COH"),
        ("https://find-and-update.company-information.service.gov.uk/", "GB-COH"),
        ("Charity Commission (England and Wales)", "GB-CHC"),
        ("Charity Commission for Northern Ireland", "GB-NIC"),
        ("OSCR", "GB-SC"),
        ("ODS code", "GB-NHS"),
        ("ukprn", "GB-UKPRN"),
        ("VAT No.", "GB-VAT"),
        ("GB-LAN", "GB-LANI"),
        ("GB-GOR", "GB-GOR"),
        ("日本-法人", "日本-法人"),
    ] {
        let scheme = Scheme::from_name(name);
        assert_eq!(scheme.as_ref().map(Scheme::as_str), Some(code), "{name}");
    }
    assert_eq!(Scheme::from_name(" - "), None);
    check(&[
        ("", "GB-CHC-1074622", Ok("GB-CHC-1074622")),
        ("GB-COH", "GB-CHC-1074622", Ok("GB-CHC-1074622")),
        ("GB-COH", "gb coh 1234567", Ok("GB-COH-01234567")),
        ("", "GB-VAT: 831 4958 16", Ok("GB-VAT-831495816")),
        (
            "x",
            "https://find-and-update.company-information.service.gov.uk/company/01234567/officers",
            Ok("GB-COH-01234567"),
        ),
        ("", "https://opencorporates.com/companies/gb/SC012345", Ok("GB-COH-SC012345")),
        (
            "GB-CHC",
            "https://register-of-charities.charitycommission.gov.uk/charity-search/-/charity-details/1074622",
            Ok("GB-CHC-1074622"),
        ),
        ("", "01234567", Err("NO_SCHEME")),
        ("", " ", Err("EMPTY")),
    ]);
}

#[test]
fn what_was_done_is_said() {
    for (scheme, value, remarks) in [
        ("GB-COH", "01234567", &[][..]),
        ("GB-COH", "1234567", &[Remark::Padded]),
        ("GB-COH", "sc12345", &[Remark::Padded, Remark::PrefixCase]),
        ("GB-COH", "GB-COH-01234567", &[]),
        ("companies house", "01234567", &[]),
        ("GB-COH", "GB-CHC-1074622", &[Remark::SchemeGuessed]),
        ("GB-CHC", "sc012345", &[Remark::PrefixCase, Remark::SchemeGuessed]),
        ("GB-CHC", "01074622", &[Remark::ZerosRemoved]),
        ("GB-VAT", "831495816001", &[Remark::BranchCut]),
    ] {
        let found = examine(scheme, value).map(|examined| examined.remarks);
        assert_eq!(found.as_deref(), Ok(remarks), "{scheme} {value}");
    }
}

#[test]
fn problems_have_codes_hints_and_what_is_meant() {
    let problem = |value: &str| read("GB-COH", value).expect_err("a problem");
    let ods = problem("RRK");
    assert!(ods.hint().contains("GB-NHS") && ods.to_string().contains("RRK"), "{ods}");
    assert_eq!(ods.suggestion().map(|meant| meant.org_id()).as_deref(), Some("GB-NHS-RRK"));
    let vat = problem("GB831495816");
    assert_eq!(vat.suggestion().map(|meant| meant.org_id()).as_deref(), Some("GB-VAT-831495816"));
    let charity = problem("CHA1074622");
    assert_eq!(charity.suggestion().map(|meant| meant.org_id()).as_deref(), Some("GB-CHC-1074622"));
    let length = problem("012345678");
    assert!(length.to_string().contains("9 characters"), "{length}");
    assert_eq!(length.suggestion(), None);
    assert_eq!(IdentifierProblem::VendorNumber("1".to_owned()).code(), "VENDOR_NUMBER");
}

#[test]
fn a_bare_number_is_plausible_or_not() {
    for text in ["01234567", "1234567", "SC012345", "16543210", "IP12345R"] {
        assert!(plausible_company_number(text), "{text}");
    }
    for text in
        ["123456", "77009935", "00000000", "RRK", "REDACTED PERSONAL DATA", "V0012345", "", "99999999"]
    {
        assert!(!plausible_company_number(text), "{text}");
    }
}

/// Texts near enough to identifiers to pass the first checks.
fn texts() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,20}",
        "[0-9]{1,13}",
        "[0-9]{5,8}[-/][0-9]{1,2}",
        "[A-Za-z]{1,3} ?[0-9]{1,8}[A-Z]{0,3}",
        "(GB|gb|XI|NO|CHA|NIC|SC|R0|GD|HA|GB-CHC-|GB-COH |Company No |8888)[0-9A-Z]{0,9}",
        "[A-Za-z]{4}-?[0-9]{4}-?[A-Za-z]{4}",
        "(https?://)?[a-zA-Z0-9]{1,6}.cabinetoffice.gov.uk/[a-zA-Z0-9]{1,8}",
    ]
}

fn schemes() -> impl Strategy<Value = String> {
    let known = [
        "GB-COH", "GB-CHC", "GB-SC", "GB-NIC", "GB-NHS", "GB-UKPRN", "GB-PPON", "GB-VAT", "GB-LAE", "GB-SRS",
        "GB-GOR", "",
    ];
    prop_oneof![9 => prop::sample::select(known.to_vec()).prop_map(str::to_owned), 1 => "\\PC{0,12}"]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_text_is_safe_and_reading_is_idempotent(scheme in schemes(), value in texts()) {
        match examine(&scheme, &value) {
            Ok(examined) => {
                let identifier = examined.identifier;
                let again = examine(identifier.scheme.as_str(), &identifier.value);
                prop_assert_eq!(again.as_ref().map(|again| &again.identifier), Ok(&identifier));
                if identifier.scheme == Scheme::CompaniesHouse {
                    prop_assert_eq!(identifier.value.len(), 8);
                    prop_assert!(company_prefix(&identifier.value).is_some());
                }
                if identifier.scheme.is_known() {
                    prop_assert_eq!(read("", &identifier.org_id()), Ok(identifier));
                }
            }
            Err(problem) => {
                prop_assert!(!problem.code().is_empty() && !problem.hint().is_empty() && !problem.to_string().is_empty());
                prop_assert!(problem.suggestion().is_none_or(|meant| meant.scheme != Scheme::CompaniesHouse));
            }
        }
    }

    /// The older method finds any wrong digit; only as one of the newer, where 42 more is right too, may it pass.
    #[test]
    fn one_digit_wrong_breaks_the_check(seven in 1_000_000_u32..9_999_999, at in 0_usize..7, wrong in 0_u32..10) {
        let digits: Vec<u32> = seven.to_string().chars().filter_map(|digit| digit.to_digit(10)).collect();
        let weight = |at: usize| 8 - u32::try_from(at).expect("seven digits");
        let sum: u32 = digits.iter().enumerate().map(|(at, digit)| digit * weight(at)).sum();
        let check = 97 - sum % 97;
        let written = |digits: &[u32]| digits.iter().map(u32::to_string).collect::<String>() + &format!("{check:02}");
        prop_assert!(vat_checksum(&written(&digits)));
        let right = digits[at];
        let mut other = digits;
        other[at] = wrong;
        let passes = wrong == right || (wrong > right && weight(at) * (wrong - right) == 42);
        prop_assert_eq!(vat_checksum(&written(&other)), passes);
    }
}
