//! From a group of opportunities back to the filter that gives exactly these.

use anchorhub_analysis::{PipelineBand, PipelineKey, ValueBand};
use async_graphql::InputType;
use chrono::{Months, NaiveDate};

use super::{AmountInput, OpportunityFilter, PeriodInput};
use crate::graphql::{
    enums::{OpportunityStage, OpportunityTrait, named},
    scalars::{Date, Decimal},
};

impl OpportunityFilter {
    /// The same with this horizon, if one is given.
    pub(crate) fn within(mut self, horizon_months: Option<i32>) -> Self {
        self.horizon_months = horizon_months.or(self.horizon_months);
        self
    }

    /// Regions that it asks for, as ITL writes them.
    pub(crate) fn asked_regions(&self) -> Option<Vec<String>> {
        let plain = |code: &String| code.trim().to_ascii_uppercase().replacen("UK", "TL", 1);
        self.regions.as_ref().map(|regions| regions.iter().map(plain).collect())
    }

    /// The filter of a group of what this one allows, as `opportunities(filter:)` takes it.
    pub(crate) fn of_group(&self, keys: &[PipelineKey]) -> serde_json::Value {
        let narrowed = keys.iter().fold(self.clone(), Self::narrowed);
        let mut json = narrowed.to_value().into_json().unwrap_or_default();
        without_nulls(&mut json);
        json
    }

    fn narrowed(mut self, key: &PipelineKey) -> Self {
        match key {
            PipelineKey::Stage(stage) => {
                self.stages = named::<OpportunityStage>(stage).map(|stage| vec![stage]);
            }
            PipelineKey::Quarter(Some(first)) => self.starts = Some(within_quarter(self.starts, *first)),
            PipelineKey::Division { code: Some(code), .. } => self.divisions = Some(vec![code.clone()]),
            PipelineKey::Place(Some(place)) => self.regions = Some(vec![place.clone()]),
            PipelineKey::Band(Some(PipelineBand::Framework)) => self.frameworks = Some(true),
            PipelineKey::Band(Some(PipelineBand::Value(band))) => {
                self.frameworks = Some(false);
                self.value = Some(within_band(self.value, *band));
            }
            PipelineKey::SmeSuitable(Some(suits)) => self.suitable_for_sme = Some(*suits),
            PipelineKey::Quarter(None) => self.is_unknown(OpportunityTrait::Start),
            PipelineKey::Division { code: None, .. } => self.is_unknown(OpportunityTrait::Category),
            PipelineKey::Place(None) => self.is_unknown(OpportunityTrait::Region),
            PipelineKey::Band(None) => self.is_unknown(OpportunityTrait::Value),
            PipelineKey::SmeSuitable(None) => self.is_unknown(OpportunityTrait::SmeSuitability),
        }
        self
    }

    fn is_unknown(&mut self, what: OpportunityTrait) {
        let unknown = self.unknown.get_or_insert_default();
        if !unknown.contains(&what) {
            unknown.push(what);
        }
    }
}

fn within_quarter(asked: Option<PeriodInput>, first: NaiveDate) -> PeriodInput {
    let after = first.checked_add_months(Months::new(3)).unwrap_or(NaiveDate::MAX);
    let from = asked.and_then(|asked| asked.from).map_or(first, |from| from.0.max(first));
    let to = asked.and_then(|asked| asked.to).map_or(after, |to| to.0.min(after));
    PeriodInput { from: Some(Date(from)), to: Some(Date(to)) }
}

fn within_band(asked: Option<AmountInput>, band: ValueBand) -> AmountInput {
    let (least, most) = (band.min_pence(), band.max_pence());
    let pence = |amount: Option<Decimal>| amount.map(|amount| amount.pence);
    let (min, max) = asked.map_or((None, None), |asked| (pence(asked.min), pence(asked.max)));
    let min = min.max(least);
    // None is no bound: it is not the smaller of two.
    let max = [max, most].into_iter().flatten().min();
    AmountInput { min: min.map(|pence| Decimal { pence }), max: max.map(|pence| Decimal { pence }) }
}

/// Takes away what says nothing.
fn without_nulls(json: &mut serde_json::Value) {
    if let serde_json::Value::Object(members) = json {
        members.retain(|_, value| !value.is_null());
        members.values_mut().for_each(without_nulls);
    }
}
