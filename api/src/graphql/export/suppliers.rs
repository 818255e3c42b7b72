//! Suppliers, as they are written out.

use anchorhub_entities::{supplier, supplier_profile};
use anchorhub_store::{Database, Snapshot};

use super::{Input, listed::Exported, lookup::by_keys};
use crate::{
    graphql::{error::ApiError, filters::SupplierFilter, lists::SupplierList, node_id::NodeId},
    table::{Cell, Column, Kind, Record},
};

#[async_trait::async_trait]
impl Exported for SupplierList {
    const HAS_ORDER: bool = true;

    const COLUMNS: &'static [Column] = &[
        Column::new("id", Kind::Text),
        Column::new("name", Kind::Text),
        Column::new("kind", Kind::Text),
        Column::new("orgId", Kind::Text),
        Column::new("isSme", Kind::Boolean),
        Column::new("smeBasis", Kind::Text),
        Column::new("isVcse", Kind::Boolean),
        Column::new("vcseBasis", Kind::Text),
        Column::new("sic", Kind::Text),
        Column::new("sector", Kind::Text),
        Column::new("postcode", Kind::Text),
        Column::new("district", Kind::Text),
        Column::new("region", Kind::Text),
        Column::new("country", Kind::Text),
        Column::new("deprivationDecile", Kind::Integer),
        Column::new("placeBasis", Kind::Text),
    ];

    async fn resolve(database: &Database, input: &Input<'_>) -> Result<Self, ApiError> {
        input.filter::<SupplierFilter>()?.list(database, input.order()?).await
    }

    async fn records(snapshot: &mut Snapshot, rows: &[supplier::Model]) -> Result<Vec<Record>, ApiError> {
        let profiles = by_keys::<supplier_profile::Model>(snapshot, rows.iter().map(|row| row.id)).await?;
        let record = |row: &supplier::Model| {
            // Nothing is known of a supplier without a profile.
            let profile = profiles.get(&row.id);
            let text = |part: fn(&supplier_profile::Model) -> &Option<String>| {
                Cell::of(profile.and_then(|profile| part(profile).as_deref()))
            };
            let org_id = profile.and_then(|profile| {
                Some(format!("{}-{}", profile.scheme.as_deref()?, profile.number.as_deref()?))
            });
            vec![
                NodeId::Supplier(row.id).encode().to_string().into(),
                row.name.as_str().into(),
                row.kind.name().into(),
                Cell::of(org_id),
                Cell::of(profile.and_then(|profile| profile.sme)),
                text(|profile| &profile.sme_basis),
                Cell::of(profile.and_then(|profile| profile.vcse)),
                text(|profile| &profile.vcse_basis),
                text(|profile| &profile.sic),
                text(|profile| &profile.sector),
                text(|profile| &profile.postcode),
                text(|profile| &profile.district),
                text(|profile| &profile.region),
                text(|profile| &profile.country),
                Cell::of(profile.and_then(|profile| profile.decile).map(i32::from)),
                text(|profile| &profile.location_basis),
            ]
        };
        Ok(rows.iter().map(record).collect())
    }
}
