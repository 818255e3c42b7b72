//! What contracts are about: for each trade a CPV code and titles.

use std::sync::LazyLock;

use crate::trades::Trade;

/// What contracts of a trade are about. CPV codes are those of the public list; nothing else is real.
pub(crate) struct Subject {
    category: &'static str,
    /// CPV code of eight digits.
    pub(crate) cpv: &'static str,
    pub(crate) cpv_label: &'static str,
    /// `goods`, `services` or `works`.
    pub(crate) main_category: &'static str,
    /// How titles begin.
    pub(crate) titles: Vec<&'static str>,
}

const TABLE: &str = include_str!("subjects.txt");

/// All subjects.
pub(crate) static SUBJECTS: LazyLock<Vec<Subject>> =
    LazyLock::new(|| TABLE.lines().filter(|line| !line.starts_with('#')).filter_map(read).collect());

/// The subject of a trade; none for what is paid without a contract, as allowances to persons are.
pub(crate) fn of(trade: &Trade) -> Option<&'static Subject> {
    SUBJECTS.iter().find(|subject| subject.category == trade.category)
}

fn read(line: &'static str) -> Option<Subject> {
    let mut cells = line.split('|').map(str::trim);
    let mut next = || cells.next();
    Some(Subject {
        category: next()?,
        cpv: next()?,
        cpv_label: next()?,
        main_category: next()?,
        titles: next()?.split(';').map(str::trim).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trades::TRADES;

    #[test]
    fn every_trade_but_allowances_and_public_bodies_is_contracted() {
        assert_eq!(SUBJECTS.len(), TABLE.lines().count() - 1);
        let without: Vec<&str> =
            TRADES.iter().filter(|trade| of(trade).is_none()).map(|trade| trade.category).collect();
        assert_eq!(without, ["Direct Payments and Allowances", "Payments to Public Bodies"]);
        assert!(SUBJECTS.iter().all(|subject| subject.cpv.len() == 8 && subject.titles.len() >= 2));
    }
}
