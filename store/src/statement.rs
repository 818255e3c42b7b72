//! Building one statement for either engine.

use sea_orm::sea_query::{PostgresQueryBuilder, SqliteQueryBuilder};
use sea_query_sqlx::{SqlxBinder, SqlxValues};

use crate::Engine;

/// The text and the bound values of a statement in the words of an engine.
pub(crate) fn build(engine: Engine, statement: &impl SqlxBinder) -> (String, SqlxValues) {
    match engine {
        Engine::Sqlite => statement.build_sqlx(SqliteQueryBuilder),
        Engine::Postgres => statement.build_sqlx(PostgresQueryBuilder),
    }
}
