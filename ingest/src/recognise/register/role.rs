//! What a column of a contract register can mean.

use crate::adapter::Meaning;

macro_rules! roles {
    ($($(#[$doc:meta])* $variant:ident = $name:literal;)*) => {
        /// The meaning of a column. Names follow the Local Government Transparency Code 2015, paragraphs 31
        /// and 32.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RegisterRole { $($(#[$doc])* $variant,)* }

        impl RegisterRole {
            /// Every meaning, in a fixed order.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The name in receipts and adapters.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

roles! {
    /// Reference number of the contract.
    Reference = "reference";
    /// Title of the contract or agreement.
    Title = "title";
    /// Description of the goods or services.
    Description = "description";
    /// Department that is responsible.
    Department = "department";
    /// Name of the supplier.
    Supplier = "supplier";
    /// Sum to be paid over the length of the contract.
    Value = "value";
    /// The same with all options to extend.
    ValueWithExtensions = "value_with_extensions";
    /// Sum to be paid a year.
    AnnualValue = "annual_value";
    /// VAT that cannot be recovered.
    IrrecoverableVat = "irrecoverable_vat";
    /// First day.
    Start = "start";
    /// Last day.
    End = "end";
    /// Last day as it stands now, after extensions that were taken.
    CurrentExpiry = "current_expiry";
    /// Last day if every option to extend is taken.
    LatestEnd = "latest_end";
    /// Date of the next review.
    Review = "review";
    /// Date of the award.
    Awarded = "awarded";
    /// Date of signature.
    Signed = "signed";
    /// How long it runs.
    Duration = "duration";
    /// By how much it can be extended in all.
    Extension = "extension";
    /// How many options to extend there are.
    ExtensionCount = "extension_count";
    /// Whether an option was taken; a register may have such a column for each.
    ExtensionTaken = "extension_taken";
    /// Whether the supplier is a small or medium enterprise.
    Sme = "sme";
    /// Whether the supplier is a voluntary, community or social enterprise.
    Vcse = "vcse";
    /// Both of these in one column, or the supplier's size in words.
    SupplierType = "supplier_type";
    /// The publisher's own number of the supplier.
    SupplierId = "supplier_id";
    /// Company number (Companies House).
    CompanyNumber = "company_number";
    /// Charity number.
    CharityNumber = "charity_number";
    /// Postcode of the supplier.
    Postcode = "postcode";
    /// Code of the Common Procurement Vocabulary.
    Cpv = "cpv";
    /// Code of another classification, mostly ProClass.
    CategoryCode = "category_code";
    /// Category in words.
    Category = "category";
    /// How it was procured: invitation to quote, published invitation to tender, ….
    Method = "method";
    /// Kind of contract: framework, call-off, ….
    ContractType = "contract_type";
    /// Whether it is live.
    Status = "status";
    /// The buying body itself.
    Body = "body";
}

impl Meaning for RegisterRole {
    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|role| role.name() == name)
    }
}
