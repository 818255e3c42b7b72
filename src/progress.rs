//! Progress bars on stderr, for people who watch.

use std::{
    io::IsTerminal as _,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use anchorhub_ingest::progress::{Progress, Silent};
use indicatif::{ProgressBar, ProgressState, ProgressStyle};

use crate::output::grouped;

/// How often bars are drawn while nothing moves.
const TICK: Duration = Duration::from_millis(200);

/// Bars on a terminal; nothing into files, pipes and logs, or when asked for quiet.
pub(crate) fn for_people(quiet: bool) -> Arc<dyn Progress> {
    if quiet || !std::io::stderr().is_terminal() { Arc::new(Silent) } else { Arc::new(Bars::default()) }
}

/// The same for a known number of documents: one bar for all of them.
pub(crate) fn for_documents(quiet: bool, count: u64) -> Arc<dyn Progress> {
    if quiet || !std::io::stderr().is_terminal() { Arc::new(Silent) } else { Arc::new(Documents::new(count)) }
}

/// One bar for the piece of work that runs.
#[derive(Default)]
struct Bars {
    current: Mutex<Option<ProgressBar>>,
    rows: Arc<AtomicU64>,
}

impl Bars {
    fn with_bar(&self, act: impl FnOnce(&ProgressBar)) {
        // A poisoned lock only means that a bar was being drawn when its thread ended.
        let current = self.current.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = current.as_ref() {
            act(bar);
        }
    }

    fn style(&self, sized: bool) -> ProgressStyle {
        let template = if sized {
            "{msg:30!} [{bar:25}] {bytes:>10} of {total_bytes}  {rows}  {eta} left"
        } else {
            "{msg:30!} {spinner} {bytes:>10}  {rows}"
        };
        let rows = Arc::clone(&self.rows);
        ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()).with_key(
            "rows",
            move |_: &ProgressState, out: &mut dyn std::fmt::Write| {
                // Drawing cannot fail in a way that anything could be done about.
                let _ = write!(out, "{:>11} rows", grouped(rows.load(Ordering::Relaxed)));
            },
        )
    }
}

impl Progress for Bars {
    fn start(&self, total_bytes: Option<u64>, name: &str) {
        self.rows.store(0, Ordering::Relaxed);
        let bar = total_bytes.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        bar.set_style(self.style(total_bytes.is_some()));
        bar.set_message(name.to_owned());
        bar.enable_steady_tick(TICK);
        let before = self.current.lock().unwrap_or_else(PoisonError::into_inner).replace(bar);
        if let Some(bar) = before {
            bar.finish_and_clear();
        }
    }

    fn advance(&self, bytes: u64) {
        self.with_bar(|bar| bar.inc(bytes));
    }

    fn rows(&self, rows: u64) {
        self.rows.store(rows, Ordering::Relaxed);
    }

    fn finish(&self) {
        let bar = self.current.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(bar) = bar {
            bar.finish_and_clear();
        }
    }
}

/// One bar that moves on with every document.
struct Documents {
    bar: ProgressBar,
}

impl Documents {
    fn new(count: u64) -> Self {
        let bar = ProgressBar::new(count);
        let style = ProgressStyle::with_template("{msg:50!} [{bar:25}] {pos} of {len} files  {eta} left");
        bar.set_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()));
        bar.enable_steady_tick(TICK);
        Self { bar }
    }
}

impl Progress for Documents {
    fn start(&self, _total_bytes: Option<u64>, name: &str) {
        self.bar.set_message(name.to_owned());
    }

    fn advance(&self, _bytes: u64) {}

    fn rows(&self, _rows: u64) {}

    fn finish(&self) {
        self.bar.inc(1);
    }
}

impl Drop for Documents {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
