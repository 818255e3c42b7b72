//! The layout of one register: where its headings are, what its columns mean, how its dates and values are
//! written.

use std::collections::BTreeMap;

use anchorhub_entities::VatBasis;

use super::{assign::assign, role::RegisterRole};
use crate::{
    adapter::Adapter,
    decode::Row,
    recognise::{
        Assigned, Column, DateOrder, DecimalMark, Layout, Role,
        amount::decimal_mark,
        cells::ColumnCensus,
        header::{self, Subject},
        layout::usual_width,
        vocabulary::Heading,
    },
};

/// How one register is to be read.
#[derive(Clone, Debug, PartialEq)]
pub struct RegisterLayout {
    /// The row with the headings, as a spreadsheet numbers it.
    pub header_row: u32,
    /// The last row before the contracts.
    pub last_header_row: u32,
    /// Columns by meaning.
    pub columns: BTreeMap<RegisterRole, Column>,
    /// Columns that say of one option to extend each whether it was taken.
    pub taken: Vec<usize>,
    /// How sure the whole is, 0 to 1.
    pub confidence: f64,
    /// Day or month first.
    pub date_order: DateOrder,
    /// How pence are set apart.
    pub decimal_mark: DecimalMark,
    /// VAT basis that the value's heading or an adapter states.
    pub vat_basis: VatBasis,
    /// Whether categories are those of ProClass.
    pub is_proclass: bool,
    /// Unit that the heading of the option to extend states, in months.
    pub extension_unit: Option<i32>,
    /// Cells beyond this one are filled in hardly any row.
    pub usual_width: usize,
}

/// Below this a table is not taken for a register.
const LEAST_CONFIDENCE: f64 = 0.45;

/// What a contract is known by.
const NAMES: [RegisterRole; 3] = [RegisterRole::Title, RegisterRole::Reference, RegisterRole::Description];
/// What only contracts have.
const TERMS: [RegisterRole; 8] = [
    RegisterRole::Start,
    RegisterRole::End,
    RegisterRole::CurrentExpiry,
    RegisterRole::LatestEnd,
    RegisterRole::Review,
    RegisterRole::Duration,
    RegisterRole::Extension,
    RegisterRole::AnnualValue,
];
/// What they are worth.
const VALUES: [RegisterRole; 3] =
    [RegisterRole::Value, RegisterRole::ValueWithExtensions, RegisterRole::AnnualValue];
/// Columns of dates.
pub(crate) const DATES: [RegisterRole; 7] = [
    RegisterRole::Start,
    RegisterRole::End,
    RegisterRole::CurrentExpiry,
    RegisterRole::LatestEnd,
    RegisterRole::Review,
    RegisterRole::Awarded,
    RegisterRole::Signed,
];

