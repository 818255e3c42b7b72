//! How workers behave; `config/default.toml` says what each setting means.

use std::{collections::BTreeMap, net::IpAddr, time::Duration};

use serde::Deserialize;

use crate::guard::{Patience, Reach};

/// So many requests to one host in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limit {
    /// Requests.
    pub requests: u32,
    /// The seconds in which they may be made.
    pub seconds: u32,
}

/// Settings of `[workers]`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkerSettings {
    /// Jobs that one process does at the same time.
    pub jobs_at_once: u32,
    /// Seconds for which a worker leases a job; it renews the lease while it works.
    pub lease_seconds: u32,
    /// Seconds between two looks for work.
    pub poll_seconds: u32,
    /// Attempts after which a job is given up.
    pub attempts: u32,
    /// Milliseconds before a failed job is tried again, doubled with each attempt; and the most that becomes.
    pub job_backoff_milliseconds: u32,
    /// See `job_backoff_milliseconds`.
    pub job_backoff_longest_seconds: u32,
    /// Days for which ended jobs are remembered.
    pub remember_days: u32,

    /// Whether private, loopback and other non-public addresses may be called.
    pub allow_private_addresses: bool,
    /// Private addresses that may be called all the same.
    pub private_addresses: Vec<IpAddr>,
    /// Seconds for a source to accept a connection.
    pub connect_seconds: u32,
    /// Seconds between two pieces of an answer.
    pub idle_seconds: u32,
    /// Seconds for a whole answer.
    pub answer_seconds: u32,
    /// Bytes of one answer.
    pub answer_bytes: u64,
    /// Requests that are made for one document before its job fails.
    pub tries: u32,
    /// Milliseconds before a request is made again, doubled with each try, up to a minute.
    pub backoff_milliseconds: u32,
    /// Seconds that a source may ask to wait (`Retry-After`); if it asks for more, this is waited.
    pub retry_after_longest_seconds: u32,
    /// Seconds to wait when Contracts Finder refuses (403 or 429).
    pub contracts_finder_wait_seconds: u32,
    /// Missing notice numbers that one run of a Find a Tender feed asks for.
    pub probes_a_run: u32,
    /// Links that are followed from one list page.
    pub links_a_page: u32,
    /// Hosts whose files are fetched when a list page on another host links to them.
    pub link_hosts: Vec<String>,

    /// Requests to a host that `hosts` does not name.
    pub any_host: Limit,
    /// Requests by host.
    pub hosts: BTreeMap<String, Limit>,
}

impl Default for WorkerSettings {
    fn default() -> Self {
        Self {
            jobs_at_once: 2,
            lease_seconds: 60,
            poll_seconds: 5,
            attempts: 8,
            job_backoff_milliseconds: 30_000,
            job_backoff_longest_seconds: 3_600,
            remember_days: 30,
            allow_private_addresses: false,
            private_addresses: Vec::new(),
            connect_seconds: 10,
            idle_seconds: 60,
            answer_seconds: 900,
            answer_bytes: 2_147_483_648,
            tries: 6,
            backoff_milliseconds: 1_000,
            retry_after_longest_seconds: 900,
            contracts_finder_wait_seconds: 300,
            probes_a_run: 20,
            links_a_page: 5_000,
            link_hosts: Vec::new(),
            any_host: Limit { requests: 30, seconds: 30 },
            hosts: BTreeMap::from([(
                "www.find-tender.service.gov.uk".to_owned(),
                Limit { requests: 12, seconds: 120 },
            )]),
        }
    }
}

impl WorkerSettings {
    /// Which addresses may be called.
    pub fn reach(&self) -> Reach {
        if self.allow_private_addresses {
            Reach::Everywhere
        } else {
            Reach::PublicAnd(self.private_addresses.as_slice().into())
        }
    }

    pub(crate) fn patience(&self) -> Patience {
        Patience {
            connect: seconds(self.connect_seconds),
            idle: seconds(self.idle_seconds),
            total: seconds(self.answer_seconds),
        }
    }

    pub(crate) fn lease(&self) -> Duration {
        seconds(self.lease_seconds)
    }

    pub(crate) fn limit(&self, host: &str) -> Limit {
        self.hosts.get(host).copied().unwrap_or(self.any_host)
    }
}

pub(crate) fn seconds(count: u32) -> Duration {
    Duration::from_secs(u64::from(count))
}
