//! Postcodes at which very many companies have their registered office: formation agents, accountants and offices that
//! only take letters. Counted once for each edition of Companies House.

use std::collections::HashMap;

use anchorhub_entities::{crowded_postcode, organisation};
use anchorhub_store::{Database, LoadTx, StoreError};
use sea_orm::{
    FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, Order, Query},
};

/// Companies at one postcode from which on its address says little of where they work. A postcode has some fifteen
/// addresses on average (ONS); business parks and towers of offices stay under a few hundred companies, the addresses of
/// agents have thousands.
const MANY: u32 = 500;

/// Companies read by one statement, and rows written by one.
const STEP: u64 = 20_000;
const ROWS: usize = 500;

/// Whether the postcodes of an edition have been counted.
pub(super) async fn is_counted(tx: &mut LoadTx, edition_id: i32) -> Result<bool, StoreError> {
    let select = Query::select()
        .column(crowded_postcode::Column::EditionId)
        .from(crowded_postcode::Entity)
        .and_where(Expr::col(crowded_postcode::Column::EditionId).eq(edition_id))
        .limit(1)
        .to_owned();
    let rows: Vec<(i32,)> = tx.fetch(&select).await?;
    Ok(!rows.is_empty())
}

#[derive(FromQueryResult)]
struct Office {
    number: String,
    postcode: Option<String>,
}

/// Counts the registered offices of an edition, in short statements along its key, so that nobody waits for it. Memory
/// is bounded by the number of postcodes in use, some sixteen bytes each.
pub(super) async fn count(database: &Database, edition_id: i32) -> Result<Vec<(String, u32)>, StoreError> {
    use organisation::Column::{Active, EditionId, Number, Postcode};
    let mut counts: HashMap<u64, u32> = HashMap::new();
    let mut after = String::new();
    loop {
        let select = Query::select()
            .columns([Number, Postcode])
            .from(organisation::Entity)
            .and_where(Expr::col(EditionId).eq(edition_id))
            .and_where(Expr::col(Number).gt(after.as_str()))
            .and_where(Expr::col(Active).eq(true))
            .order_by(Number, Order::Asc)
            .limit(STEP)
            .to_owned();
        let offices: Vec<Office> = database.fetch(&select).await?;
        let Some(last) = offices.last() else { break };
        after.clone_from(&last.number);
        for packed in offices.iter().filter_map(|office| pack(office.postcode.as_deref()?)) {
            let count = counts.entry(packed).or_default();
            *count = count.saturating_add(1);
        }
    }
    let mut crowded: Vec<(String, u32)> = counts
        .into_iter()
        .filter(|(_, count)| *count >= MANY)
        .map(|(packed, count)| (unpack(packed), count))
        .collect();
    crowded.sort();
    Ok(crowded)
}

/// Writes what was counted, in the place of what stands there; an edition without crowded postcodes gets a row that
/// says that it was counted.
pub(super) async fn write(
    tx: &mut LoadTx,
    edition_id: i32,
    crowded: &[(String, u32)],
) -> Result<(), StoreError> {
    use crowded_postcode::Column::{Companies, EditionId, Postcode};
    tx.execute(&Query::delete().from_table(crowded_postcode::Entity).to_owned()).await?;
    let counted = (COUNTED.to_owned(), 0);
    let rows: Vec<&(String, u32)> = std::iter::once(&counted).chain(crowded).collect();
    for chunk in rows.chunks(ROWS) {
        let mut insert = Query::insert()
            .into_table(crowded_postcode::Entity)
            .columns([EditionId, Postcode, Companies])
            .to_owned();
        for (postcode, companies) in chunk {
            insert.values_panic([
                Expr::value(edition_id),
                Expr::value(postcode.as_str()),
                Expr::value(i64::from(*companies)),
            ]);
        }
        tx.execute(&insert).await?;
    }
    Ok(())
}

/// Which of some postcodes are crowded in an edition.
pub(super) async fn among(
    tx: &mut LoadTx,
    edition_id: i32,
    postcodes: &[&str],
) -> Result<Vec<String>, StoreError> {
    use crowded_postcode::Column::{Companies, EditionId, Postcode};
    let select = Query::select()
        .expr_as(Expr::col(Postcode), Alias::new("postcode"))
        .from(crowded_postcode::Entity)
        .and_where(Expr::col(EditionId).eq(edition_id))
        .and_where(Expr::col(Postcode).is_in(postcodes.iter().copied()))
        .and_where(Expr::col(Companies).gt(0))
        .to_owned();
    let rows: Vec<(String,)> = tx.fetch(&select).await?;
    Ok(rows.into_iter().map(|(postcode,)| postcode).collect())
}

/// Stands for the fact that an edition was counted; no postcode is written so.
const COUNTED: &str = "*";

/// A postcode in a number: up to eight letters and digits, of 37 values each.
fn pack(postcode: &str) -> Option<u64> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(u64::from(byte - b'0') + 1),
        b'A'..=b'Z' => Some(u64::from(byte - b'A') + 11),
        _ => None,
    };
    if postcode.is_empty() || postcode.len() > 8 {
        return None;
    }
    postcode.bytes().try_fold(0_u64, |packed, byte| Some(packed * 37 + digit(byte)?))
}

fn unpack(mut packed: u64) -> String {
    let mut letters = Vec::new();
    while packed > 0 {
        let digit = u8::try_from(packed % 37).unwrap_or(0);
        letters.push(char::from(match digit {
            11.. => b'A' + (digit - 11),
            _ => b'0' + digit.saturating_sub(1),
        }));
        packed /= 37;
    }
    letters.into_iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{pack, unpack};

    proptest! {
        #[test]
        fn postcodes_come_back(postcode in "[A-Z0-9]{1,8}") {
            let packed = pack(&postcode);
            prop_assert_eq!(packed.map(unpack), Some(postcode));
        }

        #[test]
        fn other_texts_are_left_out(text in "[a-z ]{0,12}") {
            prop_assert_eq!(pack(&text), None);
        }
    }
}
