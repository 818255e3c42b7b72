//! What the words of a heading say in a contract register.

mod contract;
mod dates;
mod money;
mod supplier;

use super::Heading;
use crate::recognise::register::RegisterRole;

/// Words for a number that names something.
const NUMBER: &[&str] =
    &["reference", "ref", "refs", "number", "no", "num", "nos", "id", "code", "urn", "identifier", "refno"];

/// Words for options to extend a contract.
const EXTENSION: &[&str] =
    &["extension", "extensions", "extend", "extended", "extending", "extendable", "option", "options"];

impl Heading {
    /// How well the heading fits a role of a register, from 0 to 1.
    pub(crate) fn register_fit(&self, role: RegisterRole) -> f64 {
        if self.words.is_empty() {
            return 0.0;
        }
        match role {
            RegisterRole::Reference => self.contract_reference(),
            RegisterRole::Title => self.contract_title(),
            RegisterRole::Description => self.contract_description(),
            RegisterRole::Department => self.responsible_department(),
            RegisterRole::Supplier => self.contract_supplier(),
            RegisterRole::Value => self.contract_value(),
            RegisterRole::ValueWithExtensions => self.value_with_extensions(),
            RegisterRole::AnnualValue => self.annual_value(),
            RegisterRole::IrrecoverableVat => self.irrecoverable_vat(),
            RegisterRole::Start => self.start(),
            RegisterRole::End => self.end(),
            RegisterRole::CurrentExpiry => self.current_expiry(),
            RegisterRole::LatestEnd => self.latest_end(),
            RegisterRole::Review => self.review(),
            RegisterRole::Awarded => self.awarded(),
            RegisterRole::Signed => self.signed(),
            RegisterRole::Duration => self.duration(),
            RegisterRole::Extension => self.extension(),
            RegisterRole::ExtensionCount => self.extension_count(),
            RegisterRole::ExtensionTaken => self.extension_taken(),
            RegisterRole::Sme => self.sme(),
            RegisterRole::Vcse => self.vcse(),
            RegisterRole::SupplierType => self.size_or_kind(),
            RegisterRole::SupplierId => self.supplier_id(),
            RegisterRole::CompanyNumber => self.company_number(),
            RegisterRole::CharityNumber => self.charity_number(),
            RegisterRole::Postcode => self.fit(crate::recognise::Role::Postcode),
            RegisterRole::Cpv => self.cpv(),
            RegisterRole::CategoryCode => self.category_code(),
            RegisterRole::Category => self.category_words(),
            RegisterRole::Method => self.method(),
            RegisterRole::ContractType => self.contract_type(),
            RegisterRole::Status => self.status(),
            RegisterRole::Body => self.buying_body(),
        }
    }

    /// The best fit to any role of a register.
    pub(super) fn best_register_fit(&self) -> f64 {
        RegisterRole::ALL.iter().map(|role| self.register_fit(*role)).fold(0.0, f64::max)
    }

    fn is(&self, words: &[&str]) -> bool {
        self.words.iter().map(String::as_str).eq(words.iter().copied())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn best(text: &str) -> Option<RegisterRole> {
        let heading = Heading::new(text);
        RegisterRole::ALL
            .iter()
            .copied()
            .map(|role| (heading.register_fit(role), role))
            .filter(|(fit, _)| *fit >= 0.4)
            .max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
            .map(|(_, role)| role)
    }

    #[test]
    fn headings_as_they_are_published() {
        use RegisterRole as R;
        for (text, role) in [
            ("Reference number", R::Reference),
            ("Contract Reference", R::Reference),
            ("Contract ID", R::Reference),
            ("Ref", R::Reference),
            ("Title of agreement", R::Title),
            ("Contract Title", R::Title),
            ("Name of Contract", R::Title),
            ("Contract Name", R::Title),
            ("Local authority department responsible", R::Department),
            ("Directorate Name", R::Department),
            ("Description of the goods and/or services being provided", R::Description),
            ("Contract Description", R::Description),
            ("Supplier name and details", R::Supplier),
            ("Supplier Company Name", R::Supplier),
            ("Contractor", R::Supplier),
            ("Awarded to", R::Supplier),
            ("Sum to be paid over the length of the contract or the estimated annual spending", R::Value),
            ("Contract Value (£)", R::Value),
            ("Total Contract Value", R::Value),
            ("Total Contract Value (including extensions)", R::ValueWithExtensions),
            ("Annual Value", R::AnnualValue),
            ("Estimated value per annum", R::AnnualValue),
            ("Value Added Tax that cannot be recovered", R::IrrecoverableVat),
            ("Irrecoverable VAT", R::IrrecoverableVat),
            ("Start Date", R::Start),
            ("Contract Start", R::Start),
            ("Commencement date", R::Start),
            ("End Date", R::End),
            ("Expiry Date", R::End),
            ("Current Expiry Date", R::CurrentExpiry),
            ("Revised end date", R::CurrentExpiry),
            ("End date including extensions", R::LatestEnd),
            ("Maximum end date", R::LatestEnd),
            ("Review date", R::Review),
            ("Review / renewal date", R::Review),
            ("Award Date", R::Awarded),
            ("Date signed", R::Signed),
            ("Contract Duration (months)", R::Duration),
            ("Option to extend (months)", R::Extension),
            ("Extension period", R::Extension),
            ("How many extensions", R::ExtensionCount),
            ("Number of extensions", R::ExtensionCount),
            ("Extension 1 Taken?", R::ExtensionTaken),
            ("SME Supplier?", R::Sme),
            ("Is the supplier an SME?", R::Sme),
            ("VCSE", R::Vcse),
            ("SME/VCSE", R::SupplierType),
            ("Supplier Type", R::SupplierType),
            (
                "Whether or not the contractor is a small or medium sized enterprise and/or a voluntary or community sector organisation",
                R::SupplierType,
            ),
            ("Company Number", R::CompanyNumber),
            ("Supplier company registration number", R::CompanyNumber),
            ("VCSE registration number", R::CharityNumber),
            ("Supplier Postcode", R::Postcode),
            ("CPV Code", R::Cpv),
            ("ProClass Description", R::Category),
            ("Category", R::Category),
            ("Process Used", R::Method),
            ("Procurement Route", R::Method),
            ("Invitation to quote or published invitation to tender", R::Method),
            ("Contract Type", R::ContractType),
            ("Contract Status", R::Status),
            ("Purchasing Body", R::Body),
        ] {
            assert_eq!(best(text), Some(role), "{text}");
        }
        for text in ["Visibility", "Contact officer", "Email", "OJEU/FTS?"] {
            assert_eq!(best(text), None, "{text}");
        }
    }
}
