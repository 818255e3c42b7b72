//! The parts of a share as filters: which payments make up the numerator, the denominator, and what is not known.

use anchorhub_analysis as analysis;

use super::{PaymentFilter, PeriodInput, SupplierTraits};
use crate::graphql::enums::{Known, SupplierTrait};

/// A part of what is asked about.
#[derive(Clone, Debug)]
pub(crate) enum Narrowing {
    /// Everything.
    All,
    /// Of whose suppliers something is known.
    Known(analysis::SupplierTrait),
    /// Of whose suppliers something is not known.
    Unknown(analysis::SupplierTrait),
    /// Paid to small or medium-sized enterprises.
    Sme,
    /// Paid to voluntary, community and social enterprises.
    Vcse,
    /// Paid to suppliers of known location in areas of one level.
    Inside(analysis::AreaLevel, Vec<String>),
    /// The same within a period.
    InsideWithin(Vec<String>, PeriodInput),
    /// Paid to suppliers in areas of one decile of deprivation.
    Decile(i16),
}

impl PaymentFilter {
    /// The same filter for a part of what it allows.
    pub(super) fn part(mut self, part: &Narrowing) -> Self {
        match part {
            Narrowing::All => {}
            Narrowing::Known(what) => self.supplier.get_or_insert_default().knows((*what).into()),
            Narrowing::Unknown(what) => self.supplier.get_or_insert_default().not_known((*what).into()),
            Narrowing::Sme => within(&mut self.supplier.get_or_insert_default().sme, vec![Known::Yes]),
            Narrowing::Vcse => within(&mut self.supplier.get_or_insert_default().vcse, vec![Known::Yes]),
            Narrowing::Inside(level, codes) => {
                let supplier = self.supplier.get_or_insert_default();
                supplier.knows(SupplierTrait::District);
                let areas = match level {
                    analysis::AreaLevel::District => &mut supplier.districts,
                    analysis::AreaLevel::CombinedAuthority => &mut supplier.authorities,
                    analysis::AreaLevel::Region => &mut supplier.regions,
                };
                in_areas(areas, codes);
            }
            Narrowing::InsideWithin(codes, period) => {
                self.period = Some(*period);
                in_areas(&mut self.supplier.get_or_insert_default().districts, codes);
            }
            Narrowing::Decile(decile) => {
                let deciles = &mut self.supplier.get_or_insert_default().deciles;
                within(deciles, vec![i32::from(*decile)]);
            }
        }
        self
    }
}

impl SupplierTraits {
    fn knows(&mut self, what: SupplierTrait) {
        let known = self.known.get_or_insert_default();
        if !known.contains(&what) {
            known.push(what);
        }
    }
}

/// Narrows a list of areas, whose codes may be given in small letters.
fn in_areas(areas: &mut Option<Vec<String>>, codes: &[String]) {
    areas.iter_mut().flatten().for_each(|code| *code = code.trim().to_ascii_uppercase());
    within(areas, codes.to_vec());
}

/// Narrows a list: what is given already still has to hold.
fn within<T: PartialEq>(given: &mut Option<Vec<T>>, wanted: Vec<T>) {
    match given {
        Some(list) => list.retain(|one| wanted.contains(one)),
        None => *given = Some(wanted),
    }
}
