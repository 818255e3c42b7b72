//! Opportunities, as they are written out.

use anchorhub_entities::{contracting_process, opportunity};
use anchorhub_store::{Database, Snapshot};

use super::{Input, listed::Exported, lookup::by_keys};
use crate::{
    graphql::{error::ApiError, lists::OpportunityList, node_id::NodeId},
    table::{Cell, Column, Kind, Record},
};

#[async_trait::async_trait]
impl Exported for OpportunityList {
    const HAS_ORDER: bool = true;

    const COLUMNS: &'static [Column] = &[
        Column::new("stage", Kind::Text),
        Column::new("dueOn", Kind::Date),
        Column::new("startsOn", Kind::Date),
        Column::new("title", Kind::Text),
        Column::new("cpv", Kind::Text),
        Column::new("value", Kind::Amount),
        Column::new("valuePence", Kind::Integer),
        Column::new("currency", Kind::Text),
        Column::new("valueBasis", Kind::Text),
        Column::new("isFramework", Kind::Boolean),
        Column::new("suitableForSme", Kind::Boolean),
        Column::new("suitableForVcse", Kind::Boolean),
        Column::new("ocid", Kind::Text),
        Column::new("contract", Kind::Text),
    ];

    async fn resolve(database: &Database, input: &Input<'_>) -> Result<Self, ApiError> {
        Self::resolve(database, input.filter()?, input.order()?).await
    }

    async fn records(snapshot: &mut Snapshot, rows: &[opportunity::Model]) -> Result<Vec<Record>, ApiError> {
        let source = |row: &opportunity::Model, kind: &str| (row.kind == kind).then_some(row.source_id);
        let processes =
            by_keys::<contracting_process::Model>(snapshot, rows.iter().filter_map(|row| source(row, "P")))
                .await?;
        let record = |row: &opportunity::Model| {
            let process = source(row, "P").and_then(|id| processes.get(&id));
            vec![
                row.stage.as_str().into(),
                Cell::of(row.due_on),
                Cell::of(row.starts_on),
                Cell::of(row.title.as_deref()),
                Cell::of(row.cpv.as_deref()),
                Cell::amount(row.value_pence),
                Cell::of(row.value_pence),
                Cell::of(row.value_pence.and(row.value_currency.as_deref())),
                Cell::of(row.value_basis.as_deref()),
                row.is_framework.into(),
                Cell::of(row.sme_suitable),
                Cell::of(row.vcse_suitable),
                Cell::of(process.map(|process| process.ocid.as_str())),
                Cell::of(source(row, "C").map(|id| NodeId::Contract(id).encode().to_string())),
            ]
        };
        Ok(rows.iter().map(record).collect())
    }
}
