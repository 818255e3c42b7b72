//! What a group of opportunities stands for.

use chrono::{Datelike, NaiveDate};

use super::{Opportunity, PipelineBand, PipelineDimension};
use crate::{ValueBand, processes::division};

/// What a group of opportunities stands for in one dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PipelineKey {
    /// A stage, by the name that the view `opportunity` gives it.
    Stage(String),
    /// A calendar quarter, by its first day; none: no start is stated.
    Quarter(Option<NaiveDate>),
    /// A CPV division.
    Division {
        /// Its two digits; none: no category is stated.
        code: Option<String>,
        /// Its title, where the vocabulary is loaded.
        title: Option<String>,
    },
    /// A region of delivery, ITL 2; none: not stated so closely.
    Place(Option<String>),
    /// A band of values; none: no value in pounds is stated.
    Band(Option<PipelineBand>),
    /// Whether it is said to suit small and medium enterprises; none: nothing is said.
    SmeSuitable(Option<bool>),
}

/// The key of an opportunity that delivers in a place.
pub(super) fn key(
    opportunity: &Opportunity,
    dimension: PipelineDimension,
    place: Option<&str>,
) -> PipelineKey {
    match dimension {
        PipelineDimension::Stage => PipelineKey::Stage(opportunity.stage.clone()),
        PipelineDimension::StartQuarter => PipelineKey::Quarter(opportunity.start().and_then(quarter)),
        PipelineDimension::CategoryDivision => {
            PipelineKey::Division { code: opportunity.cpv.as_deref().and_then(division), title: None }
        }
        PipelineDimension::Place => PipelineKey::Place(place.map(str::to_owned)),
        PipelineDimension::ValueBand => PipelineKey::Band(band(opportunity)),
        PipelineDimension::SmeSuitability => PipelineKey::SmeSuitable(opportunity.sme_suitable),
    }
}

fn band(opportunity: &Opportunity) -> Option<PipelineBand> {
    if opportunity.is_framework {
        return Some(PipelineBand::Framework);
    }
    Some(PipelineBand::Value(ValueBand::of(opportunity.pounds()?)))
}

/// The first day of the calendar quarter of a day.
fn quarter(day: NaiveDate) -> Option<NaiveDate> {
    NaiveDate::from_ymd_opt(day.year(), (day.month0() / 3) * 3 + 1, 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quarter_has_three_months() {
        let of = |day: &str| quarter(day.parse().unwrap()).unwrap().to_string();
        for (day, first) in [
            ("2026-01-01", "2026-01-01"),
            ("2026-03-31", "2026-01-01"),
            ("2026-04-01", "2026-04-01"),
            ("2026-12-31", "2026-10-01"),
        ] {
            assert_eq!(of(day), first);
        }
    }
}
