//! Contracts.

use anchorhub_entities::{
    contract::{Column, Entity, Model},
    contract_buyer, contract_change, contract_supplier, institution, performance, supplier,
};
use async_graphql::{Context, ID, Object, SimpleObject};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait, sea_query::SelectStatement};

use super::{
    Award, ContractingProcess, Document, Institution, Money, PaymentLink,
    category_division::{self, CategoryDivision},
    contract_supplier::ContractSupplier,
    process_parts::{ContractChange, Performance},
};
use crate::graphql::{
    connection::{Connection, PageArgs},
    enums::{ClusterMethod, ContractOrigin, EndBasis, ValueBasis, named},
    error::ApiError,
    family::{ByKey, Part, Row},
    lists::PaymentLinkList,
    named::Naming,
    node_id::NodeId,
    scalars::Date,
};

/// A contract, as one source states it. What several sources state of one contract is clustered and counts
/// once; `statements` shows all of them.
pub(crate) struct Contract(pub(crate) Row<Model>);

impl ByKey for Model {
    type Key = i64;

    fn key(&self) -> i64 {
        self.id
    }

    fn select(keys: Vec<i64>) -> SelectStatement {
        Entity::find().filter(Column::Id.is_in(keys)).into_query()
    }
}

/// A contract with the others of its cluster.
impl Part for Model {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.cluster_id.unwrap_or(self.id)
    }

    fn parts(wholes: Vec<i64>) -> SelectStatement {
        Entity::find().filter(Column::ClusterId.is_in(wholes)).order_by_asc(Column::Id).into_query()
    }
}

impl Part for contract_buyer::Model {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.contract_id
    }

    fn parts(wholes: Vec<i64>) -> SelectStatement {
        contract_buyer::Entity::find()
            .filter(contract_buyer::Column::ContractId.is_in(wholes))
            .order_by_asc(contract_buyer::Column::InstitutionId)
            .into_query()
    }
}

/// A value with what it is: a ceiling or an estimate is never a sum that is spent.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct StatedValue {
    /// The amount.
    pub(crate) amount: Money,
    /// What the amount is; null where the source does not say.
    pub(crate) basis: Option<ValueBasis>,
}

impl StatedValue {
    /// A value kept in columns; none when there is none.
    pub(crate) fn of(pence: Option<i64>, currency: Option<&str>, basis: Option<&str>) -> Option<Self> {
        Some(Self { amount: Money::of(pence?, currency?), basis: basis.and_then(named) })
    }
}

/// Why contracts of several sources are taken to be one.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct ClusterReason {
    /// How it was found.
    method: Option<ClusterMethod>,
    /// Confidence in percent; `docs/decisions/0007` says how it is reckoned.
    confidence: i16,
}

