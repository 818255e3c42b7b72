//! Reading an institution's contracts, payments and links, from one state of the data.

use std::{collections::BTreeMap, marker::PhantomData};

use anchorhub_entities::{
    contract, contract_buyer, contract_supplier, institution, payment, payment_contract_link,
};
use anchorhub_store::{Snapshot, StoreError};
use chrono::NaiveDate;
use sea_orm::{
    FromQueryResult, Iden,
    sea_query::{Expr, ExprTrait, IntoIden, Order, Query, SelectStatement},
};

use super::{Key, Link, Method, contract::Contract};
use crate::text::reference_key;

/// Ids of one statement.
const CHUNK: usize = 500;

/// Rows of one page.
const PAGE: u64 = 5_000;

/// The currency of payments.
const CURRENCY: &str = "GBP";

/// A payment, cut down to what tells its contract.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Payment {
    pub(crate) document_id: i64,
    pub(crate) seq: i32,
    pub(crate) paid_on: NaiveDate,
    pub(crate) pence: i64,
    /// None if the payee is withheld.
    pub(crate) supplier_id: Option<i64>,
    pub(crate) purpose: Option<String>,
    pub(crate) transaction_no: Option<String>,
    pub(crate) contract_ref: Option<String>,
}

impl Payment {
    pub(crate) fn key(&self) -> Key {
        (self.document_id, self.seq)
    }
}

/// A link as it is in the database.
#[derive(Debug, FromQueryResult)]
pub(crate) struct LinkRow {
    document_id: i64,
    seq: i32,
    contract_id: i64,
    method: String,
    confidence: i16,
}

impl LinkRow {
    pub(crate) fn key(&self) -> Key {
        (self.document_id, self.seq)
    }

    /// None when its method is one that this program does not know.
    pub(crate) fn link(&self) -> Option<Link> {
        let method = Method::from_name(&self.method)?;
        Some(Link { payment: self.key(), contract_id: self.contract_id, method, confidence: self.confidence })
    }
}

/// Rows of an institution, page by page in the order of their payments.
pub(crate) struct Pages<T> {
    select: SelectStatement,
    key: [sea_orm::DynIden; 2],
    after: Option<Key>,
    ended: bool,
    rows: PhantomData<T>,
}

/// A row that belongs to a payment.
pub(crate) trait OfPayment: FromQueryResult {
    fn payment(&self) -> Key;
}

impl OfPayment for Payment {
    fn payment(&self) -> Key {
        self.key()
    }
}

impl OfPayment for LinkRow {
    fn payment(&self) -> Key {
        self.key()
    }
}

impl Pages<Payment> {
    pub(crate) fn payments(institution_id: i32) -> Self {
        use payment::Column::{
            ContractRef, DocumentId, InstitutionId, PaidOn, Pence, Purpose, Seq, SupplierId, TransactionNo,
        };
        let select = Query::select()
            .columns([DocumentId, Seq, PaidOn, Pence, SupplierId, Purpose, TransactionNo, ContractRef])
            .from(payment::Entity)
            .and_where(Expr::col(InstitutionId).eq(institution_id))
            .to_owned();
        Self::of(select, DocumentId, Seq)
    }
}

impl Pages<LinkRow> {
    pub(crate) fn links(institution_id: i32) -> Self {
        use payment_contract_link::Column::{Confidence, ContractId, DocumentId, InstitutionId, Method, Seq};
        let select = Query::select()
            .columns([DocumentId, Seq, ContractId, Method, Confidence])
            .from(payment_contract_link::Entity)
            .and_where(Expr::col(InstitutionId).eq(institution_id))
            .to_owned();
        Self::of(select, DocumentId, Seq)
    }
}

impl<T: OfPayment> Pages<T> {
    fn of(mut select: SelectStatement, document_id: impl Iden, seq: impl Iden) -> Self {
        let key = [document_id.into_iden(), seq.into_iden()];
        for column in &key {
            select.order_by(column.clone(), Order::Asc);
        }
        select.limit(PAGE);
        Self { select, key, after: None, ended: false, rows: PhantomData }
    }

    /// The next page; none after the last.
    pub(crate) async fn next(&mut self, snapshot: &mut Snapshot) -> Result<Option<Vec<T>>, StoreError> {
        if self.ended {
            return Ok(None);
        }
        let mut select = self.select.clone();
        if let Some((document_id, seq)) = self.after {
            let place = Expr::tuple([Expr::value(document_id), Expr::value(seq)]);
            select.and_where(Expr::tuple(self.key.clone().map(Expr::col)).gt(place));
        }
        let page: Vec<T> = snapshot.fetch(&select).await?;
        self.ended = u64::try_from(page.len()).unwrap_or(u64::MAX) < PAGE;
        self.after = page.last().map(OfPayment::payment);
        Ok(Some(page))
    }
}

/// The org-id of an institution.
pub(crate) async fn org_id(snapshot: &mut Snapshot, institution_id: i32) -> Result<String, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        org_id: String,
    }
    let select = Query::select()
        .column(institution::Column::OrgId)
        .from(institution::Entity)
        .and_where(Expr::col(institution::Column::Id).eq(institution_id))
        .to_owned();
    let rows: Vec<Row> = snapshot.fetch(&select).await?;
    Ok(rows.into_iter().next().map(|row| row.org_id).unwrap_or_default())
}

