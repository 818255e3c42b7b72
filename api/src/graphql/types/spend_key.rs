//! What a group of an analysis stands for.

use anchorhub_analysis::{GroupKey, Locality, Named};
use anchorhub_entities::{institution::InstitutionKind, supplier::SupplierKind};
use async_graphql::SimpleObject;

use crate::graphql::{enums::SpendDimension, node_id::NodeId};

/// How a group is called of which the key is not known.
const NOT_KNOWN: &str = "Not known";

/// What a group stands for in one dimension.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct SpendKey {
    /// The dimension.
    pub(super) dimension: SpendDimension,
    /// The value, in the form that filters take; null where it is not known. `filter` of the row leads to its payments
    /// in any case.
    pub(super) value: Option<String>,
    /// The value for people.
    pub(super) label: String,
}

impl SpendKey {
    pub(super) fn new(dimension: SpendDimension, key: &GroupKey) -> Self {
        let (value, label) = match key {
            GroupKey::Institution(institution) => {
                (Some(institution.org_id.clone()), institution.name.clone())
            }
            GroupKey::InstitutionKind(kind) => both(kind.name(), kind_of_institution(*kind)),
            GroupKey::Supplier(Some(supplier)) => {
                (Some(NodeId::Supplier(supplier.id).encode().to_string()), supplier.name.clone())
            }
            GroupKey::Supplier(None) => (None, "Withheld or not published".to_owned()),
            GroupKey::Size(Some(true)) => both("YES", "SME"),
            GroupKey::Size(Some(false)) => both("NO", "Not an SME"),
            GroupKey::Vcse(Some(true)) => both("YES", "VCSE"),
            GroupKey::Vcse(Some(false)) => both("NO", "Not a VCSE"),
            GroupKey::SupplierKind(Some(kind)) => both(kind.name(), kind_of_supplier(*kind)),
            GroupKey::Locality(Some(locality)) => both(locality.name(), label_of(*locality)),
            GroupKey::Decile(Some(decile)) => (Some(decile.to_string()), format!("Decile {decile}")),
            GroupKey::Sector(Some(named)) | GroupKey::Area(Some(named)) | GroupKey::Division(Some(named)) => {
                let Named { code, name } = named;
                (Some(code.clone()), name.as_ref().unwrap_or(code).clone())
            }
            GroupKey::Published(Some(text)) => both(text, text),
            GroupKey::Published(None) => (None, "Not published".to_owned()),
            GroupKey::Month(first) => {
                (Some(first.format("%Y-%m").to_string()), first.format("%B %Y").to_string())
            }
            GroupKey::Quarter(quarter) => both(&quarter.to_string(), &quarter.to_string()),
            GroupKey::FinancialYear(year) => both(&year.to_string(), &year.to_string()),
            GroupKey::Size(None)
            | GroupKey::Vcse(None)
            | GroupKey::SupplierKind(None)
            | GroupKey::Locality(None)
            | GroupKey::Decile(None)
            | GroupKey::Sector(None)
            | GroupKey::Area(None)
            | GroupKey::Division(None) => (None, NOT_KNOWN.to_owned()),
        };
        Self { dimension, value, label }
    }

    /// A value with its name for people, where it has one.
    pub(super) fn named(dimension: SpendDimension, value: Option<String>, name: Option<String>) -> Self {
        let label = name.or_else(|| value.clone()).unwrap_or_else(|| NOT_KNOWN.to_owned());
        Self { dimension, value, label }
    }
}

fn both(value: &str, label: &str) -> (Option<String>, String) {
    (Some(value.to_owned()), label.to_owned())
}

fn kind_of_institution(kind: InstitutionKind) -> &'static str {
    match kind {
        InstitutionKind::Council => "Council",
        InstitutionKind::CombinedAuthority => "Combined authority",
        InstitutionKind::NhsTrust => "NHS trust",
        InstitutionKind::NhsIcb => "NHS integrated care board",
        InstitutionKind::University => "University",
        InstitutionKind::College => "College",
        InstitutionKind::Police => "Police",
        InstitutionKind::Fire => "Fire and rescue",
        InstitutionKind::ParishCouncil => "Parish or town council",
        InstitutionKind::CentralGovernment => "Central government",
        InstitutionKind::Other => "Other public body",
    }
}

fn kind_of_supplier(kind: SupplierKind) -> &'static str {
    match kind {
        SupplierKind::Company => "Company",
        SupplierKind::Charity => "Charity",
        SupplierKind::PublicBody => "Public body",
        SupplierKind::Individual => "Individual",
        SupplierKind::Unknown => NOT_KNOWN,
    }
}

fn label_of(locality: Locality) -> &'static str {
    match locality {
        Locality::SameDistrict => "Same district",
        Locality::SameAuthority => "Same combined authority",
        Locality::SameRegion => "Same region",
        Locality::Elsewhere => "Elsewhere",
    }
}
