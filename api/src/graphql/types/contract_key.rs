//! What a group of contracts stands for.

use anchorhub_analysis as analysis;
use async_graphql::SimpleObject;

use crate::graphql::{enums::ContractDimension, node_id::NodeId};

/// What a group of contracts stands for in one dimension.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ContractGroupKey {
    /// The dimension.
    pub(super) dimension: ContractDimension,
    /// The value, in the form that filters take; null where it is not known.
    pub(super) value: Option<String>,
    /// The value for people.
    pub(super) label: String,
}

/// How a group is called of which the key is not known.
const NOT_KNOWN: &str = "Not known";

impl ContractGroupKey {
    pub(super) fn new(dimension: ContractDimension, key: &analysis::ContractKey) -> Self {
        let known = value_and_label(key);
        let unknown = match dimension {
            ContractDimension::Institution => "Not followed by this hub",
            ContractDimension::Supplier => "Withheld or not published",
            _ => NOT_KNOWN,
        };
        let (value, label) = match known {
            Some((value, label)) => (Some(value), label),
            None => (None, unknown.to_owned()),
        };
        Self { dimension, value, label }
    }
}

fn value_and_label(key: &analysis::ContractKey) -> Option<(String, String)> {
    use analysis::ContractKey as Key;
    let twice = |text: &str| (text.to_owned(), text.to_owned());
    let named = |named: &analysis::Named| {
        let analysis::Named { code, name } = named;
        (code.clone(), name.clone().unwrap_or_else(|| code.clone()))
    };
    match key {
        Key::Institution(institution) => {
            institution.as_ref().map(|one| (one.org_id.clone(), one.name.clone()))
        }
        Key::Kind(kind) => kind.map(|kind| twice(kind.name())),
        Key::Supplier(supplier) => supplier
            .as_ref()
            .map(|supplier| (NodeId::Supplier(supplier.id).encode().to_string(), supplier.name.clone())),
        Key::Size(size) => size.map(|is_sme| match is_sme {
            true => ("YES".to_owned(), "SME".to_owned()),
            false => ("NO".to_owned(), "Not an SME".to_owned()),
        }),
        Key::Sector(key) | Key::Area(key) | Key::Division(key) | Key::Cpv(key) => key.as_ref().map(named),
        Key::Stage(word) | Key::Procedure(word) => word.as_deref().map(twice),
        Key::Framework(true) => Some(("YES".to_owned(), "Framework".to_owned())),
        Key::Framework(false) => Some(("NO".to_owned(), "No framework".to_owned())),
        Key::Year(year) => year.map(|year| twice(&year.to_string())),
        Key::Month(first) => {
            first.map(|first| (first.format("%Y-%m").to_string(), first.format("%B %Y").to_string()))
        }
        Key::Band(band) => band.map(|band| (band.name().to_owned(), band.label().to_owned())),
    }
}
