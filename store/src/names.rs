//! Published payee names and the suppliers of their name keys.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use anchorhub_entities::{supplier, supplier_name};
use sea_orm::sea_query::{Expr, ExprTrait, LockType, OnConflict, Query};
use sqlx::{
    AssertSqlSafe, FromRow, PgPool, Postgres, Sqlite, Transaction, postgres::PgRow, sqlite::SqliteRow,
};

use crate::{Engine, StoreError, pending, statement::build};

/// A payee name that a document publishes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewName {
    /// The name as published.
    pub name: String,
    /// Its name key; none for withheld payees, who get no supplier.
    pub key: Option<String>,
}

/// Where a published name stands in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NameRef {
    /// Key in `supplier_name`.
    pub name_id: i64,
    /// Key in `supplier`; none for withheld payees.
    pub supplier_id: Option<i64>,
}

/// Names asked for in one statement.
const CHUNK: usize = 400;

/// What was found or added.
pub(crate) struct Ensured {
    pub(crate) found: Vec<(String, NameRef)>,
    /// Suppliers that got a name which the database did not hold before.
    pub(crate) renamed: BTreeSet<i64>,
}

/// What differs between the engines: how one statement is run.
trait Run {
    const ENGINE: Engine;
    async fn execute(
        &mut self,
        statement: &(impl sea_query_sqlx::SqlxBinder + Sync),
    ) -> Result<(), StoreError>;
    async fn fetch<T>(
        &mut self,
        statement: &(impl sea_query_sqlx::SqlxBinder + Sync),
    ) -> Result<Vec<T>, StoreError>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin;
}

struct OnSqlite<'a>(&'a mut Transaction<'static, Sqlite>);
struct OnPostgres(Transaction<'static, Postgres>);

impl Run for OnSqlite<'_> {
    const ENGINE: Engine = Engine::Sqlite;

    async fn execute(
        &mut self,
        statement: &(impl sea_query_sqlx::SqlxBinder + Sync),
    ) -> Result<(), StoreError> {
        let (sql, values) = build(Self::ENGINE, statement);
        sqlx::query_with(AssertSqlSafe(sql), values).execute(&mut **self.0).await?;
        Ok(())
    }

    async fn fetch<T>(
        &mut self,
        statement: &(impl sea_query_sqlx::SqlxBinder + Sync),
    ) -> Result<Vec<T>, StoreError>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let (sql, values) = build(Self::ENGINE, statement);
        Ok(sqlx::query_as_with(AssertSqlSafe(sql), values).fetch_all(&mut **self.0).await?)
    }
}

impl Run for OnPostgres {
    const ENGINE: Engine = Engine::Postgres;

    async fn execute(
        &mut self,
        statement: &(impl sea_query_sqlx::SqlxBinder + Sync),
    ) -> Result<(), StoreError> {
        let (sql, values) = build(Self::ENGINE, statement);
        sqlx::query_with(AssertSqlSafe(sql), values).execute(&mut *self.0).await?;
        Ok(())
    }

    async fn fetch<T>(
        &mut self,
        statement: &(impl sea_query_sqlx::SqlxBinder + Sync),
    ) -> Result<Vec<T>, StoreError>
    where
        T: for<'r> FromRow<'r, SqliteRow> + for<'r> FromRow<'r, PgRow> + Send + Unpin,
    {
        let (sql, values) = build(Self::ENGINE, statement);
        Ok(sqlx::query_as_with(AssertSqlSafe(sql), values).fetch_all(&mut *self.0).await?)
    }
}

pub(crate) async fn ensure_on_sqlite(
    tx: &mut Transaction<'static, Sqlite>,
    wanted: Vec<NewName>,
) -> Result<Ensured, StoreError> {
    let mut ensured = Ensured { found: Vec::with_capacity(wanted.len()), renamed: BTreeSet::new() };
    for chunk in sorted(wanted).chunks(CHUNK) {
        ensure(&mut OnSqlite(tx), chunk, &mut ensured).await?;
    }
    Ok(ensured)
}

/// A transaction for each chunk: between finding a supplier and adding a name to it, nobody may merge it.
pub(crate) async fn ensure_on_postgres(pool: &PgPool, wanted: Vec<NewName>) -> Result<Ensured, StoreError> {
    let mut ensured = Ensured { found: Vec::with_capacity(wanted.len()), renamed: BTreeSet::new() };
    for chunk in sorted(wanted).chunks(CHUNK) {
        let mut run = OnPostgres(pool.begin().await?);
        ensure(&mut run, chunk, &mut ensured).await?;
        run.0.commit().await?;
    }
    Ok(ensured)
}

