//! The places of a release that are mapped: one list for all. A path is the names that lead to a value, array
//! positions left out.

use std::{collections::HashSet, sync::LazyLock};

const VALUE: &[&str] = &["amount", "amountGross", "currency"];
const DAYS: &[&str] = &["startDate", "endDate"];
const PERIOD: &[&str] = &["startDate", "endDate", "maxExtentDate", "durationInDays", "durationInMonths"];
const CODE: &[&str] = &["scheme", "id"];
const CLASS: &[&str] = &["id", "description"];
const IDENTIFIER: &[&str] = &["scheme", "id", "legalName"];
const ADDRESS: &[&str] = &["postalCode", "streetAddress", "country", "countryName"];
const PLACE: &[&str] = &["region", "postalCode", "country", "countryName"];
const SIZE: &[&str] = &["scale", "vcse"];
const PARTY: &[&str] = &["id", "name"];
const SUITABILITY: &[&str] = &["sme", "vcse"];
const CRITERION: &[&str] = &["type", "name", "description", "numbers.number", "numbers.weight"];
const METRIC: &[&str] = &["id", "title", "description"];
const OBSERVATION: &[&str] = &[
    "id",
    "measure",
    "notes",
    "measureClassification.id",
    "measureClassification.description",
    "period.startDate",
    "period.endDate",
];
const RELATED: &[&str] = &["relationship", "scheme", "identifier", "title", "uri"];
/// Of the documents that are notices.
const NOTICE: &[&str] = &["id", "documentType", "noticeType", "datePublished", "url"];

/// Objects, and which of their members are mapped.
const MAPPED: &[(&str, &[&str])] = &[
    ("", &["ocid", "id", "date", "tag", "title", "description"]),
    ("planning.budget.amount", VALUE),
    ("planning.milestones", &["type", "dueDate"]),
    ("planning.documents", NOTICE),
    ("buyer", PARTY),
    ("buyer.identifier", IDENTIFIER),
    ("buyer.additionalIdentifiers", CODE),
    ("parties", &["id", "name", "roles"]),
    ("parties.identifier", IDENTIFIER),
    ("parties.additionalIdentifiers", CODE),
    ("parties.details", SIZE),
    ("parties.address", ADDRESS),
    ("tender", &["title", "description", "status", "procurementMethod", "mainProcurementCategory"]),
    ("tender", &["awardCriteria", "awardCriteriaDetails", "expressionOfInterestDeadline"]),
    ("tender.procuringEntity", PARTY),
    ("tender.procuringEntity.identifier", IDENTIFIER),
    ("tender.procuringEntity.additionalIdentifiers", CODE),
    ("tender.value", VALUE),
    ("tender.classification", CODE),
    ("tender.additionalClassifications", CODE),
    ("tender.contractPeriod", PERIOD),
    ("tender.tenderPeriod", DAYS),
    ("tender", &["numberOfTenderers"]),
    ("tender.communication", &["futureNoticeDate"]),
    ("tender.suitability", SUITABILITY),
    ("tender.techniques", &["hasFrameworkAgreement"]),
    ("tender.otherRequirements", &["reservedParticipation"]),
    ("tender.lotDetails", &["maximumLotsAwardedPerSupplier", "maximumLotsBidPerSupplier"]),
    ("tender.awardCriteria", &["description"]),
    ("tender.awardCriteria.criteria", CRITERION),
    ("tender.documents", NOTICE),
    ("tender.lots", &["id", "title", "description", "status", "hasRenewal", "hasOptions"]),
    ("tender.lots", &["awardCriteria", "awardCriteriaDetails", "renewal.description", "options.description"]),
    ("tender.lots.value", VALUE),
    ("tender.lots.suitability", SUITABILITY),
    ("tender.lots.contractPeriod", PERIOD),
    ("tender.lots.techniques", &["hasFrameworkAgreement"]),
    ("tender.lots.otherRequirements", &["reservedParticipation"]),
    ("tender.lots.awardCriteria", &["description"]),
    ("tender.lots.awardCriteria.criteria", CRITERION),
    ("bids.details", &["id", "status", "date", "relatedLots"]),
    ("bids.details.value", VALUE),
    ("bids.details.tenderers", PARTY),
    ("bids.details.tenderers.identifier", IDENTIFIER),
    ("bids.details.tenderers.additionalIdentifiers", CODE),
    ("bids.statistics", &["measure", "value", "relatedLot", "relatedLots"]),
    ("awards", &["id", "title", "description", "status", "date", "relatedLots", "mainProcurementCategory"]),
    ("awards.value", VALUE),
    ("awards.contractPeriod", PERIOD),
    ("awards.documents", NOTICE),
    ("contracts", &["id", "awardID", "title", "description", "status", "dateSigned", "relatedLots"]),
    ("contracts", &["terminationRationale", "implementation.endDate"]),
    ("contracts.value", VALUE),
    ("contracts.period", PERIOD),
    ("contracts.documents", NOTICE),
    ("contracts.terminationRationaleClassification", CLASS),
    ("contracts.terminationRationaleClassifications", CLASS),
    ("contracts.amendments", &["id", "date", "description", "rationale"]),
    ("contracts.amendments.rationaleClassifications", CLASS),
    ("contracts.amendments.period", PERIOD),
    ("contracts.amendments.value", VALUE),
    ("contracts.amendments.suppliersRemoved", PARTY),
    ("contracts.amendments.suppliersRemoved.identifier", IDENTIFIER),
    ("contracts.amendments.suppliersRemoved.additionalIdentifiers", CODE),
    ("contracts.agreedMetrics", METRIC),
    ("contracts.agreedMetrics.observations", OBSERVATION),
    ("contracts.implementation.documents", NOTICE),
    ("contracts.implementation.metrics", METRIC),
    ("contracts.implementation.metrics.observations", OBSERVATION),
    ("contracts.implementation.performanceFailures", &["id", "requirement", "category", "description"]),
    ("contracts.implementation.performanceFailures", &["decisionDate", "penaltyType", "penaltyTypeEntered"]),
    ("contracts.implementation.performanceFailures", &["penaltyImposed", "partialTermination"]),
    ("contracts.implementation.performanceFailures.period", DAYS),
    ("contracts.relatedProcesses", RELATED),
    ("relatedProcesses", RELATED),
];

