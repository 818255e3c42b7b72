//! Joint-buying candidates: contracts of several institutions in one category that end close together, and could be let anew
//! together.
//!
//! A candidate has contracts of at least `min_institutions` institutions in one category, whose effective ends lie within
//! `window_months` of the first of them and not in the past. Categories are groups of the Common Procurement Vocabulary (three
//! digits); where a contract of a division states none, the whole division makes candidates, too, with the confidence of the
//! crosswalk. Frameworks are left out. Call-offs of one framework count as one procurement, as they are bought together already.
//! Windows of one category do not overlap: the first begins with the earliest end that makes a candidate.

mod score;
mod windows;

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

use anchorhub_entities::institution;
use chrono::NaiveDate;

pub use score::JointScore;

use crate::{
    AnalysisError, ContractColumns, ContractFilter, ValueSum,
    contracts::{Category, Selection, State, date_of, day_of},
};

/// Which candidates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JointBuyingPlan {
    /// The contracts that may be part of one. Frameworks are left out in any case.
    pub filter: ContractFilter,
    /// Months within which effective ends lie.
    pub window_months: u32,
    /// Institutions, and procurements, that a candidate has at least.
    pub min_institutions: usize,
    /// Contracts that end before this day are left out.
    pub today: NaiveDate,
}

/// All candidates, the highest score first.
#[derive(Clone, Debug, PartialEq)]
pub struct JointBuying {
    /// The candidates.
    pub candidates: Vec<JointBuyingCandidate>,
    /// Contracts that the filter allows and that are no frameworks.
    pub considered: i64,
    /// Those of them with an effective end, today or later, that a category and a buyer are known of: only they can be part of a
    /// candidate.
    pub comparable: i64,
    /// The version of the data.
    pub data_version: i64,
}

/// What a category is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum JointCategoryLevel {
    /// A group of the vocabulary: three digits, stated by every contract.
    Group,
    /// A division: two digits, for at least one contract the finest that is known.
    Division,
}

/// The category of a candidate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JointCategory {
    /// What it is.
    pub level: JointCategoryLevel,
    /// Two or three digits.
    pub code: String,
    /// Its title in the vocabulary.
    pub title: Option<String>,
    /// How sure it is in percent: that of the least sure contract.
    pub confidence: u8,
}

/// Contracts that could be let anew together.
#[derive(Clone, Debug, PartialEq)]
pub struct JointBuyingCandidate {
    /// Their category.
    pub category: JointCategory,
    /// Earliest effective end.
    pub first_end: NaiveDate,
    /// Latest effective end.
    pub last_end: NaiveDate,
    /// The contracts by effective end.
    pub contracts: Vec<i64>,
    /// Separate procurements: call-offs of one framework are one.
    pub procurements: i64,
    /// Who buys, by name.
    pub institutions: Vec<institution::Model>,
    /// Values in pounds as stated, over whole terms, where known.
    pub value: ValueSum,
    /// Why it stands where it stands.
    pub score: JointScore,
}

impl JointBuyingCandidate {
    /// What tells it from others: its category, and its first contract.
    pub fn key(&self) -> String {
        format!("{} {}", self.category.code, self.contracts.first().copied().unwrap_or_default())
    }
}

/// Finds all candidates.
pub async fn joint_buying(
    contracts: &ContractColumns,
    plan: JointBuyingPlan,
) -> Result<JointBuying, AnalysisError> {
    let filter = ContractFilter { frameworks: Some(false), ..plan.filter.clone() };
    contracts.work(&filter, move |state, selection, _| Ok(find(state, selection, &plan))).await
}

