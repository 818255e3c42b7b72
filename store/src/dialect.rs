//! Expressions that SQLite and PostgreSQL write differently.

use sea_orm::{
    DbBackend,
    sea_query::{Expr, ExprTrait, Func},
};

/// The database engine behind a hub.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Embedded: one file, one writer.
    Sqlite,
    /// A PostgreSQL server.
    Postgres,
}

impl Engine {
    /// The engine as sea-orm names it.
    pub fn backend(self) -> DbBackend {
        match self {
            Self::Sqlite => DbBackend::Sqlite,
            Self::Postgres => DbBackend::Postgres,
        }
    }

    /// The calendar month of a date column, as text `2023-04`.
    pub fn month_of(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!("substr({column}, 1, 7)"),
            Self::Postgres => format!("to_char({column}, 'YYYY-MM')"),
        }
    }

    /// The calendar year in which the financial year (from 1 April) of a date column begins, as an integer.
    pub fn financial_year_of(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!(
                "(CAST(substr({column}, 1, 4) AS INTEGER) - (CASE WHEN substr({column}, 6, 2) < '04' THEN 1 ELSE 0 END))"
            ),
            Self::Postgres => {
                format!("CAST(extract(year FROM {column} - INTERVAL '3 months') AS BIGINT)")
            }
        }
    }

    /// The number of the quarter of the financial year of a date column, as an integer: four times the calendar year in
    /// which the financial year begins, and 0 (April to June) to 3.
    pub fn financial_quarter_of(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!(
                "((CAST(substr({column}, 1, 4) AS INTEGER) * 12 + CAST(substr({column}, 6, 2) AS INTEGER) - 4) / 3)"
            ),
            Self::Postgres => format!(
                "CAST(extract(year FROM {column} - INTERVAL '3 months') * 4 \
                 + extract(quarter FROM {column} - INTERVAL '3 months') - 1 AS BIGINT)"
            ),
        }
    }

    /// A text column that is ordered by its bytes, whatever the collation of the database.
    pub fn bytewise(self, column: &str) -> String {
        match self {
            Self::Sqlite => column.to_owned(),
            Self::Postgres => format!("{column} COLLATE \"C\""),
        }
    }

    /// A column whose index is not to be used: SQLite prefers an index even where most rows are wanted, and
    /// then fetches each row of the table by itself, which takes three times as long as reading the table.
    pub fn unindexed(self, column: &str) -> String {
        match self {
            Self::Sqlite => format!("+{column}"),
            Self::Postgres => column.to_owned(),
        }
    }

    /// Whether values of a small table are better looked up for each row of a large one than joined: SQLite, given a
    /// join, walks some index of the large table and fetches each row by itself, which takes twice as long; PostgreSQL
    /// hashes the small table, and takes up to nine times as long for lookups.
    pub fn prefers_lookups(self) -> bool {
        self == Self::Sqlite
    }

    /// A sum of a 64-bit column that stays a 64-bit integer (PostgreSQL widens it to NUMERIC).
    pub fn sum(self, expression: &str) -> String {
        match self {
            Self::Sqlite => format!("coalesce(sum({expression}), 0)"),
            Self::Postgres => format!("CAST(coalesce(sum({expression}), 0) AS BIGINT)"),
        }
    }

    /// Whether a text expression contains a text, upper or lower case. (SQLite folds only the letters of
    /// ASCII: others have to be written as published.)
    pub fn contains(self, expression: Expr, text: &str) -> Expr {
        self.place(Func::lower(expression).into(), Func::lower(Expr::value(text)).into()).gt(0)
    }

    /// Where a text begins in a text expression, counted from 1; 0 if it is not in it. Upper and lower case
    /// are different.
    pub fn position(self, expression: Expr, text: &str) -> Expr {
        self.place(expression, Expr::value(text))
    }

    fn place(self, expression: Expr, text: Expr) -> Expr {
        let position = match self {
            Self::Sqlite => "instr",
            Self::Postgres => "strpos",
        };
        Func::cust(position).arg(expression).arg(text).into()
    }
}
