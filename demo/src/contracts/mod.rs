//! What the institutions of the region plan, tender and contract: the one source of notices, registers and the
//! references in payments.

mod invent;
mod milestones;
mod subjects;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use chrono::{Months, NaiveDate};

pub(crate) use self::{
    milestones::{ACT, Milestones},
    subjects::Subject,
};
use crate::{market::Supplier, region::Institution};

/// How a procurement finds its suppliers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Route {
    /// In competition.
    Open,
    /// Without competition.
    Direct,
    /// A framework with several suppliers, whose value is a ceiling.
    Framework,
    /// Under the framework of this number.
    CallOff(usize),
    /// A framework that takes applications for years.
    StaysOpen,
}

/// Where a procurement is published.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Seen {
    pub(crate) find_a_tender: bool,
    pub(crate) contracts_finder: bool,
    pub(crate) register: bool,
}

/// A supplier of a lot.
#[derive(Clone)]
pub(crate) struct Holder<'a> {
    pub(crate) supplier: &'a Supplier,
    /// Name as the first buyer spells it.
    pub(crate) name: String,
    /// Number in the first buyer's ledger.
    pub(crate) account: u32,
}

/// How many bid.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bids {
    pub(crate) all: u32,
    pub(crate) sme: u32,
    pub(crate) vcse: u32,
}

/// A part of a procurement that becomes one contract when it is awarded.
#[derive(Clone)]
pub(crate) struct Lot<'a> {
    /// What its contract is called.
    pub(crate) title: String,
    /// What payments and registers call its contract.
    pub(crate) reference: String,
    /// Who wins it: several for a framework.
    pub(crate) holders: Vec<Holder<'a>>,
    /// Net value over the whole term; of a framework the ceiling.
    pub(crate) value_pence: i64,
    pub(crate) bids: Bids,
}

/// A procurement, planned or done.
#[derive(Clone)]
pub(crate) struct Procurement<'a> {
    /// Number among all, from 1.
    pub(crate) number: usize,
    pub(crate) reference: String,
    /// Who buys: the first keeps the records, further ones buy with it.
    pub(crate) buyers: Vec<&'static Institution>,
    pub(crate) subject: &'static Subject,
    pub(crate) title: String,
    pub(crate) department: &'static str,
    /// The buyer's own category.
    pub(crate) category: (&'static str, &'static str),
    pub(crate) route: Route,
    /// One or more.
    pub(crate) lots: Vec<Lot<'a>>,
    pub(crate) starts_on: NaiveDate,
    pub(crate) ends_on: NaiveDate,
    /// Months by which it can be extended; 0 for none.
    pub(crate) extension_months: u32,
    /// What it is said to suit.
    pub(crate) sme: bool,
    pub(crate) vcse: bool,
    pub(crate) days: Milestones,
    pub(crate) seen: Seen,
}

impl Procurement<'_> {
    /// The first buyer.
    pub(crate) fn buyer(&self) -> &'static Institution {
        self.buyers[0]
    }

    /// The last possible day, with all options.
    pub(crate) fn latest_end(&self) -> NaiveDate {
        self.ends_on.checked_add_months(Months::new(self.extension_months)).unwrap_or(self.ends_on)
    }

    /// Whether it is a framework.
    pub(crate) fn is_framework(&self) -> bool {
        matches!(self.route, Route::Framework | Route::StaysOpen)
    }

    /// Net value of all lots.
    pub(crate) fn value_pence(&self) -> i64 {
        self.lots.iter().map(|lot| lot.value_pence).sum()
    }
}

/// All procurements of a demo.
pub(crate) struct Contracts<'a> {
    pub(crate) all: Vec<Procurement<'a>>,
    /// By institution and account: the contracts that payments to it may be made under.
    running: BTreeMap<(&'static str, u32), Vec<Running>>,
}

/// A contract while payments are made under it.
struct Running {
    starts_on: NaiveDate,
    ends_on: NaiveDate,
    reference: String,
}

impl<'a> Contracts<'a> {
    fn of(all: Vec<Procurement<'a>>) -> Self {
        let mut running: BTreeMap<(&'static str, u32), Vec<Running>> = BTreeMap::new();
        let paid_under =
            |procurement: &&Procurement<'a>| procurement.days.is_awarded() && !procurement.is_framework();
        for procurement in all.iter().filter(paid_under) {
            for lot in &procurement.lots {
                for holder in &lot.holders {
                    running.entry((procurement.buyer().org_id, holder.account)).or_default().push(Running {
                        starts_on: procurement.starts_on,
                        ends_on: procurement.days.terminated.unwrap_or(procurement.ends_on),
                        reference: lot.reference.clone(),
                    });
                }
            }
        }
        Self { all, running }
    }

    /// How many contracts there are: one a lot of what is awarded.
    pub(crate) fn awarded(&self) -> u64 {
        let awarded = self.all.iter().filter(|procurement| procurement.days.is_awarded());
        awarded.map(|procurement| procurement.lots.len() as u64).sum()
    }

    /// The reference of the contract under which an institution pays an account on a day.
    pub(crate) fn reference(&self, institution: &Institution, account: u32, day: NaiveDate) -> Option<&str> {
        let contracts = self.running.get(&(institution.org_id, account))?;
        let running =
            contracts.iter().find(|contract| (contract.starts_on..=contract.ends_on).contains(&day));
        running.map(|contract| contract.reference.as_str())
    }
}
