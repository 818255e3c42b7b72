//! What was read from a spend file.

use std::{collections::BTreeMap, fmt::Write as _};

use anchorhub_entities::{Money, VatBasis};
use serde::{Deserialize, Serialize};

use crate::{
    decode::Source,
    recognise::Role,
    spend::{Counts, SpendRead, TableRead},
};

/// Payments and rejected rows, for a first look.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// Sheet, in workbooks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row number as a spreadsheet shows it.
    pub row: u32,
    /// Payment date, if it is a payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Payee, if it is a payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// Signed pence, if it is a payment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pence: Option<i64>,
    /// Reason code, if it was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What to do, if it was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The row as published, if it was rejected.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub raw: Option<String>,
}

/// What was read from one table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TableReceipt {
    /// Sheet, in workbooks.
    pub sheet: Option<String>,
    /// Row of the headings, from 1; null if there are none.
    pub header_row: Option<u32>,
    /// Meaning of a column to its heading.
    pub columns: BTreeMap<String, String>,
    /// How sure the recognition is, 0 to 1.
    pub confidence: f64,
    /// How dates are written, most frequent first.
    pub date_format: Option<String>,
    /// VAT basis of the payments: NET, GROSS, UNKNOWN or MIXED.
    pub vat_basis: String,
    /// Why the sheet was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
    /// What its rows came to.
    #[serde(flatten)]
    pub figures: Figures,
    /// The first payments and rejected rows.
    pub samples: Vec<Sample>,
}

/// What rows came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Rows after the headings.
    pub rows: u64,
    /// Rows taken as payments.
    pub payments: u64,
    /// Rows not taken.
    pub rejected: u64,
    /// Empty rows.
    pub blank: u64,
    /// Signed sum of the payments in pence.
    pub net_pence: i64,
    /// Payments below zero.
    pub negatives: u64,
    /// Earliest payment date.
    pub first_date: Option<String>,
    /// Latest payment date.
    pub last_date: Option<String>,
    /// Rejected rows by reason code.
    pub rejections: BTreeMap<String, u64>,
    /// Payments by warning code.
    pub warnings: BTreeMap<String, u64>,
}

/// What was read from a spend file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SpendReceipt {
    /// Encoding of a text file.
    pub encoding: Option<String>,
    /// csv, xlsx, xls or ods.
    pub container: Option<String>,
    /// Delimiter of a text file.
    pub delimiter: Option<char>,
    /// Names of the sheets of a workbook.
    pub sheets: Vec<String>,
    /// Period that the document covers, as `2023-04` or `from/to`.
    pub period: Option<String>,
    /// VAT basis of the payments: NET, GROSS, UNKNOWN or MIXED.
    pub vat_basis: String,
    /// What all rows came to.
    #[serde(flatten)]
    pub figures: Figures,
    /// One entry a table.
    pub tables: Vec<TableReceipt>,
    /// SHA-256 of the document that this one replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

impl Default for SpendReceipt {
    /// What is known of a file that cannot be read.
    fn default() -> Self {
        Self {
            encoding: None,
            container: None,
            delimiter: None,
            sheets: Vec::new(),
            period: None,
            vat_basis: VatBasis::Unknown.name().to_owned(),
            figures: Figures::default(),
            tables: Vec::new(),
            replaces: None,
        }
    }
}

impl SpendReceipt {
    /// What was read.
    pub fn of(source: &Source, read: &SpendRead, samples: Vec<Sample>) -> Self {
        let mut samples = samples;
        let tables = read
            .tables
            .iter()
            .map(|table| TableReceipt::of(table, take_samples(&mut samples, table.sheet.as_deref())))
            .collect();
        Self {
            encoding: source.encoding().map(|encoding| encoding.name().to_owned()),
            container: Some(source.container().name().to_owned()),
            delimiter: source.delimiter(),
            sheets: source.tables().iter().filter_map(|table| table.sheet.clone()).collect(),
            period: read.period.map(|period| period.to_string()),
            vat_basis: vat_basis(&read.total),
            figures: Figures::of(&read.total),
            tables,
            replaces: None,
        }
    }

    pub(super) fn write_text(&self, out: &mut String) -> std::fmt::Result {
        let delimiter =
            self.delimiter.map(|c| format!(", delimiter {}", c.escape_default())).unwrap_or_default();
        let encoding = self.encoding.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
        writeln!(
            out,
            "  read as      {}{encoding}{delimiter}",
            self.container.as_deref().unwrap_or("unknown")
        )?;
        if let Some(period) = &self.period {
            writeln!(out, "  period       {period}")?;
        }
        self.figures.write_text(out)?;
        for table in &self.tables {
            table.write_text(out)?;
        }
        Ok(())
    }
}

