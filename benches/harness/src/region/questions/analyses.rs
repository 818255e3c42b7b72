//! Questions for sums over everything.

use chrono::{Datelike, Days, NaiveDate};
use serde_json::json;

use super::{Ask, Question, SETS, Set, Wording, spread};
use crate::{
    region::{rows::row, sql::Sql},
    workload::{DAYS, FIRST_DAY},
};

pub(super) fn spend_by_size(sql: Sql) -> Question {
    Wording {
        ask: Ask::Q4,
        name: "Q4: a year's spend by institution and size of supplier",
        hub: (
            "query($from: Date!, $to: Date!) { spendAnalysis(filter: { period: { from: $from, to: $to } }, \
            groupBy: [INSTITUTION, SUPPLIER_SIZE], first: 100) { rows { keys { value label } net { pence } payments } } }",
            |data| {
                let rows = data["spendAnalysis"]["rows"].as_array()?.iter();
                rows.map(|one| {
                    let keys = &one["keys"];
                    row(&[&keys[0]["value"], &keys[1]["value"]], [&one["net"]["pence"], &one["payments"]])
                })
                .collect()
            },
        ),
        postgraphile: (
            "query($from: Date!, $to: Date!) { spendBySize(from: $from, to: $to) { nodes { code size pence payments name } } }",
            |data| {
                let rows = data["spendBySize"]["nodes"].as_array()?.iter();
                rows.map(|one| row(&[&one["code"], &one["size"]], [&one["pence"], &one["payments"]])).collect()
            },
        ),
        names: 2,
        numbers: 2,
    }
    .with(|set| {
        let (from, to) = year_from(spread(set, 2_000));
        period(from, to, sql.spend_by_size(from, to))
    })
}

pub(super) fn top_suppliers(sql: Sql) -> Question {
    Wording {
        ask: Ask::Q5,
        name: "Q5: top 50 suppliers of all institutions over some years, with how many each serves",
        hub: (
            "query($from: Date!, $to: Date!) { spendAnalysis(filter: { period: { from: $from, to: $to } }, \
            groupBy: [SUPPLIER], first: 50) { rows { keys { value label } net { pence } payments institutions } } }",
            |data| {
                let rows = data["spendAnalysis"]["rows"].as_array()?.iter();
                rows.map(|one| {
                    let numbers = [&one["net"]["pence"], &one["payments"], &one["institutions"]];
                    row(&[&one["keys"][0]["label"]], numbers)
                })
                .collect()
            },
        ),
        postgraphile: (
            "query($from: Date!, $to: Date!) { topSuppliers(from: $from, to: $to) { nodes { \
            rowId name pence payments institutions } } }",
            |data| {
                let rows = data["topSuppliers"]["nodes"].as_array()?.iter();
                rows.map(|one| row(&[&one["name"]], [&one["pence"], &one["payments"], &one["institutions"]]))
                    .collect()
            },
        ),
        names: 1,
        numbers: 3,
    }
    .with(|set| {
        // Five to seven of the years that there are.
        let from = day(spread(set, 300));
        let to = day(DAYS - spread(set + SETS, 300));
        period(from, to, sql.top_suppliers(from, to))
    })
}

pub(super) fn ends_by_division(sql: Sql) -> Question {
    Wording {
        ask: Ask::Q6,
        name: "Q6: contracts that end within twelve months, by CPV division",
        hub: (
            "query($from: Date!, $to: Date!) { contractAnalysis(filter: { ends: { from: $from, to: $to } }, \
            groupBy: [CATEGORY_DIVISION], first: 100) { rows { keys { value label } figures { contracts institutions \
            value { sum { pence } } } } } }",
            |data| {
                let rows = data["contractAnalysis"]["rows"].as_array()?.iter();
                rows.map(|one| {
                    let figures = &one["figures"];
                    let value = &figures["value"]["sum"]["pence"];
                    let numbers = [&figures["contracts"], &figures["institutions"], value];
                    row(&[&one["keys"][0]["value"]], numbers)
                })
                .collect()
            },
        ),
        postgraphile: (
            "query($from: Date!, $to: Date!) { endsByDivision(from: $from, to: $to) { nodes { \
            division contracts institutions pence } } }",
            |data| {
                let rows = data["endsByDivision"]["nodes"].as_array()?.iter();
                rows.map(|one| {
                    row(&[&one["division"]], [&one["contracts"], &one["institutions"], &one["pence"]])
                })
                .collect()
            },
        ),
        names: 1,
        numbers: 3,
    }
    .with(|set| {
        let (from, to) = year_from(365 + spread(set, 2_000));
        period(from, to, sql.ends_by_division(from, to))
    })
}

fn period(from: NaiveDate, to: NaiveDate, sql: String) -> Set {
    let variables = json!({ "from": from, "to": to });
    Set { hub: variables.clone(), postgraphile: variables, sql }
}

fn day(place: usize) -> NaiveDate {
    FIRST_DAY + Days::new(u64::try_from(place).unwrap_or(0))
}

/// A year that begins on some day.
fn year_from(place: usize) -> (NaiveDate, NaiveDate) {
    let from = day(place);
    (from, from.with_year(from.year() + 1).unwrap_or(from + Days::new(365)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_lie_where_there_are_payments() {
        for set in 0..SETS {
            let (from, to) = year_from(spread(set, 2_000));
            assert!(from >= FIRST_DAY && to <= day(DAYS), "{from} {to}");
            assert!(day(spread(set, 300)) + Days::new(5 * 365) <= day(DAYS - spread(set + SETS, 300)));
        }
    }
}
