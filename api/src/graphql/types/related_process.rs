//! What a contracting process says of others.

use std::collections::HashMap;

use anchorhub_entities::{contracting_process, related_process};
use anchorhub_ocds::facts::RelatedProcessFact;
use async_graphql::Object;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use super::ContractingProcess;
use crate::graphql::{
    enums::{RelationMethod, named},
    error::ApiError,
    family::{Family, Part, Row},
};

/// Another process that a contracting process refers to.
pub(crate) struct RelatedProcess {
    process: ContractingProcess,
    index: usize,
}

impl Part for related_process::Model {
    type Whole = i64;

    fn whole(&self) -> i64 {
        self.process_id
    }

    fn parts(wholes: Vec<i64>) -> SelectStatement {
        related_process::Entity::find().filter(related_process::Column::ProcessId.is_in(wholes)).into_query()
    }
}

/// A process that is found by its ocid.
type ByOcid = HashMap<String, Row<contracting_process::Model>>;

impl RelatedProcess {
    /// The reference at a position of the process.
    pub(super) fn new(process: ContractingProcess, index: usize) -> Self {
        Self { process, index }
    }

    fn fact(&self) -> Result<&RelatedProcessFact, ApiError> {
        let related = self.process.facts().related.get(self.index);
        related.ok_or_else(|| ApiError::internal("a process lacks what it refers to"))
    }

    /// The same reference in the tables, where what it refers to has been looked for.
    async fn row(&self) -> Result<Option<Row<related_process::Model>>, ApiError> {
        let fact = self.fact()?;
        let rows: Vec<Row<related_process::Model>> =
            self.process.row().many("related", |process| Some(process.id)).await?;
        let same = |row: &Row<related_process::Model>| match self.process.is_earlier() {
            true => row.scheme == fact.scheme && row.identifier == fact.identifier && row.uri == fact.uri,
            false => usize::try_from(row.seq) == Ok(self.index),
        };
        Ok(rows.into_iter().find(same))
    }
}

/// Another process that a contracting process refers to.
#[Object]
impl RelatedProcess {
    /// What it is to the process, as OCDS names it: `framework`, `prior`, `parent`, ….
    async fn relationships(&self) -> Result<&[String], ApiError> {
        Ok(&self.fact()?.relationships)
    }

    /// Scheme of the identifier.
    async fn scheme(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.scheme.as_deref())
    }

    /// Identifier as published.
    async fn identifier(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.identifier.as_deref())
    }

    /// Title as published.
    async fn title(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.title.as_deref())
    }

    /// Address of the other process, as published.
    async fn uri(&self) -> Result<Option<&str>, ApiError> {
        Ok(self.fact()?.uri.as_deref())
    }

    /// Open Contracting ID, as stated or found; null where none was found.
    async fn ocid(&self) -> Result<Option<String>, ApiError> {
        if let Some(ocid) = self.fact()?.ocid.clone() {
            return Ok(Some(ocid));
        }
        Ok(self.row().await?.and_then(|row| row.related_ocid.clone()))
    }

    /// How the ocid was found; null where none was.
    async fn method(&self) -> Result<Option<RelationMethod>, ApiError> {
        let row = self.row().await?;
        Ok(row.filter(|row| row.related_ocid.is_some()).and_then(|row| named(&row.method)))
    }

    /// Confidence in percent that the ocid is the right one; null where none was found.
    async fn confidence(&self) -> Result<Option<i16>, ApiError> {
        let row = self.row().await?;
        Ok(row.filter(|row| row.related_ocid.is_some()).map(|row| row.confidence))
    }

    /// The other process, as it stands now; null while the hub has no release of it. Of an earlier state of a
    /// process, also null for one that the process no longer refers to.
    async fn process(&self) -> Result<Option<ContractingProcess>, ApiError> {
        let Some(row) = self.row().await? else { return Ok(None) };
        let Some(ocid) = row.related_ocid.as_deref() else { return Ok(None) };
        let processes = row
            .once("process".to_owned(), async |database, members| {
                let mut ocids: Vec<&str> =
                    members.iter().filter_map(|related| related.related_ocid.as_deref()).collect();
                ocids.sort_unstable();
                ocids.dedup();
                let select = contracting_process::Entity::find()
                    .filter(contracting_process::Column::Ocid.is_in(ocids));
                let found: Vec<contracting_process::Model> = database.fetch(&select.into_query()).await?;
                let rows = Family::rows(database, found).into_iter();
                Ok(rows.map(|row| (row.ocid.clone(), row)).collect::<ByOcid>())
            })
            .await?;
        processes.get(ocid).cloned().map(ContractingProcess::current).transpose()
    }
}
