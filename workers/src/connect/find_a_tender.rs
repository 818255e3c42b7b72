//! Find a Tender: every release, by windows of time.
//!
//! Following the source's own paging loses releases. So a window is asked for without a cursor, and an answer of
//! fewer than 100 releases that leads nowhere is whole. Any other is dropped and a shorter window asked for:
//! what it held comes again, and storing it twice would gain nothing.

use std::collections::{BTreeSet, HashSet};

use anchorhub_entities::pull_window::{WindowKind, WindowState};
use anchorhub_ocds::london;
use chrono::{NaiveDate, NaiveTime, Utc};
use url::Url;

use super::{
    PullReport,
    completeness::{Gaps, clump_detail},
    ledger::{self, Lesson, Step},
    page::{Entry, Page},
    work::Work,
};
use crate::{
    PullCode, PullError,
    fetch::{Answer, Ask, Document},
    walk::{self, PAGE, Planner, Second, avoid_changes, settled_until, to_text},
};

const RELEASES: &str = "/api/1.0/ocdsReleasePackages";
const RECORDS: &str = "/api/1.0/ocdsRecordPackages";
/// Pages of one second that are looked at: no second can hold so many.
const MOST_PAGES: usize = 200;

/// Pulls everything that is not yet closed: whole days up to last midnight for good, today for the time being.
pub(super) async fn pull(work: &Work<'_>) -> Result<PullReport, PullError> {
    let now = walk::second(london::civil(Utc::now()));
    let settled = walk::second(settled_until(Utc::now()));
    let today = settled - settled.rem_euclid(86_400);
    // Its first notice is of 1 January 2021.
    let begin = work.feed.pull_from.or(NaiveDate::from_ymd_opt(2021, 1, 1)).unwrap_or_default();
    let begin = walk::second(begin.and_time(NaiveTime::MIN));

    ledger::forget_open(work).await?;
    let planner = Planner::new(ledger::density(work).await?);
    let mut walk = Walk { work, planner, report: work.report(), fetched: HashSet::new() };
    walk.fetch_records().await?;
    for (from, to) in ledger::uncovered(work, begin, today).await? {
        walk.along(from, to, true).await?;
    }
    walk.along(today.max(begin), now, false).await?;
    walk.ask_for_missing(begin).await?;

    let gaps = Gaps::of(work, begin).await?;
    let mut report = walk.report;
    report.years = gaps.report();
    report.whole_until = Some(to_text(today));
    report.refused = ledger::refused(work).await?;
    Ok(report)
}

struct Walk<'a> {
    work: &'a Work<'a>,
    planner: Planner,
    report: PullReport,
    /// Processes whose record was fetched in this pull.
    fetched: HashSet<String>,
}

