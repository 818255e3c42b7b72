//! Keys of processes in the dimensions, and their names for people.

use std::collections::HashMap;

use anchorhub_entities::{FinancialYear, institution};
use anchorhub_store::Snapshot;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};

use super::{Breakdown, BreakdownRow, Process, ProcessDimension};
use crate::{AnalysisError, division::titles_of};

/// What a group of processes stands for in one dimension.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ProcessKey {
    /// The value in the form that filters take (org-ids for institutions); none where it is not known.
    pub value: Option<String>,
    /// The name for people, where the hub knows one.
    pub name: Option<String>,
}

/// The key of a process in each dimension; institutions by their keys in the database.
pub(crate) fn keys(process: &Process, dimensions: &[ProcessDimension]) -> Vec<Option<String>> {
    dimensions.iter().map(|dimension| key(process, *dimension)).collect()
}

fn key(process: &Process, dimension: ProcessDimension) -> Option<String> {
    match dimension {
        ProcessDimension::Institution => process.institution.map(|id| id.to_string()),
        ProcessDimension::Source => Some(process.source.clone()),
        ProcessDimension::Stage => Some(process.stage.clone()),
        ProcessDimension::CategoryDivision => process.cpv.as_deref().and_then(division),
        ProcessDimension::MainCategory => process.category.clone(),
        ProcessDimension::FinancialYear => {
            let first = process.first_published?.date_naive();
            Some(FinancialYear::of(first).to_string())
        }
    }
}

/// The division of a CPV code: its first two digits.
pub(crate) fn division(cpv: &str) -> Option<String> {
    cpv.get(..2).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_digit())).map(str::to_owned)
}

/// The same breakdown with names in the place of keys.
pub(crate) async fn labelled<T>(
    snapshot: &mut Snapshot,
    dimensions: &[ProcessDimension],
    breakdown: Breakdown<Option<String>, T>,
) -> Result<Breakdown<ProcessKey, T>, AnalysisError> {
    let used = |wanted: ProcessDimension| -> Vec<String> {
        let place = dimensions.iter().position(|dimension| *dimension == wanted);
        let keys = breakdown.rows.iter().filter_map(|row| row.keys.get(place?)?.clone());
        keys.collect()
    };
    let institutions = institutions(snapshot, &used(ProcessDimension::Institution)).await?;
    let divisions = titles_of(snapshot, &used(ProcessDimension::CategoryDivision)).await?;
    let name = |dimension: &ProcessDimension, key: Option<String>| match (dimension, key) {
        (ProcessDimension::Institution, Some(key)) => match institutions.get(&key) {
            Some((org_id, name)) => ProcessKey { value: Some(org_id.clone()), name: Some(name.clone()) },
            None => ProcessKey { value: None, name: None },
        },
        (ProcessDimension::CategoryDivision, Some(key)) => {
            ProcessKey { name: divisions.get(&key).cloned(), value: Some(key) }
        }
        (_, value) => ProcessKey { value, name: None },
    };
    let rows = breakdown
        .rows
        .into_iter()
        .map(|row| BreakdownRow {
            keys: dimensions.iter().zip(row.keys).map(|(dimension, key)| name(dimension, key)).collect(),
            figures: row.figures,
        })
        .collect();
    Ok(Breakdown {
        rows,
        rest_groups: breakdown.rest_groups,
        rest: breakdown.rest,
        total: breakdown.total,
        data_version: breakdown.data_version,
    })
}

/// Org-ids and names of institutions by their keys.
async fn institutions(
    snapshot: &mut Snapshot,
    keys: &[String],
) -> Result<HashMap<String, (String, String)>, AnalysisError> {
    let ids: Vec<i32> = keys.iter().filter_map(|key| key.parse().ok()).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let select = institution::Entity::find().filter(institution::Column::Id.is_in(ids));
    let found: Vec<institution::Model> = snapshot.fetch(&select.into_query()).await?;
    Ok(found.into_iter().map(|found| (found.id.to_string(), (found.org_id, found.name))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_division_is_two_digits() {
        assert_eq!(division("90511000").as_deref(), Some("90"));
        assert_eq!((division("9"), division("x0511000")), (None, None));
    }
}
