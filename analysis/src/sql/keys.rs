//! From keys as the database writes them to institutions, suppliers, months and years.

use std::collections::HashMap;

use anchorhub_entities::{FinancialYear, institution, supplier};
use anchorhub_store::{Snapshot, StoreError, StoreErrorKind};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};

use super::groups::RawGroup;
use crate::{AnalysisError, GroupKey, SpendDimension, SpendPlan, SpendRow};

pub(super) async fn resolve(
    snapshot: &mut Snapshot,
    plan: &SpendPlan,
    groups: Vec<RawGroup>,
) -> Result<Vec<SpendRow>, AnalysisError> {
    let labels = Labels::read(snapshot, plan, &groups).await?;
    groups
        .into_iter()
        .map(|group| {
            let keys = plan.group_by.iter().zip(&group.keys);
            let keys = keys.map(|(dimension, key)| labels.key(*dimension, key.as_deref()));
            Ok(SpendRow { keys: keys.collect::<Result<_, AnalysisError>>()?, measures: group.measures })
        })
        .collect()
}

/// The institutions and suppliers that the keys name.
#[derive(Default)]
struct Labels {
    institutions: HashMap<i32, institution::Model>,
    suppliers: HashMap<i64, supplier::Model>,
}

impl Labels {
    async fn read(
        snapshot: &mut Snapshot,
        plan: &SpendPlan,
        groups: &[RawGroup],
    ) -> Result<Self, AnalysisError> {
        let mut labels = Self::default();
        for (position, dimension) in plan.group_by.iter().enumerate() {
            let keys = groups.iter().filter_map(|group| group.keys.get(position)?.as_deref());
            match dimension {
                SpendDimension::Institution => {
                    let ids: Vec<i32> = keys.filter_map(|key| key.parse().ok()).collect();
                    let select = institution::Entity::find().filter(institution::Column::Id.is_in(ids));
                    let found: Vec<institution::Model> = snapshot.fetch(&select.into_query()).await?;
                    labels.institutions = found.into_iter().map(|model| (model.id, model)).collect();
                }
                SpendDimension::Supplier => {
                    let ids: Vec<i64> = keys.filter_map(|key| key.parse().ok()).collect();
                    let select = supplier::Entity::find().filter(supplier::Column::Id.is_in(ids));
                    let found: Vec<supplier::Model> = snapshot.fetch(&select.into_query()).await?;
                    labels.suppliers = found.into_iter().map(|model| (model.id, model)).collect();
                }
                SpendDimension::Month | SpendDimension::FinancialYear => {}
            }
        }
        Ok(labels)
    }

    fn key(&self, dimension: SpendDimension, key: Option<&str>) -> Result<GroupKey, AnalysisError> {
        let found = match (dimension, key) {
            (SpendDimension::Supplier, None) => Some(GroupKey::Supplier(None)),
            (_, None) => None,
            (SpendDimension::Institution, Some(key)) => key
                .parse()
                .ok()
                .and_then(|id: i32| self.institutions.get(&id))
                .cloned()
                .map(GroupKey::Institution),
            (SpendDimension::Supplier, Some(key)) => key
                .parse()
                .ok()
                .and_then(|id: i64| self.suppliers.get(&id))
                .map(|model| GroupKey::Supplier(Some(model.clone()))),
            (SpendDimension::Month, Some(key)) => {
                NaiveDate::parse_from_str(&format!("{key}-01"), "%Y-%m-%d").ok().map(GroupKey::Month)
            }
            (SpendDimension::FinancialYear, Some(key)) => {
                key.parse().ok().map(|year| GroupKey::FinancialYear(FinancialYear::starting(year)))
            }
        };
        found.ok_or_else(|| {
            let detail = format!("payments point to an unknown {}: {key:?}", dimension.name());
            AnalysisError::Store(StoreError::new(StoreErrorKind::Damaged, detail))
        })
    }
}
