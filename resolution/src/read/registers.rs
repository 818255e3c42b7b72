//! What registers say of identifiers, and which names are those of institutions.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::{
    institution, institution_alias, organisation, organisation_name, reference_edition,
};
use anchorhub_identity::{
    identifier::{Identifier, Scheme, read},
    name_key,
};
use anchorhub_store::{Database, Snapshot, StoreError};
use sea_orm::{
    FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, Query},
};

use super::CHUNK;

/// Registers by the kind of their editions.
pub(crate) const REGISTERS: [(Scheme, &str); 6] = [
    (Scheme::CompaniesHouse, "COMPANIES_HOUSE"),
    (Scheme::CharityCommission, "CHARITIES"),
    (Scheme::ScottishCharity, "CHARITIES_SCOTLAND"),
    (Scheme::NorthernIrishCharity, "CHARITIES_NI"),
    (Scheme::Nhs, "ODS"),
    (Scheme::Ukprn, "UKPRN"),
];

/// The registers that are loaded.
#[derive(Debug)]
pub(crate) struct Registers {
    editions: BTreeMap<Scheme, i32>,
}

/// Another identifier of the same body.
#[derive(FromQueryResult)]
struct OtherRow {
    number: String,
    other_scheme: String,
    other_number: String,
}

impl Registers {
    /// The current editions.
    pub(crate) async fn read(snapshot: &mut Snapshot) -> Result<Self, StoreError> {
        #[derive(FromQueryResult)]
        struct EditionRow {
            id: i32,
            kind: String,
        }
        let select = Query::select()
            .columns([reference_edition::Column::Id, reference_edition::Column::Kind])
            .from(reference_edition::Entity)
            .and_where(Expr::col(reference_edition::Column::State).eq("CURRENT"))
            .to_owned();
        let rows: Vec<EditionRow> = snapshot.fetch(&select).await?;
        let of = |row: EditionRow| {
            REGISTERS.iter().find(|(_, kind)| *kind == row.kind).map(|(scheme, _)| (scheme.clone(), row.id))
        };
        Ok(Self { editions: rows.into_iter().filter_map(of).collect() })
    }

    /// Which of these identifiers a register states with one of these name keys, now or formerly.
    pub(crate) async fn having_names(
        &self,
        snapshot: &mut Snapshot,
        stated: &BTreeSet<(Identifier, String)>,
    ) -> Result<BTreeSet<(Identifier, String)>, StoreError> {
        #[derive(FromQueryResult)]
        struct NameRow {
            key: String,
            number: String,
        }
        let mut having = BTreeSet::new();
        for (scheme, edition_id) in &self.editions {
            let wanted: Vec<&(Identifier, String)> =
                stated.iter().filter(|(identifier, _)| identifier.scheme == *scheme).collect();
            for wanted in wanted.chunks(CHUNK) {
                use organisation_name::Column::{EditionId, Key, Number};
                let select = Query::select()
                    .columns([Key, Number])
                    .from(organisation_name::Entity)
                    .and_where(Expr::col(EditionId).eq(*edition_id))
                    .and_where(Expr::col(Key).is_in(wanted.iter().map(|(_, key)| key.as_str())))
                    .and_where(
                        Expr::col(Number).is_in(wanted.iter().map(|(number, _)| number.value.as_str())),
                    )
                    .to_owned();
                let rows: Vec<NameRow> = snapshot.fetch(&select).await?;
                let pair = |row: NameRow| (Identifier { scheme: scheme.clone(), value: row.number }, row.key);
                having.extend(rows.into_iter().map(pair).filter(|pair| stated.contains(pair)));
            }
        }
        Ok(having)
    }

    /// Other identifiers of the same bodies that registers state with these.
    pub(crate) async fn others(
        &self,
        snapshot: &mut Snapshot,
        identifiers: &BTreeSet<Identifier>,
    ) -> Result<BTreeMap<Identifier, Identifier>, StoreError> {
        let mut others = BTreeMap::new();
        for (scheme, edition_id) in &self.editions {
            let wanted: Vec<&str> = identifiers
                .iter()
                .filter(|identifier| identifier.scheme == *scheme)
                .map(|identifier| identifier.value.as_str())
                .collect();
            for wanted in wanted.chunks(CHUNK) {
                use organisation::Column::{EditionId, Number, OtherNumber, OtherScheme};
                let select = Query::select()
                    .columns([Number, OtherScheme, OtherNumber])
                    .from(organisation::Entity)
                    .and_where(Expr::col(EditionId).eq(*edition_id))
                    .and_where(Expr::col(Number).is_in(wanted.iter().copied()))
                    .and_where(Expr::col(OtherScheme).is_not_null())
                    .and_where(Expr::col(OtherNumber).is_not_null())
                    .to_owned();
                let rows: Vec<OtherRow> = snapshot.fetch(&select).await?;
                others.extend(rows.into_iter().filter_map(|row| {
                    let other = read(&row.other_scheme, &row.other_number).ok()?;
                    Some((Identifier { scheme: scheme.clone(), value: row.number }, other))
                }));
            }
        }
        Ok(others)
    }
}

/// The institutions of the hub by the name keys under which they are known. A key that several have is nobody's.
pub(crate) async fn public_bodies(database: &Database) -> Result<BTreeMap<String, Identifier>, StoreError> {
    #[derive(FromQueryResult)]
    struct BodyRow {
        name: String,
        org_id: String,
    }
    let own = Query::select()
        .columns([institution::Column::Name, institution::Column::OrgId])
        .from(institution::Entity)
        .to_owned();
    let aliases = Query::select()
        .expr_as(Expr::col((institution_alias::Entity, institution_alias::Column::Value)), Alias::new("name"))
        .column((institution::Entity, institution::Column::OrgId))
        .from(institution_alias::Entity)
        .inner_join(
            institution::Entity,
            Expr::col((institution::Entity, institution::Column::Id))
                .equals((institution_alias::Entity, institution_alias::Column::InstitutionId)),
        )
        .and_where(Expr::col((institution_alias::Entity, institution_alias::Column::Kind)).eq("NAME"))
        .to_owned();
    let mut rows: Vec<BodyRow> = database.fetch(&own).await?;
    rows.extend(database.fetch::<BodyRow>(&aliases).await?);
    let mut bodies: BTreeMap<String, Option<Identifier>> = BTreeMap::new();
    for row in rows {
        let Ok(identifier) = read("", &row.org_id) else { continue };
        bodies
            .entry(name_key(&row.name))
            .and_modify(|known| {
                if known.as_ref() != Some(&identifier) {
                    *known = None;
                }
            })
            .or_insert(Some(identifier));
    }
    Ok(bodies.into_iter().filter_map(|(key, body)| Some((key, body?))).collect())
}
