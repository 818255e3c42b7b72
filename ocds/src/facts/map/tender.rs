//! The process as a whole.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    History, categories,
    contracts::About,
    criteria, days,
    days::Period,
    lots::{self, Lots},
    notices::{self, Notice},
    places, read, values,
};
use crate::{
    facts::{LotFact, ProcessFacts, Source, Stage, Term, Value, ValueBasis},
    json::Object,
    release::Release,
    warnings,
};

/// Prefixes of the ocids of publishers.
const SOURCES: [(&str, Source); 4] = [
    ("ocds-h6vhtk", Source::FindATender),
    ("ocds-b5fd17", Source::ContractsFinder),
    ("ocds-r6ebe6", Source::PublicContractsScotland),
    ("ocds-kuma6s", Source::Sell2Wales),
];

/// Limits on lots beyond this mean that there is no limit: publishers write 2147483647 and 1e9999.
const MOST_LOTS: i64 = 9_999;

/// Everything together.
pub(super) fn facts(
    releases: &[Release],
    notices: Vec<Notice>,
    compiled: &Object,
    history: History,
) -> ProcessFacts {
    let nothing = Object::new();
    let tender = compiled.object("tender").unwrap_or(&nothing);
    let items: Vec<&Object> = read::objects(tender, "items")
        .into_iter()
        .chain(history.awards.iter().flat_map(|award| read::objects(&award.merged, "items")))
        .chain(
            read::objects(compiled, "contracts")
                .into_iter()
                .flat_map(|contract| read::objects(contract, "items")),
        )
        .collect();
    let (lots, lot_facts) = Lots::read(tender, &items);
    let categories = categories::all(tender, &items);
    let cpv = categories.iter().find(|category| category.main).map(|category| category.code.clone());
    let award_facts = history.awards.facts(&lots);
    let titles = [read::text(tender, "title"), read::text(compiled, "title")];
    let is_test = titles.iter().flatten().any(|title| warnings::is_test(title));
    let of_award = || award_facts.iter().find_map(|award| award.title.clone());
    let of_contract =
        || read::objects(compiled, "contracts").into_iter().find_map(|known| read::text(known, "title"));
    let title = titles.into_iter().flatten().next().or_else(of_award).or_else(of_contract);
    let about = About {
        awards: &history.awards,
        award_facts: &award_facts,
        lots: &lots,
        lot_cpvs: lot_facts.iter().filter_map(|lot| Some((lot.key.as_str(), lot.cpv.as_deref()?))).collect(),
        title: title.as_deref(),
        cpv: cpv.as_deref(),
    };
    let contracts = history.contracts.facts(&about);
    let stage = match notices::stage(&notices) {
        Stage::Contract if history.contracts.are_all_terminated() => Stage::Ended,
        stage => stage,
    };
    let instants = || releases.iter().filter_map(Release::instant);
    let lot_objects = read::objects(tender, "lots");
    let lot_details = tender.object("lotDetails");
    let limit = |name| lot_details.and_then(|details| lot_limit(details, name));
    ProcessFacts {
        ocid: releases.first().map(|release| release.ocid().to_owned()).unwrap_or_default(),
        source: source(releases),
        title,
        description: read::text(tender, "description").or_else(|| read::text(compiled, "description")),
        stage,
        status: read::text(tender, "status"),
        method: read::text(tender, "procurementMethod"),
        main_category: main_category(tender, &history),
        cpv: cpv.clone(),
        categories,
        places: places::of_items(items.iter().copied()),
        value: value(compiled, tender, &lots, &lot_facts),
        is_framework: lots.any_framework(),
        is_test,
        suitability: lots::whole_suitability(tender, &lot_facts),
        reserved: reserved(tender, &lot_objects),
        max_lots_awarded: limit("maximumLotsAwardedPerSupplier"),
        max_lots_bid: limit("maximumLotsBidPerSupplier"),
        first_published: instants().min(),
        last_published: instants().max(),
        deadline: deadline(compiled, tender, stage),
        expected_on: expected_on(tender),
        term: term(tender, &lot_facts),
        buyers: history.buyers.facts(),
        notices: notices.into_iter().map(|notice| notice.fact).collect(),
        criteria: criteria::all(tender, &lot_objects, lot_facts.iter().map(|lot| lot.key.as_str())),
        statistics: history.statistics.facts(&lots),
        bids: history.bids.facts(&lots),
        tenderers: read::whole(tender, "numberOfTenderers").filter(|number| *number >= 0),
        opens: tender.object("tenderPeriod").and_then(|period| days::start(period, "startDate")),
        lots: lot_facts,
        awards: award_facts,
        contracts,
        related: history.related.facts(),
    }
}

