//! Sums that cannot overflow.

use std::ops::AddAssign;

/// What amounts are added up in.
pub(super) trait Amount: AddAssign + Copy + Default + From<i64> + Into<i128> + Send {}

/// Where the sizes of all amounts together fit into 64 bits.
impl Amount for i64 {}

/// Everywhere else: no number of rows that fits into memory overflows it.
impl Amount for i128 {}

/// A signed sum and the number of payments in it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Cell<A> {
    pub(super) net: A,
    pub(super) payments: i64,
}

impl<A: Amount> Cell<A> {
    #[inline]
    pub(super) fn add(&mut self, pence: i64) {
        self.net += A::from(pence);
        self.payments += 1;
    }

    pub(super) fn merge(&mut self, other: Self) {
        self.net += other.net;
        self.payments += other.payments;
    }
}
