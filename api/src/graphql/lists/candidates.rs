//! Candidates, the best first.

use anchorhub_entities::{match_candidate, supplier};
use anchorhub_store::Engine;
use sea_orm::{
    ColumnTrait, Condition, Order,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use super::{Listing, Sort};
use crate::graphql::cursor::{Key, KeyKind, Position};

/// Candidates that a filter allows.
#[derive(Debug, Default)]
pub(crate) struct CandidateList {
    /// About any of these canonical suppliers.
    pub(crate) suppliers: Option<Vec<i64>>,
    /// Entries of registers, or other suppliers.
    pub(crate) registers: Option<bool>,
    /// Of at least this score, in thousandths.
    pub(crate) min_score: Option<i16>,
}

impl Listing for CandidateList {
    type Entity = match_candidate::Entity;

    fn description(&self) -> String {
        format!("supplier candidates {self:?}")
    }

    fn condition(&self, _: Engine) -> Condition {
        use match_candidate::Column::{OtherId, Score, SupplierId};
        let about = self.suppliers.as_ref().map(|suppliers| {
            let own = |column| Expr::col((match_candidate::Entity, column));
            Condition::any()
                .add(own(SupplierId).in_subquery(records(suppliers)))
                .add(own(OtherId).in_subquery(records(suppliers)))
        });
        Condition::all()
            .add_option(about)
            .add_option(self.registers.map(|yes| if yes { OtherId.is_null() } else { OtherId.is_not_null() }))
            .add_option(self.min_score.map(|score| Score.gte(score)))
    }

    fn sort(&self) -> Sort<match_candidate::Entity> {
        use match_candidate::Column::{Id, Score};
        Sort { columns: vec![(Score, KeyKind::Number), (Id, KeyKind::Number)], direction: Order::Desc }
    }

    fn position(&self, row: &match_candidate::Model) -> Position {
        vec![Key::Number(row.score.into()), Key::Number(row.id)]
    }
}

/// All records of canonical suppliers.
pub(super) fn records(suppliers: &[i64]) -> SelectStatement {
    Query::select()
        .column(supplier::Column::Id)
        .from(supplier::Entity)
        .and_where(
            Expr::col(supplier::Column::Id)
                .is_in(suppliers.iter().copied())
                .or(Expr::col(supplier::Column::MergedInto).is_in(suppliers.iter().copied())),
        )
        .to_owned()
}
