//! One row of a table: a payment, a rejected row with its reason, or nothing.

use anchorhub_entities::{Period, RejectCode, VatBasis, WarningCode, WarningSet};
use anchorhub_identity::is_withheld;
use chrono::NaiveDate;

use super::{
    nature,
    totals::{RunningTotals, says_total},
};
use crate::{
    decode::Row,
    recognise::{AmountCell, DateStyle, Layout, ReadDate, Role, parse_amount, parse_date},
};

/// A payment as read, before its payee is looked up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft<'r> {
    /// Day of payment.
    pub date: NaiveDate,
    /// Signed pence.
    pub pence: i64,
    /// Whether the amount includes VAT.
    pub vat_basis: VatBasis,
    /// Payee as published; empty if the table has no payee column.
    pub payee: &'r str,
    /// Whether the payee has no supplier: withheld or not published.
    pub without_supplier: bool,
    /// Department as published.
    pub department: &'r str,
    /// Purpose as published.
    pub purpose: &'r str,
    /// Category as published.
    pub category: &'r str,
    /// Transaction number as published.
    pub transaction: &'r str,
    /// Contract reference as published.
    pub contract_ref: &'r str,
    /// Remarks on the row.
    pub warnings: WarningSet,
    /// What the row says about the payee beside the name.
    pub evidence: Evidence<'r>,
}

/// What a row says about its payee beside the name: scheme and value as published.
pub type Evidence<'r> = [(Role, &'r str); 6];

/// What became of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(
    clippy::large_enum_variant,
    reason = "never stored: each is handed on at once, and boxing would cost every row"
)]
pub(crate) enum Outcome<'r> {
    Blank,
    Payment(Draft<'r>),
    Rejected { code: RejectCode, role: Option<Role> },
}

/// What a table's rows are measured against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bounds {
    /// Dates after this one lie in the future.
    pub(crate) latest: NaiveDate,
    /// The document's period.
    pub(crate) period: Option<Period>,
    /// Publication threshold in pence.
    pub(crate) threshold: Option<i64>,
    /// Amounts from this size on are extreme for the document.
    pub(crate) extreme: i64,
    /// VAT basis that the feed states, where the table does not.
    pub(crate) vat_basis: VatBasis,
}

/// Checks the rows of one table in order.
pub(crate) struct RowChecker<'l> {
    layout: &'l Layout,
    bounds: Bounds,
    totals: RunningTotals,
}

impl<'l> RowChecker<'l> {
    pub(crate) fn new(layout: &'l Layout, bounds: Bounds) -> Self {
        Self { layout, bounds, totals: RunningTotals::default() }
    }

