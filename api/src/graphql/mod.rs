//! The GraphQL schema: types, filters, lists and how their rows are loaded.
//!
//! A query comes in at `query`. Lists (`lists`) are paged by keyset and come out as connections
//! (`connection`); the rows of a page know each other (`family`), so that what one of them asks for is loaded
//! for all. Whatever fails is an `ApiError` (`error`), whose text may be shown to anyone.

mod as_of;
mod canonical;
mod compressed;
mod connection;
mod cursor;
mod enums;
mod error;
mod export;
mod family;
mod filters;
mod lists;
mod mutation;
mod named;
mod node;
mod node_id;
mod query;
mod scalars;
mod types;

use std::sync::Arc;

use anchorhub_analysis::{ContractColumns, SpendEngine, SqlEngine};
use anchorhub_ocds::{Caps, Merger};
use anchorhub_store::Database;
use async_graphql::{Context, EmptySubscription, ID, Schema, SchemaBuilder};

pub use self::export::{ExportArguments, ExportColumn, ExportKind, ExportParameter};
pub(crate) use self::node_id::NodeId;
pub(crate) use self::{
    error::ApiError,
    export::{Hub, Opened, Rows, open},
};
pub use self::{mutation::Mutation, query::Query};
use crate::{
    limits::{GuardedSchema, Limits},
    memory::Memory,
    releases::ReleaseLibrary,
};

/// What the schema works with.
#[derive(Clone)]
pub struct ApiContext {
    database: Database,
    hub_name: String,
    spend: Arc<dyn SpendEngine>,
    contracts: ContractColumns,
    releases: ReleaseLibrary,
    memory: Option<Memory>,
}

impl ApiContext {
    /// A hub over a database; `hub_name` is the name that the API shows.
    pub fn new(database: Database, hub_name: impl Into<String>) -> Self {
        let spend = Arc::new(SqlEngine::new(database.clone()));
        let releases = ReleaseLibrary::new(database.clone(), Caps::default(), Merger::default());
        let contracts = ContractColumns::new(database.clone());
        Self { database, hub_name: hub_name.into(), spend, contracts, releases, memory: None }
    }

    /// The same, with releases read and merged as they were loaded.
    #[must_use]
    pub fn with_releases(mut self, caps: Caps, merger: Merger) -> Self {
        self.releases = ReleaseLibrary::new(self.database.clone(), caps, merger);
        self
    }

    /// The same, with another engine behind questions about spend.
    #[must_use]
    pub fn with_spend_engine(mut self, spend: Arc<dyn SpendEngine>) -> Self {
        self.spend = spend;
        self
    }

    /// The same, with contracts that are held in memory already.
    #[must_use]
    pub fn with_contracts(mut self, contracts: ContractColumns) -> Self {
        self.contracts = contracts;
        self
    }

    /// The same, with a memory of answers that everybody may see.
    #[must_use]
    pub fn with_memory(mut self, memory: Memory) -> Self {
        self.memory = Some(memory);
        self
    }

    fn of<'a>(ctx: &Context<'a>) -> Result<&'a Self, ApiError> {
        ctx.data().map_err(|_| ApiError::internal("the schema was built without a context"))
    }
}

/// The schema of a hub, as it is served: every request passes the limits.
pub type HubSchema = GuardedSchema<Query, Mutation, EmptySubscription>;

/// Builds the schema of a hub.
pub fn build_schema(context: ApiContext, limits: Limits) -> HubSchema {
    let memory = context.memory.clone();
    GuardedSchema::with_memory(builder().data(context), limits, memory)
}

/// The schema in GraphQL's schema definition language.
pub fn sdl() -> String {
    builder().finish().sdl()
}

fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    // Outermost, so that it sees the errors of all other extensions.
    Schema::build(Query::default(), Mutation::default(), EmptySubscription)
        .extension(error::ErrorCodes)
        .override_output_type_description::<ID>(
            "A global id: opaque, the same for as long as the hub exists, and accepted by `node` and by filters.",
        )
}
