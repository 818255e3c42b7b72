//! What a search found.

use anchorhub_entities::{contract, contract_buyer, contracting_process, notice, process_buyer, supplier};
use anchorhub_resolution::lookup::HitKind;
use async_graphql::{Enum, Object};

use super::{Contract, Institution, Notice, Supplier};
use crate::graphql::{error::ApiError, family::Row, node::Node};

/// Characters of a snippet.
const SNIPPET: usize = 200;

/// What a search can find.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "HitKind")]
pub(crate) enum SearchKind {
    /// Suppliers, by identifier, by name in any spelling, by words of a published name.
    Supplier,
    /// Contracts that count, by reference, by ocid, by words of a title.
    Contract,
    /// Notices, by number, by ocid, by words of the title; by words, of each process the one published last.
    Notice,
}

/// The row behind a hit.
#[derive(Clone)]
pub(crate) enum HitRow {
    Supplier(Row<supplier::Model>),
    Contract(Row<contract::Model>),
    Notice(Row<notice::Model>),
}

/// Something that a search found.
pub(crate) struct SearchHit {
    pub(crate) row: HitRow,
    /// In thousandths.
    pub(crate) score: u16,
    /// The name or title in which the text was found.
    pub(crate) text: Option<String>,
}

impl SearchHit {
    async fn shown(&self) -> Result<Option<String>, ApiError> {
        Ok(match &self.row {
            HitRow::Supplier(row) => Some(row.name.clone()),
            HitRow::Contract(row) => row.title.clone().or_else(|| row.reference.clone()),
            HitRow::Notice(row) => match &row.title {
                Some(title) => Some(title.clone()),
                None => {
                    let process: Option<Row<contracting_process::Model>> =
                        row.one("process", |row| Some(row.process_id)).await?;
                    process.and_then(|process| process.title.clone())
                }
            },
        })
    }
}

/// Something that a search found.
#[Object]
impl SearchHit {
    /// What it is.
    async fn kind(&self) -> SearchKind {
        match &self.row {
            HitRow::Supplier(_) => SearchKind::Supplier,
            HitRow::Contract(_) => SearchKind::Contract,
            HitRow::Notice(_) => SearchKind::Notice,
        }
    }

    /// The supplier, contract or notice itself.
    async fn node(&self) -> Node {
        match self.row.clone() {
            HitRow::Supplier(row) => Node::Supplier(Supplier(row)),
            HitRow::Contract(row) => Node::Contract(Contract(row)),
            HitRow::Notice(row) => Node::Notice(Notice(row)),
        }
    }

    /// Name of the supplier, title or else reference of the contract, title of the notice or else of its process;
    /// null where none is published.
    async fn title(&self) -> Result<Option<String>, ApiError> {
        self.shown().await
    }

    /// The published name or title in which the text was found, where that is not `title`: up to 200 characters.
    async fn snippet(&self) -> Result<Option<String>, ApiError> {
        let Some(text) = &self.text else { return Ok(None) };
        if self.shown().await?.as_ref() == Some(text) {
            return Ok(None);
        }
        let cut = text.char_indices().nth(SNIPPET).map(|(at, _)| at);
        Ok(Some(cut.map_or_else(|| text.clone(), |at| format!("{}…", &text[..at]))))
    }

    /// How well it fits, 0 to 100; 100 for what an identifier, reference or number names exactly. Scores order the
    /// hits of one answer; they are no probabilities.
    async fn score(&self) -> f64 {
        f64::from(self.score) / 10.0
    }

    /// The institutions that buy under the contract or that the notice names as buyers and the hub follows; none for
    /// a supplier.
    async fn institutions(&self) -> Result<Vec<Institution>, ApiError> {
        let mut institutions = Vec::new();
        match &self.row {
            HitRow::Supplier(_) => {}
            HitRow::Contract(row) => {
                let buyers: Vec<Row<contract_buyer::Model>> = row.many("buyers", |row| Some(row.id)).await?;
                for buyer in buyers {
                    institutions.extend(buyer.one("institution", |row| Some(row.institution_id)).await?);
                }
            }
            HitRow::Notice(row) => {
                let mut buyers: Vec<Row<process_buyer::Model>> =
                    row.many("buyers", |row| Some(row.process_id)).await?;
                buyers.sort_by_key(|buyer| (buyer.institution_id, buyer.seq));
                buyers.dedup_by_key(|buyer| buyer.institution_id);
                for buyer in buyers {
                    institutions.extend(buyer.one("institution", |row| row.institution_id).await?);
                }
            }
        }
        Ok(institutions.into_iter().map(Institution).collect())
    }
}
