//! What holds for the facts of any releases.

use anchorhub_ocds::{
    Caps, Merger, Process, Release,
    facts::{ProcessFacts, map, unmapped},
};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::arbitrary::{Shapes, releases};

fn facts(process: &Process) -> ProcessFacts {
    map(process.releases(), &Merger::default().compile(process.releases()))
}

/// Names that the mapper looks for, so that arbitrary JSON gets to every part of it.
const NAMES: [&str; 63] = [
    "id",
    "tender",
    "awards",
    "contracts",
    "parties",
    "buyer",
    "planning",
    "bids",
    "statistics",
    "lots",
    "items",
    "suppliers",
    "identifier",
    "additionalIdentifiers",
    "scheme",
    "name",
    "roles",
    "value",
    "amount",
    "amountGross",
    "currency",
    "period",
    "contractPeriod",
    "startDate",
    "endDate",
    "maxExtentDate",
    "durationInDays",
    "durationInMonths",
    "relatedLots",
    "relatedLot",
    "awardID",
    "amendments",
    "date",
    "documents",
    "noticeType",
    "documentType",
    "url",
    "status",
    "title",
    "description",
    "classification",
    "additionalClassifications",
    "deliveryAddresses",
    "region",
    "postalCode",
    "address",
    "streetAddress",
    "details",
    "scale",
    "suitability",
    "sme",
    "awardCriteria",
    "criteria",
    "numbers",
    "number",
    "weight",
    "implementation",
    "metrics",
    "observations",
    "performanceFailures",
    "relatedProcesses",
    "relationship",
    "measure",
];

fn literal() -> impl Strategy<Value = String> {
    let texts = vec![
        "null",
        "true",
        "false",
        "0",
        "1",
        "-1",
        "0.01",
        "1e9999",
        "-1e-9999",
        "12345678901234567890",
        "2147483648",
        "\"\"",
        "\"1\"",
        "\"a\"",
        "\"GBP\"",
        "\"CPV\"",
        "\"UK10\"",
        "\"UK11\"",
        "\"UK7\"",
        "\"buyer\"",
        "\"sme\"",
        "\"2026-06-30T23:59:59+01:00\"",
        "\"2026-01-01\"",
        "\"9999-12-31T00:00:00Z\"",
        "\"90511000-2\"",
        "\"&amp;&#0;&#146;&\"",
        "\"\\u0000\"",
        "\"LondonnE1W 1AW\"",
        "\"é£\"",
        "\"63.7%\"",
        "\"https://x\"",
    ];
    select(texts).prop_map(str::to_owned)
}

/// Any JSON, of names that the mapper knows.
fn anything() -> impl Strategy<Value = String> {
    literal().prop_recursive(6, 120, 5, |inner| {
        let member =
            (select(NAMES.to_vec()), inner.clone()).prop_map(|(name, value)| format!("\"{name}\":{value}"));
        prop_oneof![
            2 => vec(member, 0..6).prop_map(|members| format!("{{{}}}", members.join(","))),
            1 => vec(inner, 0..4).prop_map(|items| format!("[{}]", items.join(","))),
        ]
    })
}

