//! Memory does not grow with the stream. Alone in its process, because it looks at what the process uses.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "test code")]

use std::io::{BufReader, Read};

use anchorhub_ocds::{Caps, Releases};

/// A release package of so many releases, made while it is read.
struct Package {
    left: u32,
    text: Vec<u8>,
    at: usize,
}

impl Package {
    fn new(releases: u32) -> Self {
        Self { left: releases, text: b"{\"uri\":\"https://example.org\",\"releases\":[".to_vec(), at: 0 }
    }
}

impl Read for Package {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        if self.at == self.text.len() && self.left > 0 {
            self.left -= 1;
            let description = "x".repeat(2_000);
            let end = if self.left == 0 { "]}" } else { "," };
            let release = format!(
                "{{\"ocid\":\"ocds-{}\",\"tender\":{{\"description\":\"{description}\",\"lots\":[{{\"id\":1}}]}}}}{end}",
                self.left
            );
            (self.text, self.at) = (release.into_bytes(), 0);
        }
        let length = self.text[self.at..].as_ref().read(out)?;
        self.at += length;
        Ok(length)
    }
}

/// The most memory that this process has used so far, in kB; nothing where the system does not tell.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().strip_suffix(" kB")?.parse().ok()
}

#[test]
fn a_stream_takes_the_memory_of_one_release() {
    let count = |releases| {
        Releases::new(BufReader::new(Package::new(releases)), Caps::default()).map(Result::unwrap).count()
    };
    assert_eq!(count(500), 500);
    let Some(before) = most_memory() else {
        eprintln!("skipped: this system does not tell how much memory a process has used");
        return;
    };
    assert_eq!(count(20_000), 20_000);
    let grown = most_memory().unwrap() - before;
    assert!(grown < 2_048, "40 MB of releases took {grown} kB more than 1 MB of them");
}
