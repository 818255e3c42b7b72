//! Where the facts of payments stand, and how they are asked for there.
//!
//! In the hub itself they are the table `payment` with small tables beside it. In an analysis database they are the view
//! or partitioned table `fact_wide`, which has every key as a column: there they are added up once by institution and all
//! other keys, which servers that keep the facts of whole institutions can do by themselves, and the sums are added up
//! again where the question is asked. Either way what a statement selects from is called `payment`.

use anchorhub_entities::payment;
use anchorhub_store::Engine;
use sea_orm::{
    Condition,
    sea_query::{Alias, CommonTableExpression, Expr, Query, SelectStatement},
};

use super::dimension;
use crate::{ExclusionReason, SpendDimension};

/// Where facts stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// In the database of the hub.
    Hub(Engine),
    /// In an analysis database.
    Wide,
}

/// The facts that a statement is about, and what it needs of them.
pub(super) struct Needed<'a> {
    pub(super) condition: &'a Condition,
    /// Payments that are left out.
    pub(super) without: &'a [ExclusionReason],
    pub(super) dimensions: &'a [SpendDimension],
    /// Suppliers and VAT bases, for the figures of groups.
    pub(super) figures: bool,
    /// Reasons to leave payments out.
    pub(super) reasons: bool,
}

/// What a statement selects from.
pub(super) const FACTS: &str = "payment";

impl Layout {
    /// The engine of the statements about facts.
    pub(super) fn engine(self) -> Engine {
        match self {
            Self::Hub(engine) => engine,
            Self::Wide => Engine::Postgres,
        }
    }

    /// The key of a payment in a dimension.
    pub(super) fn key_of(self, dimension: SpendDimension) -> String {
        match self {
            Self::Hub(engine) => dimension::key_of(dimension, engine),
            Self::Wide => dimension::key_of_wide(dimension),
        }
    }

    /// That a payment has at least one of some reasons: true or false, never null. None without reasons.
    pub(super) fn any(self, reasons: &[ExclusionReason]) -> Option<String> {
        match self {
            Self::Hub(engine) => ExclusionReason::any(reasons, engine),
            Self::Wide => ExclusionReason::any_wide(reasons),
        }
    }

    /// That a payment has none of some reasons, in the same form.
    pub(super) fn none(self, reasons: &[ExclusionReason]) -> Option<String> {
        self.any(reasons).map(|any| format!("NOT {any}"))
    }

    /// The number of payments for which a condition holds.
    pub(super) fn payments(self, condition: Option<&str>) -> String {
        match self {
            Self::Hub(_) => format!("count({})", when(condition, "1")),
            Self::Wide => self.engine().sum(&when(condition, "payment.payments")),
        }
    }

    /// Makes a statement select from the facts.
    pub(super) fn from(self, needed: &Needed<'_>, select: &mut SelectStatement) {
        match self {
            Self::Hub(engine) => {
                select.from(payment::Entity).cond_where(needed.condition.clone());
                dimension::join(needed.dimensions, engine, select);
                if let Some(none) = self.none(needed.without) {
                    select.and_where(Expr::cust(none));
                }
            }
            Self::Wide => {
                let facts = CommonTableExpression::new()
                    .table_name(Alias::new(FACTS))
                    .query(self.added_up(needed))
                    .materialized(true)
                    .to_owned();
                select.with_cte(facts).from(Alias::new(FACTS));
            }
        }
    }

    /// The facts added up by institution and everything that is needed: nothing but columns and what every server of
    /// PostgreSQL's kind has built in, so that all of it is done where the facts are. It is planned by itself
    /// (`MATERIALIZED`): the planner would else fetch payment by payment to have them in the order that is wanted next.
    fn added_up(self, needed: &Needed<'_>) -> SelectStatement {
        let mut columns = vec!["institution_id"];
        if needed.figures {
            columns.extend(["supplier_id", "vat_basis"]);
        }
        if needed.reasons {
            columns.push("reasons");
        }
        columns.extend(needed.dimensions.iter().map(|one| dimension::column_of(*one)));
        columns.sort_unstable();
        columns.dedup();
        let mut select = Query::select();
        for column in columns {
            let column = (Alias::new(FACTS), Alias::new(column));
            select.column(column.clone()).add_group_by([Expr::col(column)]);
        }
        select
            .expr_as(Expr::cust("sum(payment.pence)"), Alias::new("pence"))
            .expr_as(Expr::cust("count(*)"), Alias::new("payments"))
            .from_as(Alias::new(WIDE), Alias::new(FACTS))
            .cond_where(needed.condition.clone());
        if let Some(none) = self.none(needed.without) {
            select.and_where(Expr::cust(none));
        }
        select
    }
}

/// The view or partitioned table.
const WIDE: &str = "fact_wide";

/// A value where a condition holds, else null.
pub(super) fn when(condition: Option<&str>, value: &str) -> String {
    condition.map_or(value.to_owned(), |condition| format!("CASE WHEN {condition} THEN {value} END"))
}