/// Sorted and unique: a fixed order of locks, and no conflict key twice in one statement.
fn sorted(wanted: Vec<NewName>) -> Vec<(String, Option<String>)> {
    let unique: BTreeMap<String, Option<String>> =
        wanted.into_iter().map(|new| (new.name, new.key)).collect();
    unique.into_iter().collect()
}

async fn ensure(
    run: &mut impl Run,
    chunk: &[(String, Option<String>)],
    ensured: &mut Ensured,
) -> Result<(), StoreError> {
    let mut known = find_names(run, chunk.iter().map(|(name, _)| name)).await?;
    let missing: Vec<&(String, Option<String>)> =
        chunk.iter().filter(|(name, _)| !known.contains_key(name)).collect();
    if !missing.is_empty() {
        let suppliers = ensure_suppliers(run, &missing).await?;
        let mut insert = Query::insert();
        insert.into_table(supplier_name::Entity).columns([
            supplier_name::Column::Name,
            supplier_name::Column::SupplierId,
            supplier_name::Column::AtomId,
        ]);
        for (name, key) in &missing {
            let supplier = key.as_ref().and_then(|key| suppliers.get(key));
            insert.values_panic([
                Expr::value(name.as_str()),
                Expr::value(supplier.map(|supplier| supplier.canonical)),
                Expr::value(supplier.map(|supplier| supplier.atom)),
            ]);
        }
        insert.on_conflict(OnConflict::column(supplier_name::Column::Name).do_nothing().to_owned());
        run.execute(&insert).await?;
        known.extend(find_names(run, missing.iter().map(|(name, _)| name)).await?);
        let atoms: BTreeSet<i64> = suppliers.values().map(|supplier| supplier.atom).collect();
        if !atoms.is_empty() {
            run.execute(&pending::mark(&atoms, pending::moment())).await?;
        }
        ensured.renamed.extend(atoms);
    }
    ensured.found.extend(known);
    Ok(())
}

async fn find_names<'a>(
    run: &mut impl Run,
    names: impl Iterator<Item = &'a String>,
) -> Result<HashMap<String, NameRef>, StoreError> {
    let select = Query::select()
        .columns([supplier_name::Column::Id, supplier_name::Column::Name, supplier_name::Column::SupplierId])
        .from(supplier_name::Entity)
        .and_where(Expr::col(supplier_name::Column::Name).is_in(names.map(String::as_str)))
        .to_owned();
    let rows: Vec<(i64, String, Option<i64>)> = run.fetch(&select).await?;
    Ok(rows
        .into_iter()
        .map(|(name_id, name, supplier_id)| (name, NameRef { name_id, supplier_id }))
        .collect())
}

/// The supplier of a name key, and the one that it is merged into.
struct OfKey {
    atom: i64,
    canonical: i64,
}

/// The suppliers of the keys of new names; the first published name becomes the name for display.
async fn ensure_suppliers(
    run: &mut impl Run,
    names: &[&(String, Option<String>)],
) -> Result<HashMap<String, OfKey>, StoreError> {
    let mut display: BTreeMap<&str, &str> = BTreeMap::new();
    for (name, key) in names {
        if let Some(key) = key {
            display.entry(key).or_insert(name);
        }
    }
    if display.is_empty() {
        return Ok(HashMap::new());
    }
    let mut insert = Query::insert();
    insert.into_table(supplier::Entity).columns([
        supplier::Column::Key,
        supplier::Column::Name,
        supplier::Column::Kind,
    ]);
    for (key, name) in &display {
        insert.values_panic([
            Expr::value(*key),
            Expr::value(*name),
            Expr::value(supplier::SupplierKind::Unknown.name()),
        ]);
    }
    insert.on_conflict(OnConflict::column(supplier::Column::Key).do_nothing().to_owned());
    run.execute(&insert).await?;
    let keys: BTreeSet<&str> = display.keys().copied().collect();
    let select = Query::select()
        .columns([supplier::Column::Key, supplier::Column::Id, supplier::Column::MergedInto])
        .from(supplier::Entity)
        .and_where(Expr::col(supplier::Column::Key).is_in(keys))
        // Whoever merges suppliers has to wait until the names are there, or we see what became of them.
        .lock(LockType::Share)
        .to_owned();
    let rows: Vec<(String, i64, Option<i64>)> = run.fetch(&select).await?;
    let of_key = |(key, atom, merged): (String, i64, Option<i64>)| {
        (key, OfKey { atom, canonical: merged.unwrap_or(atom) })
    };
    Ok(rows.into_iter().map(of_key).collect())
}
