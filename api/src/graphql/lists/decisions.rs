//! Decisions about suppliers, the latest first.

use anchorhub_entities::match_decision;
use anchorhub_store::Engine;
use sea_orm::{
    Condition, Order,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

use super::{Listing, Sort, candidates::records};
use crate::graphql::cursor::{Key, KeyKind, Position};

/// Decisions that a filter allows.
#[derive(Debug, Default)]
pub(crate) struct DecisionList {
    /// About any of these canonical suppliers.
    pub(crate) suppliers: Option<Vec<i64>>,
    /// Those that stand, or those that do not.
    pub(crate) stands: Option<bool>,
}

impl Listing for DecisionList {
    type Entity = match_decision::Entity;

    fn description(&self) -> String {
        format!("supplier decisions {self:?}")
    }

    fn condition(&self, _: Engine) -> Condition {
        use match_decision::Column::{Id, OtherId, SupplierId, Undoes};
        let own = |column| Expr::col((match_decision::Entity, column));
        let about = self.suppliers.as_ref().map(|suppliers| {
            Condition::any()
                .add(own(SupplierId).in_subquery(records(suppliers)))
                .add(own(OtherId).in_subquery(records(suppliers)))
        });
        let undo = Alias::new("undo");
        let undone = Query::select()
            .expr(Expr::value(1))
            .from_as(match_decision::Entity, undo.clone())
            .and_where(Expr::col((undo, Undoes)).equals((match_decision::Entity, Id)))
            .to_owned();
        let standing = Condition::all().add(own(Undoes).is_null()).add(Expr::exists(undone).not());
        Condition::all()
            .add_option(about)
            .add_option(self.stands.map(|yes| if yes { standing } else { standing.not() }))
    }

    fn sort(&self) -> Sort<match_decision::Entity> {
        Sort { columns: vec![(match_decision::Column::Id, KeyKind::Number)], direction: Order::Desc }
    }

    fn position(&self, row: &match_decision::Model) -> Position {
        vec![Key::Number(row.id)]
    }
}
