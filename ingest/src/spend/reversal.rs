//! Postings and their exact reversals.

use std::hash::{Hash, Hasher};

use chrono::NaiveDate;
use rustc_hash::{FxHashMap, FxHasher};

/// Pairs each credit with an equal posting to the same payee on the same day, in row order, one to one.
///
/// Remembers credits and the postings that could match them: a few bytes for each credit of the document,
/// not for each row. Postings before their credit are found because the credits are known from the first
/// pass over the document.
#[derive(Clone, Debug, Default)]
pub(crate) struct Reversals {
    credits: FxHashMap<u64, Vec<i32>>,
    postings: FxHashMap<u64, Vec<i32>>,
}

impl Reversals {
    /// First pass: a credit exists.
    pub(crate) fn expect_credit(&mut self, payee_key: &str, date: NaiveDate, pence: i64) {
        self.credits.entry(fingerprint(payee_key, date, pence)).or_default();
    }

    /// Second pass: a payment was taken.
    pub(crate) fn add(&mut self, payee_key: &str, date: NaiveDate, pence: i64, seq: i32) {
        let key = fingerprint(payee_key, date, pence);
        if !self.credits.contains_key(&key) {
            return;
        }
        let side = if pence < 0 { &mut self.credits } else { &mut self.postings };
        side.entry(key).or_default().push(seq);
    }

    /// Whether anything could still be paired: spares the work where no credit exists.
    pub(crate) fn is_possible(&self) -> bool {
        !self.credits.is_empty()
    }

    /// The rows of all pairs, in order.
    pub(crate) fn pairs(self) -> Vec<i32> {
        let mut rows = Vec::new();
        for (key, credits) in &self.credits {
            if let Some(postings) = self.postings.get(key) {
                for (credit, posting) in credits.iter().zip(postings) {
                    rows.extend([*credit, *posting]);
                }
            }
        }
        rows.sort_unstable();
        rows
    }
}

/// A payee, a day and a size, without the sign.
fn fingerprint(payee_key: &str, date: NaiveDate, pence: i64) -> u64 {
    let mut hasher = FxHasher::default();
    payee_key.hash(&mut hasher);
    date.hash(&mut hasher);
    pence.unsigned_abs().hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credits_pair_with_postings_one_to_one() {
        let day = NaiveDate::from_ymd_opt(2023, 5, 10).unwrap();
        let mut reversals = Reversals::default();
        reversals.expect_credit("A", day, -500);
        for (seq, payee, pence) in
            [(1, "A", 500), (2, "A", 500), (3, "A", -500), (4, "B", 500), (5, "A", 400)]
        {
            reversals.add(payee, day, pence, seq);
        }
        assert_eq!(reversals.pairs(), [1, 3]);
    }
}
