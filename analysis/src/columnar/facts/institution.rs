//! The facts of one institution, and how they follow its documents.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rustc_hash::FxHashMap;

use super::{Heading, Mark, Partition, Row};

/// Changes whenever the payments of a document may have changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fingerprint(pub(crate) [u8; 16]);

/// A payment that has just been read.
#[derive(Clone, Debug)]
pub(in crate::columnar) struct Arrived {
    pub(in crate::columnar) document_id: i64,
    /// The calendar year in which its financial year begins, and the days since then.
    pub(in crate::columnar) year: i32,
    pub(in crate::columnar) day: u16,
    pub(in crate::columnar) pence: i64,
    pub(in crate::columnar) name: u32,
    /// Positions in the labels and departments that arrived with it, counted from 1; 0: none.
    pub(in crate::columnar) heading: Heading,
    pub(in crate::columnar) mark: Mark,
}

/// Payments of some documents, and the category labels and departments that they refer to.
#[derive(Clone, Debug, Default)]
pub(in crate::columnar) struct Arrivals {
    pub(in crate::columnar) payments: Vec<Arrived>,
    pub(in crate::columnar) labels: Vec<Box<str>>,
    pub(in crate::columnar) departments: Vec<Box<str>>,
}

/// All payments of an institution, by financial year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::columnar) struct InstitutionFacts {
    /// The documents whose payments these are.
    pub(in crate::columnar) documents: BTreeMap<i64, Fingerprint>,
    /// Category labels; a code counts from 1.
    pub(in crate::columnar) labels: Arc<Vec<Box<str>>>,
    /// Departments, in the same way.
    pub(in crate::columnar) departments: Arc<Vec<Box<str>>>,
    /// By the calendar year in which the financial year begins.
    pub(in crate::columnar) years: BTreeMap<i32, Arc<Partition>>,
}

impl InstitutionFacts {
    /// The documents that are no longer wanted, in ascending order.
    pub(in crate::columnar) fn unwanted(&self, wanted: &BTreeMap<i64, Fingerprint>) -> Vec<i64> {
        let stale = self.documents.iter().filter(|(id, seen)| wanted.get(id) != Some(seen));
        stale.map(|(id, _)| *id).collect()
    }

    /// The wanted documents whose payments are not here, in ascending order.
    pub(in crate::columnar) fn missing(&self, wanted: &BTreeMap<i64, Fingerprint>) -> BTreeSet<i64> {
        let new = wanted.iter().filter(|(id, print)| self.documents.get(id) != Some(print));
        new.map(|(id, _)| *id).collect()
    }

    /// The facts of the wanted documents: those held here without `unwanted`, and those that arrived. Partitions that
    /// nothing of this touches are shared.
    pub(in crate::columnar) fn follow(
        &self,
        wanted: BTreeMap<i64, Fingerprint>,
        unwanted: &[i64],
        arrived: Arrivals,
    ) -> Self {
        let (labels, of_labels) = merge_texts(&self.labels, arrived.labels);
        let (departments, of_departments) = merge_texts(&self.departments, arrived.departments);
        let code = |codes: &[u32], came: u32| {
            position(came).and_then(|place| codes.get(place).copied()).unwrap_or(0)
        };
        let mut touched: BTreeMap<i32, Vec<Row>> = BTreeMap::new();
        for payment in arrived.payments {
            touched.entry(payment.year).or_default().push(Row {
                document_id: payment.document_id,
                day: payment.day,
                pence: payment.pence,
                name: payment.name,
                heading: Heading {
                    label: code(&of_labels, payment.heading.label),
                    department: code(&of_departments, payment.heading.department),
                },
                mark: payment.mark,
            });
        }
        let mut years = BTreeMap::new();
        for (year, partition) in &self.years {
            let mut rows = match touched.remove(year) {
                Some(rows) => rows,
                None if partition.holds_any(unwanted) => Vec::new(),
                None => {
                    years.insert(*year, Arc::clone(partition));
                    continue;
                }
            };
            let kept = partition.decode().filter(|row| unwanted.binary_search(&row.document_id).is_err());
            rows.extend(kept);
            if !rows.is_empty() {
                years.insert(*year, Arc::new(Partition::encode(rows)));
            }
        }
        years.extend(touched.into_iter().map(|(year, rows)| (year, Arc::new(Partition::encode(rows)))));
        Self { documents: wanted, labels, departments, years }
    }

    /// Number of payments.
    pub(in crate::columnar) fn rows(&self) -> usize {
        self.years.values().map(|partition| partition.rows()).sum()
    }

    /// Bytes that its columns and dictionaries take in memory.
    pub(in crate::columnar) fn bytes(&self) -> usize {
        let chunks = self.years.values().flat_map(|partition| &partition.chunks);
        let columns: usize = chunks.map(super::Chunk::bytes).sum();
        let texts = self.labels.iter().chain(self.departments.iter());
        let texts: usize = texts.map(|text| text.len() + size_of::<Box<str>>()).sum();
        columns + texts + self.documents.len() * (size_of::<i64>() + size_of::<Fingerprint>())
    }
}

/// Texts with those that came, and the codes of these.
fn merge_texts(held: &Arc<Vec<Box<str>>>, came: Vec<Box<str>>) -> (Arc<Vec<Box<str>>>, Vec<u32>) {
    if came.is_empty() {
        return (Arc::clone(held), Vec::new());
    }
    let mut texts = Vec::clone(held);
    let known: FxHashMap<&str, u32> = (1..).zip(held.iter()).map(|(code, text)| (&**text, code)).collect();
    let codes = came
        .into_iter()
        .map(|text| {
            known.get(&*text).copied().unwrap_or_else(|| {
                texts.push(text);
                u32::try_from(texts.len()).unwrap_or(0)
            })
        })
        .collect();
    (Arc::new(texts), codes)
}

fn position(code: u32) -> Option<usize> {
    usize::try_from(code.checked_sub(1)?).ok()
}
