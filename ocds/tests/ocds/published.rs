//! What others have published: the releases and results of the standard, and real notices. None of it is
//! part of this project; where it is not at hand these tests say so and check nothing.

use std::{
    fs::File,
    io::BufReader,
    path::{Path, PathBuf},
};

use anchorhub_ocds::{Caps, Merger, Process, Release, Releases, Repeats, Rules, Skipped, Value, warnings};

use crate::{releases, value};

/// The folder of OCDS files: in `ANCHORHUB_SHARED`, or in a folder `shared` beside the repository.
pub(crate) fn folder(name: &str) -> Option<PathBuf> {
    let shared = std::env::var_os("ANCHORHUB_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from);
    let folder = shared.join("data/ocds").join(name);
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!(
        "skipped: {} is not there (ANCHORHUB_SHARED names the folder of shared data)",
        folder.display()
    );
    None
}

pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

fn read(path: &Path) -> Value {
    value(&std::fs::read_to_string(path).unwrap())
}

fn mergers() -> [Merger; 2] {
    [Repeats::Keep, Repeats::Merge].map(|repeats| Merger::new(Rules::default()).with_repeats(repeats))
}

#[test]
fn the_merge_fixtures_of_the_standard_merge_to_exactly_their_results() {
    let Some(folder) = folder("merge-fixtures") else { return };
    let mut merged = 0;
    for path in files(&folder) {
        let name = path.file_stem().unwrap().to_str().unwrap();
        if name.ends_with("-compiled") || name.ends_with("-versioned") {
            continue;
        }
        let process = Process::new(releases(&read(&path)));
        let beside = |suffix: &str| read(&path.with_file_name(format!("{name}-{suffix}.json"))).to_string();
        for merger in mergers() {
            // As text: not even the order of members differs.
            assert_eq!(merger.compile(process.releases()).to_string(), beside("compiled"), "{name}");
            assert_eq!(merger.versions(process.releases()).to_string(), beside("versioned"), "{name}");
        }
        merged += 1;
    }
    assert!(merged >= 9, "only {merged} fixtures in {}", folder.display());
}

/// Records whose releases and results are both in them.
#[test]
fn the_worked_records_of_the_standard_merge_to_their_results() {
    let Some(folder) = folder("examples") else { return };
    let (mut compiled, mut versioned) = (0, 0);
    for path in files(&folder) {
        // Drafts of 1.2 change what the packages hold; their two worked deletions are plain 1.1.
        let path_text = path.to_str().unwrap();
        if path_text.contains("1.2-dev") && !path_text.contains("deletions") {
            continue;
        }
        let package = read(&path);
        let Some(package) = package.as_object() else { continue };
        for record in package.objects("records") {
            let embedded: Vec<_> =
                record.objects("releases").filter(|release| release.get("ocid").is_some()).collect();
            if embedded.is_empty() || embedded.len() != record.objects("releases").count() {
                continue;
            }
            let parsed =
                embedded.iter().map(|release| Release::parse(release.to_string(), &Caps::default()).unwrap());
            let process = Process::new(parsed);
            let merger = Merger::new(Rules::default());
            if let Some(expected) = record.object("compiledRelease") {
                assert_eq!(merger.compile(process.releases()), *expected, "{}", path.display());
                compiled += 1;
            }
            if let Some(expected) = record.object("versionedRelease") {
                assert_eq!(merger.versions(process.releases()), *expected, "{}", path.display());
                versioned += 1;
            }
        }
    }
    assert!(compiled >= 2 && versioned >= 2, "{compiled} compiled and {versioned} versioned releases");
}

pub(crate) fn read_all(path: &Path) -> (Vec<Release>, Skipped) {
    let mut stream = Releases::new(BufReader::new(File::open(path).unwrap()), Caps::default());
    let found = stream.by_ref().collect::<Result<Vec<_>, _>>();
    (found.unwrap_or_else(|error| panic!("{}: {error}", path.display())), stream.skipped())
}

#[test]
fn real_notices_are_read_merged_and_warned_of() {
    for (name, expected) in [("find-a-tender", 11), ("contracts-finder", 161)] {
        let Some(folder) = folder(name) else { continue };
        let mut read = 0;
        for path in files(&folder) {
            let (found, _) = read_all(&path);
            read += found.len();
            for release in found {
                assert!(release.instant().is_some(), "{}", release.ocid());
                warnings::check(&release, &Rules::default());
                let releases = [release];
                for merger in mergers() {
                    let compiled = merger.compile(&releases);
                    assert_eq!(compiled.str("ocid"), Some(releases[0].ocid()));
                    assert!(merger.versions(&releases).len() > 1);
                }
            }
        }
        assert_eq!(read, expected, "{name}");
    }
}

#[test]
fn a_record_that_links_to_its_releases_gives_its_compiled_release() {
    let Some(folder) = folder("find-a-tender") else { return };
    let path =
        files(&folder).into_iter().find(|path| path.to_str().unwrap().contains("record_package")).unwrap();
    let (found, skipped) = read_all(&path);
    assert_eq!(skipped, Skipped { links: 2, records: 0 });
    assert_eq!(found.len(), 1);
    let compiled = Merger::default().compile(&found);
    assert_eq!(compiled, *found[0].fields());
}
