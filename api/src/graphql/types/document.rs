//! Documents: files as received.

use anchorhub_entities::{
    document::{Column, Entity, Model},
    feed,
};
use async_graphql::{Context, ID, Json, Object, SimpleObject};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use super::{Feed, IngestRun, Institution, Money, Payment, RejectedRow, Release, warning::WarningCount};
use crate::graphql::{
    connection::{Connection, PageArgs},
    enums::{DocumentStatus, VatBasis},
    error::ApiError,
    family::{ByKey, Row},
    filters::{DocumentFilter, PaymentFilter, RejectedRowFilter},
    lists::{DocumentList, DocumentReleaseList, PaymentList, PaymentOrder, RejectedRowList},
    node_id::NodeId,
    scalars::{Date, DateTime, Long},
};

/// One file as received. Its bytes are archived under their SHA-256 and never changed.
pub(crate) struct Document(pub(crate) Row<Model>);

impl ByKey for Model {
    type Key = i64;

    fn key(&self) -> i64 {
        self.id
    }

    fn select(keys: Vec<i64>) -> SelectStatement {
        Entity::find().filter(Column::Id.is_in(keys)).into_query()
    }
}

/// A period of civil dates in Europe/London.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Period {
    /// First day.
    from: Date,
    /// First day after the period: it is not part of it.
    to: Date,
}

/// Why a document could not be read.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct DocumentError {
    /// Stable code.
    code: String,
    /// What was wrong, and what to do.
    message: String,
}

/// One file as received. Its bytes are archived under their SHA-256 and never changed.
#[Object]
impl Document {
    /// Global id.
    pub(crate) async fn id(&self) -> ID {
        NodeId::Document(self.0.id).encode()
    }

    /// SHA-256 of its bytes, 64 hexadecimal digits.
    async fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// File name as received.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Size in bytes.
    async fn bytes(&self) -> Long {
        Long(self.0.bytes)
    }

    /// Form of the file: `csv`, `xlsx`, `xls` or `ods`; null if it could not be told.
    async fn container(&self) -> Option<&str> {
        self.0.container.as_deref()
    }

    /// What became of it.
    async fn status(&self) -> DocumentStatus {
        self.0.status.into()
    }

    /// The period it stands for, as given with it or else taken from its dates; null if it failed.
    async fn period(&self) -> Option<Period> {
        let (from, to) = (self.0.period_from?, self.0.period_to?);
        Some(Period { from: Date(from), to: Date(to) })
    }

    /// When the hub received it.
    async fn received_at(&self) -> DateTime {
        DateTime(self.0.received_at)
    }

    /// When its payments began to count; null if they never did.
    async fn loaded_at(&self) -> Option<DateTime> {
        self.0.loaded_at.map(DateTime)
    }

    /// The document that took its place; null while it counts.
    async fn superseded_by(&self) -> Result<Option<Document>, ApiError> {
        Ok(self.0.one("supersededBy", |document| document.superseded_by).await?.map(Document))
    }

    /// The documents whose place it took.
    async fn supersedes(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Document>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = self.0.children(args, DocumentFilter::default(), DocumentList::resolve).await?;
        Ok(Connection::of(slice, Document))
    }

    /// Number of rows after the headings: payments, rejected and blank rows together.
    async fn rows(&self) -> i64 {
        self.0.rows
    }

    /// Number of rows that were taken as payments. The payments themselves stand in `paymentList`.
    async fn payments(&self) -> i64 {
        self.0.payments
    }

    /// Number of rows that were not taken. The rows themselves stand in `rejectedRows`.
    async fn rejected(&self) -> i64 {
        self.0.rejected
    }

    /// Number of empty rows.
    async fn blank(&self) -> i64 {
        self.0.blank
    }

    /// Signed sum of its payments, on the VAT basis that `vatBasis` tells.
    async fn net(&self) -> Money {
        Money::gbp(self.0.net_pence)
    }