/// Where items stand, and what of them is mapped.
const ITEMS: [&str; 3] = ["tender.items", "awards.items", "contracts.items"];
const ITEM: &[(&str, &[&str])] = &[
    ("", &["relatedLot", "relatedLots"]),
    (".classification", CODE),
    (".additionalClassifications", CODE),
    (".deliveryAddress", PLACE),
    (".deliveryAddresses", PLACE),
];

/// Where suppliers stand, and what of them is mapped.
const SUPPLIERS: [&str; 3] =
    ["awards.suppliers", "contracts.suppliers", "contracts.amendments.suppliersAdded"];
const SUPPLIER: &[(&str, &[&str])] = &[
    ("", PARTY),
    (".identifier", IDENTIFIER),
    (".additionalIdentifiers", CODE),
    (".details", SIZE),
    (".address", ADDRESS),
];

/// What says nothing of its own: how the release is written, what tells objects apart while releases are
/// merged, and the words for codes.
const STRUCTURE: &[&str] = &[
    "initiationType",
    "language",
    "awards.items.id",
    "bids.statistics.id",
    "contracts.items.id",
    "contracts.relatedProcesses.id",
    "planning.milestones.id",
    "relatedProcesses.id",
    "tender.additionalClassifications.description",
    "tender.classification.description",
    "tender.items.id",
    "awards.items.additionalClassifications.description",
    "awards.items.classification.description",
    "contracts.items.additionalClassifications.description",
    "contracts.items.classification.description",
    "tender.items.additionalClassifications.description",
    "tender.items.classification.description",
];

static PATHS: LazyLock<HashSet<String>> =
    LazyLock::new(|| mapped().chain(STRUCTURE.iter().map(|path| (*path).to_owned())).collect());

