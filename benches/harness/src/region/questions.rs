//! The six questions, each put to the hub, to PostGraphile and to the database with the same 300 sets of variables.

use chrono::{Datelike, Days, NaiveDate};
use clap::ValueEnum;
use serde_json::{Value, json};

use super::{
    known::Everything,
    rows::{Rows, row},
    sql::Sql,
};
use crate::workload::{DAYS, DIVISIONS, FIRST_DAY, INSTITUTIONS, org_id};

/// Which question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Ask {
    /// One contract with institution and supplier
    Q1,
    /// 50 contracts of an institution in a CPV division, newest first, with suppliers
    Q2,
    /// 20 suppliers, each with ten contracts, each with its institution
    Q3,
    /// Spend of a year by institution and size of supplier
    Q4,
    /// Top 50 suppliers of all institutions
    Q5,
    /// Contracts that end in twelve months, by CPV division
    Q6,
}

/// A question with its sets of variables, as each system is asked it.
pub(super) struct Question {
    pub(super) ask: Ask,
    /// What it asks, for the report.
    pub(super) name: &'static str,
    pub(super) hub: Asked,
    pub(super) postgraphile: Asked,
    /// Statements for the shell.
    pub(super) sql: Vec<String>,
    /// How many names and numbers each of their rows begins with.
    pub(super) names: usize,
    pub(super) numbers: usize,
}

/// A GraphQL document with each set of variables, and how its answer is read.
pub(super) struct Asked {
    /// Bodies of requests.
    pub(super) bodies: Vec<String>,
    pub(super) read: fn(&Value) -> Option<Rows>,
}

/// Sets of variables, all different.
const SETS: usize = 300;

/// Suppliers asked for at once.
const SUPPLIERS: usize = 20;

