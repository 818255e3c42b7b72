//! What official registers and statements about groups say of identifiers.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorhub_entities::{organisation, organisation_group};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::CHUNK;
use crate::profile::{
    editions::{Edition, Editions},
    facts::{Entry, Facts, Group},
};

/// The kind of reference data in which numbers of a scheme stand.
const REGISTERS: [(&str, &str); 6] = [
    ("GB-COH", "COMPANIES_HOUSE"),
    ("GB-CHC", "CHARITIES"),
    ("GB-SC", "CHARITIES_SCOTLAND"),
    ("GB-NIC", "CHARITIES_NI"),
    ("GB-NHS", "ODS"),
    ("GB-UKPRN", "UKPRN"),
];

/// Finds the entries of all believed identifiers in the registers, companies first.
pub(super) async fn entries(
    tx: &mut LoadTx,
    editions: &Editions,
    facts: &mut BTreeMap<i64, Facts>,
) -> Result<(), StoreError> {
    for (scheme, kind) in REGISTERS {
        let numbers = numbers(facts, scheme);
        let Some(edition) = editions.of(kind).filter(|_| !numbers.is_empty()) else { continue };
        let mut found: HashMap<String, Entry> = HashMap::new();
        for chunk in numbers.chunks(CHUNK) {
            let entries = of_register(tx, scheme, edition, chunk).await?;
            found.extend(entries.into_iter().map(|entry| (entry.number.clone(), entry)));
        }
        for facts in facts.values_mut() {
            let own = facts.identifiers.iter().filter(|one| one.scheme == scheme);
            let entries: Vec<Entry> = own.filter_map(|one| found.get(&one.value).cloned()).collect();
            facts.entries.extend(entries);
        }
    }
    Ok(())
}

/// Finds the groups of all believed identifiers.
pub(super) async fn groups(
    tx: &mut LoadTx,
    editions: &Editions,
    facts: &mut BTreeMap<i64, Facts>,
) -> Result<(), StoreError> {
    type Row = (String, String, String, String, Option<String>, String);
    use organisation_group::Column::{
        EditionId, Number, ParentName, ParentNumber, ParentScheme, Scheme, Source,
    };
    let Some(edition) = editions.of("GROUPS") else { return Ok(()) };
    let all: BTreeSet<String> =
        facts.values().flat_map(|facts| facts.identifiers.iter().map(|one| one.value.clone())).collect();
    let all: Vec<String> = all.into_iter().collect();
    let mut found: HashMap<(String, String), Group> = HashMap::new();
    for chunk in all.chunks(CHUNK) {
        let select = Query::select()
            .columns([Scheme, Number, ParentScheme, ParentNumber, ParentName, Source])
            .from(organisation_group::Entity)
            .and_where(Expr::col(EditionId).eq(edition.id))
            .and_where(Expr::col(Number).is_in(chunk.iter().map(String::as_str)))
            .to_owned();
        let rows: Vec<Row> = tx.fetch(&select).await?;
        for (scheme, number, head_scheme, head_number, head_name, source) in rows {
            let key = (scheme.clone(), number.clone());
            found.insert(key, Group { scheme, number, head_scheme, head_number, head_name, source });
        }
    }
    for facts in facts.values_mut() {
        let own = facts.identifiers.iter().map(|one| (one.scheme.clone(), one.value.clone()));
        let groups: Vec<Group> = own.filter_map(|key| found.get(&key).cloned()).collect();
        facts.groups.extend(groups);
    }
    Ok(())
}

fn numbers(facts: &BTreeMap<i64, Facts>, scheme: &str) -> Vec<String> {
    let of_scheme = |facts: &Facts| {
        let own = facts.identifiers.iter().filter(|one| one.scheme == scheme);
        own.map(|one| one.value.clone()).collect::<Vec<_>>()
    };
    let numbers: BTreeSet<String> = facts.values().flat_map(of_scheme).collect();
    numbers.into_iter().collect()
}

async fn of_register(
    tx: &mut LoadTx,
    scheme: &str,
    edition: Edition,
    numbers: &[String],
) -> Result<Vec<Entry>, StoreError> {
    type Row = (String, Option<String>, Option<String>, Option<String>, Option<String>, Option<String>);
    use organisation::Column::{Accounts, Address, Category, EditionId, Number, Postcode, Sic};
    let select = Query::select()
        .columns([Number, Category, Sic, Accounts, Postcode, Address])
        .from(organisation::Entity)
        .and_where(Expr::col(EditionId).eq(edition.id))
        .and_where(Expr::col(Number).is_in(numbers.iter().map(String::as_str)))
        .to_owned();
    let rows: Vec<Row> = tx.fetch(&select).await?;
    let entry = |(number, category, sic, accounts, postcode, address)| Entry {
        scheme: scheme.to_owned(),
        number,
        category,
        sic,
        accounts,
        postcode,
        address,
        on: edition.day,
    };
    Ok(rows.into_iter().map(entry).collect())
}
