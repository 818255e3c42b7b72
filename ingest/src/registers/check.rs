//! One row of a register: a contract, a rejected row with its reason, or nothing.

use anchorhub_entities::{RegisterWarningCode as Code, RejectCode, VatBasis};

use super::{
    cells::{
        Answer, DateCell, Named, ValueCell, charity, company, cpv, read_both, read_date, read_sme,
        read_value, read_vcse, says_charity, split,
    },
    contract::{RegisterContract, RegisterSupplier, ValueBasis},
    term,
};
use crate::{
    decode::Row,
    recognise::{DATES, RegisterLayout, RegisterRole as R},
    spend::says_total,
};

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Blank,
    Contract(Box<RegisterContract>),
    Rejected { code: RejectCode, role: Option<R> },
}

/// Checks the rows of one register.
#[derive(Clone, Copy)]
pub(super) struct RowChecker<'l> {
    layout: &'l RegisterLayout,
    /// VAT basis that the feed states, where the register does not.
    vat_basis: VatBasis,
}

impl<'l> RowChecker<'l> {
    pub(super) fn new(layout: &'l RegisterLayout, vat_basis: VatBasis) -> Self {
        Self { layout, vat_basis }
    }

    /// What a row after the headings is.
    pub(super) fn check(&self, row: &Row) -> Outcome {
        if row.is_blank() {
            return Outcome::Blank;
        }
        if self.repeats_headings(row) {
            return Outcome::Rejected { code: RejectCode::RepeatedHeader, role: None };
        }
        if self.is_total(row) {
            return Outcome::Rejected { code: RejectCode::HiddenTotal, role: Some(R::Value) };
        }
        if self.is_shifted(row) {
            return Outcome::Rejected { code: RejectCode::ShiftedColumns, role: None };
        }
        if !self.names_contract(row) {
            return Outcome::Rejected { code: RejectCode::NoContract, role: Some(R::Title) };
        }
        let mut contract = RegisterContract {
            reference: self.text(row, R::Reference),
            title: self.text(row, R::Title),
            description: self.text(row, R::Description),
            department: self.text(row, R::Department),
            status: self.text(row, R::Status),
            method: self.text(row, R::Method),
            currency: "GBP",
            ..RegisterContract::default()
        };
        contract.is_framework = self.is_framework(row);
        term::read(self.layout, row, &mut contract);
        self.values(row, &mut contract);
        self.categories(row, &mut contract);
        self.suppliers(row, &mut contract);
        Outcome::Contract(Box::new(contract))
    }