/// A contract, as one source states it. What several sources state of one contract is clustered and counts
/// once; `statements` shows all of them.
#[Object]
impl Contract {
    /// Global id. It stays when the contract's process is compiled anew.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Contract(self.0.id).encode()
    }

    /// What it was read from.
    async fn origin(&self) -> Option<ContractOrigin> {
        named(&self.0.origin)
    }

    /// Whether it counts: true for the one statement that stands for its cluster.
    async fn counts(&self) -> bool {
        !self.0.is_test && self.0.cluster_id.is_none_or(|cluster| cluster == self.0.id)
    }

    /// Reference as published.
    async fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    /// Title as published.
    async fn title(&self) -> Option<&str> {
        self.0.title.as_deref()
    }

    /// Description as published.
    async fn description(&self) -> Option<&str> {
        self.0.description.as_deref()
    }

    /// Department of the buyer as published.
    async fn department(&self) -> Option<&str> {
        self.0.department.as_deref()
    }

    /// Status as published.
    async fn status(&self) -> Option<&str> {
        self.0.status.as_deref()
    }

    /// Date of the award.
    async fn awarded_on(&self) -> Option<Date> {
        self.0.awarded_on.map(Date)
    }

    /// Date of signature.
    async fn signed_on(&self) -> Option<Date> {
        self.0.signed_on.map(Date)
    }

    /// First day.
    async fn starts_on(&self) -> Option<Date> {
        self.0.starts_on.map(Date)
    }

    /// Effective last day, from the published field that `endBasis` names; null where none is published.
    async fn ends_on(&self) -> Option<Date> {
        self.0.ends_on.map(Date)
    }

    /// Which published field the effective end was taken from.
    async fn end_basis(&self) -> Option<EndBasis> {
        self.0.end_basis.as_deref().and_then(named)
    }

    /// Last possible day, with all options to extend or renew.
    async fn latest_end(&self) -> Option<Date> {
        self.0.latest_end_on.map(Date)
    }

    /// Date of the next review.
    async fn review_on(&self) -> Option<Date> {
        self.0.review_on.map(Date)
    }

    /// Months by which it can be extended, where published.
    async fn extension_months(&self) -> Option<i32> {
        self.0.extension_months
    }

    /// Value over its whole term as stated; null where none or only a placeholder is published.
    async fn value(&self) -> Option<StatedValue> {
        let row = &self.0;
        StatedValue::of(row.value_pence, row.value_currency.as_deref(), row.value_basis.as_deref())
    }

    /// Value a year, where published.
    async fn annual_value(&self) -> Option<Money> {
        Some(Money::of(self.0.annual_pence?, self.0.value_currency.as_deref().unwrap_or("GBP")))
    }

    /// VAT that the buyer cannot recover, where published (Local Government Transparency Code 2015).
    async fn irrecoverable_vat(&self) -> Option<Money> {
        Some(Money::of(self.0.irrecoverable_vat_pence?, self.0.value_currency.as_deref().unwrap_or("GBP")))
    }

    /// Main CPV code, 8 digits.
    async fn cpv(&self) -> Option<&str> {
        self.0.cpv.as_deref()
    }

    /// Category in the words or codes of the source.
    async fn category(&self) -> Option<&str> {
        self.0.category.as_deref()
    }

    /// Scheme of that category.
    async fn category_scheme(&self) -> Option<&str> {
        self.0.category_scheme.as_deref()
    }

    /// CPV division: of its main CPV code, else the one that the category stands for, as the crosswalk has it; null where
    /// there is none.
    async fn category_division(&self) -> Result<Option<CategoryDivision>, ApiError> {
        category_division::of_contract(&self.0).await
    }

    /// How it was procured, as published.
    async fn procurement_method(&self) -> Option<&str> {
        self.0.method.as_deref()
    }

    /// Whether it is a framework, whose value is a ceiling.
    async fn is_framework(&self) -> bool {
        self.0.is_framework
    }

    /// Whether the source says that its supplier is a small or medium enterprise; null where it says nothing,
    /// which is never a no.
    async fn supplier_is_sme(&self) -> Option<bool> {
        self.0.sme
    }

    /// Whether the source says that its supplier is a voluntary, community or social enterprise.
    async fn supplier_is_vcse(&self) -> Option<bool> {
        self.0.vcse
    }

    /// The institutions that buy under it. Buyers that the hub does not follow stand in the process.
    async fn institutions(&self) -> Result<Vec<Institution>, ApiError> {
        let naming =
            Naming::new("institution", contract_buyer::Column::InstitutionId, institution::Column::Id);
        let buyers: Vec<Row<contract_buyer::Model>> =
            self.0.many_naming::<_, _, institution::Entity>("buyers", |row| Some(row.id), naming).await?;
        let mut institutions = Vec::with_capacity(buyers.len());
        for buyer in buyers {
            institutions
                .extend(buyer.one("institution", |row| Some(row.institution_id)).await?.map(Institution));
        }
        Ok(institutions)
    }

    /// Who holds it, as this source states it.
    async fn suppliers(&self, ctx: &Context<'_>) -> Result<Vec<ContractSupplier>, ApiError> {
        let key = |row: &Model| Some(row.id);
        let held = if ctx.look_ahead().field("supplier").exists() {
            let naming = Naming::new("supplier", contract_supplier::Column::SupplierId, supplier::Column::Id);
            self.0.many_naming::<_, _, supplier::Entity>("suppliers with supplier", key, naming).await?
        } else {
            self.0.many("suppliers", key).await?
        };
        Ok(held.into_iter().map(ContractSupplier).collect())
    }

    /// The contracting process that it belongs to; null for contract registers.
    async fn process(&self) -> Result<Option<ContractingProcess>, ApiError> {
        let process = self.0.one("process", |row| row.process_id).await?;
        process.map(ContractingProcess::current).transpose()
    }

    /// Its award, as its contracting process stands now; null for contract registers.
    async fn award(&self) -> Result<Option<Award>, ApiError> {
        let Some(key) = self.0.award_key.as_deref() else { return Ok(None) };
        let Some(process) = self.0.one("process", |row| row.process_id).await? else { return Ok(None) };
        Ok(ContractingProcess::current(process)?.award(key))
    }

    /// Its changes, in order.
    async fn changes(&self) -> Result<Vec<ContractChange>, ApiError> {
        let changes: Vec<Row<contract_change::Model>> = self.0.many("changes", |row| Some(row.id)).await?;
        Ok(changes.iter().map(|change| ContractChange::from(&**change)).collect())
    }

    /// How it performs (Procurement Act 2023, section 71).
    async fn performance(&self) -> Result<Vec<Performance>, ApiError> {
        let stated: Vec<Row<performance::Model>> = self.0.many("performance", |row| Some(row.id)).await?;
        Ok(stated.iter().map(|stated| Performance::from(&**stated)).collect())
    }

    /// The contract register in which it was published; null for contracting processes, whose releases name
    /// their documents.
    async fn document(&self) -> Result<Option<Document>, ApiError> {
        Ok(self.0.one("document", |row| row.document_id).await?.map(Document))
    }

    /// Row of the register, from 1, as a spreadsheet shows it.
    async fn row(&self) -> Option<i32> {
        self.0.row_no
    }

    /// Everything that any source states of this contract, this statement included.
    async fn statements(&self) -> Result<Vec<Contract>, ApiError> {
        let statements: Vec<Row<Model>> =
            self.0.many("statements", |row| Some(row.cluster_id.unwrap_or(row.id))).await?;
        // A contract that no round of clustering has met yet stands alone.
        let alone = statements.is_empty().then(|| self.0.clone());
        Ok(alone.into_iter().chain(statements).map(Contract).collect())
    }

    /// Why this statement is taken to be of the same contract as the one that counts; null for that one.
    async fn cluster_reason(&self) -> Option<ClusterReason> {
        Some(ClusterReason {
            method: self.0.cluster_method.as_deref().and_then(named),
            confidence: self.0.cluster_confidence?,
        })
    }

    /// Payments that are taken to be made under it, with how that was found.
    async fn payments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<PaymentLink>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = self.0.children(args, (), async |_, ()| Ok(PaymentLinkList)).await?;
        Ok(Connection::of(slice, PaymentLink))
    }
}
