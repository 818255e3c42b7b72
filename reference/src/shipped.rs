//! The crosswalk that comes with the program.

use std::path::Path;

use anchorhub_store::Database;

use crate::{
    Kind, LoadFile, ReferenceError, Report, edition::current, load::load_origin, source::Origin, told::silent,
};

/// The crosswalk that comes with the program, as CSV.
pub const CROSSWALK: &str = include_str!("../../config/categories/crosswalk.csv");

/// What stands for its file.
const NAME: &str = "categories/crosswalk.csv (built in)";

/// Gives a hub without a crosswalk the one that comes with the program, and a hub with an older one of the program the
/// present one. What an operator has loaded is left alone.
pub async fn introduce_crosswalk(
    database: &Database,
    temporary: &Path,
) -> Result<Option<Report>, ReferenceError> {
    let origin = Origin::Shipped { name: NAME, text: CROSSWALK };
    if let Some(edition) = current(database, Kind::Crosswalk).await?
        && (edition.source != NAME || edition.sha256 == origin.fingerprint()?.sha256)
    {
        return Ok(None);
    }
    let load = LoadFile {
        kind: Kind::Crosswalk,
        path: NAME.into(),
        version: Some(env!("CARGO_PKG_VERSION").to_owned()),
        again: false,
        temporary: temporary.to_owned(),
    };
    load_origin(database, &load, origin, &silent()).await.map(Some)
}

#[cfg(test)]
mod tests;
