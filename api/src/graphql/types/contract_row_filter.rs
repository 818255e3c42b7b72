//! The filter that gives exactly the contracts of a group.

use anchorhub_analysis::{self as analysis, ContractKey, Days};
use anchorhub_entities::Money as Amount;
use async_graphql::InputType;
use chrono::Months;
use serde_json::{Map, Value, json};

use crate::graphql::{enums::ContractDimension, filters::ContractFilter, node_id::NodeId};

/// A filter as it was given, and as it was resolved.
pub(crate) struct GivenFilter {
    given: Map<String, Value>,
    resolved: analysis::ContractFilter,
}

impl GivenFilter {
    /// Of a filter and what it resolves to.
    pub(crate) fn new(given: &ContractFilter, resolved: &analysis::ContractFilter) -> Self {
        let mut object = match InputType::to_value(given).into_json() {
            Ok(Value::Object(object)) => object,
            _ => Map::new(),
        };
        // Other statements of a contract are none of its own; groups hold contracts.
        object.remove("everyStatement");
        Self { given: without_nulls(object), resolved: resolved.clone() }
    }

    /// The same, with what the keys of a group ask for besides. Parts about buyers hold of one buyer and parts about holders of one
    /// holder, as they do in groups: so each key takes the place of what the filter asks of the same thing.
    pub(super) fn of_group(&self, group_by: &[ContractDimension], keys: &[ContractKey]) -> Value {
        let mut narrowed = Narrowed {
            object: self.given.clone(),
            awarded: self.resolved.awarded,
            ends: self.resolved.ends,
            pence: (self.resolved.min_pence, self.resolved.max_pence),
        };
        for (dimension, key) in group_by.iter().zip(keys) {
            narrowed.by(*dimension, key);
        }
        Value::Object(narrowed.object)
    }
}

struct Narrowed {
    object: Map<String, Value>,
    awarded: Days,
    ends: Days,
    pence: (Option<i64>, Option<i64>),
}

impl Narrowed {
    fn by(&mut self, dimension: ContractDimension, key: &ContractKey) {
        match key {
            ContractKey::Institution(Some(institution)) => {
                self.set("institutions", json!([institution.org_id]));
            }
            ContractKey::Kind(Some(kind)) => self.set("institutionKinds", json!([kind.name()])),
            ContractKey::Institution(None) | ContractKey::Kind(None) => self.unknown("INSTITUTION"),
            ContractKey::Supplier(Some(supplier)) => {
                self.set("suppliers", json!([NodeId::Supplier(supplier.id).encode().as_str()]));
            }
            ContractKey::Supplier(None) => self.unknown("SUPPLIER"),
            ContractKey::Size(size) => {
                let known = match size {
                    Some(true) => "YES",
                    Some(false) => "NO",
                    None => "UNKNOWN",
                };
                self.holder("sme", known);
            }
            ContractKey::Sector(Some(section)) => self.holder("sectors", &section.code),
            ContractKey::Sector(None) => self.holder_unknown("SECTOR"),
            ContractKey::Area(area) => match (dimension, area) {
                (ContractDimension::SupplierRegion, Some(area)) => self.holder("regions", &area.code),
                (ContractDimension::SupplierRegion, None) => self.holder_unknown("REGION"),
                (_, Some(area)) => self.holder("districts", &area.code),
                (_, None) => self.holder_unknown("DISTRICT"),
            },
            ContractKey::Division(Some(division)) => self.set("categoryDivisions", json!([division.code])),
            ContractKey::Division(None) => self.set("categoryMapped", json!(false)),
            ContractKey::Cpv(Some(cpv)) => self.set("cpv", json!([cpv.code])),
            ContractKey::Cpv(None) => self.unknown("CPV"),
            ContractKey::Stage(Some(stage)) => self.set("stages", json!([stage])),
            ContractKey::Stage(None) => self.unknown("STAGE"),
            ContractKey::Procedure(Some(procedure)) => self.set("procedures", json!([procedure])),
            ContractKey::Procedure(None) => self.unknown("PROCEDURE"),
            ContractKey::Framework(wanted) => self.set("frameworks", json!(wanted)),
            ContractKey::Year(_) | ContractKey::Month(_) => self.period(dimension, key),
            ContractKey::Band(Some(band)) => self.value(*band),
            ContractKey::Band(None) => self.unknown("VALUE"),
        }
    }

    fn set(&mut self, name: &str, value: Value) {
        self.object.insert(name.to_owned(), value);
    }

    fn unknown(&mut self, what: &str) {
        push(&mut self.object, "unknown", what);
    }

    fn holder(&mut self, name: &str, code: &str) {
        if let Some(traits) = self.traits() {
            traits.insert(name.to_owned(), json!([code]));
        }
    }

    fn holder_unknown(&mut self, what: &str) {
        if let Some(traits) = self.traits() {
            push(traits, "unknown", what);
        }
    }

    fn traits(&mut self) -> Option<&mut Map<String, Value>> {
        self.object.entry("supplier").or_insert_with(|| json!({})).as_object_mut()
    }

    fn period(&mut self, dimension: ContractDimension, key: &ContractKey) {
        let is_award = dimension == ContractDimension::AwardYear;
        let days = match key {
            ContractKey::Year(Some(year)) => {
                year.period().map(|period| Days::between(period.from(), period.to()))
            }
            ContractKey::Month(Some(first)) => {
                first.checked_add_months(Months::new(1)).map(|next| Days::between(*first, next))
            }
            _ => None,
        };
        let Some(days) = days else {
            self.unknown(if is_award { "AWARD" } else { "END" });
            return;
        };
        let (name, held) = match is_award {
            true => ("awarded", &mut self.awarded),
            false => ("ends", &mut self.ends),
        };
        held.from = held.from.max(days.from);
        held.to = [held.to, days.to].into_iter().flatten().min();
        let both = json!({ "from": held.from, "to": held.to });
        self.set(name, both);
    }

    fn value(&mut self, band: analysis::ValueBand) {
        let (min, max) = &mut self.pence;
        *min = (*min).max(band.min_pence());
        *max = [*max, band.max_pence()].into_iter().flatten().min();
        let amount = |pence: Option<i64>| pence.map(|pence| Amount::gbp(pence).to_string());
        let range = json!({ "min": amount(*min), "max": amount(*max) });
        self.set("value", range);
    }
}

fn push(object: &mut Map<String, Value>, name: &str, what: &str) {
    let list = object.entry(name).or_insert_with(|| json!([]));
    if let Some(list) = list.as_array_mut().filter(|list| !list.contains(&json!(what))) {
        list.push(json!(what));
    }
}

/// What is null was not given.
fn without_nulls(object: Map<String, Value>) -> Map<String, Value> {
    let kept = object.into_iter().filter(|(_, value)| !value.is_null());
    kept.map(|(name, value)| match value {
        Value::Object(inner) => (name, Value::Object(without_nulls(inner))),
        value => (name, value),
    })
    .collect()
}
