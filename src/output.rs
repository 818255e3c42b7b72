//! Results on stdout, as text for people or JSON for scripts.

use std::io::{ErrorKind, Write};

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::failure::Failure;

/// How results are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people.
    Text,
    /// For scripts: one object a line.
    Json,
}

/// The `--format` flag of commands whose results scripts read.
#[derive(Clone, Copy, Debug, Args)]
pub(crate) struct FormatArg {
    /// How results are written to stdout
    #[arg(long, value_enum, default_value = "text")]
    pub(crate) format: Format,
}

impl FormatArg {
    /// Whether a script reads the results.
    pub(crate) fn is_json(self) -> bool {
        self.format == Format::Json
    }
}

/// Writes one line of results. When the reader has gone away (`| head`) the work goes on in silence: the
/// exit code tells how it ended.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result?),
    }
}

/// Tells people something that is no result, on stderr.
pub(crate) fn note(text: &str) {
    // Whoever closed stderr does not want to be told.
    let _ = writeln!(std::io::stderr(), "{text}");
}

/// Writes one JSON object as a line.
pub(crate) fn json(value: &impl Serialize) -> Result<(), Failure> {
    let text = serde_json::to_string(value)
        .map_err(|error| Failure::new("INTERNAL", error.to_string(), "please report this as a bug"))?;
    line(&text)
}

/// Writes a table with its columns in line; numbers are right-aligned by the caller's choice.
pub(crate) fn table(headings: &[(&str, Align)], rows: &[Vec<String>]) -> Result<(), Failure> {
    let width = |column: usize, heading: &str| {
        rows.iter().map(|row| row[column].chars().count()).chain([heading.chars().count()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = headings.iter().enumerate().map(|(i, (heading, _))| width(i, heading)).collect();
    let write_row = |cells: &mut dyn Iterator<Item = &str>| {
        let padded: Vec<String> = cells
            .zip(headings.iter().zip(&widths))
            .map(|(cell, ((_, align), width))| match align {
                Align::Left => format!("{cell:<width$}"),
                Align::Right => format!("{cell:>width$}"),
            })
            .collect();
        line(padded.join("  ").trim_end())
    };
    write_row(&mut headings.iter().map(|(heading, _)| *heading))?;
    rows.iter().try_for_each(|row| write_row(&mut row.iter().map(String::as_str)))
}

/// On which side a column is in line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Align {
    Left,
    Right,
}

/// Pence as pounds with thousands commas, such as `£1,234.56` or `-£0.05`.
pub(crate) fn pounds(pence: i64) -> String {
    let sign = if pence < 0 { "-" } else { "" };
    let absolute = pence.unsigned_abs();
    format!("{sign}£{}.{:02}", grouped(absolute / 100), absolute % 100)
}

/// A count with thousands commas.
pub(crate) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_counts_are_readable() {
        assert_eq!(pounds(278_733_742_768), "£2,787,337,427.68");
        assert_eq!(pounds(-5), "-£0.05");
        assert_eq!(pounds(i64::MIN), "-£92,233,720,368,547,758.08");
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
    }
}
