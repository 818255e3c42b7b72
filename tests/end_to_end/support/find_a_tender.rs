//! A Find a Tender of the tests' own, with what makes the real one hard to pull completely.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use anchorhub_ocds::london;
use chrono::{DateTime, Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use serde_json::{Value, json};

use super::source::{Reply, Request, Source};

/// Releases of one answer.
const PAGE: usize = 100;
/// Releases that its own paging leaves out between two pages.
const LOST: usize = 4;
/// Releases in one second.
const CLUMP: usize = 210;
/// Releases in the hour that October has twice.
const REPEATED: usize = 150;
/// Notice numbers that were given and never published.
const GAPS: usize = 15;

/// One notice.
#[derive(Debug)]
struct Notice {
    at: DateTime<Utc>,
    id: String,
    ocid: String,
}

/// Everything that was published.
#[derive(Debug)]
pub(crate) struct Published {
    notices: Vec<Notice>,
    by_id: BTreeMap<String, usize>,
    by_ocid: BTreeMap<String, Vec<usize>>,
    clump: DateTime<Utc>,
    gaps: usize,
    /// The day of the first notice.
    pub(crate) first: NaiveDate,
}

/// How often it was asked, and for what.
#[derive(Debug, Default)]
pub(crate) struct Asked {
    all: AtomicU64,
    windows: AtomicU64,
    pages: AtomicU64,
    records: AtomicU64,
    notices: AtomicU64,
    /// Answers that it owed: 429, 503, broken off.
    failed: AtomicU64,
}

impl Asked {
    fn count(&self, what: impl Fn(&Self) -> &AtomicU64) -> u64 {
        what(self).load(Ordering::SeqCst)
    }

    /// Every request that reached it.
    pub(crate) fn all(&self) -> u64 {
        self.count(|asked| &asked.all)
    }

    /// Those that it failed.
    pub(crate) fn failed(&self) -> u64 {
        self.count(|asked| &asked.failed)
    }
}

/// The fewest requests that could bring everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fewest {
    /// Windows of fewer than a hundred releases that cover all seconds but the crowded one.
    pub(crate) windows: u64,
    /// One to learn of the crowded second, and the record of each process in it.
    pub(crate) clump: u64,
    /// One for each number that was never published, to hear so.
    pub(crate) gaps: u64,
}

impl Fewest {
    pub(crate) fn all(self) -> u64 {
        self.windows + self.clump + self.gaps
    }
}

/// Numbers that look like chance and are the same in every run.
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        self.0 >> 33
    }

    /// A number from 0 up to, and without, 1.
    fn share(&mut self) -> f64 {
        self.number() as f64 / f64::from(1_u32 << 31)
    }

    /// A number from 0 up to, and without, `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.number()).expect("a number of 31 bits") % end
    }
}

impl Published {
    /// So many notices, from two hundred and fifty days before the last October's change of clocks to yesterday.
    pub(crate) fn new(count: usize) -> Self {
        let mut dice = Dice::new(0x0c1d);
        let today = london::civil(Utc::now()).date();
        let change = last_october_change(today);
        let first = change - Days::new(250);
        let clump_day = (1..).map(|days| change - Days::new(days)).find(is_workday).expect("a workday");
        let clump = london::instant(clump_day.and_hms_opt(16, 30, 7).expect("a time"));
        let repeated = london::instant(change.and_hms_opt(1, 0, 0).expect("a time"));

        let mut dates = vec![clump; CLUMP];
        dates.extend((0..REPEATED).map(|_| {
            let second = dice.below(7_200);
            repeated + TimeDelta::seconds(i64::try_from(second).expect("seconds"))
        }));
        dates.extend(spread(count - dates.len(), first, today, &mut dice).into_iter().map(london::instant));
        // The crowded second has exactly its own, so that the fewest requests are known.
        for at in dates.iter_mut().skip(CLUMP).filter(|at| (**at - clump).num_seconds().abs() <= 1) {
            *at = clump + TimeDelta::seconds(60);
        }
        dates.sort_unstable();
        Self::of(&dates, clump, first, &mut dice)
    }

