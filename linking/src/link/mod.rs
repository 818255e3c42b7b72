//! Payments and the contracts that they are made under.
//!
//! An institution is linked in two steps. From one state of the data, without any lock, its payments are looked at
//! page by page beside all its contracts (`plan`), and what differs from the links that are there is found (`difference`).
//! Then the differences are written and the mark is taken away in one short transaction (`write`). A load that commits
//! in between sets the mark anew: then nothing is written, and the institution has its turn again.

mod contract;
mod difference;
#[cfg(test)]
mod example;
mod index;
mod plan;
mod read;
mod rules;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;

use anchorhub_store::{Database, StoreError};

use crate::mark::Pending;
use difference::Difference;
use index::Index;
use plan::Plan;

/// Why a payment is taken to be made under a contract, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Method {
    /// It names the contract's reference.
    Reference,
    /// The contract's reference stands in its text or number.
    PurchaseOrder,
    /// Supplier, buyer, period and value fit one contract only.
    SupplierPeriodValue,
}

impl Method {
    const ALL: [Self; 3] = [Self::Reference, Self::PurchaseOrder, Self::SupplierPeriodValue];

    /// The name kept in the database.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Reference => "REFERENCE",
            Self::PurchaseOrder => "PURCHASE_ORDER",
            Self::SupplierPeriodValue => "SUPPLIER_PERIOD_VALUE",
        }
    }

    /// Reads a name back.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|method| method.name() == name)
    }
}

/// A payment within its institution: document and position.
pub(crate) type Key = (i64, i32);

/// A payment and the contract that it is most likely made under.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) payment: Key,
    pub(crate) contract_id: i64,
    pub(crate) method: Method,
    /// In percent.
    pub(crate) confidence: i16,
}

/// What became of one institution.
#[derive(Debug, Default)]
pub(crate) struct Linked {
    pub(crate) org_id: String,
    pub(crate) payments: u64,
    pub(crate) paid_pence: i128,
    pub(crate) linked_pence: i128,
    pub(crate) by_method: BTreeMap<&'static str, u64>,
    /// Links that were written or deleted.
    pub(crate) changed: u64,
}

/// Links the payments of a marked institution and takes its mark away; none if the mark is another one by now, or
/// somebody else is at it.
pub(crate) async fn refresh(database: &Database, seen: Pending) -> Result<Option<Linked>, StoreError> {
    let institution_id = seen.institution_id;
    let mut snapshot = database.snapshot().await?;
    let org_id = read::org_id(&mut snapshot, institution_id).await?;
    let contracts = read::contracts(&mut snapshot, institution_id).await?;
    let mut linked = Linked { org_id, ..Linked::default() };
    let difference = if contracts.is_empty() {
        Difference::Everything(read::count_links(&mut snapshot, institution_id).await?)
    } else {
        let index = Index::new(contracts);
        let mut plan = Plan::new(&index);
        let mut pages = read::Pages::payments(institution_id);
        while let Some(page) = pages.next(&mut snapshot).await? {
            linked.payments += u64::try_from(page.len()).unwrap_or(u64::MAX);
            linked.paid_pence += page.iter().map(|payment| i128::from(payment.pence)).sum::<i128>();
            page.iter().for_each(|payment| plan.look(payment));
        }
        let planned = plan.finish();
        for (link, pence) in &planned {
            *linked.by_method.entry(link.method.name()).or_default() += 1;
            linked.linked_pence += i128::from(*pence);
        }
        let mut compare = difference::Compare::new(planned.into_iter().map(|(link, _)| link));
        let mut pages = read::Pages::links(institution_id);
        while let Some(page) = pages.next(&mut snapshot).await? {
            page.iter().for_each(|row| compare.look(row.key(), row.link()));
        }
        compare.finish()
    };
    snapshot.finish().await?;
    linked.changed = difference.len();
    let written = write::write(database, seen, &linked.org_id, &difference).await?;
    Ok(written.then_some(linked))
}
