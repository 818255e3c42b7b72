//! From keys as the database writes them to institutions, suppliers, places, months and years.

use std::collections::{BTreeSet, HashMap};

use anchorhub_entities::{
    FinancialQuarter, FinancialYear, area,
    institution::{self, InstitutionKind},
    supplier::{self, SupplierKind},
};
use anchorhub_store::{Snapshot, StoreError, StoreErrorKind};
use chrono::NaiveDate;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};

use super::groups::RawGroup;
use crate::{
    AnalysisError, GroupKey, Locality, Named, SpendDimension, SpendPlan, SpendRow, division::titles_of,
    sector_title,
};

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

/// Suppliers that one statement names. SQLite takes 32,766 parameters, PostgreSQL 65,535; institutions, areas and
/// divisions are far fewer.
const SUPPLIERS_A_STATEMENT: usize = 10_000;

/// What the keys name.
#[derive(Default)]
struct Labels {
    institutions: HashMap<i32, institution::Model>,
    suppliers: HashMap<i64, supplier::Model>,
    /// Names of areas by GSS code.
    areas: HashMap<String, String>,
    /// Titles of CPV divisions by their two digits.
    divisions: HashMap<String, String>,
}

impl Labels {
    async fn read(
        snapshot: &mut Snapshot,
        plan: &SpendPlan,
        groups: &[RawGroup],
    ) -> Result<Self, AnalysisError> {
        let mut labels = Self::default();
        for (position, dimension) in plan.group_by.iter().enumerate() {
            // Each once: groups repeat them, and a statement takes a bounded number of parameters.
            let keys: BTreeSet<&str> =
                groups.iter().filter_map(|group| group.keys.get(position)?.as_deref()).collect();
            let keys = keys.into_iter();
            match dimension {
                SpendDimension::Institution => {
                    let ids: Vec<i32> = keys.filter_map(|key| key.parse().ok()).collect();
                    let select = institution::Entity::find().filter(institution::Column::Id.is_in(ids));
                    let found: Vec<institution::Model> = snapshot.fetch(&select.into_query()).await?;
                    labels.institutions = found.into_iter().map(|model| (model.id, model)).collect();
                }
                SpendDimension::Supplier => {
                    let ids: Vec<i64> = keys.filter_map(|key| key.parse().ok()).collect();
                    for ids in ids.chunks(SUPPLIERS_A_STATEMENT) {
                        let ids = ids.iter().copied();
                        let select = supplier::Entity::find().filter(supplier::Column::Id.is_in(ids));
                        let found: Vec<supplier::Model> = snapshot.fetch(&select.into_query()).await?;
                        labels.suppliers.extend(found.into_iter().map(|model| (model.id, model)));
                    }
                }
                SpendDimension::SupplierDistrict
                | SpendDimension::SupplierAuthority
                | SpendDimension::SupplierRegion => {
                    let select = area::Entity::find().filter(area::Column::Code.is_in(keys));
                    let found: Vec<area::Model> = snapshot.fetch(&select.into_query()).await?;
                    labels.areas.extend(found.into_iter().map(|area| (area.code, area.name)));
                }
                SpendDimension::CategoryDivision => {
                    let divisions: Vec<String> = keys.map(str::to_owned).collect();
                    labels.divisions = titles_of(snapshot, &divisions).await?;
                }
                SpendDimension::InstitutionKind
                | SpendDimension::SupplierSize
                | SpendDimension::SupplierVcse
                | SpendDimension::SupplierKind
                | SpendDimension::SupplierSector
                | SpendDimension::Locality
                | SpendDimension::DeprivationDecile
                | SpendDimension::Category
                | SpendDimension::Department
                | SpendDimension::Month
                | SpendDimension::Quarter
                | SpendDimension::FinancialYear => {}
            }
        }
        Ok(labels)
    }

    fn key(&self, dimension: SpendDimension, key: Option<&str>) -> Result<GroupKey, AnalysisError> {
        self.read_key(dimension, key).ok_or_else(|| {
            let detail = format!("payments point to an unknown {}: {key:?}", dimension.name());
            AnalysisError::Store(StoreError::new(StoreErrorKind::Damaged, detail))
        })
    }

    fn read_key(&self, dimension: SpendDimension, key: Option<&str>) -> Option<GroupKey> {
        let named = |name: &dyn Fn(&str) -> Option<String>| {
            key.map(|code| Named { code: code.to_owned(), name: name(code) })
        };
        Some(match dimension {
            SpendDimension::Institution => {
                let id: i32 = key?.parse().ok()?;
                GroupKey::Institution(self.institutions.get(&id)?.clone())
            }
            SpendDimension::Supplier => GroupKey::Supplier(match key {
                Some(key) => Some(self.suppliers.get(&key.parse().ok()?)?.clone()),
                None => None,
            }),
            SpendDimension::InstitutionKind => GroupKey::InstitutionKind(InstitutionKind::from_name(key?)?),
            SpendDimension::SupplierSize => GroupKey::Size(key.map(|key| key == "YES")),
            SpendDimension::SupplierVcse => GroupKey::Vcse(key.map(|key| key == "YES")),
            SpendDimension::SupplierKind => GroupKey::SupplierKind(match key {
                Some(key) => Some(SupplierKind::from_name(key)?),
                None => None,
            }),
            SpendDimension::SupplierSector => {
                GroupKey::Sector(named(&|section| sector_title(section).map(str::to_owned)))
            }
            SpendDimension::SupplierDistrict
            | SpendDimension::SupplierAuthority
            | SpendDimension::SupplierRegion => GroupKey::Area(named(&|code| self.areas.get(code).cloned())),
            SpendDimension::Locality => GroupKey::Locality(match key {
                Some(key) => Some(Locality::at(key.parse().ok()?)?),
                None => None,
            }),
            SpendDimension::Category | SpendDimension::Department => {
                GroupKey::Published(key.map(str::to_owned))
            }
            SpendDimension::DeprivationDecile => GroupKey::Decile(match key {
                Some(key) => Some(key.parse().ok()?),
                None => None,
            }),
            SpendDimension::CategoryDivision => {
                GroupKey::Division(named(&|code| self.divisions.get(code).cloned()))
            }
            SpendDimension::Month => {
                GroupKey::Month(NaiveDate::parse_from_str(&format!("{}-01", key?), "%Y-%m-%d").ok()?)
            }
            SpendDimension::Quarter => GroupKey::Quarter(FinancialQuarter::numbered(key?.parse().ok()?)),
            SpendDimension::FinancialYear => {
                GroupKey::FinancialYear(FinancialYear::starting(key?.parse().ok()?))
            }
        })
    }
}
