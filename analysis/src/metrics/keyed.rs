//! Groups of several answers, brought together by their keys.

use std::collections::HashMap;

use anchorhub_entities::{institution::InstitutionKind, supplier::SupplierKind};

use crate::{GroupKey, Measures, SpendAnswer};

/// The figures of the groups of an answer, by key.
pub(super) struct Keyed(HashMap<Vec<Option<String>>, Measures>);

impl Keyed {
    /// Of an answer that shows all of its groups.
    pub(super) fn of(answer: SpendAnswer) -> Self {
        Self(answer.rows.into_iter().map(|row| (values(&row.keys), row.measures)).collect())
    }

    /// The figures of a group; nothing where it does not occur.
    pub(super) fn get(&self, keys: &[GroupKey]) -> Measures {
        self.0.get(&values(keys)).cloned().unwrap_or_default()
    }
}

/// Values that are equal exactly for equal keys of the same dimensions.
pub(super) fn values(keys: &[GroupKey]) -> Vec<Option<String>> {
    keys.iter().map(value).collect()
}

/// A value that is equal exactly for equal keys of one dimension.
fn value(key: &GroupKey) -> Option<String> {
    match key {
        GroupKey::Institution(institution) => Some(institution.id.to_string()),
        GroupKey::InstitutionKind(kind) => Some(InstitutionKind::name(*kind).to_owned()),
        GroupKey::Supplier(supplier) => supplier.as_ref().map(|supplier| supplier.id.to_string()),
        GroupKey::Size(answer) | GroupKey::Vcse(answer) => answer.map(|answer| answer.to_string()),
        GroupKey::SupplierKind(kind) => kind.map(|kind| SupplierKind::name(kind).to_owned()),
        GroupKey::Sector(named) | GroupKey::Area(named) | GroupKey::Division(named) => {
            named.as_ref().map(|named| named.code.clone())
        }
        GroupKey::Locality(locality) => locality.map(|locality| locality.name().to_owned()),
        GroupKey::Decile(decile) => decile.map(|decile| decile.to_string()),
        GroupKey::Published(text) => text.clone(),
        GroupKey::Month(first) => Some(first.to_string()),
        GroupKey::Quarter(quarter) => Some(quarter.to_string()),
        GroupKey::FinancialYear(year) => Some(year.to_string()),
    }
}
