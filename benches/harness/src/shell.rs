//! A database shell kept open, to run single statements: the floor that the hub's queries are measured against.

use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
};

use anyhow::{Context, Result, ensure};

use crate::load::Client;

/// An open `sqlite3` or `psql`.
pub(crate) struct Shell {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    /// Makes the shell print the mark that ends an answer.
    mark: &'static str,
}

const END: &str = "-- end of answer --";

impl Shell {
    /// Opens `sqlite3` on a database file, for reading.
    pub(crate) fn sqlite(path: &str) -> Result<Self> {
        let mut shell =
            Self::open(Command::new("sqlite3").args(["-readonly", path]), ".print -- end of answer --\n")?;
        // As the hub's readers have it.
        shell.ask("PRAGMA mmap_size=268435456;")?;
        Ok(shell)
    }

    /// Opens `psql` on a database.
    pub(crate) fn postgres(url: &str) -> Result<Self> {
        Self::open(Command::new("psql").args(["-X", "-q", "-A", "-t", url]), "\\echo -- end of answer --\n")
    }

    fn open(command: &mut Command, mark: &'static str) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start a database shell")?;
        let stdin = child.stdin.take().context("the shell has no input")?;
        let stdout = BufReader::new(child.stdout.take().context("the shell has no output")?);
        Ok(Self { child, stdin, stdout, mark })
    }

    /// Runs a statement; returns the lines of its answer.
    pub(crate) fn lines(&mut self, sql: &str) -> Result<Vec<String>> {
        self.stdin.write_all(sql.as_bytes())?;
        self.stdin.write_all(b"\n")?;
        self.stdin.write_all(self.mark.as_bytes())?;
        self.stdin.flush()?;
        let mut lines = Vec::new();
        loop {
            let mut line = String::new();
            ensure!(self.stdout.read_line(&mut line)? > 0, "the database shell ended at: {sql}");
            if line.trim_end() == END {
                return Ok(lines);
            }
            lines.push(line);
        }
    }
}

impl Client for Shell {
    fn ask(&mut self, question: &str) -> Result<()> {
        self.lines(question).map(drop)
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        // It may have ended already, which is as good.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_are_answered_one_by_one() {
        if !crate::process::exists("sqlite3") {
            println!("skipped: no sqlite3 shell");
            return;
        }
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut shell = Shell::sqlite(file.path().to_str().unwrap()).unwrap();
        assert_eq!(shell.lines("SELECT 1 UNION SELECT 2;").unwrap(), ["1\n", "2\n"]);
        assert_eq!(shell.lines("SELECT 3;").unwrap(), ["3\n"]);
        assert!(shell.ask(".exit").is_err());
    }
}
