//! No more requests to a host than it wants.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, PoisonError},
    time::Duration,
};

use tokio::time::Instant;

use crate::{
    PullError, Stop,
    settings::{Limit, WorkerSettings, seconds},
};

/// Counts requests to each host in a sliding window, for one process.
#[derive(Debug)]
pub struct RateLimits {
    settings: WorkerSettings,
    hosts: Mutex<HashMap<String, Host>>,
}

#[derive(Debug, Default)]
struct Host {
    /// When the last requests were made, oldest first.
    made: VecDeque<Instant>,
    /// The host has asked for quiet until then.
    quiet_until: Option<Instant>,
}

impl Host {
    /// Takes a place now, or says how long to wait for one.
    fn take(&mut self, limit: Limit, now: Instant) -> Result<(), Duration> {
        if let Some(until) = self.quiet_until.filter(|until| *until > now) {
            return Err(until - now);
        }
        let window = seconds(limit.seconds);
        while self.made.front().is_some_and(|made| *made + window <= now) {
            self.made.pop_front();
        }
        let most = usize::try_from(limit.requests.max(1)).unwrap_or(usize::MAX);
        match self.made.front() {
            Some(oldest) if self.made.len() >= most => Err(*oldest + window - now),
            _ => {
                self.made.push_back(now);
                Ok(())
            }
        }
    }
}

impl RateLimits {
    /// Limits as the configuration gives them.
    pub fn new(settings: &WorkerSettings) -> Self {
        Self { settings: settings.clone(), hosts: Mutex::default() }
    }

    /// Waits until a request to a host may be made, and counts it.
    pub async fn wait(&self, host: &str, stop: &Stop) -> Result<(), PullError> {
        let limit = self.settings.limit(host);
        loop {
            stop.check()?;
            let taken = self.with(host, |state| state.take(limit, Instant::now()));
            match taken {
                Ok(()) => return Ok(()),
                Err(wait) => stop.sleep(wait).await?,
            }
        }
    }

    /// Makes no request to a host for so long.
    pub fn quiet(&self, host: &str, time: Duration) {
        self.with(host, |state| {
            let until = Instant::now() + time;
            state.quiet_until = Some(state.quiet_until.map_or(until, |before| before.max(until)));
        });
    }

    fn with<T>(&self, host: &str, act: impl FnOnce(&mut Host) -> T) -> T {
        // A poisoned lock only means that a thread ended between two numbers of a count.
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        act(hosts.entry(host.to_owned()).or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Stopper;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn twelve_requests_in_any_120_seconds() {
        let limit = WorkerSettings::default().limit("www.find-tender.service.gov.uk");
        let (begun, mut host, mut made) = (Instant::now(), Host::default(), Vec::new());
        let mut now = begun;
        while made.len() < 60 {
            match host.take(limit, now) {
                Ok(()) => {
                    made.push(now - begun);
                    now += 3 * SECOND;
                }
                Err(wait) => now += wait,
            }
        }
        for (at, later) in made.iter().zip(&made[12..]) {
            assert!(*later - *at >= 120 * SECOND, "{at:?} and {later:?}");
        }
        // It waits no longer than it must.
        assert!(made[59] < 120 * 5 * SECOND, "{:?}", made[59]);
    }

    #[tokio::test]
    async fn a_host_that_asks_for_quiet_has_it_and_others_are_not_concerned() {
        let limits = RateLimits::new(&WorkerSettings::default());
        let (stopper, stop) = Stopper::new();
        limits.quiet("a.example", 300 * SECOND);
        limits.quiet("a.example", 10 * SECOND);
        limits.wait("b.example", &stop).await.unwrap();
        let limit = WorkerSettings::default().limit("a.example");
        let left = limits.with("a.example", |host| host.take(limit, Instant::now())).unwrap_err();
        assert!(290 * SECOND < left && left <= 300 * SECOND, "{left:?}");
        let later = Instant::now() + 301 * SECOND;
        assert!(limits.with("a.example", |host| host.take(limit, later)).is_ok());
        stopper.stop();
        assert_eq!(limits.wait("a.example", &stop).await.unwrap_err().code(), "STOPPED");
    }
}
