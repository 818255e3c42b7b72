//! What a tender offers: its lots, or itself where it has none.

use super::{Lot, Process};

/// One thing that can be won.
pub(crate) struct Offered<'a> {
    /// The lot; none for a tender without lots.
    pub(crate) key: Option<&'a str>,
    /// Whether it is said to suit small and medium enterprises.
    pub(crate) sme: Option<bool>,
    /// Whether it is said to suit voluntary, community and social enterprises.
    pub(crate) vcse: Option<bool>,
    /// Where that is stated: `LOT` or `TENDER`.
    pub(crate) basis: Option<&'a str>,
    pub(crate) pence: Option<i64>,
    pub(crate) currency: Option<&'a str>,
    pub(crate) value_basis: Option<&'a str>,
}

/// The lots of a process. Contracts Finder knows none: there the tender is the one thing to be won, with the
/// suitability that it states (OCDS `tender.suitability`).
pub(crate) fn offered<'a>(process: &'a Process, lots: &'a [Lot]) -> Vec<Offered<'a>> {
    if lots.is_empty() {
        return vec![Offered {
            key: None,
            sme: process.sme_suitable,
            vcse: process.vcse_suitable,
            basis: process.suitability_basis.as_deref(),
            pence: process.value_pence,
            currency: process.value_currency.as_deref(),
            value_basis: process.value_basis.as_deref(),
        }];
    }
    lots.iter()
        .map(|lot| Offered {
            key: Some(&lot.lot_key),
            sme: lot.sme_suitable,
            vcse: lot.vcse_suitable,
            basis: lot.suitability_basis.as_deref(),
            pence: lot.value_pence,
            currency: lot.value_currency.as_deref(),
            value_basis: lot.value_basis.as_deref(),
        })
        .collect()
}