/// Awards and contracts with few ids, suppliers and lots, so that they repeat.
fn awarding() -> impl Strategy<Value = String> {
    let id = || select(vec!["\"1\"", "1", "\"2\"", "null"]);
    let optional = |members: Vec<&'static str>| select(members);
    let award = (
        id(),
        optional(vec![
            "",
            r#","suppliers":[{"id":"a"}]"#,
            r#","suppliers":[{"id":"b"},{"id":"a"}]"#,
            r#","suppliers":null"#,
        ]),
        optional(vec!["", r#","relatedLots":["1"]"#, r#","relatedLots":["2"]"#]),
        optional(vec![
            "",
            r#","value":{"amount":5,"currency":"GBP"}"#,
            r#","contractPeriod":{"endDate":"2027-01-01"}"#,
        ]),
    )
        .prop_map(|(id, suppliers, lots, more)| format!(r#"{{"id":{id}{suppliers}{lots}{more}}}"#));
    let contract = (
        id(),
        optional(vec!["", r#","awardID":"1""#, r#","awardID":2"#]),
        optional(vec![
            "",
            r#","period":{"endDate":"2026-06-30"}"#,
            r#","value":{"amountGross":7,"currency":"GBP"}"#,
        ]),
        optional(vec![
            "",
            r#","amendments":[{"id":"x","date":"2026-02-01"}]"#,
            r#","documents":[{"noticeType":"UK11"}]"#,
            r#","documents":[{"noticeType":"UK10"}]"#,
        ]),
    )
        .prop_map(|(id, award, more, change)| format!(r#"{{"id":{id}{award}{more}{change}}}"#));
    let party = optional(vec!["A Ltd", "B Ltd"]);
    (vec(award, 0..4), vec(contract, 0..3), party).prop_map(|(awards, contracts, party)| {
        format!(
            r#""awards":[{}],"contracts":[{}],"parties":[{{"id":"a","name":"{party}"}},{{"id":"b","name":"C Ltd","identifier":{{"scheme":"S","id":"1"}}}}]"#,
            awards.join(","),
            contracts.join(",")
        )
    })
}

fn awarding_releases() -> impl Strategy<Value = Vec<Release>> {
    let date = select(vec!["2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "2026-01-03", "soon"]);
    vec((date, awarding()), 1..5).prop_map(|releases| {
        let numbered = releases.into_iter().zip(0..);
        numbered
            .map(|((date, members), number)| {
                let text = format!(r#"{{"ocid":"ocds-1","id":"{number}","date":"{date}",{members}}}"#);
                Release::parse(text, &Caps::default()).unwrap().with_publication(number % 2)
            })
            .collect()
    })
}

/// Whether no key is given twice.
fn are_distinct<'k>(keys: impl Iterator<Item = &'k String>) -> bool {
    let mut seen = std::collections::HashSet::new();
    keys.into_iter().all(|key| seen.insert(key))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn any_json_is_survived(members in vec((select(NAMES.to_vec()), anything()), 0..8), second in anything()) {
        let members: Vec<String> =
            members.into_iter().filter(|(name, _)| *name != "id").map(|(name, value)| format!("\"{name}\":{value}")).collect();
        let release = |members: &str| Release::parse(format!("{{\"ocid\":\"ocds-1\",{members}}}"), &Caps::default()).unwrap();
        let comma = if members.is_empty() { "\"x\":1" } else { "" };
        let first = release(&(members.join(",") + comma));
        unmapped(first.fields());
        let process = Process::new([first, release(&format!("\"tender\":{second},\"contracts\":{second},\"awards\":[{second}]"))]);
        let facts = facts(&process);
        prop_assert!(are_distinct(facts.awards.iter().map(|award| &award.key)));
        prop_assert!(are_distinct(facts.lots.iter().map(|lot| &lot.key)));
        prop_assert!(are_distinct(facts.contracts.iter().map(|contract| &contract.source_key)));
        let text = serde_json::to_string(&facts).unwrap();
        prop_assert!(!text.contains("\\u0000"));
        prop_assert_eq!(serde_json::from_str::<ProcessFacts>(&text).unwrap(), facts);
    }

    #[test]
    fn facts_do_not_hang_on_the_order_of_arrival(
        (published, arriving) in awarding_releases().prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
    ) {
        let expected = facts(&Process::new(published));
        prop_assert_eq!(&facts(&Process::new(arriving.clone())), &expected);
        let mut one_by_one = Process::default();
        for release in arriving {
            one_by_one.insert(release);
        }
        prop_assert_eq!(&facts(&one_by_one), &expected);
    }

    #[test]
    fn facts_of_what_is_compiled_in_two_steps_are_the_same(
        all in prop_oneof![awarding_releases(), releases(Shapes::Wild)], cut in any::<prop::sample::Index>(),
    ) {
        let process = Process::new(all);
        let (first, rest) = process.releases().split_at(cut.index(process.releases().len() + 1));
        let merger = Merger::default();
        let compiled = merger.extend(merger.compile(first), rest);
        prop_assert_eq!(map(process.releases(), &compiled), facts(&process));
    }

    #[test]
    fn no_award_of_any_release_is_lost(all in awarding_releases()) {
        let process = Process::new(all);
        let facts = facts(&process);
        let most = process.releases().iter().map(|release| release.fields().objects("awards").count()).max();
        prop_assert!(facts.awards.len() >= most.unwrap_or_default());
        for release in process.releases() {
            let alone = map(std::slice::from_ref(release), release.fields());
            prop_assert_eq!(alone.awards.len(), release.fields().objects("awards").count());
            let contracts = release.fields().objects("contracts").count();
            prop_assert!(alone.contracts.len() >= contracts);
        }
        // What an award is about is never wiped, except that its suppliers are deleted.
        let before: Vec<String> = facts.awards.iter().map(|award| award.key.clone()).collect();
        let mut with_delta = process.clone();
        let delta = r#"{"ocid":"ocds-1","id":"delta","date":"2026-09-01T00:00:00Z","awards":[{"id":"1"},{"id":"2","amendments":[{"id":"y"}]}]}"#;
        with_delta.insert(Release::parse(delta.to_owned(), &Caps::default()).unwrap());
        let after = map(with_delta.releases(), &Merger::default().compile(with_delta.releases()));
        for (award, key) in facts.awards.iter().zip(before) {
            let same = after.awards.iter().find(|award| award.key == key);
            prop_assert_eq!(same, Some(award));
        }
    }
}
