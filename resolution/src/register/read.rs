//! Reading the current editions of the registers, many names at a time.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{organisation, organisation_block, organisation_name, reference_edition};
use anchorhub_identity::likeness::{Known, Subject};
use anchorhub_store::{Snapshot, StoreError};
use chrono::NaiveDate;
use sea_orm::{
    FromQueryResult, JoinType,
    sea_query::{Alias, Cond, Expr, ExprTrait, Query, SelectStatement},
};

use super::decide::Entry;

/// Kinds of editions that hold organisations.
const KINDS: [&str; 6] =
    ["COMPANIES_HOUSE", "CHARITIES", "CHARITIES_SCOTLAND", "CHARITIES_NI", "ODS", "UKPRN"];

/// Keys of one statement.
const CHUNK: usize = 500;

/// Names that share a blocking key in one register: more say that the key tells nothing, and it is passed over.
pub(super) const MOST_PER_BLOCK: u64 = 120;

/// Entries that bear one name key: more are not told apart by it.
const MOST_BEARERS: usize = 50;

/// The current editions of the registers.
pub(super) struct Registers {
    editions: Vec<i32>,
}

#[derive(FromQueryResult)]
struct EditionRow {
    id: i32,
}

#[derive(FromQueryResult)]
struct BlockRow {
    block: String,
    key: String,
}

#[derive(FromQueryResult)]
struct BearerRow {
    key: String,
    seq: i16,
    name: String,
    number: String,
    scheme: String,
    active: bool,
    sic: Option<String>,
    postcode: Option<String>,
    other_scheme: Option<String>,
    other_number: Option<String>,
    opened_on: Option<NaiveDate>,
    closed_on: Option<NaiveDate>,
}

impl Registers {
    pub(super) async fn current(snapshot: &mut Snapshot) -> Result<Self, StoreError> {
        use reference_edition::Column::{Id, Kind, State};
        let select = Query::select()
            .column(Id)
            .from(reference_edition::Entity)
            .and_where(Expr::col(State).eq("CURRENT"))
            .and_where(Expr::col(Kind).is_in(KINDS))
            .order_by(Id, sea_orm::sea_query::Order::Asc)
            .to_owned();
        let rows: Vec<EditionRow> = snapshot.fetch(&select).await?;
        Ok(Self { editions: rows.into_iter().map(|row| row.id).collect() })
    }

    pub(super) fn is_empty(&self) -> bool {
        self.editions.is_empty()
    }

    /// Entries by the name keys that they bear, now or formerly.
    pub(super) async fn bearers(
        &self,
        snapshot: &mut Snapshot,
        keys: &BTreeSet<String>,
    ) -> Result<BTreeMap<String, Vec<Entry>>, StoreError> {
        let mut found: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        for chunk in keys.chunks(CHUNK) {
            for edition_id in &self.editions {
                for row in snapshot.fetch::<BearerRow>(&bearers_of(*edition_id, chunk)).await? {
                    let bearers = found.entry(row.key.clone()).or_default();
                    if bearers.len() < MOST_BEARERS {
                        bearers.push(row.into());
                    }
                }
            }
        }
        Ok(found)
    }

    /// The name keys that share blocking keys, without those of too many names.
    pub(super) async fn blocks(
        &self,
        snapshot: &mut Snapshot,
        blocks: &BTreeSet<&str>,
    ) -> Result<BTreeMap<String, Vec<String>>, StoreError> {
        let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
        let blocks: Vec<&str> = blocks.iter().copied().collect();
        for chunk in blocks.chunks(CHUNK) {
            for edition_id in &self.editions {
                for row in snapshot.fetch::<BlockRow>(&names_in(*edition_id, chunk)).await? {
                    found.entry(row.block).or_default().push(row.key);
                }
            }
        }
        Ok(found)
    }
}

fn bearers_of(edition_id: i32, keys: &[&str]) -> SelectStatement {
    use organisation::Column as Body;
    use organisation_name::Column as Name;
    let (name, body) = (Alias::new("n"), Alias::new("o"));
    Query::select()
        .columns([Name::Key, Name::Seq, Name::Name].map(|column| (name.clone(), column)))
        .columns(
            [
                Body::Number,
                Body::Scheme,
                Body::Active,
                Body::Sic,
                Body::Postcode,
                Body::OtherScheme,
                Body::OtherNumber,
                Body::OpenedOn,
                Body::ClosedOn,
            ]
            .map(|column| (body.clone(), column)),
        )
        .from_as(organisation_name::Entity, name.clone())
        .join_as(
            JoinType::InnerJoin,
            organisation::Entity,
            body.clone(),
            Cond::all()
                .add(Expr::col((body.clone(), Body::EditionId)).eq(edition_id))
                .add(Expr::col((body, Body::Number)).equals((name.clone(), Name::Number))),
        )
        .and_where(Expr::col((name.clone(), Name::EditionId)).eq(edition_id))
        .and_where(Expr::col((name, Name::Key)).is_in(keys.iter().copied()))
        .to_owned()
}

/// Names of blocks. Those of too many names are told first, by a look at no more than that many rows.
fn names_in(edition_id: i32, blocks: &[&str]) -> SelectStatement {
    use organisation_block::Column::{Block, EditionId, Key};
    let (asked, many, block) = (Alias::new("asked"), Alias::new("many"), Alias::new("b"));
    // What columns of VALUES are called on both engines.
    let wanted = Alias::new("column1");
    let of = |alias: &Alias| {
        Cond::all()
            .add(Expr::col((alias.clone(), EditionId)).eq(edition_id))
            .add(Expr::col((alias.clone(), Block)).equals((asked.clone(), wanted.clone())))
    };
    let beyond = Query::select()
        .expr(Expr::val(1))
        .from_as(organisation_block::Entity, many.clone())
        .cond_where(of(&many))
        .limit(1)
        .offset(MOST_PER_BLOCK)
        .to_owned();
    Query::select()
        .columns([Block, Key].map(|column| (block.clone(), column)))
        .from_values(blocks.iter().map(|block| (*block).to_owned()), asked.clone())
        // A cross join keeps SQLite from turning the two around.
        .join_as(JoinType::CrossJoin, organisation_block::Entity, block.clone(), Cond::all())
        .cond_where(of(&block))
        .and_where(Expr::exists(beyond).not())
        .to_owned()
}

impl From<BearerRow> for Entry {
    fn from(row: BearerRow) -> Self {
        let other = row.other_scheme.zip(row.other_number);
        let mut identifiers = vec![(row.scheme.clone(), row.number.clone())];
        identifiers.extend(other.clone());
        let known = Known {
            name: row.name,
            key: row.key,
            former: row.seq > 0,
            postcodes: row.postcode.into_iter().collect(),
            sic: row.sic.and_then(|codes| codes.split(',').next().map(str::to_owned)),
            identifiers,
        };
        Self {
            subject: Subject::registered(known),
            scheme: row.scheme,
            number: row.number,
            active: row.active,
            opened_on: row.opened_on,
            closed_on: row.closed_on,
            other,
        }
    }
}
