//! Public Contracts Scotland and Sell2Wales: every notice, by month and notice type.

use anchorhub_entities::{feed::Connector, pull_window::WindowState};
use chrono::{Datelike as _, Months, NaiveDate, NaiveTime, Utc};

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

const NOTICES: &str = "/v1/Notices";
/// Forms of the European journal, which both sources number alike.
const FORMS: [u16; 17] = [1, 2, 3, 4, 5, 6, 7, 12, 13, 14, 15, 20, 21, 22, 23, 24, 25];
/// Forms of their own.
const SCOTTISH: [u16; 4] = [101, 102, 103, 104];
const WELSH: [u16; 6] = [51, 52, 53, 54, 55, 56];

/// Pulls every month that is not yet closed; the running month for the time being.
pub(super) async fn pull(work: &Work<'_>) -> Result<PullReport, PullError> {
    let today = settled_until(Utc::now()).date();
    let own: &[u16] = match work.feed.connector {
        Some(Connector::Sell2Wales) => &WELSH,
        _ => &SCOTTISH,
    };
    let mut report = work.report();
    ledger::forget_open(work).await?;
    let closed = ledger::closed_keys(work).await?;
    let begin = work.feed.pull_from.or(NaiveDate::from_ymd_opt(2019, 1, 1)).unwrap_or_default();
    let mut month = begin.with_day(1).unwrap_or(begin);
    // Months without such notices may be answered by no document at all. So is every request to a wrong address:
    // these months are closed only when the source has given a package too.
    let mut absent = Vec::new();
    let mut answers = !closed.is_empty();
    while month <= today {
        let next = month.checked_add_months(Months::new(1)).unwrap_or(NaiveDate::MAX);
        let span =
            (walk::second(month.and_time(NaiveTime::MIN)), walk::second(next.and_time(NaiveTime::MIN)));
        let state = if next <= today { WindowState::Whole } else { WindowState::Open };
        for form in FORMS.iter().chain(own) {
            let key = format!("{}/{form}", month.format("%Y-%m"));
            if !closed.contains(&key) {
                let step = Step { key, ..Step::window(span, state) };
                match pull_month(work, month, *form, step, &mut report).await? {
                    Settled::Here => answers = true,
                    Settled::Absent(step) => absent.push(step),
                }
            }
        }
        month = next;
        if answers {
            ledger::settle(work, &std::mem::take(&mut absent), Lesson::default()).await?;
        }
    }
    if !answers && !absent.is_empty() {
        return Err(PullError::new(
            PullCode::NotFound,
            format!(
                "{}: the source has no such address; check the location of the feed",
                work.address(NOTICES, &[])?
            ),
        ));
    }
    let running = today.with_day(1).unwrap_or(today);
    report.whole_until = Some(to_text(walk::second(running.and_time(NaiveTime::MIN))));
    report.refused = ledger::refused(work).await?;
    Ok(report)
}

/// How a month and notice type was settled.
enum Settled {
    /// With a package.
    Here,
    /// With no document: still to be written down.
    Absent(Step),
}

async fn pull_month(
    work: &Work<'_>,
    month: NaiveDate,
    form: u16,
    mut step: Step,
    report: &mut PullReport,
) -> Result<Settled, PullError> {
    let parameters = [
        ("dateFrom", month.format("%m-%Y").to_string()),
        ("outputType", "0".to_owned()),
        ("noticeType", form.to_string()),
    ];
    let parameters = parameters.each_ref().map(|(name, value)| (*name, value.as_str()));
    let name = format!("month_{}_type_{form}.json", month.format("%Y-%m"));
    let ask = Ask::new(work.address(NOTICES, &parameters)?, name);
    let answer = work.get(&ask).await?;
    report.requests += 1;
    report.windows += u64::from(step.state == WindowState::Whole);
    let Answer::Document(document) = answer else { return Ok(Settled::Absent(step)) };
    let page = Page::read(document.path()).await?;
    step.releases = page.releases.len();
    report.releases += u64::try_from(page.releases.len()).unwrap_or(u64::MAX);
    if !page.releases.is_empty()
        && let Some(error) = work.load(&document).await?
    {
        step.error_code = Some(error.code);
        if step.state == WindowState::Whole {
            step.state = WindowState::Refused;
        }
    }
    ledger::settle(work, &[step], Lesson::default()).await?;
    Ok(Settled::Here)
}
