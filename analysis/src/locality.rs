//! How near a supplier is to the institution that pays it.
//!
//! An institution is at home in an area: a district, a county, a combined authority or a region. What lies above that
//! area follows from the parents in `area`. A supplier is in a district, and what lies above that stands in its profile.
//! Where either is not known, or not enough is known above them to tell, the locality is not known.

use anchorhub_entities::{area, area::AreaKind, institution};
use sea_orm::{
    Iden,
    sea_query::{Alias, Expr, ExprTrait, JoinType, Query, SelectStatement},
};

/// Where a supplier is, seen from the home of the institution that pays it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Locality {
    /// In the same district.
    SameDistrict,
    /// In another district of the same combined authority; or in the combined authority in which an institution is at
    /// home that has no district.
    SameAuthority,
    /// Elsewhere in the same English region.
    SameRegion,
    /// Outside of that region.
    Elsewhere,
}

impl Locality {
    /// Every locality, the nearest first.
    pub const ALL: &'static [Self] =
        &[Self::SameDistrict, Self::SameAuthority, Self::SameRegion, Self::Elsewhere];

    /// The name used in GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::SameDistrict => "SAME_DISTRICT",
            Self::SameAuthority => "SAME_AUTHORITY",
            Self::SameRegion => "SAME_REGION",
            Self::Elsewhere => "ELSEWHERE",
        }
    }

    /// Its place in `ALL`, as statements give it.
    pub(crate) fn place(self) -> u8 {
        self as u8
    }

    /// Reads a place back.
    pub(crate) fn at(place: usize) -> Option<Self> {
        Self::ALL.get(place).copied()
    }
}

/// Areas that are looked at from a home upwards: a district, its county, combined authority and region.
pub(crate) const STEPS: usize = 4;

/// The place of the locality in `Locality::ALL`, of the profile of a supplier (`supplier_profile`) and the four parts of
/// a home.
fn key(district: &str, authority: &str, region: &str, country: &str) -> String {
    format!(
        "CASE WHEN supplier_profile.district IS NULL OR {country} IS NULL THEN NULL \
         WHEN supplier_profile.district = {district} THEN 0 \
         WHEN supplier_profile.authority = {authority} THEN 1 \
         WHEN supplier_profile.region = {region} THEN 2 \
         WHEN supplier_profile.region IS NOT NULL AND {region} IS NOT NULL THEN 3 \
         WHEN substr(supplier_profile.district, 1, 1) <> {country} THEN 3 END"
    )
}

/// The area of a kind among a home and what lies above it.
fn step_of(kind: AreaKind) -> String {
    let steps = (0..STEPS).map(|step| format!(" WHEN a{step}.kind THEN a{step}.code"));
    format!("(CASE '{}'{} END)", kind.name(), steps.collect::<String>())
}

/// The first letter of a GSS code names the country.
const COUNTRY: &str = "substr(a0.code, 1, 1)";

/// The locality of a payment, as SQL on the table `payment` alone: the place in `Locality::ALL`, or null.
pub(crate) fn looked_up() -> String {
    let above =
        (1..STEPS).map(|step| format!(" LEFT JOIN area a{step} ON a{step}.code = a{}.parent", step - 1));
    format!(
        "(SELECT {} FROM supplier_profile JOIN institution ON institution.id = payment.institution_id \
         JOIN area a0 ON a0.code = institution.home_area{} \
         WHERE supplier_profile.supplier_id = payment.supplier_id)",
        key(
            &step_of(AreaKind::District),
            &step_of(AreaKind::CombinedAuthority),
            &step_of(AreaKind::Region),
            COUNTRY
        ),
        above.collect::<String>()
    )
}

/// The same where `supplier_profile`, and `homes` as `home`, are joined.
pub(crate) fn joined() -> String {
    key("home.district", "home.authority", "home.region", "home.country")
}

/// The homes of institutions whose home area is known: `institution_id`, `district`, `authority`, `region`, `country`.
pub(crate) fn homes() -> SelectStatement {
    let step = |number: usize| Alias::new(format!("a{number}"));
    let code = |number: usize| Expr::col((step(number), area::Column::Code));
    let mut select = Query::select();
    select.expr_as(Expr::col((institution::Entity, institution::Column::Id)), Alias::new("institution_id"));
    for (name, kind) in [
        ("district", AreaKind::District),
        ("authority", AreaKind::CombinedAuthority),
        ("region", AreaKind::Region),
    ] {
        select.expr_as(Expr::cust(step_of(kind)), Alias::new(name));
    }
    select.expr_as(Expr::cust(COUNTRY), Alias::new("country")).from(institution::Entity).join_as(
        JoinType::InnerJoin,
        area::Entity,
        step(0),
        code(0).equals((institution::Entity, institution::Column::HomeArea)),
    );
    for number in 1..STEPS {
        let parent = (step(number - 1), Alias::new(area::Column::Parent.to_string()));
        select.join_as(JoinType::LeftJoin, area::Entity, step(number), code(number).equals(parent));
    }
    select
}
