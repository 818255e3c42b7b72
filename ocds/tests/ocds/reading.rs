//! Releases out of streams.

use std::io::{BufReader, Read};

use anchorhub_ocds::{Caps, OcdsCode, OcdsError, Position, Release, Releases, Skipped};

fn read(text: &str) -> Vec<Result<Release, OcdsError>> {
    Releases::new(text.as_bytes(), Caps::default()).collect()
}

/// The texts of the releases.
fn texts(text: &str) -> Vec<String> {
    read(text).into_iter().map(|release| release.unwrap().into_text()).collect()
}

/// The code and the place of the error that ends the stream.
fn fault(text: &str) -> (OcdsCode, u64) {
    let error = read(text).pop().unwrap().unwrap_err();
    (error.code(), error.position().unwrap().byte)
}

const A: &str = "{ \"ocid\" :\"a\", \"n\": 1e9999,\n\t\"id\":12345678901234567890 }";
const B: &str = "{\"id\":\"b\",\"ocid\":\"b\",\"x\":[{\"releases\":[1]},\"{\\\"\"]}";

#[test]
fn every_container_is_opened_and_every_text_is_kept() {
    let expected = [A, B];
    for stream in [
        format!("{A}{B}"),
        format!("{A}\n{B}\n"),
        format!("\u{feff}\r\n{A}\r\n\r\n{B}\r\n"),
        format!("[{A},{B}]"),
        format!(" [ {A} , [ {B} ] ] "),
        format!("{{\"uri\":\"u\",\"releases\":[{A},{B}],\"publisher\":{{\"name\":\"p\"}}}}"),
        format!("{{\"releases\":[{A},{B}]}}"),
        format!("{{\"releases\":[{A}]}}\n{{\"releases\":[]}}\n{{\"releases\" : [{B}]}}"),
        format!("[{{\"releases\":[{A}]}},{B}]"),
        format!(
            "{{\"records\":[{{\"ocid\":\"a\",\"releases\":[{A}]}},{{\"releases\":[{B}],\"ocid\":\"b\"}}]}}"
        ),
        format!("{{\"ocid\":\"a\",\"releases\":[{A}],\"compiledRelease\":{B}}}{B}"),
        format!(
            "{{\"ocid\":\"a\",\"compiledRelease\":{B},\"versionedRelease\":{{}},\"releases\":[{A}]}}\n{B}"
        ),
        format!("{{\"releases\":{A}}}{{\"releases\":null}}{B}"),
        format!(
            "[{{\"records\":[{{\"compiledRelease\":{A}}}]}},{{\"records\":[{{\"compiledRelease\":{B}}}]}}]"
        ),
    ] {
        assert_eq!(texts(&stream), expected, "{stream}");
        // The same however the stream is cut.
        for size in 1..9 {
            let cut = Releases::new(BufReader::with_capacity(size, stream.as_bytes()), Caps::default());
            let texts: Vec<_> = cut.map(|release| release.unwrap().into_text()).collect();
            assert_eq!(texts, expected, "{stream} in pieces of {size}");
        }
    }
}

#[test]
fn releases_know_their_place() {
    let found: Vec<_> = read(&format!("\n[\n{A},\n {B}]")).into_iter().map(Result::unwrap).collect();
    let places: Vec<_> = found.iter().map(|release| (release.publication(), release.position())).collect();
    assert_eq!(places, [(0, Position { byte: 3, line: 3 }), (1, Position { byte: 62, line: 5 })]);
}

