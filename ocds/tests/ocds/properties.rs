//! What holds for any releases.

use anchorhub_ocds::{Merger, Object, Place, Process, Release, Repeats, Rules, Value};
use proptest::prelude::*;

use crate::arbitrary::{Shapes, releases};

fn merger(repeats: Repeats) -> Merger {
    Merger::new(Rules::default()).with_repeats(repeats)
}

fn repeats() -> impl Strategy<Value = Repeats> {
    prop_oneof![Just(Repeats::Keep), Just(Repeats::Merge)]
}

/// What the process comes to, both ways, member for member.
fn results(process: &Process, repeats: Repeats) -> [String; 2] {
    let merger = merger(repeats);
    [merger.compile(process.releases()).to_string(), merger.versions(process.releases()).to_string()]
}

proptest! {
    #[test]
    fn order_of_arrival_does_not_matter(
        (published, arriving) in releases(Shapes::Wild).prop_flat_map(|all| (Just(all.clone()), Just(all).prop_shuffle())),
        repeats in repeats(),
    ) {
        let expected = results(&Process::new(published), repeats);
        prop_assert_eq!(&results(&Process::new(arriving.clone()), repeats), &expected);
        let mut one_by_one = Process::default();
        for release in arriving {
            one_by_one.insert(release);
        }
        prop_assert_eq!(&results(&one_by_one, repeats), &expected);
    }

    #[test]
    fn what_comes_again_changes_nothing(all in releases(Shapes::Wild), repeats in repeats()) {
        let expected = results(&Process::new(all.clone()), repeats);
        let twice = all.iter().chain(&all).cloned();
        prop_assert_eq!(&results(&Process::new(twice), repeats), &expected);
        let mut process = Process::new(all.clone());
        for release in all {
            prop_assert_eq!(process.insert(release), Place::Known);
        }
        prop_assert_eq!(&results(&process, repeats), &expected);
    }

    #[test]
    fn the_first_releases_and_then_the_rest_are_all_of_them(
        all in releases(Shapes::Wild), cut in any::<prop::sample::Index>(), repeats in repeats(),
    ) {
        let process = Process::new(all);
        let (first, rest) = process.releases().split_at(cut.index(process.releases().len() + 1));
        let merger = merger(repeats);
        let compiled = merger.compile(process.releases());
        prop_assert_eq!(merger.extend(merger.compile(first), rest).to_string(), compiled.to_string());
    }

    #[test]
    fn a_release_that_comes_last_extends_what_is_compiled(all in releases(Shapes::Wild), repeats in repeats()) {
        let merger = merger(repeats);
        let mut process = Process::default();
        let mut compiled = Object::new();
        for release in all {
            compiled = match process.insert(release.clone()) {
                Place::Last => merger.extend(compiled, &[release]),
                Place::Earlier => merger.compile(process.releases()),
                Place::Known => compiled,
            };
            prop_assert_eq!(&compiled, &merger.compile(process.releases()));
        }
    }

    #[test]
    fn the_last_versions_are_what_is_compiled(all in releases(Shapes::Fixed), repeats in repeats()) {
        let process = Process::new(all);
        let merger = merger(repeats);
        let mut compiled = merger.compile(process.releases());
        compiled.retain(|name, _| !matches!(name, "id" | "date" | "tag"));
        let latest = latest_members(&merger.versions(process.releases()));
        prop_assert_eq!(Value::Object(latest), Value::Object(compiled));
    }

    #[test]
    fn nothing_of_repeated_ids_is_lost(all in releases(Shapes::Fixed)) {
        for release in &all {
            let compiled = merger(Repeats::Keep).compile(std::slice::from_ref(release));
            prop_assert_eq!(count(&compiled, |_| true), count(release.fields(), says));
        }
    }
}

/// How many objects stand in the lists that are merged by id, at every level.
fn count(object: &Object, counts: fn(&Object) -> bool) -> usize {
    let of_member = |(name, value): (&str, &Value)| match value {
        Value::Object(object) => count(object, counts),
        Value::Array(_) if name == "items" => {
            value.objects().filter(|object| counts(object)).map(|object| 1 + count(object, counts)).sum()
        }
        _ => 0,
    };
    object.iter().map(of_member).sum()
}

/// Whether there is anything in it but empty objects and arrays, or whole lists.
fn says(object: &Object) -> bool {
    object.iter().any(|(name, value)| match value {
        Value::Object(object) => says(object),
        Value::Array(_) if name == "additionalIdentifiers" => true,
        Value::Array(objects) => objects.iter().any(|item| item.as_object().is_none_or(says)),
        _ => true,
    })
}

/// The last values of a versioned release.
fn latest_members(members: &Object) -> Object {
    let latest = members.iter().filter_map(|(name, history)| Some((name.to_owned(), latest(history)?)));
    latest.collect()
}

fn latest(history: &Value) -> Option<Value> {
    match history {
        Value::Object(members) => Some(Value::Object(latest_members(members))),
        Value::Array(items) if items.iter().all(is_version) => {
            let last = items.last()?.as_object()?.get("value")?;
            (!last.is_null()).then(|| last.clone())
        }
        Value::Array(items) => Some(Value::Array(items.iter().filter_map(latest).collect())),
        unversioned => Some(unversioned.clone()),
    }
}

fn is_version(value: &Value) -> bool {
    value.as_object().is_some_and(|object| object.get("releaseID").is_some())
}

#[test]
fn a_process_of_nothing_compiles_to_nothing() {
    let none: [Release; 0] = [];
    assert!(Merger::default().compile(&none).is_empty());
    assert!(Merger::default().versions(&none).is_empty());
}
