//! How contracts perform.

use std::collections::{HashMap, HashSet};

use chrono::NaiveDate;
use indexmap::IndexMap;

use super::{days, read};
use crate::{facts::PerformanceFact, json::Object};

/// What is said of one contract: each indicator and failure once for each period.
#[derive(Default)]
pub(super) struct Performance {
    facts: IndexMap<String, PerformanceFact>,
    /// Names of indicators by their ids.
    names: HashMap<String, String>,
    /// Keys of indicators of which more is known than that they were agreed.
    measured: HashSet<String>,
}

impl Performance {
    /// Notes what a release of a day says of the contract.
    pub(super) fn note(&mut self, contract: &Object, day: Option<NaiveDate>) {
        let implementation = contract.object("implementation");
        let metrics = implementation.map(|done| read::objects(done, "metrics")).unwrap_or_default();
        for metric in read::objects(contract, "agreedMetrics").into_iter().chain(metrics) {
            self.metric(metric, day);
        }
        for failure in
            implementation.map(|done| read::objects(done, "performanceFailures")).unwrap_or_default()
        {
            self.failure(failure, day);
        }
    }

    fn metric(&mut self, metric: &Object, day: Option<NaiveDate>) {
        let id = read::id(metric).unwrap_or_default();
        let (title, description) = (read::text(metric, "title"), read::text(metric, "description"));
        let stated = title.clone().or_else(|| description.clone());
        let name = match stated {
            Some(name) => {
                self.names.insert(id.clone(), name.clone());
                Some(name)
            }
            None => self.names.get(&id).cloned(),
        };
        let details = description.filter(|_| title.is_some());
        let agreed = format!(
            "KPI\u{1f}{id}\u{1f}{}",
            if id.is_empty() { name.as_deref().unwrap_or_default() } else { "" }
        );
        for observation in read::objects(metric, "observations") {
            let (period_from, period_to) = period(observation);
            let observed = read::id(observation).unwrap_or_default();
            let key = format!("{agreed}\u{1f}{observed}\u{1f}{period_from:?}\u{1f}{period_to:?}");
            self.measured.insert(agreed.clone());
            let fact = PerformanceFact {
                kind: "KPI".to_owned(),
                name: name.clone(),
                rating: rating(observation),
                description: read::text(observation, "notes").or_else(|| details.clone()),
                period_from,
                period_to,
                published_on: day,
            };
            self.put(key, fact);
        }
        if name.is_some() {
            let fact = PerformanceFact {
                kind: "KPI".to_owned(),
                name,
                rating: None,
                description: details,
                period_from: None,
                period_to: None,
                published_on: day,
            };
            self.put(agreed, fact);
        }
    }

    fn failure(&mut self, failure: &Object, day: Option<NaiveDate>) {
        let (period_from, period_to) = period(failure);
        let text = |name| read::text(failure, name);
        let texts = ["description", "partialTermination", "penaltyImposed", "penaltyTypeEntered"];
        let decided = days::day_of(failure, "decisionDate");
        let fact = PerformanceFact {
            kind: "BREACH".to_owned(),
            name: text("requirement").or_else(|| text("category")),
            rating: text("penaltyType"),
            description: texts.into_iter().find_map(text),
            period_from: period_from.or(decided),
            period_to,
            published_on: day,
        };
        let id = read::id(failure).unwrap_or_else(|| fact.name.clone().unwrap_or_default());
        self.put(format!("BREACH\u{1f}{id}\u{1f}{period_from:?}\u{1f}{period_to:?}"), fact);
    }

    /// Keeps a fact; one that is only repeated stays published when it was first.
    fn put(&mut self, key: String, fact: PerformanceFact) {
        let known = self
            .facts
            .get(&key)
            .map(|known| PerformanceFact { published_on: fact.published_on, ..known.clone() });
        if known.as_ref() != Some(&fact) {
            self.facts.insert(key, fact);
        }
    }

    pub(super) fn facts(&self) -> Vec<PerformanceFact> {
        let stated = self.facts.iter().filter(|(key, _)| !self.measured.contains(*key));
        stated.map(|(_, fact)| fact.clone()).collect()
    }
}

fn period(owner: &Object) -> (Option<NaiveDate>, Option<NaiveDate>) {
    let period = owner.object("period");
    let day = |name| period.and_then(|period| days::day_of(period, name));
    (day("startDate"), day("endDate"))
}

/// The rating of an observation: its class, else what was measured.
fn rating(observation: &Object) -> Option<String> {
    let class = observation.object("measureClassification");
    let classed =
        class.and_then(|class| read::text(class, "id").or_else(|| read::text(class, "description")));
    classed.or_else(|| read::reference(observation, "measure").as_deref().and_then(super::text::readable))
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;

    fn told(releases: &[&str]) -> Vec<String> {
        let facts = facts(releases);
        let shown = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
        let day =
            |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_else(|| "-".to_owned());
        facts.contracts[0]
            .performance
            .iter()
            .map(|fact| {
                let texts = [&fact.name, &fact.rating, &fact.description].map(shown).join(" ");
                format!("{} {texts} {} {}", fact.kind, day(fact.period_from), day(fact.published_on))
            })
            .collect()
    }

    const AGREED: &str = r#""contracts": [{"id": 1, "agreedMetrics": [{"id": "a", "title": "Repairs"}, {"id": "b", "title": "Calls"}]}]"#;

    #[test]
    fn what_is_measured_stands_for_what_was_agreed() {
        assert_eq!(told(&[AGREED]), ["KPI Repairs - - - 2026-01-01", "KPI Calls - - - 2026-01-01"]);
        let measured = r#""contracts": [{"id": 1, "implementation": {"metrics": [{"id": "a", "observations": [
            {"id": 1, "period": {"startDate": "2026-04-01"}, "measureClassification": {"id": "met"}, "notes": "ok"},
            {"id": 1, "period": {"startDate": "2027-04-01"}, "measure": 97}]}]}}]"#;
        let expected = [
            "KPI Calls - - - 2026-01-01",
            "KPI Repairs met ok 2026-04-01 2026-01-02",
            "KPI Repairs 97 - 2027-04-01 2026-01-02",
        ];
        assert_eq!(told(&[AGREED, measured]), expected);
        assert_eq!(told(&[AGREED, measured, measured, AGREED]), expected);
    }

    #[test]
    fn failures_are_breaches() {
        let failed = r#""contracts": [{"id": 1, "implementation": {"performanceFailures": [{"id": 1, "requirement": "On time",
            "penaltyType": "imposed", "description": "Late", "decisionDate": "2026-03-01"}]}}]"#;
        assert_eq!(told(&[failed, failed]), ["BREACH On time imposed Late 2026-03-01 2026-01-01"]);
    }
}
