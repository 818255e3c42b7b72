//! Opportunities and where they deliver, as the database holds them.

use std::collections::{BTreeSet, HashMap};

use anchorhub_entities::{contract, opportunity, process_place};
use anchorhub_store::Snapshot;
use chrono::NaiveDate;
use sea_orm::{
    Condition, FromQueryResult,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use crate::AnalysisError;

/// An opportunity.
#[derive(Clone, Debug, FromQueryResult)]
pub(in crate::metrics) struct Opportunity {
    /// `P` for a process, `C` for a contract that ends.
    pub(in crate::metrics) kind: String,
    pub(in crate::metrics) source_id: i64,
    pub(in crate::metrics) stage: String,
    pub(in crate::metrics) due_on: Option<NaiveDate>,
    pub(in crate::metrics) starts_on: Option<NaiveDate>,
    pub(in crate::metrics) cpv: Option<String>,
    pub(in crate::metrics) value_pence: Option<i64>,
    pub(in crate::metrics) value_currency: Option<String>,
    pub(in crate::metrics) value_basis: Option<String>,
    pub(in crate::metrics) is_framework: bool,
    pub(in crate::metrics) sme_suitable: Option<bool>,
    pub(in crate::metrics) vcse_suitable: Option<bool>,
}

impl Opportunity {
    /// The day on which its contract is to begin; for a contract that ends, the day after its last.
    pub(super) fn start(&self) -> Option<NaiveDate> {
        match self.kind.as_str() {
            "C" => self.due_on?.succ_opt(),
            _ => self.starts_on,
        }
    }

    /// Its value in pence, if it is in pounds.
    pub(super) fn pounds(&self) -> Option<i64> {
        self.value_pence.filter(|_| self.value_currency.as_deref() == Some("GBP"))
    }
}

/// The opportunities that a condition allows.
pub(in crate::metrics) async fn opportunities(
    snapshot: &mut Snapshot,
    condition: &Condition,
) -> Result<Vec<Opportunity>, AnalysisError> {
    use opportunity::Column;
    let select = Query::select()
        .columns([
            Column::Kind,
            Column::SourceId,
            Column::Stage,
            Column::DueOn,
            Column::StartsOn,
            Column::Cpv,
            Column::ValuePence,
            Column::ValueCurrency,
            Column::ValueBasis,
            Column::IsFramework,
            Column::SmeSuitable,
            Column::VcseSuitable,
        ])
        .from(opportunity::Entity)
        .cond_where(condition.clone())
        .to_owned();
    Ok(snapshot.fetch(&select).await?)
}

/// Characters of an ITL 2 code.
const ITL_2: usize = 4;

#[derive(FromQueryResult)]
struct Delivering {
    source_id: i64,
    code: String,
}

/// The ITL 2 regions in which the opportunities deliver, by kind and key: a contract delivers where its process does.
pub(super) async fn places(
    snapshot: &mut Snapshot,
    condition: &Condition,
) -> Result<HashMap<(String, i64), BTreeSet<String>>, AnalysisError> {
    let allowed = |kind: &str| {
        Query::select()
            .expr(Expr::col((opportunity::Entity, opportunity::Column::SourceId)))
            .from(opportunity::Entity)
            .cond_where(condition.clone())
            .and_where(Expr::col((opportunity::Entity, opportunity::Column::Kind)).eq(kind))
            .to_owned()
    };
    let processes = Query::select()
        .expr_as(Expr::col(process_place::Column::ProcessId), "source_id")
        .column(process_place::Column::Code)
        .from(process_place::Entity)
        .and_where(Expr::col(process_place::Column::Scheme).eq("ITL"))
        .and_where(Expr::col(process_place::Column::ProcessId).in_subquery(allowed("P")))
        .to_owned();
    let place = |column| Expr::col((process_place::Entity, column));
    let contracts = Query::select()
        .expr_as(Expr::col((contract::Entity, contract::Column::Id)), "source_id")
        .column(process_place::Column::Code)
        .from(contract::Entity)
        .inner_join(
            process_place::Entity,
            place(process_place::Column::ProcessId).equals((contract::Entity, contract::Column::ProcessId)),
        )
        .and_where(place(process_place::Column::Scheme).eq("ITL"))
        .and_where(Expr::col((contract::Entity, contract::Column::Id)).in_subquery(allowed("C")))
        .to_owned();
    let mut found: HashMap<(String, i64), BTreeSet<String>> = HashMap::new();
    for (kind, select) in [("P", processes), ("C", contracts)] {
        for (source_id, code) in delivering(snapshot, &select).await? {
            found.entry((kind.to_owned(), source_id)).or_default().insert(code);
        }
    }
    Ok(found)
}

async fn delivering(
    snapshot: &mut Snapshot,
    select: &SelectStatement,
) -> Result<Vec<(i64, String)>, AnalysisError> {
    let rows: Vec<Delivering> = snapshot.fetch(select).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.source_id, itl_2(&row.code)?))).collect())
}

/// The ITL 2 region of a code, as ITL writes it: codes of before 2021 (NUTS) begin with `UK`, the same ones now with
/// `TL`.
fn itl_2(code: &str) -> Option<String> {
    let region = code.get(..ITL_2)?;
    Some(match region.strip_prefix("UK") {
        Some(rest) => format!("TL{rest}"),
        None => region.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::itl_2;

    #[test]
    fn a_region_has_four_characters() {
        assert_eq!(itl_2("UKG39").as_deref(), Some("TLG3"));
        assert_eq!(itl_2("TLG3").as_deref(), Some("TLG3"));
        assert_eq!(itl_2("UKG"), None);
    }
}
