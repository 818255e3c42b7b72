//! What is counted of opportunities.

use super::Opportunity;
use crate::{AnalysisError, Answers, Tally, processes::plus};

/// Opportunities added up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Opportunities {
    /// Their number.
    pub number: i64,
    /// Sum of the values in pounds that are no ceilings, in pence.
    pub value_pence: i64,
    /// Number of opportunities in that sum.
    pub valued: i64,
    /// Number of opportunities without a stated value.
    pub without_value: i64,
    /// Number of opportunities with a value in another currency.
    pub other_currency: i64,
    /// Number of opportunities whose value is the ceiling of a framework.
    pub ceilings: i64,
    /// The largest of these ceilings in pounds, in pence; none where there is none.
    pub largest_ceiling_pence: Option<i64>,
    /// Whether they are said to suit small and medium enterprises.
    pub sme: Answers,
    /// Whether they are said to suit voluntary, community and social enterprises.
    pub vcse: Answers,
}

impl Opportunities {
    /// One opportunity.
    pub(super) fn one(opportunity: &Opportunity) -> Self {
        let mut measures = Self {
            number: 1,
            sme: Answers::one(opportunity.sme_suitable),
            vcse: Answers::one(opportunity.vcse_suitable),
            ..Self::default()
        };
        let is_ceiling = opportunity.is_framework || opportunity.value_basis.as_deref() == Some("CEILING");
        match (opportunity.value_pence, opportunity.pounds()) {
            (None, _) => measures.without_value = 1,
            (Some(_), None) => measures.other_currency = 1,
            (_, Some(pence)) if is_ceiling => {
                (measures.ceilings, measures.largest_ceiling_pence) = (1, Some(pence));
            }
            (_, Some(pence)) => (measures.valued, measures.value_pence) = (1, pence),
        }
        measures
    }
}

impl Tally for Opportunities {
    fn add(&mut self, other: &Self) -> Result<(), AnalysisError> {
        for (sum, part) in [
            (&mut self.number, other.number),
            (&mut self.value_pence, other.value_pence),
            (&mut self.valued, other.valued),
            (&mut self.without_value, other.without_value),
            (&mut self.other_currency, other.other_currency),
            (&mut self.ceilings, other.ceilings),
        ] {
            plus(sum, part)?;
        }
        self.largest_ceiling_pence = self.largest_ceiling_pence.max(other.largest_ceiling_pence);
        self.sme.add(&other.sme)?;
        self.vcse.add(&other.vcse)
    }

    fn weight(&self) -> i64 {
        self.number
    }
}
