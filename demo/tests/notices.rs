//! The releases of the demo are read whole, and what is odd about them is what was put there.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::File,
    io::BufReader,
};

use anchorhub_demo::{Manifest, NoticeFile, Options, generate};
use anchorhub_ocds::{Caps, Release, Releases, Rules, warnings};
use serde_json::Value;

fn releases(file: &NoticeFile) -> Vec<Release> {
    let reader = BufReader::new(File::open(&file.path).unwrap());
    Releases::new(reader, Caps::default()).map(|release| release.unwrap()).collect()
}

/// Reads every file of releases; returns the codes of all warnings.
fn read_back(options: &Options) -> BTreeSet<String> {
    let folder = tempfile::tempdir().unwrap();
    let Manifest { notices, contracts, .. } = generate(folder.path(), options).unwrap();
    let (mut all, mut processes) = (BTreeSet::new(), BTreeSet::new());
    for file in &notices {
        let name = file.path.display();
        let releases = releases(file);
        assert_eq!(releases.len() as u64, file.expected.releases, "releases of {name}");
        let known = releases.iter().filter(|release| !all.insert(release.text().to_owned())).count();
        assert_eq!(known as u64, file.expected.known, "known releases of {name}");
        let of_file: BTreeSet<&str> = releases.iter().map(Release::ocid).collect();
        assert_eq!(of_file.len() as u64, file.expected.processes, "processes of {name}");
        processes.extend(of_file.into_iter().map(str::to_owned));
        let mut found: BTreeMap<String, u64> = BTreeMap::new();
        for release in &releases {
            let codes: BTreeSet<&str> = warnings::check(release, &Rules::default())
                .iter()
                .map(|warning| warning.code.code())
                .collect();
            for code in codes {
                *found.entry(code.to_owned()).or_default() += 1;
            }
        }
        assert_eq!(found, file.expected.warnings, "warnings of {name}");
    }
    assert_eq!(all.len() as u64, contracts.releases);
    assert_eq!(processes.len() as u64, contracts.processes);
    notices.into_iter().flat_map(|file| file.expected.warnings.into_keys()).collect()
}

#[test]
fn every_release_is_read_and_every_oddity_is_seen() {
    let found = read_back(&Options { scale: 0.2, seed: 2026 });
    let not_of_one_release = ["DATE_MISSING", "DATE_UNREADABLE", "RELEASE_CORRECTED"];
    let wanted: BTreeSet<String> = warnings::WarningCode::ALL
        .iter()
        .map(|code| code.code().to_owned())
        .filter(|code| !not_of_one_release.contains(&code.as_str()))
        .collect();
    assert_eq!(found, wanted);
}

#[test]
fn another_seed_at_the_smallest_scale_is_read_as_well() {
    read_back(&Options { scale: 0.001, seed: 99 });
}

/// The releases of a whole demo, of both portals.
fn all_releases() -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let manifest = generate(folder.path(), &Options::default()).unwrap();
    assert!((1_000..2_000).contains(&manifest.contracts.distinct), "{:?}", manifest.contracts);
    let texts = manifest.notices.iter().flat_map(releases).map(|release| release.text().to_owned());
    // One number is too large for any type.
    texts.map(|text| serde_json::from_str(&text.replace("1e9999", "0")).unwrap()).collect()
}

/// Every text that stands somewhere in a value, with the names of the fields around it.
fn texts(value: &Value, path: &str, found: &mut impl FnMut(&str, &str)) {
    match value {
        Value::String(text) => found(path, text),
        Value::Array(items) => items.iter().for_each(|item| texts(item, path, found)),
        Value::Object(fields) => {
            fields.iter().for_each(|(name, value)| texts(value, &format!("{path}.{name}"), found));
        }
        _ => {}
    }
}

#[test]
fn every_type_of_notice_is_there_and_nothing_is_real() {
    let mut types = BTreeSet::new();
    for release in all_releases() {
        texts(&release, "", &mut |path, text| match path {
            ".ocid" | ".relatedProcesses.identifier" => assert!(text.starts_with("ocds-demo0"), "{text}"),
            ".id" => assert!(text.starts_with('D') || text.starts_with("demo-"), "{text}"),
            ".tender.title" | ".awards.title" | ".contracts.title" => {
                assert!(text.contains("(demo)"), "{path} {text}");
            }
            ".parties.name" => assert!(text.to_lowercase().contains("demo"), "{text}"),
            ".parties.identifier.scheme" => assert!(["XI-DEMO", "GB-COH"].contains(&text), "{text}"),
            ".parties.identifier.id" => {
                assert!(
                    text.starts_with("1990")
                        || text.starts_with("1901")
                        || text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-')
                );
            }
            _ if path.ends_with(".noticeType") => {
                types.insert(text.to_owned());
            }
            _ if path.ends_with(".url") || path.ends_with(".uri") => {
                assert!(text.contains(".example/"), "{text}");
            }
            _ => {}
        });
    }
    let wanted = [1, 2, 3, 4, 5, 6, 7, 9, 10, 11, 12].map(|number| format!("UK{number}"));
    assert_eq!(types, wanted.into_iter().collect());
}
