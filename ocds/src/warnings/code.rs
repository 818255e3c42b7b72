//! The codes of warnings.

use std::fmt;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $text:literal, $hint:literal;)*) => {
        /// What is odd about a release that was taken as it is. Codes are stable.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum WarningCode { $($(#[$doc])* $variant,)* }

        impl WarningCode {
            /// Every code, in a fixed order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The stable code, as receipts and the API show it.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }

            /// What it means and what to do about it.
            pub fn hint(self) -> &'static str {
                match self { $(Self::$variant => $hint,)* }
            }
        }
    };
}

codes! {
    /// The release has no `id`, or an object that would be merged by its `id` has none.
    IdMissing = "ID_MISSING", "There is no id: a later release cannot say that it changes this. Give each object of a list an id.";
    /// Several objects of one array have the same id.
    RepeatedId = "REPEATED_ID", "An id is given twice in one list: all are kept, in their order. Give each object an id of its own.";
    /// The release has no date that can be read.
    DateMissing = "DATE_MISSING", "The release has no date that can be read: it counts as older than all that have one. Give it a date.";
    /// A date does not say its zone.
    DateWithoutZone = "DATE_WITHOUT_ZONE", "The date has no zone: read as UK clock time. Write it like 2026-09-03T15:18:45+01:00.";
    /// A date cannot be read.
    DateUnreadable = "DATE_UNREADABLE", "The date cannot be read. Write it like 2026-09-03T15:18:45+01:00.";
    /// There is no buyer.
    BuyerMissing = "BUYER_MISSING", "The release names no buyer: taken from the parties with that role, or from other releases of the process.";
    /// There are several buyers.
    ManyBuyers = "MANY_BUYERS", "Several parties are buyers: the process counts for each of them, its value once.";
    /// A party cannot be identified beyond this release.
    PartyWithoutIdentifier = "PARTY_WITHOUT_IDENTIFIER", "A buyer or supplier has no identifier with scheme and id: its party id means nothing outside this release. Give a company number or another public identifier.";
    /// A company number is none.
    CompanyNumberInvalid = "COMPANY_NUMBER_INVALID", "This is no company number: it has 8 characters, such as 09442333 or SC268016. Leading zeros count.";
    /// The name of a supplier is withheld.
    SupplierWithheld = "SUPPLIER_WITHHELD", "The name of the supplier is withheld: counted without a supplier.";
    /// A number is beyond what can be counted with.
    NumberOutOfRange = "NUMBER_OUT_OF_RANGE", "The number is too large to count with: kept as it was written. Publishers write 1e9999 for «no limit».";
    /// An amount stands in for an unknown one.
    PlaceholderValue = "PLACEHOLDER_VALUE", "This amount stands in for an unknown one: left out of totals. Leave the field out when there is no amount.";
    /// A value has an amount with VAT only.
    GrossWithoutNet = "GROSS_WITHOUT_NET", "Only the amount with VAT is given: the net amount is unknown, not zero.";
    /// A value is in another currency than the rest of the release.
    CurrencyMixed = "CURRENCY_MIXED", "This value is in another currency than the rest of the release: never added to it.";
    /// The value of a framework is a ceiling.
    ValueIsCeiling = "VALUE_IS_CEILING", "This is a framework agreement: its value is a ceiling, not spend.";
    /// An award to several suppliers has one value.
    SharedAwardValue = "SHARED_AWARD_VALUE", "One value is given for an award to several suppliers: it counts once, and no share of it is known.";
    /// A lot is cancelled and yet awarded.
    LotCancelledAwarded = "LOT_CANCELLED_AWARDED", "The lot is cancelled and has an award all the same: check its status.";
    /// Bid statistics contradict each other.
    StatisticsConflict = "STATISTICS_CONFLICT", "One statistic is given with different values: left out. Give it once for each lot.";
    /// An object stands where an array is meant.
    ObjectForArray = "OBJECT_FOR_ARRAY", "An object stands where a list is meant: read as a list of its values. Write it in square brackets.";
    /// A field is `{}` or `[]`.
    EmptyValue = "EMPTY_VALUE", "The field is empty and changes nothing. Leave it out, or write null to delete it.";
    /// A field is `null`.
    ExplicitNull = "EXPLICIT_NULL", "The field is null: it deletes what earlier releases said. Leave it out when nothing is to be deleted.";
    /// A text holds HTML entities.
    HtmlEntities = "HTML_ENTITIES", "The text holds HTML entities such as &amp;: shown as the characters they mean. Write the characters.";
    /// The release stands in the place of another with the same id and date.
    ReleaseCorrected = "RELEASE_CORRECTED", "Another release with the same id and date, but other content, was received before: this one stands in its place. Give a corrected release a new id or date.";
    /// The notice is a test.
    TestNotice = "TEST_NOTICE", "The notice says that it is a test: left out of totals.";
}

impl fmt::Display for WarningCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
