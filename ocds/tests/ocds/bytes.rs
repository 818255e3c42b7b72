//! No bytes whatever make the reader, the merge or the warnings fall over.

use std::io::BufReader;

use anchorhub_ocds::{Caps, Merger, OcdsError, Process, Release, Releases, Repeats, Rules, Value, warnings};
use proptest::{collection::vec, prelude::*, sample::select};

/// Reads, merges and checks whatever these bytes hold.
fn use_all(bytes: &[u8], capacity: usize) -> Vec<Result<String, OcdsError>> {
    let caps = Caps { max_release_bytes: 1 << 16, max_depth: 16, max_values: 2_000 };
    let found: Vec<_> = Releases::new(BufReader::with_capacity(capacity, bytes), caps).collect();
    let process = Process::new(found.iter().filter_map(|release| release.as_ref().ok()).cloned());
    for repeats in [Repeats::Keep, Repeats::Merge] {
        let merger = Merger::new(Rules::default()).with_repeats(repeats);
        merger.compile(process.releases());
        merger.versions(process.releases());
    }
    for release in process.releases() {
        warnings::check(release, &Rules::default());
    }
    found.into_iter().map(|release| release.map(Release::into_text)).collect()
}

/// Pieces of releases, put together at random: mostly wrong, often nearly right.
fn soup() -> impl Strategy<Value = Vec<u8>> {
    let pieces = vec![
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "\"",
        "\\",
        "\\u",
        "d83d",
        "\n",
        " ",
        "\u{feff}",
        "null",
        "true",
        "-",
        "1",
        "1e9999",
        "0.01",
        "\"ocid\":\"a\"",
        "\"id\":1",
        "\"id\":\"1\"",
        "\"date\":\"2026-10-25T01:30:00\"",
        "\"releases\":[",
        "\"records\":[",
        "\"compiledRelease\":{",
        "\"parties\":[",
        "\"tender\":{",
        "\"a\":",
        "\"items\":[{",
        "{\"ocid\":\"a\"}",
        "{\"ocid\":\"a\",\"items\":[{\"id\":1},{\"id\":1}]}",
        "é",
        "😀",
    ];
    let piece = prop_oneof![
        20 => select(pieces).prop_map(|piece| piece.as_bytes().to_vec()),
        1 => vec(any::<u8>(), 1..4),
    ];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

fn told(found: Vec<Result<String, OcdsError>>) -> Vec<Result<String, String>> {
    found.into_iter().map(|release| release.map_err(|error| error.to_string())).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn any_bytes_are_survived(bytes in vec(any::<u8>(), 0..300)) {
        use_all(&bytes, 64);
    }

    #[test]
    fn nearly_right_bytes_are_survived_and_read_alike_however_they_are_cut(bytes in soup(), capacity in 1..40_usize) {
        prop_assert_eq!(told(use_all(&bytes, capacity)), told(use_all(&bytes, 1 << 16)));
    }

    #[test]
    fn what_is_read_is_written_alike(bytes in soup()) {
        let text = String::from_utf8_lossy(&bytes);
        if let Ok(value) = Value::parse(&text, &Caps::default()) {
            let again = Value::parse(&value.to_string(), &Caps::default());
            prop_assert_eq!(again.unwrap().to_string(), value.to_string());
        }
    }

    #[test]
    fn text_is_json_here_when_it_is_json_elsewhere(bytes in soup()) {
        let text = String::from_utf8_lossy(&bytes);
        let here = Value::parse(&text, &Caps::default()).is_ok();
        // Numbers that no float can hold are numbers all the same: this type only looks at their form.
        let elsewhere = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
        prop_assert_eq!(here, elsewhere, "{}", text);
    }
}
