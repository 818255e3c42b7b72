//! Local share: net paid to suppliers located in a boundary ÷ net paid to suppliers of known location.
//!
//! A location is known when the supplier's district is (by its postcode and the ONS directory of postcodes); combined
//! authority and region follow from it, so that the denominator is the same for boundaries of every level. By default
//! withheld payees, public bodies and what else is no purchase are left out of both. The basis says whether the place is
//! a published address, a notice's, a declared one or the registered office, which may be far from where work is done.

use anchorhub_store::Database;

use crate::{
    AnalysisError, Bases, Boundary, MetricQuestion, ShareAnswer, SpendEngine, SupplierTrait,
    metrics::{
        basis::{Attribute, bases},
        boundary::boundaries,
        consistent::Tries,
        share::{ShareFilters, shares},
    },
};

/// The local shares of several boundaries, over the same payments.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalSpend {
    /// The boundaries, in the order asked for, each with its share.
    pub boundaries: Vec<LocalShare>,
    /// Where it comes from where suppliers are; none where that was not asked for.
    pub bases: Option<Bases>,
}

/// The local share of one boundary.
#[derive(Clone, Debug, PartialEq)]
pub struct LocalShare {
    /// The boundary.
    pub boundary: Boundary,
    /// Its share.
    pub share: ShareAnswer,
}

/// The local shares of areas, by GSS code.
pub async fn local_spend(
    engine: &dyn SpendEngine,
    database: &Database,
    question: &MetricQuestion,
    codes: &[String],
    with_bases: bool,
) -> Result<LocalSpend, AnalysisError> {
    let areas = boundaries(database, codes).await?;
    let part = |area: &Boundary| ShareFilters {
        numerator: question.narrowed(|traits| {
            traits.known.push(SupplierTrait::District);
            area.inside(traits);
        }),
        denominator: question.known(SupplierTrait::District),
    };
    let mut tries = Tries::new();
    let (shares, bases) = loop {
        tries.again()?;
        let shares = shares(engine, question, areas.iter().map(part).collect()).await?;
        if !with_bases {
            break (shares, None);
        }
        let (version, bases) = bases(database, question, Attribute::Place).await?;
        if shares.iter().all(|share| share.data_version == version) {
            break (shares, Some(bases));
        }
    };
    let local = |(boundary, share)| LocalShare { boundary, share };
    Ok(LocalSpend { boundaries: areas.into_iter().zip(shares).map(local).collect(), bases })
}
