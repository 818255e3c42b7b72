//! The six questions, each put to the hub, to PostGraphile and to the database with the same 300 sets of variables.

mod analyses;
mod records;

use clap::ValueEnum;
use serde_json::{Value, json};

use self::{
    analyses::{ends_by_division, spend_by_size, top_suppliers},
    records::{contract, newest, suppliers},
};
use super::{known::Everything, rows::Rows, sql::Sql};

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
pub(super) const SETS: usize = 300;

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

/// Places below a bound, all different for as many sets as there are places, and far from each other. No bound here is a
/// multiple of the prime number 7,919.
fn spread(set: usize, bound: usize) -> usize {
    set * 7_919 % bound
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
        let question = question(Ask::Q3, &known(), Sql::of(&Engine::Sqlite { folder: "/x".into() }));
        for body in &question.hub.bodies {
            let body: Value = serde_json::from_str(body).unwrap();
            let ids = body["variables"]["ids"].as_array().unwrap();
            let different: BTreeSet<&str> = ids.iter().filter_map(Value::as_str).collect();
            assert_eq!(different.len(), 20);
        }
    }
}
