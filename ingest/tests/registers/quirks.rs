//! Any register rendered with any of the known quirks reads back to the same contracts.

use std::io::Write as _;

use anchorhub_entities::VatBasis;
use anchorhub_ingest::{
    Caps, IngestError,
    decode::{Source, TextHints},
    progress::Silent,
    registers::{RegisterEvent, RegisterReader, RegisterSink},
};
use chrono::{Days, NaiveDate};
use proptest::prelude::*;

#[derive(Clone, Debug, PartialEq)]
struct Contract {
    reference: String,
    title: String,
    supplier: String,
    pence: i64,
    starts: NaiveDate,
    ends: NaiveDate,
    sme: Option<bool>,
}

/// Reference, title, supplier, value, start, end, SME.
const HEADINGS: [[&str; 7]; 4] = [
    [
        "Contract Reference",
        "Contract Title",
        "Supplier Name",
        "Contract Value",
        "Start Date",
        "End Date",
        "SME",
    ],
    [
        "Ref",
        "Title of agreement",
        "Contractor",
        "Total Value (£)",
        "Commencement",
        "Expiry Date",
        "SME Supplier?",
    ],
    [
        "Contract ID",
        "Name of contract",
        "Supplier name and details",
        "Value of contract",
        "Contract Start",
        "Contract End",
        "Is the supplier an SME?",
    ],
    ["Reference number", "TITLE", "SUPPLIER", "Sum to be paid", "START", "END", "SME (Y/N)"],
];

#[derive(Clone, Debug)]
struct Quirks {
    heading: usize,
    two_row_heading: bool,
    preamble: usize,
    leading_column: bool,
    trailing_columns: usize,
    date_style: usize,
    value_style: usize,
    flag_style: usize,
    delimiter: char,
    line_end: usize,
    encoding: usize,
    quote_all: bool,
    blank_every: usize,
    total: bool,
    section: bool,
}

fn quirks() -> impl Strategy<Value = Quirks> {
    let shape = (0..HEADINGS.len(), any::<bool>(), 0..6_usize, any::<bool>(), 0..4_usize);
    let styles =
        (0..6_usize, 0..5_usize, 0..3_usize, prop_oneof![Just(','), Just(';'), Just('\t')], 0..3_usize);
    let rest = (0..4_usize, any::<bool>(), 0..5_usize, any::<bool>(), any::<bool>());
    (shape, styles, rest).prop_map(
        |(
            (heading, two_row_heading, preamble, leading_column, trailing_columns),
            (date_style, value_style, flag_style, delimiter, line_end),
            (encoding, quote_all, blank_every, total, section),
        )| Quirks {
            heading,
            two_row_heading,
            preamble,
            leading_column,
            trailing_columns,
            date_style,
            value_style,
            flag_style,
            delimiter,
            line_end,
            encoding,
            quote_all,
            blank_every,
            total,
            section,
        },
    )
}

fn contracts() -> impl Strategy<Value = Vec<Contract>> {
    let supplier = prop_oneof![
        "[A-Z][a-z]{3,9} (Ltd|Limited|plc|LLP|Services)",
        "[A-Z][a-z]{3,9} & Sons",
        Just("Café Élan, Catering and Events".to_owned()),
        Just("O'Neill \"The Baker\"".to_owned()),
        Just("Total Fitness UK".to_owned()),
    ];
    let one = (
        "C[0-9]{3,5}",
        "[A-Z][a-z]{2,9} (and|of|for) [a-z]{3,12}",
        supplier,
        200..90_000_000_i64,
        0..9_000_u64,
        0..3_000_u64,
        any::<Option<bool>>(),
    )
        .prop_filter("nines stand in for an unknown value", |(_, _, _, pence, ..)| {
            !pence.to_string().trim_end_matches('0').bytes().all(|digit| digit == b'9')
        })
        .prop_map(|(reference, title, supplier, pence, start, length, sme)| {
            let starts = NaiveDate::from_ymd_opt(2004, 1, 1).unwrap() + Days::new(start);
            Contract { reference, title, supplier, pence, starts, ends: starts + Days::new(length), sme }
        });
    prop::collection::vec((one, 1..3_usize), 10..30)
        .prop_map(|rows| rows.into_iter().flat_map(|(row, times)| std::iter::repeat_n(row, times)).collect())
}

