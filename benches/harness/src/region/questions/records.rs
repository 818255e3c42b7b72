//! Questions for records: contracts and suppliers with what hangs on them.

use serde_json::json;

use super::{Ask, Question, Set, Wording, spread};
use crate::{
    region::{
        known::Everything,
        rows::{Rows, row},
        sql::Sql,
    },
    workload::{DIVISIONS, INSTITUTIONS, org_id},
};

/// Suppliers asked for at once.
const SUPPLIERS: usize = 20;

pub(super) fn contract(known: &Everything, sql: Sql) -> Question {
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

pub(super) fn newest(known: &Everything, sql: Sql) -> Question {
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

pub(super) fn suppliers(known: &Everything, sql: Sql) -> Question {
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
