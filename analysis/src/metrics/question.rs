//! What a metric is asked about.

use crate::{
    AnalysisError, ExclusionReason, SpendAnswer, SpendDimension, SpendFilter, SpendOrder, SpendPlan,
    SupplierTrait, SupplierTraits,
};

/// Groups that a metric adds up at most; a question with more is refused, never answered in part.
pub const MAX_GROUPS: usize = 20_000;

/// Which payments a metric is about, and how it is broken down.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetricQuestion {
    /// The payments asked about.
    pub filter: SpendFilter,
    /// Payments among them that figures leave out; every reason is reported apart in any case.
    pub exclude: Vec<ExclusionReason>,
    /// What the figure is broken down by; none asks for the whole alone.
    pub group_by: Vec<SpendDimension>,
    /// Groups to show, the largest first.
    pub first: usize,
}

impl MetricQuestion {
    /// The groups to show, of everything that is asked about.
    pub(super) fn shown(&self) -> SpendPlan {
        SpendPlan {
            filter: self.filter.clone(),
            exclude: self.exclude.clone(),
            group_by: self.group_by.clone(),
            first: self.first,
            ..SpendPlan::default()
        }
    }

    /// All groups of some dimensions, over a part of what is asked about.
    pub(super) fn all(&self, filter: SpendFilter, group_by: Vec<SpendDimension>) -> SpendPlan {
        SpendPlan {
            filter,
            exclude: self.exclude.clone(),
            first: if group_by.is_empty() { 0 } else { MAX_GROUPS },
            group_by,
            order: SpendOrder::NetDesc,
            ..SpendPlan::default()
        }
    }

    /// The payments asked about whose suppliers have a trait beside those that the filter names.
    pub(super) fn narrowed(&self, narrow: impl FnOnce(&mut SupplierTraits)) -> SpendFilter {
        let mut filter = self.filter.clone();
        narrow(filter.traits.get_or_insert_default());
        filter
    }

    /// The payments asked about of whose suppliers something is known.
    pub(super) fn known(&self, what: SupplierTrait) -> SpendFilter {
        self.narrowed(|traits| traits.known.push(what))
    }
}

/// Narrows a list of a filter: what is given already still has to hold.
pub(super) fn within<T: PartialEq>(given: &mut Option<Vec<T>>, wanted: Vec<T>) {
    match given {
        Some(list) => list.retain(|one| wanted.contains(one)),
        None => *given = Some(wanted),
    }
}

/// Refuses an answer that does not show all of its groups.
pub(super) fn whole(answer: &SpendAnswer) -> Result<(), AnalysisError> {
    match answer.rest.groups {
        0 => Ok(()),
        _ => Err(AnalysisError::TooManyGroups(MAX_GROUPS)),
    }
}
