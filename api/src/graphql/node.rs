//! Everything that has a global id, found by it.

use std::collections::HashMap;

use anchorhub_store::Database;
use async_graphql::{ID, Interface};

use super::{
    connection::MAX_FIRST,
    error::ApiError,
    family::{ByKey, Row, by_keys},
    node_id::NodeId,
    types::{Area, Document, Feed, IngestRun, Institution, Payment, Supplier},
};

/// Anything with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id."))]
pub(crate) enum Node {
    /// A place.
    Area(Area),
    /// A file as received.
    Document(Document),
    /// A stream of documents.
    Feed(Feed),
    /// An attempt to take in documents.
    IngestRun(IngestRun),
    /// An anchor institution.
    Institution(Institution),
    /// A payment.
    Payment(Payment),
    /// Someone whom institutions pay.
    Supplier(Supplier),
}

/// The nodes with these ids, in their order; none where there is no such thing. All of one type are found by
/// one statement.
pub(crate) async fn find(database: &Database, ids: &[ID]) -> Result<Vec<Option<Node>>, ApiError> {
    if i32::try_from(ids.len()).is_ok_and(|number| number <= MAX_FIRST) {
        let ids: Vec<NodeId> = ids.iter().map(|id| NodeId::decode(id, "a node")).collect::<Result<_, _>>()?;
        let found = Found::load(database, &ids).await?;
        Ok(ids.iter().map(|id| found.node(id)).collect())
    } else {
        Err(ApiError::TooManyIds(ids.len()))
    }
}

/// What the ids of one query stand for.
struct Found {
    areas: Rows<anchorhub_entities::area::Model>,
    documents: Rows<anchorhub_entities::document::Model>,
    feeds: Rows<anchorhub_entities::feed::Model>,
    runs: Rows<anchorhub_entities::ingest_run::Model>,
    institutions: Rows<anchorhub_entities::institution::Model>,
    payments: Rows<anchorhub_entities::payment::Model>,
    suppliers: Rows<anchorhub_entities::supplier::Model>,
}

type Rows<M> = HashMap<<M as ByKey>::Key, Row<M>>;

impl Found {
    async fn load(database: &Database, ids: &[NodeId]) -> Result<Self, ApiError> {
        macro_rules! rows {
            ($pattern:pat => $key:expr) => {{
                let keys = ids.iter().filter_map(|id| match id {
                    $pattern => Some($key),
                    _ => None,
                });
                by_keys(database, keys.collect::<std::collections::HashSet<_>>().into_iter().collect())
                    .await?
            }};
        }
        Ok(Self {
            areas: rows!(NodeId::Area(code) => code.clone()),
            documents: rows!(NodeId::Document(key) => *key),
            feeds: rows!(NodeId::Feed(key) => *key),
            runs: rows!(NodeId::IngestRun(key) => *key),
            institutions: rows!(NodeId::Institution(key) => *key),
            payments: rows!(NodeId::Payment(institution, document, seq) => (*institution, *document, *seq)),
            suppliers: rows!(NodeId::Supplier(key) => *key),
        })
    }

    fn node(&self, id: &NodeId) -> Option<Node> {
        match id {
            NodeId::Area(code) => self.areas.get(code).cloned().map(|row| Node::Area(Area(row))),
            NodeId::Document(key) => {
                self.documents.get(key).cloned().map(|row| Node::Document(Document(row)))
            }
            NodeId::Feed(key) => self.feeds.get(key).cloned().map(|row| Node::Feed(Feed(row))),
            NodeId::IngestRun(key) => self.runs.get(key).cloned().map(|row| Node::IngestRun(IngestRun(row))),
            NodeId::Institution(key) => {
                self.institutions.get(key).cloned().map(|row| Node::Institution(Institution(row)))
            }
            NodeId::Payment(institution, document, seq) => self
                .payments
                .get(&(*institution, *document, *seq))
                .cloned()
                .map(|row| Node::Payment(Payment(row))),
            NodeId::Supplier(key) => {
                self.suppliers.get(key).cloned().map(|row| Node::Supplier(Supplier(row)))
            }
        }
    }
}
