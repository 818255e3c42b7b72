//! The questions that are timed: each as GraphQL for the hub and as SQL for the floor, with the same variables.

use chrono::{Datelike, Days, NaiveDate};
use serde_json::json;

use crate::workload::{self, FIRST_DAY, INSTITUTIONS, Workload};

/// A question with changing variables.
pub(crate) struct Question {
    /// What it asks, for the report.
    pub(crate) name: &'static str,
    /// Bodies of GraphQL requests.
    pub(crate) graphql: Vec<String>,
    /// Statements that both engines take, in the order of the requests.
    pub(crate) sql: Vec<String>,
}

/// Asks for everything that each institution paid.
pub(crate) const TOTALS: &str = r#"{"query":"{ spendAnalysis(groupBy: [INSTITUTION], first: 100) { rows { keys { value } net { pence } payments } } }"}"#;

/// Sets of variables: so many that no answer is asked for twice in a row.
const SETS: usize = 300;

/// All questions.
pub(crate) fn all(workload: &Workload) -> Vec<Question> {
    vec![payments_page(), suppliers_list(workload), by_institution(), top_suppliers()]
}

fn question(
    name: &'static str,
    document: &str,
    each: impl Fn(usize) -> (serde_json::Value, String),
) -> Question {
    let (graphql, sql) = (0..SETS)
        .map(|set| {
            let (variables, sql) = each(set);
            (json!({ "query": document, "variables": variables }).to_string(), sql)
        })
        .unzip();
    Question { name, graphql, sql }
}

/// The same numbers in every run, without a pattern that an index would like.
fn vary(set: usize, salt: usize, bound: usize) -> usize {
    (set * 7_919 + salt * 104_729) / 3 % bound
}

fn payments_page() -> Question {
    let document = "query($institution: String!, $to: Date!) { \
        payments(filter: { institutions: [$institution], period: { to: $to } }, orderBy: DATE_DESC, first: 50) { \
        edges { cursor node { id date amount { pence } payee supplier { id name } } } pageInfo { hasNextPage } } }";
    question("50 payments of an institution before a day, latest first, with suppliers", document, |set| {
        let institution = workload::org_id(vary(set, 1, INSTITUTIONS));
        let days = u64::try_from(400 + vary(set, 2, 2_000)).unwrap_or(400);
        let to = FIRST_DAY + Days::new(days);
        let sql = format!(
            "SELECT p.institution_id, p.document_id, p.seq, p.paid_on, p.pence, n.name, s.id, s.name \
            FROM payment p JOIN supplier_name n ON n.id = p.supplier_name_id LEFT JOIN supplier s ON s.id = p.supplier_id \
            WHERE p.institution_id = (SELECT id FROM institution WHERE org_id = '{institution}') AND p.paid_on < '{to}' \
            ORDER BY p.paid_on DESC, p.institution_id DESC, p.document_id DESC, p.seq DESC LIMIT 51;"
        );
        (json!({ "institution": institution, "to": to }), sql)
    })
}

fn suppliers_list(workload: &Workload) -> Question {
    let document = "query($name: String!) { suppliers(filter: { name: $name }, orderBy: NAME_ASC, first: 50) { \
        edges { cursor node { id name } } pageInfo { hasNextPage } } }";
    question("50 suppliers whose name contains a text, by name", document, |set| {
        let name = workload.supplier_name(vary(set, 3, workload.supplier_count()));
        // The last syllables of a name's first word: a few dozen suppliers share them.
        let text: String = name.chars().skip(2).take(4).collect();
        let sql = format!(
            "SELECT s.id, s.name FROM supplier s WHERE s.id IN \
            (SELECT supplier_id FROM supplier_name WHERE lower(name) LIKE '%{text}%') \
            AND EXISTS (SELECT 1 FROM payment p WHERE p.supplier_id = s.id) ORDER BY s.name, s.id LIMIT 51;"
        );
        (json!({ "name": text }), sql)
    })
}

fn by_institution() -> Question {
    let document = "query($from: Date!, $to: Date!) { spendAnalysis(filter: { period: { from: $from, to: $to } }, \
        groupBy: [INSTITUTION], orderBy: NET_DESC, first: 50) { \
        rows { keys { value label } net { pence } payments suppliers } } }";
    question("a year's spend by institution", document, |set| {
        let (from, to) = year(set);
        let sql = format!(
            "SELECT i.org_id, i.name, g.net, g.payments, g.suppliers FROM (SELECT institution_id, SUM(pence) AS net, \
            COUNT(*) AS payments, COUNT(DISTINCT supplier_id) AS suppliers FROM payment \
            WHERE paid_on >= '{from}' AND paid_on < '{to}' GROUP BY institution_id) g \
            JOIN institution i ON i.id = g.institution_id ORDER BY g.net DESC;"
        );
        (json!({ "from": from, "to": to }), sql)
    })
}

fn top_suppliers() -> Question {
    let document = "query($from: Date!, $to: Date!) { spendAnalysis(filter: { period: { from: $from, to: $to } }, \
        groupBy: [SUPPLIER], orderBy: NET_DESC, first: 50) { \
        rows { keys { value label } net { pence } payments } } }";
    question("a year's top 50 suppliers over all institutions", document, |set| {
        let (from, to) = year(set);
        let sql = format!(
            "SELECT s.id, s.name, g.net, g.payments FROM (SELECT supplier_id, SUM(pence) AS net, COUNT(*) AS payments \
            FROM payment WHERE paid_on >= '{from}' AND paid_on < '{to}' GROUP BY supplier_id \
            ORDER BY net DESC LIMIT 50) g JOIN supplier s ON s.id = g.supplier_id ORDER BY g.net DESC;"
        );
        (json!({ "from": from, "to": to }), sql)
    })
}

/// A year that begins on some day.
fn year(set: usize) -> (NaiveDate, NaiveDate) {
    let from = FIRST_DAY + Days::new(u64::try_from(vary(set, 4, 2_000)).unwrap_or(0));
    (from, from.with_year(from.year() + 1).unwrap_or(from + Days::new(365)))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn variables_change() {
        for question in [payments_page(), by_institution(), top_suppliers()] {
            let different: BTreeSet<&String> = question.graphql.iter().collect();
            assert!(different.len() > SETS * 3 / 4, "{}: {}", question.name, different.len());
            assert_eq!(question.sql.iter().collect::<BTreeSet<_>>().len(), different.len());
        }
    }
}
