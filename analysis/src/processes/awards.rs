//! Awards that stand, and what kind of enterprise won them.

use std::collections::HashMap;

use anchorhub_entities::{award, award_supplier, supplier_profile};
use anchorhub_store::Snapshot;
use chrono::NaiveDate;
use sea_orm::{
    FromQueryResult, IntoSimpleExpr,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::{Enterprise, rows::by_process};
use crate::AnalysisError;

/// An award that was neither cancelled nor unsuccessful, with its suppliers. However many they are, it is one award.
#[derive(Clone, Debug)]
pub(crate) struct Award {
    pub(crate) process_id: i64,
    /// The day of the award, where it is published.
    pub(crate) awarded_on: Option<NaiveDate>,
    /// Keys of its lots; empty where it names none.
    pub(crate) lots: Vec<String>,
    pub(crate) pence: Option<i64>,
    pub(crate) currency: Option<String>,
    pub(crate) value_basis: Option<String>,
    pub(crate) winners: Vec<Winner>,
}

/// A supplier of an award.
#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct Winner {
    process_id: i64,
    award_key: String,
    /// The supplier; none for withheld names.
    pub(crate) supplier_id: Option<i64>,
    sme: Option<bool>,
    vcse: Option<bool>,
    profile_sme: Option<bool>,
    profile_sme_basis: Option<String>,
    profile_sme_conflict: Option<bool>,
    profile_vcse: Option<bool>,
    profile_vcse_basis: Option<String>,
    profile_vcse_conflict: Option<bool>,
}

/// What is known of a supplier's size, or of a whole award's.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Size {
    /// Whether it is such an enterprise; none: not known.
    pub(crate) answer: Option<bool>,
    /// Where that comes from, by the names of `supplier_profile.sme_basis`.
    pub(crate) basis: Option<String>,
    /// Whether sources say different things.
    pub(crate) conflict: bool,
}

/// The basis of what the award's own notice says of its party.
const NOTICE: &str = "NOTICE";

impl Winner {
    /// What is known of it: what the award's own notice says (OCDS `parties[].details`) comes before what other
    /// notices, registers, spend files and accounts say, which the supplier's profile has put in order already.
    pub(crate) fn size(&self, enterprise: Enterprise) -> Size {
        let own = enterprise.of(self.sme, self.vcse);
        let elsewhere = enterprise.of(self.profile_sme, self.profile_vcse);
        let differs = own.is_some() && elsewhere.is_some() && own != elsewhere;
        let conflict = enterprise.of(self.profile_sme_conflict, self.profile_vcse_conflict);
        let basis = match own {
            Some(_) => Some(NOTICE.to_owned()),
            None => enterprise.of(&self.profile_sme_basis, &self.profile_vcse_basis).clone(),
        };
        let answer = own.or(elsewhere);
        Size {
            answer,
            basis: basis.filter(|_| answer.is_some()),
            conflict: differs || conflict.unwrap_or(false),
        }
    }
}

#[derive(FromQueryResult)]
struct Row {
    process_id: i64,
    award_key: String,
    status: Option<String>,
    awarded_on: Option<NaiveDate>,
    value_pence: Option<i64>,
    value_currency: Option<String>,
    value_basis: Option<String>,
    lots: String,
}

impl Row {
    /// As the mapping of releases decides it.
    fn stands(&self) -> bool {
        let status = self.status.as_deref().unwrap_or_default().to_ascii_lowercase();
        !matches!(status.as_str(), "cancelled" | "unsuccessful")
    }
}

