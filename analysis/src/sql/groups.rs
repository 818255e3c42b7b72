//! The groups of a plan, ordered and cut in the database.

use anchorhub_entities::{area, institution, payment, supplier};
use anchorhub_store::Snapshot;
use sea_orm::{
    DbErr, FromQueryResult, QueryResult,
    sea_query::{Alias, Expr, ExprTrait, Iden, IntoIden, Order, Query, SelectStatement},
};

use super::{
    Question, dimension,
    measures::{self, Suppliers},
};
use crate::{AnalysisError, ExclusionReason, Measures, SpendDimension, SpendOrder, SpendPlan};

/// The groups to show, and how many there are in all.
pub(super) struct Groups {
    pub(super) shown: Vec<RawGroup>,
    pub(super) number: i64,
}

/// A group with its keys as the database writes them.
pub(super) struct RawGroup {
    pub(super) keys: Vec<Option<String>>,
    pub(super) measures: Measures,
    number: i64,
}

const GROUPED: &str = "g";

pub(super) async fn read(snapshot: &mut Snapshot, question: &Question<'_>) -> Result<Groups, AnalysisError> {
    if question.plan.group_by.is_empty() {
        return Ok(Groups { shown: Vec::new(), number: 0 });
    }
    // At least one, because the number of groups comes with the first.
    let wanted = question.plan.first.max(1);
    let mut shown: Vec<RawGroup> = snapshot.fetch(&statement(question, wanted)).await?;
    let number = shown.first().map_or(0, |group| group.number);
    shown.truncate(question.plan.first);
    Ok(Groups { shown, number })
}

fn statement(question: &Question<'_>, first: usize) -> SelectStatement {
    let plan = question.plan;
    let mut grouped = Query::select();
    for (position, one) in plan.group_by.iter().enumerate() {
        grouped.expr_as(Expr::cust(dimension::key_of(*one, question.engine)), key(position));
        grouped.add_group_by([Expr::col(key(position))]);
    }
    let suppliers = match plan.group_by.contains(&SpendDimension::Supplier) {
        true => Suppliers::OneAtMost,
        false => Suppliers::Distinct,
    };
    measures::select(question.engine, None, suppliers, &mut grouped);
    grouped.from(payment::Entity).cond_where(question.condition.clone());
    dimension::join(&plan.group_by, question.engine, &mut grouped);
    let left_out = ExclusionReason::warnings(&plan.exclude);
    if left_out.bits() != 0 {
        let flags = Expr::col((payment::Entity, payment::Column::Flags));
        grouped.and_where(flags.bit_and(left_out.bits()).eq(0));
    }

    let mut select = Query::select();
    for position in 0..SpendPlan::MAX_DIMENSIONS {
        let text = if position < plan.group_by.len() {
            of_group(key(position)).cast_as(Alias::new("text"))
        } else {
            Expr::cust("NULL")
        };
        select.expr_as(text, Alias::new(format!("key_{position}")));
    }
    for column in measures::columns() {
        select.expr(of_group(Alias::new(column)));
    }
    select.expr_as(Expr::cust("count(*) OVER ()"), Alias::new("groups"));
    select.from_subquery(grouped, Alias::new(GROUPED));
    order(plan, &mut select);
    select.limit(u64::try_from(first).unwrap_or(u64::MAX)).to_owned()
}

fn order(plan: &SpendPlan, select: &mut SelectStatement) {
    let by_measure = match plan.order {
        SpendOrder::NetDesc => Some(("net_all", Order::Desc)),
        SpendOrder::NetAsc => Some(("net_all", Order::Asc)),
        SpendOrder::PaymentsDesc => Some(("payments_all", Order::Desc)),
        SpendOrder::SuppliersDesc => Some(("suppliers", Order::Desc)),
        SpendOrder::KeyAsc => None,
    };
    let by_label = by_measure.is_none();
    if let Some((column, direction)) = by_measure {
        select.order_by_expr(of_group(Alias::new(column)), direction);
    }
    for (position, dimension) in plan.group_by.iter().enumerate() {
        let key = || of_group(key(position));
        // The engines put NULL at different ends.
        select.order_by_expr(key().is_null(), Order::Asc);
        let label = match dimension {
            SpendDimension::Institution => {
                Some(name_of(institution::Entity, institution::Column::Name, institution::Column::Id, key()))
            }
            SpendDimension::Supplier => {
                Some(name_of(supplier::Entity, supplier::Column::Name, supplier::Column::Id, key()))
            }
            SpendDimension::SupplierDistrict | SpendDimension::SupplierRegion => {
                Some(name_of(area::Entity, area::Column::Name, area::Column::Code, key()))
            }
            SpendDimension::SupplierSize
            | SpendDimension::SupplierSector
            | SpendDimension::DeprivationDecile
            | SpendDimension::CategoryDivision
            | SpendDimension::Month
            | SpendDimension::FinancialYear => None,
        };
        if let Some(label) = label.filter(|_| by_label) {
            // A code without a name comes after all names, on both engines.
            select.order_by_expr(label.clone().is_null(), Order::Asc);
            select.order_by_expr(label, Order::Asc);
        }
        select.order_by_expr(key(), Order::Asc);
    }
}

fn name_of<T, C>(table: T, name: C, id: C, key: Expr) -> Expr
where
    T: Iden + Copy + 'static,
    C: Iden + Copy + 'static,
{
    let named = Query::select()
        .expr(Expr::col((table, name)))
        .from(table)
        .and_where(Expr::col((table, id)).eq(key))
        .to_owned();
    Expr::SubQuery(None, Box::new(named.into()))
}

fn key(position: usize) -> Alias {
    Alias::new(format!("k{position}"))
}

fn of_group(column: Alias) -> Expr {
    Expr::col((Alias::new(GROUPED), column.into_iden()))
}

impl FromQueryResult for RawGroup {
    fn from_query_result(row: &QueryResult, _: &str) -> Result<Self, DbErr> {
        let keys = (0..SpendPlan::MAX_DIMENSIONS).map(|position| row.try_get("", &format!("key_{position}")));
        Ok(Self {
            keys: keys.collect::<Result<_, _>>()?,
            measures: measures::read(row)?,
            number: row.try_get("", "groups")?,
        })
    }
}
