//! Suppliers by organisation identifier.

use anchorhub_entities::{supplier, supplier_identifier};
use anchorhub_identity::identifier::read;
use anchorhub_store::Database;
use sea_orm::{
    FromQueryResult, Order,
    sea_query::{Alias, Expr, ExprTrait, Func, JoinType, Query},
};

use crate::graphql::{error::ApiError, filters::clean};

#[derive(FromQueryResult)]
struct Canonical {
    canonical_id: i64,
}

/// The canonical supplier that an org-id such as `GB-COH-01234567` is believed to be of; the surest, of several.
pub(super) async fn supplier_key(database: &Database, org_id: &str) -> Result<Option<i64>, ApiError> {
    use supplier_identifier::Column::{Problem, Scheme, Score, SupplierId, Value};
    let Some((scheme, value)) = parts(org_id) else { return Ok(None) };
    let own = |column| Expr::col((supplier_identifier::Entity, column));
    let atom = |column| Expr::col((supplier::Entity, column));
    let canonical = Func::coalesce([atom(supplier::Column::MergedInto), atom(supplier::Column::Id)]);
    let select = Query::select()
        .expr_as(canonical, Alias::new("canonical_id"))
        .from(supplier_identifier::Entity)
        .join(
            JoinType::InnerJoin,
            supplier::Entity,
            own(SupplierId).equals((supplier::Entity, supplier::Column::Id)),
        )
        .and_where(own(Scheme).eq(scheme))
        .and_where(own(Value).eq(value))
        .and_where(own(Problem).is_null())
        .order_by_expr(own(Score), Order::Desc)
        .order_by_expr(own(SupplierId), Order::Asc)
        .limit(1)
        .to_owned();
    let found: Vec<Canonical> = database.fetch(&select).await?;
    Ok(found.first().map(|row| row.canonical_id))
}

/// Scheme and value in normal form. A scheme has one hyphen (`GB-COH`), a value may have more; one that is no
/// identifier of its scheme is looked for as it stands.
fn parts(org_id: &str) -> Option<(String, String)> {
    let org_id = clean(org_id.trim());
    let (place, _) = org_id.match_indices('-').nth(1)?;
    let (scheme, value) = (org_id.get(..place)?, org_id.get(place + 1..)?);
    if scheme.len() > MOST || value.len() > MOST {
        return None;
    }
    Some(match read(scheme, value) {
        Ok(identifier) => (identifier.scheme.as_str().to_owned(), identifier.value),
        Err(_) => (scheme.to_ascii_uppercase(), value.to_ascii_uppercase()),
    })
}

/// No scheme and no identifier is longer.
const MOST: usize = 100;

#[cfg(test)]
mod tests {
    use super::parts;

    #[test]
    fn schemes_end_at_the_second_hyphen() {
        let pair = |scheme: &str, value: &str| Some((scheme.to_owned(), value.to_owned()));
        assert_eq!(parts("GB-COH-09442333"), pair("GB-COH", "09442333"));
        assert_eq!(parts(" gb-coh-9442333 "), pair("GB-COH", "09442333"));
        assert_eq!(parts("GB-COH-RRK"), pair("GB-COH", "RRK"));
        for text in ["", "GB-COH", "GB", "09442333"] {
            assert_eq!(parts(text), None, "{text}");
        }
        assert_eq!(parts(&format!("GB-COH-{}", "9".repeat(101))), None);
    }
}
