//! What is known of a supplier: size, sector, place, group.

use anchorhub_analysis::sector_title;
use anchorhub_entities::supplier_profile::{Column, Entity, Model};
use async_graphql::{Object, SimpleObject};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait, sea_query::SelectStatement};

use super::Area;
use crate::graphql::{
    enums::{EnterpriseBasis, PlaceBasis, named},
    error::ApiError,
    family::{ByKey, Row},
    scalars::Date,
};

impl ByKey for Model {
    type Key = i64;

    fn key(&self) -> i64 {
        self.supplier_id
    }

    fn select(keys: Vec<i64>) -> SelectStatement {
        Entity::find().filter(Column::SupplierId.is_in(keys)).into_query()
    }
}

/// Whether a supplier is a small or medium-sized enterprise. The Procurement Act 2023 (section 123) means fewer than 250
/// staff, and a turnover of at most £44 million or a balance sheet of at most £38 million; sources may use other bands, so
/// `basis` always tells where the answer comes from.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SupplierSize {
    /// Whether it is one; null where it is not known, which is never a no.
    sme: Option<bool>,
    /// Where that comes from; null where it is not known.
    basis: Option<EnterpriseBasis>,
    /// The day of that source: publication of the notice, last payment of the file, receipt of the register, or the day
    /// on which the edition of Companies House was loaded.
    as_of: Option<Date>,
    /// Whether sources say different things.
    conflict: bool,
}

/// Whether a supplier is a voluntary, community or social enterprise.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SupplierVcse {
    /// Whether it is one; null where it is not known, which is never a no.
    vcse: Option<bool>,
    /// Where that comes from; null where it is not known.
    basis: Option<EnterpriseBasis>,
    /// The day of that source, as for the size.
    as_of: Option<Date>,
    /// Whether sources say different things.
    conflict: bool,
}

/// What a supplier does, by its main code in the register of companies.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SupplierSector {
    /// Main code of the Standard Industrial Classification 2007, five digits.
    sic: Option<String>,
    /// Section of that classification, `A` to `U`.
    section: String,
    /// Title of the section.
    title: Option<&'static str>,
    /// The register that states it: `COMPANIES_HOUSE`.
    basis: Option<String>,
}

/// The group that a supplier belongs to, where somebody states it.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SupplierGroup {
    /// Organisation identifier of the head of the group, such as `GB-COH-01234567`.
    org_id: String,
    /// Name of the head of the group, where stated.
    name: Option<String>,
    /// Who states it.
    basis: Option<String>,
}

impl SupplierSize {
    /// What a profile says; nothing is known without one.
    pub(super) fn of(profile: Option<&Model>) -> Self {
        Self {
            sme: profile.and_then(|profile| profile.sme),
            basis: profile.and_then(|profile| named(profile.sme_basis.as_deref()?)),
            as_of: profile.and_then(|profile| profile.sme_on).map(Date),
            conflict: profile.is_some_and(|profile| profile.sme_conflict),
        }
    }
}

impl SupplierVcse {
    /// What a profile says; nothing is known without one.
    pub(super) fn of(profile: Option<&Model>) -> Self {
        Self {
            vcse: profile.and_then(|profile| profile.vcse),
            basis: profile.and_then(|profile| named(profile.vcse_basis.as_deref()?)),
            as_of: profile.and_then(|profile| profile.vcse_on).map(Date),
            conflict: profile.is_some_and(|profile| profile.vcse_conflict),
        }
    }
}

impl SupplierSector {
    /// What a profile says.
    pub(super) fn of(profile: &Model) -> Option<Self> {
        let section = profile.sector.clone()?;
        Some(Self {
            sic: profile.sic.clone(),
            title: sector_title(&section),
            section,
            basis: profile.sector_basis.clone(),
        })
    }
}

impl SupplierGroup {
    /// What a profile says.
    pub(super) fn of(profile: &Model) -> Option<Self> {
        let (scheme, number) = (profile.group_scheme.as_deref()?, profile.group_number.as_deref()?);
        Some(Self {
            org_id: format!("{scheme}-{number}"),
            name: profile.group_name.clone(),
            basis: profile.group_basis.clone(),
        })
    }
}

/// Where a supplier is. Areas come from the postcode, by the current ONS directory of postcodes; an area that the hub
/// holds no name of has its code alone.
pub(crate) struct SupplierPlace(Row<Model>);

impl SupplierPlace {
    /// What a profile says; none without a postcode.
    pub(super) fn of(profile: Row<Model>) -> Option<Self> {
        profile.postcode.is_some().then_some(Self(profile))
    }

    async fn area(
        &self,
        field: &'static str,
        code: impl Fn(&Model) -> Option<String>,
    ) -> Result<Option<Area>, ApiError> {
        Ok(self.0.one(field, code).await?.map(Area))
    }
}

/// Where a supplier is. Areas come from the postcode, by the current ONS directory of postcodes; an area that the hub
/// holds no name of has its code alone.
#[Object]
impl SupplierPlace {
    /// Postcode in upper case without spaces.
    async fn postcode(&self) -> Option<&str> {
        self.0.postcode.as_deref()
    }

    /// Lower layer super output area, by GSS code.
    async fn lsoa(&self) -> Option<&str> {
        self.0.lsoa.as_deref()
    }

    /// Electoral ward, by GSS code.
    async fn ward(&self) -> Option<&str> {
        self.0.ward.as_deref()
    }

    /// Local authority district; null where it is not known, or the hub holds no such area.
    async fn district(&self) -> Result<Option<Area>, ApiError> {
        self.area("district", |profile| profile.district.clone()).await
    }

    /// GSS code of the district.
    async fn district_code(&self) -> Option<&str> {
        self.0.district.as_deref()
    }

    /// Combined authority; null outside of one.
    async fn combined_authority(&self) -> Result<Option<Area>, ApiError> {
        self.area("combinedAuthority", |profile| profile.authority.clone()).await
    }

    /// English region; null where it is not known, or the hub holds no such area.
    async fn region(&self) -> Result<Option<Area>, ApiError> {
        self.area("region", |profile| profile.region.clone()).await
    }

    /// GSS code of the region.
    async fn region_code(&self) -> Option<&str> {
        self.0.region.as_deref()
    }

    /// Country of the United Kingdom; null where it is not known, or the hub holds no such area.
    async fn country(&self) -> Result<Option<Area>, ApiError> {
        self.area("country", |profile| profile.country.clone()).await
    }

    /// GSS code of the country.
    async fn country_code(&self) -> Option<&str> {
        self.0.country.as_deref()
    }

    /// Decile of the Index of Multiple Deprivation of the LSOA: 1 (most deprived) to 10. England only.
    async fn deprivation_decile(&self) -> Option<i32> {
        self.0.decile.map(i32::from)
    }

    /// Where the postcode comes from.
    async fn basis(&self) -> Option<PlaceBasis> {
        self.0.location_basis.as_deref().and_then(named)
    }

    /// Whether 500 and more companies have their registered office at this postcode: the address of a formation agent or
    /// an accountant rather than where the supplier works. Told of registered offices only.
    async fn formation_agent(&self) -> bool {
        self.0.formation_agent
    }

    /// Whether the registered office is a post office box.
    async fn po_box(&self) -> bool {
        self.0.po_box
    }
}