    fn of(dates: &[DateTime<Utc>], clump: DateTime<Utc>, first: NaiveDate, dice: &mut Dice) -> Self {
        let gaps: BTreeSet<usize> = (0..GAPS).map(|_| 1_000 + dice.below(dates.len() - 2_000)).collect();
        let (mut number, mut year) = (0, 0);
        let mut notices = Vec::with_capacity(dates.len());
        for (position, at) in dates.iter().enumerate() {
            let of = london::civil(*at).year();
            if of != year {
                // A pull that begins within a year finds its numbers under way.
                (year, number) = (of, if year == 0 { 20_000 } else { 0 });
            }
            number += if gaps.contains(&position) { 2 } else { 1 };
            // One in four notices belongs to a process that is known already.
            let process = if dice.below(4) == 0 { dice.below(position + 1) } else { position };
            let (id, ocid) = (format!("{number:06}-{year}"), format!("ocds-h6vhtk-{process:06x}"));
            notices.push(Notice { at: *at, id, ocid });
        }
        let by_id = notices.iter().enumerate().map(|(at, notice)| (notice.id.clone(), at)).collect();
        let mut by_ocid: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, notice) in notices.iter().enumerate() {
            by_ocid.entry(notice.ocid.clone()).or_default().push(at);
        }
        Self { notices, by_id, by_ocid, clump, gaps: gaps.len(), first }
    }

    /// Contracting processes.
    pub(crate) fn processes(&self) -> i64 {
        i64::try_from(self.by_ocid.len()).expect("a number")
    }

    /// Numbers that were given and never published.
    pub(crate) fn gaps(&self) -> usize {
        self.gaps
    }

    /// The fewest requests that could bring everything, if one knew where to cut. Both ends of a window are
    /// inclusive, and two windows that follow each other need not share a second.
    pub(crate) fn fewest(&self) -> Fewest {
        let mut windows = 1;
        let (mut held, mut seconds) = (0, BTreeMap::<DateTime<Utc>, usize>::new());
        for notice in &self.notices {
            *seconds.entry(notice.at).or_default() += 1;
        }
        for (at, count) in seconds {
            if at == self.clump {
                (windows, held) = (windows + 1, 0);
                continue;
            }
            held += count;
            if held >= PAGE {
                (windows, held) = (windows + 1, count);
            }
        }
        let crowded = self.notices.iter().filter(|notice| notice.at == self.clump);
        let processes: BTreeSet<&str> = crowded.map(|notice| notice.ocid.as_str()).collect();
        Fewest { windows, clump: 1 + processes.len() as u64, gaps: self.gaps as u64 }
    }

    fn release(&self, at: usize) -> Value {
        let Notice { at, id, ocid } = &self.notices[at];
        json!({
            "ocid": ocid, "id": id, "date": written(*at), "tag": ["tender"], "initiationType": "tender",
            "tender": { "id": id, "title": format!("Notice {id}"), "status": "active" },
            "buyer": { "id": "GB-PPON-PABC-1234-WXYZ", "name": "Borough of Anywhere" },
            "parties": [{ "id": "GB-PPON-PABC-1234-WXYZ", "name": "Borough of Anywhere", "roles": ["buyer"] }]
        })
    }
}

/// A server that gives what was published, and fails now and then.
pub(crate) fn serve(published: &Arc<Published>) -> (Source, Arc<Asked>) {
    let asked = Arc::new(Asked::default());
    let (published, counts) = (Arc::clone(published), Arc::clone(&asked));
    let source = Source::start(move |request| {
        let number = counts.all.fetch_add(1, Ordering::SeqCst) + 1;
        let fault = |every: u64| number.is_multiple_of(every);
        if fault(97) || fault(131) || fault(149) {
            counts.failed.fetch_add(1, Ordering::SeqCst);
        }
        if fault(97) {
            return Reply::new(429, "slow down").with("Retry-After", 1);
        }
        if fault(131) {
            return Reply::new(503, "be right back").with("Retry-After", 1);
        }
        let reply = answer(&published, &counts, request);
        if fault(149) { reply.cut() } else { reply }
    });
    (source, asked)
}

