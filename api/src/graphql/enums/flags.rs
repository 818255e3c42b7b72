//! Words of red flags.

use anchorhub_analysis as analysis;
use async_graphql::Enum;

/// A rule of red flags. A flag is a question for people who know the case, never an accusation. Codes with an R, and their
/// definitions, are those of Cardinal (Open Contracting Partnership); those with an S are our own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "anchorhub_ocds::flags::FlagCode")]
pub(crate) enum RedFlagCode {
    /// Short submission period: fewer than 15 days, open procedures.
    #[graphql(name = "R003")]
    R003,
    /// Single bid received, competitive procedures.
    #[graphql(name = "R018")]
    R018,
    /// Price close to the winning bid: the second-lowest valid bid at most 5 % above it.
    #[graphql(name = "R024")]
    R024,
    /// Excessive unsuccessful bids of a tenderer. Compares organisations: see `organisationRedFlags`.
    #[graphql(name = "R025")]
    R025,
    /// Identical bid prices of different tenderers.
    #[graphql(name = "R028")]
    R028,
    /// Late bid won.
    #[graphql(name = "R030")]
    R030,
    /// All except the winning bid disqualified.
    #[graphql(name = "R035")]
    R035,
    /// Lowest bid disqualified, where the price alone decides.
    #[graphql(name = "R036")]
    R036,
    /// Excessive disqualified bids of a buyer or tenderer. Compares organisations: see `organisationRedFlags`.
    #[graphql(name = "R038")]
    R038,
    /// Heterogeneous supplier. Compares organisations: see `organisationRedFlags`.
    #[graphql(name = "R048")]
    R048,
    /// Heavily discounted bid: the second-lowest valid bid at least 50 % above the winning one.
    #[graphql(name = "R058")]
    R058,
    /// High-value tender with one lot or none (Procurement Act 2023, section 18).
    #[graphql(name = "S001")]
    S001,
    /// Suitability for small and medium enterprises not stated.
    #[graphql(name = "S002")]
    S002,
    /// Said to suit small and medium enterprises, and won by none.
    #[graphql(name = "S003")]
    S003,
    /// Awarded for more than 10 % above the estimate.
    #[graphql(name = "S004")]
    S004,
    /// Fewer than 14 days between tender notice and award, competitive procedures.
    #[graphql(name = "S005")]
    S005,
}

/// What a rule says of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum RedFlagOutcome {
    /// It was computed and raises its question.
    Raised,
    /// It was computed and raises none.
    Clear,
    /// It is not about such a process.
    NotApplicable,
    /// Something that it needs is not published. Not the same as no flag.
    NotComputable,
}

/// What the value of a flag and its threshold are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "anchorhub_ocds::flags::FlagUnit")]
pub(crate) enum RedFlagUnit {
    /// A number of things.
    Number,
    /// Days.
    Days,
    /// Percent.
    Percent,
    /// Pounds sterling.
    Pounds,
}

/// Which organisations a rule compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::Compared")]
pub(crate) enum ComparedOrganisations {
    /// Institutions that buy, as lead buyers.
    Buyers,
    /// Those that bid, by identifier or name as published.
    Tenderers,
    /// Those that win, as the hub knows them.
    Suppliers,
}