impl Walk<'_> {
    /// Takes in all of a span, from left to right. Windows share their ends, so that nothing between two
    /// seconds falls between two windows.
    async fn along(&mut self, from: Second, to: Second, closes: bool) -> Result<(), PullError> {
        let mut at = from;
        let mut spent = 0;
        let mut refused: Option<Second> = None;
        while at < to {
            let planned = avoid_changes(at, self.planner.next(at, to), refused).min(to);
            // However the answer misleads the planner, windows get shorter.
            let end = refused
                .filter(|refused| planned >= *refused)
                .and_then(|refused| walk::shorter(at, refused))
                .unwrap_or(planned);
            let document = self.window(at, end).await?;
            let page = Page::read(document.path()).await?;
            spent += 1;
            if page.releases.len() < PAGE && page.next.is_none() {
                self.close((at, end), &document, &page, spent, closes).await?;
            } else if walk::shorter(at, end).is_none() {
                self.clump((at, end), document, page, spent, closes).await?;
            } else {
                self.planner.overfull(at, end, &page.dates());
                refused = Some(end);
                continue;
            }
            (at, spent, refused) = (end, 0, None);
        }
        Ok(())
    }

    /// Everything published or changed between two moments, both inclusive.
    async fn window(&mut self, from: Second, to: Second) -> Result<Document, PullError> {
        let url = self.address(from, to, None)?;
        self.document(url, &format!("window_{}_{}.json", to_text(from), to_text(to)).replace(':', ".")).await
    }

    fn address(&self, from: Second, to: Second, cursor: Option<&str>) -> Result<Url, PullError> {
        let (from, to) = (to_text(from), to_text(to));
        let mut parameters = vec![("updatedFrom", from.as_str()), ("updatedTo", &to), ("limit", "100")];
        parameters.extend(cursor.map(|cursor| ("cursor", cursor)));
        self.work.address(RELEASES, &parameters)
    }

    async fn document(&mut self, url: Url, name: &str) -> Result<Document, PullError> {
        match self.ask(url.clone(), name).await? {
            Some(document) => Ok(document),
            None => Err(PullError::new(
                PullCode::AnswerUnreadable,
                format!("{url}: the source has no such address; check the location of the feed"),
            )),
        }
    }

    async fn ask(&mut self, url: Url, name: &str) -> Result<Option<Document>, PullError> {
        let answer = self.work.get(&Ask::new(url, name)).await?;
        self.report.requests += 1;
        Ok(match answer {
            Answer::Document(document) => Some(document),
            Answer::Unchanged | Answer::NotFound => None,
        })
    }

    /// Takes in a window that is whole, and only then writes that down.
    async fn close(
        &mut self,
        span: (Second, Second),
        document: &Document,
        page: &Page,
        requests: u64,
        closes: bool,
    ) -> Result<(), PullError> {
        let error = if page.releases.is_empty() { None } else { self.work.load(document).await? };
        let mut dates = page.dates();
        dates.sort_unstable();
        self.planner.whole(span.0, span.1, &dates);
        let state = match (&error, closes) {
            (_, false) => WindowState::Open,
            (Some(_), true) => WindowState::Refused,
            (None, true) => WindowState::Whole,
        };
        let step = Step {
            releases: page.releases.len(),
            requests,
            error_code: error.map(|error| error.code),
            ..Step::window(span, state)
        };
        let density = Some(self.planner.density());
        let lesson = Lesson { releases: &page.releases, closed: closes, density, ..Lesson::default() };
        ledger::settle(self.work, &[step], lesson).await?;
        self.report.windows += u64::from(closes);
        self.report.releases += count(page);
        tracing::info!(
            feed = self.work.feed.code,
            from = to_text(span.0),
            to = to_text(span.1),
            releases = page.releases.len(),
            requests,
            "a window is whole"
        );
        Ok(())
    }

    /// More releases in one second than an answer holds. Its pages name processes, though not all releases; the
    /// record of each process holds all of its releases. What no page names shows as a gap in the numbers.
    async fn clump(
        &mut self,
        span: (Second, Second),
        document: Document,
        page: Page,
        requests: u64,
        closes: bool,
    ) -> Result<(), PullError> {
        let mut entries: Vec<Entry> = Vec::new();
        let (mut document, mut page, mut requests) = (document, page, requests);
        let mut cursors = HashSet::new();
        loop {
            // A page that could not be taken is no loss: each of its releases comes again with its record.
            self.work.load(&document).await?;
            self.report.releases += count(&page);
            entries.append(&mut page.releases);
            let cursor = page.next.as_deref().and_then(cursor);
            let Some(cursor) = cursor.filter(|cursor| cursors.insert(cursor.clone())) else { break };
            if cursors.len() > MOST_PAGES {
                break;
            }
            let url = self.address(span.0, span.1, Some(&cursor))?;
            let name =
                format!("window_{}_page_{}.json", to_text(span.0), cursors.len() + 1).replace(':', ".");
            document = self.document(url, &name).await?;
            page = Page::read(document.path()).await?;
            requests += 1;
        }
        let ocids: BTreeSet<&String> = entries.iter().filter_map(|entry| entry.ocid.as_ref()).collect();
        let state = if closes { WindowState::Clump } else { WindowState::Open };
        let mut steps = vec![Step {
            releases: entries.len(),
            requests,
            detail: clump_detail(&entries),
            ..Step::window(span, state)
        }];
        // Of two windows that share a crowded second, the second one needs no record again.
        let held = ledger::records_after(self.work, span.1).await?;
        let fresh = ocids.into_iter().filter(|ocid| !self.fetched.contains(*ocid) && !held.contains(*ocid));
        steps.extend(
            fresh.map(|ocid| Step::new(WindowKind::Record, ocid.clone(), span, WindowState::Pending)),
        );
        tracing::info!(
            feed = self.work.feed.code,
            at = to_text(span.0),
            releases = entries.len(),
            records = steps.len() - 1,
            "one second holds more than an answer"
        );
        let lesson = Lesson { releases: &entries, closed: closes, ..Lesson::default() };
        ledger::settle(self.work, &steps, lesson).await?;
        self.report.windows += u64::from(closes);
        self.fetch_records().await
    }

    /// Fetches the records that clumps have left to be fetched, also those of an earlier pull.
    async fn fetch_records(&mut self) -> Result<(), PullError> {
        for pending in ledger::steps(self.work, WindowKind::Record, WindowState::Pending).await? {
            let ocid = pending.key;
            let url = self.work.address(&format!("{RECORDS}/{ocid}"), &[])?;
            let span = (walk::from_text(&pending.from_at), walk::from_text(&pending.to_at));
            let span = (span.0.unwrap_or_default(), span.1.unwrap_or_default());
            let mut step = Step::new(WindowKind::Record, ocid.clone(), span, WindowState::Absent);
            let mut page = Page::default();
            if let Some(document) = self.ask(url, &format!("record_{ocid}.json")).await? {
                page = Page::read(document.path()).await?;
                let error = self.work.load(&document).await?;
                step.state = if error.is_some() { WindowState::Refused } else { WindowState::Whole };
                step.error_code = error.map(|error| error.code);
                step.releases = page.releases.len();
            }
            self.report.releases += count(&page);
            let lesson = Lesson { releases: &page.releases, ..Lesson::default() };
            ledger::settle(self.work, &[step], lesson).await?;
            self.fetched.insert(ocid);
        }
        Ok(())
    }

    /// Asks for notices whose numbers are missing: all beside a clump, and some of the others in each pull.
    async fn ask_for_missing(&mut self, begin: Second) -> Result<(), PullError> {
        let gaps = Gaps::of(self.work, begin).await?;
        for (year, number) in gaps.to_ask_for(self.work.workers.settings.probes_a_run) {
            let id = format!("{number:06}-{year}");
            let url = self.work.address(&format!("{RELEASES}/{id}"), &[])?;
            let document = match self.ask(url, &format!("notice_{id}.json")).await {
                Err(error) if error.kind() == PullCode::Refused => {
                    tracing::warn!(%error, notice = id, "the source does not say whether there is such a notice");
                    return Ok(());
                }
                document => document?,
            };
            let page = match &document {
                Some(document) => Page::read(document.path()).await?,
                None => Page::default(),
            };
            let here = page.releases.iter().any(|release| release.number == Some((year, number)));
            let mut steps = Vec::new();
            let mut lesson = Lesson { releases: &page.releases, ..Lesson::default() };
            match document.filter(|_| here) {
                Some(document) => {
                    let error = self.work.load(&document).await?;
                    let state = if error.is_some() { WindowState::Refused } else { WindowState::Whole };
                    let mut step = Step::new(WindowKind::Notice, id, (begin, begin), state);
                    step.error_code = error.map(|error| error.code);
                    step.releases = page.releases.len();
                    steps.push(step);
                    self.report.releases += count(&page);
                }
                None => lesson.absent = Some((year, number)),
            }
            ledger::settle(self.work, &steps, lesson).await?;
        }
        Ok(())
    }
}

fn count(page: &Page) -> u64 {
    u64::try_from(page.releases.len()).unwrap_or(u64::MAX)
}

/// The cursor in the address of a next page.
fn cursor(next: &str) -> Option<String> {
    // The address may be a path alone.
    let base = Url::parse("https://source.invalid/").ok()?;
    let next = base.join(next).ok()?;
    next.query_pairs().find(|(name, _)| name == "cursor").map(|(_, value)| value.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_found_in_whole_addresses_and_paths() {
        for next in
            ["https://a.example/x?limit=100&cursor=MTAw%3D", "/x?cursor=MTAw%3D&limit=1", "?cursor=MTAw="]
        {
            assert_eq!(cursor(next).as_deref(), Some("MTAw="), "{next}");
        }
        assert_eq!(cursor("https://a.example/x?limit=100"), None);
    }
}
