//! What filters of notices, opportunities and contracts have in common.

use anchorhub_entities::{process_buyer, process_category, process_place};
use chrono::NaiveDate;
use sea_orm::{
    ColumnTrait, Condition,
    sea_query::{Expr, ExprTrait, IntoColumnRef, Query, SelectStatement, SimpleExpr},
};

use super::{AmountInput, PeriodInput, clean, clean_all};
use crate::graphql::error::ApiError;

/// Days from the first, included, to the last, not included.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Days {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

impl Days {
    /// Checks a period.
    pub(crate) fn of(period: Option<PeriodInput>) -> Result<Self, ApiError> {
        let Some(period) = period else { return Ok(Self::default()) };
        let (from, to) = (period.from.map(|date| date.0), period.to.map(|date| date.0));
        match (from, to) {
            (Some(from), Some(to)) if from >= to => Err(ApiError::BadPeriod { from, to }),
            _ => Ok(Self { from, to }),
        }
    }

    /// The days from one to another.
    pub(crate) fn between(from: NaiveDate, to: NaiveDate) -> Self {
        Self { from: Some(from), to: Some(to) }
    }

    /// The same period, begun and ended a day earlier.
    pub(crate) fn a_day_earlier(self) -> Self {
        let earlier = |day: Option<NaiveDate>| day.map(|day| day.pred_opt().unwrap_or(day));
        Self { from: earlier(self.from), to: earlier(self.to) }
    }

    /// Whether it allows every day, also an unknown one.
    pub(crate) fn is_open(self) -> bool {
        self.from.is_none() && self.to.is_none()
    }

    /// That a column of dates lies in it.
    pub(crate) fn hold(self, column: impl IntoColumnRef + Copy) -> Condition {
        Condition::all()
            .add_option(self.from.map(|from| Expr::col(column).gte(from)))
            .add_option(self.to.map(|to| Expr::col(column).lt(to)))
    }

    /// That a column of instants lies in it, counted in UTC.
    pub(crate) fn hold_instants(self, column: impl IntoColumnRef + Copy) -> Condition {
        let midnight = |date: NaiveDate| date.and_time(chrono::NaiveTime::MIN).and_utc();
        Condition::all()
            .add_option(self.from.map(|from| Expr::col(column).gte(midnight(from))))
            .add_option(self.to.map(|to| Expr::col(column).lt(midnight(to))))
    }
}

/// That a column of pence lies in a range.
pub(crate) fn in_range(column: impl IntoColumnRef + Copy, range: Option<AmountInput>) -> Condition {
    let (min, max) = range.map_or((None, None), |range| (range.min, range.max));
    Condition::all()
        .add_option(min.map(|min| Expr::col(column).gte(min.pence)))
        .add_option(max.map(|max| Expr::col(column).lte(max.pence)))
}

/// The beginning of a CPV code: two to eight digits.
#[derive(Clone, Debug)]
pub(crate) struct CpvPrefix(String);

impl CpvPrefix {
    /// Reads prefixes; a check digit after eight digits is left out.
    pub(crate) fn all(texts: Option<Vec<String>>) -> Result<Option<Vec<Self>>, ApiError> {
        let Some(texts) = clean_all(texts)? else { return Ok(None) };
        texts.iter().map(|text| Self::read(text)).collect::<Result<_, _>>().map(Some)
    }

    /// Reads divisions: exactly two digits.
    pub(super) fn divisions(texts: Option<Vec<String>>) -> Result<Option<Vec<Self>>, ApiError> {
        let divisions = Self::all(texts)?;
        match divisions.iter().flatten().find(|division| division.0.len() != 2) {
            Some(division) => {
                Err(ApiError::BadTrait(division.0.clone(), "a CPV division: two digits, such as `90`"))
            }
            None => Ok(divisions),
        }
    }

    fn read(text: &str) -> Result<Self, ApiError> {
        let digits = match text.trim().split_once('-') {
            Some((code, check)) if code.len() == 8 && check.len() == 1 => code,
            _ => text.trim(),
        };
        let good = (2..=8).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
        if good {
            Ok(Self(digits.to_owned()))
        } else {
            Err(ApiError::BadCategory(text.chars().take(80).collect()))
        }
    }

    /// That a column of codes begins so.
    fn begins(&self, column: impl IntoColumnRef) -> SimpleExpr {
        // Digits only: nothing in it has a meaning to LIKE.
        Expr::col(column).like(format!("{}%", self.0))
    }
}

/// That a code begins with one of the prefixes.
pub(crate) fn begins_with(prefixes: &[CpvPrefix], code: impl IntoColumnRef + Copy) -> Condition {
    prefixes.iter().fold(Condition::any(), |any, prefix| any.add(prefix.begins(code)))
}

/// That a code, or one of the codes of a process, begins with one of the prefixes.
pub(crate) fn in_category(
    prefixes: Option<&[CpvPrefix]>,
    code: impl IntoColumnRef + Copy,
    process: impl IntoColumnRef + Copy,
) -> Option<Condition> {
    prefixes.map(|prefixes| {
        prefixes.iter().fold(Condition::any(), |any, prefix| {
            let listed = Query::select()
                .column(process_category::Column::ProcessId)
                .from(process_category::Entity)
                .and_where(process_category::Column::Scheme.eq("CPV"))
                .and_where(prefix.begins(process_category::Column::Code))
                .to_owned();
            any.add(prefix.begins(code)).add(Expr::col(process).in_subquery(listed))
        })
    })
}

/// The processes that deliver in one of the places: codes, or beginnings of codes, of ITL regions or
/// postcodes.
pub(crate) fn delivering_in(places: &[String]) -> SelectStatement {
    let any = places.iter().fold(Condition::any(), |any, place| {
        let pattern = format!("{}%", place.trim().to_ascii_uppercase().replace(['%', '_', '\\'], ""));
        any.add(process_place::Column::Code.like(pattern))
    });
    Query::select()
        .column(process_place::Column::ProcessId)
        .from(process_place::Entity)
        .cond_where(any)
        .to_owned()
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

#[cfg(test)]
mod tests {
    use super::CpvPrefix;

    #[test]
    fn categories_are_beginnings_of_cpv_codes() {
        for (text, read) in [("90", "90"), (" 90510000 ", "90510000"), ("90510000-5", "90510000")] {
            assert_eq!(CpvPrefix::read(text).map(|prefix| prefix.0), Ok(read.to_owned()));
        }
        for text in ["", "9", "905100001", "9%", "90-5", "waste"] {
            assert_eq!(
                CpvPrefix::read(text).map_err(|error| error.code()).err(),
                Some("BAD_CATEGORY"),
                "{text}"
            );
        }
    }
}
