//! The share of small, or of social, enterprises.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use super::{
    footing::{BasisShare, Footing},
    part::{Keys, SpendSum},
    share::{Share, ShareOf, ShareRest, ShareRow, rows},
};
use crate::graphql::{
    enums::Stage,
    filters::{Asked, Narrowing},
};

/// The share of a kind of enterprise at a stage of buying: by value, and by number of payments and of suppliers. `rows` and
/// `rest` make up `whole`. A supplier whose kind is not known counts in neither numerator nor denominator.
#[derive(SimpleObject)]
#[graphql(name = "SmeShare")]
pub(crate) struct EnterpriseShare {
    /// The stage.
    stage: Stage,
    /// The share of everything asked about.
    whole: Share,
    /// The first groups, those with the largest net first.
    rows: Vec<ShareRow>,
    /// The groups that are not among `rows`.
    rest: ShareRest,
    /// The denominator by where it comes from what is known.
    basis: Vec<BasisShare>,
    /// Payments to suppliers of which sources say different things. Where one source counts before the other, the supplier
    /// counts by it; where they count alike, it is not known.
    conflicts: Option<SpendSum>,
    /// Number of these suppliers.
    conflicting_suppliers: Option<i64>,
    /// What the figures stand on.
    #[graphql(flatten)]
    footing: Footing,
}

impl EnterpriseShare {
    /// The answer about what is paid.
    pub(crate) fn paid(
        database: &Database,
        group_by: &[analysis::SpendDimension],
        answer: analysis::EnterpriseShare,
        asked: &Asked,
        of: analysis::Attribute,
    ) -> Self {
        let of = match of {
            analysis::Attribute::Vcse => {
                ShareOf { numerator: Narrowing::Vcse, known: analysis::SupplierTrait::Vcse }
            }
            _ => ShareOf { numerator: Narrowing::Sme, known: analysis::SupplierTrait::Size },
        };
        let share = answer.share;
        let conflicts = answer.bases.as_ref().and_then(|bases| bases.conflicts);
        Self {
            stage: Stage::Paid,
            whole: Share::new(share.whole, asked, Keys::default(), &of),
            rows: rows(group_by, share.rows, asked, &of),
            rest: share.rest.into(),
            basis: answer.bases.as_ref().map(BasisShare::all).unwrap_or_default(),
            conflicts: conflicts.map(|part| part.sum.into()),
            conflicting_suppliers: conflicts.map(|part| part.suppliers),
            footing: Footing::new(
                database,
                share.excluded,
                &share.exclusions,
                share.completeness,
                share.data_version,
            ),
        }
    }
}
