//! How much of the period the loaded documents of each institution cover.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::Period;
use chrono::NaiveDate;

use super::Dimensions;
use crate::{Completeness, SpendFilter};

/// The period that a document covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::columnar) struct Covered {
    pub(in crate::columnar) institution_id: i32,
    /// The stated period, else that of its payments.
    pub(in crate::columnar) from: NaiveDate,
    pub(in crate::columnar) to: NaiveDate,
    pub(in crate::columnar) stated_from: Option<NaiveDate>,
    pub(in crate::columnar) stated_to: Option<NaiveDate>,
}

impl Covered {
    /// Whether it may touch the period asked for. What has no stated period always may.
    fn is_asked(&self, filter: &SpendFilter) -> bool {
        let after = filter.from.is_none_or(|from| self.stated_to.is_none_or(|to| to > from));
        let before = filter.to.is_none_or(|to| self.stated_from.is_none_or(|from| from < to));
        after && before && filter.institutions.as_ref().is_none_or(|ids| ids.contains(&self.institution_id))
    }
}

impl Dimensions {
    /// One for each institution asked about: those that the filter names, else all that have a feed.
    pub(in crate::columnar) fn completeness(&self, filter: &SpendFilter) -> Vec<Completeness> {
        let is_of_kind = |kind| filter.institution_kinds.as_ref().is_none_or(|kinds| kinds.contains(&kind));
        let pays = |id: i32| self.institution(id).is_some_and(|institution| is_of_kind(institution.kind));
        let asked = self.covered.iter().filter(|one| one.is_asked(filter) && pays(one.institution_id));
        let covered: Vec<&Covered> = asked.collect();
        let from = filter.from.or_else(|| covered.iter().map(|one| one.from).min());
        let to = filter.to.or_else(|| covered.iter().map(|one| one.to).max());
        let asked = from.zip(to).and_then(|(from, to)| Period::new(from, to).ok());
        let months_asked = asked.map_or(0, |asked| asked.month_starts().count());
        let mut present: BTreeMap<i32, BTreeSet<NaiveDate>> = BTreeMap::new();
        for one in covered {
            let common =
                asked.and_then(|asked| Period::new(one.from.max(asked.from()), one.to.min(asked.to())).ok());
            let months = common.into_iter().flat_map(Period::month_starts);
            present.entry(one.institution_id).or_default().extend(months);
        }
        let count = |months: usize| i64::try_from(months).unwrap_or(i64::MAX);
        self.listed
            .iter()
            .filter(|(institution, is_fed)| match &filter.institutions {
                _ if !is_of_kind(institution.kind) => false,
                Some(ids) => ids.contains(&institution.id),
                None => *is_fed,
            })
            .map(|(institution, _)| Completeness {
                months_present: count(present.get(&institution.id).map_or(0, BTreeSet::len)),
                months_asked: count(months_asked),
                institution: institution.clone(),
            })
            .collect()
    }
}
