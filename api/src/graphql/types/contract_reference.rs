//! Contracts that are met on the way through another table.

use anchorhub_entities::{institution_contract, payment_contract_link, supplier_contract};
use async_graphql::Object;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use super::{Contract, Payment};
use crate::graphql::{
    enums::{LinkMethod, named},
    error::ApiError,
    family::{ByKey, Row},
    lists::Slice,
};

/// A row that names a contract.
pub(crate) trait NamesContract: Send + Sync + 'static {
    /// The contract's key.
    fn contract_id(&self) -> i64;
}

impl NamesContract for institution_contract::Model {
    fn contract_id(&self) -> i64 {
        self.contract_id
    }
}

impl NamesContract for supplier_contract::Model {
    fn contract_id(&self) -> i64 {
        self.contract_id
    }
}

/// The contracts that the rows of a page name.
pub(crate) async fn contracts<M: NamesContract>(slice: Slice<Row<M>>) -> Result<Slice<Contract>, ApiError> {
    let mut rows = Vec::with_capacity(slice.rows.len());
    for (cursor, row) in slice.rows {
        let contract = row.one("contract", |row| Some(row.contract_id())).await?;
        let contract = contract.ok_or_else(|| ApiError::internal("a contract is gone that a list names"))?;
        rows.push((cursor, Contract(contract)));
    }
    Ok(Slice { rows, more: slice.more, later: slice.later, total: slice.total })
}

/// A payment that is taken to be made under a contract, with how that was found.
pub(crate) struct PaymentLink(pub(crate) Row<payment_contract_link::Model>);

impl ByKey for payment_contract_link::Model {
    type Key = (i32, i64, i32);

    fn key(&self) -> (i32, i64, i32) {
        (self.institution_id, self.document_id, self.seq)
    }

    fn select(keys: Vec<(i32, i64, i32)>) -> SelectStatement {
        use payment_contract_link::Column::{DocumentId, InstitutionId, Seq};
        let any = keys.into_iter().fold(Condition::any(), |any, (institution, document, seq)| {
            any.add(
                Condition::all()
                    .add(InstitutionId.eq(institution))
                    .add(DocumentId.eq(document))
                    .add(Seq.eq(seq)),
            )
        });
        payment_contract_link::Entity::find().filter(any).into_query()
    }
}

/// A payment that is taken to be made under a contract, with how that was found.
#[Object]
impl PaymentLink {
    /// The payment.
    async fn payment(&self) -> Result<Payment, ApiError> {
        let key = |row: &payment_contract_link::Model| Some(row.key());
        let payment = self.0.one("payment", key).await?;
        payment.map(Payment).ok_or_else(|| ApiError::internal("a link lacks its payment"))
    }

    /// The contract.
    async fn contract(&self) -> Result<Contract, ApiError> {
        let contract = self.0.one("contract", |row| Some(row.contract_id)).await?;
        contract.map(Contract).ok_or_else(|| ApiError::internal("a link lacks its contract"))
    }

    /// How it was found.
    async fn method(&self) -> Option<LinkMethod> {
        named(&self.0.method)
    }

    /// Confidence in percent; `docs/decisions/0007` says how it is reckoned.
    async fn confidence(&self) -> i16 {
        self.0.confidence
    }
}
