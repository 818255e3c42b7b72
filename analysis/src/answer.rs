//! The answer to a question about spend.

use anchorhub_entities::{
    FinancialQuarter, FinancialYear, VatBasis,
    institution::{self, InstitutionKind},
    supplier::{self, SupplierKind},
};
use chrono::NaiveDate;

use crate::{AnalysisError, ExclusionReason, Locality, SpendDimension};

/// The answer to a `SpendPlan`. Every figure comes from one state of the data.
#[derive(Clone, Debug, PartialEq)]
pub struct SpendAnswer {
    /// The first groups, in the order asked for.
    pub rows: Vec<SpendRow>,
    /// What the groups that are not among `rows` hold together.
    pub rest: Remainder,
    /// Everything that the filter allows and the plan does not exclude: `rows` and `rest` together.
    pub total: Measures,
    /// Each reason for exclusion with what the filter allows of it, whether it was left out or not.
    pub exclusions: Vec<ExclusionSum>,
    /// What the plan leaves out of that, each payment once: `total` and this are all that the filter allows.
    pub excluded: Sum,
    /// For each dimension whose key may not be known, of how much it is.
    pub coverage: Vec<Coverage>,
    /// For each institution asked about, how much of the period its documents cover.
    pub completeness: Vec<Completeness>,
    /// The same about the period to compare with, if the plan has one. Its `rows` are those of this answer, in the same
    /// order, with nothing in the figures of a group that does not occur in that period.
    pub compared: Option<Box<SpendAnswer>>,
    /// The version of the data that all of this was read from.
    pub data_version: i64,
}

/// One group.
#[derive(Clone, Debug, PartialEq)]
pub struct SpendRow {
    /// Its keys, one for each dimension, in their order.
    pub keys: Vec<GroupKey>,
    /// Its figures.
    pub measures: Measures,
}

/// What a group stands for in one dimension.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupKey {
    /// An institution.
    Institution(institution::Model),
    /// A kind of institution.
    InstitutionKind(InstitutionKind),
    /// A supplier; none for payees that are withheld or not published.
    Supplier(Option<supplier::Model>),
    /// Whether suppliers are small or medium-sized enterprises; none: not known.
    Size(Option<bool>),
    /// Whether suppliers are voluntary, community or social enterprises; none: not known.
    Vcse(Option<bool>),
    /// A kind of supplier, never `Unknown`; none: not known, or the payee is withheld.
    SupplierKind(Option<SupplierKind>),
    /// A section of SIC 2007.
    Sector(Option<Named>),
    /// A district, combined authority or region, by GSS code.
    Area(Option<Named>),
    /// How near suppliers are to the institution; none: not known.
    Locality(Option<Locality>),
    /// A decile of deprivation; 1 is the most deprived.
    Decile(Option<i16>),
    /// A CPV division, by its two digits.
    Division(Option<Named>),
    /// A category label or a department, as published; none: nothing is published.
    Published(Option<String>),
    /// A calendar month, by its first day.
    Month(NaiveDate),
    /// A quarter of a financial year.
    Quarter(FinancialQuarter),
    /// A financial year.
    FinancialYear(FinancialYear),
}

/// A code, and its name where the hub knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// The code.
    pub code: String,
    /// The name for people.
    pub name: Option<String>,
}

/// Of how much of the total the key in a dimension is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Coverage {
    /// The dimension.
    pub dimension: SpendDimension,
    /// The payments of the total whose key is known.
    pub known: Sum,
}

/// A signed sum and the number of payments in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sum {
    /// Signed sum in pence.
    pub net_pence: i64,
    /// Number of payments.
    pub payments: i64,
}

/// Figures of a group or of everything.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Measures {
    /// Signed sum and number of payments.
    pub sum: Sum,
    /// Distinct suppliers; payments without a supplier add none.
    pub suppliers: i64,
    /// Distinct institutions that paid.
    pub institutions: i64,
    /// The same sum apart by VAT basis; only bases that occur.
    pub by_vat_basis: Vec<BasisSum>,
}

/// What is published on one VAT basis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BasisSum {
    /// The basis.
    pub basis: VatBasis,
    /// Sum and number of payments on it.
    pub sum: Sum,
}

/// Groups that are not shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Remainder {
    /// How many groups.
    pub groups: i64,
    /// What they hold.
    pub sum: Sum,
}

impl Remainder {
    /// What groups hold that are not shown: the total without the shown ones, so that the parts always make up the
    /// whole. `groups`: how many there are in all.
    pub(crate) fn of(total: Sum, groups: i64, shown: &[SpendRow]) -> Result<Self, AnalysisError> {
        if groups == 0 {
            return Ok(Self::default());
        }
        let add = |part: &dyn Fn(Sum) -> i64| {
            shown.iter().map(|row| i128::from(part(row.measures.sum))).sum::<i128>()
        };
        let narrow = |sum: i128| i64::try_from(sum).map_err(|_| AnalysisError::SumTooLarge);
        let net_pence = narrow(i128::from(total.net_pence) - add(&|sum| sum.net_pence))?;
        let payments = narrow(i128::from(total.payments) - add(&|sum| sum.payments))?;
        let occurring = shown.iter().filter(|row| row.measures.sum.payments > 0).count();
        let occurring = i64::try_from(occurring).map_err(|_| AnalysisError::SumTooLarge)?;
        Ok(Self { groups: groups - occurring, sum: Sum { net_pence, payments } })
    }
}

/// Payments with one reason for exclusion.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ExclusionSum {
    /// The reason.
    pub reason: ExclusionReason,
    /// Whether the plan left them out of the figures.
    pub left_out: bool,
    /// What they hold.
    pub sum: Sum,
}

/// How much of the period the loaded documents of an institution cover.
#[derive(Clone, Debug, PartialEq)]
pub struct Completeness {
    /// The institution.
    pub institution: institution::Model,
    /// Calendar months, out of those asked for, that a loaded document covers at least in part.
    pub months_present: i64,
    /// Calendar months that the period touches. Without a period: from the first to the last month that any
    /// institution asked about has documents for.
    pub months_asked: i64,
}