/// A contract that may be part of a candidate.
#[derive(Clone, Debug)]
struct Part {
    place: usize,
    end: i32,
    category: Category,
    /// The framework that it is called off, else itself.
    procurement: Procurement,
    buyers: Vec<u32>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Procurement {
    Framework(u32),
    Own(usize),
}

fn find(state: &State, selection: &Selection, plan: &JointBuyingPlan) -> JointBuying {
    let parts: Vec<Part> = selection
        .places
        .iter()
        .filter_map(|place| part(state, selection, *place as usize, plan.today))
        .collect();
    let mut groups: BTreeMap<(JointCategoryLevel, String), Vec<&Part>> = BTreeMap::new();
    let coarse: BTreeSet<&str> =
        parts.iter().filter(|part| !part.category.is_group()).map(|part| part.category.division()).collect();
    for part in &parts {
        if part.category.is_group() {
            let key = (JointCategoryLevel::Group, part.category.code.clone());
            groups.entry(key).or_default().push(part);
        }
        if coarse.contains(part.category.division()) {
            let key = (JointCategoryLevel::Division, part.category.division().to_owned());
            groups.entry(key).or_default().push(part);
        }
    }
    let mut candidates = Vec::new();
    for ((level, code), mut members) in groups {
        members.sort_unstable_by_key(|part| (part.end, part.place));
        for window in windows::of(&members, plan.window_months, plan.min_institutions) {
            let is_coarse = || window.iter().any(|part| !part.category.is_group());
            if level == JointCategoryLevel::Group || is_coarse() {
                candidates.extend(candidate(state, (level, &code), &window, plan.today));
            }
        }
    }
    candidates.sort_by_cached_key(|one| (Reverse(one.score.total()), one.key()));
    let count = |number: usize| i64::try_from(number).unwrap_or(i64::MAX);
    JointBuying {
        candidates,
        considered: count(selection.places.len()),
        comparable: count(parts.len()),
        data_version: state.data_version,
    }
}

fn part(state: &State, selection: &Selection, place: usize, today: NaiveDate) -> Option<Part> {
    let facts = &*state.facts;
    let end = facts.ends.get(place).copied().filter(|end| *end >= day_of(Some(today)))?;
    let buyers = facts.buyers.of_contract(place).iter().copied();
    let buyers: Vec<u32> = buyers.filter(|buyer| selection.allows_buyer(*buyer)).collect();
    let category = Category::of(state, place).filter(|_| !buyers.is_empty())?;
    let framework = facts.called_off.get(place).filter(|code| **code != facts.framework_codes.unknown());
    let procurement = framework.map_or(Procurement::Own(place), |code| Procurement::Framework(*code));
    Some(Part { place, end, category, procurement, buyers })
}

fn candidate(
    state: &State,
    (level, code): (JointCategoryLevel, &str),
    window: &[&Part],
    today: NaiveDate,
) -> Option<JointBuyingCandidate> {
    let facts = &*state.facts;
    let (first_end, last_end) = (date_of(window.first()?.end)?, date_of(window.last()?.end)?);
    let buyers: BTreeSet<u32> = window.iter().flat_map(|part| part.buyers.iter().copied()).collect();
    let mut institutions: Vec<institution::Model> = buyers
        .iter()
        .filter_map(|buyer| state.dimensions.institutions.get(*buyer as usize).cloned())
        .collect();
    institutions.sort_by(|one, other| (&one.name, one.id).cmp(&(&other.name, other.id)));
    let procurements: BTreeSet<Procurement> = window.iter().map(|part| part.procurement).collect();
    let values: Vec<i64> = window.iter().filter_map(|part| facts.value(part.place)).collect();
    let pence: i128 = values.iter().copied().map(i128::from).sum();
    let confidence = window.iter().map(|part| part.category.confidence).min().unwrap_or(0);
    let value = ValueSum { pence: i64::try_from(pence).ok()?, contracts: i64::try_from(values.len()).ok()? };
    let category =
        JointCategory { level, code: code.to_owned(), title: Category::title(state, code), confidence };
    let score = JointScore::of(value, institutions.len(), &category, today, first_end);
    Some(JointBuyingCandidate {
        category,
        first_end,
        last_end,
        contracts: window.iter().filter_map(|part| facts.ids.get(part.place).copied()).collect(),
        procurements: i64::try_from(procurements.len()).ok()?,
        institutions,
        value,
        score,
    })
}
