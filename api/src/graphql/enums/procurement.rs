//! Words of notices and contracts. Their names are those kept in the database.

use async_graphql::{Enum, resolver_utils::EnumType};

/// Reads a word kept in the database; none for one that this program does not know.
pub(crate) fn named<T: EnumType>(name: &str) -> Option<T> {
    T::items().iter().find(|item| item.name == name).map(|item| item.value)
}

/// The word kept in the database.
pub(crate) fn name_of<T: EnumType + PartialEq>(value: T) -> &'static str {
    T::items().iter().find(|item| item.value == value).map_or("", |item| item.name)
}

/// How far a contracting process has come, by its latest notice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ProcessStage {
    /// A plan: pipeline notice (UK1), planned procurement notice (UK3), or an OCDS release tagged `planning`.
    Planned,
    /// Preliminary market engagement (UK2).
    Engagement,
    /// Open, or closed and not yet awarded (UK4).
    Tender,
    /// Awarded; no contract published yet (UK5, UK6).
    Award,
    /// Under contract (UK7 and later).
    Contract,
    /// The contract has been terminated (UK11) or is over.
    Ended,
    /// Given up before a contract (UK12).
    Cancelled,
}

/// How near an opportunity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum OpportunityStage {
    /// A planned procurement.
    Planned,
    /// The market is being asked.
    Engagement,
    /// Tenders are being taken.
    Open,
    /// A contract that ends, so that its buyer will likely let it anew.
    Relet,
}

/// Where a contracting process was published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum NoticeSource {
    /// Find a Tender (United Kingdom).
    FindATender,
    /// Contracts Finder (England).
    ContractsFinder,
    /// Public Contracts Scotland.
    PublicContractsScotland,
    /// Sell2Wales.
    #[graphql(name = "SELL2WALES")]
    Sell2Wales,
    /// Another publisher.
    Other,
}

/// What the value of a contract or tender is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ValueBasis {
    /// Agreed, without VAT.
    Net,
    /// Agreed, with VAT: the value without is not known.
    Gross,
    /// The most that can be spent under a framework: never a sum that will be spent.
    Ceiling,
    /// Expected before the award.
    Estimate,
}

/// Which published field the effective end of a contract was taken from, the strongest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum EndBasis {
    /// A termination notice (UK11).
    Termination,
    /// A change notice (UK10) or amendment.
    Amended,
    /// The period of the contract.
    ContractPeriod,
    /// The contract period stated with the award.
    AwardPeriod,
    /// The start and the stated duration.
    StartAndDuration,
    /// The end date of a contract register.
    RegisterEnd,
    /// The review date of a contract register, where it states no end.
    RegisterReview,
}

/// What a contract was read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ContractOrigin {
    /// A contract of a contracting process.
    Contract,
    /// An award for which no contract is published (as on Contracts Finder).
    Award,
    /// A row of a contract register.
    Register,
}

/// Why contracts of several sources are taken to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ClusterMethod {
    /// They belong to processes that name each other.
    SameProcess,
    /// They have the same reference.
    Reference,
    /// They agree in supplier, period and value.
    SupplierPeriodValue,
    /// They agree in title, period and value; no supplier is published.
    TitlePeriodValue,
}

/// Why a payment is taken to be made under a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum LinkMethod {
    /// The payment names the contract's reference.
    Reference,
    /// The contract's reference stands in the text or number of the payment.
    PurchaseOrder,
    /// Supplier, buyer, period and value fit one contract only.
    SupplierPeriodValue,
}

/// How a buyer named in a notice was found to be an institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum BuyerBasis {
    /// By an identifier.
    Identifier,
    /// By its name.
    Name,
    /// It was not: it is no institution that this hub follows.
    None,
}

/// Whether a number of bids can be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum StatisticState {
    /// Stated once, or always alike.
    Valid,
    /// Stated with different values: left out.
    Conflict,
}

/// Where suitability is stated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum SuitabilityBasis {
    /// On lots: it holds for at least one.
    Lot,
    /// On the tender as a whole.
    Tender,
}

/// How a contract changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ContractChangeKind {
    /// A change of terms.
    Amendment,
    /// A longer term.
    Extension,
    /// An early end.
    Termination,
}

/// What a statement about the performance of a contract is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum PerformanceKind {
    /// A key performance indicator.
    Kpi,
    /// A failure to perform.
    Breach,
}

/// How a process that another one names was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum RelationMethod {
    /// Its ocid is stated.
    Stated,
    /// By the number of one of its notices, or another identifier.
    Identifier,
}

/// What kind of thing changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ChangeKind {
    /// A document was loaded, or took the place of another; the key is its SHA-256.
    Document,
    /// A contracting process was compiled anew; the key is its ocid.
    ContractingProcess,
    /// The contracts of an institution were clustered and linked to its payments anew; the key is its org-id.
    Links,
    /// Suppliers were merged or split, or somebody decided about them; the key is the id of a supplier that was touched.
    Supplier,
    /// Another edition of reference data counts; the key is its kind, such as `COMPANIES_HOUSE`.
    Reference,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        assert_eq!(named("SELL2WALES"), Some(NoticeSource::Sell2Wales));
        assert_eq!(name_of(EndBasis::StartAndDuration), "START_AND_DURATION");
        assert_eq!(named::<EndBasis>("NEVER"), None);
        for kind in anchorhub_store::ChangeKind::ALL {
            assert!(named::<ChangeKind>(kind.name()).is_some(), "{}", kind.name());
        }
    }
}
