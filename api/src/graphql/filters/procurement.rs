//! What filters of notices, opportunities and contracts have in common.

use anchorhub_analysis::{CpvPrefix, Days};
use anchorhub_entities::process_buyer;
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, IntoColumnRef, Query, SelectStatement},
};

use super::{AmountInput, PeriodInput, clean, clean_all};
use crate::graphql::error::ApiError;

/// Checks a period.
pub(crate) fn days(period: Option<PeriodInput>) -> Result<Days, ApiError> {
    let (from, to) = period.map(PeriodInput::check).transpose()?.unwrap_or_default();
    Ok(Days { from, to })
}

/// That a column of pence lies in a range.
pub(crate) fn in_range(column: impl IntoColumnRef + Copy, range: Option<AmountInput>) -> Condition {
    let (min, max) = range.map_or((None, None), |range| (range.min, range.max));
    Condition::all()
        .add_option(min.map(|min| Expr::col(column).gte(min.pence)))
        .add_option(max.map(|max| Expr::col(column).lte(max.pence)))
}

/// Reads beginnings of CPV codes.
pub(crate) fn prefixes(texts: Option<Vec<String>>) -> Result<Option<Vec<CpvPrefix>>, ApiError> {
    let Some(texts) = clean_all(texts)? else { return Ok(None) };
    let read = |text: &String| {
        CpvPrefix::read(text).ok_or_else(|| ApiError::BadCategory(text.chars().take(80).collect()))
    };
    texts.iter().map(read).collect::<Result<_, _>>().map(Some)
}

/// Reads divisions of the CPV: exactly two digits.
pub(super) fn divisions(texts: Option<Vec<String>>) -> Result<Option<Vec<CpvPrefix>>, ApiError> {
    let divisions = prefixes(texts)?;
    match divisions.iter().flatten().find(|division| division.digits().len() != 2) {
        Some(division) => {
            Err(ApiError::BadTrait(division.digits().to_owned(), "a CPV division: two digits, such as `90`"))
        }
        None => Ok(divisions),
    }
}

/// The processes in which one of the institutions buys.
pub(crate) fn bought_by(institutions: &[i32]) -> SelectStatement {
    Query::select()
        .column(process_buyer::Column::ProcessId)
        .from(process_buyer::Entity)
        .and_where(process_buyer::Column::InstitutionId.is_in(institutions.iter().copied()))
        .to_owned()
}

/// A text to look for, if it is one.
pub(crate) fn text(given: Option<&str>) -> Option<String> {
    given.map(clean).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
}
