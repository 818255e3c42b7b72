//! The demo is repeatable, of the promised size, and has every peculiarity of real files.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{collections::BTreeSet, fs, path::Path};

use anchorhub_demo::{FeedFile, Manifest, Options, generate};

const SMALL: Options = Options { scale: 0.02, seed: 2026 };

/// A small demo in a folder of its own.
struct Demo {
    _folder: tempfile::TempDir,
    manifest: Manifest,
}

impl Demo {
    fn new(options: &Options) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let manifest = generate(folder.path(), options).unwrap();
        Self { _folder: folder, manifest }
    }

    fn files(&self, institution: &str) -> Vec<&FeedFile> {
        let org_id = format!("XI-DEMO-{institution}");
        self.manifest.files.iter().filter(|file| file.institution == org_id).collect()
    }

    /// The bytes of an institution's files, oldest first.
    fn bytes(&self, institution: &str) -> Vec<Vec<u8>> {
        self.files(institution).into_iter().map(|file| fs::read(&file.path).unwrap()).collect()
    }

    /// The same, read as UTF-8; of windows-1252 files the ASCII part.
    fn texts(&self, institution: &str) -> Vec<String> {
        self.bytes(institution)
            .into_iter()
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .collect()
    }
}

fn count_of(texts: &[String], wanted: &str) -> usize {
    texts.iter().filter(|text| text.contains(wanted)).count()
}

fn repeated_lines(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    lines.len() - lines.iter().collect::<BTreeSet<_>>().len()
}

#[test]
fn the_same_seed_gives_the_same_bytes() {
    let (first, second) = (Demo::new(&SMALL), Demo::new(&SMALL));
    let other = Demo::new(&Options { seed: 1, ..SMALL });
    assert_eq!(first.manifest.files.len(), second.manifest.files.len());
    let mut differing = 0;
    for (index, file) in first.manifest.files.iter().enumerate() {
        let bytes = fs::read(&file.path).unwrap();
        assert_eq!(bytes, fs::read(&second.manifest.files[index].path).unwrap(), "{}", file.path.display());
        assert_eq!(file.expected, second.manifest.files[index].expected);
        differing += usize::from(bytes != fs::read(&other.manifest.files[index].path).unwrap());
    }
    assert_eq!(differing, first.manifest.files.len());
    let of = |demo: &Demo| -> Vec<Vec<u8>> {
        let notices = demo.manifest.notices.iter().map(|file| &file.path);
        let registers = demo.manifest.registers.iter().map(|file| &file.path);
        notices.chain(registers).map(|path| fs::read(path).unwrap()).collect()
    };
    assert!(of(&first) == of(&second) && of(&first) != of(&other));
    assert_eq!(first.manifest.contracts, second.manifest.contracts);
}

#[test]
fn the_whole_demo_has_the_promised_size() {
    let demo = Demo::new(&Options::default());
    let payments: u64 = demo.manifest.files.iter().map(|file| file.expected.payments).sum();
    assert!((150_000..300_000).contains(&payments), "{payments}");
    let institutions: BTreeSet<&str> =
        demo.manifest.files.iter().map(|file| file.institution.as_str()).collect();
    assert!(institutions.len() >= 12);
    for institution in institutions {
        let files: Vec<_> =
            demo.manifest.files.iter().filter(|file| file.institution == institution).collect();
        let quarterly = files[0].period.contains('Q');
        assert_eq!(files.len(), if quarterly { 8 } else { 24 }, "{institution}");
        assert_eq!(files.last().unwrap().period, if quarterly { "2026-Q1" } else { "2026-03" });
    }
}

#[test]
fn everything_says_that_it_is_made_up() {
    let demo = Demo::new(&SMALL);
    let paths = demo.manifest.files.iter().map(|file| &file.path);
    let paths = paths.chain(demo.manifest.notices.iter().map(|file| &file.path));
    let paths = paths.chain(demo.manifest.registers.iter().map(|file| &file.path));
    for path in paths.chain([&demo.manifest.institutions, &demo.manifest.areas]) {
        assert!(
            path.file_name().unwrap().to_str().unwrap().starts_with("demo-invented-"),
            "{}",
            path.display()
        );
    }
    let institutions = fs::read_to_string(&demo.manifest.institutions).unwrap();
    assert!(institutions.starts_with("org_id,name,kind,home_area,group\n"));
    assert!(institutions.lines().skip(1).all(|line| line.starts_with("XI-DEMO-") && line.contains("(demo)")));
    assert!(fs::read_to_string(&demo.manifest.areas).unwrap().starts_with("code,kind,name,parent\n"));
}