/// What one question says to each system.
struct Wording {
    ask: Ask,
    name: &'static str,
    hub: (&'static str, fn(&Value) -> Option<Rows>),
    postgraphile: (&'static str, fn(&Value) -> Option<Rows>),
    names: usize,
    numbers: usize,
}

/// One set of variables.
struct Set {
    hub: Value,
    postgraphile: Value,
    sql: String,
}

impl Wording {
    fn with(self, set: impl Fn(usize) -> Set) -> Question {
        let (mut hub, mut postgraphile, mut sql) = (Vec::new(), Vec::new(), Vec::new());
        for set in (0..SETS).map(set) {
            hub.push(json!({ "query": self.hub.0, "variables": set.hub }).to_string());
            postgraphile
                .push(json!({ "query": self.postgraphile.0, "variables": set.postgraphile }).to_string());
            sql.push(set.sql);
        }
        Question {
            ask: self.ask,
            name: self.name,
            hub: Asked { bodies: hub, read: self.hub.1 },
            postgraphile: Asked { bodies: postgraphile, read: self.postgraphile.1 },
            sql,
            names: self.names,
            numbers: self.numbers,
        }
    }
}

/// The question as asked of what is there.
pub(super) fn question(ask: Ask, known: &Everything, sql: Sql) -> Question {
    match ask {
        Ask::Q1 => contract(known, sql),
        Ask::Q2 => newest(known, sql),
        Ask::Q3 => suppliers(known, sql),
        Ask::Q4 => spend_by_size(sql),
        Ask::Q5 => top_suppliers(sql),
        Ask::Q6 => ends_by_division(sql),
    }
}

fn contract(known: &Everything, sql: Sql) -> Question {
    Wording {
        ask: Ask::Q1,
        name: "Q1: one contract with institution and supplier",
        hub: (
            "query($id: ID!) { node(id: $id) { ... on Contract { id reference title cpv startsOn endsOn \
            value { amount { pence } } institutions { orgId name } suppliers { supplier { id name } } } } }",
            |data| {
                let contract = &data["node"];
                let whole = contract["institutions"][0]["name"].is_string()
                    && contract["suppliers"][0]["supplier"]["name"].is_string();
                let read = row(&[&contract["reference"]], [&contract["value"]["amount"]["pence"]]);
                Some(vec![read.filter(|_| whole)?])
            },
        ),
        postgraphile: (
            "query($id: BigInt!) { contractByRowId(rowId: $id) { rowId reference title cpv startsOn endsOn pence \
            institutionByInstitutionId { code name } supplierBySupplierId { rowId name } } }",
            |data| {
                let contract = &data["contractByRowId"];
                let whole = contract["institutionByInstitutionId"]["name"].is_string()
                    && contract["supplierBySupplierId"]["name"].is_string();
                Some(vec![row(&[&contract["reference"]], [&contract["pence"]]).filter(|_| whole)?])
            },
        ),
        names: 1,
        numbers: 1,
    }
    .with(|set| {
        let contract = &known.contracts[set % known.contracts.len()];
        Set {
            hub: json!({ "id": contract.global }),
            postgraphile: json!({ "id": contract.key.to_string() }),
            sql: sql.contract(contract.key),
        }
    })
}

fn newest(known: &Everything, sql: Sql) -> Question {
    Wording {
        ask: Ask::Q2,
        name: "Q2: 50 contracts of an institution in a CPV division, newest first, with suppliers",
        hub: (
            "query($institution: String!, $division: String!) { contracts(filter: { institutions: [$institution], \
            category: [$division] }, orderBy: NEWEST_FIRST, first: 50) { nodes { id reference title cpv \
            value { amount { pence } } suppliers { supplier { id name } } } } }",
            |data| {
                let nodes = data["contracts"]["nodes"].as_array()?;
                nodes.iter().map(|one| row(&[&one["reference"]], [&one["value"]["amount"]["pence"]])).collect()
            },
        ),
        postgraphile: (
            "query($institution: Int!, $division: String!) { allContracts(condition: { institutionId: $institution, \
            cpvPrefix: $division }, orderBy: ROW_ID_DESC, first: 50) { nodes { rowId reference title cpv pence \
            supplierBySupplierId { rowId name } } } }",
            |data| {
                let nodes = data["allContracts"]["nodes"].as_array()?;
                nodes.iter().map(|one| row(&[&one["reference"]], [&one["pence"]])).collect()
            },
        ),
        names: 1,
        numbers: 1,
    }
    .with(|set| {
        let place = spread(set, INSTITUTIONS * DIVISIONS.len());
        let (institution, division) = (place % INSTITUTIONS, DIVISIONS[place / INSTITUTIONS]);
        let key = known.institutions[institution];
        Set {
            hub: json!({ "institution": org_id(institution), "division": division }),
            postgraphile: json!({ "institution": key, "division": division }),
            sql: sql.newest(key, division),
        }
    })
}

fn suppliers(known: &Everything, sql: Sql) -> Question {
    Wording {
        ask: Ask::Q3,
        name: "Q3: 20 suppliers, of each the ten contracts that end first, of each its institution",
        hub: (
            "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Supplier { id name contracts(first: 10) { nodes { \
            id reference title value { amount { pence } } institutions { orgId name } } } } } }",
            |data| {
                let suppliers = data["nodes"].as_array()?.iter();
                let mut rows = Rows::new();
                for supplier in suppliers {
                    for one in supplier["contracts"]["nodes"].as_array()? {
                        one["institutions"][0]["name"].as_str()?;
                        let pence = &one["value"]["amount"]["pence"];
                        rows.push(row(&[&supplier["name"], &one["reference"]], [pence])?);
                    }
                }
                Some(rows)
            },
        ),
        postgraphile: (
            "query($ids: [BigInt!]!) { suppliersOf(ids: $ids) { nodes { rowId name contractsBySupplierId(\
            orderBy: [ENDS_ON_ASC, ROW_ID_ASC], first: 10) { nodes { rowId reference title pence \
            institutionByInstitutionId { code name } } } } } }",
            |data| {
                let suppliers = data["suppliersOf"]["nodes"].as_array()?.iter();
                let mut rows = Rows::new();
                for supplier in suppliers {
                    for one in supplier["contractsBySupplierId"]["nodes"].as_array()? {
                        one["institutionByInstitutionId"]["name"].as_str()?;
                        rows.push(row(&[&supplier["name"], &one["reference"]], [&one["pence"]])?);
                    }
                }
                Some(rows)
            },
        ),
        names: 2,
        numbers: 1,
    }
    .with(|set| {
        let all = &known.suppliers;
        // One after the other begins elsewhere; steps of a prime number reach all of them.
        let some = (0..SUPPLIERS).map(|place| &all[(spread(set, all.len()) + place * 7_907) % all.len()]);
        let (globals, keys): (Vec<&str>, Vec<i64>) = some.map(|one| (&*one.global, one.key)).unzip();
        Set {
            hub: json!({ "ids": globals }),
            postgraphile: json!({ "ids": keys.iter().map(i64::to_string).collect::<Vec<_>>() }),
            sql: sql.of_suppliers(&keys),
        }
    })
}

fn spend_by_size(sql: Sql) -> Question {
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

fn top_suppliers(sql: Sql) -> Question {
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

fn ends_by_division(sql: Sql) -> Question {
    Wording {
        ask: Ask::Q6,
        name: "Q6: contracts that end within twelve months, by CPV division",
        hub: (
            "query($from: Date!, $to: Date!) { contractAnalysis(filter: { ends: { from: $from, to: $to } }, \
            groupBy: [CATEGORY_DIVISION], first: 100) { rows { keys { value label } contracts institutions \
            value { pence } } } }",
            |data| {
                let rows = data["contractAnalysis"]["rows"].as_array()?.iter();
                rows.map(|one| {
                    let numbers = [&one["contracts"], &one["institutions"], &one["value"]["pence"]];
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

/// Places below a bound, all different for as many sets as there are places, and far from each other. No bound here is a
/// multiple of the prime number 7,919.
fn spread(set: usize, bound: usize) -> usize {
    set * 7_919 % bound
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
    use std::collections::BTreeSet;

    use super::*;
    use crate::{database::Engine, region::known::Known};

    fn known() -> Everything {
        let some = |what: &str, count: i64| {
            (0..count).map(|key| Known { global: format!("{what}{key}"), key }).collect()
        };
        Everything {
            institutions: (1..=30).collect(),
            contracts: some("c", 300),
            suppliers: some("s", 4_000),
        }
    }

    #[test]
    fn no_two_sets_are_alike() {
        for engine in
            [Engine::Sqlite { folder: "/x".into() }, Engine::Postgres { server: "postgres://x".to_owned() }]
        {
            for ask in Ask::value_variants() {
                let question = question(*ask, &known(), Sql::of(&engine));
                for said in [&question.hub.bodies, &question.postgraphile.bodies, &question.sql] {
                    assert_eq!(said.iter().collect::<BTreeSet<_>>().len(), SETS, "{}", question.name);
                }
            }
        }
    }

    #[test]
    fn suppliers_of_one_request_differ() {
        let question = suppliers(&known(), Sql::of(&Engine::Sqlite { folder: "/x".into() }));
        for body in &question.hub.bodies {
            let body: Value = serde_json::from_str(body).unwrap();
            let ids = body["variables"]["ids"].as_array().unwrap();
            let different: BTreeSet<&str> = ids.iter().filter_map(Value::as_str).collect();
            assert_eq!(different.len(), SUPPLIERS);
        }
    }

    #[test]
    fn periods_lie_where_there_are_payments() {
        for set in 0..SETS {
            let (from, to) = year_from(spread(set, 2_000));
            assert!(from >= FIRST_DAY && to <= day(DAYS), "{from} {to}");
            assert!(day(spread(set, 300)) + Days::new(5 * 365) <= day(DAYS - spread(set + SETS, 300)));
        }
    }
}
