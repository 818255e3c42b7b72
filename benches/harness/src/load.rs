//! Asking the same kind of question again and again, on one or many connections.

use std::{
    sync::atomic::{AtomicUsize, Ordering},
    thread,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, anyhow};

/// Something that answers questions one at a time.
pub(crate) trait Client: Send {
    /// Asks and waits for the whole answer.
    fn ask(&mut self, question: &str) -> Result<()>;
}

/// How fast answers came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Speed {
    /// Half of the answers took no longer.
    pub(crate) median: Duration,
    pub(crate) per_second: f64,
}

/// Asks for some time on all clients at once. Each takes the next question of the list in turn, so that no two
/// requests in a row are alike; each asks twice before the clock starts, and at least twice after.
pub(crate) fn measure(clients: &mut [impl Client], questions: &[String], time: Duration) -> Result<Speed> {
    let next = AtomicUsize::new(0);
    let question = || questions.get(next.fetch_add(1, Ordering::Relaxed) % questions.len().max(1));
    let question = || question().context("no questions to ask");
    for client in &mut *clients {
        for _ in 0..2 {
            client.ask(question()?)?;
        }
    }
    let started = Instant::now();
    let answers: Vec<Result<Vec<Duration>>> = thread::scope(|scope| {
        let askers: Vec<_> = clients
            .iter_mut()
            .map(|client| {
                scope.spawn(|| {
                    let mut times = Vec::new();
                    while times.len() < 2 || started.elapsed() < time {
                        let asked = Instant::now();
                        client.ask(question()?)?;
                        times.push(asked.elapsed());
                    }
                    Ok(times)
                })
            })
            .collect();
        let panicked = |_| Err(anyhow!("a client panicked"));
        askers.into_iter().map(|asker| asker.join().unwrap_or_else(panicked)).collect()
    });
    let elapsed = started.elapsed();
    let mut times = answers.into_iter().collect::<Result<Vec<_>>>()?.concat();
    times.sort_unstable();
    let median = *times.get(times.len() / 2).context("no answers")?;
    #[expect(clippy::cast_precision_loss, reason = "a count of some millions at most")]
    let per_second = times.len() as f64 / elapsed.as_secs_f64();
    Ok(Speed { median, per_second })
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    struct Sleeper;

    impl Client for Sleeper {
        fn ask(&mut self, question: &str) -> Result<()> {
            if question == "bad" {
                bail!("refused");
            }
            thread::sleep(Duration::from_millis(10));
            Ok(())
        }
    }

    #[test]
    fn speed_is_told_and_failures_are_not_hidden() {
        let questions = ["a".to_owned(), "b".to_owned()];
        let one = measure(&mut [Sleeper], &questions, Duration::from_millis(200)).unwrap();
        let four = measure(&mut [Sleeper, Sleeper, Sleeper, Sleeper], &questions, Duration::from_millis(200))
            .unwrap();
        assert!(one.median >= Duration::from_millis(10) && one.per_second <= 100.0, "{one:?}");
        assert!(four.per_second > 2.0 * one.per_second, "{four:?}");
        assert!(measure(&mut [Sleeper], &["bad".to_owned()], Duration::ZERO).is_err());
        assert!(measure(&mut [Sleeper], &[], Duration::ZERO).is_err());
    }
}
