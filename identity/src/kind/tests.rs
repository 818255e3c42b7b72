use proptest::prelude::*;

use super::{NameKind, kind_of};
use crate::name_key::{LEGAL_FORMS, LONG_FORMS};

fn check(kind: Option<NameKind>, names: &[&str]) {
    for name in names {
        assert_eq!(kind_of(name), kind, "{name}");
    }
}

#[test]
fn public_bodies_are_known_by_the_form_of_their_names() {
    check(
        Some(NameKind::PublicBody),
        &[
            "Kent County Council",
            "The Parish Council of Tidbury Green",
            "Wolverhampton City Council - CITY PAY",
            "City of Wolverhampton Council (Rent Accounts)",
            "TELFORD & WREKIN COUNCIL",
            "WALSALL COUNCIL",
            "Llanelli Community Council",
            "London Borough of Camden",
            "Solihull MBC",
            "West Midlands Combined Authority",
            "South Yorkshire Pensions Authority",
            "The Royal Wolverhampton NHS Trust",
            "HERTFORDSHIRE PARTNERSHIP NHS FOUND",
            "HAMPSHIRE HOSPITALS NHSFT",
            "NHS Black Country ICB",
            "NHS Greater Glasgow & Clyde",
            "Betsi Cadwaladr University Health Board",
            "West Midlands Police",
            "Police & Crime Commissioner for Avon",
            "Avon and Somerset Constabulary",
            "Dorset & Wiltshire Fire and Rescue Authority",
            "HMRC",
            "HM Revenue & Customs Only",
            "DWP (Dept for Work & Pensions)",
            "Department for Education",
            "Ministry of Defence",
            "Dept of the Environment",
            "Charity Commission",
            "Moorcroft Primary School",
            "St Anne's C of E Academy",
            "The Khalsa Academies Trust Ltd",
        ],
    );
}

#[test]
fn bodies_around_public_ones_are_not_public() {
    check(
        None,
        &[
            "British Council",
            "Arts Council England",
            "General Medical Council",
            "Ethnic Minority Council",
            "Solihull County Scout Council",
            "Community Council of Somewhere",
            "Association of Councillors English Region",
            "Walsall MBC Social Club",
            "NHS Confederation",
            "West Midlands Police Federation",
            "Fire Brigades Union",
            "Acme Fire Service",
            "Ministry of Sound",
            "Department of Coffee",
            "University of Somewhere",
            "King Edward Grammar School",
            "Discovery Academy",
            "Council",
            "Police",
        ],
    );
    check(
        Some(NameKind::Company),
        &["NHS Property Services Ltd", "Primary School Supplies Ltd", "Borough Council Care PLC"],
    );
    check(
        Some(NameKind::Charity),
        &["Heart of Somewhere NHS Foundation Trust Charity", "Friends Charitable Trust"],
    );
}

#[test]
fn legal_forms_tell_companies_and_charities() {
    check(
        Some(NameKind::Company),
        &[
            "Acme Ltd.",
            "ACME P.L.C.",
            "Smith & Jones LLP",
            "Dr Faqir Muhammad Ltd",
            "MR D SMITH - D & L CARE HOMES LIMITED",
            "Thing Community Interest Company",
            "Amazon Web Services, Inc.",
            "Societe Generale SA",
        ],
    );
    check(
        Some(NameKind::Charity),
        &[
            "Action Together CIO",
            "Thing Charitable Incorporated Organisation",
            "St Andrews Parochial Church Council",
        ],
    );
    // Initials that are legal forms elsewhere.
    check(
        None,
        &["SA Taxis", "LP", "Inc Bookshop", "Smith & Jones", "Acme Trading", "Charity Shop", "", "#4", "***"],
    );
}

#[test]
fn persons_are_known_only_for_certain() {
    check(
        Some(NameKind::Individual),
        &[
            "MR J SMITH",
            "Mrs Jaswinder Hothi",
            "Mr. & Mrs. P Jones",
            "Miss Anne-Marie O'Neill",
            "Dr M.S.Kainth",
            "DR JOHN DUNCAN MIDDLETON",
            "Dr Ds Bagary & Mrs Jk Bagary",
            "Prof Ada Lovelace",
            "SMITH J MR",
            "Smith Mr J",
            "Smith, John",
            "SMITH, J A",
            "Smith, Mr Ejaz",
            "Barker-Corrigall, Sarah Jane",
        ],
    );
    check(
        None,
        &[
            "J Smith",
            "John Smith",
            "Mr Memory",
            "Mr Smith",
            "Mr Wilsons Second Liners",
            "The MS Society",
            "Dr Lea Psychology",
            "Dr Libberton and Ram",
            "Dr Parkes & Partners",
            "Dr Sian Allen, Bloom Psychology",
            "Mr N Verma T/A Compass",
            "Mr J Smith c/o Acme",
            "Mr J Smith 2",
            "Baker, Tilly",
            "Leeds, Bradford, York",
            "Ludlow, Hereford and York College",
            "Redacted, John",
            "Smith, John & Sons",
            "Little Miss Muffet",
        ],
    );
}

fn names() -> impl Strategy<Value = String> {
    prop_oneof![
        "\\PC{0,30}",
        "(MR|MRS|DR|Miss|MR AND MRS) [A-Z]{1,8}( [A-Z]{1,8}){0,2}",
        "[A-Z]{2,8}, (JOHN|J|MR JOHN|SARAH A)",
    ]
}

proptest! {
    #[test]
    fn a_legal_form_is_never_a_person(name in names(), at in 0_usize..24) {
        let form = LEGAL_FORMS.iter().chain(&LONG_FORMS).nth(at).copied().expect("24 forms");
        for whole in [format!("{name} {form}"), format!("{form} {name}"), format!("{name}, {}", form.to_lowercase())] {
            prop_assert_ne!(kind_of(&whole), Some(NameKind::Individual), "{}", whole);
        }
    }

    #[test]
    fn case_and_spaces_do_not_matter(name in names()) {
        let spaced = format!("  {}  ", name.to_uppercase());
        prop_assert_eq!(kind_of(&spaced), kind_of(&name));
    }

    #[test]
    fn business_words_and_digits_are_never_a_person(name in names(), word in "(SERVICES|SURGERY|7|T/A|TRUST)") {
        prop_assert_ne!(kind_of(&format!("{name} {word}")), Some(NameKind::Individual));
    }
}
