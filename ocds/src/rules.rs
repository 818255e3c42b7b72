//! Which fields are merged otherwise than by the general routine.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::error::{OcdsCode, OcdsError};

/// What is done with a field instead of the general routine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rule {
    /// It says something about one release only, and is left out of merged releases.
    Omit,
    /// The array is one value: it replaces what was there before, also when it is empty.
    WholeList,
}

/// Fields left out when releases are merged.
const OMITTED: &[&str] = &["id", "date", "tag"];

/// Arrays that are one value: by their own mark in the schema, because they list something else than objects,
/// or because their objects have no `id` there. A path says where a field stands, array positions left out;
/// `**.` before it means anywhere.
const WHOLE_LISTS: &[&str] = &[
    // OCDS 1.1.5
    "**.additionalIdentifiers",
    "**.additionalClassifications",
    "**.additionalProcurementCategories",
    "**.amendment.changes",
    "**.amendments.changes",
    "parties.roles",
    "tender.submissionMethod",
    "contracts.relatedProcesses.relationship",
    "relatedProcesses.relationship",
    // Profile for the European Union, on which Find a Tender, Scotland and Wales build
    "**.additionalContactPoints",
    "**.awardCriteria.criteria",
    "**.deliveryAddresses",
    "**.deliveryLocations",
    "**.relatedLots",
    "**.reservedParticipation",
    "**.selectionCriteria.criteria",
    "**.unstructuredChanges",
    "parties.details.classifications",
    "tender.coveredBy",
    "tender.designContest.juryMembers",
    "tender.participationFees",
    "tender.procurementMethodRationaleClassifications",
    // United Kingdom
    "**.buyerClassificationRestrictions",
    "**.buyerLocationRestrictions",
    "**.exclusionGrounds.criteria",
    "**.rationaleClassifications",
    "tender.specialRegime",
];

/// Rules that a hub adds to the built-in ones, as they stand in its configuration: for extensions that the
/// built-in table does not know.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ExtraRules {
    /// Paths of arrays that are one value, such as `tender.targets` or `**.charges`.
    pub whole_lists: Vec<String>,
    /// Paths of fields that are left out of merged releases.
    pub omit: Vec<String>,
}

/// Which fields are omitted and which arrays are replaced as one value when releases are merged. Everything
/// else is merged by the routine of the standard.
#[derive(Clone, Debug)]
pub struct Rules(HashMap<String, Vec<Pattern>>);

/// A rule, kept under the last name of its path.
#[derive(Clone, Debug)]
struct Pattern {
    /// The names of the path before the last.
    before: Vec<String>,
    anywhere: bool,
    rule: Rule,
}

impl Default for Rules {
    /// OCDS 1.1.5 with the extensions that UK publishers use.
    fn default() -> Self {
        let mut rules = Self(HashMap::new());
        for path in OMITTED {
            rules.add(path, Rule::Omit);
        }
        for path in WHOLE_LISTS {
            rules.add(path, Rule::WholeList);
        }
        rules
    }
}

impl Rules {
    /// These rules and more. Where two rules meet, leaving out goes before replacing.
    ///
    /// # Errors
    /// When a path is empty or has an empty name in it.
    pub fn with(mut self, extra: &ExtraRules) -> Result<Self, OcdsError> {
        let paths = extra.omit.iter().map(|path| (path, Rule::Omit));
        for (path, rule) in paths.chain(extra.whole_lists.iter().map(|path| (path, Rule::WholeList))) {
            let names = path.strip_prefix("**.").unwrap_or(path);
            if names.split('.').any(|name| name.is_empty() || name.contains('*')) {
                return Err(OcdsError::new(
                    OcdsCode::RuleInvalid,
                    format!("{path:?} is not the path of a field"),
                ));
            }
            self.add(path, rule);
        }
        Ok(self)
    }

    fn add(&mut self, path: &str, rule: Rule) {
        let names = path.strip_prefix("**.").unwrap_or(path);
        let (before, last) = names.rsplit_once('.').unwrap_or(("", names));
        let before = before.split('.').filter(|name| !name.is_empty()).map(str::to_owned).collect();
        let pattern = Pattern { before, anywhere: path.starts_with("**."), rule };
        self.0.entry(last.to_owned()).or_default().push(pattern);
    }

    /// The rule for the field at this path: the names that lead to it, array positions left out.
    pub(crate) fn find(&self, path: &[&str]) -> Option<Rule> {
        let (last, before) = path.split_last()?;
        let matching = self.0.get(*last)?.iter().filter(|pattern| pattern.fits(before));
        let mut found = None;
        for pattern in matching {
            match pattern.rule {
                Rule::Omit => return Some(Rule::Omit),
                Rule::WholeList => found = Some(Rule::WholeList),
            }
        }
        found
    }
}

impl Pattern {
    fn fits(&self, before: &[&str]) -> bool {
        let end = before.len().checked_sub(self.before.len());
        end.is_some_and(|end| (self.anywhere || end == 0) && before[end..] == self.before)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(rules: &Rules, path: &str) -> Option<Rule> {
        rules.find(&path.split('.').collect::<Vec<_>>())
    }

    #[test]
    fn rules_are_found_by_path() {
        let rules = Rules::default();
        for path in ["id", "date", "tag"] {
            assert_eq!(rule(&rules, path), Some(Rule::Omit), "{path}");
        }
        for path in [
            "parties.additionalIdentifiers",
            "tender.items.additionalClassifications",
            "contracts.implementation.transactions.payer.additionalIdentifiers",
            "awards.amendments.changes",
            "tender.lots.awardCriteria.criteria",
            "parties.details.excludedSupplier.exclusionGrounds.criteria",
            "contracts.amendments.rationaleClassifications",
            "tender.techniques.frameworkAgreement.buyerLocationRestrictions",
            "relatedProcesses.relationship",
        ] {
            assert_eq!(rule(&rules, path), Some(Rule::WholeList), "{path}");
        }
        for path in
            ["tender.id", "awards.date", "documents", "changes", "criteria", "x.parties.roles", "tender"]
        {
            assert_eq!(rule(&rules, path), None, "{path}");
        }
    }

    #[test]
    fn a_hub_can_add_rules() {
        let extra: ExtraRules =
            toml::from_str("whole_lists = ['**.charges', 'tender.targets']\nomit = ['meta']").unwrap();
        let rules = Rules::default().with(&extra).unwrap();
        assert_eq!(rule(&rules, "contracts.implementation.charges"), Some(Rule::WholeList));
        assert_eq!(rule(&rules, "tender.targets"), Some(Rule::WholeList));
        assert_eq!(rule(&rules, "planning.targets"), None);
        assert_eq!(rule(&rules, "meta"), Some(Rule::Omit));
        assert_eq!(rule(&rules, "parties.roles"), Some(Rule::WholeList));
    }

    #[test]
    fn leaving_out_goes_before_replacing() {
        let extra = ExtraRules { omit: vec!["parties.roles".to_owned()], ..ExtraRules::default() };
        assert_eq!(rule(&Rules::default().with(&extra).unwrap(), "parties.roles"), Some(Rule::Omit));
    }

    #[test]
    fn a_path_that_is_none_is_refused() {
        for path in ["", ".", "a..b", "**.", "a.**.b", "*"] {
            let extra = ExtraRules { whole_lists: vec![path.to_owned()], ..ExtraRules::default() };
            let error = Rules::default().with(&extra).unwrap_err();
            assert_eq!(error.code(), OcdsCode::RuleInvalid, "{path}");
        }
    }
}
