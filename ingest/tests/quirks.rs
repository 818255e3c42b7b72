//! Any table, written with any of the known quirks, reads back to the same payments.

#![allow(clippy::unwrap_used, reason = "test code")]

use std::io::Write;

use anchorhub_entities::VatBasis;
use anchorhub_ingest::{
    Caps, IngestError,
    decode::{Source, TextHints},
    progress::Silent,
    spend::{RowEvent, Sink, SpendReader},
};
use chrono::{Datelike, Days, NaiveDate};
use proptest::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq)]
struct Payment {
    date: NaiveDate,
    payee: String,
    pence: i64,
}

/// How a publisher writes a file.
#[derive(Clone, Debug)]
struct Quirks {
    heading: usize,
    two_row_heading: bool,
    preamble: usize,
    leading_column: bool,
    trailing_columns: usize,
    date_style: usize,
    amount_style: usize,
    delimiter: char,
    line_end: usize,
    encoding: usize,
    quote_all: bool,
    blank_every: usize,
    hidden_total: bool,
    footer: bool,
}

const HEADINGS: [[&str; 3]; 8] = [
    ["Date", "Supplier", "Amount"],
    ["Payment Date", "Supplier Name", "Net Amount"],
    ["Pay Date ", " Supplier(T) ", " Amount "],
    ["Date\nPaid", "PUBLISHED VENDOR NAME", "Amount\nexcl VAT"],
    ["4 Date", "6 Supplier", "8 Amount £"],
    ["DATE_OF_PAYMENT", "SUPLIER", "TOTAL"],
    ["Transaction Date", "Beneficiary", "Amount SUM"],
    ["PaymentDate", "Supplier(Beneficiary) Name", "Invoice Line Value (net of VAT)"],
];

fn quirks() -> impl Strategy<Value = Quirks> {
    (
        (
            0..HEADINGS.len(),
            any::<bool>(),
            0..9_usize,
            any::<bool>(),
            prop_oneof![Just(0_usize), Just(3), Just(250)],
        ),
        (0..7_usize, 0..6_usize, prop_oneof![Just(','), Just(';'), Just('\t')], 0..3_usize, 0..6_usize),
        (any::<bool>(), prop_oneof![Just(0_usize), 2..9_usize], any::<bool>(), any::<bool>()),
    )
        .prop_map(
            |(
                (heading, two_row_heading, preamble, leading_column, trailing_columns),
                (date_style, amount_style, delimiter, line_end, encoding),
                (quote_all, blank_every, hidden_total, footer),
            )| Quirks {
                heading,
                two_row_heading,
                preamble,
                leading_column,
                trailing_columns,
                date_style,
                amount_style,
                delimiter,
                line_end,
                encoding,
                quote_all,
                blank_every,
                hidden_total,
                footer,
            },
        )
}

fn payments() -> impl Strategy<Value = Vec<Payment>> {
    let names = prop_oneof![
        "[A-Z][a-z]{3,9} (Ltd|Limited|plc|LLP|Services)",
        "[A-Z][a-z]{3,9} & Sons",
        Just("Café Élan, Catering; Events".to_owned()),
        Just("O'Neill \"The Baker\"".to_owned()),
        Just("REDACTED PERSONAL DATA".to_owned()),
        Just("Total Fitness UK".to_owned()),
        Just("Ward Trust 001".to_owned()),
    ];
    let one = (0..28_u64, names, prop_oneof![-9_000_000..9_000_000_i64, 1..500_i64]).prop_map(
        |(day, payee, pence)| Payment {
            date: NaiveDate::from_ymd_opt(2023, 4, 1).unwrap() + Days::new(day),
            payee,
            pence,
        },
    );
    // Exact repeats are common and real.
    prop::collection::vec((one, 1..3_usize), 6..60)
        .prop_map(|rows| rows.into_iter().flat_map(|(row, times)| std::iter::repeat_n(row, times)).collect())
}

impl Quirks {
    fn write(&self, payments: &[Payment]) -> Vec<u8> {
        let mut lines: Vec<Vec<String>> = Vec::new();
        for line in 0..self.preamble {
            lines.push(if line % 3 == 0 {
                vec!["Spend over £250, April 2023".to_owned()]
            } else {
                vec![String::new()]
            });
        }
        let heading = HEADINGS[self.heading].map(str::to_owned).to_vec();
        if self.two_row_heading {
            // Words of the headings below the first ones, as report writers break them.
            lines.push(self.row(vec!["Payment".into(), "Supplier Name".into(), "Amount".into()]));
            lines.push(self.row(vec!["Date".into(), String::new(), "excl vat".into()]));
        } else {
            lines.push(self.row(heading));
        }
        let mut sum = 0;
        for (index, payment) in payments.iter().enumerate() {
            if self.blank_every > 0 && index % self.blank_every == 1 {
                lines.push(self.row(vec![String::new(); 3]));
            }
            sum += payment.pence;
            lines.push(self.row(vec![
                self.date(payment.date),
                payment.payee.clone(),
                self.amount(payment.pence),
            ]));
        }
        if self.hidden_total {
            lines.push(self.row(vec![String::new(), String::new(), self.amount(sum)]));
        }
        if self.footer {
            lines.push(vec!["footer".to_owned()]);
        }
        self.encode(&lines)
    }

