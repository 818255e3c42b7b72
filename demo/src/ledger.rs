//! What an institution paid: payments drawn from its pool of suppliers, period by period.

use anchorhub_entities::Period;
use chrono::{Datelike, NaiveDate};

use crate::{
    calendar::working_days,
    contracts::Contracts,
    market::{Account, Market, Supplier},
    random::{Random, exponential},
    region::Institution,
};

/// Rows of the smallest file: enough for every peculiarity of its style.
const FEWEST: usize = 24;

/// Share of payments that are credits.
const CREDITS: f64 = 0.03;

/// Share of payments under a contract whose order names it.
const REFERENCED: f64 = 0.6;

/// One payment as a ledger holds it, before a style writes it down.
#[derive(Clone)]
pub(crate) struct Payment<'a> {
    pub(crate) date: NaiveDate,
    /// Payee as the ledger spells it, or the words that stand for a withheld one.
    pub(crate) payee: String,
    /// Number of the payee in the ledger, from 0.
    pub(crate) payee_number: u32,
    /// Signed, net of VAT.
    pub(crate) pence: i64,
    /// VAT in pence, with the sign of the payment.
    pub(crate) vat_pence: i64,
    pub(crate) department: &'static str,
    pub(crate) purpose: &'static str,
    pub(crate) transaction: u64,
    /// Reference of the contract that it is made under, where the order names it.
    pub(crate) contract: Option<&'a str>,
    /// Who the payee is; trade and details come from here.
    pub(crate) supplier: &'a Supplier,
}

/// An institution's ledger.
pub(crate) struct Ledger<'a> {
    institution: &'a Institution,
    pool: Vec<Account<'a>>,
    contracts: &'a Contracts<'a>,
    random: Random,
    /// Decides which orders name their contract, apart from what is paid.
    naming: Random,
    next_transaction: u64,
    scale: f64,
}

impl<'a> Ledger<'a> {
    /// The ledger of an institution that buys in a market.
    pub(crate) fn new(
        institution: &'a Institution,
        market: &'a Market,
        contracts: &'a Contracts<'a>,
        seed: u64,
        scale: f64,
    ) -> Self {
        let mut random = Random::stream(seed, &format!("ledger/{}", institution.org_id));
        let next_transaction = 1_000_000 + u64::from(random.below_u32(7_000_000));
        let naming = Random::stream(seed, &format!("naming/{}", institution.org_id));
        let pool = market.pool(institution, seed);
        Self { institution, pool, contracts, random, naming, next_transaction, scale }
    }

    /// The payments of a period, in the order of their dates.
    pub(crate) fn payments(&mut self, period: Period) -> Vec<Payment<'a>> {
        let days = working_days(period);
        let mut payments: Vec<Payment<'a>> = (0..self.count(period)).map(|_| self.payment(&days)).collect();
        payments.sort_by_key(|payment| payment.date);
        for payment in &mut payments {
            self.next_transaction += 1 + u64::from(self.random.below_u32(3));
            payment.transaction = self.next_transaction;
        }
        payments
    }

    /// Months differ by a seventh up or down, and the end of the financial year is busy.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "positive, and at most a few million by the bounds of the scale"
    )]
    fn count(&mut self, period: Period) -> usize {
        let months: f64 = period.month_starts().map(|month| if month.month() == 3 { 1.2 } else { 1.0 }).sum();
        let unevenness = 0.86 + 0.28 * self.random.unit();
        let rows = f64::from(self.institution.monthly_payments) * months * unevenness * self.scale;
        (rows as usize).max(FEWEST)
    }

    fn payment(&mut self, days: &[NaiveDate]) -> Payment<'a> {
        // u^2.5: a tenth of the pool gets two fifths of the payments.
        let place = self.random.unit();
        let account = &self.pool[scaled(self.pool.len(), place * place * place.sqrt())];
        let supplier = account.supplier;
        let withheld = if supplier.trade.personal { 0.7 } else { self.institution.redacted };
        let withheld = self.institution.redacted > 0.0 && self.random.chance(withheld);
        let payee = if withheld { String::new() } else { account.name.clone() };
        let payee_number = account.number;
        let pence = self.amount(supplier);
        let taxed = !withheld && self.random.chance(0.7);
        let date = self.random.pick(days);
        let named = self.naming.chance(REFERENCED) && !withheld;
        let contract =
            if named { self.contracts.reference(self.institution, payee_number, date) } else { None };
        Payment {
            date,
            payee,
            payee_number,
            pence,
            vat_pence: if taxed { pence / 5 } else { 0 },
            department: supplier.trade.department(self.institution.buyer()),
            purpose: self.random.pick(&supplier.trade.purposes),
            transaction: 0,
            contract,
            supplier,
        }
    }

    /// A log-normal amount, not below the institution's publication threshold, often in round pounds.
    fn amount(&mut self, supplier: &Supplier) -> i64 {
        let threshold = self.institution.threshold_pounds * 100;
        let median = self.institution.median_pounds * supplier.trade.size * supplier.size;
        let drawn = (0..12).find_map(|_| {
            let pence = pence(median * exponential(1.2 * self.random.normal()));
            (pence >= threshold.max(1)).then_some(pence)
        });
        let pence = drawn.unwrap_or_else(|| threshold + 1 + i64::from(self.random.below_u32(90_000)));
        let rounded = if self.random.chance(0.3) { (pence + 99) / 100 * 100 } else { pence };
        if self.random.chance(CREDITS) { -rounded } else { rounded }
    }
}

