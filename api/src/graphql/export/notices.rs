//! Notices, as they are written out.

use anchorhub_entities::{contracting_process, notice};
use anchorhub_store::{Database, Snapshot};

use super::{
    Input,
    listed::{Exported, SEPARATOR},
    lookup::by_keys,
};
use crate::{
    graphql::{error::ApiError, lists::NoticeList, node_id::NodeId},
    table::{Cell, Column, Kind, Record},
};

#[async_trait::async_trait]
impl Exported for NoticeList {
    const HAS_ORDER: bool = true;

    const COLUMNS: &'static [Column] = &[
        Column::new("id", Kind::Text),
        Column::new("kind", Kind::Text),
        Column::new("identifier", Kind::Text),
        Column::new("publishedAt", Kind::Instant),
        Column::new("stage", Kind::Text),
        Column::new("tags", Kind::Text),
        Column::new("title", Kind::Text),
        Column::new("url", Kind::Text),
        Column::new("ocid", Kind::Text),
    ];

    async fn resolve(database: &Database, input: &Input<'_>) -> Result<Self, ApiError> {
        Self::resolve(database, input.filter()?, input.order()?).await
    }

    async fn records(snapshot: &mut Snapshot, rows: &[notice::Model]) -> Result<Vec<Record>, ApiError> {
        let processes =
            by_keys::<contracting_process::Model>(snapshot, rows.iter().map(|row| row.process_id)).await?;
        let record = |row: &notice::Model| {
            vec![
                NodeId::Notice(row.release_id).encode().to_string().into(),
                Cell::of(row.kind.as_deref()),
                Cell::of(row.identifier.as_deref()),
                Cell::of(row.published_at),
                row.stage.as_str().into(),
                Cell::of(Some(row.tags.replace(',', SEPARATOR)).filter(|tags| !tags.is_empty())),
                Cell::of(row.title.as_deref()),
                Cell::of(row.url.as_deref()),
                Cell::of(processes.get(&row.process_id).map(|process| process.ocid.as_str())),
            ]
        };
        Ok(rows.iter().map(record).collect())
    }
}
