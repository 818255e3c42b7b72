//! SME share, and VCSE share, of what is paid.
//!
//! By value: net paid to suppliers known to be small or medium-sized enterprises ÷ net paid to suppliers of known size.
//! By number: the same of payments, and of suppliers. A small or medium-sized enterprise has under 250 staff and at most
//! £44 million of turnover or £38 million of balance sheet (Procurement Act 2023, section 123); whether a supplier is one
//! is what notices, registers of contracts, spend files or, last, its accounts at Companies House say, whose bands are
//! not those of the Act: so the basis belongs to the figure. A voluntary, community or social enterprise is one that a
//! notice, a charity register or its legal form says is. Not known is never a no: it lowers the coverage.

use anchorhub_store::Database;

use crate::{
    AnalysisError, Bases, Enterprise, Known, MetricQuestion, ShareAnswer, SpendEngine,
    engine::no_answer,
    metrics::{
        basis::{Attribute, bases},
        consistent::Tries,
        question::within,
        share::{ShareFilters, shares},
    },
};

/// The share of a kind of enterprise.
#[derive(Clone, Debug, PartialEq)]
pub struct EnterpriseShare {
    /// The share.
    pub share: ShareAnswer,
    /// Where it comes from what is known of size, and what contradicts it; none where that was not asked for.
    pub bases: Option<Bases>,
}

/// The share of a kind of enterprise in what is paid.
pub async fn enterprise_share(
    engine: &dyn SpendEngine,
    database: &Database,
    question: &MetricQuestion,
    enterprise: Enterprise,
    with_bases: bool,
) -> Result<EnterpriseShare, AnalysisError> {
    let attribute = enterprise.of(Attribute::Size, Attribute::Vcse);
    let numerator = question.narrowed(|traits| {
        let answers = match enterprise {
            Enterprise::Sme => &mut traits.sme,
            Enterprise::Vcse => &mut traits.vcse,
        };
        within(answers, vec![Known::Yes]);
    });
    let mut tries = Tries::new();
    loop {
        tries.again()?;
        let denominator = question.known(attribute.what());
        let parts = vec![ShareFilters { numerator: numerator.clone(), denominator }];
        let share = shares(engine, question, parts).await?.pop().ok_or_else(no_answer)?;
        if !with_bases {
            return Ok(EnterpriseShare { share, bases: None });
        }
        let (version, bases) = bases(database, question, attribute).await?;
        if version == share.data_version {
            return Ok(EnterpriseShare { share, bases: Some(bases) });
        }
    }
}
