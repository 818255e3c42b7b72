//! The groups of a plan, ordered and cut in the database.

use anchorhub_store::Engine;
use sea_orm::{
    DbErr, FromQueryResult, QueryResult,
    sea_query::{Alias, Expr, ExprTrait, IntoIden, Order, Query, SelectStatement},
};

use super::{
    Question,
    layout::{Layout, Needed},
    measures::{self, InKeys},
    order,
    sources::Sources,
};
use crate::{AnalysisError, Measures, SpendDimension, SpendOrder, SpendPlan};

/// The groups to show, and how many there are in all.
pub(super) struct Groups {
    pub(super) shown: Vec<RawGroup>,
    pub(super) number: i64,
}

/// The keys of a group as the database writes them, `SpendPlan::MAX_DIMENSIONS` of them.
pub(super) type Keys = Vec<Option<String>>;

/// A group.
pub(super) struct RawGroup {
    pub(super) keys: Keys,
    pub(super) measures: Measures,
    number: i64,
}

const GROUPED: &str = "g";

pub(super) async fn read(sources: &mut Sources, question: &Question<'_>) -> Result<Groups, AnalysisError> {
    if question.plan.group_by.is_empty() {
        return Ok(Groups { shown: Vec::new(), number: 0 });
    }
    // At least one, because the number of groups comes with the first.
    let wanted = question.plan.first.max(1);
    let mut select = statement(question, wanted);
    let least =
        question.plan.min_institutions.map(|least| of_group(Alias::new("institutions")).lt(i64::from(least)));
    put_in_order(sources, question, least, &mut select).await?;
    let mut shown: Vec<RawGroup> = sources.facts(&select).await?;
    let number = shown.first().map_or(0, |group| group.number);
    shown.truncate(question.plan.first);
    shown.retain(|group| question.plan.shows(group.measures.institutions));
    Ok(Groups { shown, number })
}

/// Those of the groups that have some keys.
pub(super) async fn read_of(
    sources: &mut Sources,
    question: &Question<'_>,
    keys: &[Keys],
) -> Result<Groups, AnalysisError> {
    if question.plan.group_by.is_empty() {
        return Ok(Groups { shown: Vec::new(), number: 0 });
    }
    let dimensions = question.plan.group_by.len();
    let mut select = statement(question, keys.len().max(1));
    let others =
        Expr::cust(written(dimensions)).is_not_in(keys.iter().map(|keys| write(&keys[..dimensions])));
    put_in_order(sources, question, Some(others), &mut select).await?;
    let shown: Vec<RawGroup> = sources.facts(&select).await?;
    let number = shown.first().map_or(0, |group| group.number);
    Ok(Groups { shown, number })
}

/// The keys of a group in one text that no other keys give: each with its length before it.
fn write(keys: &[Option<String>]) -> String {
    let key = |key: &Option<String>| match key {
        Some(key) => format!("{}:{key}", key.chars().count()),
        None => "-".to_owned(),
    };
    keys.iter().map(key).collect()
}

/// The same, as the database puts it together.
fn written(dimensions: usize) -> String {
    let keys = (0..dimensions).map(|position| {
        let key = format!("CAST(\"{GROUPED}\".\"k{position}\" AS text)");
        format!("coalesce(CAST(length({key}) AS text) || ':' || {key}, '-')")
    });
    keys.collect::<Vec<_>>().join(" || ")
}

fn statement(question: &Question<'_>, first: usize) -> SelectStatement {
    let plan = question.plan;
    let mut grouped = Query::select();
    for (position, one) in plan.group_by.iter().enumerate() {
        grouped.expr_as(Expr::cust(question.layout.key_of(*one)), key(position));
        grouped.add_group_by([Expr::col(key(position))]);
    }
    measures::select(question.layout, None, InKeys::of(&plan.group_by), &mut grouped);
    let needed = Needed {
        condition: &question.condition,
        without: &plan.exclude,
        dimensions: &plan.group_by,
        figures: true,
        reasons: false,
    };
    question.layout.from(&needed, &mut grouped);

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
    select.limit(u64::try_from(first).unwrap_or(u64::MAX)).to_owned()
}

/// The order of the plan; groups for which `last` holds come after all others.
async fn put_in_order(
    sources: &mut Sources,
    question: &Question<'_>,
    last: Option<Expr>,
    select: &mut SelectStatement,
) -> Result<(), AnalysisError> {
    let plan = question.plan;
    if let Some(last) = last {
        select.order_by_expr(last, Order::Asc);
    }
    let by_measure = match plan.order {
        SpendOrder::NetDesc => Some(("net_all", Order::Desc)),
        SpendOrder::NetAsc => Some(("net_all", Order::Asc)),
        SpendOrder::PaymentsDesc => Some(("payments_all", Order::Desc)),
        SpendOrder::SuppliersDesc => Some(("suppliers", Order::Desc)),
        SpendOrder::InstitutionsDesc => Some(("institutions", Order::Desc)),
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
        let label = match question.layout {
            _ if !by_label => None,
            Layout::Hub(_) => order::name_of(*dimension, position),
            Layout::Wide => order::join_places(sources.names(), *dimension, position, select).await?,
        };
        if let Some(label) = label {
            // A code without a name comes after all names, on both engines.
            select.order_by_expr(label.clone().is_null(), Order::Asc);
            select.order_by_expr(label, Order::Asc);
        }
        let ordered = match dimension {
            SpendDimension::Category | SpendDimension::Department => {
                bytewise(position, question.layout.engine())
            }
            _ => key(),
        };
        select.order_by_expr(ordered, Order::Asc);
    }
    Ok(())
}

/// A key that is a published text, which has no order but that of its bytes.
fn bytewise(position: usize, engine: Engine) -> Expr {
    Expr::cust(engine.bytewise(&format!("\"{GROUPED}\".\"k{position}\"")))
}

pub(super) fn key(position: usize) -> Alias {
    Alias::new(format!("k{position}"))
}

pub(super) fn of_group(column: Alias) -> Expr {
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
