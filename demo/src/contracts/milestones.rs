//! When a procurement is heard of: the days of its notices, from its first plan to its end.

use chrono::{Days, NaiveDate};

use crate::{calendar::TODAY, random::Random};

/// From this day on notices are those of the Procurement Act 2023, UK1 to UK17.
pub(crate) const ACT: NaiveDate = NaiveDate::from_ymd_opt(2025, 2, 24).unwrap();

/// The days on which something is published; none where it is not, or not yet.
#[derive(Clone, Debug, Default)]
pub(crate) struct Milestones {
    /// UK1.
    pub(crate) pipeline: Option<NaiveDate>,
    /// UK2.
    pub(crate) engagement: Option<NaiveDate>,
    /// UK3.
    pub(crate) planned: Option<NaiveDate>,
    /// UK4.
    pub(crate) tender: Option<NaiveDate>,
    /// The last day on which tenders are taken.
    pub(crate) deadline: Option<NaiveDate>,
    /// UK5: awarded without competition.
    pub(crate) direct: Option<NaiveDate>,
    /// UK6.
    pub(crate) decided: Option<NaiveDate>,
    /// UK7.
    pub(crate) signed: Option<NaiveDate>,
    /// UK9.
    pub(crate) performance: Vec<NaiveDate>,
    /// UK10.
    pub(crate) changed: Option<NaiveDate>,
    /// UK11.
    pub(crate) terminated: Option<NaiveDate>,
    /// UK12: given up before an award.
    pub(crate) given_up: Option<NaiveDate>,
}

/// What decides how a procurement goes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Way {
    pub(crate) starts_on: NaiveDate,
    pub(crate) ends_on: NaiveDate,
    pub(crate) value_pence: i64,
    pub(crate) direct: bool,
    pub(crate) can_be_extended: bool,
}

impl Milestones {
    /// Draws the days of a procurement.
    pub(crate) fn draw(way: Way, random: &mut Random) -> Self {
        let mut before = |from: u64, to: u64| sooner(way.starts_on, from + random_days(to - from, random));
        let (pipeline, engagement, planned) = (before(430, 900), before(335, 420), before(200, 330));
        let (tender, direct, decided, signed) =
            (before(95, 180), before(40, 60), before(25, 39), before(2, 20));
        let deadline = later(tender, 30 + random_days(20, random));
        let large = way.value_pence >= 200_000_000;
        let mut drawn = |share: f64, day: NaiveDate| random.chance(share).then_some(day);
        let mut days = Self {
            pipeline: drawn(if large { 0.8 } else { 0.15 }, pipeline),
            engagement: drawn(0.2, engagement),
            planned: drawn(0.35, planned),
            tender: (!way.direct).then_some(tender),
            deadline: Some(deadline),
            direct: way.direct.then_some(direct),
            decided: (!way.direct).then_some(decided),
            signed: Some(signed),
            performance: Vec::new(),
            changed: drawn(
                if way.can_be_extended { 0.3 } else { 0.05 },
                within(way, random_share(way.starts_on)),
            ),
            terminated: drawn(0.03, within(way, 15)),
            given_up: None,
        };
        if !way.direct && random.chance(0.05) {
            days.given_up = Some(later(deadline, 15 + random_days(20, random)));
            (days.decided, days.signed, days.changed, days.terminated) = (None, None, None, None);
        }
        if days.given_up.is_none() && way.value_pence >= 100_000_000 {
            // After half a year, and each year from then on.
            let reported = (0..).map(|year| later(way.starts_on, 182 + 365 * year));
            days.performance = reported.take_while(|day| *day < way.ends_on && *day < TODAY).collect();
        }
        days.keep_the_past();
        if way.starts_on >= TODAY && days.is_silent() {
            let told = sooner(TODAY, 1 + random_days(200, random));
            if way.starts_on > later(TODAY, 420) && random.chance(0.2) {
                days.engagement = Some(told);
            } else if way.starts_on > later(TODAY, 300) {
                days.pipeline = Some(told);
            } else {
                days.planned = Some(told);
            }
        }
        days
    }

    /// A tender that takes applications for years, as a framework or market that stays open does.
    pub(crate) fn open(until: NaiveDate, random: &mut Random) -> Self {
        let tender = sooner(TODAY, 5 + random_days(300, random));
        Self { tender: Some(tender), deadline: Some(until), ..Self::default() }
    }

    /// Whether it is awarded.
    pub(crate) fn is_awarded(&self) -> bool {
        self.direct.is_some() || self.decided.is_some() || self.signed.is_some()
    }

    /// The day of the award; of one that is only known to be signed, that day.
    pub(crate) fn awarded_on(&self) -> Option<NaiveDate> {
        self.direct.or(self.decided).or(self.signed)
    }

    fn is_silent(&self) -> bool {
        let told = [self.pipeline, self.engagement, self.planned, self.tender, self.direct, self.given_up];
        told.iter().all(Option::is_none) && !self.is_awarded()
    }

    /// Takes away what would only be published in the future.
    fn keep_the_past(&mut self) {
        for day in [
            &mut self.pipeline,
            &mut self.engagement,
            &mut self.planned,
            &mut self.tender,
            &mut self.direct,
            &mut self.decided,
            &mut self.signed,
            &mut self.changed,
            &mut self.terminated,
            &mut self.given_up,
        ] {
            *day = day.filter(|day| *day < TODAY);
        }
        if self.signed.is_none() {
            (self.changed, self.terminated) = (None, None);
        }
        if self.terminated.is_some() {
            self.changed = None;
        }
    }
}

fn random_days(bound: u64, random: &mut Random) -> u64 {
    u64::from(random.below_u32(u32::try_from(bound).unwrap_or(u32::MAX)))
}

/// A percentage that differs from contract to contract.
fn random_share(day: NaiveDate) -> u64 {
    use chrono::Datelike;
    8 + u64::from(day.ordinal()) % 40
}

/// The day on which so many percent of the term are over.
fn within(way: Way, percent: u64) -> NaiveDate {
    let days = u64::try_from((way.ends_on - way.starts_on).num_days()).unwrap_or_default();
    later(way.starts_on, days * percent / 100)
}

fn later(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_add_days(Days::new(days)).unwrap_or(day)
}

fn sooner(day: NaiveDate, days: u64) -> NaiveDate {
    day.checked_sub_days(Days::new(days)).unwrap_or(day)
}
