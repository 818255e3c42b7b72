//! What kind of body a supplier is, by all its atoms.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::supplier::{self, SupplierKind};
use anchorhub_identity::{NameKind, identifier::Scheme, kind_of};
use anchorhub_store::{LoadTx, StoreError};
use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::world::World;
use crate::{link::Body, write::CHUNK};

/// Writes the kinds of suppliers where they differ from what is there.
pub(super) async fn write(
    tx: &mut LoadTx,
    world: &World,
    canonical: &BTreeMap<i64, i64>,
) -> Result<(), StoreError> {
    let mut members: BTreeMap<i64, Vec<&Body>> = BTreeMap::new();
    for (atom, body) in world.bodies() {
        if let Some(head) = canonical.get(atom) {
            members.entry(*head).or_default().push(body);
        }
    }
    let kinds: BTreeMap<i64, SupplierKind> =
        members.into_iter().map(|(head, bodies)| (head, kind(&bodies))).collect();
    let mut changed: BTreeMap<&'static str, Vec<i64>> = BTreeMap::new();
    for (atom, standing) in world.standings() {
        let kind = canonical.get(atom).and_then(|head| kinds.get(head)).map(|kind| kind.name());
        if let Some(kind) = kind.filter(|kind| *kind != standing.kind) {
            changed.entry(kind).or_default().push(*atom);
        }
    }
    for (kind, atoms) in changed {
        for atoms in atoms.chunks(CHUNK) {
            let update = Query::update()
                .table(supplier::Entity)
                .value(supplier::Column::Kind, kind)
                .and_where(Expr::col(supplier::Column::Id).is_in(atoms.iter().copied()))
                .to_owned();
            tx.execute(&update).await?;
        }
    }
    Ok(())
}

/// Registers tell more than names, except of public bodies: many of them are registered charities, too.
fn kind(bodies: &[&Body]) -> SupplierKind {
    let schemes: BTreeSet<Scheme> = bodies
        .iter()
        .flat_map(|body| &body.identifiers)
        .filter_map(|(scheme, _)| Scheme::from_name(scheme))
        .collect();
    let names: Vec<NameKind> = bodies.iter().filter_map(|body| kind_of(&body.name)).collect();
    let has = |schemes_of: &[Scheme]| schemes_of.iter().any(|scheme| schemes.contains(scheme));
    let is_company = has(&[Scheme::CompaniesHouse]);
    let authorities = [
        Scheme::LocalAuthorityEngland,
        Scheme::LocalAuthorityScotland,
        Scheme::LocalAuthorityWales,
        Scheme::LocalAuthorityNorthernIreland,
    ];
    let charities = [Scheme::CharityCommission, Scheme::ScottishCharity, Scheme::NorthernIrishCharity];
    if has(&authorities) || (names.contains(&NameKind::PublicBody) && !is_company) {
        SupplierKind::PublicBody
    } else if has(&charities) {
        SupplierKind::Charity
    } else if is_company || names.contains(&NameKind::Company) {
        SupplierKind::Company
    } else if names.contains(&NameKind::Charity) {
        SupplierKind::Charity
    } else if has(&[Scheme::Nhs]) {
        SupplierKind::PublicBody
    } else if names.contains(&NameKind::Individual) {
        SupplierKind::Individual
    } else {
        SupplierKind::Unknown
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(name: &str, identifiers: &[(&str, &str)]) -> Body {
        Body {
            key: name.to_uppercase(),
            name: name.to_owned(),
            identifiers: identifiers
                .iter()
                .map(|(scheme, value)| ((*scheme).to_owned(), (*value).to_owned()))
                .collect(),
        }
    }

    #[test]
    fn registers_and_names_tell_the_kind() {
        for (name, identifiers, expected) in [
            ("Wolverhampton Stuff", &[("GB-LAE", "WLV")][..], SupplierKind::PublicBody),
            ("Dudley Metropolitan Borough Council", &[], SupplierKind::PublicBody),
            ("Helping Hands", &[("GB-CHC", "1074622"), ("GB-COH", "02300000")], SupplierKind::Charity),
            ("Acme", &[("GB-COH", "02300000")], SupplierKind::Company),
            ("Acme Ltd", &[], SupplierKind::Company),
            ("Mrs J Smith", &[], SupplierKind::Individual),
            ("Acme", &[], SupplierKind::Unknown),
        ] {
            assert_eq!(kind(&[&body(name, identifiers)]), expected, "{name}");
        }
    }
}
