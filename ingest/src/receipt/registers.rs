//! What was read from a contract register.

use std::{collections::BTreeMap, fmt::Write as _};

use anchorhub_entities::{Money, Period, VatBasis};
use serde::{Deserialize, Serialize};

use crate::{
    decode::Source,
    registers::{RegisterAnswers, RegisterCounts, RegisterRead, RegisterTable},
};

/// The word that tells this kind of receipt from others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RegisterKind {
    /// A contract register.
    #[default]
    #[serde(rename = "contracts")]
    Contracts,
}

/// What was read from a contract register.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RegisterReceipt {
    /// Always `contracts`.
    pub kind: RegisterKind,
    /// Encoding of a text file.
    pub encoding: Option<String>,
    /// csv, xlsx, xls or ods.
    pub container: Option<String>,
    /// Delimiter of a text file.
    pub delimiter: Option<char>,
    /// Names of the sheets of a workbook.
    pub sheets: Vec<String>,
    /// Period that the sender stated, as `2023-04` or `from/to`; null for the register of now.
    pub period: Option<String>,
    /// What all rows came to.
    #[serde(flatten)]
    pub figures: RegisterFigures,
    /// One entry a table.
    pub tables: Vec<RegisterTableReceipt>,
    /// SHA-256 of the latest document that this one replaced.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<String>,
}

/// What was read from one table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RegisterTableReceipt {
    /// Sheet, in workbooks.
    pub sheet: Option<String>,
    /// Row of the headings, from 1.
    pub header_row: Option<u32>,
    /// Meaning of a column to its heading.
    pub columns: BTreeMap<String, String>,
    /// How sure the recognition is, 0 to 1.
    pub confidence: f64,
    /// How dates are written, most frequent first.
    pub date_format: Option<String>,
    /// VAT basis that the headings state: NET, GROSS or UNKNOWN, which is read as net.
    pub vat_basis: String,
    /// Why the sheet was not read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skipped: Option<String>,
    /// What its rows came to.
    #[serde(flatten)]
    pub figures: RegisterFigures,
    /// The first contracts and rejected rows, and some with warnings.
    pub samples: Vec<RegisterSample>,
}

/// What the rows of a register came to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterFigures {
    /// Rows after the headings.
    pub rows: u64,
    /// Rows taken as contracts.
    pub contracts: u64,
    /// Rows not taken.
    pub rejected: u64,
    /// Empty rows.
    pub blank: u64,
    /// Signed sum of the values in minor units, by currency.
    pub values: BTreeMap<String, i64>,
    /// Contracts with a value.
    pub with_value: u64,
    /// Contracts with an effective end.
    pub with_end: u64,
    /// Contracts with a supplier that has a company or charity number.
    pub with_identifier: u64,
    /// Contracts whose supplier is a small or medium enterprise.
    pub sme: AnswerCounts,
    /// Contracts whose supplier is a voluntary, community or social enterprise.
    pub vcse: AnswerCounts,
    /// Earliest first day.
    pub first_start: Option<String>,
    /// Latest first day.
    pub last_start: Option<String>,
    /// Rejected rows by reason code.
    pub rejections: BTreeMap<String, u64>,
    /// Contracts by warning code.
    pub warnings: BTreeMap<String, u64>,
}

/// How often a question was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnswerCounts {
    /// Yes.
    pub yes: u64,
    /// No.
    pub no: u64,
    /// No answer: never the same as no.
    pub unknown: u64,
}

/// A contract or a rejected row, for a first look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterSample {
    /// Sheet, in workbooks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    /// Row number as a spreadsheet shows it.
    pub row: u32,
    /// Reference of the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// Title of the contract.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Its first supplier.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supplier: Option<String>,
    /// Its value in minor units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pence: Option<i64>,
    /// Its first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub starts: Option<String>,
    /// Its effective last day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ends: Option<String>,
    /// Which field that came from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_basis: Option<String>,
    /// Warning codes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
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

impl RegisterReceipt {
    /// What was read.
    pub fn of(
        source: &Source,
        read: &RegisterRead,
        samples: Vec<RegisterSample>,
        period: Option<Period>,
    ) -> Self {
        let mut samples = samples;
        let mut of_sheet = |sheet: Option<&str>| {
            let (own, rest) =
                std::mem::take(&mut samples).into_iter().partition(|sample| sample.sheet.as_deref() == sheet);
            samples = rest;
            own
        };
        let tables = read
            .tables
            .iter()
            .map(|table| RegisterTableReceipt::of(table, of_sheet(table.sheet.as_deref())))
            .collect();
        Self {
            kind: RegisterKind::Contracts,
            encoding: source.encoding().map(|encoding| encoding.name().to_owned()),
            container: Some(source.container().name().to_owned()),
            delimiter: source.delimiter(),
            sheets: source.tables().iter().filter_map(|table| table.sheet.clone()).collect(),
            period: period.map(|period| period.to_string()),
            figures: RegisterFigures::of(&read.total),
            tables,
            replaces: None,
        }
    }

