//! Reading the contracts of connected institutions.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{
    contract, contract_buyer, contract_supplier, contracting_process, institution, related_process,
};
use anchorhub_store::{LoadTx, StoreError};
use chrono::NaiveDate;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Order, Query, SelectStatement};

use super::{
    Method, Standing,
    facts::{Facts, Origin, Process, Value, identifier_key},
};
use crate::text::{reference_key, title_key};

/// Ids of one statement.
pub(super) const CHUNK: usize = 500;

/// Relationships that mean one and the same procurement (OCDS codelist `relatedProcess`). A framework and its
/// call-offs, a contract and its renewal, a parent and its parts are different ones.
const SAME_PROCUREMENT: [&str; 3] = ["planning", "prior", "replacementProcess"];

/// Which institutions buy under which contracts: those given, and all that contracts with several buyers connect
/// with them.
pub(super) struct Buyers {
    /// Contract and institution, in ascending order.
    pairs: Vec<(i64, i32)>,
}

impl Buyers {
    pub(super) async fn read(
        tx: &mut LoadTx,
        institutions: impl Iterator<Item = i32>,
    ) -> Result<Self, StoreError> {
        let mut pairs = Vec::new();
        for institution_id in connected(tx, institutions.collect()).await? {
            let select = Query::select()
                .column(contract_buyer::Column::ContractId)
                .from(contract_buyer::Entity)
                .and_where(Expr::col(contract_buyer::Column::InstitutionId).eq(institution_id))
                .to_owned();
            let rows: Vec<(i64,)> = tx.fetch(&select).await?;
            pairs.extend(rows.into_iter().map(|(contract_id,)| (contract_id, institution_id)));
        }
        pairs.sort_unstable();
        Ok(Self { pairs })
    }

    /// The ids of all contracts, in ascending order.
    pub(super) fn contracts(&self) -> Vec<i64> {
        let mut ids: Vec<i64> = self.pairs.iter().map(|(contract_id, _)| *contract_id).collect();
        ids.dedup();
        ids
    }

    fn of(&self, contract_id: i64) -> Vec<i32> {
        let from = self.pairs.partition_point(|(id, _)| *id < contract_id);
        let mine = self.pairs[from..].iter().take_while(|(id, _)| *id == contract_id);
        mine.map(|(_, institution_id)| *institution_id).collect()
    }
}

/// The facts of contracts.
pub(super) async fn contracts(
    tx: &mut LoadTx,
    buyers: &Buyers,
    ids: &[i64],
) -> Result<Vec<Facts>, StoreError> {
    let mut contracts = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let mut facts: BTreeMap<i64, Facts> =
            facts(tx, ids).await?.into_iter().map(|facts| (facts.id, facts)).collect();
        for (contract_id, supplier_id, scheme, identifier) in suppliers(tx, ids).await? {
            let Some(facts) = facts.get_mut(&contract_id) else { continue };
            facts.suppliers.extend(supplier_id);
            let stated = scheme.zip(identifier);
            facts.identifiers.extend(stated.and_then(|(scheme, value)| identifier_key(&scheme, &value)));
        }
        for (id, mut facts) in facts {
            facts.buyers = buyers.of(id);
            contracts.push(facts);
        }
    }
    Ok(contracts)
}

/// All institutions that can be reached from the given ones over contracts with several buyers.
async fn connected(tx: &mut LoadTx, mut reached: BTreeSet<i32>) -> Result<BTreeSet<i32>, StoreError> {
    let mut new: Vec<i32> = reached.iter().copied().collect();
    while let Some(institution_id) = new.pop() {
        let (mine, other) = (Alias::new("mine"), Alias::new("other"));
        let column = |table: &Alias, column| Expr::col((table.clone(), column));
        let select = Query::select()
            .distinct()
            .column((other.clone(), contract_buyer::Column::InstitutionId))
            .from_as(contract_buyer::Entity, mine.clone())
            .join_as(
                sea_orm::sea_query::JoinType::InnerJoin,
                contract_buyer::Entity,
                other.clone(),
                column(&mine, contract_buyer::Column::ContractId)
                    .equals((other.clone(), contract_buyer::Column::ContractId)),
            )
            .and_where(column(&mine, contract_buyer::Column::InstitutionId).eq(institution_id))
            .to_owned();
        let rows: Vec<(i32,)> = tx.fetch(&select).await?;
        new.extend(rows.into_iter().map(|(other,)| other).filter(|other| reached.insert(*other)));
    }
    Ok(reached)
}

type TextsRow = (i64, String, String, Option<String>, Option<String>, i32, bool, Option<i64>, Option<i64>);
type NumbersRow = (
    i64,
    Option<String>,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<NaiveDate>,
    Option<i64>,
    Option<String>,
    Option<i64>,
    Option<String>,
    Option<i16>,
);