    /// Number of its payments below zero (credits).
    async fn negatives(&self) -> i64 {
        self.0.negatives
    }

    /// Earliest payment date.
    async fn first_date(&self) -> Option<Date> {
        self.0.first_date.map(Date)
    }

    /// Latest payment date.
    async fn last_date(&self) -> Option<Date> {
        self.0.last_date.map(Date)
    }

    /// Whether its amounts include VAT.
    async fn vat_basis(&self) -> VatBasis {
        self.0.vat_basis.into()
    }

    /// Remarks on its payments, contracts or releases, each with their number.
    async fn warnings(&self) -> Result<Vec<WarningCount>, ApiError> {
        let feed: Option<Row<feed::Model>> = self.0.one("feed", |document| Some(document.feed_id)).await?;
        let kind = feed.ok_or_else(|| ApiError::internal("a document lacks its feed"))?.kind;
        WarningCount::read(kind, &self.0.warnings)
            .map_err(|_| ApiError::internal("a document has unreadable warnings"))
    }

    /// How it was read: encoding, form, tables with their columns and confidence, as the command
    /// `anchorhub inspect --format json` prints it.
    async fn recognition(&self) -> Result<Json<serde_json::Value>, ApiError> {
        serde_json::from_str(&self.0.recognition)
            .map(Json)
            .map_err(|_| ApiError::internal("a document has an unreadable recognition"))
    }

    /// Why it could not be read; null unless it failed.
    async fn error(&self) -> Option<DocumentError> {
        let code = self.0.error_code.clone()?;
        Some(DocumentError { code, message: self.0.error_message.clone().unwrap_or_default() })
    }

    /// The feed it belongs to.
    async fn feed(&self) -> Result<Feed, ApiError> {
        let feed = self.0.one("feed", |document| Some(document.feed_id)).await?;
        feed.map(Feed).ok_or_else(|| ApiError::internal("a document lacks its feed"))
    }

    /// Whose data it carries.
    async fn institution(&self) -> Result<Institution, ApiError> {
        let institution = self.0.one("institution", |document| Some(document.institution_id)).await?;
        institution.map(Institution).ok_or_else(|| ApiError::internal("a document lacks its institution"))
    }

    /// The run that received it.
    async fn run(&self) -> Result<IngestRun, ApiError> {
        let run = self.0.one("run", |document| Some(document.run_id)).await?;
        run.map(IngestRun).ok_or_else(|| ApiError::internal("a document lacks its run"))
    }

    /// Rows that were not taken, in the order of the file.
    async fn rejected_rows(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<RejectedRowFilter>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<RejectedRow>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = self.0.children(args, filter.unwrap_or_default(), RejectedRowList::resolve).await?;
        Ok(Connection::of(slice, RejectedRow))
    }

    /// Its payments; none once another document took its place. Their number stands in `payments`.
    async fn payment_list(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which of them.")] filter: Option<PaymentFilter>,
        #[graphql(desc = "In which order.", default_with = "Some(PaymentOrder::default())")] order_by: Option<
            PaymentOrder,
        >,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Payment>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let request = (filter.unwrap_or_default(), order_by.unwrap_or_default());
        let slice = self.0.children(args, request, PaymentList::resolve).await?;
        Ok(Connection::of(slice, Payment))
    }

    /// Number of releases or contracts taken from it; 0 for spend.
    async fn records(&self) -> i64 {
        self.0.records
    }

    /// Number of its releases that the hub had from another document already.
    async fn known(&self) -> i64 {
        self.0.known
    }

    /// The releases that it brought first.
    async fn releases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Page size, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
        #[graphql(desc = "Cursor of the row to begin after.")] after: Option<String>,
    ) -> Result<Connection<Release>, ApiError> {
        let args = PageArgs::new(ctx, first, after)?;
        let slice = self.0.children(args, (), async |_, ()| Ok(DocumentReleaseList)).await?;
        Ok(Connection::of(slice, Release))
    }
}
