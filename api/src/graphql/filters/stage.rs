//! What a filter of payments asks of plans, tenders, bids and awards.

use anchorhub_analysis::Days;
use async_graphql::InputType;

use super::{NoticeFilter, PaymentFilter, procurement::days};
use crate::graphql::{enums::Stage, error::ApiError};

/// Which contracting processes a share is about, and the days of their awards.
pub(crate) struct AtStage {
    pub(crate) processes: NoticeFilter,
    pub(crate) awarded: Days,
}

impl PaymentFilter {
    /// The same question at a stage before payment: institutions, period and division of the CPV mean there what they
    /// mean here. Everything else is about payments and is refused, as leaving it out would widen the question.
    pub(crate) fn at_stage(mut self, stage: Stage) -> Result<AtStage, ApiError> {
        let (institutions, period) = (self.institutions.take(), self.period.take());
        let category = self.category_divisions.take();
        if self.to_value() != Self::default().to_value() {
            let message =
                "at stages before PAID a filter takes `institutions`, `period` and `categoryDivisions`: \
                           leave out what is about payments"
                    .to_owned();
            return Err(ApiError::BadQuestion { code: "FILTER_NOT_AT_STAGE", message });
        }
        // Awards have a day of their own; a notice of any day may tell of them.
        let (published, awarded) = if stage == Stage::Awarded { (None, period) } else { (period, None) };
        Ok(AtStage {
            processes: NoticeFilter::about(institutions, published, category),
            awarded: days(awarded)?,
        })
    }
}
