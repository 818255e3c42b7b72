//! The local share.

use anchorhub_analysis as analysis;
use anchorhub_entities::area;
use anchorhub_store::Database;
use async_graphql::SimpleObject;

use super::{
    footing::{BasisShare, Footing},
    part::Keys,
    share::{Share, ShareOf, ShareRest, ShareRow, rows},
};
use crate::graphql::{
    family::Family,
    filters::{Asked, Narrowing},
    types::Area,
};

/// The local shares of several boundaries, over the same payments: net to suppliers located inside ÷ net to suppliers of
/// known location.
#[derive(SimpleObject)]
pub(crate) struct LocalSpend {
    /// The boundaries, in the order asked for.
    boundaries: Vec<LocalShare>,
    /// The denominator by where it comes from where suppliers are. A registered office may be far from where the work is
    /// done.
    basis: Vec<BasisShare>,
    /// What the figures stand on.
    #[graphql(flatten)]
    footing: Footing,
}

/// The local share of one boundary. `rows` and `rest` make up `whole`.
#[derive(SimpleObject)]
pub(crate) struct LocalShare {
    /// The boundary.
    area: Area,
    /// The share of everything asked about.
    whole: Share,
    /// The first groups, those with the largest net first.
    rows: Vec<ShareRow>,
    /// The groups that are not among `rows`.
    rest: ShareRest,
}

impl LocalSpend {
    /// The answer to a question.
    pub(crate) fn new(
        database: &Database,
        group_by: &[analysis::SpendDimension],
        answer: analysis::LocalSpend,
        asked: &Asked,
    ) -> Self {
        let (areas, shares): (Vec<(area::Model, analysis::AreaLevel)>, Vec<analysis::ShareAnswer>) = answer
            .boundaries
            .into_iter()
            .map(|one| ((one.boundary.area, one.boundary.level), one.share))
            .unzip();
        let first = shares.first();
        let footing = Footing::new(
            database,
            first.map(|share| share.excluded).unwrap_or_default(),
            first.map_or(&[], |share| &share.exclusions),
            first.map(|share| share.completeness.clone()).unwrap_or_default(),
            first.map_or(0, |share| share.data_version),
        );
        let levels: Vec<analysis::AreaLevel> = areas.iter().map(|(_, level)| *level).collect();
        let areas = Family::rows(database, areas.into_iter().map(|(area, _)| area).collect());
        let local = |((area, level), share): (
            (crate::graphql::family::Row<area::Model>, _),
            analysis::ShareAnswer,
        )| {
            let of = ShareOf {
                numerator: Narrowing::Inside(level, vec![area.code.clone()]),
                known: analysis::SupplierTrait::District,
            };
            LocalShare {
                whole: Share::new(share.whole, asked, Keys::default(), &of),
                rows: rows(group_by, share.rows, asked, &of),
                rest: share.rest.into(),
                area: Area(area),
            }
        };
        Self {
            boundaries: areas.into_iter().zip(levels).zip(shares).map(local).collect(),
            basis: answer.bases.as_ref().map(BasisShare::all).unwrap_or_default(),
            footing,
        }
    }
}