impl Payment<'_> {
    /// Amount with VAT, in pence.
    pub(crate) fn gross_pence(&self) -> i64 {
        self.pence + self.vat_pence
    }

    /// Whether the payee is withheld.
    pub(crate) fn withheld(&self) -> bool {
        self.payee.is_empty()
    }

    /// The payee, or the given words where the name is withheld.
    pub(crate) fn payee_or<'a>(&'a self, words: &'a str) -> &'a str {
        if self.withheld() { words } else { &self.payee }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "bounded well below the range of i64 by its inputs")]
fn pence(pounds: f64) -> i64 {
    (pounds * 100.0).round() as i64
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    clippy::cast_precision_loss,
    reason = "an index below a length of some hundreds"
)]
fn scaled(length: usize, share: f64) -> usize {
    ((length as f64 * share) as usize).min(length.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::region::INSTITUTIONS;

    #[test]
    fn payments_look_like_a_ledger() {
        let market = Market::new(1);
        let council = INSTITUTIONS.iter().find(|body| body.org_id == "XI-DEMO-CORVENHAM").unwrap();
        let period: Period = "2025-Q1".parse().unwrap();
        let contracts = Contracts::new(&market, 1, 1.0);
        let payments = Ledger::new(council, &market, &contracts, 1, 1.0).payments(period);
        assert!((2_500..5_000).contains(&payments.len()), "{}", payments.len());
        assert!(payments.iter().all(|payment| period.contains(payment.date)));
        assert!(payments.iter().all(|payment| payment.pence.abs() >= council.threshold_pounds * 100));
        assert!(payments.windows(2).all(|pair| pair[0].transaction < pair[1].transaction));
        let credits = payments.iter().filter(|payment| payment.pence < 0).count();
        let withheld = payments.iter().filter(|payment| payment.withheld()).count();
        assert!(credits > 50 && credits < 200, "{credits}");
        assert!(withheld > 100 && withheld < 600, "{withheld}");
        let named = payments.iter().filter(|payment| payment.contract.is_some()).count();
        assert!(named * 10 > payments.len() && named * 2 < payments.len(), "{named} of {}", payments.len());

        // A few suppliers take much of the money, and a few payments are much larger than most.
        let mut by_supplier = std::collections::BTreeMap::<u32, i64>::new();
        for payment in &payments {
            *by_supplier.entry(payment.payee_number).or_default() += payment.pence;
        }
        let mut totals: Vec<i64> = by_supplier.into_values().collect();
        totals.sort_unstable();
        let all: i64 = totals.iter().sum();
        let top: i64 = totals.iter().rev().take(totals.len() / 10).sum();
        assert!(top * 100 > all * 40 && top * 100 < all * 95, "{top} of {all}");
    }
}
