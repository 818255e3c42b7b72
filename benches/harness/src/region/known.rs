//! What questions are asked about: contracts, suppliers and institutions with the ids that the hub gives out and those
//! of its tables. Fetched before any clock starts.

use std::collections::HashMap;

use anyhow::{Context, Result, ensure};
use chrono::Days;
use serde_json::{Value, json};

use crate::{
    database::Database,
    http::Connection,
    workload::{self, FIRST_DAY, INSTITUTIONS},
};

/// Something with an id.
pub(super) struct Known {
    /// Id in the hub's GraphQL.
    pub(super) global: String,
    /// Key in the tables.
    pub(super) key: i64,
}

/// Everything that questions are asked about.
pub(super) struct Everything {
    /// Keys of the institutions, in the order of the region.
    pub(super) institutions: Vec<i64>,
    /// Some contracts of every institution.
    pub(super) contracts: Vec<Known>,
    /// Every supplier that holds a contract.
    pub(super) suppliers: Vec<Known>,
}

/// Contracts that are asked for, of each institution.
const CONTRACTS_EACH: usize = 10;
const PAGE: usize = 500;

impl Everything {
    /// Asks the hub for its ids, and the database for the keys of the same rows.
    pub(super) fn fetch(hub: &mut Connection, database: &Database) -> Result<Self> {
        let keys = keys(database, "SELECT org_id, id FROM institution")?;
        let institutions = (0..INSTITUTIONS)
            .map(|index| keys.get(&workload::org_id(index)).copied().context("an institution is missing"))
            .collect::<Result<_>>()?;
        let contracts = contracts(hub, database)?;
        let suppliers = suppliers(hub, database)?;
        ensure!(!contracts.is_empty() && !suppliers.is_empty(), "there are no contracts to ask for");
        Ok(Self { institutions, contracts, suppliers })
    }
}

fn contracts(hub: &mut Connection, database: &Database) -> Result<Vec<Known>> {
    let document = "query($institution: String!, $from: Date!, $first: Int!) { contracts(filter: { \
        institutions: [$institution], ends: { from: $from } }, orderBy: END_ASC, first: $first) { nodes { id reference } } }";
    let mut found = Vec::new();
    for index in 0..INSTITUTIONS {
        // Here early ones, there late ones.
        let from = FIRST_DAY + Days::new(700 + 37 * u64::try_from(index)?);
        let variables =
            json!({ "institution": workload::org_id(index), "from": from, "first": CONTRACTS_EACH });
        let answer = ask(hub, document, &variables)?;
        found.extend(named(&answer["contracts"]["nodes"], "reference")?);
    }
    let references: Vec<String> = found.iter().map(|(_, reference)| format!("'{reference}'")).collect();
    let statement =
        format!("SELECT reference, id FROM contract WHERE reference IN ({})", references.join(", "));
    known(found, &keys(database, &statement)?)
}

fn suppliers(hub: &mut Connection, database: &Database) -> Result<Vec<Known>> {
    let document = "query($first: Int!, $after: String) { suppliers(orderBy: NAME_ASC, first: $first, after: $after) { \
        nodes { id name } pageInfo { hasNextPage endCursor } } }";
    let keys = keys(
        database,
        "SELECT name, id FROM supplier WHERE id IN (SELECT supplier_id FROM contract_supplier)",
    )?;
    let mut found = Vec::new();
    let mut after = Value::Null;
    loop {
        let answer = ask(hub, document, &json!({ "first": PAGE, "after": after }))?;
        found.extend(named(&answer["suppliers"]["nodes"], "name")?);
        let info = &answer["suppliers"]["pageInfo"];
        if info["hasNextPage"] != json!(true) {
            break;
        }
        after = info["endCursor"].clone();
    }
    found.retain(|(_, name)| keys.contains_key(name));
    known(found, &keys)
}

fn ask(hub: &mut Connection, document: &str, variables: &Value) -> Result<Value> {
    let answer = hub.graphql(&json!({ "query": document, "variables": variables }).to_string())?;
    let mut answer: Value = serde_json::from_str(&answer).context("the hub's answer is not JSON")?;
    Ok(answer["data"].take())
}

/// Id and name of each node.
fn named(nodes: &Value, name: &str) -> Result<Vec<(String, String)>> {
    let nodes = nodes.as_array().context("the hub's answer has no nodes")?;
    let read = |node: &Value| Some((node["id"].as_str()?.to_owned(), node[name].as_str()?.to_owned()));
    nodes.iter().map(|node| read(node).context("a node has no id or name")).collect()
}

/// Names and keys that a statement finds.
fn keys(database: &Database, statement: &str) -> Result<HashMap<String, i64>> {
    let text = database.ask(statement)?;
    let read = |line: &str| {
        let (name, key) = line.rsplit_once('|')?;
        Some((name.to_owned(), key.parse().ok()?))
    };
    text.lines().map(|line| read(line).with_context(|| format!("no key: {line}"))).collect()
}

fn known(found: Vec<(String, String)>, keys: &HashMap<String, i64>) -> Result<Vec<Known>> {
    found
        .into_iter()
        .map(|(global, name)| {
            let key = *keys.get(&name).with_context(|| format!("no key of {name}"))?;
            Ok(Known { global, key })
        })
        .collect()
}