#[test]
fn report_queries_totals_and_blank_rows() {
    let demo = Demo::new(&SMALL);
    let texts = demo.texts("BRINDLEMOOR");
    assert_eq!(count_of(&texts, "INSERTED DETAIL,7000"), 16);
    assert_eq!(count_of(&texts, "\r\n,Supplier ID,Supplier ID(T),Amount,"), 16);
    assert_eq!(count_of(&texts, "\u{feff}Supplier ID,Supplier ID(T),Amount,"), 8);
    assert_eq!(count_of(&texts, "\"subtotal,outline \",,"), 16);
    assert!(count_of(&texts, "\r\nINSERTED FOOTER,,,\"") > 2 && count_of(&texts, "\r\n,,\"") > 2);
    for file in demo.files("BRINDLEMOOR") {
        let text = fs::read_to_string(&file.path).unwrap();
        let pounds = total_of(&text).map(|total| total.replace([',', '.'], "").parse::<i64>().unwrap());
        assert_eq!(pounds.is_some(), file.expected.rejected.contains_key("HIDDEN_TOTAL"));
        assert!(pounds.is_none_or(|pence| pence == file.expected.net_pence), "{}", file.period);
    }
    let blank: u64 = demo.files("BRINDLEMOOR").iter().map(|file| file.expected.blank).sum();
    assert!(blank >= 8);
    assert_eq!(count_of(&demo.texts("MIDMERE-ICB"), "\r\nTotal,,,,,,,"), 24);
    assert_eq!(count_of(&demo.texts("MIDMERE-ICB"), "Demo data, invented\",,,"), 24);
}

/// The amount in a row that has nothing else.
fn total_of(text: &str) -> Option<&str> {
    let row = text.lines().find(|line| line.starts_with("INSERTED FOOTER,,,") || line.starts_with(",,\""))?;
    row.split('"').nth(1)
}

#[test]
fn one_header_spelled_eight_ways_in_windows_1252() {
    let demo = Demo::new(&SMALL);
    let mut headers = BTreeSet::new();
    for bytes in demo.bytes("CORVENHAM") {
        assert!(String::from_utf8(bytes.clone()).is_err());
        assert!(bytes.contains(&0xa3) && bytes.contains(&0xe9), "£ and é");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let header: Vec<&str> = text.lines().next().unwrap().split(',').collect();
        headers.insert(header[3].to_owned());
        assert!(repeated_lines(&text) > 0);
    }
    assert_eq!(headers.len(), 8);
    assert!(count_of(&demo.texts("CORVENHAM"), "REDACTED PERSONAL DATA") > 10);
}

#[test]
fn shifted_rows_empty_columns_and_two_date_styles() {
    let demo = Demo::new(&SMALL);
    let texts = demo.texts("SALTMARROW");
    assert!(texts.iter().all(|text| text.contains("Amount SUM") && text.contains(",102")));
    assert!(count_of(&texts, "-Apr-2025,") > 0 && count_of(&texts, "/05/2025,") > 0);
    assert!(count_of(&texts, &",".repeat(250)) > 2);
    let shifted: u64 = demo
        .files("SALTMARROW")
        .iter()
        .filter_map(|file| file.expected.rejected.get("SHIFTED_COLUMNS"))
        .sum();
    let lines = texts
        .iter()
        .flat_map(|text| text.lines())
        .filter(|line| line.starts_with("Saltmarrow, Metro"))
        .count();
    assert_eq!((shifted, lines), (12, 12));
}

#[test]
fn no_transaction_numbers_and_a_header_that_loses_columns() {
    let demo = Demo::new(&SMALL);
    let texts = demo.texts("HESTRELOW");
    assert!(
        texts.iter().all(|text| repeated_lines(text) > 0 && !text.to_lowercase().contains("transaction no"))
    );
    assert_eq!(count_of(&texts, "PUBLISHED VENDOR NAME"), 6);
    assert!(
        count_of(&texts, "/05/2025,") == 0
            && count_of(&texts, "-05-2025,") == 1
            && count_of(&texts, "/04/2025,") == 1
    );
    assert!(
        demo.bytes("HESTRELOW")
            .iter()
            .all(|bytes| bytes.contains(&0xa3) && String::from_utf8(bytes.clone()).is_err())
    );
}