impl TableReceipt {
    fn of(table: &TableRead, samples: Vec<Sample>) -> Self {
        let layout = table.layout.as_ref();
        Self {
            sheet: table.sheet.clone(),
            header_row: layout.and_then(|layout| layout.header_row),
            columns: layout
                .map(|layout| {
                    layout
                        .columns
                        .iter()
                        .map(|(role, column)| (role.name().to_owned(), column_name(column)))
                        .collect()
                })
                .unwrap_or_default(),
            confidence: layout.map_or(0.0, |layout| (layout.confidence * 100.0).round() / 100.0),
            date_format: layout.and_then(|layout| layout.index(Role::Date)).and(table.date_format.clone()),
            vat_basis: vat_basis(&table.counts),
            skipped: table.skipped.map(str::to_owned),
            figures: Figures::of(&table.counts),
            samples,
        }
    }

    fn write_text(&self, out: &mut String) -> std::fmt::Result {
        let name = self.sheet.as_deref().map_or("table".to_owned(), |sheet| format!("sheet `{sheet}`"));
        if let Some(why) = &self.skipped {
            return writeln!(out, "  {name}: not read ({why})");
        }
        let header =
            self.header_row.map_or("no heading row".to_owned(), |row| format!("headings in row {row}"));
        writeln!(out, "  {name}: {header}, confidence {:.2}", self.confidence)?;
        for (role, heading) in &self.columns {
            writeln!(out, "    {role:<15} {heading}")?;
        }
        if let Some(format) = &self.date_format {
            writeln!(out, "    dates written   {format}")?;
        }
        for sample in self.samples.iter().filter(|sample| sample.code.is_some()) {
            let (code, hint, raw) = (
                sample.code.as_deref().unwrap_or_default(),
                sample.hint.as_deref().unwrap_or_default(),
                sample.raw.as_deref().unwrap_or_default(),
            );
            writeln!(
                out,
                "    row {}: {code}: {}\n      {hint}",
                sample.row,
                raw.chars().take(100).collect::<String>()
            )?;
        }
        Ok(())
    }
}

impl Figures {
    fn of(counts: &Counts) -> Self {
        Self {
            rows: counts.rows,
            payments: counts.payments,
            rejected: counts.rejected,
            blank: counts.blank,
            net_pence: counts.net_pence,
            negatives: counts.negatives,
            first_date: counts.first_date.map(|date| date.to_string()),
            last_date: counts.last_date.map(|date| date.to_string()),
            rejections: counts
                .rejections
                .iter()
                .map(|(code, count)| (code.code().to_owned(), *count))
                .collect(),
            warnings: counts.warnings.iter().map(|(code, count)| (code.code().to_owned(), *count)).collect(),
        }
    }

    fn write_text(&self, out: &mut String) -> std::fmt::Result {
        writeln!(
            out,
            "  rows         {}: {} payments, {} rejected, {} blank",
            self.rows, self.payments, self.rejected, self.blank
        )?;
        writeln!(out, "  net          £{} ({} credits)", Money::gbp(self.net_pence), self.negatives)?;
        if let (Some(first), Some(last)) = (&self.first_date, &self.last_date) {
            writeln!(out, "  dates        {first} to {last}")?;
        }
        for (code, count) in &self.rejections {
            writeln!(out, "  rejected     {code} × {count}")?;
        }
        for (code, count) in &self.warnings {
            writeln!(out, "  warning      {code} × {count}")?;
        }
        Ok(())
    }
}

fn column_name(column: &crate::recognise::Column) -> String {
    if column.heading.is_empty() { format!("column {}", column.index + 1) } else { column.heading.clone() }
}

fn vat_basis(counts: &Counts) -> String {
    match counts.vat.len() {
        0 => VatBasis::Unknown.name().to_owned(),
        1 => counts.vat.keys().next().copied().unwrap_or_default().to_owned(),
        _ => "MIXED".to_owned(),
    }
}

fn take_samples(samples: &mut Vec<Sample>, sheet: Option<&str>) -> Vec<Sample> {
    let (of_sheet, rest) =
        std::mem::take(samples).into_iter().partition(|sample| sample.sheet.as_deref() == sheet);
    *samples = rest;
    of_sheet
}
