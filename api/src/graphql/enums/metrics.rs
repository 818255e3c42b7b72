//! Words of metrics.

use anchorhub_analysis as analysis;
use async_graphql::Enum;

/// A stage of buying at which a share of enterprises is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum Stage {
    /// Opportunities that are planned: whether they are said to suit such enterprises.
    Planned,
    /// Lots that are tendered: whether they are said to suit such enterprises.
    Tendered,
    /// Bids that were received.
    Bid,
    /// Awards.
    Awarded,
    /// Payments.
    Paid,
}

/// When an award of several suppliers counts as won by such an enterprise.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::WinnerMode")]
pub(crate) enum WinnerMode {
    /// When any of its suppliers is one.
    #[default]
    Any,
    /// When all of its suppliers whose size is known are.
    All,
}

/// Why a value is not added up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::ValueLeftOut")]
pub(crate) enum ValueLeftOut {
    /// None is stated, or only a placeholder.
    NotStated,
    /// In another currency than pounds.
    OtherCurrency,
    /// The ceiling of a framework: never a sum that will be spent.
    Ceiling,
    /// With VAT; the value without is not known.
    Gross,
}

/// A level of areas.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::AreaLevel")]
pub(crate) enum AreaLevel {
    /// Local authority districts.
    #[default]
    District,
    /// Combined authorities.
    CombinedAuthority,
    /// English regions.
    Region,
}

/// A duty to publish what is paid.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::Duty")]
pub(crate) enum PublicationDuty {
    /// By quarters, not later than one month after the quarter to which it applies: expenditure over £500 of local
    /// authorities (Local Government Transparency Code 2015, part 2.1).
    QuarterlyWithinOneMonth,
}
