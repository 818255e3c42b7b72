//! Whole lists and analyses, row by row: the same filters, orders and rows as the fields of the schema have.
//!
//! A list is read by keyset from one state of the data, so that it takes the same memory however long it is. An
//! analysis is one answer of its engine.

mod analysis;
mod contracts;
mod documents;
mod input;
mod institutions;
mod listed;
mod lookup;
mod notices;
mod opportunities;
mod payments;
mod suppliers;

use std::sync::Arc;

use anchorhub_analysis::SpendEngine;
use anchorhub_store::Database;

use self::input::Input;
use super::{
    error::ApiError,
    lists::{
        ContractList, DocumentList, InstitutionList, NoticeList, OpportunityList, PaymentList, SupplierList,
    },
};
use crate::table::{Column, Record};

/// What can be written out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportKind {
    /// Payments that count.
    Payments,
    /// Contracts, each counted once.
    Contracts,
    /// Suppliers that were paid or hold a contract.
    Suppliers,
    /// Institutions that the hub knows.
    Institutions,
    /// Published notices.
    Notices,
    /// What suppliers may yet win.
    Opportunities,
    /// Documents as received.
    Documents,
    /// Spend broken down: all groups.
    SpendAnalysis,
}

impl ExportKind {
    /// Every kind, in a fixed order.
    pub const ALL: &'static [Self] = &[
        Self::Payments,
        Self::Contracts,
        Self::Suppliers,
        Self::Institutions,
        Self::Notices,
        Self::Opportunities,
        Self::Documents,
        Self::SpendAnalysis,
    ];

    /// The name used in addresses and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Payments => "payments",
            Self::Contracts => "contracts",
            Self::Suppliers => "suppliers",
            Self::Institutions => "institutions",
            Self::Notices => "notices",
            Self::Opportunities => "opportunities",
            Self::Documents => "documents",
            Self::SpendAnalysis => "spend-analysis",
        }
    }

    /// Reads a name back.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// Which rows, in which order: the arguments of the field of the schema, as JSON.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ExportArguments {
    /// The filter: the very input object of the schema.
    pub filter: Option<serde_json::Value>,
    /// The order: a value of the enum of the schema.
    pub order_by: Option<String>,
    /// Dimensions of an analysis: values of the enum of the schema.
    pub group_by: Vec<String>,
    /// Reasons for which an analysis leaves payments out: values of the enum of the schema.
    pub exclude: Vec<String>,
}

/// Rows on their way out.
#[async_trait::async_trait]
pub(crate) trait Rows: Send {
    /// Version of the data that all of them are read from.
    fn data_version(&self) -> i64;

    /// The next rows; none when there are no more.
    async fn next(&mut self) -> Result<Vec<Record>, ApiError>;
}

/// Rows with their columns.
pub(crate) struct Opened {
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Box<dyn Rows>,
}

/// Checks the arguments and begins to read.
pub(crate) async fn open(
    database: &Database,
    spend: &Arc<dyn SpendEngine>,
    kind: ExportKind,
    arguments: &ExportArguments,
) -> Result<Opened, ApiError> {
    let input = Input(arguments);
    match kind {
        ExportKind::Payments => listed::open::<PaymentList>(database, &input).await,
        ExportKind::Contracts => listed::open::<ContractList>(database, &input).await,
        ExportKind::Suppliers => listed::open::<SupplierList>(database, &input).await,
        ExportKind::Institutions => listed::open::<InstitutionList>(database, &input).await,
        ExportKind::Notices => listed::open::<NoticeList>(database, &input).await,
        ExportKind::Opportunities => listed::open::<OpportunityList>(database, &input).await,
        ExportKind::Documents => listed::open::<DocumentList>(database, &input).await,
        ExportKind::SpendAnalysis => analysis::spend(database, spend.as_ref(), &input).await,
    }
}
