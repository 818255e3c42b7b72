//! The traps in one release, each with a code, a place and a hint. A release with warnings is taken all the
//! same; what cannot be seen on one release alone (another release with the same content, say) is not here.
//!
//! One file a trap, or a few that are alike. A trap is a function over the whole release, or one over each
//! value in it.

mod buyers;
mod code;
mod company_number;
mod currency;
mod dates;
mod entities;
mod frameworks;
mod identity;
mod ids;
mod lots;
mod numbers;
mod shapes;
mod statistics;
mod test_notice;
mod value;
mod walk;
mod withheld;

use self::walk::{Spot, walk};
pub use self::{code::WarningCode, company_number::is_company_number};
pub(crate) use self::{
    frameworks::is_framework, test_notice::is_test, value::is_placeholder, withheld::is_instead_of_a_name,
};
use crate::{json::Object, release::Release, rules::Rules};

/// A trap found in a release.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    /// What was found.
    pub code: WarningCode,
    /// Where: `tender.lots[2].value.amount`, or nothing for the release as a whole.
    pub path: String,
}

impl Warning {
    /// What it means and what to do about it.
    pub fn hint(&self) -> &'static str {
        self.code.hint()
    }
}

/// The traps in a release, in the order of their codes, then of their places in the release.
pub fn check(release: &Release, rules: &Rules) -> Vec<Warning> {
    let mut found = Found(Vec::new());
    let fields = release.fields();
    for trap in OF_RELEASES {
        trap(fields, &mut found);
    }
    walk(fields, &mut |spot| {
        ids::at(spot, rules, &mut found);
        for trap in AT_VALUES {
            trap(spot, &mut found);
        }
    });
    let Found(mut warnings) = found;
    warnings.sort_by_key(|warning| warning.code);
    warnings
}

/// Traps that take the whole release to see.
const OF_RELEASES: &[fn(&Object, &mut Found)] = &[
    buyers::of,
    currency::of,
    dates::of,
    frameworks::of,
    identity::of,
    ids::of,
    lots::of,
    statistics::of,
    test_notice::of,
    withheld::of,
];

/// Traps that show in one value.
const AT_VALUES: &[fn(&Spot<'_>, &mut Found)] =
    &[company_number::at, dates::at, entities::at, numbers::at, shapes::at, value::at];

/// The warnings found so far.
struct Found(Vec<Warning>);

impl Found {
    fn add(&mut self, code: WarningCode, path: impl Into<String>) {
        self.0.push(Warning { code, path: path.into() });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Caps;

    /// What a test expects: codes with their places, those of this trap only.
    pub(super) fn found(codes: &[WarningCode], members: &str) -> Vec<String> {
        let text = format!(r#"{{"ocid":"ocds-1",{members}}}"#);
        let release = Release::parse(text, &Caps::default()).unwrap();
        check(&release, &Rules::default())
            .into_iter()
            .filter(|warning| codes.contains(&warning.code))
            .map(|warning| format!("{} {}", warning.code, warning.path))
            .collect()
    }

    #[test]
    fn a_release_without_traps_has_no_warnings() {
        let text = r#"{
            "ocid": "ocds-1", "id": "1", "date": "2026-01-01T00:00:00Z", "tag": ["award"],
            "initiationType": "tender",
            "buyer": {"id": "b", "name": "A Council"},
            "parties": [
                {"id": "b", "name": "A Council", "roles": ["buyer"], "identifier": {"scheme": "GB-LAE", "id": "A"}},
                {"id": "s", "name": "B Ltd", "roles": ["supplier"],
                 "identifier": {"scheme": "GB-COH", "id": "09442333"}}
            ],
            "tender": {"id": "t", "title": "Testing services", "value": {"amount": 100, "currency": "GBP"},
                       "lots": [{"id": "1", "status": "complete"}]},
            "awards": [{"id": "1", "suppliers": [{"id": "s", "name": "B Ltd"}], "relatedLots": ["1"],
                        "value": {"amount": 90.5, "amountGross": 108.6, "currency": "GBP"}}]
        }"#;
        let release = Release::parse(text.to_owned(), &Caps::default()).unwrap();
        assert_eq!(check(&release, &Rules::default()), []);
    }

    #[test]
    fn codes_are_distinct_and_hints_are_sentences() {
        let mut codes: Vec<_> = WarningCode::ALL.iter().map(|code| code.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), WarningCode::ALL.len());
        for code in WarningCode::ALL {
            assert!(code.hint().ends_with('.'), "{code}");
        }
    }

    #[test]
    fn warnings_stand_in_the_order_of_their_codes_and_places() {
        let codes = [WarningCode::DateMissing, WarningCode::ExplicitNull, WarningCode::IdMissing];
        assert_eq!(
            found(&codes, r#""b": null, "a": null"#),
            ["ID_MISSING ", "DATE_MISSING ", "EXPLICIT_NULL b", "EXPLICIT_NULL a"]
        );
    }
}