fn source(releases: &[Release]) -> Source {
    let ocid = releases.first().map(|release| release.ocid().to_ascii_lowercase()).unwrap_or_default();
    let known = SOURCES.iter().find(|(prefix, _)| ocid.starts_with(prefix));
    known.map_or(Source::Other, |(_, source)| *source)
}

/// Goods, services or works: as the tender says, else as the first award that says.
fn main_category(tender: &Object, history: &History) -> Option<String> {
    let of = |owner: &Object| read::text(owner, "mainProcurementCategory");
    of(tender).or_else(|| history.awards.iter().find_map(|award| of(&award.merged)))
}

/// The value of the tender, else the sum of all its lots, else the budget.
fn value(compiled: &Object, tender: &Object, lots: &Lots, facts: &[LotFact]) -> Option<Value> {
    let basis = if lots.any_framework() { ValueBasis::Ceiling } else { ValueBasis::Estimate };
    let budget =
        || values::value_of(read::object(compiled, &["planning", "budget"])?, "amount", ValueBasis::Estimate);
    values::value_of(tender, "value", basis)
        .or_else(|| values::sum(facts.iter().map(|lot| lot.value.clone())))
        .or_else(budget)
}

/// Who participation is reserved for: what the tender and its lots say.
fn reserved(tender: &Object, lots: &[&Object]) -> Vec<String> {
    let stated = std::iter::once(&tender).chain(lots).filter_map(|owner| owner.object("otherRequirements"));
    read::once(stated.flat_map(|other| read::texts(other, "reservedParticipation")))
}

fn lot_limit(details: &Object, name: &str) -> Option<i32> {
    let limit = read::whole(details, name).filter(|limit| (1..=MOST_LOTS).contains(limit))?;
    i32::try_from(limit).ok()
}

/// When tenders are due; before there is a tender, when a market engagement ends.
fn deadline(compiled: &Object, tender: &Object, stage: Stage) -> Option<DateTime<Utc>> {
    let period = tender.object("tenderPeriod").and_then(|period| days::deadline(period, "endDate"));
    let interest = || days::deadline(tender, "expressionOfInterestDeadline");
    let tenders = period.or_else(interest);
    let planning = compiled.object("planning");
    let milestones = planning.map(|planning| read::objects(planning, "milestones")).unwrap_or_default();
    let engagement = milestones
        .into_iter()
        .filter(|milestone| milestone.str("type") == Some("engagement"))
        .filter_map(|milestone| days::deadline(milestone, "dueDate"))
        .max();
    match stage {
        Stage::Planned | Stage::Engagement => engagement.or(tenders),
        _ => tenders.or(engagement),
    }
}

fn expected_on(tender: &Object) -> Option<NaiveDate> {
    days::day_of(tender.object("communication")?, "futureNoticeDate")
}

fn term(tender: &Object, lots: &[LotFact]) -> Term {
    let own = Period::of(tender, "contractPeriod").term;
    days::whole_term(std::iter::once(own).chain(lots.iter().map(|lot| lot.term)))
}

#[cfg(test)]
mod tests {
    use super::{super::tests::facts, *};

