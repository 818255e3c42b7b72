//! Everything that has a global id, found by it.

use std::collections::HashMap;

use anchorhub_store::Database;
use async_graphql::{ID, Interface};

use super::{
    canonical,
    connection::MAX_FIRST,
    error::ApiError,
    family::{ByKey, Row, by_keys},
    node_id::NodeId,
    types::{
        Area, Award, Contract, ContractingProcess, Document, Feed, IngestRun, Institution, Lot, Notice,
        Payment, Supplier, SupplierDecision,
    },
};

/// Anything with a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id."))]
pub(crate) enum Node {
    /// A place.
    Area(Area),
    /// An award decision.
    Award(Award),
    /// A contract, as one source states it.
    Contract(Contract),
    /// A contracting process.
    ContractingProcess(ContractingProcess),
    /// A file as received.
    Document(Document),
    /// A stream of documents.
    Feed(Feed),
    /// An attempt to take in documents.
    IngestRun(IngestRun),
    /// An anchor institution.
    Institution(Institution),
    /// A lot of a tender.
    Lot(Lot),
    /// A published notice.
    Notice(Notice),
    /// A payment.
    Payment(Payment),
    /// Someone whom institutions pay or award contracts to.
    Supplier(Supplier),
    /// A decision about a supplier.
    SupplierDecision(SupplierDecision),
}

/// The nodes with these ids, in their order; none where there is no such thing. All of one type are found by
/// one statement.
pub(crate) async fn find(database: &Database, ids: &[ID]) -> Result<Vec<Option<Node>>, ApiError> {
    if i32::try_from(ids.len()).is_ok_and(|number| number <= MAX_FIRST) {
        let ids: Vec<NodeId> = ids.iter().map(|id| NodeId::decode(id, "a node")).collect::<Result<_, _>>()?;
        let found = Found::load(database, &ids).await?;
        ids.iter().map(|id| found.node(id)).collect()
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
    /// By any of their ids.
    suppliers: Rows<anchorhub_entities::supplier::Model>,
    decisions: Rows<anchorhub_entities::match_decision::Model>,
    contracts: Rows<anchorhub_entities::contract::Model>,
    notices: Rows<anchorhub_entities::notice::Model>,
    /// Processes that are asked for themselves, or for one of their lots or awards.
    processes: Rows<anchorhub_entities::contracting_process::Model>,
}

type Rows<M> = HashMap<<M as ByKey>::Key, Row<M>>;

impl Found {
    async fn load(database: &Database, ids: &[NodeId]) -> Result<Self, ApiError> {
        macro_rules! keys {
            ($pattern:pat => $key:expr) => {{
                let keys = ids.iter().filter_map(|id| match id {
                    $pattern => Some($key),
                    _ => None,
                });
                keys.collect::<std::collections::HashSet<_>>().into_iter().collect()
            }};
        }
        macro_rules! rows {
            ($pattern:pat => $key:expr) => {
                by_keys(database, keys!($pattern => $key)).await?
            };
        }
        Ok(Self {
            areas: rows!(NodeId::Area(code) => code.clone()),
            documents: rows!(NodeId::Document(key) => *key),
            feeds: rows!(NodeId::Feed(key) => *key),
            runs: rows!(NodeId::IngestRun(key) => *key),
            institutions: rows!(NodeId::Institution(key) => *key),
            payments: rows!(NodeId::Payment(institution, document, seq) => (*institution, *document, *seq)),
            suppliers: canonical::suppliers(database, keys!(NodeId::Supplier(key) => *key)).await?,
            decisions: rows!(NodeId::SupplierDecision(key) => *key),
            contracts: rows!(NodeId::Contract(key) => *key),
            notices: rows!(NodeId::Notice(key) => *key),
            processes: rows!(
                NodeId::ContractingProcess(key) | NodeId::Lot(key, _) | NodeId::Award(key, _) => *key
            ),
        })
    }

    fn node(&self, id: &NodeId) -> Result<Option<Node>, ApiError> {
        Ok(match id {
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
            NodeId::SupplierDecision(key) => {
                self.decisions.get(key).cloned().map(|row| Node::SupplierDecision(SupplierDecision(row)))
            }
            NodeId::Contract(key) => {
                self.contracts.get(key).cloned().map(|row| Node::Contract(Contract(row)))
            }
            NodeId::Notice(key) => self.notices.get(key).cloned().map(|row| Node::Notice(Notice(row))),
            NodeId::ContractingProcess(key) => self.process(*key)?.map(Node::ContractingProcess),
            NodeId::Lot(key, lot) => self.process(*key)?.and_then(|process| process.lot(lot)).map(Node::Lot),
            NodeId::Award(key, award) => {
                self.process(*key)?.and_then(|process| process.award(award)).map(Node::Award)
            }
        })
    }

    fn process(&self, key: i64) -> Result<Option<ContractingProcess>, ApiError> {
        self.processes.get(&key).cloned().map(ContractingProcess::current).transpose()
    }
}
