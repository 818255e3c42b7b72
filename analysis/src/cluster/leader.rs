//! Who changes the facts: one at a time, whatever ends in the middle.
//!
//! A leader holds the lock (`session::LOCK`) alone. Before the first change it marks the facts as being changed, which
//! only a leader who has brought them to an end undoes; and before a piece of them is touched, the piece is marked in
//! `fact_held`. So when a leader or a server ends in the middle, the next one sees what is not whole and does it again.
//! Changes on several servers are committed one after the other: marks, not their transaction, make them whole.

use std::collections::BTreeMap;

use anchorhub_store::Database;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, Statement, TransactionTrait, Value,
    sea_query::{Alias, Expr, ExprTrait, InsertStatement, OnConflict, Query},
};

use super::{
    failure::of_facts,
    piece::{Held, Piece},
    session::{CHANGING, LOCK, VERSION},
};
use crate::{AnalysisError, columnar::damaged};

pub(super) struct Leader {
    facts: Database,
    /// Its transaction holds the lock.
    lock: DatabaseTransaction,
    /// The number of this leader, once it changes something.
    epoch: Option<i64>,
}

/// How long a leader may be silent before the database takes it for gone and gives its lock back.
const SILENCE: &str = "120s";

/// How long is waited for those who read facts, and for another who changes them.
const TURN: &str = "60s";

impl Leader {
    /// Waits for the lock.
    pub(super) async fn take(facts: &Database) -> Result<Self, AnalysisError> {
        let lock = facts.write().begin().await.map_err(of_facts)?;
        let settings = format!(
            "SET LOCAL idle_in_transaction_session_timeout = '{SILENCE}'; SET LOCAL lock_timeout = '{TURN}'; \
             SELECT pg_advisory_xact_lock({LOCK})"
        );
        lock.execute_unprepared(&settings).await.map_err(of_facts)?;
        Ok(Self { facts: facts.clone(), lock, epoch: None })
    }

    /// The version that the facts are whole at, if they are.
    pub(super) async fn version(&self) -> Result<Option<i64>, AnalysisError> {
        let rows = self.rows("SELECT value FROM fact_state WHERE key = $1", [VERSION.into()]).await?;
        let row = rows.first().ok_or(AnalysisError::AnalysisNotPrepared)?;
        let version: i64 = row.try_get_by_index(0).map_err(of_facts)?;
        Ok((version != CHANGING).then_some(version))
    }

    /// The numbers of the copies of small tables.
    pub(super) async fn sites(&self) -> Result<Vec<i16>, AnalysisError> {
        let rows = self.rows("SELECT site FROM fact_site ORDER BY site", []).await?;
        let sites: Vec<i16> =
            rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>().map_err(of_facts)?;
        if sites.is_empty() { Err(AnalysisError::AnalysisNotPrepared) } else { Ok(sites) }
    }

    /// What the facts hold.
    pub(super) async fn held(&self) -> Result<BTreeMap<Piece, Held>, AnalysisError> {
        let rows = self.rows("SELECT kind, institution_id, piece, print, rows FROM fact_held", []).await?;
        let read = |row: &sea_orm::QueryResult| -> Result<_, DbErr> {
            let (kind, institution_id): (String, i32) = (row.try_get_by_index(0)?, row.try_get_by_index(1)?);
            let piece = Piece::read(&kind, institution_id, row.try_get_by_index(2)?);
            Ok((piece, Held { print: row.try_get_by_index(3)?, rows: row.try_get_by_index(4)? }))
        };
        let mut held = BTreeMap::new();
        for row in &rows {
            let (piece, holds) = read(row).map_err(of_facts)?;
            let unknown =
                || damaged("fact_held names a kind of piece that this program does not know".to_owned());
            held.insert(piece.ok_or_else(unknown)?, holds);
        }
        Ok(held)
    }

    /// Marks pieces as being changed, and the facts as a whole before the first of them.
    pub(super) async fn begin(&mut self, pieces: &[Piece]) -> Result<(), AnalysisError> {
        self.keep_lock().await?;
        let tx = match self.epoch {
            Some(_) => self.transaction().await?,
            None => {
                let (tx, epoch) = self.mark().await?;
                self.epoch = Some(epoch);
                tx
            }
        };
        for pieces in pieces.chunks(PIECES_A_STATEMENT) {
            let held: Vec<(Piece, Held)> = pieces.iter().map(|piece| (*piece, Held::default())).collect();
            tx.execute(&hold(&held)).await.map_err(of_facts)?;
        }
        tx.commit().await.map_err(of_facts)
    }