    fn cell<'r>(&self, row: &'r Row, role: R) -> &'r str {
        self.layout.cell(row, role)
    }

    fn text(&self, row: &Row, role: R) -> Option<String> {
        let cell = self.cell(row, role);
        (!cell.is_empty()).then(|| cell.to_owned())
    }

    fn repeats_headings(&self, row: &Row) -> bool {
        let headings = || self.layout.columns.values().filter(|column| !column.heading.is_empty());
        let same =
            |index: usize, heading: &str| row.cell(index).split_whitespace().eq(heading.split_whitespace());
        headings().count() >= 2 && headings().all(|column| same(column.index, &column.heading))
    }

    /// A row that says total where a contract has its name, and has neither supplier nor date.
    fn is_total(&self, row: &Row) -> bool {
        let named = [R::Reference, R::Title, R::Description, R::Department, R::Supplier];
        named.into_iter().any(|role| says_total(self.cell(row, role)))
            && DATES.into_iter().all(|role| self.cell(row, role).is_empty())
    }

    /// Text stands in a column of dates, and a date one to three columns further right, in a row that is too
    /// long: as an unquoted comma leaves it.
    fn is_shifted(&self, row: &Row) -> bool {
        let read = |column: usize| read_date(row.cell(column), self.layout.date_order);
        let is_date = |column: usize| matches!(read(column), DateCell::Day(_));
        let overlong = row.last_filled().is_some_and(|last| last >= self.layout.usual_width);
        let columns = || DATES.into_iter().filter_map(|role| self.layout.index(role));
        let wrong = || columns().filter(|column| read(*column) == DateCell::Unreadable);
        overlong
            && wrong().next().is_some()
            && (1..=3).any(|shift| {
                columns().any(|column| !is_date(column)) && wrong().all(|column| is_date(column + shift))
            })
    }

    /// A contract has a name (reference, title, description or supplier) and something more: else the row is a
    /// remark or the heading of a section.
    fn names_contract(&self, row: &Row) -> bool {
        let filled = |role: &R| !self.cell(row, *role).is_empty();
        let names = [R::Reference, R::Title, R::Description, R::Supplier];
        let more = [
            R::Value,
            R::ValueWithExtensions,
            R::AnnualValue,
            R::Start,
            R::End,
            R::CurrentExpiry,
            R::LatestEnd,
            R::Review,
            R::Awarded,
            R::Signed,
            R::Duration,
        ];
        let named = names.iter().filter(|role| filled(role)).count();
        named >= 2 || named == 1 && more.iter().any(filled)
    }

    /// `Framework`, or yes in a column that asks whether it is one.
    fn is_framework(&self, row: &Row) -> bool {
        let Some(column) = self.layout.columns.get(&R::ContractType) else { return false };
        let cell = row.cell(column.index).to_ascii_lowercase();
        let asks = column.heading.to_ascii_lowercase();
        let asks = asks.contains("framework")
            && !["call", "used", "via", "name", "under"].iter().any(|word| asks.contains(word));
        matches!(cell.as_str(), "framework" | "framework agreement" | "frameworks")
            || asks && matches!(cell.as_str(), "yes" | "y" | "true")
    }

    fn values(&self, row: &Row, contract: &mut RegisterContract) {
        let mut total = self.value(row, R::Value, contract);
        if total.is_none() {
            total = self.value(row, R::ValueWithExtensions, contract);
        }
        let annual = self.value(row, R::AnnualValue, contract);
        // `£1,000 per annum` in the column of the whole value is that of a year.
        let (total, in_total) = match total {
            Some(stated) if stated.is_annual => (None, Some(stated)),
            other => (other, None),
        };
        let annual = annual.or(in_total);
        let Some(any) = total.or(annual) else {
            contract.irrecoverable_vat_pence =
                self.value(row, R::IrrecoverableVat, contract).map(|vat| vat.pence);
            return;
        };
        contract.currency = any.currency;
        contract.value_pence = total.map(|stated| stated.pence);
        contract.annual_pence =
            annual.filter(|stated| stated.currency == any.currency).map(|stated| stated.pence);
        contract.irrecoverable_vat_pence =
            self.value(row, R::IrrecoverableVat, contract).map(|vat| vat.pence);
        let stated_vat = match self.layout.vat_basis {
            VatBasis::Unknown => self.vat_basis,
            stated => stated,
        };
        let is_gross = any.with_vat.unwrap_or(stated_vat == VatBasis::Gross);
        contract.value_basis = Some(match () {
            () if contract.is_framework => ValueBasis::Ceiling,
            () if is_gross => ValueBasis::Gross,
            () if any.is_estimate => ValueBasis::Estimate,
            () => ValueBasis::Net,
        });
    }

    fn value(&self, row: &Row, role: R, contract: &mut RegisterContract) -> Option<super::cells::Stated> {
        let of_vat = role == R::IrrecoverableVat;
        let warning = match read_value(self.cell(row, role), self.layout.decimal_mark) {
            ValueCell::Amount(stated) => {
                if stated.pence < 0 {
                    contract.warnings.insert(Code::NegativeValue);
                }
                if stated.is_estimate {
                    contract.warnings.insert(Code::ValueIsEstimate);
                }
                return Some(stated);
            }
            // No VAT is lost more often than not.
            ValueCell::Empty => None,
            ValueCell::Placeholder | ValueCell::NotStated if of_vat => None,
            ValueCell::NotStated => Some(Code::ValueNotStated),
            ValueCell::Placeholder => Some(Code::PlaceholderValue),
            ValueCell::Range => Some(Code::ValueIsRange),
            ValueCell::Unreadable => Some(Code::ValueUnreadable),
        };
        contract.warnings.extend(warning);
        None
    }

    fn categories(&self, row: &Row, contract: &mut RegisterContract) {
        let own = if self.layout.is_proclass { "PROCLASS" } else { "OWN" };
        let published = self.cell(row, R::Cpv);
        contract.cpv = cpv(published);
        contract.category = self.text(row, R::CategoryCode).or_else(|| self.text(row, R::Category));
        contract.category_scheme = contract.category.as_ref().map(|_| own);
        if contract.cpv.is_none() && !published.is_empty() {
            contract.warnings.insert(Code::CpvInvalid);
            if contract.category.is_none() {
                (contract.category, contract.category_scheme) = (Some(published.to_owned()), Some("OWN"));
            }
        }
    }

    fn suppliers(&self, row: &Row, contract: &mut RegisterContract) {
        let answer = self.answer(row, contract);
        (contract.sme, contract.vcse) = (answer.sme, answer.vcse);
        match split(self.cell(row, R::Supplier)) {
            Named::Nobody => {
                contract.warnings.insert(Code::SupplierMissing);
            }
            Named::Unnamed(name) => {
                contract.warnings.insert(Code::SupplierMissing);
                contract.suppliers.push(RegisterSupplier {
                    name,
                    is_unnamed: true,
                    ..RegisterSupplier::default()
                });
            }
            Named::Withheld(name) => {
                contract.warnings.insert(Code::Redacted);
                contract.suppliers.push(RegisterSupplier {
                    name,
                    is_unnamed: true,
                    sme: answer.sme,
                    vcse: answer.vcse,
                    scale: answer.scale,
                    ..RegisterSupplier::default()
                });
            }
            Named::Suppliers(names) => match <[String; 1]>::try_from(names) {
                Ok([name]) => self.one_supplier(row, name, answer, contract),
                Err(names) => {
                    contract.warnings.insert(Code::SeveralSuppliers);
                    let several = names
                        .into_iter()
                        .map(|name| RegisterSupplier { name, ..RegisterSupplier::default() });
                    contract.suppliers.extend(several);
                }
            },
        }
    }

    /// What the row says of size and kind.
    fn answer(&self, row: &Row, contract: &mut RegisterContract) -> Answer {
        let (sme, vcse) = (read_sme(self.cell(row, R::Sme)), read_vcse(self.cell(row, R::Vcse)));
        let both = if self
            .layout
            .columns
            .get(&R::SupplierType)
            .is_some_and(|column| asks_of_size(&column.heading))
        {
            read_both(self.cell(row, R::SupplierType))
        } else {
            // `Supplier type` may hold words about other things.
            Answer { is_unreadable: false, ..read_both(self.cell(row, R::SupplierType)) }
        };
        if sme.is_unreadable || vcse.is_unreadable || both.is_unreadable {
            contract.warnings.insert(Code::FlagUnreadable);
        }
        Answer {
            sme: sme.sme.or(both.sme),
            vcse: vcse.vcse.or(both.vcse).or(sme.vcse),
            scale: sme.scale.or(both.scale),
            is_unreadable: false,
        }
    }

    fn one_supplier(&self, row: &Row, name: String, answer: Answer, contract: &mut RegisterContract) {
        let identified = self.identifier(row, contract);
        let (scheme, identifier) = match identified {
            Some((scheme, identifier)) => (Some(scheme), Some(identifier)),
            None => (None, None),
        };
        let roles = [R::SupplierId, R::CompanyNumber, R::CharityNumber, R::Postcode, R::SupplierType];
        contract.evidence =
            roles.into_iter().filter_map(|role| self.text(row, role).map(|value| (role, value))).collect();
        contract.suppliers.push(RegisterSupplier {
            name,
            is_unnamed: false,
            scheme,
            identifier,
            scale: answer.scale,
            sme: answer.sme,
            vcse: answer.vcse,
            postcode: self.text(row, R::Postcode).filter(|cell| looks_like_postcode(cell)),
        });
    }

    /// The company number, else the charity number.
    fn identifier(&self, row: &Row, contract: &mut RegisterContract) -> Option<(&'static str, String)> {
        let (company_cell, charity_cell) =
            (self.cell(row, R::CompanyNumber), self.cell(row, R::CharityNumber));
        let as_company = company(company_cell).map(|number| ("GB-COH", number));
        let as_company =
            as_company.or_else(|| says_charity(company_cell).then(|| charity(company_cell)).flatten());
        let says = |cell: &str| cell.bytes().any(|byte| byte.is_ascii_digit());
        if as_company.is_none() && says(company_cell) {
            contract.warnings.insert(Code::CompanyNumberInvalid);
        }
        let as_charity = charity(charity_cell);
        if as_charity.is_none() && says(charity_cell) {
            contract.warnings.insert(Code::CharityNumberInvalid);
        }
        as_company.or(as_charity)
    }
}

/// Whether a heading asks for SME or VCSE, and not for any kind of type.
fn asks_of_size(heading: &str) -> bool {
    let heading = heading.to_ascii_lowercase();
    ["sme", "vcse", "voluntary", "small", "size"].iter().any(|word| heading.contains(word))
}

/// Letters first, a digit in it, and short: `M30 9PS`, `SK67GH`.
fn looks_like_postcode(cell: &str) -> bool {
    (5..=9).contains(&cell.len())
        && cell.starts_with(|c: char| c.is_ascii_alphabetic())
        && cell.bytes().any(|byte| byte.is_ascii_digit())
        && cell.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ')
}