fn answer(published: &Published, asked: &Asked, request: &Request) -> Reply {
    let count = |counter: &AtomicU64| counter.fetch_add(1, Ordering::SeqCst);
    if let Some(ocid) = request.path.strip_prefix("/api/1.0/ocdsRecordPackages/") {
        count(&asked.records);
        let Some(places) = published.by_ocid.get(ocid) else { return Reply::new(404, "no such process") };
        let releases: Vec<Value> = places.iter().map(|at| published.release(*at)).collect();
        return Reply::json(&json!({
            "uri": "https://find-a-tender.example/record", "version": "1.1", "publishedDate": "2026-01-01T00:00:00Z",
            "publisher": { "name": "Tests" }, "records": [{ "ocid": ocid, "releases": releases }]
        }));
    }
    if let Some(id) = request.path.strip_prefix("/api/1.0/ocdsReleasePackages/") {
        count(&asked.notices);
        let Some(at) = published.by_id.get(id) else { return Reply::new(404, "no such notice") };
        return package(published, &[*at], None);
    }
    if request.path != "/api/1.0/ocdsReleasePackages" {
        return Reply::new(404, "no such page");
    }
    count(if request.parameter("cursor").is_some() { &asked.pages } else { &asked.windows });
    let moment = |name| request.parameter(name).and_then(read);
    let (Some(from), Some(to)) = (moment("updatedFrom"), moment("updatedTo")) else {
        return Reply::new(400, "updatedFrom and updatedTo are missing, or name no moment");
    };
    if from >= to || request.parameter("limit") != Some("100") {
        return Reply::new(400, "updatedTo must be later than updatedFrom");
    }
    let notices = &published.notices;
    let begin = notices.partition_point(|notice| notice.at < from);
    let end = notices.partition_point(|notice| notice.at <= to);
    let offset = request.parameter("cursor").map_or(Ok(0), str::parse).unwrap_or(usize::MAX);
    let first = begin.saturating_add(offset).min(end);
    let last = first.saturating_add(PAGE).min(end);
    let next = (last < end).then(|| {
        let asked = ["updatedFrom", "updatedTo"].map(|name| request.parameter(name).unwrap_or_default());
        format!(
            "https://find-a-tender.example/api/1.0/ocdsReleasePackages?updatedFrom={}&updatedTo={}&limit=100&cursor={}",
            asked[0],
            asked[1],
            // Here it loses some.
            offset + PAGE + LOST
        )
    });
    let places: Vec<usize> = (first..last).collect();
    package(published, &places, next)
}

fn package(published: &Published, places: &[usize], next: Option<String>) -> Reply {
    let releases: Vec<Value> = places.iter().map(|at| published.release(*at)).collect();
    let mut package = json!({
        "uri": "https://find-a-tender.example/", "version": "1.1", "publisher": { "name": "Tests" },
        // Another one each time: no two answers have the same bytes.
        "publishedDate": Utc::now().to_rfc3339(), "releases": releases
    });
    if let Some(next) = next {
        package["links"] = json!({ "next": next });
    }
    Reply::json(&package)
}

/// Reads UK clock time. Of the hour that October has twice it means the second, unlike the hub; a moment of the
/// hour that March lacks is none.
fn read(text: &str) -> Option<DateTime<Utc>> {
    let civil = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S").ok()?;
    if london::is_missing(civil) {
        return None;
    }
    let hours = i64::from(london::is_repeated(civil));
    Some(london::instant(civil) + TimeDelta::hours(hours))
}

fn written(at: DateTime<Utc>) -> String {
    let civil = london::civil(at);
    let offset = if civil == at.naive_utc() { "Z" } else { "+01:00" };
    format!("{}{offset}", civil.format("%Y-%m-%dT%H:%M:%S"))
}

/// The last Sunday of October, so long ago that three days have passed since.
fn last_october_change(today: NaiveDate) -> NaiveDate {
    let sunday = |year: i32| {
        let last = NaiveDate::from_ymd_opt(year, 10, 31).expect("a date");
        last - Days::new(u64::from(last.weekday().num_days_from_sunday()))
    };
    let this_year = sunday(today.year());
    if this_year + Days::new(3) <= today { this_year } else { sunday(today.year() - 1) }
}

fn is_workday(day: &NaiveDate) -> bool {
    day.weekday().num_days_from_monday() < 5
}

/// Moments of UK clock time as offices publish: on workdays, most in the afternoon, on some days more than on
/// others.
fn spread(count: usize, first: NaiveDate, end: NaiveDate, dice: &mut Dice) -> Vec<NaiveDateTime> {
    let mut hours = Vec::new();
    let mut weight = 0.0;
    for day in first.iter_days().take_while(|day| *day < end) {
        let busy = if is_workday(&day) { 0.85 + 0.3 * dice.share() } else { 0.05 };
        for hour in 0..24 {
            weight += busy
                * match hour {
                    9..=11 => 1.0,
                    12..=13 => 0.8,
                    14..=16 => 1.4,
                    8 | 17 => 0.6,
                    18..=22 => 0.15,
                    _ => 0.02,
                };
            hours.push((weight, day, hour));
        }
    }
    let mut moments = Vec::with_capacity(count);
    while moments.len() < count {
        let wanted = dice.share() * weight;
        let (_, day, hour) = hours[hours.partition_point(|(upto, ..)| *upto < wanted)];
        let second = TimeDelta::seconds(i64::try_from(dice.below(3_600)).expect("seconds"));
        moments.push(day.and_time(NaiveTime::MIN) + TimeDelta::hours(hour) + second);
    }
    moments
}
