//! Stable codes for what was rejected and what was accepted with a remark.

use std::fmt;

macro_rules! codes {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $text:literal, $hint:literal;)* }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $name { $($(#[$doc])* $variant,)* }

        impl $name {
            /// Every code, in a fixed order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code, as receipts and GraphQL show it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What it means and what to do about it, in one sentence.
            pub fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint,)* }
            }

            /// Reads a stable code back.
            pub fn from_code(code: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|candidate| candidate.code() == code)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { f.write_str(self.code()) }
        }
    };
}

codes! {
    /// Why a row of a spend file was not taken as a payment, or a row of a register not as a contract.
    RejectCode {
        /// A total or running subtotal standing among the rows.
        HiddenTotal = "HIDDEN_TOTAL", "This row is a total of rows above it, not a row of its own: leave totals out of the file.";
        /// The amount cell is empty.
        NoAmount = "NO_AMOUNT", "The amount is empty: give the amount paid, or delete the row.";
        /// The amount cell holds something that is not an amount.
        AmountUnreadable = "AMOUNT_UNREADABLE", "The amount cannot be read as pounds and pence: write it like 1234.56 or -1234.56.";
        /// The date cell holds something that is not a date, or nothing.
        DateUnreadable = "DATE_UNREADABLE", "The date cannot be read: write it like 2023-04-30 or 30/04/2023.";
        /// The payee cell is empty.
        NoSupplier = "NO_SUPPLIER", "The payee is empty: give the name, or write REDACTED if it is withheld.";
        /// Values stand in the wrong columns, mostly after an unquoted comma.
        ShiftedColumns = "SHIFTED_COLUMNS", "Values stand in the wrong columns: put quotes around text that holds a comma.";
        /// The date lies after the day on which the document was received.
        FutureDate = "FUTURE_DATE", "The payment date lies in the future: check the day, month and year.";
        /// The row repeats the header in the middle of the table.
        RepeatedHeader = "REPEATED_HEADER", "This row repeats the column headings: keep one heading row.";
        /// A row of a register that names no contract: a remark, or the heading of a section.
        NoContract = "NO_CONTRACT", "This row names no contract: give its title, reference or supplier, and at least its dates or value; leave remarks out of the file.";
    }
}

codes! {
    /// A remark on a row that was taken as a payment.
    WarningCode {
        /// A posting and its exact reversal to one payee on one day.
        ReversalPair = "REVERSAL_PAIR", "This payment and its reversal cancel each other on one day: left out of shares by default.";
        /// The payee is withheld.
        Redacted = "REDACTED", "The payee is withheld: counted as a payment without a supplier.";
        /// The amount lies below the publication threshold of the feed.
        BelowThreshold = "BELOW_THRESHOLD", "The amount lies below the publication threshold of this feed.";
        /// Only an amount including VAT is published.
        GrossOnly = "GROSS_ONLY", "Only a gross amount is published: not comparable with net amounts.";
        /// The amount is far outside the rest of the document.
        ExtremeValue = "EXTREME_VALUE", "The amount is far larger than others in this document: check it at the source.";
        /// The date lies outside the document's period.
        OutsidePeriod = "OUTSIDE_PERIOD", "The payment date lies outside the period of the document.";
        /// The date is that of the month or period, because no day is published.
        DateAssumed = "DATE_ASSUMED", "No day is published: the first day of the published month or period stands in.";
        /// The table has no payee column.
        PayeeUnknown = "PAYEE_UNKNOWN", "The document has no payee column: counted as a payment without a supplier.";
        /// The money only passes through: taxes, business rates, precepts, pension contributions.
        PassThrough = "PASS_THROUGH", "This is a tax, business rate, precept or pension contribution, not a purchase: can be left out of shares.";
        /// The payment is a grant.
        Grant = "GRANT", "The purpose, category or type of supplier says that this is a grant, not a purchase: can be left out of shares.";
    }
}