    fn row(&self, mut cells: Vec<String>) -> Vec<String> {
        // The purpose stands between payee and amount.
        cells.insert(
            2,
            if cells.iter().all(String::is_empty) { String::new() } else { "Purpose of spend".to_owned() },
        );
        if self.leading_column {
            cells.insert(0, String::new());
        }
        cells.extend(std::iter::repeat_n(String::new(), self.trailing_columns));
        cells
    }

    fn date(&self, date: NaiveDate) -> String {
        match self.date_style {
            0 => date.format("%d/%m/%Y").to_string(),
            1 => date.format("%d-%m-%Y").to_string(),
            2 => date.format("%d.%m.%Y").to_string(),
            3 => date.format("%d-%b-%Y").to_string(),
            4 => date.format("%Y-%m-%d").to_string(),
            5 => (date.num_days_from_ce()
                - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap().num_days_from_ce())
            .to_string(),
            _ => date.format("%A, %B %d, %Y").to_string(),
        }
    }

    fn amount(&self, pence: i64) -> String {
        let (negative, magnitude) = (pence < 0, pence.unsigned_abs());
        let whole = (magnitude / 100).to_string();
        let mut grouped = String::new();
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                grouped.push(',');
            }
            grouped.push(digit);
        }
        let decimals = magnitude % 100;
        match (self.amount_style, negative) {
            (0, false) => format!("{whole}.{decimals:02}"),
            (0, true) => format!("-{whole}.{decimals:02}"),
            (1, false) => format!("£{grouped}.{decimals:02}"),
            (1, true) => format!("-£{grouped}.{decimals:02}"),
            (2, true) => format!("({grouped}.{decimals:02})"),
            (3, true) => format!("{grouped}.{decimals:02}-"),
            (4, _) if decimals == 0 => format!("{}{whole}", if negative { "-" } else { "" }),
            (5, _) => format!("  {}{grouped}.{decimals:02} ", if negative { "-" } else { "" }),
            (_, true) => format!("-{grouped}.{decimals:02}"),
            (_, false) => format!("{grouped}.{decimals:02}"),
        }
    }

    fn encode(&self, lines: &[Vec<String>]) -> Vec<u8> {
        let end = ["\r\n", "\n", "\r"][self.line_end];
        let mut text = String::new();
        for cells in lines {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| {
                    let needs = cell.contains([self.delimiter, '"', '\n', '\r']);
                    if self.quote_all || needs {
                        format!("\"{}\"", cell.replace('"', "\"\""))
                    } else {
                        cell.clone()
                    }
                })
                .collect();
            text += &cells.join(&self.delimiter.to_string());
            text += end;
        }
        match self.encoding {
            0 => text.into_bytes(),
            1 => ["\u{feff}".as_bytes(), text.as_bytes()].concat(),
            2 => ["ï»¿".as_bytes(), text.as_bytes()].concat(),
            3 => [[0xff, 0xfe].to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
            // £ é É “ in an eight-bit encoding.
            4 => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
            _ => text
                .chars()
                .map(|c| match c {
                    '£' => 0x9c,
                    'é' => 0x82,
                    'É' => 0x90,
                    c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
                })
                .collect(),
        }
    }
}

#[derive(Default)]
struct Collected(Vec<Payment>);

impl Sink for Collected {
    fn take(&mut self, event: RowEvent<'_>) -> Result<(), IngestError> {
        if let RowEvent::Payment { draft, .. } = event {
            self.0.push(Payment { date: draft.date, payee: draft.payee.to_owned(), pence: draft.pence });
        }
        Ok(())
    }
}

fn read(bytes: &[u8]) -> Result<(Vec<Payment>, u64, u64), IngestError> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let source = Source::open(file.path(), TextHints::default(), Caps::default(), &Silent)?;
    let received = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let reader = SpendReader {
        source: &source,
        adapter: None,
        period: None,
        vat_basis: VatBasis::Unknown,
        threshold: None,
        received,
    };
    let mut collected = Collected::default();
    let read = reader.read(false, &mut collected, &Silent)?;
    assert_eq!(read.total.rows, read.total.payments + read.total.rejected + read.total.blank);
    Ok((collected.0, read.total.rejected, read.total.blank))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn any_table_with_any_quirk_reads_back(payments in payments(), quirks in quirks()) {
        let (read, rejected, _) = read(&quirks.write(&payments)).unwrap();
        prop_assert_eq!(read, payments);
        prop_assert_eq!(rejected, u64::from(quirks.hidden_total) + u64::from(quirks.footer));
    }
}
