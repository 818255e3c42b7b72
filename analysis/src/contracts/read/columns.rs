//! From rows to columns.

use std::collections::{BTreeSet, HashMap};

use anchorhub_entities::FinancialYear;
use anchorhub_store::{Snapshot, StoreError};
use chrono::NaiveDate;
use rustc_hash::FxHashMap;

use super::{
    parties,
    rows::{self, CodeRow, ContractRow, RelatedRow, StandRow},
};
use crate::{
    PAYMENT_SCHEME, REGISTER_SCHEME,
    columnar::{Codes, damaged, in_background},
    contracts::facts::{Facts, Label, Lists, NO_LABEL, Periods, Worth, day_of, month_number},
};

/// Everything that was read, to be made into columns.
struct Read {
    contracts: Vec<ContractRow>,
    stands: Vec<StandRow>,
    categories: Vec<CodeRow>,
    related: Vec<RelatedRow>,
    buyers: Vec<(i64, i32)>,
    holders: Vec<(i64, i64)>,
}

/// Reads all contracts that count.
pub(in crate::contracts) async fn facts(snapshot: &mut Snapshot) -> Result<Facts, StoreError> {
    let read = Read {
        contracts: snapshot.fetch(&rows::contracts()).await?,
        stands: snapshot.fetch(&rows::stands()).await?,
        categories: snapshot.fetch(&rows::categories()).await?,
        related: snapshot.fetch(&rows::related()).await?,
        buyers: parties::buyers(snapshot).await?,
        holders: parties::holders(snapshot, None).await?,
    };
    in_background(move || columns(read)).await?
}

fn columns(read: Read) -> Result<Facts, StoreError> {
    let Read { contracts, stands, categories, related, buyers, holders } = read;
    let ids: Vec<i64> = contracts.iter().map(|row| row.id).collect();
    let number = ids.len();
    let places: FxHashMap<i64, u32> = ids.iter().copied().zip(0..).collect();
    let of_process = by_process(&contracts);

    let texts = |text: fn(&ContractRow) -> Option<&str>| coded(contracts.iter().filter_map(text));
    let codes_of = |codes: &Codes, text: fn(&ContractRow) -> Option<&str>| -> Vec<u32> {
        contracts.iter().map(|row| codes.code(text(row))).collect()
    };
    let own_cpv: fn(&ContractRow) -> Option<&str> = |row| row.cpv.as_deref();
    let cpv_codes =
        coded(contracts.iter().filter_map(own_cpv).chain(categories.iter().map(|row| row.code.as_str())));
    let cpv = codes_of(&cpv_codes, own_cpv);
    let main = (0..).zip(&cpv).filter(|(_, code)| **code != cpv_codes.unknown());
    let mut listed: Vec<(u32, u32)> = main.map(|(place, code)| (place, *code)).collect();
    for row in &categories {
        let code = cpv_codes.code(Some(&row.code));
        listed.extend(of_process.get(&row.process_id).into_iter().flatten().map(|place| (*place, code)));
    }

    let stage: fn(&ContractRow) -> Option<&str> = |row| row.stage.as_deref();
    let procedure: fn(&ContractRow) -> Option<&str> = |row| row.method.as_deref();
    let origin: fn(&ContractRow) -> Option<&str> = |row| Some(&row.origin);
    let (stage_codes, procedure_codes, origin_codes) = (texts(stage), texts(procedure), texts(origin));
    let numbers = |date: fn(&ContractRow) -> Option<NaiveDate>, number: fn(NaiveDate) -> i32| {
        Periods::of(&contracts.iter().map(|row| date(row).map(number)).collect::<Vec<_>>())
    };
    let year: fn(NaiveDate) -> i32 = |date| FinancialYear::of(date).start_year();
    let (labels, label) = labels(&contracts)?;
    let (framework_codes, called_off) = frameworks(&related, &of_process, number);
    let (institution_ids, buyers) = parties_of(&places, number, buyers)?;
    let (supplier_ids, holders) = parties_of(&places, number, holders)?;
    Ok(Facts {
        stands: stands.into_iter().map(|row| (row.id, row.cluster_id)).collect(),
        bought: buyers.turned(institution_ids.len())?,
        institution_ids,
        buyers,
        held: holders.turned(supplier_ids.len())?,
        supplier_ids,
        holders,
        categories: Lists::of(number, listed)?,
        cpv,
        cpv_codes,
        labels,
        label,
        pence: contracts.iter().map(|row| row.value_pence.unwrap_or(0)).collect(),
        worth: contracts.iter().map(worth).collect(),
        annual: contracts.iter().map(annual).collect(),
        awarded: contracts.iter().map(|row| day_of(row.awarded_on.or(row.signed_on))).collect(),
        starts: contracts.iter().map(|row| day_of(row.starts_on)).collect(),
        ends: contracts.iter().map(|row| day_of(row.ends_on)).collect(),
        award_year: numbers(|row| row.awarded_on.or(row.signed_on), year),
        end_year: numbers(|row| row.ends_on, year),
        end_month: numbers(|row| row.ends_on, month_number),
        review: contracts.iter().map(|row| day_of(row.review_on)).collect(),
        is_framework: contracts.iter().map(|row| row.is_framework).collect(),
        sme: contracts.iter().map(|row| row.sme).collect(),
        vcse: contracts.iter().map(|row| row.vcse).collect(),
        stage: codes_of(&stage_codes, stage),
        stage_codes,
        procedure: codes_of(&procedure_codes, procedure),
        procedure_codes,
        origin: codes_of(&origin_codes, origin),
        origin_codes,
        framework_codes,
        called_off,
        ids,
    })
}

