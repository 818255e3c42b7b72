//! Documents, as they are written out.

use anchorhub_entities::{Currency, document, institution};
use anchorhub_store::{Database, Snapshot};

use super::{Input, listed::Exported, lookup::by_keys};
use crate::{
    graphql::{error::ApiError, lists::DocumentList, node_id::NodeId},
    table::{Cell, Column, Kind, Record},
};

#[async_trait::async_trait]
impl Exported for DocumentList {
    const HAS_ORDER: bool = false;

    const COLUMNS: &'static [Column] = &[
        Column::new("id", Kind::Text),
        Column::new("sha256", Kind::Text),
        Column::new("name", Kind::Text),
        Column::new("institution", Kind::Text),
        Column::new("bytes", Kind::Integer),
        Column::new("container", Kind::Text),
        Column::new("status", Kind::Text),
        Column::new("periodFrom", Kind::Date),
        Column::new("periodTo", Kind::Date),
        Column::new("receivedAt", Kind::Instant),
        Column::new("loadedAt", Kind::Instant),
        Column::new("rows", Kind::Integer),
        Column::new("payments", Kind::Integer),
        Column::new("rejected", Kind::Integer),
        Column::new("blank", Kind::Integer),
        Column::new("net", Kind::Amount),
        Column::new("netPence", Kind::Integer),
        Column::new("currency", Kind::Text),
        Column::new("negatives", Kind::Integer),
        Column::new("firstDate", Kind::Date),
        Column::new("lastDate", Kind::Date),
        Column::new("vatBasis", Kind::Text),
        Column::new("records", Kind::Integer),
        Column::new("errorCode", Kind::Text),
    ];

    async fn resolve(database: &Database, input: &Input<'_>) -> Result<Self, ApiError> {
        Self::resolve(database, input.filter()?).await
    }

    async fn records(snapshot: &mut Snapshot, rows: &[document::Model]) -> Result<Vec<Record>, ApiError> {
        let institutions =
            by_keys::<institution::Model>(snapshot, rows.iter().map(|row| row.institution_id)).await?;
        let record = |row: &document::Model| {
            vec![
                NodeId::Document(row.id).encode().to_string().into(),
                row.sha256.as_str().into(),
                row.name.as_str().into(),
                Cell::of(institutions.get(&row.institution_id).map(|found| found.org_id.as_str())),
                row.bytes.into(),
                Cell::of(row.container.as_deref()),
                row.status.name().into(),
                Cell::of(row.period_from),
                Cell::of(row.period_to),
                row.received_at.into(),
                Cell::of(row.loaded_at),
                row.rows.into(),
                row.payments.into(),
                row.rejected.into(),
                row.blank.into(),
                Cell::Amount(row.net_pence),
                row.net_pence.into(),
                Currency::Gbp.code().into(),
                row.negatives.into(),
                Cell::of(row.first_date),
                Cell::of(row.last_date),
                row.vat_basis.name().into(),
                row.records.into(),
                Cell::of(row.error_code.as_deref()),
            ]
        };
        Ok(rows.iter().map(record).collect())
    }
}
