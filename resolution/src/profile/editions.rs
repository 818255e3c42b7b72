//! The editions of reference data that count, and a mark of those that profiles were made from.

use std::collections::BTreeMap;

use anchorhub_entities::{area, hub_state, reference_edition};
use anchorhub_store::{LoadTx, StoreError};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict, Order, Query, SelectStatement};

/// Kinds of reference data that profiles depend on.
const KINDS: [&str; 9] = [
    "COMPANIES_HOUSE",
    "CHARITIES",
    "CHARITIES_SCOTLAND",
    "CHARITIES_NI",
    "ODS",
    "UKPRN",
    "POSTCODES",
    "IMD",
    "GROUPS",
];

/// To be raised when a rule changes, so that profiles are made anew.
const RULES: u8 = 1;

/// The counter of the hub that holds the mark.
const MARK: &str = "profiles_made_from";

/// The current edition of each kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Editions(BTreeMap<String, Edition>);

/// A current edition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Edition {
    pub(super) id: i32,
    /// The day on which it took over.
    pub(super) day: Option<NaiveDate>,
}

impl Editions {
    /// The editions that count for this transaction.
    pub(super) async fn read(tx: &mut LoadTx) -> Result<Self, StoreError> {
        use reference_edition::Column::{Id, Kind, LoadedAt, State};
        let select = Query::select()
            .columns([Kind, Id, LoadedAt])
            .from(reference_edition::Entity)
            .and_where(Expr::col(State).eq("CURRENT"))
            .and_where(Expr::col(Kind).is_in(KINDS))
            .to_owned();
        let rows: Vec<(String, i32, Option<DateTime<Utc>>)> = tx.fetch(&select).await?;
        let edition = |id, at: Option<DateTime<Utc>>| Edition { id, day: at.map(|at| at.date_naive()) };
        Ok(Self(rows.into_iter().map(|(kind, id, at)| (kind, edition(id, at))).collect()))
    }

    /// The edition of a kind, if one counts.
    pub(super) fn of(&self, kind: &str) -> Option<Edition> {
        self.0.get(kind).copied()
    }

    /// The mark of these editions together with the rules and the areas as they are now.
    pub(super) async fn mark(&self, tx: &mut LoadTx) -> Result<i64, StoreError> {
        let mut hash = Fnv::default();
        hash.add(&[RULES]);
        for (kind, edition) in &self.0 {
            hash.add(kind.as_bytes());
            hash.add(&edition.id.to_be_bytes());
        }
        let select = Query::select()
            .columns([area::Column::Code, area::Column::Kind, area::Column::Parent])
            .from(area::Entity)
            .order_by(area::Column::Code, Order::Asc)
            .to_owned();
        let areas: Vec<(String, String, Option<String>)> = tx.fetch(&select).await?;
        for (code, kind, parent) in &areas {
            hash.add(code.as_bytes());
            hash.add(kind.as_bytes());
            hash.add(parent.as_deref().unwrap_or_default().as_bytes());
        }
        Ok(hash.mark())
    }
}

/// The mark that all profiles were last made from; none before the first time.
pub(super) async fn made_from(tx: &mut LoadTx) -> Result<Option<i64>, StoreError> {
    let rows: Vec<(i64,)> = tx.fetch(&select_mark()).await?;
    Ok(rows.first().map(|(mark,)| *mark))
}

/// Notes what all profiles are made from.
pub(super) async fn note(tx: &mut LoadTx, mark: i64) -> Result<(), StoreError> {
    use hub_state::Column::{Key, Value};
    let insert = Query::insert()
        .into_table(hub_state::Entity)
        .columns([Key, Value])
        .values_panic([Expr::value(MARK), Expr::value(mark)])
        .on_conflict(OnConflict::column(Key).update_column(Value).to_owned())
        .to_owned();
    tx.execute(&insert).await?;
    Ok(())
}

fn select_mark() -> SelectStatement {
    Query::select()
        .column(hub_state::Column::Value)
        .from(hub_state::Entity)
        .and_where(Expr::col(hub_state::Column::Key).eq(MARK))
        .to_owned()
}

/// The hash function FNV-1a with 64 bits: the same in every version of the program, unlike the standard library's.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Fnv {
    /// Adds a field, and its end.
    fn add(&mut self, bytes: &[u8]) {
        for byte in bytes.iter().chain(&[0xff]) {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
        }
    }

    fn mark(&self) -> i64 {
        i64::from_be_bytes(self.0.to_be_bytes())
    }
}
