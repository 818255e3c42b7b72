//! What can go wrong with the database, told apart by what an operator has to do.

use sea_orm::DbErr;

/// Kinds of database failure; each has a stable code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StoreErrorKind {
    /// The address of the database is not one that the hub can open.
    BadUrl,
    /// The database cannot be reached or opened.
    Unavailable,
    /// Another process holds the write lock.
    Locked,
    /// No room left for data.
    Full,
    /// The database or its folder may not be written.
    NoPermission,
    /// The schema is older or newer than this program.
    SchemaOutdated,
    /// The statement ran out of its time and was cancelled.
    Deadline,
    /// A sum left the range of 64-bit pence.
    SumTooLarge,
    /// The file is damaged or is no database.
    Damaged,
    /// Anything else.
    Other,
}

impl StoreErrorKind {
    /// The stable code.
    pub fn code(self) -> &'static str {
        match self {
            Self::BadUrl => "DATABASE_URL_INVALID",
            Self::Unavailable => "DATABASE_UNAVAILABLE",
            Self::Locked => "DATABASE_LOCKED",
            Self::Full => "DATABASE_FULL",
            Self::NoPermission => "DATABASE_NO_PERMISSION",
            Self::SchemaOutdated => "SCHEMA_OUTDATED",
            Self::Deadline => "DEADLINE_EXCEEDED",
            Self::SumTooLarge => "SUM_TOO_LARGE",
            Self::Damaged => "DATABASE_DAMAGED",
            Self::Other => "DATABASE_ERROR",
        }
    }

    /// What to do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::BadUrl => "give sqlite://PATH or postgres://USER@HOST/NAME",
            Self::Unavailable => "check that the database runs and that its address is right, then try again",
            Self::Locked => "another process is writing; wait for it to end and try again",
            Self::Full => "free disk space, then run the same command again: nothing was half-loaded",
            Self::NoPermission => "give this user write permission on the database file and its folder",
            Self::SchemaOutdated => "run `anchorhub migrate` with the same version of the program",
            Self::Deadline => "ask for less at once: a shorter period, fewer groups or a smaller page",
            Self::SumTooLarge => {
                "a sum leaves the range of 64-bit pence: look for payments with absurd amounts"
            }
            Self::Damaged => "restore the database from a backup",
            Self::Other => "see the log for the cause",
        }
    }
}

/// A failure of the database.
#[derive(Debug, thiserror::Error)]
#[error("{}: {detail} ({})", kind.code(), kind.hint())]
pub struct StoreError {
    kind: StoreErrorKind,
    detail: String,
}

impl StoreError {
    /// An error of a kind, with what happened.
    pub fn new(kind: StoreErrorKind, detail: impl Into<String>) -> Self {
        Self { kind, detail: detail.into() }
    }

    /// What kind of failure it is.
    pub fn kind(&self) -> StoreErrorKind {
        self.kind
    }

    /// What happened, for the log; may name tables, never shown to API clients.
    pub fn detail(&self) -> &str {
        &self.detail
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::new(classify(&error), error.to_string())
    }
}

impl From<DbErr> for StoreError {
    fn from(error: DbErr) -> Self {
        let detail = error.to_string();
        let kind = match error {
            DbErr::Conn(inner) | DbErr::Exec(inner) | DbErr::Query(inner) => match inner {
                sea_orm::RuntimeErr::SqlxError(sqlx_error) => classify(&sqlx_error),
                sea_orm::RuntimeErr::Internal(_) => StoreErrorKind::Other,
            },
            DbErr::ConnectionAcquire(_) => StoreErrorKind::Unavailable,
            _ => StoreErrorKind::Other,
        };
        Self::new(kind, detail)
    }
}

fn classify(error: &sqlx::Error) -> StoreErrorKind {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed | sqlx::Error::Io(_) | sqlx::Error::Tls(_) => {
            StoreErrorKind::Unavailable
        }
        sqlx::Error::WorkerCrashed => StoreErrorKind::Unavailable,
        // SQLite has no code of its own for it.
        sqlx::Error::Database(database) if database.message() == "integer overflow" => {
            StoreErrorKind::SumTooLarge
        }
        sqlx::Error::Database(database) => {
            database.code().map_or(StoreErrorKind::Other, |code| classify_code(&code))
        }
        _ => StoreErrorKind::Other,
    }
}

/// SQLite's extended result codes are numbers (the low byte is the primary code); PostgreSQL's SQLSTATE has
/// five characters.
fn classify_code(code: &str) -> StoreErrorKind {
    if code.len() == 5 && !code.starts_with("SQLITE") {
        return match code {
            "57014" => StoreErrorKind::Deadline,
            "22003" => StoreErrorKind::SumTooLarge,
            "53100" | "53200" | "53400" => StoreErrorKind::Full,
            "55P03" | "40P01" | "40001" => StoreErrorKind::Locked,
            "42501" | "25006" => StoreErrorKind::NoPermission,
            "3D000" | "28000" | "28P01" | "57P01" | "57P02" | "57P03" => StoreErrorKind::Unavailable,
            "42P01" | "42703" => StoreErrorKind::SchemaOutdated,
            _ if code.starts_with("08") || code.starts_with("53") => StoreErrorKind::Unavailable,
            _ => StoreErrorKind::Other,
        };
    }
    match code.parse::<i32>().map(|number| number & 0xff) {
        Ok(5 | 6) => StoreErrorKind::Locked,
        Ok(3 | 8) => StoreErrorKind::NoPermission,
        Ok(9) => StoreErrorKind::Deadline,
        Ok(10 | 13) => StoreErrorKind::Full,
        Ok(11 | 26) => StoreErrorKind::Damaged,
        Ok(14) => StoreErrorKind::Unavailable,
        _ => StoreErrorKind::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_both_engines_are_told_apart() {
        for (code, kind) in [
            ("5", StoreErrorKind::Locked),
            ("517", StoreErrorKind::Locked),
            ("13", StoreErrorKind::Full),
            ("1032", StoreErrorKind::NoPermission),
            ("9", StoreErrorKind::Deadline),
            ("57014", StoreErrorKind::Deadline),
            ("22003", StoreErrorKind::SumTooLarge),
            ("53100", StoreErrorKind::Full),
            ("08006", StoreErrorKind::Unavailable),
            ("23505", StoreErrorKind::Other),
        ] {
            assert_eq!(classify_code(code), kind, "{code}");
        }
    }
}