impl RegisterLayout {
    /// Recognises the layout of a register from a sample of its first rows; none if it is none.
    pub fn recognise(sample: &[Row], adapter: Option<&Adapter>) -> Option<Self> {
        let named_row = adapter.and_then(|adapter| {
            adapter
                .header_row
                .or_else(|| sample.iter().find(|row| adapter.finds_headings(row)).map(Row::number))
        });
        let header = match named_row {
            Some(row) => header::at(sample, row),
            None => header::find(sample, Subject::Register),
        }?;
        let data: Vec<&Row> = sample[header.rows.end() + 1..].iter().filter(|row| !row.is_blank()).collect();
        let texts = header.texts;
        let width = usual_width(&data).max(texts.len());
        let headings: Vec<Heading> = texts.iter().map(|text| Heading::new(text)).collect();
        let censuses = ColumnCensus::take(data.iter().copied(), width);
        let mut assigned = assign(&headings, &censuses);
        if let Some(adapter) = adapter {
            adapter.correct(&texts, &mut assigned);
        }
        let confidence = overall(&assigned)?;
        let heading =
            |role| assigned.get(&role).and_then(|assigned: &Assigned| headings.get(assigned.column));
        let vat_basis = VALUES
            .into_iter()
            .filter_map(heading)
            .map(Heading::register_vat_basis)
            .find(|basis| *basis != VatBasis::Unknown);
        let is_proclass = [RegisterRole::CategoryCode, RegisterRole::Category]
            .into_iter()
            .filter_map(heading)
            .any(Heading::is_proclass);
        let extension_unit = heading(RegisterRole::Extension).and_then(Heading::unit_in_months);
        let values = VALUES.into_iter().find_map(|role| assigned.get(&role)).map(|value| value.column);
        let mark = values
            .map_or(DecimalMark::default(), |column| decimal_mark(data.iter().map(|row| row.cell(column))));
        let taken = taken_columns(&headings, &assigned);
        let columns = assigned
            .into_iter()
            .map(|(role, assigned)| {
                let heading = texts.get(assigned.column).cloned().unwrap_or_default();
                (role, Column { index: assigned.column, heading, confidence: assigned.confidence })
            })
            .collect();
        Some(Self {
            header_row: sample[header.main].number(),
            last_header_row: sample[*header.rows.end()].number(),
            columns,
            taken,
            confidence,
            date_order: adapter.and_then(|adapter| adapter.date_order).unwrap_or_default(),
            decimal_mark: mark,
            vat_basis: adapter
                .and_then(|adapter| adapter.vat_basis)
                .or(vat_basis)
                .unwrap_or(VatBasis::Unknown),
            is_proclass,
            extension_unit,
            usual_width: width,
        })
    }

    /// Position of the column with a meaning.
    pub fn index(&self, role: RegisterRole) -> Option<usize> {
        self.columns.get(&role).map(|column| column.index)
    }

    /// A cell by its meaning; empty if no column has it.
    pub fn cell<'r>(&self, row: &'r Row, role: RegisterRole) -> &'r str {
        self.index(role).map_or("", |index| row.cell(index))
    }
}

/// Whether a table that was read as payments, or as nothing, is a register: its date is one of a contract, if it has
/// any, and it has what makes a register.
pub(crate) fn is_register(sample: &[Row], payments: Option<&Layout>) -> bool {
    let date = payments.and_then(|layout| layout.columns.get(&Role::Date));
    let of_contract = |column: &Column| {
        let heading = Heading::new(&column.heading);
        DATES.iter().any(|role| heading.register_fit(*role) >= 0.6)
    };
    date.is_none_or(of_contract)
        && RegisterLayout::recognise(sample, None).is_some_and(|register| {
            let has = |role: RegisterRole| register.index(role).is_some();
            register.confidence >= 0.6
                && (has(RegisterRole::Start) || has(RegisterRole::Review) || has(RegisterRole::AnnualValue))
                && (has(RegisterRole::Title) || has(RegisterRole::Reference))
        })
}

/// The columns that make a register, weighed; none if it lacks a name or a term.
fn overall(assigned: &BTreeMap<RegisterRole, Assigned>) -> Option<f64> {
    let of = |role: &RegisterRole| assigned.get(role).map_or(0.0, |assigned| assigned.confidence);
    let best = |roles: &[RegisterRole]| roles.iter().map(of).fold(0.0, f64::max);
    let (name, term) = (best(&NAMES), best(&TERMS));
    let total = 0.3 * name + 0.3 * term + 0.2 * of(&RegisterRole::Supplier) + 0.2 * best(&VALUES);
    (name > 0.0 && term > 0.0 && total >= LEAST_CONFIDENCE).then_some(total.min(1.0))
}

/// `Extension 1 Taken?`, `Extension 2 Taken?`: a column for each option.
fn taken_columns(headings: &[Heading], assigned: &BTreeMap<RegisterRole, Assigned>) -> Vec<usize> {
    let first = assigned.get(&RegisterRole::ExtensionTaken).map(|assigned| assigned.column);
    let others = headings.iter().enumerate().filter(|(column, heading)| {
        first.is_some()
            && assigned.values().all(|assigned| assigned.column != *column)
            && heading.register_fit(RegisterRole::ExtensionTaken) >= 0.9
    });
    let mut columns: Vec<usize> = first.into_iter().chain(others.map(|(column, _)| column)).collect();
    columns.sort_unstable();
    columns
}
