//! One file a rule: what it is about, releases, and what they merge to. A file gives `compiled`, `versioned`
//! or both; `compiled_merging_repeats` is what they merge to when repeated ids are merged as the standard's
//! reference implementation does.

use std::path::Path;

use anchorhub_ocds::{Merger, Object, Process, Repeats, Rules, Value};

use crate::{releases, value};

fn check(merged: &Object, file: &Object, name: &str, at: &Path) -> usize {
    let Some(expected) = file.object(name) else { return 0 };
    let about = file.str("about").unwrap();
    assert_eq!(merged.to_string(), expected.to_string(), "{}: {name}: {about}", at.display());
    1
}

#[test]
fn every_rule_has_its_result() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let mut files = 0;
    for entry in std::fs::read_dir(folder).unwrap() {
        let at = entry.unwrap().path();
        let Value::Object(file) = value(&std::fs::read_to_string(&at).unwrap()) else {
            panic!("{}", at.display())
        };
        let process = Process::new(releases(file.get("releases").unwrap()));
        let keeping = Merger::new(Rules::default());
        let merging = Merger::new(Rules::default()).with_repeats(Repeats::Merge);
        let checked = check(&keeping.compile(process.releases()), &file, "compiled", &at)
            + check(&keeping.versions(process.releases()), &file, "versioned", &at)
            + check(&merging.compile(process.releases()), &file, "compiled_merging_repeats", &at);
        assert!(checked > 0, "{} says nothing of results", at.display());
        if file.get("compiled_merging_repeats").is_none() {
            let (kept, merged) = (keeping.compile(process.releases()), merging.compile(process.releases()));
            assert_eq!(kept, merged, "{}: nothing is repeated here", at.display());
        }
        files += 1;
    }
    assert!(files > 10, "only {files} fixtures");
}
