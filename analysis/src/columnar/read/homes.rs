//! Where institutions are at home.

use anchorhub_store::{Snapshot, StoreError};

use super::row::row;
use crate::{
    columnar::dimensions::{Home, Homes},
    locality,
};

row!(HomeRow {
    institution_id: i32,
    district: Option<String>,
    authority: Option<String>,
    region: Option<String>,
    country: String,
});

/// Reads them.
pub(crate) async fn homes(snapshot: &mut Snapshot) -> Result<Homes, StoreError> {
    let rows: Vec<HomeRow> = snapshot.fetch(&locality::homes()).await?;
    let home = |row: HomeRow| {
        let HomeRow { institution_id, district, authority, region, country } = row;
        (institution_id, Home { district, authority, region, country })
    };
    Ok(rows.into_iter().map(home).collect())
}