    #[test]
    fn the_value_is_that_of_the_tender_its_lots_or_the_budget() {
        let told = |members: &str| {
            let value = facts(&[members]).value;
            value
                .map(|value| format!("{} {} {}", value.pence, value.currency, value.basis.name()))
                .unwrap_or_default()
        };
        let budget = r#""planning": {"budget": {"amount": {"amount": 9, "currency": "GBP"}}}"#;
        let lots = |currency: &str| {
            format!(
                r#""lots": [{{"id": 1, "value": {{"amount": 2, "currency": "GBP"}}}},
                    {{"id": 2, "value": {{"amount": 3, "currency": "{currency}"}}}}]"#
            )
        };
        assert_eq!(told(budget), "900 GBP ESTIMATE");
        assert_eq!(told(&format!(r#"{budget}, "tender": {{{}}}"#, lots("GBP"))), "500 GBP ESTIMATE");
        assert_eq!(told(&format!(r#"{budget}, "tender": {{{}}}"#, lots("AED"))), "900 GBP ESTIMATE");
        assert_eq!(
            told(&format!(r#""tender": {{{}, "value": {{"amount": 7, "currency": "EUR"}}}}"#, lots("AED"))),
            "700 EUR ESTIMATE"
        );
        assert_eq!(told(r#""tender": {"value": {"amount": 0.01, "currency": "GBP"}}"#), "");
        assert_eq!(
            told(
                r#""tender": {"value": {"amount": 7, "currency": "GBP"}, "techniques": {"frameworkAgreement": {"maximumParticipants": 1e9999}}}"#
            ),
            "700 GBP CEILING"
        );
    }

    #[test]
    fn no_limit_is_no_limit() {
        let facts = facts(&[
            r#""tender": {"lotDetails": {"maximumLotsAwardedPerSupplier": 2, "maximumLotsBidPerSupplier": 2147483647}}"#,
        ]);
        assert_eq!((facts.max_lots_awarded, facts.max_lots_bid), (Some(2), None));
        let facts = super::super::tests::facts(&[
            r#""tender": {"lotDetails": {"maximumLotsBidPerSupplier": 1e9999}}"#,
        ]);
        assert_eq!(facts.max_lots_bid, None);
    }

    #[test]
    fn a_deadline_is_for_tenders_or_for_answers() {
        let due = r#""planning": {"milestones": [{"id": 1, "type": "engagement", "dueDate": "2026-09-21T23:59:59+01:00"}],
            "documents": [{"id": 1, "documentType": "marketEngagementNotice"}]}"#;
        let period = r#""tender": {"tenderPeriod": {"endDate": "2026-10-01T12:00:00+01:00"}}"#;
        let told =
            |members: &str| facts(&[members]).deadline.map(|instant| instant.to_string()).unwrap_or_default();
        assert_eq!(told(&format!(r#""tag": ["planning"], {due}, {period}"#)), "2026-09-21 22:59:59 UTC");
        assert_eq!(told(&format!(r#""tag": ["tender"], {due}, {period}"#)), "2026-10-01 11:00:00 UTC");
        assert_eq!(
            told(r#""tender": {"expressionOfInterestDeadline": "2026-12-01"}"#),
            "2026-12-01 23:59:59 UTC"
        );
    }

    #[test]
    fn tests_sources_and_reservations_are_told() {
        let facts = facts(&[
            r#""tender": {"title": "TEST notice", "otherRequirements": {"reservedParticipation": ["smeVcse"]},
            "lots": [{"id": 1, "otherRequirements": {"reservedParticipation": ["smeVcse", "shelteredWorkshop"]}}],
            "communication": {"futureNoticeDate": "2027-01-01T00:00:00Z"}}"#,
        ]);
        assert!(facts.is_test);
        assert_eq!(facts.source, Source::Other);
        assert_eq!(facts.reserved, ["smeVcse", "shelteredWorkshop"]);
        assert_eq!(facts.expected_on.map(|day| day.to_string()).as_deref(), Some("2027-01-01"));
    }
}