codes! {
    /// A remark on a row of a contract register that was taken as a contract.
    RegisterWarningCode {
        /// A date cell holds something that is not a date.
        DateUnreadable = "DATE_UNREADABLE", "A date cannot be read and counts as not given: write it like 2023-04-30 or 30/04/2023.";
        /// A date cell says that there is no date, or none yet.
        DateNotStated = "DATE_NOT_STATED", "A date cell says that there is no date (ongoing, TBC): the contract has no such date until one is published.";
        /// A date has no day.
        DateAssumed = "DATE_ASSUMED", "A date gives a month only: its first day stands in for a start, its last day for an end.";
        /// The contract ends before it starts.
        EndBeforeStart = "END_BEFORE_START", "The end lies before the start: kept as published; check both dates.";
        /// Something is said of options to extend, but not by how much.
        ExtensionUnreadable = "EXTENSION_UNREADABLE", "The option to extend cannot be read as months, or part of it is used and it is not said how much: the last possible day is not known. Give the months, or that day.";
        /// A value cell holds something that is not an amount.
        ValueUnreadable = "VALUE_UNREADABLE", "The value cannot be read as pounds and pence and counts as not given: write it like 1234.56.";
        /// A value cell says that there is no value.
        ValueNotStated = "VALUE_NOT_STATED", "The value cell says that there is no value (N/A, TBC): the value is unknown, not zero.";
        /// A value is given as a range.
        ValueIsRange = "VALUE_IS_RANGE", "The value is given as a range: neither end of it is taken. Give the estimated value.";
        /// A value is said to be an estimate or an upper limit.
        ValueIsEstimate = "VALUE_IS_ESTIMATE", "The value is said to be an estimate or an upper limit: taken, and marked as an estimate.";
        /// A value stands in for an unknown one.
        PlaceholderValue = "PLACEHOLDER_VALUE", "This value stands in for an unknown one and counts as not given: leave the cell empty when there is no value.";
        /// A value is below zero.
        NegativeValue = "NEGATIVE_VALUE", "The value is below zero: kept as published. Income from a contract is not its value.";
        /// The row names no supplier.
        SupplierMissing = "SUPPLIER_MISSING", "The row names no supplier (empty, Various, TBC): kept without one. Give one row for each supplier.";
        /// The name of the supplier is withheld.
        Redacted = "REDACTED", "The name of the supplier is withheld: kept without a supplier.";
        /// One cell names several suppliers.
        SeveralSuppliers = "SEVERAL_SUPPLIERS", "One cell names several suppliers: each is kept; what the row says of size and numbers is of no single one.";
        /// A company number is none.
        CompanyNumberInvalid = "COMPANY_NUMBER_INVALID", "This is no company number: it has 8 characters, such as 09442333 or SC268016. Kept as published, not used to identify the supplier.";
        /// A charity number is none.
        CharityNumberInvalid = "CHARITY_NUMBER_INVALID", "This is no charity number: it has 6 or 7 digits, such as 1049226, or SC and 6 digits. Kept as published, not used to identify the supplier.";
        /// What is said of the supplier's size or kind is neither yes nor no.
        FlagUnreadable = "FLAG_UNREADABLE", "The answer to whether the supplier is an SME or VCSE cannot be read: unknown, which never counts as no. Write Yes or No.";
        /// A CPV code is none.
        CpvInvalid = "CPV_INVALID", "This is no code of the Common Procurement Vocabulary: it has 8 digits, such as 72000000. Kept as a category in own words.";
    }
}

/// A set of warnings, kept with a payment as a bit mask.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WarningSet(i32);

impl WarningSet {
    /// The set as it stands in `payment.flags`.
    pub fn from_bits(bits: i32) -> Self {
        Self(bits)
    }

    /// The bit mask to store.
    pub fn bits(self) -> i32 {
        self.0
    }

    /// The bit of one warning.
    pub fn bit(code: WarningCode) -> i32 {
        1 << (code as i32)
    }

    /// Adds a warning.
    pub fn insert(&mut self, code: WarningCode) {
        self.0 |= Self::bit(code);
    }

    /// Whether a warning is in the set.
    pub fn contains(self, code: WarningCode) -> bool {
        self.0 & Self::bit(code) != 0
    }

    /// The warnings in the set, in their fixed order.
    pub fn iter(self) -> impl Iterator<Item = WarningCode> {
        WarningCode::ALL.iter().copied().filter(move |code| self.contains(*code))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_read_back_and_bits_stay_put() {
        for code in WarningCode::ALL {
            assert_eq!(WarningCode::from_code(code.code()), Some(*code));
        }
        // Stored in the database: the order must never change.
        assert_eq!(WarningSet::bit(WarningCode::ReversalPair), 1);
        assert_eq!(WarningSet::bit(WarningCode::Redacted), 2);
        assert_eq!(WarningSet::bit(WarningCode::PayeeUnknown), 128);
        assert_eq!(WarningSet::bit(WarningCode::PassThrough), 256);
        assert_eq!(WarningSet::bit(WarningCode::Grant), 512);
    }
}
