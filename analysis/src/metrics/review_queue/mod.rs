//! Review queue: contracts whose next break or end comes soon, as the evidence for whether to go on, negotiate, let anew or bring
//! in-house. The hub ranks by date; people decide.
//!
//! The next break of a contract is its review date as published, where that lies ahead of its effective end; else the effective end.
//! Beside it stands how much the institution depends on the supplier: the supplier's part of what the institution paid.

mod share;

use chrono::NaiveDate;

pub use share::{SupplierShare, supplier_shares};

use crate::{
    AnalysisError, ContractColumns, ContractFilter, Named,
    contracts::{Facts, NO_DAY, Selection, State, date_of, day_of, months_between},
};

/// Which contracts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReviewPlan {
    /// The contracts that may stand in the queue. Frameworks are left out unless the filter asks for them.
    pub filter: ContractFilter,
    /// First day of the queue.
    pub today: NaiveDate,
    /// First day after the queue.
    pub horizon: NaiveDate,
}

/// The queue, the next date first.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewQueue {
    /// The contracts.
    pub items: Vec<ReviewItem>,
    /// Contracts that the filter allows.
    pub considered: i64,
    /// Those of them with neither a review date nor an end: they may be due as well.
    pub without_date: i64,
    /// The version of the data.
    pub data_version: i64,
}

/// What is due.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum DueBasis {
    /// A review, as the contract register states it.
    Review,
    /// The effective end.
    End,
}

/// A contract that is due.
#[derive(Clone, Debug, PartialEq)]
pub struct ReviewItem {
    /// The contract.
    pub contract_id: i64,
    /// When it is due.
    pub due_on: NaiveDate,
    /// What is due.
    pub basis: DueBasis,
    /// Whole months until then.
    pub months_left: i64,
    /// Value in pounds as stated, over the whole term, in pence; none for frameworks and where it is not known.
    pub pence: Option<i64>,
    /// Value a year in pence, as published or reckoned from value and term.
    pub pence_a_year: Option<i64>,
    /// CPV division.
    pub division: Option<Named>,
    /// How sure the division is, in percent.
    pub division_confidence: Option<u8>,
    /// Who buys, by the keys of the hub.
    pub institutions: Vec<i32>,
    /// Who holds it, by the keys of the hub.
    pub suppliers: Vec<i64>,
}

/// Makes the queue.
pub async fn review_queue(
    contracts: &ContractColumns,
    plan: ReviewPlan,
) -> Result<ReviewQueue, AnalysisError> {
    let frameworks = Some(plan.filter.frameworks.unwrap_or(false));
    let filter = ContractFilter { frameworks, ..plan.filter.clone() };
    contracts.work(&filter, move |state, selection, _| Ok(queue(state, selection, &plan))).await
}

fn queue(state: &State, selection: &Selection, plan: &ReviewPlan) -> ReviewQueue {
    let facts = &*state.facts;
    let mut without_date = 0;
    let mut due: Vec<(NaiveDate, i64, usize, DueBasis)> = Vec::new();
    for place in selection.places.iter().map(|place| *place as usize) {
        let day = |column: &[i32]| column.get(place).copied().unwrap_or(NO_DAY);
        let (review, end) = (day(&facts.review), day(&facts.ends));
        if review == NO_DAY && end == NO_DAY {
            without_date += 1;
        }
        let from = day_of(Some(plan.today));
        let next = [(review, DueBasis::Review), (end, DueBasis::End)];
        let next = next.into_iter().filter(|(day, _)| *day >= from).min_by_key(|(day, _)| *day);
        // A review after the end of a contract is none.
        let next = next.filter(|(day, _)| end == NO_DAY || *day <= end);
        if let Some((day, basis)) = next
            && let (Some(date), Some(id)) = (date_of(day), facts.ids.get(place))
            && date < plan.horizon
        {
            due.push((date, *id, place, basis));
        }
    }
    due.sort_unstable_by_key(|(date, id, ..)| (*date, *id));
    let items = due
        .into_iter()
        .map(|(due_on, contract_id, place, basis)| {
            let due = Due { contract_id, due_on, basis, months_left: months_between(plan.today, due_on) };
            item(state, selection, place, due)
        })
        .collect();
    ReviewQueue {
        items,
        considered: i64::try_from(selection.places.len()).unwrap_or(i64::MAX),
        without_date,
        data_version: state.data_version,
    }
}

struct Due {
    contract_id: i64,
    due_on: NaiveDate,
    basis: DueBasis,
    months_left: i64,
}

fn item(state: &State, selection: &Selection, place: usize, due: Due) -> ReviewItem {
    let Due { contract_id, due_on, basis, months_left } = due;
    let facts: &Facts = &state.facts;
    let division =
        state.dimensions.division.get(place).and_then(|code| state.dimensions.division_named(*code as usize));
    let confidence = state.dimensions.confidence.get(place).copied();
    let buyers = facts.buyers.of_contract(place).iter().filter(|code| selection.allows_buyer(**code));
    let holders = facts.holders.of_contract(place).iter().filter(|code| selection.allows_holder(**code));
    ReviewItem {
        contract_id,
        due_on,
        basis,
        months_left,
        pence: facts.value(place),
        pence_a_year: facts.value_a_year(place),
        division_confidence: confidence.filter(|_| division.is_some()),
        division,
        institutions: buyers.filter_map(|code| facts.institution_ids.get(*code as usize).copied()).collect(),
        suppliers: holders.filter_map(|code| facts.supplier_ids.get(*code as usize).copied()).collect(),
    }
}
