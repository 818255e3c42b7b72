//! Boundaries: areas that suppliers are inside or outside of.

use anchorhub_entities::area::{self, AreaKind};
use anchorhub_store::Database;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QueryTrait};

use crate::{AnalysisError, SpendDimension, SupplierTraits, metrics::question::within};

/// Boundaries that one answer compares.
pub(super) const MAX_BOUNDARIES: usize = 20;

/// The levels of areas at which it is known where suppliers are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AreaLevel {
    /// Local authority districts.
    District,
    /// Combined authorities.
    CombinedAuthority,
    /// English regions.
    Region,
}

impl AreaLevel {
    fn of(kind: AreaKind) -> Option<Self> {
        match kind {
            AreaKind::District => Some(Self::District),
            AreaKind::CombinedAuthority => Some(Self::CombinedAuthority),
            AreaKind::Region => Some(Self::Region),
            AreaKind::County | AreaKind::Country => None,
        }
    }

    /// The dimension that groups suppliers by areas of this level.
    pub fn dimension(self) -> SpendDimension {
        match self {
            Self::District => SpendDimension::SupplierDistrict,
            Self::CombinedAuthority => SpendDimension::SupplierAuthority,
            Self::Region => SpendDimension::SupplierRegion,
        }
    }
}

/// An area that suppliers are inside or outside of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Boundary {
    /// The area.
    pub area: area::Model,
    /// Its level.
    pub level: AreaLevel,
}

impl Boundary {
    /// Narrows a filter to suppliers inside.
    pub(super) fn inside(&self, traits: &mut SupplierTraits) {
        inside(self.level, vec![self.area.code.clone()], traits);
    }
}

/// Narrows a filter to suppliers in some areas of one level.
pub(super) fn inside(level: AreaLevel, codes: Vec<String>, traits: &mut SupplierTraits) {
    let areas = match level {
        AreaLevel::District => &mut traits.districts,
        AreaLevel::CombinedAuthority => &mut traits.authorities,
        AreaLevel::Region => &mut traits.regions,
    };
    within(areas, codes);
}

/// The areas with these GSS codes, in their order.
pub(super) async fn boundaries(
    database: &Database,
    codes: &[String],
) -> Result<Vec<Boundary>, AnalysisError> {
    if codes.is_empty() || codes.len() > MAX_BOUNDARIES {
        return Err(AnalysisError::BadBoundaries(codes.len(), MAX_BOUNDARIES));
    }
    let codes: Vec<String> = codes.iter().map(|code| code.trim().to_ascii_uppercase()).collect();
    let select = area::Entity::find().filter(area::Column::Code.is_in(&codes));
    let found: Vec<area::Model> = database.fetch(&select.into_query()).await?;
    let boundary = |code: &String| {
        let area = found.iter().find(|area| area.code == *code)?;
        Some(Boundary { level: AreaLevel::of(area.kind)?, area: area.clone() })
    };
    let unknown = |code: &String| AnalysisError::UnknownBoundary(code.chars().take(80).collect());
    codes.iter().map(|code| boundary(code).ok_or_else(|| unknown(code))).collect()
}

/// One area.
pub(super) async fn boundary(database: &Database, code: &str) -> Result<Boundary, AnalysisError> {
    let found = boundaries(database, &[code.to_owned()]).await?;
    found.into_iter().next().ok_or_else(|| AnalysisError::UnknownBoundary(code.to_owned()))
}

/// The other districts of the combined authority in which a district is. The hub has no geometry: areas with one parent
/// stand for those that border on each other.
pub(super) async fn neighbours(
    database: &Database,
    district: &Boundary,
) -> Result<Vec<area::Model>, AnalysisError> {
    let none = || AnalysisError::NoNeighbours(district.area.code.clone());
    let parent = match (district.level, &district.area.parent) {
        (AreaLevel::District, Some(parent)) => {
            boundary(database, parent).await.map_err(|error| match error {
                AnalysisError::UnknownBoundary(_) => none(),
                error => error,
            })?
        }
        _ => return Err(none()),
    };
    let select = area::Entity::find()
        .filter(area::Column::Parent.eq(&parent.area.code))
        .filter(area::Column::Kind.eq(AreaKind::District))
        .filter(area::Column::Code.ne(&district.area.code))
        .order_by_asc(area::Column::Code);
    let found: Vec<area::Model> = database.fetch(&select.into_query()).await?;
    match parent.level == AreaLevel::CombinedAuthority && !found.is_empty() {
        true => Ok(found),
        false => Err(none()),
    }
}
