//! Contracts Finder: every release, by days, each read page by page.

use std::{collections::HashSet, time::Duration};

use anchorhub_entities::pull_window::WindowState;
use chrono::{Days, NaiveDate, NaiveTime, Utc};

use super::{
    PullReport,
    ledger::{self, Lesson, Step},
    page::Page,
    work::Work,
};
use crate::{
    PullCode, PullError,
    fetch::{Answer, Ask},
    walk::{self, settled_until, to_text},
};

const SEARCH: &str = "/Published/Notices/OCDS/Search";
/// Pages of one day that are read.
const MOST_PAGES: usize = 1_000;

/// Pulls every day that is not yet closed; today for the time being.
pub(super) async fn pull(work: &Work<'_>) -> Result<PullReport, PullError> {
    let today = settled_until(Utc::now()).date();
    let mut report = work.report();
    ledger::forget_open(work).await?;
    let closed = ledger::closed_keys(work).await?;
    // Its releases begin in November 2016.
    let mut day = work.feed.pull_from.or(NaiveDate::from_ymd_opt(2016, 11, 1)).unwrap_or_default();
    while day <= today {
        let next = day.checked_add_days(Days::new(1)).unwrap_or(NaiveDate::MAX);
        let span = (walk::second(day.and_time(NaiveTime::MIN)), walk::second(next.and_time(NaiveTime::MIN)));
        let state = if day < today { WindowState::Whole } else { WindowState::Open };
        if !closed.contains(&day.to_string()) {
            let step = Step { key: day.to_string(), requests: 0, ..Step::window(span, state) };
            pull_day(work, step, &mut report).await?;
        }
        day = next;
    }
    report.whole_until = Some(to_text(walk::second(today.and_time(NaiveTime::MIN))));
    report.refused = ledger::refused(work).await?;
    Ok(report)
}

async fn pull_day(work: &Work<'_>, mut step: Step, report: &mut PullReport) -> Result<(), PullError> {
    let (from, to) = (to_text(step.span.0), to_text(step.span.1));
    let first = [
        ("publishedFrom", from.as_str()),
        ("publishedTo", to.as_str()),
        ("stages", "planning,tender,award,implementation"),
        ("limit", "100"),
    ];
    let mut url = work.address(SEARCH, &first)?;
    let mut asked = HashSet::new();
    loop {
        if asked.len() >= MOST_PAGES || !asked.insert(url.clone()) {
            // To close the day would be to say that all of it is here.
            return Err(PullError::new(
                PullCode::AnswerUnreadable,
                format!("{url}: the pages of {} lead on without an end", step.key),
            ));
        }
        let mut ask = Ask::new(url.clone(), format!("day_{}_page_{}.json", step.key, asked.len()));
        ask.refusal_wait =
            Some(Duration::from_secs(u64::from(work.workers.settings.contracts_finder_wait_seconds)));
        let Answer::Document(document) = work.get(&ask).await? else {
            return Err(PullError::new(
                PullCode::AnswerUnreadable,
                format!("{url}: the source has no such address; check the location of the feed"),
            ));
        };
        let page = Page::read(document.path()).await?;
        report.requests += 1;
        step.requests += 1;
        step.releases += page.releases.len();
        report.releases += u64::try_from(page.releases.len()).unwrap_or(u64::MAX);
        if !page.releases.is_empty()
            && let Some(error) = work.load(&document).await?
        {
            step.error_code = Some(error.code);
        }
        // A page without releases is the last, even if it names another.
        let Some(next) = page.next.filter(|_| !page.releases.is_empty()) else { break };
        // The address is the source's own word; it is checked like any other before it is called.
        url = url.join(&next).map_err(|error| {
            PullError::new(PullCode::AnswerUnreadable, format!("the next page is at `{next}`: {error}"))
        })?;
    }
    if step.state == WindowState::Whole {
        report.windows += 1;
        if step.error_code.is_some() {
            step.state = WindowState::Refused;
        }
    }
    ledger::settle(work, &[step], Lesson::default()).await
}
