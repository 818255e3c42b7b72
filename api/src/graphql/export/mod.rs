//! Whole lists and analyses, row by row: the same filters, orders and rows as the fields of the schema have.
//!
//! The large lists are read by keyset from one state of the data, so that they take the same memory however long they
//! are. Every other field of the schema whose answer holds rows is asked through the schema itself.

mod arguments;
mod contracts;
mod derived;
mod documents;
mod input;
mod institutions;
mod kind;
mod listed;
mod lookup;
mod notices;
mod opportunities;
mod payments;
mod suppliers;

use anchorhub_store::Database;
use async_graphql::{EmptySubscription, Schema};

use self::input::Input;
pub use self::{
    arguments::ExportArguments,
    kind::{ExportColumn, ExportKind, ExportParameter},
};
use super::{ApiContext, Mutation, Query, builder, error::ApiError};
use crate::table::{Column, Record};

/// How often reading is begun anew when a load is committed meanwhile.
const TRIES: usize = 5;

/// The schema as exports ask it: they know their own limits.
type OpenSchema = Schema<Query, Mutation, EmptySubscription>;

/// What exports are made of.
#[derive(Clone)]
pub(crate) struct Hub {
    database: Database,
    schema: OpenSchema,
}

impl Hub {
    /// The hub that a context tells of.
    pub(crate) fn new(context: ApiContext) -> Self {
        Self { database: context.database.clone(), schema: builder().data(context).finish() }
    }
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
    hub: &Hub,
    kind: &ExportKind,
    arguments: &ExportArguments,
) -> Result<Opened, ApiError> {
    kind.open(hub, arguments).await
}
