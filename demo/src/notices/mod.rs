//! Procurements as portals publish them: OCDS release packages in the manner of Find a Tender, and JSON Lines
//! in the manner of Contracts Finder. Layouts and habits are those of the portals, bad ones too; nothing that
//! stands in them is real.

mod act;
mod clock;
mod contracts_finder;
mod kinds;
mod older;
mod packages;
mod parts;
mod party;
mod traps;

use std::collections::BTreeSet;

use chrono::NaiveDateTime;
use serde_json::Value;

pub(crate) use self::{
    packages::{Portal, publish},
    traps::ONLY_IN_TRAPS,
};
use crate::{
    contracts::{ACT, Contracts, Procurement, Route},
    manifest::ContractTotals,
};

/// A release on its way into a file.
#[derive(Clone)]
pub(crate) struct Notice {
    /// When it was published, clock time of the United Kingdom.
    pub(crate) at: NaiveDateTime,
    pub(crate) ocid: String,
    pub(crate) release: Value,
    /// Codes of what a careful reader remarks about it.
    pub(crate) remarks: BTreeSet<&'static str>,
}

/// What a portal has published of everything.
#[derive(Default)]
pub(crate) struct Published {
    pub(crate) notices: Vec<Notice>,
    /// Awards that all its notices together state.
    pub(crate) awards: u64,
    /// Contracts, and awards that have not become one yet.
    pub(crate) contracts: u64,
}

impl Published {
    /// Adds it to what all portals come to.
    pub(crate) fn count(&self, totals: &mut ContractTotals) {
        let processes: BTreeSet<&str> = self.notices.iter().map(|notice| notice.ocid.as_str()).collect();
        totals.releases += self.notices.len() as u64;
        totals.processes += processes.len() as u64;
        totals.awards += self.awards;
        totals.stated_in_notices += self.contracts;
    }
}

/// Everything on the one portal.
pub(crate) fn find_a_tender(contracts: &Contracts<'_>) -> Published {
    let mut published = Published::default();
    for procurement in contracts.all.iter().filter(|procurement| procurement.seen.find_a_tender) {
        published.notices.extend(if is_older(procurement) {
            older::notices(procurement)
        } else {
            act::notices(procurement, &framework_of(contracts, procurement))
        });
        if procurement.days.is_awarded() {
            published.awards += procurement.lots.len() as u64;
            published.contracts += procurement.lots.len() as u64;
        }
    }
    traps::set(contracts, &mut published);
    published
}

/// Everything on the other.
pub(crate) fn contracts_finder(contracts: &Contracts<'_>) -> Published {
    let mut published = Published::default();
    for procurement in contracts.all.iter().filter(|procurement| procurement.seen.contracts_finder) {
        let notices = contracts_finder::notices(procurement);
        if procurement.days.is_awarded() {
            published.awards += procurement.lots.len() as u64;
            published.contracts += procurement.lots.len() as u64;
        }
        published.notices.extend(notices);
    }
    published
}

/// Whether it began under the rules before the Procurement Act 2023.
fn is_older(procurement: &Procurement<'_>) -> bool {
    let days = &procurement.days;
    days.tender.or(days.awarded_on()).is_some_and(|day| day < ACT)
}

/// The ocid and title of the framework that a procurement calls off from.
fn framework_of(contracts: &Contracts<'_>, procurement: &Procurement<'_>) -> Option<(String, String)> {
    let Route::CallOff(number) = procurement.route else { return None };
    let framework = contracts.all.get(number - 1)?;
    Some((parts::ocid(framework), framework.title.clone()))
}