#[test]
fn line_breaks_in_headers_site_suffixes_and_a_reversal() {
    let demo = Demo::new(&SMALL);
    let texts = demo.texts("WEXWARREN");
    assert!(texts.iter().all(|text| text.contains("\n(Higher Level)\"") && text.contains("Effective Date")));
    assert!(count_of(&texts, "NHS TRUST 001") > 0 && count_of(&texts, "#4") > 0);
    assert!(count_of(&texts, "30.04.2025") == 1 && count_of(&texts, ",\"2,") > 0);
    let month = texts.iter().find(|text| text.contains("\"212,004,911.37\"")).unwrap();
    let day = |amount: &str| {
        let line = month.lines().find(|line| line.contains(amount)).unwrap();
        line.split(',').nth(6).unwrap().to_owned()
    };
    assert_eq!(day("\"212,004,911.37\""), day("\"-212,004,911.37\""));
}

#[test]
fn two_row_headers_and_serial_dates() {
    for text in Demo::new(&SMALL).texts("MIDMERE-CA") {
        let rows: Vec<Vec<&str>> = text.lines().map(|line| line.split(',').collect()).collect();
        assert_eq!((rows[0][7], rows[1][7]), ("Amount", "excl vat"));
        let serial: u32 = rows[2].iter().rev().nth(1).unwrap().parse().unwrap();
        assert!((45_383..46_113).contains(&serial), "{serial}");
    }
}

#[test]
fn marks_delimiters_line_ends_and_credits() {
    let demo = Demo::new(&SMALL);
    let dunmarrow = demo.texts("DUNMARROW");
    assert!(
        dunmarrow
            .iter()
            .all(|text| text.starts_with("\u{feff}Directorate;") && text.contains("Gross Amount;VAT;Net"))
    );
    assert_eq!(count_of(&dunmarrow, ";("), 12);
    assert_eq!(count_of(&dunmarrow, "-;"), 12);
    assert!(demo.texts("MARROWDALE-CARE").iter().all(|text| text.starts_with("ï»¿Department Family\t")));
    let trust = demo.texts("KESTRINGTON-HOSPITALS");
    assert!(trust.iter().all(|text| text.contains('\r') && !text.contains('\n') && text.contains("\"£")));
    assert!(
        demo.texts("UNI-CORVENHAM").iter().all(|text| text.contains("inc VAT") && text.contains("day, "))
    );
    assert!(
        demo.texts("UNI-KESTRINGTON").iter().all(|text| text.contains(",1990") && text.contains(",SME,"))
    );
}

#[test]
fn workbooks_have_two_sheets() {
    let demo = Demo::new(&SMALL);
    let files = demo.files("KESTRINGTON");
    assert_eq!(files.len(), 8);
    for file in files {
        let mut archive = zip::ZipArchive::new(fs::File::open(&file.path).unwrap()).unwrap();
        let mut read = |name: &str| std::io::read_to_string(archive.by_name(name).unwrap()).unwrap();
        assert!(read("xl/workbook.xml").contains("name=\"Purchase cards\""));
        let rows = |xml: String| xml.matches("<row ").count() as u64;
        // A title, an empty row and a header on the first sheet, a header on the second.
        let found = rows(read("xl/worksheets/sheet1.xml")) + rows(read("xl/worksheets/sheet2.xml")) - 4;
        assert_eq!(found, file.expected.payments);
    }
}

#[test]
fn a_bad_scale_or_folder_is_refused() {
    for scale in [0.0, -1.0, f64::NAN, 101.0] {
        let error = generate(Path::new("/nonexistent"), &Options { scale, seed: 1 }).unwrap_err();
        assert_eq!(error.code(), "DEMO_BAD_SCALE");
    }
    let file = tempfile::NamedTempFile::new().unwrap();
    let error = generate(file.path(), &SMALL).unwrap_err();
    assert_eq!(error.code(), "DEMO_WRITE_FAILED");
}