async fn facts(tx: &mut LoadTx, ids: &[i64]) -> Result<Vec<Facts>, StoreError> {
    use contract::Column;
    let of = |select: &mut SelectStatement| {
        select
            .from(contract::Entity)
            .and_where(Expr::col((contract::Entity, Column::Id)).is_in(ids.iter().copied()))
            .order_by((contract::Entity, Column::Id), Order::Asc)
            .to_owned()
    };
    let texts = of(Query::select()
        .columns([Column::Id, Column::SourceKey, Column::Origin, Column::Reference, Column::Title])
        .expr(Expr::cust(FILLED))
        .columns([Column::IsTest, Column::DocumentId, Column::ProcessId]));
    let numbers = of(Query::select()
        .column((contract::Entity, Column::Id))
        .column((contracting_process::Entity, contracting_process::Column::Source))
        .columns([
            (contract::Entity, Column::StartsOn),
            (contract::Entity, Column::EndsOn),
            (contract::Entity, Column::LatestEndOn),
            (contract::Entity, Column::ValuePence),
            (contract::Entity, Column::ValueCurrency),
            (contract::Entity, Column::ClusterId),
            (contract::Entity, Column::ClusterMethod),
            (contract::Entity, Column::ClusterConfidence),
        ])
        .left_join(
            contracting_process::Entity,
            Expr::col((contracting_process::Entity, contracting_process::Column::Id))
                .equals((contract::Entity, Column::ProcessId)),
        ));
    let texts: Vec<TextsRow> = tx.fetch(&texts).await?;
    let numbers: Vec<NumbersRow> = tx.fetch(&numbers).await?;
    // Not place by place: a load may have changed what is there between the two statements.
    let mut numbers: BTreeMap<i64, NumbersRow> = numbers.into_iter().map(|row| (row.0, row)).collect();
    let both = texts.into_iter().filter_map(|texts| Some((numbers.remove(&texts.0)?, texts)));
    Ok(both.map(|(numbers, texts)| read(texts, numbers)).collect())
}

/// How many fields of a contract are filled.
const FILLED: &str = "(CASE WHEN reference IS NULL THEN 0 ELSE 1 END) + (CASE WHEN title IS NULL THEN 0 ELSE 1 END) \
    + (CASE WHEN description IS NULL THEN 0 ELSE 1 END) + (CASE WHEN status IS NULL THEN 0 ELSE 1 END) \
    + (CASE WHEN awarded_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN signed_on IS NULL THEN 0 ELSE 1 END) \
    + (CASE WHEN starts_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN ends_on IS NULL THEN 0 ELSE 1 END) \
    + (CASE WHEN latest_end_on IS NULL THEN 0 ELSE 1 END) + (CASE WHEN value_pence IS NULL THEN 0 ELSE 1 END) \
    + (CASE WHEN cpv IS NULL THEN 0 ELSE 1 END) + (CASE WHEN category IS NULL THEN 0 ELSE 1 END) \
    + (CASE WHEN method IS NULL THEN 0 ELSE 1 END) + (CASE WHEN sme IS NULL THEN 0 ELSE 1 END)";

fn read(texts: TextsRow, numbers: NumbersRow) -> Facts {
    let (id, source_key, origin, reference, title, filled, is_test, document_id, process_id) = texts;
    let (_, portal, starts, ends, latest_end, pence, currency, cluster_id, method, confidence) = numbers;
    let because = method.as_deref().and_then(Method::from_name).zip(confidence);
    let value = pence.filter(|pence| *pence > 0).zip(currency);
    Facts {
        id,
        source_key,
        origin: match origin.as_str() {
            "CONTRACT" => Origin::Contract,
            "AWARD" => Origin::Award,
            _ => Origin::Register,
        },
        process: process_id.map(|id| Process { id, portal: portal.unwrap_or_default() }),
        document_id,
        reference: reference.as_deref().and_then(reference_key),
        title: title.as_deref().and_then(title_key),
        starts,
        ends,
        latest_end,
        value: value.map(|(pence, currency)| Value { pence, currency }),
        filled,
        is_test,
        stands: cluster_id.map(|cluster_id| Standing { cluster_id, because }),
        ..Facts::default()
    }
}

type SupplierRow = (i64, Option<i64>, Option<String>, Option<String>);

async fn suppliers(tx: &mut LoadTx, contracts: &[i64]) -> Result<Vec<SupplierRow>, StoreError> {
    use contract_supplier::Column;
    let select = Query::select()
        .columns([Column::ContractId, Column::SupplierId, Column::Scheme, Column::Identifier])
        .from(contract_supplier::Entity)
        .and_where(Expr::col(Column::ContractId).is_in(contracts.iter().copied()))
        .to_owned();
    tx.fetch(&select).await
}

/// Pairs of processes, the first among those given, that name each other as one procurement.
pub(super) async fn related(tx: &mut LoadTx, processes: &[i64]) -> Result<BTreeSet<(i64, i64)>, StoreError> {
    let mut related = BTreeSet::new();
    for chunk in processes.chunks(CHUNK) {
        let select = Query::select()
            .columns([
                (related_process::Entity, related_process::Column::ProcessId),
                (related_process::Entity, related_process::Column::Relationship),
            ])
            .column((contracting_process::Entity, contracting_process::Column::Id))
            .from(related_process::Entity)
            .inner_join(
                contracting_process::Entity,
                Expr::col((contracting_process::Entity, contracting_process::Column::Ocid))
                    .equals((related_process::Entity, related_process::Column::RelatedOcid)),
            )
            .and_where(
                Expr::col((related_process::Entity, related_process::Column::ProcessId))
                    .is_in(chunk.iter().copied()),
            )
            .to_owned();
        let rows: Vec<(i64, String, i64)> = tx.fetch(&select).await?;
        let same =
            |relationship: &str| relationship.split(',').all(|word| SAME_PROCUREMENT.contains(&word.trim()));
        related.extend(
            rows.into_iter()
                .filter(|(process_id, relationship, other)| process_id != other && same(relationship))
                .map(|(process_id, _, other)| (process_id, other)),
        );
    }
    Ok(related)
}

/// The org-ids of institutions.
pub(super) async fn org_ids(
    tx: &mut LoadTx,
    institutions: impl Iterator<Item = i32>,
) -> Result<Vec<String>, StoreError> {
    let select = Query::select()
        .column(institution::Column::OrgId)
        .from(institution::Entity)
        .and_where(Expr::col(institution::Column::Id).is_in(institutions))
        .order_by(institution::Column::Id, Order::Asc)
        .to_owned();
    let rows: Vec<(String,)> = tx.fetch(&select).await?;
    Ok(rows.into_iter().map(|(org_id,)| org_id).collect())
}
