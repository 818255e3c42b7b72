//! Where the column headings of a table stand: any row, one or several rows, or nowhere.

use std::ops::RangeInclusive;

use super::{cells::is_data, vocabulary::Heading};
use crate::decode::Row;

/// What a table is looked at as: its words decide which row holds headings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Payments.
    Spend,
    /// Contracts.
    Register,
}

/// Rows looked at for headings: some files explain themselves at length before the table.
const DEPTH: usize = 200;

/// The headings of a table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Header {
    /// The row that holds most of the headings, as an index into the sample.
    pub(crate) main: usize,
    /// All rows that hold headings.
    pub(crate) rows: RangeInclusive<usize>,
    /// The text of each column's heading, its rows joined by a space.
    pub(crate) texts: Vec<String>,
}

/// Finds the headings in a sample of rows from the top of a table; none if the table begins with data.
pub(crate) fn find(sample: &[Row], subject: Subject) -> Option<Header> {
    let mut best: Option<(f64, usize)> = None;
    for (index, row) in sample.iter().enumerate().take(DEPTH) {
        let Some(score) = score(row, subject) else { continue };
        if best.is_none_or(|(top, _)| score > top + 1e-9) {
            best = Some((score, index));
        }
    }
    let (_, main) = best?;
    let first =
        if main > 0 && is_upper_part(&sample[main - 1], &sample[main], subject) { main - 1 } else { main };
    let last =
        if sample.get(main + 1).is_some_and(|below| is_lower_part(&sample[main], below, &sample[main + 2..]))
        {
            main + 1
        } else {
            main
        };
    Some(Header { main, rows: first..=last, texts: join(&sample[first..=last]) })
}

/// Headings given by their row, for adapters.
pub(crate) fn at(sample: &[Row], row_number: u32) -> Option<Header> {
    let main = sample.iter().position(|row| row.number() == row_number)?;
    Some(Header { main, rows: main..=main, texts: join(&sample[main..=main]) })
}

/// Whether a row in the middle of a table begins another one: at least three headings and no data. Asked of
/// every row, so what is cheap to see comes first: rows of payments hold digits.
pub(crate) fn begins_table(row: &Row, subject: Subject) -> bool {
    let cells = || row.cells().filter(|cell| !cell.is_empty());
    let could_be_headings =
        cells().all(|cell| cell.len() <= 60 && cell.bytes().filter(u8::is_ascii_digit).count() <= 2);
    if !could_be_headings || cells().nth(2).is_none() || cells().any(is_data) {
        return false;
    }
    cells().filter(|cell| Heading::new(cell).best_fit(subject) >= 0.6).nth(2).is_some()
}

/// How much a row looks like headings; none if it does not.
fn score(row: &Row, subject: Subject) -> Option<f64> {
    let mut fits = 0.0;
    let mut known = 0;
    let mut data = 0;
    for cell in row.cells().filter(|cell| !cell.is_empty()) {
        if is_data(cell) {
            data += 1;
        } else if cell.chars().count() <= 200 {
            let fit = Heading::new(cell).best_fit(subject);
            // Long sentences hold many words by chance.
            let fit = if cell.split_whitespace().count() > 9 { fit * 0.3 } else { fit };
            known += u32::from(fit >= 0.45);
            fits += fit;
        }
    }
    let score = fits - 0.75 * f64::from(data);
    (known >= 2 && score >= 1.2).then_some(score)
}

/// A sparse row above the headings whose words each complete the heading below (`Transaction` / `number`).
fn is_upper_part(above: &Row, main: &Row, subject: Subject) -> bool {
    let filled: Vec<usize> = filled(above).collect();
    if filled.is_empty() || filled == [0] || filled.len() > main.len() {
        return false;
    }
    let mut gains = 0;
    for &column in &filled {
        let (upper, lower) = (above.cell(column), main.cell(column));
        if lower.is_empty() || is_data(upper) || upper.len() > 40 {
            return false;
        }
        gains += u32::from(
            Heading::new(&format!("{upper} {lower}")).best_fit(subject)
                > Heading::new(lower).best_fit(subject) + 0.05,
        );
    }
    gains > 0
}

/// A row below the headings that continues them: words stand where the rows after it hold numbers or dates.
fn is_lower_part(main: &Row, below: &Row, data: &[Row]) -> bool {
    let columns: Vec<usize> = filled(below).collect();
    if columns.is_empty()
        || columns.iter().any(|column| is_data(below.cell(*column)))
        || columns.len() > filled(main).count()
    {
        return false;
    }
    let data: Vec<&Row> = data.iter().filter(|row| !row.is_blank()).take(30).collect();
    columns.iter().any(|column| {
        let numeric = data.iter().filter(|row| is_data(row.cell(*column))).count();
        data.len() >= 2 && numeric * 10 >= data.len() * 8 && below.cell(*column).len() <= 40
    })
}

fn filled(row: &Row) -> impl Iterator<Item = usize> {
    (0..row.len()).filter(|column| !row.cell(*column).is_empty())
}

fn join(rows: &[Row]) -> Vec<String> {
    let width = rows.iter().filter_map(Row::last_filled).max().map_or(0, |last| last + 1);
    (0..width)
        .map(|column| {
            let parts: Vec<String> = rows
                .iter()
                .map(|row| row.cell(column))
                .filter(|cell| !cell.is_empty())
                .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
                .collect();
            parts.join(" ")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(table: &[&str]) -> Vec<Row> {
        table
            .iter()
            .zip(1..)
            .map(|(line, number)| {
                let mut row = Row::default();
                row.begin(number);
                line.split('|').for_each(|cell| row.push(cell));
                row
            })
            .collect()
    }

    #[test]
    fn report_rows_before_the_headings() {
        let sample = rows(&[
            "query agr_getbrowser|||",
            "sort|||",
            "columns|text apar_id|amount|text pay_date__1",
            "|Supplier ID(T)|Amount|Payment Date",
            "subtotal,outline|||",
            "INSERTED DETAIL|Acme Ltd|478|12/04/2023",
        ]);
        let header = find(&sample, Subject::Spend).unwrap();
        assert_eq!((header.main, header.rows.clone()), (3, 3..=3));
        assert_eq!(header.texts[1], "Supplier ID(T)");
    }

    #[test]
    fn headings_over_two_rows() {
        let sample = rows(&[
            "Cost Centre|Supplier|Supplier Name|Payment|Amount",
            "|ID||Date|excl vat",
            "Roads|10002|Acme Ltd|45147|6287.8",
            "Roads|10003|Bolt Ltd|45161|4099",
        ]);
        let header = find(&sample, Subject::Spend).unwrap();
        assert_eq!((header.main, header.rows.clone()), (0, 0..=1));
        assert_eq!(
            header.texts,
            ["Cost Centre", "Supplier ID", "Supplier Name", "Payment Date", "Amount excl vat"]
        );
        let sample = rows(&[
            "Dec-10|||",
            "|||",
            "||Transaction |",
            "Date paid|Supplier|number|Amount",
            "12/12/2010|Acme Ltd|77|5.00",
        ]);
        let header = find(&sample, Subject::Spend).unwrap();
        assert_eq!((header.main, header.rows.clone()), (3, 2..=3));
        assert_eq!(header.texts[2], "Transaction number");
    }

    #[test]
    fn a_table_may_begin_with_data() {
        assert_eq!(
            find(&rows(&["01/04/2011|Acme Ltd|567.16", "02/04/2011|Bolt Ltd|600.00"]), Subject::Spend),
            None
        );
    }
}
