//! Asking every system the same, first for the answer, then against the clock.

use std::time::Duration;

use anyhow::{Result, bail, ensure};

use super::{
    postgraphile::PostGraphile,
    questions::{Ask, Question},
    rows::{Rows, of_json, of_lines},
};
use crate::{
    hub::{Hub, Server},
    load::{Client, measure},
    queries::{Pair, pair},
};

/// How fast one question was answered by each system.
pub(super) struct Answered {
    pub(super) ask: Ask,
    pub(super) name: &'static str,
    pub(super) hub: Pair,
    pub(super) sql: Option<Pair>,
    pub(super) postgraphile: Option<Pair>,
    /// By a hub that keeps answers, each asked for before.
    pub(super) kept: Option<Pair>,
}

/// Who is asked.
pub(super) struct Systems<'a> {
    pub(super) hub: &'a Hub,
    pub(super) server: &'a Server,
    pub(super) postgraphile: Option<&'a PostGraphile>,
}

impl Systems<'_> {
    /// Asks one question of all of them; without peers, the hub alone.
    pub(super) fn ask(&self, question: &Question, without_peers: bool, time: Duration) -> Result<Answered> {
        if !without_peers {
            self.compare(question)?;
        }
        let (hub, sql) = (&question.hub.bodies, &question.sql);
        let hub = warm_pair(|| self.server.connect(), hub, time)?;
        let sql = (!without_peers).then(|| warm_pair(|| self.hub.database.open_shell(), sql, time));
        let postgraphile = self
            .postgraphile
            .map(|server| warm_pair(|| server.connect(), &question.postgraphile.bodies, time));
        Ok(Answered {
            ask: question.ask,
            name: question.name,
            hub,
            sql: sql.transpose()?,
            postgraphile: postgraphile.transpose()?,
            kept: None,
        })
    }

    /// A fast wrong answer is no answer: some sets of variables are asked of everyone, and the rows compared.
    fn compare(&self, question: &Question) -> Result<()> {
        let mut shell = self.hub.database.open_shell()?;
        let mut compared = 0;
        for set in (0..question.sql.len()).step_by(COMPARED_EVERY) {
            let expected = of_lines(&shell.lines(&question.sql[set])?, question.names, question.numbers)?;
            compared += expected.len();
            let hub =
                of_json(&self.server.connect()?.graphql(&question.hub.bodies[set])?, question.hub.read)?;
            let mut answers = vec![("the hub", hub)];
            if let Some(server) = self.postgraphile {
                let body = server.connect()?.graphql(&question.postgraphile.bodies[set])?;
                answers.push(("PostGraphile", of_json(&body, question.postgraphile.read)?));
            }
            for (who, rows) in answers {
                if let Some(difference) = difference(&rows, &expected) {
                    bail!("{who} answers set {set} otherwise than SQL: {difference}");
                }
            }
        }
        ensure!(compared > 0, "there is nothing to compare: no set of variables finds a row");
        Ok(())
    }
}

/// Asks for a quarter of the time first: what compiles as it runs has then done so.
fn warm_pair<C: Client>(
    connect: impl Fn() -> Result<C>,
    questions: &[String],
    time: Duration,
) -> Result<Pair> {
    measure(&mut [connect()?], questions, time / 4)?;
    pair(connect, questions, time)
}

/// One set in so many is compared.
const COMPARED_EVERY: usize = 25;

/// The first row in which two answers differ.
fn difference(found: &Rows, expected: &Rows) -> Option<String> {
    if found.len() != expected.len() {
        return Some(format!("{} rows instead of {}", found.len(), expected.len()));
    }
    let (found, expected) = found.iter().zip(expected).find(|(found, expected)| found != expected)?;
    Some(format!("{found:?} instead of {expected:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn differences_are_told() {
        let rows = |pence| vec![("a".to_owned(), vec![pence]), ("b".to_owned(), vec![2])];
        assert_eq!(difference(&rows(1), &rows(1)), None);
        assert_eq!(difference(&rows(3), &rows(1)).as_deref(), Some("(\"a\", [3]) instead of (\"a\", [1])"));
        assert_eq!(difference(&Vec::new(), &rows(1)).as_deref(), Some("0 rows instead of 2"));
    }
}
