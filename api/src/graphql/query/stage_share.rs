//! The share of small, or of social, enterprises before payment.

use anchorhub_analysis as analysis;

use crate::graphql::{
    ApiContext,
    enums::{SpendDimension, Stage},
    error::ApiError,
    filters::PaymentFilter,
    types::EnterpriseShare,
};

/// What is asked at a stage before payment.
pub(super) struct StageQuestion {
    pub(super) stage: Stage,
    pub(super) of: analysis::Enterprise,
    pub(super) filter: PaymentFilter,
    pub(super) group_by: Vec<SpendDimension>,
    pub(super) first: usize,
    pub(super) mode: analysis::WinnerMode,
}

impl StageQuestion {
    /// The answer, from processes and not from payments.
    pub(super) async fn answer(self, context: &ApiContext) -> Result<EnterpriseShare, ApiError> {
        let database = &context.database;
        let group_by: Vec<analysis::ProcessDimension> =
            self.group_by.iter().map(|dimension| dimension_of(*dimension)).collect::<Result<_, _>>()?;
        let asked = self.filter.at_stage(self.stage)?;
        let condition = asked.processes.resolve(database).await?;
        let question = analysis::ProcessQuestion {
            processes: condition.processes(database.engine()),
            group_by,
            first: self.first,
        };
        let of = self.of;
        let breakdown = match self.stage {
            Stage::Planned => analysis::stage_planned(database, &question, of).await?,
            Stage::Tendered => analysis::stage_tendered(database, &question, of).await?,
            Stage::Bid => analysis::stage_bid(database, &question, of).await?,
            Stage::Awarded | Stage::Paid => {
                analysis::stage_awarded(database, &question, of, self.mode, asked.awarded).await?
            }
        };
        Ok(EnterpriseShare::at_stage(database, self.stage, &self.group_by, breakdown))
    }
}

/// The dimension of processes that means the same.
fn dimension_of(dimension: SpendDimension) -> Result<analysis::ProcessDimension, ApiError> {
    match dimension {
        SpendDimension::Institution => Ok(analysis::ProcessDimension::Institution),
        SpendDimension::CategoryDivision => Ok(analysis::ProcessDimension::CategoryDivision),
        SpendDimension::FinancialYear => Ok(analysis::ProcessDimension::FinancialYear),
        _ => Err(ApiError::BadQuestion {
            code: "DIMENSION_NOT_AT_STAGE",
            message: "at stages before PAID group by INSTITUTION, CATEGORY_DIVISION or FINANCIAL_YEAR"
                .to_owned(),
        }),
    }
}
