//! Money as the hub keeps it: signed whole minor units and a currency.

use std::fmt;

use sea_orm::entity::prelude::*;

/// ISO 4217 currency of an amount. Spend files of UK public bodies are published in sterling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Currency {
    /// Pound sterling.
    #[default]
    Gbp,
}

impl Currency {
    /// The three-letter ISO 4217 code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Gbp => "GBP",
        }
    }
}

/// An exact amount: signed minor units (pence) in one currency. Negative means credited to the payer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Money {
    /// Signed minor units.
    pub pence: i64,
    /// Currency of the amount.
    pub currency: Currency,
}

impl Money {
    /// Pounds sterling, from pence.
    pub fn gbp(pence: i64) -> Self {
        Self { pence, currency: Currency::Gbp }
    }
}

impl fmt::Display for Money {
    /// Major units with two decimals and no separators: `-1234.05`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.pence < 0 { "-" } else { "" };
        let magnitude = self.pence.unsigned_abs();
        write!(f, "{sign}{}.{:02}", magnitude / 100, magnitude % 100)
    }
}

/// Whether an amount includes value added tax (VAT Act 1994). Belongs to the feed or the column header
/// and travels with every payment, so that net and gross are never mixed unseen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "i16", db_type = "SmallInteger")]
pub enum VatBasis {
    /// The source does not say.
    #[default]
    #[sea_orm(num_value = 0)]
    Unknown,
    /// Excludes recoverable VAT.
    #[sea_orm(num_value = 1)]
    Net,
    /// Includes VAT.
    #[sea_orm(num_value = 2)]
    Gross,
}

impl VatBasis {
    /// The name used in receipts, configuration and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unknown => "UNKNOWN",
            Self::Net => "NET",
            Self::Gross => "GROSS",
        }
    }

    /// Reads a name back, in any case.
    pub fn from_name(name: &str) -> Option<Self> {
        [Self::Unknown, Self::Net, Self::Gross]
            .into_iter()
            .find(|basis| basis.name().eq_ignore_ascii_case(name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_is_written_with_two_decimals() {
        assert_eq!(Money::gbp(-5).to_string(), "-0.05");
        assert_eq!(Money::gbp(123_405).to_string(), "1234.05");
        assert_eq!(Money::gbp(i64::MIN).to_string(), "-92233720368547758.08");
    }
}
