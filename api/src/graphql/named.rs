//! Parts of rows together with what they name, by one statement.
//!
//! The institutions of a contract stand behind its buyers, its suppliers behind what its source says of each. Whoever asks for
//! the one nearly always asks for the other, and a second statement costs more than to read both by the first.

use std::{
    collections::{HashMap, HashSet},
    marker::PhantomData,
};

use anchorhub_store::Database;
use sea_orm::{
    ColumnTrait, DbErr, EntityTrait, FromQueryResult, Iden as _, Iterable as _, ModelTrait, QueryResult,
    sea_query::{Alias, Expr, ExprTrait, JoinType},
};

use super::{
    error::ApiError,
    family::{ByKey, Family, KEYS_A_STATEMENT, Part, Row, by_their_whole, padded},
};

/// How a part names a row of another table.
#[derive(Clone, Copy)]
pub(crate) struct Naming<C, D, O> {
    /// The field of the part that asks for it.
    field: &'static str,
    /// The column of the part that holds the key, and that of the other table.
    own: C,
    key: D,
    other: PhantomData<fn() -> O>,
}

impl<C, D, O> Naming<C, D, O> {
    /// A field, the part's column that holds the key, and the key of the other table.
    pub(crate) fn new(field: &'static str, own: C, key: D) -> Self {
        Self { field, own, key, other: PhantomData }
    }
}

impl<M: Send + Sync + 'static> Row<M> {
    /// The rows of another table that belong to `key` of this one, in their order, each knowing what it names.
    pub(crate) async fn many_naming<P, E, F>(
        &self,
        field: &'static str,
        key: impl Fn(&M) -> Option<P::Whole>,
        naming: Naming<E::Column, F::Column, F::Model>,
    ) -> Result<Vec<Row<P>>, ApiError>
    where
        P: Part + ModelTrait<Entity = E>,
        E: EntityTrait<Model = P>,
        F: EntityTrait<Model: ByKey<Key: 'static>>,
    {
        let Some(own) = key(self) else { return Ok(Vec::new()) };
        let found = self
            .once(field.to_owned(), async |database, members| {
                let wholes: HashSet<P::Whole> = members.iter().filter_map(&key).collect();
                load::<P, E, F>(database, wholes.into_iter().collect(), naming).await
            })
            .await?;
        Ok(found.get(&own).cloned().unwrap_or_default())
    }
}

/// Parts by what they are part of, all of them one family, and what they name another.
async fn load<P, E, F>(
    database: &Database,
    wholes: Vec<P::Whole>,
    naming: Naming<E::Column, F::Column, F::Model>,
) -> Result<HashMap<P::Whole, Vec<Row<P>>>, ApiError>
where
    P: Part + ModelTrait<Entity = E>,
    E: EntityTrait<Model = P>,
    F: EntityTrait<Model: ByKey<Key: 'static>>,
{
    let mut parts = Vec::new();
    let mut named = HashMap::new();
    for chunk in wholes.chunks(KEYS_A_STATEMENT) {
        let mut select = P::parts(padded(chunk.to_vec()));
        for column in F::Column::iter() {
            let value = column.select_as(Expr::col((F::default(), column)));
            select.expr_as(value, Alias::new(format!("{NAMED}{}", column.unquoted())));
        }
        let same = Expr::col((F::default(), naming.key)).equals((E::default(), naming.own));
        select.join(JoinType::LeftJoin, F::default(), same);
        let found: Vec<Pair<P, F::Model>> = database.fetch(&select).await?;
        for Pair { part, other } in found {
            parts.push(part);
            if let Some(other) = other {
                named.entry(other.key()).or_insert(other);
            }
        }
    }
    let named = Family::rows(database, named.into_values().collect());
    let named: HashMap<_, Row<F::Model>> = named.into_iter().map(|row| (row.key(), row)).collect();
    Ok(by_their_whole(Family::knowing(database, parts, naming.field, named)))
}

/// What the names of the other table's columns begin with.
const NAMED: &str = "named_";

/// A part and what it names.
struct Pair<P, O> {
    part: P,
    other: Option<O>,
}

impl<P: FromQueryResult, O: FromQueryResult> FromQueryResult for Pair<P, O> {
    fn from_query_result(row: &QueryResult, prefix: &str) -> Result<Self, DbErr> {
        let part = P::from_query_result(row, prefix)?;
        Ok(Self { part, other: O::from_query_result_optional(row, NAMED)? })
    }
}