    /// What a row after the headings is.
    pub(crate) fn check<'r>(&mut self, row: &'r Row) -> Outcome<'r> {
        if row.is_blank() {
            return Outcome::Blank;
        }
        let outcome = self.read(row);
        if let Outcome::Payment(draft) = &outcome {
            self.totals.add(draft.pence);
        }
        outcome
    }

    fn read<'r>(&mut self, row: &'r Row) -> Outcome<'r> {
        let reject = |code, role| Outcome::Rejected { code, role: Some(role) };
        let (amount, vat_basis, gross_only) = self.amount(row);
        let payee = self.layout.cell(row, Role::Supplier);
        let has_payee_column = self.layout.index(Role::Supplier).is_some();
        let date_cell = self.layout.cell(row, Role::Date);
        let date = self.date(row, date_cell);
        if let AmountCell::Pence(pence) = amount
            && self.is_total(row, pence, payee, date_cell)
        {
            self.totals.reset_subtotal();
            return reject(RejectCode::HiddenTotal, Role::Amount);
        }
        if self.repeats_headings(row) {
            return Outcome::Rejected { code: RejectCode::RepeatedHeader, role: None };
        }
        if self.is_shifted(row, amount, date.is_some()) {
            return Outcome::Rejected { code: RejectCode::ShiftedColumns, role: None };
        }
        let pence = match amount {
            AmountCell::Pence(pence) => pence,
            AmountCell::Empty => return reject(RejectCode::NoAmount, Role::Amount),
            AmountCell::Unreadable => return reject(RejectCode::AmountUnreadable, Role::Amount),
        };
        let (date, is_assumed) = match date {
            Some(date) => date,
            None if has_payee_column && payee.is_empty() => {
                return reject(RejectCode::NoSupplier, Role::Supplier);
            }
            None => return reject(RejectCode::DateUnreadable, Role::Date),
        };
        if date.date > self.bounds.latest {
            return reject(RejectCode::FutureDate, Role::Date);
        }
        if has_payee_column && payee.is_empty() {
            return reject(RejectCode::NoSupplier, Role::Supplier);
        }
        let cell = |role| self.layout.cell(row, role);
        let mut warnings =
            nature::warnings(payee, [Role::Purpose, Role::Category, Role::SupplierType].map(cell));
        if !has_payee_column {
            warnings.insert(WarningCode::PayeeUnknown);
        } else if is_withheld(payee) {
            warnings.insert(WarningCode::Redacted);
        }
        let without_supplier = !has_payee_column || warnings.contains(WarningCode::Redacted);
        if is_assumed {
            warnings.insert(WarningCode::DateAssumed);
        }
        if self.bounds.period.is_some_and(|period| !period.contains(date.date)) {
            warnings.insert(WarningCode::OutsidePeriod);
        }
        if self.bounds.threshold.is_some_and(|threshold| pence.unsigned_abs() < threshold.unsigned_abs()) {
            warnings.insert(WarningCode::BelowThreshold);
        }
        if gross_only {
            warnings.insert(WarningCode::GrossOnly);
        }
        if pence.unsigned_abs() >= self.bounds.extreme.unsigned_abs() {
            warnings.insert(WarningCode::ExtremeValue);
        }
        Outcome::Payment(Draft {
            date: date.date,
            pence,
            vat_basis,
            payee,
            without_supplier,
            department: cell(Role::Department),
            purpose: cell(Role::Purpose),
            category: cell(Role::Category),
            transaction: cell(Role::Transaction),
            contract_ref: cell(Role::ContractRef),
            warnings,
            evidence: [
                Role::SupplierId,
                Role::CompanyNumber,
                Role::CharityNumber,
                Role::VatNumber,
                Role::Postcode,
                Role::SupplierType,
            ]
            .map(|role| (role, cell(role))),
        })
    }

    /// The amount, its VAT basis, and whether only a gross amount is published.
    fn amount(&self, row: &Row) -> (AmountCell, VatBasis, bool) {
        let mark = self.layout.decimal_mark;
        let stated = match self.layout.vat_basis {
            VatBasis::Unknown => self.bounds.vat_basis,
            basis => basis,
        };
        let amount = parse_amount(self.layout.cell(row, Role::Amount), mark);
        if amount == AmountCell::Empty && self.layout.index(Role::Gross).is_some() {
            let gross = parse_amount(self.layout.cell(row, Role::Gross), mark);
            if matches!(gross, AmountCell::Pence(_)) {
                return (gross, VatBasis::Gross, true);
            }
        }
        (amount, stated, stated == VatBasis::Gross)
    }

    /// The date, and whether something else stands in for the day of payment: the first of the month where
    /// no day is written, another date of the row where the cell is empty, the first day of the document's
    /// period where the table has no date column.
    fn date(&self, row: &Row, cell: &str) -> Option<(ReadDate, bool)> {
        let parse = |cell: &str| parse_date(cell, self.layout.date_order, self.layout.serials);
        if self.layout.index(Role::Date).is_none() {
            return self
                .bounds
                .period
                .map(|period| (ReadDate::new(period.from(), DateStyle::MonthOnly), true));
        }
        if cell.is_empty() {
            return parse(self.layout.cell(row, Role::OtherDate)).map(|read| (read, true));
        }
        parse(cell).map(|read| (read, !read.has_day()))
    }

    /// No payee and no date, or a payee cell that says total; and the sum, or a running subtotal, of rows
    /// above.
    fn is_total(&self, row: &Row, pence: i64, payee: &str, date_cell: &str) -> bool {
        let unnamed = payee.is_empty() && date_cell.is_empty();
        let labelled = if payee.is_empty() { row.cells().any(says_total) } else { says_total(payee) };
        if labelled {
            return date_cell.is_empty() || self.totals.matches(pence);
        }
        unnamed && self.totals.matches(pence)
    }

    fn repeats_headings(&self, row: &Row) -> bool {
        let mut compared = 0;
        for column in self.layout.columns.values() {
            if column.heading.is_empty() {
                continue;
            }
            let cell = row.cell(column.index).split_whitespace();
            if !cell.eq(column.heading.split_whitespace()) {
                return false;
            }
            compared += 1;
        }
        compared >= 2
    }

    /// Values stand one to three columns further right than they should, as an unquoted comma leaves them.
    fn is_shifted(&self, row: &Row, amount: AmountCell, has_date: bool) -> bool {
        let (Some(amount_at), date_at) = (self.layout.index(Role::Amount), self.layout.index(Role::Date))
        else {
            return false;
        };
        let mark = self.layout.decimal_mark;
        let is_amount = |column: usize| matches!(parse_amount(row.cell(column), mark), AmountCell::Pence(_));
        let is_date = |column: usize| {
            parse_date(row.cell(column), self.layout.date_order, self.layout.serials).is_some()
        };
        let wrong_date = date_at.is_some_and(|at| !has_date && !row.cell(at).is_empty());
        let wrong_amount = amount == AmountCell::Unreadable;
        let overlong = row.last_filled().is_some_and(|last| last >= self.layout.usual_width);
        (1..=3).any(|shift| {
            if wrong_date {
                return date_at.is_some_and(|at| is_date(at + shift))
                    && (date_at > Some(amount_at) || is_amount(amount_at + shift));
            }
            if wrong_amount {
                return is_amount(amount_at + shift);
            }
            // Every value is readable where it should be, yet the row is too long and a column that holds
            // only digits holds something else: a number moved into the amount's place.
            overlong
                && self.layout.digit_columns.iter().any(|at| {
                    let (here, there) = (row.cell(*at), row.cell(at + shift));
                    let digits = |cell: &str| !cell.is_empty() && cell.bytes().all(|b| b.is_ascii_digit());
                    !here.is_empty() && !digits(here) && digits(there) && is_amount(amount_at + shift)
                })
        })
    }
}