/// The awards of processes that stand, by process, in the order of the source.
pub(crate) async fn awards(
    snapshot: &mut Snapshot,
    scope: &SelectStatement,
) -> Result<HashMap<i64, Vec<Award>>, AnalysisError> {
    use award::Column;
    let select = Query::select()
        .columns([
            Column::ProcessId,
            Column::AwardKey,
            Column::Status,
            Column::AwardedOn,
            Column::ValuePence,
            Column::ValueCurrency,
            Column::ValueBasis,
            Column::Lots,
        ])
        .from(award::Entity)
        .and_where(Expr::col(Column::ProcessId).in_subquery(scope.clone()))
        .order_by_expr(Column::ProcessId.into_simple_expr(), sea_orm::Order::Asc)
        .order_by_expr(Column::Seq.into_simple_expr(), sea_orm::Order::Asc)
        .to_owned();
    let rows: Vec<Row> = snapshot.fetch(&select).await?;
    let mut winners: HashMap<(i64, String), Vec<Winner>> = HashMap::new();
    for winner in read_winners(snapshot, scope).await? {
        winners.entry((winner.process_id, winner.award_key.clone())).or_default().push(winner);
    }
    let awards: Vec<Award> = rows
        .into_iter()
        .filter(Row::stands)
        .map(|row| Award {
            winners: winners.remove(&(row.process_id, row.award_key)).unwrap_or_default(),
            process_id: row.process_id,
            awarded_on: row.awarded_on,
            lots: lot_keys(&row.lots),
            pence: row.value_pence,
            currency: row.value_currency,
            value_basis: row.value_basis,
        })
        .collect();
    Ok(by_process(awards, |award| award.process_id))
}

/// Suppliers of awards, with what their profiles say.
async fn read_winners(
    snapshot: &mut Snapshot,
    scope: &SelectStatement,
) -> Result<Vec<Winner>, AnalysisError> {
    use award_supplier::Column;
    use supplier_profile::Column as Profile;
    let own = |column: Column| (award_supplier::Entity, column);
    let profile = |column: Profile| Expr::col((supplier_profile::Entity, column));
    let select = Query::select()
        .columns([
            own(Column::ProcessId),
            own(Column::AwardKey),
            own(Column::SupplierId),
            own(Column::Sme),
            own(Column::Vcse),
        ])
        .expr_as(profile(Profile::Sme), "profile_sme")
        .expr_as(profile(Profile::SmeBasis), "profile_sme_basis")
        .expr_as(profile(Profile::SmeConflict), "profile_sme_conflict")
        .expr_as(profile(Profile::Vcse), "profile_vcse")
        .expr_as(profile(Profile::VcseBasis), "profile_vcse_basis")
        .expr_as(profile(Profile::VcseConflict), "profile_vcse_conflict")
        .from(award_supplier::Entity)
        .left_join(supplier_profile::Entity, profile(Profile::SupplierId).equals(own(Column::SupplierId)))
        .and_where(Expr::col(own(Column::ProcessId)).in_subquery(scope.clone()))
        .order_by(own(Column::ProcessId), sea_orm::Order::Asc)
        .order_by(own(Column::AwardKey), sea_orm::Order::Asc)
        .order_by(own(Column::Seq), sea_orm::Order::Asc)
        .to_owned();
    Ok(snapshot.fetch(&select).await?)
}

/// The keys in a list that the loader wrote as JSON.
fn lot_keys(text: &str) -> Vec<String> {
    serde_json::from_str(text).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn winner(own: Option<bool>, elsewhere: Option<bool>, conflict: bool) -> Winner {
        Winner {
            process_id: 1,
            award_key: "1".to_owned(),
            supplier_id: Some(1),
            sme: own,
            vcse: None,
            profile_sme: elsewhere,
            profile_sme_basis: elsewhere.map(|_| "ACCOUNTS".to_owned()),
            profile_sme_conflict: Some(conflict),
            profile_vcse: None,
            profile_vcse_basis: None,
            profile_vcse_conflict: None,
        }
    }

    #[test]
    fn the_own_notice_comes_first_and_a_contradiction_is_told() {
        for (own, elsewhere, conflict, answer, basis, told) in [
            (Some(true), Some(true), false, Some(true), Some("NOTICE"), false),
            (Some(false), Some(true), false, Some(false), Some("NOTICE"), true),
            (None, Some(true), false, Some(true), Some("ACCOUNTS"), false),
            (None, None, true, None, None, true),
            (None, None, false, None, None, false),
        ] {
            let size = winner(own, elsewhere, conflict).size(Enterprise::Sme);
            assert_eq!((size.answer, size.basis.as_deref(), size.conflict), (answer, basis, told));
        }
        assert_eq!(winner(Some(true), Some(true), true).size(Enterprise::Vcse), Size::default());
    }
}
