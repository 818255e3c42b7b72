//! The sequence of changes: ordered as the commits are, and without gaps.

use anchorhub_entities::{change, hub_state, release};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Alias, Expr, ExprTrait, InsertStatement, Query, SelectStatement, UpdateStatement};

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ChangeKind {
    /// A document was loaded, or another took its place; the key is its SHA-256.
    Document,
    /// A contracting process was compiled anew; the key is its ocid.
    ContractingProcess,
    /// Contracts of an institution were clustered and linked to its payments anew; the key is its org-id.
    Links,
    /// Suppliers were merged or split, or somebody decided about them; the key is the number of one that was touched.
    Supplier,
    /// Another edition of reference data counts; the key is its kind.
    Reference,
}

impl ChangeKind {
    /// Every value, in a fixed order.
    pub const ALL: &'static [Self] =
        &[Self::Document, Self::ContractingProcess, Self::Links, Self::Supplier, Self::Reference];

    /// The name kept in the database and shown in GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "DOCUMENT",
            Self::ContractingProcess => "CONTRACTING_PROCESS",
            Self::Links => "LINKS",
            Self::Supplier => "SUPPLIER",
            Self::Reference => "REFERENCE",
        }
    }

    /// Reads a name back.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.name() == name)
    }
}

/// What a transaction changes, collected until it commits.
#[derive(Debug, Default)]
pub(crate) struct Changes {
    pub(crate) noted: Vec<(ChangeKind, String)>,
    /// A document whose new releases name the processes that changed: too many, perhaps, to hold.
    pub(crate) processes_of: Option<i64>,
}

/// Rows of one statement: 5 values each.
pub(crate) const CHUNK: usize = 500;

/// Moves a counter on and gives its new value. Its row stays locked until the transaction ends.
pub(crate) fn advance(counter: &'static str, by: i64) -> UpdateStatement {
    Query::update()
        .table(hub_state::Entity)
        .value(hub_state::Column::Value, Expr::col(hub_state::Column::Value).add(by))
        .and_where(Expr::col(hub_state::Column::Key).eq(counter))
        .returning_col(hub_state::Column::Value)
        .to_owned()
}

/// How many processes a document's new releases belong to.
pub(crate) fn count_processes(document_id: i64) -> SelectStatement {
    Query::select()
        .expr(Expr::col(release::Column::Ocid).count_distinct())
        .from(release::Entity)
        .and_where(Expr::col(release::Column::DocumentId).eq(document_id))
        .to_owned()
}

/// Writes noted changes, the first of them after `before`.
pub(crate) fn insert_noted(
    noted: &[(ChangeKind, String)],
    before: i64,
    data_version: i64,
    at: DateTime<Utc>,
) -> InsertStatement {
    let mut insert = into_change();
    for (seq, (kind, key)) in (before + 1..).zip(noted) {
        insert.values_panic([
            Expr::value(seq),
            Expr::value(data_version),
            Expr::value(kind.name()),
            Expr::value(key.as_str()),
            Expr::value(at),
        ]);
    }
    insert
}

/// Writes a change for each process of a document's new releases, the first of them after `before`.
pub(crate) fn insert_processes(
    document_id: i64,
    before: i64,
    data_version: i64,
    at: DateTime<Utc>,
) -> InsertStatement {
    let ocids = Query::select()
        .distinct()
        .column(release::Column::Ocid)
        .from(release::Entity)
        .and_where(Expr::col(release::Column::DocumentId).eq(document_id))
        .to_owned();
    let rows = Query::select()
        .expr(Expr::cust("row_number() OVER (ORDER BY ocid)").add(before))
        .expr(Expr::value(data_version))
        .expr(Expr::value(ChangeKind::ContractingProcess.name()))
        .column(release::Column::Ocid)
        .expr(Expr::value(at))
        .from_subquery(ocids, Alias::new("touched"))
        .to_owned();
    let mut insert = into_change();
    // The number of columns is the same above and here, which is all that can be wrong.
    let _ = insert.select_from(rows);
    insert
}

fn into_change() -> InsertStatement {
    Query::insert()
        .into_table(change::Entity)
        .columns([
            change::Column::Seq,
            change::Column::DataVersion,
            change::Column::Kind,
            change::Column::Key,
            change::Column::At,
        ])
        .to_owned()
}
