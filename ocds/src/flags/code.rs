//! The codes of the rules. Those with an `R` are the codes, and the definitions, of Cardinal, the library of the Open
//! Contracting Partnership; those with an `S` are our own, about small and medium enterprises.

use crate::words::words;

words! {
    /// A rule.
    FlagCode {
        /// Short submission period.
        R003 = "R003";
        /// Single bid received.
        R018 = "R018";
        /// Price close to the winning bid.
        R024 = "R024";
        /// Excessive unsuccessful bids.
        R025 = "R025";
        /// Identical bid prices.
        R028 = "R028";
        /// Late bid won.
        R030 = "R030";
        /// All except the winning bid disqualified.
        R035 = "R035";
        /// Lowest bid disqualified.
        R036 = "R036";
        /// Excessive disqualified bids.
        R038 = "R038";
        /// Heterogeneous supplier.
        R048 = "R048";
        /// Heavily discounted bid.
        R058 = "R058";
        /// A high-value tender that is not divided into lots (Procurement Act 2023, section 18).
        S001 = "S001";
        /// Nothing is said of whether it suits small and medium enterprises.
        S002 = "S002";
        /// Said to suit small and medium enterprises, and won by none.
        S003 = "S003";
        /// Awarded for more than the estimate.
        S004 = "S004";
        /// Very short time between the tender notice and the award.
        S005 = "S005";
    }
}

words! {
    /// What a value and its threshold are counted in.
    #[derive(Default)]
    FlagUnit {
        /// A number of things.
        #[default]
        Number = "NUMBER";
        /// Days.
        Days = "DAYS";
        /// Percent.
        Percent = "PERCENT";
        /// Pounds sterling.
        Pounds = "POUNDS";
    }
}

impl FlagCode {
    /// What it is called.
    pub fn title(self) -> &'static str {
        match self {
            Self::R003 => "Short submission period",
            Self::R018 => "Single bid received",
            Self::R024 => "Price close to winning bid",
            Self::R025 => "Excessive unsuccessful bids",
            Self::R028 => "Identical bid prices",
            Self::R030 => "Late bid won",
            Self::R035 => "All except winning bid disqualified",
            Self::R036 => "Lowest bid disqualified",
            Self::R038 => "Excessive disqualified bids",
            Self::R048 => "Heterogeneous supplier",
            Self::R058 => "Heavily discounted bid",
            Self::S001 => "High-value tender without lots",
            Self::S002 => "Suitability for SMEs not stated",
            Self::S003 => "Suited SMEs, won by none",
            Self::S004 => "Awarded above the estimate",
            Self::S005 => "Very short time to award",
        }
    }

    /// Its bit in a set of rules. Codes keep their places: new ones are added at the end.
    pub fn bit(self) -> i64 {
        Self::ALL.iter().position(|code| *code == self).map_or(0, |place| 1 << place)
    }
}
