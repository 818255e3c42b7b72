//! The words of the model for what a process states. Names are those kept in the database and shown in
//! GraphQL.

use crate::words::words;

words! {
    /// How far a contracting process has come.
    Stage {
        /// A plan: UK1, UK3, or tagged `planning`.
        Planned = "PLANNED";
        /// Preliminary market engagement: UK2.
        Engagement = "ENGAGEMENT";
        /// Tenders are asked for: UK4.
        Tender = "TENDER";
        /// Awarded: UK5, UK6.
        Award = "AWARD";
        /// Under contract: UK7 and later.
        Contract = "CONTRACT";
        /// The contract is terminated (UK11) or over.
        Ended = "ENDED";
        /// Given up before a contract: UK12.
        Cancelled = "CANCELLED";
    }
}

words! {
    /// Who published a process.
    Source {
        /// Find a Tender.
        FindATender = "FIND_A_TENDER";
        /// Contracts Finder.
        ContractsFinder = "CONTRACTS_FINDER";
        /// Public Contracts Scotland.
        PublicContractsScotland = "PUBLIC_CONTRACTS_SCOTLAND";
        /// Sell2Wales.
        Sell2Wales = "SELL2WALES";
        /// Another publisher.
        Other = "OTHER";
    }
}

words! {
    /// What a value is.
    ValueBasis {
        /// Agreed, without VAT.
        Net = "NET";
        /// Agreed, with VAT; the net value is not known.
        Gross = "GROSS";
        /// The most that can be spent under a framework.
        Ceiling = "CEILING";
        /// Expected before the award.
        Estimate = "ESTIMATE";
    }
}

words! {
    /// Which field the effective end of a contract was taken from, the strongest first.
    EndBasis {
        /// A termination (UK11).
        Termination = "TERMINATION";
        /// A change (UK10) or amendment.
        Amended = "AMENDED";
        /// The period of the contract.
        ContractPeriod = "CONTRACT_PERIOD";
        /// The contract period of the award.
        AwardPeriod = "AWARD_PERIOD";
        /// The start and the duration.
        StartAndDuration = "START_AND_DURATION";
    }
}

words! {
    /// What a contract was read from.
    ContractOrigin {
        /// A contract of the process.
        Contract = "CONTRACT";
        /// An award without a contract.
        Award = "AWARD";
    }
}

words! {
    /// Where suitability is stated.
    SuitabilityBasis {
        /// On lots.
        Lot = "LOT";
        /// On the tender as a whole.
        Tender = "TENDER";
    }
}

words! {
    /// Whether a statistic can be used.
    StatisticState {
        /// Stated once, or always alike.
        Valid = "VALID";
        /// Stated with different values.
        Conflict = "CONFLICT";
    }
}

words! {
    /// How a contract changed.
    ChangeKind {
        /// A change of terms.
        Amendment = "AMENDMENT";
        /// A longer term.
        Extension = "EXTENSION";
        /// An early end.
        Termination = "TERMINATION";
    }
}