    async fn mark(&self) -> Result<(DatabaseTransaction, i64), AnalysisError> {
        let tx = self.facts.write().begin().await.map_err(of_facts)?;
        let next = "UPDATE fact_state SET value = value + 1 WHERE key = 'epoch' RETURNING value";
        let row = tx.query_one_raw(statement(next, [])).await.map_err(of_facts)?;
        let epoch = row.ok_or(AnalysisError::AnalysisNotPrepared)?.try_get_by_index(0).map_err(of_facts)?;
        set_version(&tx, CHANGING).await?;
        Ok((tx, epoch))
    }

    /// A transaction of this leader; an error once another has taken over.
    pub(super) async fn transaction(&self) -> Result<DatabaseTransaction, AnalysisError> {
        let tx = self.facts.write().begin().await.map_err(of_facts)?;
        if let Some(epoch) = self.epoch {
            let own = "SELECT value FROM fact_state WHERE key = 'epoch' AND value = $1 FOR UPDATE";
            let row = tx.query_one_raw(statement(own, [epoch.into()])).await.map_err(of_facts)?;
            row.ok_or(AnalysisError::AnalysisBehind)?;
        }
        Ok(tx)
    }

    /// Remembers what pieces hold now, in the transaction that brought it.
    pub(super) async fn hold(
        &self,
        tx: &DatabaseTransaction,
        held: &[(Piece, Held)],
    ) -> Result<(), AnalysisError> {
        for held in held.chunks(PIECES_A_STATEMENT) {
            tx.execute(&hold(held)).await.map_err(of_facts)?;
        }
        Ok(())
    }

    /// Forgets pieces that hold nothing any more.
    pub(super) async fn forget(
        &self,
        tx: &DatabaseTransaction,
        pieces: &[Piece],
    ) -> Result<(), AnalysisError> {
        for piece in pieces {
            let forget = "DELETE FROM fact_held WHERE kind = $1 AND institution_id = $2 AND piece = $3";
            let key = [piece.kind.name().into(), piece.institution_id.into(), piece.number.into()];
            tx.execute_raw(statement(forget, key)).await.map_err(of_facts)?;
        }
        Ok(())
    }

    /// The facts are whole at a version.
    pub(super) async fn finish(self, version: i64) -> Result<(), AnalysisError> {
        let tx = self.transaction().await?;
        set_version(&tx, version).await?;
        tx.commit().await.map_err(of_facts)?;
        self.lock.commit().await.map_err(of_facts)
    }

    /// Lets the lock go, having changed nothing.
    pub(super) async fn leave(self) -> Result<(), AnalysisError> {
        self.lock.rollback().await.map_err(of_facts)
    }

    /// Makes sure of the lock, and says that somebody is there.
    pub(super) async fn keep_lock(&self) -> Result<(), AnalysisError> {
        self.lock.execute_unprepared("SELECT 1").await.map(drop).map_err(of_facts)
    }

    async fn rows<const N: usize>(
        &self,
        sql: &str,
        values: [Value; N],
    ) -> Result<Vec<sea_orm::QueryResult>, AnalysisError> {
        self.facts.write().query_all_raw(statement(sql, values)).await.map_err(of_facts)
    }
}

/// Pieces of one statement: 5 values each.
const PIECES_A_STATEMENT: usize = 5_000;

fn statement<const N: usize>(sql: &str, values: [Value; N]) -> Statement {
    Statement::from_sql_and_values(DbBackend::Postgres, sql, values)
}

async fn set_version(tx: &DatabaseTransaction, version: i64) -> Result<(), AnalysisError> {
    let set = Query::update()
        .table(Alias::new("fact_state"))
        .value(Alias::new("value"), version)
        .and_where(Expr::col(Alias::new("key")).eq(VERSION))
        .to_owned();
    tx.execute(&set).await.map(drop).map_err(of_facts)
}

fn hold(held: &[(Piece, Held)]) -> InsertStatement {
    let mut insert = Query::insert();
    insert
        .into_table(Alias::new("fact_held"))
        .columns(["kind", "institution_id", "piece", "print", "rows"].map(Alias::new))
        .on_conflict(
            OnConflict::columns(["kind", "institution_id", "piece"].map(Alias::new))
                .update_columns(["print", "rows"].map(Alias::new))
                .to_owned(),
        );
    for (piece, Held { print, rows }) in held {
        insert.values_panic([
            Expr::value(piece.kind.name()),
            Expr::value(piece.institution_id),
            Expr::value(piece.number),
            Expr::value(print.as_str()),
            Expr::value(*rows),
        ]);
    }
    insert
}