/// Whether the values at this path are mapped, or say nothing of their own.
pub(super) fn is_mapped(path: &str) -> bool {
    PATHS.contains(path)
}

/// The paths that are mapped.
fn mapped() -> impl Iterator<Item = String> {
    let groups = |owners: &'static [&'static str],
                  groups: &'static [(&'static str, &'static [&'static str])]| {
        owners.iter().flat_map(move |owner| {
            groups.iter().map(move |(name, members)| (format!("{owner}{name}"), *members))
        })
    };
    let own = MAPPED.iter().map(|(owner, members)| ((*owner).to_owned(), *members));
    own.chain(groups(&ITEMS, ITEM)).chain(groups(&SUPPLIERS, SUPPLIER)).flat_map(|(owner, members)| {
        members.iter().map(
            move |member| if owner.is_empty() { (*member).to_owned() } else { format!("{owner}.{member}") },
        )
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{
        Caps, Merger, Object, Process, Release, Value,
        facts::{ProcessFacts, map, unmapped},
    };

    /// Processes, each an array of releases, in which every mapped path is what some fact hangs on.
    const SAMPLES: &str = include_str!("../../tests/mapped/samples.json");

    fn samples() -> Vec<Vec<Object>> {
        let all = Value::parse(SAMPLES, &Caps::default()).unwrap();
        all.as_array().unwrap().iter().map(|process| process.objects().cloned().collect()).collect()
    }

    fn facts(releases: &[Object]) -> ProcessFacts {
        let parsed =
            releases.iter().map(|release| Release::parse(release.to_string(), &Caps::default()).unwrap());
        let process = Process::new(parsed);
        map(process.releases(), &Merger::default().compile(process.releases()))
    }

    /// A release without the values at a path.
    fn without(object: &Object, path: &str, at: &str) -> Object {
        let members = object.iter().filter_map(|(name, value)| {
            let here = if at.is_empty() { name.to_owned() } else { format!("{at}.{name}") };
            Some((name.to_owned(), without_value(value, path, &here)?))
        });
        members.collect()
    }

    fn without_value(value: &Value, path: &str, at: &str) -> Option<Value> {
        match value {
            Value::Object(object) => Some(Value::Object(without(object, path, at))),
            Value::Array(items) => {
                Some(Value::Array(items.iter().filter_map(|item| without_value(item, path, at)).collect()))
            }
            other => (path != at).then(|| other.clone()),
        }
    }

    /// Without these, there is no release.
    const NEEDED: [&str; 1] = ["ocid"];

    #[test]
    fn a_fact_hangs_on_every_path_in_the_list() {
        let samples = samples();
        let whole: Vec<ProcessFacts> = samples.iter().map(|releases| facts(releases)).collect();
        let idle: BTreeSet<String> = mapped()
            .filter(|path| !NEEDED.contains(&path.as_str()))
            .filter(|path| {
                samples.iter().zip(&whole).all(|(releases, whole)| {
                    let rest: Vec<Object> =
                        releases.iter().map(|release| without(release, path, "")).collect();
                    facts(&rest) == *whole
                })
            })
            .collect();
        assert_eq!(idle, BTreeSet::new(), "listed, but nothing hangs on them in any sample");
    }

    #[test]
    fn nothing_in_the_samples_is_unmapped_and_no_fact_hangs_on_what_is() {
        for release in samples().iter().flatten() {
            assert_eq!(unmapped(release), []);
        }
        for releases in &samples() {
            let whole = facts(releases);
            for path in STRUCTURE {
                let rest: Vec<Object> = releases.iter().map(|release| without(release, path, "")).collect();
                let rest = facts(&rest);
                assert_eq!(rest, whole, "{path} is no structure");
            }
        }
    }

    #[test]
    fn no_path_is_listed_twice() {
        let mut seen = BTreeSet::new();
        for path in mapped().chain(STRUCTURE.iter().map(|path| (*path).to_owned())) {
            assert!(seen.insert(path.clone()), "{path}");
        }
    }
}
