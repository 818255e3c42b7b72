//! What is bought: trades, the labels that ledgers give them, and who buys them.

use std::sync::LazyLock;

use crate::region::Buyer;

/// A trade, with the words that the files of its buyers use. All codes are invented.
pub(crate) struct Trade {
    /// Category label.
    pub(crate) category: &'static str,
    /// Category code of six digits.
    pub(crate) category_code: &'static str,
    /// Ledger account.
    pub(crate) account: &'static str,
    /// Words that name suppliers of this trade.
    pub(crate) words: Vec<&'static str>,
    /// Purposes of single payments.
    pub(crate) purposes: Vec<&'static str>,
    /// Part of the buyer that orders it, by `Buyer`.
    departments: [&'static str; 4],
    /// How much each kind of buyer uses it, relative to other trades, by `Buyer`.
    weights: [u32; 4],
    /// Amounts relative to the buyer's usual ones.
    pub(crate) size: f64,
    /// Whether payees are often private persons, whose names are withheld.
    pub(crate) personal: bool,
    /// Its code in SIC 2007.
    pub(crate) sic: &'static str,
}

impl Trade {
    /// Part of the buyer that orders it.
    pub(crate) fn department(&self, buyer: Buyer) -> &'static str {
        self.departments[buyer as usize]
    }

    /// How many suppliers there are in it, relative to other trades.
    pub(crate) fn weight(&self) -> u32 {
        self.weights.iter().sum()
    }

    /// How much of it a buyer uses, relative to the kind of buyer that uses it most: 0 to 1.
    pub(crate) fn use_by(&self, buyer: Buyer) -> f64 {
        let most = self.weights.iter().copied().max().unwrap_or(0).max(1);
        f64::from(self.weights[buyer as usize]) / f64::from(most)
    }
}

const TABLE: &str = include_str!("trades.txt");

/// All trades; the last is what one public body pays another.
pub(crate) static TRADES: LazyLock<Vec<Trade>> =
    LazyLock::new(|| TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(read_trade).collect());

fn read_trade(line: &'static str) -> Option<Trade> {
    let mut cells = line.split('|').map(str::trim);
    let mut next = || cells.next();
    let list = |cell: &'static str| cell.split(';').map(str::trim).collect();
    Some(Trade {
        category: next()?,
        category_code: next()?,
        account: next()?,
        words: list(next()?),
        purposes: list(next()?),
        departments: [next()?, next()?, next()?, next()?],
        weights: {
            let weights: Vec<u32> = next()?.split(',').map_while(|weight| weight.parse().ok()).collect();
            weights.try_into().ok()?
        },
        size: next()?.parse().ok()?,
        personal: next()? == "persons",
        sic: next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_table_is_a_trade() {
        assert_eq!(TRADES.len(), TABLE.lines().count() - 1);
        for buyer in [Buyer::Council, Buyer::Authority, Buyer::Health, Buyer::University] {
            assert!(TRADES.iter().filter(|trade| trade.use_by(buyer) > 0.0).count() > 10, "{buyer:?}");
        }
        assert!(TRADES.iter().any(|trade| trade.personal));
        assert_eq!(TRADES.last().unwrap().category, "Payments to Public Bodies");
    }
}
