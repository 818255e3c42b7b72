//! Where postcodes lie.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{
    area,
    area::AreaKind,
    deprivation,
    postcode::{self, Column as Of},
};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::CHUNK;
use crate::profile::{
    crowded,
    editions::Editions,
    facts::Facts,
    place::{Places, PostcodePlace},
};

/// Reference data about every postcode that the facts name.
pub(in crate::profile) async fn places(
    tx: &mut LoadTx,
    editions: &Editions,
    facts: &BTreeMap<i64, Facts>,
) -> Result<Places, StoreError> {
    let mut places = Places::default();
    let offices: BTreeSet<&str> = facts.values().flat_map(offices).collect();
    if let Some(edition) = editions.of("COMPANIES_HOUSE") {
        for chunk in offices.iter().copied().collect::<Vec<_>>().chunks(CHUNK) {
            places.crowded.extend(crowded::among(tx, edition.id, chunk).await?);
        }
    }
    let stated = facts.values().flat_map(|facts| facts.addresses.iter().map(|one| one.postcode.as_str()));
    let all: Vec<&str> = stated.chain(offices).collect::<BTreeSet<_>>().into_iter().collect();
    if let Some(edition) = editions.of("POSTCODES") {
        for chunk in all.chunks(CHUNK) {
            postcodes(tx, edition.id, chunk, &mut places).await?;
        }
    }
    if let Some(edition) = editions.of("IMD") {
        let lsoas: BTreeSet<String> =
            places.postcodes.values().filter_map(|place| place.lsoa.clone()).collect();
        for chunk in lsoas.into_iter().collect::<Vec<_>>().chunks(CHUNK) {
            deciles(tx, edition.id, chunk, &mut places).await?;
        }
    }
    if !places.postcodes.is_empty() {
        areas(tx, &mut places).await?;
    }
    Ok(places)
}

fn offices(facts: &Facts) -> impl Iterator<Item = &str> {
    facts.entries.iter().filter_map(|entry| entry.postcode.as_deref())
}

async fn postcodes(
    tx: &mut LoadTx,
    edition_id: i32,
    postcodes: &[&str],
    places: &mut Places,
) -> Result<(), StoreError> {
    type Row = (String, Option<String>, Option<String>, Option<String>, Option<String>, Option<String>);
    let select = Query::select()
        .columns([Of::Postcode, Of::Lsoa, Of::Ward, Of::District, Of::Region, Of::Country])
        .from(postcode::Entity)
        .and_where(Expr::col(Of::EditionId).eq(edition_id))
        .and_where(Expr::col(Of::Postcode).is_in(postcodes.iter().copied()))
        .to_owned();
    let rows: Vec<Row> = tx.fetch(&select).await?;
    places.postcodes.extend(rows.into_iter().map(|(postcode, lsoa, ward, district, region, country)| {
        (postcode, PostcodePlace { lsoa, ward, district, region, country })
    }));
    Ok(())
}

async fn deciles(
    tx: &mut LoadTx,
    edition_id: i32,
    lsoas: &[String],
    places: &mut Places,
) -> Result<(), StoreError> {
    use deprivation::Column::{Decile, EditionId, Lsoa};
    let select = Query::select()
        .columns([Lsoa, Decile])
        .from(deprivation::Entity)
        .and_where(Expr::col(EditionId).eq(edition_id))
        .and_where(Expr::col(Lsoa).is_in(lsoas.iter().map(String::as_str)))
        .to_owned();
    let rows: Vec<(String, i16)> = tx.fetch(&select).await?;
    places.deciles.extend(rows);
    Ok(())
}

/// All areas: they are some hundred.
async fn areas(tx: &mut LoadTx, places: &mut Places) -> Result<(), StoreError> {
    let select = Query::select()
        .columns([area::Column::Code, area::Column::Kind, area::Column::Parent])
        .from(area::Entity)
        .to_owned();
    let rows: Vec<(String, String, Option<String>)> = tx.fetch(&select).await?;
    places.areas.extend(
        rows.into_iter()
            .filter_map(|(code, kind, parent)| Some((code, (AreaKind::from_name(&kind)?, parent)))),
    );
    Ok(())
}
