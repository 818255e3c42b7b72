//! What a command said and how it ended.

use std::process::{Command, Output};

use serde_json::Value;

/// What a command said and how it ended.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// Runs a command to its end.
    pub(crate) fn of(command: &mut Command) -> Self {
        let Output { status, stdout, stderr } = command.output().expect("the program starts");
        Self {
            code: status.code(),
            stdout: String::from_utf8(stdout).expect("results are UTF-8"),
            stderr: String::from_utf8_lossy(&stderr).into_owned(),
        }
    }

    /// The same, having made sure that it succeeded.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.code, Some(0), "{}\n{}", self.stdout, self.stderr);
        self
    }

    /// The same, having made sure that it failed with a code, which stands on stderr.
    #[track_caller]
    pub(crate) fn failed(self, code: &str) -> Self {
        assert_eq!(self.code, Some(1), "{}\n{}", self.stdout, self.stderr);
        assert!(self.stderr.contains(&format!("error[{code}]: ")), "{code} is missing in: {}", self.stderr);
        self
    }

    /// The JSON objects on stdout, one a line.
    #[track_caller]
    pub(crate) fn objects(&self) -> Vec<Value> {
        let lines = self.stdout.lines().filter(|line| !line.is_empty());
        lines
            .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
            .collect()
    }

    /// The only JSON object on stdout.
    #[track_caller]
    pub(crate) fn object(&self) -> Value {
        let mut objects = self.objects();
        assert_eq!(objects.len(), 1, "{}", self.stdout);
        objects.remove(0)
    }
}
