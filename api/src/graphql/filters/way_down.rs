//! From a figure to its payments: the filter of a question, narrowed to one of its groups.

use std::sync::Arc;

use anchorhub_analysis::{self as analysis, GroupKey};
use anchorhub_entities::Period;
use async_graphql::{InputType, Value};
use chrono::NaiveDate;

use super::{Narrowing, PaymentFilter, PeriodInput, SupplierTraits};
use crate::graphql::{
    enums::{ExclusionReason, Known, SupplierTrait},
    node_id::NodeId,
    scalars::Date,
};

/// The filter of a question, and what the question leaves out.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    filter: Arc<PaymentFilter>,
}

impl Asked {
    /// What is asked with a filter and without payments that have one of some reasons.
    pub(crate) fn new(mut filter: PaymentFilter, exclude: &[ExclusionReason]) -> Self {
        if !exclude.is_empty() {
            let without = filter.without.get_or_insert_default();
            let more = exclude.iter().filter(|reason| !without.contains(reason)).copied();
            let more: Vec<ExclusionReason> = more.collect();
            without.extend(more);
        }
        Self { filter: Arc::new(filter) }
    }

    /// The filter for the payments of one group, as a variable of the type `PaymentFilter`.
    pub(crate) fn of_group(&self, keys: &[(analysis::SpendDimension, GroupKey)]) -> serde_json::Value {
        self.of_part(keys, &Narrowing::All)
    }

    /// The same for the payments of a part of one group.
    pub(crate) fn of_part(
        &self,
        keys: &[(analysis::SpendDimension, GroupKey)],
        part: &Narrowing,
    ) -> serde_json::Value {
        let mut filter = PaymentFilter::clone(&self.filter);
        for (dimension, key) in keys {
            filter.narrow(*dimension, key);
        }
        written(filter.part(part).to_value())
    }
}

impl PaymentFilter {
    fn narrow(&mut self, dimension: analysis::SpendDimension, key: &GroupKey) {
        match key {
            GroupKey::Institution(institution) => self.institutions = Some(vec![institution.org_id.clone()]),
            GroupKey::InstitutionKind(kind) => self.institution_kinds = Some(vec![(*kind).into()]),
            GroupKey::Supplier(supplier) => {
                let id = supplier.as_ref().map(|supplier| NodeId::Supplier(supplier.id).encode());
                self.suppliers = Some(vec![id]);
            }
            GroupKey::Published(text) if dimension == analysis::SpendDimension::Department => {
                self.departments = Some(vec![text.clone()]);
            }
            GroupKey::Published(text) => self.categories = Some(vec![text.clone()]),
            GroupKey::Division(Some(division)) => {
                self.category_divisions = Some(vec![division.code.clone()]);
            }
            GroupKey::Division(None) => self.category_mapped = Some(false),
            GroupKey::Locality(locality) => self.localities = Some(vec![locality.map(Into::into)]),
            GroupKey::Month(first) => self.within(Period::month_of(*first)),
            GroupKey::Quarter(quarter) => self.within(quarter.period()),
            GroupKey::FinancialYear(year) => self.within(year.period()),
            GroupKey::Size(_)
            | GroupKey::Vcse(_)
            | GroupKey::SupplierKind(_)
            | GroupKey::Sector(_)
            | GroupKey::Area(_)
            | GroupKey::Decile(_) => self.supplier.get_or_insert_default().narrow(dimension, key),
        }
    }

    /// The part of the filter's period that lies within another.
    fn within(&mut self, period: Option<Period>) {
        let Some(period) = period else { return };
        let given = self.period.unwrap_or(PeriodInput { from: None, to: None });
        let from = given.from.map_or(period.from(), |from: Date| NaiveDate::max(from.0, period.from()));
        let to = given.to.map_or(period.to(), |to: Date| NaiveDate::min(to.0, period.to()));
        self.period = Some(PeriodInput { from: Some(Date(from)), to: Some(Date(to)) });
    }
}

impl SupplierTraits {
    fn narrow(&mut self, dimension: analysis::SpendDimension, key: &GroupKey) {
        let known = |answer: &Option<bool>| match answer {
            Some(true) => Known::Yes,
            Some(false) => Known::No,
            None => Known::Unknown,
        };
        let (list, which) = match dimension {
            analysis::SpendDimension::SupplierSector => (&mut self.sectors, SupplierTrait::Sector),
            analysis::SpendDimension::SupplierAuthority => {
                (&mut self.authorities, SupplierTrait::CombinedAuthority)
            }
            analysis::SpendDimension::SupplierRegion => (&mut self.regions, SupplierTrait::Region),
            _ => (&mut self.districts, SupplierTrait::District),
        };
        match key {
            GroupKey::Size(answer) => self.sme = Some(vec![known(answer)]),
            GroupKey::Vcse(answer) => self.vcse = Some(vec![known(answer)]),
            GroupKey::SupplierKind(Some(kind)) => self.kinds = Some(vec![(*kind).into()]),
            GroupKey::SupplierKind(None) => self.not_known(SupplierTrait::Kind),
            GroupKey::Decile(Some(decile)) => self.deciles = Some(vec![i32::from(*decile)]),
            GroupKey::Decile(None) => self.not_known(SupplierTrait::DeprivationDecile),
            GroupKey::Sector(Some(named)) | GroupKey::Area(Some(named)) => {
                *list = Some(vec![named.code.clone()]);
            }
            GroupKey::Sector(None) | GroupKey::Area(None) => self.not_known(which),
            _ => {}
        }
    }

    pub(super) fn not_known(&mut self, which: SupplierTrait) {
        let unknown = self.unknown.get_or_insert_default();
        if !unknown.contains(&which) {
            unknown.push(which);
        }
    }
}

/// A filter as JSON, without the parts that are left out. Within a list null has a meaning, and stays.
fn written(filter: Value) -> serde_json::Value {
    match filter {
        Value::Object(parts) => {
            let given = parts.into_iter().filter(|(_, part)| *part != Value::Null);
            serde_json::Value::Object(
                given.map(|(name, part)| (name.as_str().to_owned(), written(part))).collect(),
            )
        }
        other => other.into_json().unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::graphql::enums::VatBasis;

    #[test]
    fn a_group_narrows_the_filter_and_keeps_the_rest() {
        let filter = PaymentFilter {
            period: Some(PeriodInput { from: "2023-05-10".parse().ok().map(Date), to: None }),
            vat_basis: Some(vec![VatBasis::Net]),
            without: Some(vec![ExclusionReason::Grant]),
            ..PaymentFilter::default()
        };
        let asked = Asked::new(filter, &[ExclusionReason::Redacted, ExclusionReason::Grant]);
        let keys = [
            (analysis::SpendDimension::Month, GroupKey::Month("2023-05-01".parse().unwrap())),
            (analysis::SpendDimension::Supplier, GroupKey::Supplier(None)),
            (analysis::SpendDimension::SupplierRegion, GroupKey::Area(None)),
            (analysis::SpendDimension::SupplierVcse, GroupKey::Vcse(None)),
            (analysis::SpendDimension::Department, GroupKey::Published(None)),
        ];
        let expected = json!({
            "period": { "from": "2023-05-10", "to": "2023-06-01" },
            "vatBasis": ["NET"],
            "without": ["GRANT", "REDACTED"],
            "suppliers": [null],
            "supplier": { "vcse": ["UNKNOWN"], "unknown": ["REGION"] },
            "departments": [null],
        });
        assert_eq!(asked.of_group(&keys), expected);
    }
}
