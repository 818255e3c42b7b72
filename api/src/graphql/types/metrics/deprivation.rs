//! Deprivation spread.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use super::{
    footing::{BasisShare, Footing},
    part::SpendPart,
};
use crate::graphql::{
    filters::{Asked, Narrowing},
    query::hub::share,
};

/// What is paid to suppliers by decile of the Index of Multiple Deprivation of their lower layer super output area. England
/// only: suppliers elsewhere have no decile and count as not known. `deciles` make up `known`.
#[derive(SimpleObject)]
pub(crate) struct DeprivationSpread {
    /// The ten deciles, from the most deprived.
    deciles: Vec<DecilePart>,
    /// Paid to suppliers whose decile is known: the denominator.
    known: SpendPart,
    /// Paid to suppliers whose decile is not known, or who are not in England.
    unknown: SpendPart,
    /// Everything asked about that is not left out.
    total: SpendPart,
    /// Net of `known` ÷ net of `total`; null where that is zero. Credits can take it below 0 or above 1.
    coverage_of_net: Option<f64>,
    /// Payments of `known` ÷ payments of `total`, from 0 to 1; null of none.
    coverage_of_payments: Option<f64>,
    /// The edition of the index that is loaded, as its publisher calls it; null where none is. Deciles belong to the
    /// areas of that edition.
    edition: Option<String>,
    /// By where it comes from where suppliers are: of all whose district is known, also outside England.
    basis: Vec<BasisShare>,
    /// What the figures stand on.
    #[graphql(flatten)]
    footing: Footing,
}

/// What is paid into areas of one decile.
#[derive(SimpleObject)]
pub(crate) struct DecilePart {
    /// The decile: 1 (most deprived) to 10.
    decile: i32,
    /// What is paid.
    part: SpendPart,
    /// Its net ÷ net of `known`; null where that is zero.
    of_known: Option<f64>,
}

impl DeprivationSpread {
    /// The answer to a question.
    pub(crate) fn new(
        database: &Database,
        answer: analysis::DeprivationSpread,
        asked: &Asked,
    ) -> Result<Self, crate::graphql::error::ApiError> {
        let what = analysis::SupplierTrait::DeprivationDecile;
        let unknown = answer.unknown()?;
        let part = |part, narrowing| SpendPart::new(part, asked, narrowing);
        let known = answer.known.sum;
        let total = answer.total.sum;
        let decile = |one: &analysis::DecilePart| DecilePart {
            decile: i32::from(one.decile),
            of_known: share(one.part.sum.net_pence, known.net_pence),
            part: part(one.part, Narrowing::Decile(one.decile)),
        };
        Ok(Self {
            deciles: answer.deciles.iter().map(decile).collect(),
            known: part(answer.known, Narrowing::Known(what)),
            unknown: part(unknown, Narrowing::Unknown(what)),
            total: part(answer.total, Narrowing::All),
            coverage_of_net: share(known.net_pence, total.net_pence),
            coverage_of_payments: share(known.payments, total.payments),
            edition: answer.edition,
            basis: answer.bases.as_ref().map(BasisShare::all).unwrap_or_default(),
            footing: Footing::new(
                database,
                answer.excluded,
                &answer.exclusions,
                answer.completeness,
                answer.data_version,
            ),
        })
    }
}
