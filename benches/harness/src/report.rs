//! The figures as Markdown tables, and their place in the README.

use std::{fs, path::Path, time::Duration};

use anyhow::{Context, Result};

/// A table of texts; the first column is aligned left, the others right.
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings.
    pub(crate) fn new(headings: &[&str]) -> Self {
        Self { rows: vec![headings.iter().map(|heading| (*heading).to_owned()).collect()] }
    }

    /// Adds a row of as many cells as there are headings.
    pub(crate) fn row(&mut self, cells: Vec<String>) {
        self.rows.push(cells);
    }

    /// The table as Markdown.
    pub(crate) fn markdown(&self) -> String {
        let mut text = String::new();
        for (number, row) in self.rows.iter().enumerate() {
            text.push_str(&format!("| {} |\n", row.join(" | ")));
            if number == 0 {
                text.push_str(&format!("|---|{}\n", "---:|".repeat(row.len().saturating_sub(1))));
            }
        }
        text
    }
}

/// Seconds or milliseconds, whichever is easier to read.
pub(crate) fn duration(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1e3;
    match milliseconds {
        10_000.0.. => format!("{:.1} s", milliseconds / 1e3),
        100.0.. => format!("{milliseconds:.0} ms"),
        1.0.. => format!("{milliseconds:.1} ms"),
        _ => format!("{milliseconds:.2} ms"),
    }
}

/// How many times one is the other, such as `1.3 ×`.
pub(crate) fn ratio(one: f64, other: f64) -> String {
    if other > 0.0 { format!("{:.2} ×", one / other) } else { "–".to_owned() }
}

/// A number with thousands commas and no more decimals than it needs.
pub(crate) fn number(value: f64) -> String {
    if value < 100.0 {
        return format!("{value:.1}");
    }
    let digits = format!("{value:.0}");
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Mebibytes.
pub(crate) fn memory(bytes: Option<u64>) -> String {
    bytes.map_or_else(|| "–".to_owned(), |bytes| format!("{} MiB", bytes / 1024 / 1024))
}

/// The middle one of several times.
pub(crate) fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}

const BEGIN: &str = "<!-- figures: begin -->\n";
const END: &str = "<!-- figures: end -->\n";

/// Puts figures between the markers of a README.
pub(crate) fn write_into(readme: &Path, figures: &str) -> Result<()> {
    let text = fs::read_to_string(readme).with_context(|| format!("cannot read {}", readme.display()))?;
    let (before, rest) =
        text.split_once(BEGIN).with_context(|| format!("{} lacks {BEGIN}", readme.display()))?;
    let (_, after) = rest.split_once(END).with_context(|| format!("{} lacks {END}", readme.display()))?;
    fs::write(readme, format!("{before}{BEGIN}{figures}{END}{after}"))
        .with_context(|| format!("cannot write {}", readme.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_easy_to_read() {
        assert_eq!(duration(Duration::from_micros(250)), "0.25 ms");
        assert_eq!(duration(Duration::from_millis(1_234)), "1234 ms");
        assert_eq!(duration(Duration::from_secs(75)), "75.0 s");
        assert_eq!((number(6.25), number(1_234_567.4)), ("6.2".to_owned(), "1,234,567".to_owned()));
        assert_eq!((ratio(3.0, 2.0), ratio(1.0, 0.0)), ("1.50 ×".to_owned(), "–".to_owned()));
        assert_eq!(memory(Some(3 << 20)), "3 MiB");
        let mut table = Table::new(&["what", "how much"]);
        table.row(vec!["a".to_owned(), "1".to_owned()]);
        assert_eq!(table.markdown(), "| what | how much |\n|---|---:|\n| a | 1 |\n");
    }

    #[test]
    fn only_the_place_between_the_markers_changes() {
        let readme = tempfile::NamedTempFile::new().unwrap();
        fs::write(readme.path(), format!("before\n{BEGIN}old\n{END}after\n")).unwrap();
        write_into(readme.path(), "new\n").unwrap();
        assert_eq!(fs::read_to_string(readme.path()).unwrap(), format!("before\n{BEGIN}new\n{END}after\n"));
        fs::write(readme.path(), "no markers").unwrap();
        assert!(write_into(readme.path(), "new\n").is_err());
    }
}
