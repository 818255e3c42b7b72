//! What differs between the links that should be there and those that are.

use std::iter::Peekable;

use super::{Key, Link};

/// What has to be written.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Difference {
    /// No link can be there; so many are.
    Everything(u64),
    Rows(Rows),
}

#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Rows {
    /// Links of payments that have none now.
    pub(crate) gone: Vec<Key>,
    /// Links that are not there yet, or say something else.
    pub(crate) put: Vec<Link>,
    /// Payments among those whose links are there and say something else.
    pub(crate) replaced: Vec<Key>,
}

impl Difference {
    /// Links to write or delete.
    pub(crate) fn len(&self) -> u64 {
        match self {
            Self::Everything(links) => *links,
            Self::Rows(rows) => u64::try_from(rows.gone.len() + rows.put.len()).unwrap_or(u64::MAX),
        }
    }
}

/// Compares links that should be there, in the order of their payments, with those that are, which come in the same
/// order.
pub(crate) struct Compare<I: Iterator<Item = Link>> {
    planned: Peekable<I>,
    rows: Rows,
}

impl<I: Iterator<Item = Link>> Compare<I> {
    pub(crate) fn new(planned: I) -> Self {
        Self { planned: planned.peekable(), rows: Rows::default() }
    }

    /// Looks at the next link that is there; none when it cannot be read.
    pub(crate) fn look(&mut self, payment: Key, there: Option<Link>) {
        while let Some(link) = self.planned.next_if(|link| link.payment < payment) {
            self.rows.put.push(link);
        }
        match self.planned.next_if(|link| link.payment == payment) {
            Some(link) if there == Some(link) => {}
            Some(link) => {
                self.rows.put.push(link);
                self.rows.replaced.push(payment);
            }
            None => self.rows.gone.push(payment),
        }
    }

    pub(crate) fn finish(mut self) -> Difference {
        self.rows.put.extend(self.planned);
        Difference::Rows(self.rows)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::link::Method;

    #[test]
    fn only_differences_are_left() {
        let link = |seq, contract_id| Link {
            payment: (1, seq),
            contract_id,
            method: Method::Reference,
            confidence: 95,
        };
        let mut compare =
            Compare::new([link(1, 1), link(2, 1), link(4, 1), link(5, 1), link(9, 1)].into_iter());
        for there in [link(2, 1), link(3, 1), link(4, 2)] {
            compare.look(there.payment, Some(there));
        }
        compare.look((1, 5), None);
        let difference = compare.finish();
        assert_eq!(difference.len(), 5);
        let expected = Rows {
            gone: vec![(1, 3)],
            put: vec![link(1, 1), link(4, 1), link(5, 1), link(9, 1)],
            replaced: vec![(1, 4), (1, 5)],
        };
        assert_eq!(difference, Difference::Rows(expected));
    }
}
