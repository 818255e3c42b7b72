//! Institutions, as they are written out.

use anchorhub_entities::institution;
use anchorhub_store::{Database, Snapshot};

use super::{Input, listed::Exported};
use crate::{
    graphql::{error::ApiError, filters::InstitutionFilter, lists::InstitutionList, node_id::NodeId},
    table::{Cell, Column, Kind, Record},
};

#[async_trait::async_trait]
impl Exported for InstitutionList {
    const HAS_ORDER: bool = false;

    const COLUMNS: &'static [Column] = &[
        Column::new("id", Kind::Text),
        Column::new("orgId", Kind::Text),
        Column::new("name", Kind::Text),
        Column::new("kind", Kind::Text),
        Column::new("homeArea", Kind::Text),
    ];

    async fn resolve(_: &Database, input: &Input<'_>) -> Result<Self, ApiError> {
        Ok(Self { filter: input.filter::<InstitutionFilter>()?.check()? })
    }

    async fn records(_: &mut Snapshot, rows: &[institution::Model]) -> Result<Vec<Record>, ApiError> {
        let record = |row: &institution::Model| {
            vec![
                NodeId::Institution(row.id).encode().to_string().into(),
                row.org_id.as_str().into(),
                row.name.as_str().into(),
                row.kind.name().into(),
                Cell::of(row.home_area.as_deref()),
            ]
        };
        Ok(rows.iter().map(record).collect())
    }
}
