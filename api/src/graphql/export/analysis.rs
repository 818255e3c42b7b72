//! Analyses, as they are written out: every group, in the columns of their table form.

use anchorhub_analysis::{SpendEngine, SpendPlan};
use anchorhub_entities::Currency;
use anchorhub_store::Database;

use super::{Input, Opened, Rows};
use crate::{
    graphql::{
        enums::{ExclusionReason, SpendDimension, SpendOrder},
        error::ApiError,
        filters::PaymentFilter,
        types::{AnalysisColumn, ColumnType, SpendAnalysis},
    },
    table::{Cell, Column, Kind, Record},
};

/// Groups of one analysis: what is held in memory.
const GROUPS: usize = 200_000;

/// Every group of an analysis of spend.
pub(super) async fn spend(
    database: &Database,
    engine: &dyn SpendEngine,
    input: &Input<'_>,
) -> Result<Opened, ApiError> {
    let plan = SpendPlan {
        filter: input.filter::<PaymentFilter>()?.resolve(database).await?,
        exclude: input.exclude::<ExclusionReason>()?.into_iter().map(Into::into).collect(),
        group_by: input.group_by::<SpendDimension>()?.into_iter().map(Into::into).collect(),
        order: input.order::<SpendOrder>()?.into(),
        first: GROUPS,
    };
    let answer = engine.spend(&plan).await?;
    if answer.rest.groups > 0 {
        return Err(ApiError::BadQuestion {
            code: "TOO_MANY_GROUPS",
            message: format!(
                "there are more than {GROUPS} groups: ask for fewer dimensions or a narrower filter"
            ),
        });
    }
    let data_version = answer.data_version;
    let analysis = SpendAnalysis::new(database, &plan, answer);
    let table = analysis.table_columns();
    let figures = [Column::new("netPence", Kind::Integer), Column::new("currency", Kind::Text)];
    let columns = table.iter().map(column).chain(figures).collect();
    let rows = analysis
        .cells_with_pence()
        .map(|(cells, pence)| {
            let figures = [Cell::Integer(pence), Currency::Gbp.code().into()];
            let cells = table.iter().zip(cells).map(|(column, cell)| typed(column, cell, pence));
            cells.chain(figures).collect()
        })
        .collect();
    Ok(Opened { columns, rows: Box::new(Answered { data_version, rows }) })
}

fn column(column: &AnalysisColumn) -> Column {
    let kind = match column.kind {
        ColumnType::Id | ColumnType::Text | ColumnType::Month | ColumnType::FinancialYear => Kind::Text,
        ColumnType::Decimal => Kind::Amount,
        ColumnType::Int => Kind::Integer,
    };
    Column::new(column.name, kind)
}

/// A cell of the table form, with its type again; its one amount is the net.
fn typed(column: &AnalysisColumn, cell: Option<String>, pence: i64) -> Cell {
    match column.kind {
        ColumnType::Decimal => Cell::Amount(pence),
        ColumnType::Int => Cell::of(cell.and_then(|cell| cell.parse::<i64>().ok())),
        ColumnType::Id | ColumnType::Text | ColumnType::Month | ColumnType::FinancialYear => Cell::of(cell),
    }
}

/// The rows of one answer.
struct Answered {
    data_version: i64,
    rows: Vec<Record>,
}

#[async_trait::async_trait]
impl Rows for Answered {
    fn data_version(&self) -> i64 {
        self.data_version
    }

    async fn next(&mut self) -> Result<Vec<Record>, ApiError> {
        Ok(std::mem::take(&mut self.rows))
    }
}
