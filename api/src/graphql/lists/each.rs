//! One SELECT for each of many parents, in one statement.
//!
//! Each has its own LIMIT and so reads along an index just as far as its page goes. Numbering rows with a
//! window function instead would read and sort everything under all parents: every payment of an institution,
//! to show five.

use anchorhub_store::Engine;
use sea_orm::{
    Condition, Order, Value,
    sea_query::{
        Alias, Asterisk, Expr, ExprTrait, JoinType, Query, SelectStatement, SqliteQueryBuilder, UnionType,
        ValueTuple,
    },
};

/// The column of the answer that tells which parent a row belongs to, counted from 0.
pub(super) const PARENT: &str = "parent_index";

/// What tells the rows of a parent: columns of their table, with the values they have.
pub(super) type Scope = Vec<(Expr, Value)>;

/// The order of the rows under one parent.
pub(super) type Sorting = [(Expr, Order)];

/// Statements that run `select` under every scope: as few as the engine allows, mostly one.
pub(super) fn statements(
    engine: Engine,
    scopes: &[Scope],
    select: impl Fn(Condition) -> SelectStatement,
    order: &Sorting,
) -> Vec<SelectStatement> {
    match engine {
        Engine::Sqlite => unions(scopes, select, order),
        Engine::Postgres => laterals(scopes, select, order),
    }
}

/// What one statement can hold on SQLite: members of a UNION, bound values, bytes.
const MEMBERS: usize = 500;
const VALUES: usize = 30_000;
const BYTES: usize = 900_000;

/// SQLite has no LATERAL: the SELECTs are written out and joined by UNION ALL.
fn unions(
    scopes: &[Scope],
    select: impl Fn(Condition) -> SelectStatement,
    order: &Sorting,
) -> Vec<SelectStatement> {
    let under = |scope: &Scope| {
        let equal = scope.iter().map(|(column, value)| column.clone().eq(value.clone()));
        select(equal.fold(Condition::all(), Condition::add))
    };
    let Some(first) = scopes.first() else { return Vec::new() };
    let (sql, values) = under(first).build(SqliteQueryBuilder);
    let room = MEMBERS.min(VALUES / (values.0.len() + 1)).min(BYTES / (sql.len() + 100)).max(1);
    let mut statements = Vec::new();
    for start in (0..scopes.len()).step_by(room) {
        let chunk = scopes.iter().enumerate().skip(start).take(room);
        let mut members = chunk.map(|(index, scope)| {
            let mut member = under(scope);
            member.expr_as(Expr::cust(index.to_string()), Alias::new(PARENT));
            // In brackets, because SQLite allows no LIMIT inside a UNION.
            Query::select().column(Asterisk).from_subquery(member, Alias::new("member")).take()
        });
        let Some(mut union) = members.next() else { continue };
        union.unions(members.map(|member| (UnionType::All, member)));
        let mut statement = Query::select();
        statement.column(Asterisk).from_subquery(union, Alias::new("members"));
        statements.push(ordered(statement, order));
    }
    statements
}

/// Parents that one statement can hold on PostgreSQL: well under 65,535 bound values.
const PARENTS: usize = 5_000;

/// PostgreSQL plans a long UNION slowly: the SELECT is written once and run for each row of a list of parents.
fn laterals(
    scopes: &[Scope],
    select: impl Fn(Condition) -> SelectStatement,
    order: &Sorting,
) -> Vec<SelectStatement> {
    let Some(first) = scopes.first() else { return Vec::new() };
    let parents = || Alias::new("parents");
    // PostgreSQL names the columns of VALUES column1, column2, …; the first is the number of the parent.
    let column = |position: usize| Alias::new(format!("column{position}"));
    let equal = first.iter().enumerate().map(|(position, (expression, _))| {
        expression.clone().eq(Expr::col((parents(), column(position + 2))))
    });
    let member = select(equal.fold(Condition::all(), Condition::add));
    let rows: Vec<ValueTuple> = scopes
        .iter()
        .enumerate()
        .map(|(index, scope)| {
            let number = Value::from(i32::try_from(index).unwrap_or(i32::MAX));
            let values = scope.iter().map(|(_, value)| value.clone());
            ValueTuple::Many(std::iter::once(number).chain(values).collect())
        })
        .collect();
    rows.chunks(PARENTS)
        .map(|rows| {
            let mut statement = Query::select();
            statement
                .expr_as(Expr::col((parents(), column(1))), Alias::new(PARENT))
                .column((Alias::new("member"), Asterisk))
                .from_values(rows.iter().cloned(), parents())
                .join_lateral(JoinType::InnerJoin, member.clone(), Alias::new("member"), Expr::cust("TRUE"));
            ordered(statement, order)
        })
        .collect()
}

fn ordered(mut statement: SelectStatement, order: &Sorting) -> SelectStatement {
    statement.order_by(Alias::new(PARENT), Order::Asc);
    for (expression, direction) in order {
        statement.order_by_expr(expression.clone(), direction.clone());
    }
    statement
}
