//! SME pipeline: what is coming that a small or medium enterprise may win, by stage, start, category, place, value and
//! suitability.
//!
//! Source: the view `opportunity`: planned procurements, market engagements and open tenders (OCDS, by UK notice type), and
//! contracts that end, which their buyers will likely let anew. Values are as stated before the award, or, of a contract
//! that ends, that of the old contract; only pounds are added up, and the ceiling of a framework is shown and never added.
//! Suitability has three states: a contract to be let anew says nothing of it yet.

mod band;
mod key;
mod measures;
mod rows;

use std::collections::{BTreeSet, HashMap};

use anchorhub_store::Database;
use sea_orm::Condition;

pub(super) use self::rows::{Opportunity, opportunities};
pub use self::{band::PipelineBand, key::PipelineKey, measures::Opportunities};
use crate::{
    AnalysisError, Breakdown, BreakdownRow,
    division::titles_of,
    processes::{Groups, distinct},
};

/// What opportunities can be grouped by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum PipelineDimension {
    /// Planned, engagement, open or to be let anew.
    Stage,
    /// Calendar quarter in which the contract is to begin: as stated; for a contract that ends, of the day after.
    StartQuarter,
    /// Division (two digits) of the main CPV code.
    CategoryDivision,
    /// Region of delivery: ITL 2 (four characters). One that delivers in several stands in each group.
    Place,
    /// Value as stated, in pounds; frameworks apart.
    ValueBand,
    /// Whether it is said to suit small and medium enterprises.
    SmeSuitability,
}

impl PipelineDimension {
    /// The name for messages.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stage => "STAGE",
            Self::StartQuarter => "START_QUARTER",
            Self::CategoryDivision => "CATEGORY_DIVISION",
            Self::Place => "PLACE",
            Self::ValueBand => "VALUE_BAND",
            Self::SmeSuitability => "SME_SUITABILITY",
        }
    }
}

/// Which opportunities, and by what they are grouped.
#[derive(Clone, Debug)]
pub struct PipelineQuestion {
    /// A condition on rows of the view `opportunity`.
    pub condition: Condition,
    /// Of the groups by place, only these; none for all of them.
    pub places: Option<Vec<String>>,
    /// Up to four different dimensions.
    pub group_by: Vec<PipelineDimension>,
    /// Number of groups to show; the others are added up.
    pub first: usize,
}

/// The pipeline by group. Grouped by place, groups overlap, so that only the total counts each opportunity once.
pub async fn sme_pipeline(
    database: &Database,
    question: &PipelineQuestion,
) -> Result<Breakdown<PipelineKey, Opportunities>, AnalysisError> {
    distinct(&question.group_by, crate::ProcessQuestion::MAX_DIMENSIONS, PipelineDimension::name)?;
    let mut snapshot = database.snapshot().await?;
    let all = opportunities(&mut snapshot, &question.condition).await?;
    let places = match question.group_by.contains(&PipelineDimension::Place) {
        true => rows::places(&mut snapshot, &question.condition).await?,
        false => HashMap::new(),
    };
    let mut groups = Groups::new();
    for opportunity in &all {
        let measures = Opportunities::one(opportunity);
        groups.add_to_total(&measures)?;
        let found = places.get(&(opportunity.kind.clone(), opportunity.source_id));
        for place in places_of(found, question.places.as_deref()) {
            let keys = question.group_by.iter().map(|dimension| key::key(opportunity, *dimension, place));
            groups.add_to_group(keys.collect(), &measures)?;
        }
    }
    let mut breakdown = groups.finish(question.first, snapshot.data_version())?;
    let titles = titles_of(&mut snapshot, &divisions(&breakdown.rows)).await?;
    snapshot.finish().await?;
    for key in breakdown.rows.iter_mut().flat_map(|row| &mut row.keys) {
        if let PipelineKey::Division { code: Some(code), title } = key {
            *title = titles.get(code).cloned();
        }
    }
    Ok(breakdown)
}

/// The groups by place that an opportunity stands in: one where nothing is known.
fn places_of<'a>(found: Option<&'a BTreeSet<String>>, only: Option<&[String]>) -> Vec<Option<&'a str>> {
    let Some(found) = found else { return vec![None] };
    let wanted = |place: &&String| only.is_none_or(|only| only.contains(place));
    found.iter().filter(wanted).map(|place| Some(place.as_str())).collect()
}

fn divisions<T>(rows: &[BreakdownRow<PipelineKey, T>]) -> Vec<String> {
    let code = |key: &PipelineKey| match key {
        PipelineKey::Division { code, .. } => code.clone(),
        _ => None,
    };
    let codes: BTreeSet<String> = rows.iter().flat_map(|row| &row.keys).filter_map(code).collect();
    codes.into_iter().collect()
}
