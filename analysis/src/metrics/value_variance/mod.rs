//! Value variance: how values and terms of contracts in one category differ between institutions.
//!
//! For each category (a group of the Common Procurement Vocabulary where a contract states one, else its division), or each
//! supplier within it: for each institution its contracts, the median and quartiles of their value a year, and of their terms in months; and
//! the coefficient of variation between institutions. Groups with values of fewer than `min_institutions` institutions are left
//! out and counted. A contract value is not a unit price: contracts of one category buy different things in different amounts.

mod spread;

use std::collections::BTreeMap;

use anchorhub_entities::{institution, supplier};

pub use spread::Spread;

use crate::{
    AnalysisError, ContractColumns, ContractFilter, ContractValueBasis, Named,
    contracts::{Category, Facts, Selection, State},
};

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueVariancePlan {
    /// The contracts. Frameworks are left out in any case: their values are ceilings.
    pub filter: ContractFilter,
    /// Whether contracts of one supplier only are compared with each other.
    pub by_supplier: bool,
    /// Institutions with known values that a group has at least.
    pub min_institutions: usize,
    /// Groups to show.
    pub first: usize,
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueVariance {
    /// The first groups: most institutions first, then most contracts.
    pub groups: Vec<ValueVarianceGroup>,
    /// Groups with enough institutions that are not shown.
    pub more: i64,
    /// Groups with values of too few institutions.
    pub too_few: i64,
    /// Contracts that the filter allows and that are no frameworks.
    pub considered: i64,
    /// Those of them with a category, a buyer and a value a year: only they are compared.
    pub comparable: i64,
    /// The version of the data.
    pub data_version: i64,
}

/// Contracts of one category, or of one supplier in it.
#[derive(Clone, Debug, PartialEq)]
pub struct ValueVarianceGroup {
    /// Two or three digits of the vocabulary, and its title.
    pub category: Named,
    /// The supplier, where groups are made by supplier.
    pub supplier: Option<supplier::Model>,
    /// Each institution, by name.
    pub institutions: Vec<InstitutionTerms>,
    /// Contracts with a value a year; one of two institutions once.
    pub contracts: i64,
    /// Those of them whose value includes VAT.
    pub gross: i64,
    /// Those of them whose value a year is published; that of the others is reckoned from value and term.
    pub stated_a_year: i64,
    /// Value a year of all contracts, in pence.
    pub value_a_year: Option<Spread>,
    /// Standard deviation of the institutions' medians over their mean; none when that is zero.
    pub variation: Option<f64>,
}

/// Contracts of one institution in a group.
#[derive(Clone, Debug, PartialEq)]
pub struct InstitutionTerms {
    /// The institution.
    pub institution: institution::Model,
    /// Its contracts with a value a year.
    pub contracts: Vec<i64>,
    /// Value a year in pence.
    pub value_a_year: Spread,
    /// Terms in whole months, of the contracts whose term is known.
    pub months: Option<Spread>,
    /// Contracts whose term is known.
    pub with_term: i64,
}

/// Compares contracts.
pub async fn value_variance(
    contracts: &ContractColumns,
    plan: ValueVariancePlan,
) -> Result<ValueVariance, AnalysisError> {
    let filter = ContractFilter { frameworks: Some(false), ..plan.filter.clone() };
    contracts.work(&filter, move |state, selection, _| Ok(compare(state, selection, &plan))).await
}

/// A contract that can be compared.
#[derive(Clone, Copy, Debug)]
struct Part {
    place: usize,
    pence: i64,
}

/// By institution code.
type Group = BTreeMap<u32, Vec<Part>>;

fn compare(state: &State, selection: &Selection, plan: &ValueVariancePlan) -> ValueVariance {
    let facts = &*state.facts;
    let mut groups: BTreeMap<(String, Option<u32>), Group> = BTreeMap::new();
    let mut comparable = 0;
    for place in selection.places.iter().map(|place| *place as usize) {
        let Some(category) = Category::of(state, place) else { continue };
        let Some(pence) = facts.value_a_year(place) else { continue };
        let buyers = facts.buyers.of_contract(place).iter().copied();
        let buyers: Vec<u32> = buyers.filter(|buyer| selection.allows_buyer(*buyer)).collect();
        let holders = holders(facts, selection, plan.by_supplier, place);
        if buyers.is_empty() || holders.is_empty() {
            continue;
        }
        comparable += 1;
        for holder in holders {
            let group = groups.entry((category.code.clone(), holder)).or_default();
            for buyer in &buyers {
                group.entry(*buyer).or_default().push(Part { place, pence });
            }
        }
    }
    let number = groups.len();
    groups.retain(|_, group| group.len() >= plan.min_institutions.max(1));
    let enough = groups.len();
    let mut shown: Vec<ValueVarianceGroup> =
        groups.into_iter().filter_map(|(key, group)| described(state, key, &group)).collect();
    // Equal ones stay in the order of codes.
    shown.sort_by_key(|group| std::cmp::Reverse((group.institutions.len(), group.contracts)));
    shown.truncate(plan.first);
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    ValueVariance {
        more: count(enough - shown.len()),
        groups: shown,
        too_few: count(number - enough),
        considered: count(selection.places.len()),
        comparable,
        data_version: state.data_version,
    }
}

/// The suppliers under each of which a contract stands; nobody, once, where groups are not made by supplier.
fn holders(facts: &Facts, selection: &Selection, by_supplier: bool, place: usize) -> Vec<Option<u32>> {
    if !by_supplier {
        return vec![None];
    }
    let holders = facts.holders.of_contract(place).iter().copied();
    holders.filter(|holder| selection.allows_holder(*holder)).map(Some).collect()
}

fn described(
    state: &State,
    (code, holder): (String, Option<u32>),
    group: &Group,
) -> Option<ValueVarianceGroup> {
    let facts = &*state.facts;
    let mut institutions: Vec<InstitutionTerms> = group
        .iter()
        .filter_map(|(buyer, parts)| {
            let terms: Vec<i64> = parts.iter().filter_map(|part| facts.months(part.place)).collect();
            Some(InstitutionTerms {
                institution: state.dimensions.institutions.get(*buyer as usize)?.clone(),
                contracts: parts.iter().filter_map(|part| facts.ids.get(part.place).copied()).collect(),
                value_a_year: Spread::of(parts.iter().map(|part| part.pence).collect())?,
                with_term: i64::try_from(terms.len()).ok()?,
                months: Spread::of(terms),
            })
        })
        .collect();
    institutions.sort_by(|one, other| {
        (&one.institution.name, one.institution.id).cmp(&(&other.institution.name, other.institution.id))
    });
    let all: BTreeMap<usize, i64> = group.values().flatten().map(|part| (part.place, part.pence)).collect();
    let count = |holds: &dyn Fn(usize) -> bool| {
        i64::try_from(all.keys().filter(|place| holds(**place)).count()).unwrap_or(i64::MAX)
    };
    let gross = crate::contracts::Worth::Pounds(ContractValueBasis::Gross);
    let medians: Vec<i64> = institutions.iter().map(|one| one.value_a_year.median).collect();
    Some(ValueVarianceGroup {
        category: Named { name: Category::title(state, &code), code },
        supplier: holder.and_then(|holder| state.dimensions.supplier(holder)).cloned(),
        contracts: count(&|_| true),
        gross: count(&|place| facts.worth.get(place) == Some(&gross)),
        stated_a_year: count(&|place| facts.annual.get(place).copied().flatten().is_some()),
        value_a_year: Spread::of(all.values().copied().collect()),
        variation: spread::variation(&medians),
        institutions,
    })
}