impl Quirks {
    fn write(&self, contracts: &[Contract]) -> Vec<u8> {
        let mut lines: Vec<Vec<String>> = (0..self.preamble)
            .map(|line| {
                if line % 2 == 0 {
                    vec!["Register of contracts over £5,000".to_owned()]
                } else {
                    vec![String::new()]
                }
            })
            .collect();
        if self.two_row_heading {
            lines.push(self.row(
                ["Contract", "Contract", "Supplier", "Contract", "Start", "End", "SME"].map(str::to_owned),
            ));
            lines.push(
                self.row(["Reference", "Title", "Name", "Value", "Date", "Date", ""].map(str::to_owned)),
            );
        } else {
            lines.push(self.row(HEADINGS[self.heading].map(str::to_owned)));
        }
        for (index, contract) in contracts.iter().enumerate() {
            if self.blank_every > 0 && index % self.blank_every == 1 {
                lines.push(self.row(Default::default()));
            }
            lines.push(self.row([
                contract.reference.clone(),
                contract.title.clone(),
                contract.supplier.clone(),
                self.value(contract.pence),
                self.date(contract.starts),
                self.date(contract.ends),
                self.flag(contract.sme).to_owned(),
            ]));
        }
        let empty = String::new;
        if self.section {
            lines.push(self.row([
                empty(),
                "Adult services".to_owned(),
                empty(),
                empty(),
                empty(),
                empty(),
                empty(),
            ]));
        }
        if self.total {
            let sum = contracts.iter().map(|contract| contract.pence).sum();
            lines.push(self.row([
                empty(),
                "Total".to_owned(),
                empty(),
                self.value(sum),
                empty(),
                empty(),
                empty(),
            ]));
        }
        self.encode(&lines)
    }

    fn row(&self, cells: [String; 7]) -> Vec<String> {
        let mut cells = cells.to_vec();
        if self.leading_column {
            cells.insert(0, String::new());
        }
        cells.extend(std::iter::repeat_n(String::new(), self.trailing_columns));
        cells
    }

    fn date(&self, date: NaiveDate) -> String {
        let format = ["%d/%m/%Y", "%d-%m-%Y", "%Y-%m-%d", "%d-%b-%Y", "%d %B %Y"];
        match format.get(self.date_style) {
            Some(format) => date.format(format).to_string(),
            None => (date - NaiveDate::from_ymd_opt(1899, 12, 30).unwrap()).num_days().to_string(),
        }
    }

    fn value(&self, pence: i64) -> String {
        let plain = format!("{}.{:02}", pence / 100, pence % 100);
        match self.value_style {
            0 => plain,
            1 => format!("£{plain}"),
            2 => format!("GBP {plain}"),
            3 => format!("£{plain} (ex VAT)"),
            _ => format!("  {plain} "),
        }
    }

    fn flag(&self, sme: Option<bool>) -> &'static str {
        match (sme, self.flag_style) {
            (None, _) => "",
            (Some(true), 0) => "Yes",
            (Some(false), 0) => "No",
            (Some(true), 1) => "Y",
            (Some(false), 1) => "N",
            (Some(true), _) => "SME",
            (Some(false), _) => "Large",
        }
    }

    fn encode(&self, lines: &[Vec<String>]) -> Vec<u8> {
        let end = ["\r\n", "\n", "\r"][self.line_end];
        let mut text = String::new();
        for cells in lines {
            let cells: Vec<String> = cells
                .iter()
                .map(|cell| {
                    if self.quote_all || cell.contains([self.delimiter, '"']) {
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
            2 => [[0xff, 0xfe].to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat(),
            _ => text.chars().map(|c| u8::try_from(u32::from(c)).unwrap_or(b'?')).collect(),
        }
    }
}

#[derive(Default)]
struct Collected(Vec<Contract>);

impl RegisterSink for Collected {
    fn take(&mut self, event: RegisterEvent<'_>) -> Result<(), IngestError> {
        if let RegisterEvent::Contract { contract, .. } = event {
            let text = |text: Option<String>| text.unwrap_or_default();
            self.0.push(Contract {
                reference: text(contract.reference),
                title: text(contract.title),
                supplier: contract
                    .suppliers
                    .first()
                    .map(|supplier| supplier.name.clone())
                    .unwrap_or_default(),
                pence: contract.value_pence.unwrap_or_default(),
                starts: contract.starts_on.unwrap_or_default(),
                ends: contract.ends_on.unwrap_or_default(),
                sme: contract.sme,
            });
        }
        Ok(())
    }
}

fn read(bytes: &[u8]) -> Result<(Vec<Contract>, u64), IngestError> {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(bytes).unwrap();
    let source = Source::open(file.path(), TextHints::default(), Caps::default(), &Silent)?;
    let reader = RegisterReader { source: &source, adapter: None, vat_basis: VatBasis::Unknown };
    let mut collected = Collected::default();
    let total = reader.read(&mut collected, &Silent)?.total;
    assert_eq!(total.rows, total.contracts + total.rejected + total.blank);
    Ok((collected.0, total.rejected))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn any_register_with_any_quirk_reads_back(contracts in contracts(), quirks in quirks()) {
        let (read, rejected) = read(&quirks.write(&contracts)).unwrap();
        prop_assert_eq!(read, contracts);
        prop_assert_eq!(rejected, u64::from(quirks.total) + u64::from(quirks.section));
    }
}
