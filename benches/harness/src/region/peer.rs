//! The peer's tables: what the hub holds of the region, as somebody would store it for just these questions.

use anyhow::Result;

use super::sql::{ENDS_BY_DIVISION, SPEND_BY_SIZE, TOP_SUPPLIERS};
use crate::database::Database;

const SCHEMA: &str = include_str!("peer.sql");

/// Makes and fills the tables and functions in schema `peer` of the hub's own database.
pub(super) fn fill(database: &Database) -> Result<()> {
    database.script(&script()).map(drop)
}

/// The script, its functions with the very statements that the shell is asked.
fn script() -> String {
    [
        ("{spend_by_size}", SPEND_BY_SIZE),
        ("{top_suppliers}", TOP_SUPPLIERS),
        ("{ends_by_division}", ENDS_BY_DIVISION),
    ]
    .into_iter()
    .fold(SCHEMA.to_owned(), |script, (place, statement)| script.replace(place, statement))
    .replace("{from}", "\"from\"")
    .replace("{to}", "\"to\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled() {
        let script = script();
        assert!(!script.contains('{'), "{script}");
        assert_eq!(script.matches("\"from\" DATE, \"to\" DATE").count(), 3);
    }
}
