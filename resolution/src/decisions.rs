//! Decisions of people that stand: neither undone nor an undo.

use std::collections::BTreeSet;

use anchorhub_entities::match_decision::{Column, Entity};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement};

/// Ids of one statement.
const CHUNK: usize = 500;

/// What a person says of two parties.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// They are one and the same.
    Same,
    /// They are not, whatever is found later.
    NotSame,
}

impl Verdict {
    /// The name in the database and in the API.
    pub fn name(self) -> &'static str {
        match self {
            Self::Same => "SAME",
            Self::NotSame => "NOT_SAME",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Same, Self::NotSame].into_iter().find(|verdict| verdict.name() == name)
    }
}

/// What a supplier is compared with.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Party {
    /// An atom.
    Supplier(i64),
    /// Scheme and number of an entry of a register.
    Entry(String, String),
}

/// A decision that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) id: i64,
    pub(crate) verdict: Verdict,
    pub(crate) supplier_id: i64,
    pub(crate) other: Party,
}

type DecisionRow = (i64, String, i64, Option<i64>, Option<String>, Option<String>);

/// All of them.
pub(crate) async fn all(tx: &mut LoadTx) -> Result<Vec<Decision>, StoreError> {
    read(tx, &select()).await
}

/// Those about any of these atoms.
pub(crate) async fn about(tx: &mut LoadTx, atoms: &BTreeSet<i64>) -> Result<Vec<Decision>, StoreError> {
    let atoms: Vec<i64> = atoms.iter().copied().collect();
    let mut decisions = Vec::new();
    let mut known = BTreeSet::new();
    for atoms in atoms.chunks(CHUNK) {
        for column in [Column::SupplierId, Column::OtherId] {
            let these = Expr::col((Entity, column)).is_in(atoms.iter().copied());
            let found = read(tx, &select().and_where(these).to_owned()).await?;
            decisions.extend(found.into_iter().filter(|decision| known.insert(decision.id)));
        }
    }
    Ok(decisions)
}

fn select() -> SelectStatement {
    let undone = Query::select()
        .column(Column::Undoes)
        .from(Entity)
        .and_where(Expr::col(Column::Undoes).is_not_null())
        .to_owned();
    Query::select()
        .columns([
            Column::Id,
            Column::Verdict,
            Column::SupplierId,
            Column::OtherId,
            Column::Scheme,
            Column::Number,
        ])
        .from(Entity)
        .and_where(Expr::col((Entity, Column::Undoes)).is_null())
        .and_where(Expr::col((Entity, Column::Id)).in_subquery(undone).not())
        .order_by(Column::Id, Order::Asc)
        .to_owned()
}

async fn read(tx: &mut LoadTx, select: &SelectStatement) -> Result<Vec<Decision>, StoreError> {
    let rows: Vec<DecisionRow> = tx.fetch(select).await?;
    let decision = |(id, verdict, supplier_id, other_id, scheme, number): DecisionRow| {
        let other = match other_id {
            Some(other_id) => Party::Supplier(other_id),
            None => Party::Entry(scheme?, number?),
        };
        Some(Decision { id, verdict: Verdict::from_name(&verdict)?, supplier_id, other })
    };
    Ok(rows.into_iter().filter_map(decision).collect())
}
