//! The labelled files, where they lie beside the checkout: what others found published names to be.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use anchorhub_identity::name_key;

/// A file of labels.
pub(crate) struct Labels {
    pub(crate) title: &'static str,
    pub(crate) scheme: &'static str,
    /// Published name, the number that it has, and how many payments bear it.
    pub(crate) pairs: BTreeMap<(String, String), u64>,
    /// The register that the labels name: number and name.
    pub(crate) entries: BTreeMap<String, String>,
}

/// The folder of the files; none where they are not.
pub(crate) fn folder() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/matching");
    folder.is_dir().then_some(folder)
}

/// All files of labels.
pub(crate) fn read(folder: &Path) -> Vec<Labels> {
    let companies = |title, file: &str| {
        let columns = ["beneficiary_name", "company_number", "company_name", "org_short_name"];
        let rows = rows(&folder.join("nwod").join(file), columns);
        // A row is a payment.
        labels(title, "GB-COH", rows.into_iter().map(|[name, number, company, _]| (name, number, company, 1)))
    };
    let charities = rows(
        &folder.join("nhs_supplier_to_charity.csv"),
        ["query_string_n", "CharityRegNo", "CharityName", "count"],
    );
    let ods = rows(
        &folder.join("nhs_supplier_to_ods.csv"),
        ["query_string_n", "verif_match", "verif_match", "count"],
    );
    vec![
        companies("companies, Bolton", "gmca_bolton_2019.csv"),
        companies("companies, Oldham", "gmca_oldham_2019.csv"),
        labels(
            "NHS organisations",
            "GB-NHS",
            // These labels are names: two that differ only in THE are one organisation.
            ods.into_iter()
                .filter(|row| row[1] != "No Match")
                .map(|[name, label, _, payments]| (name, name_key(&label), label, count(&payments))),
        ),
        labels(
            "charities",
            "GB-CHC",
            charities.into_iter().map(|[name, number, charity, payments]| {
                (name, number.trim_end_matches(".0").to_owned(), charity, count(&payments))
            }),
        ),
    ]
}

fn labels(
    title: &'static str,
    scheme: &'static str,
    rows: impl Iterator<Item = (String, String, String, u64)>,
) -> Labels {
    let (mut pairs, mut entries) = (BTreeMap::new(), BTreeMap::new());
    for (name, number, entry, payments) in rows {
        if name.is_empty() || number.is_empty() {
            continue;
        }
        *pairs.entry((name, number.clone())).or_insert(0) += payments;
        entries.entry(number).or_insert(entry);
    }
    Labels { title, scheme, pairs, entries }
}

fn rows(file: &Path, columns: [&str; 4]) -> Vec<[String; 4]> {
    let bytes = std::fs::read(file).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let headings = reader.headers().unwrap().clone();
    let places = columns.map(|column| headings.iter().position(|heading| heading.trim() == column).unwrap());
    reader
        .records()
        .map(|record| {
            let record = record.unwrap();
            places.map(|place| record.get(place).unwrap_or_default().trim().to_owned())
        })
        .collect()
}

fn count(payments: &str) -> u64 {
    payments.trim_end_matches(".0").parse().unwrap_or(1)
}
