//! Boundaries: areas that suppliers are inside or outside of.

use anchorhub_entities::area::{self, AreaKind};
use anchorhub_store::Database;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder, QueryTrait, sea_query::Query};

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

/// The other districts of the combined authority in which a district is, also through a county. The hub has no geometry:
/// the districts of one combined authority stand for those that border on each other.
pub(super) async fn neighbours(
    database: &Database,
    district: &Boundary,
) -> Result<Vec<area::Model>, AnalysisError> {
    let none = || AnalysisError::NoNeighbours(district.area.code.clone());
    if district.level != AreaLevel::District {
        return Err(none());
    }
    let mut parent = parent_of(database, &district.area).await?.ok_or_else(none)?;
    if parent.kind == AreaKind::County {
        parent = parent_of(database, &parent).await?.ok_or_else(none)?;
    }
    if parent.kind != AreaKind::CombinedAuthority {
        return Err(none());
    }
    let counties = Query::select()
        .column(area::Column::Code)
        .from(area::Entity)
        .and_where(area::Column::Kind.eq(AreaKind::County))
        .and_where(area::Column::Parent.eq(&parent.code))
        .to_owned();
    let within = Condition::any()
        .add(area::Column::Parent.eq(&parent.code))
        .add(area::Column::Parent.in_subquery(counties));
    let select = area::Entity::find()
        .filter(within)
        .filter(area::Column::Kind.eq(AreaKind::District))
        .filter(area::Column::Code.ne(&district.area.code))
        .order_by_asc(area::Column::Code);
    let found: Vec<area::Model> = database.fetch(&select.into_query()).await?;
    if found.is_empty() { Err(none()) } else { Ok(found) }
}

async fn parent_of(database: &Database, area: &area::Model) -> Result<Option<area::Model>, AnalysisError> {
    let Some(code) = &area.parent else { return Ok(None) };
    let select = area::Entity::find().filter(area::Column::Code.eq(code));
    let found: Vec<area::Model> = database.fetch(&select.into_query()).await?;
    Ok(found.into_iter().next())
}
