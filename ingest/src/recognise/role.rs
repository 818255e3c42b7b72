//! What a column of a spend file can mean.

use crate::adapter::Meaning;

/// The meaning of a column. Names follow the Local Government Transparency Code and the NHS template.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Day of payment.
    Date,
    /// Another date (of the invoice, of posting), used where the day of payment is empty.
    OtherDate,
    /// Whom was paid (LGTC: beneficiary).
    Supplier,
    /// How much was paid.
    Amount,
    /// The amount with VAT, where `amount` is without.
    Gross,
    /// VAT alone, or irrecoverable VAT.
    Vat,
    /// Transaction, voucher or document number.
    Transaction,
    /// Department, directorate, service or expense area.
    Department,
    /// Summary of purpose, expense type or description.
    Purpose,
    /// Procurement or merchant category.
    Category,
    /// The publisher's own number of the supplier.
    SupplierId,
    /// Company number (Companies House).
    CompanyNumber,
    /// Charity number.
    CharityNumber,
    /// VAT registration number.
    VatNumber,
    /// Postcode of the supplier.
    Postcode,
    /// SME, VCSE and the like.
    SupplierType,
    /// Contract or purchase-order reference.
    ContractRef,
    /// The paying body itself.
    Body,
}

impl Role {
    /// The name in receipts and adapters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::OtherDate => "other_date",
            Self::Supplier => "supplier",
            Self::Amount => "amount",
            Self::Gross => "gross",
            Self::Vat => "vat",
            Self::Transaction => "transaction",
            Self::Department => "department",
            Self::Purpose => "purpose",
            Self::Category => "category",
            Self::SupplierId => "supplier_id",
            Self::CompanyNumber => "company_number",
            Self::CharityNumber => "charity_number",
            Self::VatNumber => "vat_number",
            Self::Postcode => "postcode",
            Self::SupplierType => "supplier_type",
            Self::ContractRef => "contract_ref",
            Self::Body => "body",
        }
    }
}

impl Meaning for Role {
    fn from_name(name: &str) -> Option<Self> {
        ALL_ROLES.iter().copied().find(|role| role.name() == name)
    }
}

/// Every meaning, in a fixed order.
const ALL_ROLES: [Role; 18] = [
    Role::Date,
    Role::OtherDate,
    Role::Supplier,
    Role::Amount,
    Role::Gross,
    Role::Vat,
    Role::Transaction,
    Role::Department,
    Role::Purpose,
    Role::Category,
    Role::SupplierId,
    Role::CompanyNumber,
    Role::CharityNumber,
    Role::VatNumber,
    Role::Postcode,
    Role::SupplierType,
    Role::ContractRef,
    Role::Body,
];
