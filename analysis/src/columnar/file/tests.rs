use std::collections::BTreeMap;

use super::{DIGEST, MAGIC, folder::Folder, read, read::decode, write::encode};
use crate::columnar::facts::{Arrivals, Arrived, Fingerprint, Heading, InstitutionFacts, Mark, Names};

fn names() -> Names {
    let mut names = Names::default();
    for id in [7, 5, 1_000_000_000_000] {
        assert!(names.add(id, "a name"));
    }
    names
}

fn facts() -> InstitutionFacts {
    let payment = |number: u16| Arrived {
        document_id: i64::from(number % 3),
        year: 2022 + i32::from(number % 2),
        day: number % 365,
        pence: i64::from(number) - 50,
        name: u32::from(number % 3),
        heading: Heading { label: u32::from(number % 3), department: u32::from(number % 2) },
        mark: Mark { basis: u8::try_from(number % 3).unwrap(), flags: i32::from(number % 5) },
    };
    InstitutionFacts::default().follow(
        (0..3).map(|id| (id, Fingerprint([9; 16]))).collect::<BTreeMap<_, _>>(),
        &[],
        Arrivals {
            payments: (0..100).map(payment).collect(),
            labels: vec!["Works".into(), "Größe".into()],
            departments: vec!["Parks".into()],
        },
    )
}

#[test]
fn facts_come_back_from_their_file() {
    let (facts, names) = (facts(), names());
    let bytes = encode(4, &facts, &names).unwrap();
    assert_eq!(decode(4, &bytes, &names).unwrap(), facts);
    assert_eq!(read::check_facts(&bytes[MAGIC.len() + DIGEST..]), None, "a name beyond 32 bits has no code");
    // Codes of names are those of the reader.
    let mut other = Names::default();
    for id in [1_000_000_000_000, 5, 7] {
        assert!(other.add(id, "a name"));
    }
    let read = decode(4, &bytes, &other).unwrap();
    assert_eq!(encode(4, &read, &other).unwrap(), bytes);
}

#[test]
fn no_changed_or_shortened_file_is_taken() {
    let (facts, names) = (facts(), names());
    let bytes = encode(4, &facts, &names).unwrap();
    for place in 0..bytes.len() {
        let mut changed = bytes.clone();
        changed[place] ^= 0x10;
        assert!(decode(4, &changed, &names).is_err(), "byte {place}");
        assert!(decode(4, &bytes[..place], &names).is_err(), "the first {place} bytes");
    }
    assert_eq!(decode(5, &bytes, &names).unwrap_err(), read::Flaw::OtherInstitution);
    assert_eq!(decode(4, &bytes, &Names::default()).unwrap_err(), read::Flaw::UnknownName);
    assert_eq!(decode(4, b"PK\x03\x04 something else", &names).unwrap_err(), read::Flaw::Foreign);
}

#[test]
fn whatever_stands_behind_a_right_checksum_is_checked() {
    let names = names();
    let bytes = encode(4, &facts(), &names).unwrap();
    let body = &bytes[MAGIC.len() + DIGEST..];
    let mut read = 0;
    for place in 0..body.len() {
        for bit in [0x01, 0x80] {
            let mut changed = body.to_vec();
            changed[place] ^= bit;
            // Read or refused, never a panic; names here may have any key below 2³².
            for (at, id) in changed.windows(8).map(<[u8]>::to_vec).enumerate().collect::<Vec<_>>() {
                if id == 1_000_000_000_000_i64.to_le_bytes() {
                    changed[at..at + 8].copy_from_slice(&3_i64.to_le_bytes());
                }
            }
            read += usize::from(read::check_facts(&changed).is_some());
        }
    }
    assert!(read > 0, "a changed amount is none that can be seen");
}

#[test]
fn a_folder_replaces_files_whole_and_ignores_what_is_no_file_of_facts() {
    let folder = tempfile::tempdir().unwrap();
    let (facts, names) = (facts(), names());
    let files = Folder::new(folder.path().join("new/analysis"));
    assert_eq!(files.read(4, &names), None);
    files.remove(4).unwrap();
    files.write(4, &facts, &names).unwrap();
    files.write(4, &facts, &names).unwrap();
    assert_eq!(files.read(4, &names), Some(facts));
    let path = folder.path().join("new/analysis/spend-4.facts");
    std::fs::write(&path, b"something else").unwrap();
    assert_eq!(files.read(4, &names), None);
    files.remove(4).unwrap();
    assert_eq!(std::fs::read_dir(folder.path().join("new/analysis")).unwrap().count(), 0);
}
