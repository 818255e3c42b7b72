//! What the words of a column heading say about its meaning.

mod money;
mod party;
mod purpose;
mod reference;
mod register;

use anchorhub_entities::VatBasis;

pub(in crate::recognise) use self::party::PARTY;
use super::{header::Subject, role::Role};

/// Words whose misspellings are common enough to forgive.
const KNOWN: [&str; 20] = [
    "supplier",
    "amount",
    "payment",
    "transaction",
    "department",
    "directorate",
    "expense",
    "expenses",
    "beneficiary",
    "description",
    "merchant",
    "category",
    "vendor",
    "invoice",
    "purpose",
    "reference",
    "procurement",
    "classification",
    "postcode",
    "organisation",
];

/// The words of a heading: lower case, numbering and punctuation gone, common misspellings mended.
pub(crate) struct Heading {
    words: Vec<String>,
    /// Report writers mark the text of a coded column with `(T)`.
    is_text_of_code: bool,
}

impl Heading {
    pub(crate) fn new(text: &str) -> Self {
        let mut words: Vec<String> = Vec::new();
        for word in split_words(text) {
            let mended = KNOWN
                .iter()
                .find(|known| {
                    word.len() >= 6
                        && word != **known
                        && strsim::damerau_levenshtein(&word, known) <= if known.len() >= 8 { 2 } else { 1 }
                        && !is_other_word(&word)
                })
                .map_or(word, |known| (*known).to_owned());
            words.push(mended);
        }
        // `6 Supplier`, `Supplier(T)2`: numbering says nothing.
        words.retain(|word| !word.bytes().all(|b| b.is_ascii_digit()));
        let is_text_of_code = words.len() > 1 && words.iter().any(|word| word == "t");
        words.retain(|word| word != "t");
        Self { words, is_text_of_code }
    }

    fn has(&self, options: &[&str]) -> bool {
        self.words.iter().any(|word| options.contains(&word.as_str()))
    }

    fn only(&self, allowed: &[&str]) -> bool {
        self.words.iter().all(|word| allowed.contains(&word.as_str()))
    }

    /// How well the heading fits a role, from 0 to 1.
    pub(crate) fn fit(&self, role: Role) -> f64 {
        if self.words.is_empty() {
            return 0.0;
        }
        match role {
            Role::Date | Role::OtherDate => self.date(),
            Role::Supplier => self.supplier(),
            Role::Amount => self.amount(),
            Role::Gross => {
                if self.vat_basis() == VatBasis::Gross {
                    self.amount()
                } else {
                    0.0
                }
            }
            Role::Vat => {
                if self.has(&["vat"])
                    && self.vat_basis() == VatBasis::Unknown
                    && !self.has(&["number", "no", "registration", "reg", "num"])
                {
                    0.9
                } else {
                    0.0
                }
            }
            Role::Transaction => self.transaction(),
            Role::Department => self.department(),
            Role::Purpose => self.purpose(),
            Role::Category => self.category(),
            Role::SupplierId => self.supplier_id(),
            Role::CompanyNumber => self.register_number(&["company", "crn", "companies"]),
            Role::CharityNumber => self.register_number(&["charity"]),
            Role::VatNumber => {
                if self.has(&["vat"]) && self.has(&["number", "no", "registration", "reg", "num"]) {
                    1.0
                } else {
                    0.0
                }
            }
            Role::Postcode => {
                if self.has(&["postcode", "postcodes"]) || (self.has(&["post"]) && self.has(&["code"])) {
                    1.0
                } else {
                    0.0
                }
            }
            Role::SupplierType => {
                if self.has(PARTY) && self.has(&["type", "size", "tab", "status"])
                    || self.has(&["sme", "vcse"])
                {
                    0.9
                } else {
                    0.0
                }
            }
            Role::ContractRef => self.contract_ref(),
            Role::Body => {
                if self.has(&["body", "entity", "authority", "organisation", "organization"])
                    && !self.has(PARTY)
                {
                    0.8
                } else {
                    0.0
                }
            }
        }
    }

    /// The best fit to any role of a subject.
    pub(crate) fn best_fit(&self, subject: Subject) -> f64 {
        match subject {
            Subject::Spend => ALL_ROLES.iter().map(|role| self.fit(*role)).fold(0.0, f64::max),
            Subject::Register => self.best_register_fit(),
        }
    }
}

const ALL_ROLES: [Role; 17] = [
    Role::Date,
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

/// Words near a known one that mean something else.
fn is_other_word(word: &str) -> bool {
    matches!(
        word,
        "payments"
            | "account"
            | "suppliers"
            | "departmental"
            | "transactions"
            | "references"
            | "expenses"
            | "expense"
            | "payment"
            | "amounts"
            | "invoices"
            | "procurements"
            | "vendors"
            | "departments"
            | "expanse"
            | "preference"
            | "transno"
    )
}

fn split_words(text: &str) -> impl Iterator<Item = String> {
    let mut spaced = String::with_capacity(text.len() + 8);
    let mut previous_lower = false;
    for c in text.chars() {
        // `PaymentDate`, `Amount£`.
        if (c.is_uppercase() && previous_lower) || c == '£' {
            spaced.push(' ');
        }
        previous_lower = c.is_lowercase();
        spaced.extend(c.to_lowercase());
    }
    spaced
        .split(|c: char| !c.is_alphanumeric() && c != '£')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect::<Vec<_>>()
        .into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(text: &str) -> Option<Role> {
        let heading = Heading::new(text);
        ALL_ROLES
            .iter()
            .copied()
            .map(|role| (heading.fit(role), role))
            .filter(|(fit, _)| *fit >= 0.4)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, role)| role)
    }

    #[test]
    fn headings_as_they_are_published() {
        for (text, role) in [
            ("Supplier ID(T)", Role::Supplier),
            ("Supplier ID", Role::SupplierId),
            ("Supplier(T)2", Role::Supplier),
            ("6 Supplier", Role::Supplier),
            ("Suplier", Role::Supplier),
            ("PUBLISHED VENDOR NAME", Role::Supplier),
            ("Supplier(Beneficiary) Name", Role::Supplier),
            ("Supplier Type", Role::SupplierType),
            ("Supplier Site Postcode", Role::Postcode),
            ("Supplier Registered Company Number", Role::CompanyNumber),
            ("VAT registration number", Role::VatNumber),
            ("Purpose of Spend", Role::Purpose),
            ("Summary of Purpose (SeRCOP)", Role::Purpose),
            (" Amount ", Role::Amount),
            ("Amount SUM", Role::Amount),
            ("Amount £", Role::Amount),
            ("Invoice Line Value (net of VAT)", Role::Amount),
            ("Net", Role::Amount),
            ("Inc VAT (where applicable)", Role::Amount),
            ("VAT", Role::Vat),
            ("Irrecoverable VAT", Role::Vat),
            ("Payment\nDate", Role::Date),
            ("Date paid", Role::Date),
            ("PaymentDate", Role::Date),
            ("TransNo", Role::Transaction),
            ("Transaction Number", Role::Transaction),
            ("TRANSACTION_NUM", Role::Transaction),
            ("Directotate", Role::Department),
            ("Procurement Classification \n(Higher Level)", Role::Category),
            ("Merchant Category", Role::Category),
            ("Contract Number", Role::ContractRef),
            ("Expence Type", Role::Purpose),
        ] {
            assert_eq!(best(text), Some(role), "{text}");
        }
        assert_eq!(Heading::new("Amount excl vat").vat_basis(), VatBasis::Net);
        assert_eq!(Heading::new("Gross").vat_basis(), VatBasis::Gross);
    }
}
