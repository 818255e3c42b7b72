//! One file a rule: releases that raise it, a near miss that does not, and releases without what it needs.

use std::{collections::BTreeSet, path::Path};

use anchorhub_ocds::{
    Merger, Object, Process, Value,
    facts::{ProcessFacts, map},
    flags::{Flag, FlagCode, Outcome, check},
};

use crate::{releases, value};

fn facts(array: &Value) -> ProcessFacts {
    let process = Process::new(releases(array));
    map(process.releases(), &Merger::default().compile(process.releases()))
}

fn outcome(code: FlagCode, facts: &ProcessFacts) -> Outcome {
    check(facts).into_iter().find(|result| result.code == code).unwrap().outcome
}

/// Rules about organisations over all processes: nothing about one process raises them.
const CROSS_PROCESS: [FlagCode; 3] = [FlagCode::R025, FlagCode::R038, FlagCode::R048];

fn as_expected(flag: &Flag, expected: &Object, at: &str) {
    let number = |name: &str| -> i64 {
        expected.get(name).and_then(Value::as_number).unwrap().as_str().parse().unwrap()
    };
    assert_eq!((flag.value, flag.threshold), (number("value"), number("threshold")), "{at}");
    assert_eq!(flag.unit.name(), expected.str("unit").unwrap(), "{at}");
    for (name, found) in
        [("lot", &flag.lot), ("award", &flag.award), ("bid", &flag.bid), ("supplier", &flag.supplier)]
    {
        if let Some(expected) = expected.str(name) {
            assert_eq!(found.as_deref(), Some(expected), "{at}: {name}");
        }
    }
    assert!(!flag.inputs.is_empty(), "{at}: what went into it");
}

#[test]
fn every_rule_is_raised_by_its_fixture_and_not_by_a_near_miss() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/flags");
    let mut seen = BTreeSet::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let Value::Object(file) = value(&std::fs::read_to_string(&path).unwrap()) else { panic!() };
        let name = path.file_stem().unwrap().to_str().unwrap();
        let code = FlagCode::from_name(name).unwrap();
        let Outcome::Raised(flags) = outcome(code, &facts(file.get("raises").unwrap())) else {
            panic!("{name} is not raised: {:?}", outcome(code, &facts(file.get("raises").unwrap())));
        };
        assert_eq!(flags.len(), 1, "{name}");
        as_expected(&flags[0], file.object("expect").unwrap(), name);
        assert_eq!(outcome(code, &facts(file.get("near_miss").unwrap())), Outcome::Clear, "{name}");
        if let Some(silent @ Value::Array(_)) = file.get("not_computable") {
            let outcome = outcome(code, &facts(silent));
            assert!(matches!(outcome, Outcome::NotComputable(_)), "{name}: {outcome:?}");
        }
        seen.insert(code);
    }
    let expected: BTreeSet<FlagCode> =
        FlagCode::ALL.iter().copied().filter(|code| !CROSS_PROCESS.contains(code)).collect();
    assert_eq!(seen, expected, "one fixture for every rule");
}

#[test]
fn nothing_published_is_never_no_flag() {
    let facts = facts(&value(r#"[{"ocid": "ocds-1", "date": "2026-01-01T00:00:00Z", "tag": ["tender"]}]"#));
    for result in check(&facts) {
        let is_honest = match result.code {
            // What is missing is the very question.
            FlagCode::S002 => matches!(result.outcome, Outcome::Raised(_)),
            _ => matches!(result.outcome, Outcome::NotComputable(_) | Outcome::NotApplicable(_)),
        };
        assert!(is_honest, "{result:?}");
    }
}

#[test]
fn every_rule_has_its_page() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/red-flags");
    for code in FlagCode::ALL {
        let page = std::fs::read_to_string(folder.join(format!("{}.md", code.name()))).unwrap();
        assert!(page.contains(code.title()), "{}", code.name());
        for part in ["## What", "## Formula", "## Source", "## What it does not mean"] {
            assert!(page.contains(part), "{}: {part}", code.name());
        }
    }
    let bits: BTreeSet<i64> = FlagCode::ALL.iter().map(|code| code.bit()).collect();
    assert_eq!(bits.len(), FlagCode::ALL.len());
}
