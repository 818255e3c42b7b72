//! Shares of money: one form for all metrics.

use std::sync::Arc;

use anchorhub_analysis as analysis;
use async_graphql::{Object, SimpleObject};

use super::part::{Keys, SpendPart, SpendSum};
use crate::graphql::{
    error::ApiError,
    filters::{Asked, Narrowing},
    types::spend_key::SpendKey,
};

/// Which payments make up a share.
#[derive(Clone, Debug)]
pub(super) struct ShareOf {
    pub(super) numerator: Narrowing,
    pub(super) known: analysis::SupplierTrait,
}

/// A share with what it is a share of. The numerator is part of the denominator, which is what is known; what is not known
/// is in neither, and never counts as a no.
pub(crate) struct Share {
    share: analysis::Share,
    asked: Asked,
    keys: Keys,
    of: ShareOf,
}

/// For how much of everything asked about the attribute is known.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct ShareCoverage {
    /// Of the money: net of what is known ÷ net of all. Null of nothing; credits can take it below 0 or above 1.
    of_net: Option<f64>,
    /// Of the payments, from 0 to 1; null of none.
    of_payments: Option<f64>,
}

impl Share {
    pub(super) fn new(share: analysis::Share, asked: &Asked, keys: Keys, of: &ShareOf) -> Self {
        Self { share, asked: asked.clone(), keys, of: of.clone() }
    }

    fn part(&self, part: analysis::Part, narrowing: Narrowing) -> SpendPart {
        SpendPart::of_group(part, &self.asked, &self.keys, narrowing)
    }
}

/// A share with what it is a share of. The numerator is part of the denominator, which is what is known; what is not known
/// is in neither, and never counts as a no.
#[Object]
impl Share {
    /// By value: net of the numerator ÷ net of the denominator. Null where that is zero; credits can take it below 0 or
    /// above 1.
    async fn value(&self) -> Option<f64> {
        self.share.of_net()
    }

    /// By number of payments, from 0 to 1; null of none.
    async fn of_payments(&self) -> Option<f64> {
        self.share.of_payments()
    }

    /// By number of suppliers, from 0 to 1; null of none.
    async fn of_suppliers(&self) -> Option<f64> {
        self.share.of_suppliers()
    }

    /// What has the attribute.
    async fn numerator(&self) -> SpendPart {
        self.part(self.share.numerator, self.of.numerator.clone())
    }

    /// Of what it is known whether it has the attribute.
    async fn denominator(&self) -> SpendPart {
        self.part(self.share.denominator, Narrowing::Known(self.of.known))
    }

    /// Of what it is not known.
    async fn unknown(&self) -> Result<SpendPart, ApiError> {
        Ok(self.part(self.share.unknown()?, Narrowing::Unknown(self.of.known)))
    }

    /// Everything asked about that is not left out: denominator and unknown together.
    async fn total(&self) -> SpendPart {
        self.part(self.share.total, Narrowing::All)
    }

    /// For how much of the total it is known.
    async fn coverage(&self) -> ShareCoverage {
        ShareCoverage { of_net: self.share.coverage_of_net(), of_payments: self.share.coverage_of_payments() }
    }
}

/// The share of one group.
#[derive(SimpleObject)]
pub(crate) struct ShareRow {
    /// What it stands for, one key for each dimension, in the order asked for.
    keys: Vec<SpendKey>,
    /// Its share.
    share: Share,
}

/// Groups that are not shown.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct ShareRest {
    /// Number of groups.
    groups: i64,
    /// What has the attribute in them.
    numerator: SpendSum,
    /// Of what it is known in them.
    denominator: SpendSum,
    /// All of them.
    total: SpendSum,
}

impl From<analysis::ShareRest> for ShareRest {
    fn from(rest: analysis::ShareRest) -> Self {
        Self {
            groups: rest.groups,
            numerator: rest.numerator.into(),
            denominator: rest.denominator.into(),
            total: rest.total.into(),
        }
    }
}

/// The groups of a share.
pub(super) fn rows(
    group_by: &[analysis::SpendDimension],
    rows: Vec<analysis::ShareRow>,
    asked: &Asked,
    of: &ShareOf,
) -> Vec<ShareRow> {
    let row = |row: analysis::ShareRow| {
        let keys: Keys = Arc::new(group_by.iter().copied().zip(row.keys).collect());
        ShareRow { keys: spend_keys(&keys), share: Share::new(row.share, asked, keys, of) }
    };
    rows.into_iter().map(row).collect()
}

/// What a group stands for.
pub(super) fn spend_keys(keys: &Keys) -> Vec<SpendKey> {
    keys.iter().map(|(dimension, key)| SpendKey::new((*dimension).into(), key)).collect()
}