/// How many links an institution has.
pub(crate) async fn count_links(snapshot: &mut Snapshot, institution_id: i32) -> Result<u64, StoreError> {
    #[derive(FromQueryResult)]
    struct Row {
        links: i64,
    }
    let select = Query::select()
        .expr_as(Expr::col(payment_contract_link::Column::Seq).count(), "links")
        .from(payment_contract_link::Entity)
        .and_where(Expr::col(payment_contract_link::Column::InstitutionId).eq(institution_id))
        .to_owned();
    let rows: Vec<Row> = snapshot.fetch(&select).await?;
    Ok(rows.first().map_or(0, |row| u64::try_from(row.links).unwrap_or(0)))
}

#[derive(FromQueryResult)]
struct ClusterRow {
    cluster_id: i64,
}

#[derive(FromQueryResult)]
struct ContractRow {
    id: i64,
    cluster_id: i64,
    reference: Option<String>,
    awarded_on: Option<NaiveDate>,
    signed_on: Option<NaiveDate>,
    starts_on: Option<NaiveDate>,
    ends_on: Option<NaiveDate>,
    latest_end_on: Option<NaiveDate>,
    value_pence: Option<i64>,
    value_currency: Option<String>,
    is_framework: bool,
}

#[derive(FromQueryResult)]
struct SupplierRow {
    cluster_id: i64,
    supplier_id: i64,
}

/// Contracts that count and under which an institution buys, each with what all sources of its cluster say.
pub(crate) async fn contracts(
    snapshot: &mut Snapshot,
    institution_id: i32,
) -> Result<Vec<Contract>, StoreError> {
    let column = |column: contract::Column| Expr::col((contract::Entity, column));
    let bought = Query::select()
        .distinct()
        .column((contract::Entity, contract::Column::ClusterId))
        .from(contract_buyer::Entity)
        .inner_join(
            contract::Entity,
            column(contract::Column::Id).equals((contract_buyer::Entity, contract_buyer::Column::ContractId)),
        )
        .and_where(Expr::col(contract_buyer::Column::InstitutionId).eq(institution_id))
        // Tests stand alone.
        .and_where(column(contract::Column::IsTest).eq(false))
        // What came after the clusters were made comes with a new mark.
        .and_where(column(contract::Column::ClusterId).is_not_null())
        .to_owned();
    let ids: Vec<ClusterRow> = snapshot.fetch(&bought).await?;
    let mut contracts = Vec::with_capacity(ids.len());
    for ids in ids.chunks(CHUNK) {
        let in_chunk = || column(contract::Column::ClusterId).is_in(ids.iter().map(|row| row.cluster_id));
        let stated = Query::select()
            .columns([
                contract::Column::Id,
                contract::Column::ClusterId,
                contract::Column::Reference,
                contract::Column::AwardedOn,
                contract::Column::SignedOn,
                contract::Column::StartsOn,
                contract::Column::EndsOn,
                contract::Column::LatestEndOn,
                contract::Column::ValuePence,
                contract::Column::ValueCurrency,
                contract::Column::IsFramework,
            ])
            .from(contract::Entity)
            .and_where(in_chunk())
            .to_owned();
        let suppliers = Query::select()
            .column((contract::Entity, contract::Column::ClusterId))
            .column((contract_supplier::Entity, contract_supplier::Column::SupplierId))
            .from(contract::Entity)
            .inner_join(
                contract_supplier::Entity,
                column(contract::Column::Id)
                    .equals((contract_supplier::Entity, contract_supplier::Column::ContractId)),
            )
            .and_where(in_chunk())
            .and_where(
                Expr::col((contract_supplier::Entity, contract_supplier::Column::SupplierId)).is_not_null(),
            )
            .to_owned();
        contracts.extend(merge(snapshot.fetch(&stated).await?, snapshot.fetch(&suppliers).await?));
    }
    Ok(contracts)
}

/// What the sources of each cluster say together: all references and suppliers, the first day and the last, and the
/// value of the contract that stands for it, else the highest.
fn merge(stated: Vec<ContractRow>, suppliers: Vec<SupplierRow>) -> Vec<Contract> {
    let mut contracts: BTreeMap<i64, Contract> = BTreeMap::new();
    let mut values: BTreeMap<i64, (bool, i64)> = BTreeMap::new();
    for row in stated {
        let id = row.cluster_id;
        let contract = contracts.entry(id).or_insert_with(|| Contract { id, ..Contract::default() });
        contract.references.extend(row.reference.as_deref().and_then(reference_key));
        let starts = row.starts_on.or(row.signed_on).or(row.awarded_on);
        contract.starts = contract.starts.into_iter().chain(starts).min();
        contract.ends = contract.ends.into_iter().chain(row.ends_on).chain(row.latest_end_on).max();
        contract.is_framework |= row.is_framework;
        let is_ours = row.value_currency.as_deref() == Some(CURRENCY);
        if let Some(pence) = row.value_pence.filter(|pence| *pence > 0 && is_ours) {
            let value = (row.id == id, pence);
            values.entry(id).and_modify(|known| *known = value.max(*known)).or_insert(value);
        }
    }
    for SupplierRow { cluster_id, supplier_id } in suppliers {
        if let Some(contract) = contracts.get_mut(&cluster_id) {
            contract.suppliers.insert(supplier_id);
        }
    }
    for (id, (_, pence)) in values {
        if let Some(contract) = contracts.get_mut(&id).filter(|contract| !contract.is_framework) {
            contract.value = Some(pence);
        }
    }
    contracts.into_values().collect()
}