#[test]
fn links_are_counted_and_compiled_releases_stand_in_for_them() {
    let link = r#"{"id":"1","date":"2026-01-01T00:00:00Z","tag":["award"]}"#;
    let address = r#"{"url":"https://example.org/1","date":"2026-01-01T00:00:00Z"}"#;
    for (stream, expected, skipped) in [
        (
            format!(r#"{{"records":[{{"ocid":"a","releases":[{link},{address}],"compiledRelease":{A}}}]}}"#),
            vec![A],
            Skipped { links: 2, records: 0 },
        ),
        (
            format!(r#"{{"records":[{{"ocid":"a","releases":[{link}]}},{{"ocid":"b","releases":[{B}]}}]}}"#),
            vec![B],
            Skipped { links: 1, records: 1 },
        ),
        (
            r#"{"records":[{"ocid":"a","versionedRelease":{}}]}"#.to_owned(),
            vec![],
            Skipped { links: 0, records: 1 },
        ),
        (r#"{"releases":[]}"#.to_owned(), vec![], Skipped::default()),
    ] {
        let mut releases = Releases::new(stream.as_bytes(), Caps::default());
        let texts: Vec<_> = releases.by_ref().map(|release| release.unwrap().into_text()).collect();
        assert_eq!(texts, expected, "{stream}");
        assert_eq!(releases.skipped(), skipped, "{stream}");
    }
}

#[test]
fn a_release_without_an_ocid_is_told_and_passed() {
    let found = read(&format!(r#"[{A},{{"id":"x","tender":{{}}}},{{}},{B}]"#));
    let codes: Vec<_> =
        found.iter().map(|release| release.as_ref().map(Release::ocid).map_err(OcdsError::code)).collect();
    assert_eq!(codes, [Ok("a"), Err(OcdsCode::OcidMissing), Err(OcdsCode::OcidMissing), Ok("b")]);
    // Publication goes on counting.
    assert_eq!(found[3].as_ref().unwrap().publication(), 3);
    assert_eq!(fault(r#"{"id":"1","date":"2026-01-01"}"#).0, OcdsCode::OcidMissing);
}

#[test]
fn what_is_no_release_ends_the_stream_with_a_code_and_a_place() {
    for (stream, expected) in [
        ("", (OcdsCode::Empty, 0)),
        (" \n\t", (OcdsCode::Empty, 3)),
        ("<html>", (OcdsCode::NotARelease, 0)),
        ("12", (OcdsCode::NotARelease, 0)),
        ("[1]", (OcdsCode::NotARelease, 1)),
        ("{\"releases\":[\"a\"]}", (OcdsCode::NotARelease, 13)),
        ("[{\"ocid\":\"a\"},]", (OcdsCode::NotARelease, 14)),
        ("[{\"ocid\":\"a\"}{}]", (OcdsCode::JsonInvalid, 13)),
        ("{\"ocid\":\"a\"},", (OcdsCode::NotARelease, 12)),
        ("{\"ocid\" \"a\"}", (OcdsCode::JsonInvalid, 8)),
        ("{ocid:1}", (OcdsCode::JsonInvalid, 1)),
        ("{\"ocid\":\"a\" \"b\":1}", (OcdsCode::JsonInvalid, 12)),
        ("{\"ocid\":}", (OcdsCode::JsonInvalid, 8)),
        ("{\"ocid\":\"a\",}", (OcdsCode::JsonInvalid, 12)),
        ("{\"ocid\":\"a\",\"b\":[01]}", (OcdsCode::JsonInvalid, 18)),
        ("{\"ocid\":\"a\",\"b\":[1}}", (OcdsCode::JsonInvalid, 18)),
        ("{\"ocid\":\"a\"", (OcdsCode::JsonCutShort, 11)),
        ("{\"ocid\":\"a", (OcdsCode::JsonCutShort, 10)),
        ("{\"ocid\"", (OcdsCode::JsonCutShort, 7)),
        ("{\"releases\":[{\"ocid\":\"a\"}", (OcdsCode::JsonCutShort, 25)),
        ("{\"releases\":[", (OcdsCode::JsonCutShort, 13)),
        ("[", (OcdsCode::JsonCutShort, 1)),
        ("\u{feff}", (OcdsCode::Empty, 3)),
    ] {
        assert_eq!(fault(stream), expected, "{stream}");
    }
    let bytes: &[u8] = b"{\"ocid\":\"a\",\n\"b\":\"\xff\"}";
    let error = Releases::new(bytes, Caps::default()).next().unwrap().unwrap_err();
    assert_eq!(error.code(), OcdsCode::NotUtf8);
    assert_eq!(error.position(), Some(Position { byte: 18, line: 2 }));
    let utf16: &[u8] = b"\xff\xfe{\0";
    let error = Releases::new(utf16, Caps::default()).next().unwrap().unwrap_err();
    assert_eq!(error.code(), OcdsCode::NotARelease);
    let half_a_mark: &[u8] = b"\xef\xbb{}";
    let error = Releases::new(half_a_mark, Caps::default()).next().unwrap().unwrap_err();
    assert_eq!(error.code(), OcdsCode::NotUtf8);
}

#[test]
fn nothing_comes_after_a_fault() {
    let mut releases = Releases::new("{\"ocid\":\"a\",\"b\":x}{\"ocid\":\"b\"}".as_bytes(), Caps::default());
    assert!(releases.next().unwrap().is_err());
    assert!(releases.next().is_none());
}

#[test]
fn caps_hold_before_memory_is_spent() {
    /// A stream of one byte, over and over, after a beginning; it says when it has been read too far.
    struct Endless {
        beginning: &'static [u8],
        byte: u8,
        left: usize,
    }
    impl Read for Endless {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            if !self.beginning.is_empty() {
                return self.beginning.read(out);
            }
            assert!(self.left > 0, "read beyond the cap");
            let length = out.len().min(self.left);
            out[..length].fill(self.byte);
            self.left -= length;
            Ok(length)
        }
    }
    let caps = Caps { max_release_bytes: 100_000, ..Caps::default() };
    for (beginning, byte, code) in [
        (b"{\"ocid\":\"a\",\"b\":\"".as_slice(), b'x', OcdsCode::ReleaseTooLarge),
        (b"{\"ocid\":\"a\",\"b\":".as_slice(), b'1', OcdsCode::ReleaseTooLarge),
        (b"{\"ocid\":\"a\",\"b\":".as_slice(), b'[', OcdsCode::ReleaseTooLarge),
        (b"{\"ocid\":\"a\"".as_slice(), b' ', OcdsCode::ReleaseTooLarge),
        (b"{\"".as_slice(), b'x', OcdsCode::ReleaseTooLarge),
        (b"{\"releases\":[],\"b\":\"".as_slice(), b'x', OcdsCode::ReleaseTooLarge),
        (b"".as_slice(), b'[', OcdsCode::JsonTooDeep),
    ] {
        let stream = BufReader::new(Endless { beginning, byte, left: 300_000 });
        let error = Releases::new(stream, caps).next().unwrap().unwrap_err();
        assert_eq!(error.code(), code, "{}", String::from_utf8_lossy(beginning));
    }
    let deep = format!("{{\"ocid\":\"a\",\"b\":{}{}}}", "[".repeat(100), "]".repeat(100));
    assert_eq!(fault(&deep).0, OcdsCode::JsonTooDeep);
}

#[test]
fn failures_of_the_stream_are_told() {
    struct Broken;
    impl Read for Broken {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            Err(std::io::Error::other("the disk is on fire"))
        }
    }
    let stream = BufReader::new(b"{\"ocid\":\"a\"}\n{\"oc".chain(Broken));
    let found: Vec<_> = Releases::new(stream, Caps::default()).collect();
    assert_eq!(found.len(), 2);
    assert!(found[0].is_ok());
    let error = found[1].as_ref().unwrap_err();
    assert_eq!(
        (error.code(), error.to_string().as_str()),
        (OcdsCode::Io, "the disk is on fire (line 2, byte 17)")
    );
}