fn worth(row: &ContractRow) -> Worth {
    Worth::of(row.value_pence, row.value_currency.as_deref(), row.value_basis.as_deref(), row.is_framework)
}

/// A value a year in pounds: registers state it without a currency.
fn annual(row: &ContractRow) -> Option<i64> {
    row.annual_pence.filter(|_| row.value_currency.as_deref().is_none_or(|currency| currency == "GBP"))
}

/// Codes of texts, in the order of their bytes.
fn coded<'a>(texts: impl Iterator<Item = &'a str>) -> Codes {
    let distinct: BTreeSet<&str> = texts.collect();
    Codes::new(distinct.into_iter().map(str::to_owned))
}

/// The contracts of each process.
fn by_process(contracts: &[ContractRow]) -> FxHashMap<i64, Vec<u32>> {
    let mut of_process: FxHashMap<i64, Vec<u32>> = FxHashMap::default();
    for (place, row) in (0..).zip(contracts) {
        if let Some(process_id) = row.process_id {
            of_process.entry(process_id).or_default().push(place);
        }
    }
    of_process
}

/// Different labels, and the place among them of each contract's.
fn labels(contracts: &[ContractRow]) -> Result<(Vec<Label>, Vec<u32>), StoreError> {
    let mut labels: Vec<Label> = Vec::new();
    let mut known: HashMap<Label, u32> = HashMap::new();
    let mut of_contract = Vec::with_capacity(contracts.len());
    for row in contracts {
        let scheme = row.category_scheme.as_deref().unwrap_or(REGISTER_SCHEME);
        let stated = match (&row.cpv, row.institution_id, &row.category) {
            (None, Some(institution_id), Some(text)) if scheme != PAYMENT_SCHEME => {
                Label { institution_id, scheme: scheme.to_owned(), text: text.clone() }
            }
            _ => {
                of_contract.push(NO_LABEL);
                continue;
            }
        };
        let next = u32::try_from(labels.len()).map_err(|_| damaged("too many categories".to_owned()))?;
        let code = *known.entry(stated.clone()).or_insert(next);
        if code == next {
            labels.push(stated);
        }
        of_contract.push(code);
    }
    Ok((labels, of_contract))
}

/// The framework that each contract is a call-off of: the first one that its process names.
fn frameworks(
    related: &[RelatedRow],
    of_process: &FxHashMap<i64, Vec<u32>>,
    number: usize,
) -> (Codes, Vec<u32>) {
    let is_framework = |row: &RelatedRow| row.relationship.split(',').any(|word| word.trim() == "framework");
    let name = |row: &RelatedRow| {
        let identifier = || {
            let scheme = row.scheme.as_deref().unwrap_or_default();
            row.identifier.as_ref().map(|identifier| format!("{scheme} {identifier}"))
        };
        row.related_ocid.clone().or_else(identifier)
    };
    let mut named: Vec<(&[u32], String)> = Vec::new();
    for row in related.iter().filter(|row| is_framework(row)) {
        if let (Some(places), Some(name)) = (of_process.get(&row.process_id), name(row)) {
            named.push((places, name));
        }
    }
    let codes = coded(named.iter().map(|(_, name)| name.as_str()));
    let mut called_off = vec![codes.unknown(); number];
    for (places, name) in named {
        let code = codes.code(Some(&name));
        for place in places {
            if let Some(held) = called_off.get_mut(*place as usize).filter(|held| **held == codes.unknown()) {
                *held = code;
            }
        }
    }
    (codes, called_off)
}

/// The parties that occur, in ascending order, and the places among them of each contract's.
fn parties_of<K: Ord + Copy>(
    places: &FxHashMap<i64, u32>,
    number: usize,
    stated: Vec<(i64, K)>,
) -> Result<(Vec<K>, Lists), StoreError> {
    let mut keys: Vec<K> =
        stated.iter().filter(|(id, _)| places.contains_key(id)).map(|(_, key)| *key).collect();
    keys.sort_unstable();
    keys.dedup();
    let pairs = stated.iter().filter_map(|(id, key)| {
        let code = keys.binary_search(key).ok()?;
        Some((*places.get(id)?, u32::try_from(code).ok()?))
    });
    let lists = Lists::of(number, pairs.collect())?;
    Ok((keys, lists))
}
