//! Amounts of money.

use std::{borrow::Cow, fmt};

use anchorhub_entities::{Currency, Money as Amount};
use async_graphql::SimpleObject;

use crate::graphql::scalars::{Decimal, Long};

/// An exact, signed amount of money. Credits are negative.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct Money {
    /// The amount in units of the currency (pounds), with two decimals.
    amount: Decimal,
    /// ISO 4217 code of the currency: `GBP`. Amounts of different currencies are never added.
    currency: Cow<'static, str>,
    /// The same amount in hundredths (pence).
    pence: Long,
}

impl Money {
    /// Pounds sterling, from pence.
    pub(crate) fn gbp(pence: i64) -> Self {
        Self { amount: Decimal { pence }, currency: Currency::Gbp.code().into(), pence: Long(pence) }
    }

    /// Hundredths of any currency.
    pub(crate) fn of(hundredths: i64, currency: &str) -> Self {
        let currency = currency.to_owned().into();
        Self { amount: Decimal { pence: hundredths }, currency, pence: Long(hundredths) }
    }
}

impl fmt::Display for Money {
    /// The amount alone.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Amount::gbp(self.amount.pence).fmt(f)
    }
}