    pub(super) fn write_text(&self, out: &mut String) -> std::fmt::Result {
        let delimiter =
            self.delimiter.map(|c| format!(", delimiter {}", c.escape_default())).unwrap_or_default();
        let encoding = self.encoding.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
        let container = self.container.as_deref().unwrap_or("unknown");
        writeln!(out, "  read as      contract register, {container}{encoding}{delimiter}")?;
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

impl RegisterTableReceipt {
    fn of(table: &RegisterTable, samples: Vec<RegisterSample>) -> Self {
        let layout = table.layout.as_ref();
        let columns = layout.into_iter().flat_map(|layout| &layout.columns).map(|(role, column)| {
            let position = || format!("column {}", column.index + 1);
            let heading = if column.heading.is_empty() { position() } else { column.heading.clone() };
            (role.name().to_owned(), heading)
        });
        Self {
            sheet: table.sheet.clone(),
            header_row: layout.map(|layout| layout.header_row),
            columns: columns.collect(),
            confidence: layout.map_or(0.0, |layout| (layout.confidence * 100.0).round() / 100.0),
            date_format: table.date_format.clone(),
            vat_basis: layout.map_or(VatBasis::Unknown, |layout| layout.vat_basis).name().to_owned(),
            skipped: table.skipped.map(str::to_owned),
            figures: RegisterFigures::of(&table.counts),
            samples,
        }
    }

    fn write_text(&self, out: &mut String) -> std::fmt::Result {
        let name = self.sheet.as_deref().map_or("table".to_owned(), |sheet| format!("sheet `{sheet}`"));
        if let Some(why) = &self.skipped {
            return writeln!(out, "  {name}: not read ({why})");
        }
        let row = self.header_row.unwrap_or_default();
        writeln!(out, "  {name}: headings in row {row}, confidence {:.2}", self.confidence)?;
        for (role, heading) in &self.columns {
            writeln!(out, "    {role:<21} {heading}")?;
        }
        if let Some(format) = &self.date_format {
            writeln!(out, "    dates written         {format}")?;
        }
        for sample in &self.samples {
            sample.write_text(out)?;
        }
        Ok(())
    }
}

impl RegisterSample {
    fn write_text(&self, out: &mut String) -> std::fmt::Result {
        let short = |text: &str| text.chars().take(100).collect::<String>();
        if let Some(code) = &self.code {
            let (hint, raw) =
                (self.hint.as_deref().unwrap_or_default(), self.raw.as_deref().unwrap_or_default());
            return writeln!(out, "    row {}: {code}: {}\n      {hint}", self.row, short(raw));
        }
        if self.warnings.is_empty() {
            return Ok(());
        }
        let name = self.title.as_deref().or(self.reference.as_deref()).unwrap_or_default();
        writeln!(out, "    row {}: {}: {}", self.row, self.warnings.join(", "), short(name))
    }
}

impl RegisterFigures {
    fn of(counts: &RegisterCounts) -> Self {
        let answers = |answers: RegisterAnswers| AnswerCounts {
            yes: answers.yes,
            no: answers.no,
            unknown: answers.unknown,
        };
        Self {
            rows: counts.rows,
            contracts: counts.contracts,
            rejected: counts.rejected,
            blank: counts.blank,
            values: counts.values.iter().map(|(currency, pence)| ((*currency).to_owned(), *pence)).collect(),
            with_value: counts.with_value,
            with_end: counts.with_end,
            with_identifier: counts.with_identifier,
            sme: answers(counts.sme),
            vcse: answers(counts.vcse),
            first_start: counts.first_start.map(|date| date.to_string()),
            last_start: counts.last_start.map(|date| date.to_string()),
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
            "  rows         {}: {} contracts, {} rejected, {} blank",
            self.rows, self.contracts, self.rejected, self.blank
        )?;
        for (currency, pence) in &self.values {
            writeln!(out, "  values       {} {currency}", Money::gbp(*pence))?;
        }
        writeln!(
            out,
            "  known        {} values, {} ends, {} supplier numbers",
            self.with_value, self.with_end, self.with_identifier
        )?;
        for (name, answers) in [("sme", self.sme), ("vcse", self.vcse)] {
            let AnswerCounts { yes, no, unknown } = answers;
            writeln!(out, "  {name:<12} {yes} yes, {no} no, {unknown} unknown")?;
        }
        if let (Some(first), Some(last)) = (&self.first_start, &self.last_start) {
            writeln!(out, "  starts       {first} to {last}")?;
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
