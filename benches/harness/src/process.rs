//! Running a program to its end, with its time and its peak memory.

use std::{
    fs,
    io::{Read, Write},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};

/// What a program cost.
#[derive(Clone, Debug)]
pub(crate) struct Ran {
    pub(crate) stdout: String,
    pub(crate) wall: Duration,
    /// Peak resident memory in bytes, if the system tells it.
    pub(crate) peak: Option<u64>,
}

const BETWEEN_LOOKS: Duration = Duration::from_millis(5);

/// Runs a program on a short input; a failure carries the end of its error output.
pub(crate) fn run(command: &mut Command, input: &str) -> Result<Ran> {
    let name = command.get_program().to_string_lossy().into_owned();
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start {name}"))?;
    if let Some(mut stdin) = child.stdin.take() {
        // A program that ends early without reading says why by itself.
        let _ = stdin.write_all(input.as_bytes());
    }
    let stdout = read_aside(child.stdout.take());
    let stderr = read_aside(child.stderr.take());
    let mut peak = None;
    let status = loop {
        // The high-water mark only grows, so that looking now and then misses no more than the last moments.
        peak = peak_memory(&child).or(peak);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        thread::sleep(BETWEEN_LOOKS);
    };
    let wall = started.elapsed();
    let (stdout, stderr) = (finished(stdout), finished(stderr));
    if !status.success() {
        let end: Vec<&str> = stderr.lines().rev().take(5).collect();
        bail!("{name} failed ({status}): {}", end.into_iter().rev().collect::<Vec<_>>().join(" / "));
    }
    Ok(Ran { stdout, wall, peak })
}

/// Peak resident memory of a running child, in bytes.
pub(crate) fn peak_memory(child: &Child) -> Option<u64> {
    told_memory(child, "VmHWM:")
}

/// Resident memory of a running child now without the pages of files that it has mapped, which the system takes back as
/// it likes, in bytes.
pub(crate) fn own_memory(child: &Child) -> Option<u64> {
    told_memory(child, "RssAnon:")
}

fn told_memory(child: &Child, name: &str) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).ok()?;
    let line = status.lines().find(|line| line.starts_with(name))?;
    let kib: u64 = line.split_whitespace().nth(1)?.parse().ok()?;
    Some(kib * 1024)
}

/// Whether a program can be started at all.
pub(crate) fn exists(program: &str) -> bool {
    Command::new(program).arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok()
}

fn read_aside(pipe: Option<impl Read + Send + 'static>) -> thread::JoinHandle<String> {
    thread::spawn(move || {
        let mut bytes = Vec::new();
        if let Some(mut pipe) = pipe {
            // What was read before an error is still worth showing.
            let _ = pipe.read_to_end(&mut bytes);
        }
        String::from_utf8_lossy(&bytes).into_owned()
    })
}

fn finished(reader: thread::JoinHandle<String>) -> String {
    reader.join().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn programs_are_timed_and_their_failures_told() {
        let ran = run(Command::new("sh").args(["-c", "sleep 0.1; echo done"]), "").unwrap();
        assert_eq!(ran.stdout, "done\n");
        assert!(ran.wall >= Duration::from_millis(100) && ran.peak.is_some_and(|peak| peak > 100_000));
        let error = run(Command::new("sh").args(["-c", "echo no luck >&2; exit 3"]), "").unwrap_err();
        assert!(error.to_string().contains("no luck"));
        assert!(!exists("no-such-program-anywhere"));
    }
}
