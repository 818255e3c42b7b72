use std::{collections::HashSet, io::Write};

use super::{companies, postcodes};

fn lines(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Vec<Vec<String>> {
    let mut bytes = Vec::new();
    write(&mut bytes).unwrap();
    let mut rows = csv::ReaderBuilder::new().has_headers(false).from_reader(bytes.as_slice());
    rows.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect()
}

#[test]
fn files_have_the_columns_of_their_publishers_and_every_key_once() {
    let companies = lines(|out| companies::write(out, 30_000, 1));
    assert_eq!((companies.len(), companies[0].len()), (30_001, 55));
    let numbers: HashSet<&String> = companies.iter().map(|row| &row[1]).collect();
    assert_eq!(numbers.len(), companies.len());
    let former = companies.iter().skip(1).filter(|row| !row[34].is_empty()).count();
    assert!((2_000..6_000).contains(&former), "{former}");

    let postcodes = lines(|out| postcodes::write(out, 30_000, 1));
    assert_eq!((postcodes.len(), postcodes[0].len()), (30_001, 52));
    let codes: HashSet<&String> = postcodes.iter().map(|row| &row[2]).collect();
    assert_eq!(codes.len(), postcodes.len());
    assert_eq!(lines(|out| postcodes::write(out, 30_000, 1)), postcodes, "repeatable");
}
