//! Days by the UK calendar.

use chrono::{DateTime, Datelike as _, Days, Months, NaiveDate, NaiveTime, Utc};

use super::read;
use crate::{date::ReleaseDate, facts::Term, json::Object, london};

/// Years that are meant: others stand in for an unknown or an endless date.
const YEARS: std::ops::RangeInclusive<i32> = 1900..=2199;

/// The UK day of a date. Where it is written as the first or the last minute of a day, that day is meant,
/// whatever the zone: publishers write `2028-05-18T23:59:59Z` also in summer, when that is past midnight.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let text = text.trim();
    let date = ReleaseDate::parse(text)?;
    let civil = london::civil(date.instant);
    let minute = text.get(11..16).unwrap_or("00:00");
    let day = if matches!(minute, "00:00" | "23:59") { text.get(..10)?.parse().ok()? } else { civil.date() };
    YEARS.contains(&day.year()).then_some(day)
}

/// The day that stands under this name.
pub(super) fn day_of(owner: &Object, name: &str) -> Option<NaiveDate> {
    owner.str(name).and_then(day)
}

/// The UK day of an instant.
pub(super) fn civil_day(instant: Option<DateTime<Utc>>) -> Option<NaiveDate> {
    instant.map(|instant| london::civil(instant).date())
}

/// An instant until which something can be done: with a day alone, its last second.
pub(super) fn deadline(owner: &Object, name: &str) -> Option<DateTime<Utc>> {
    let text = owner.str(name)?.trim();
    let date = ReleaseDate::parse(text)?;
    if !YEARS.contains(&date.instant.year()) {
        return None;
    }
    if text.len() > 10 {
        return Some(date.instant);
    }
    let last_second = NaiveTime::from_hms_opt(23, 59, 59)?;
    Some(london::instant(london::civil(date.instant).date().and_time(last_second)))
}

/// An instant from which something can be done: with a day alone, its first second.
pub(super) fn start(owner: &Object, name: &str) -> Option<DateTime<Utc>> {
    let instant = ReleaseDate::parse(owner.str(name)?.trim())?.instant;
    YEARS.contains(&instant.year()).then_some(instant)
}

/// A period as stated, and whether its end is reckoned from its start and duration.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) term: Term,
    pub(super) is_reckoned: bool,
}

impl Period {
    /// Reads the period that stands under this name; an empty one when there is none.
    pub(super) fn of(owner: &Object, name: &str) -> Self {
        owner.object(name).map(Self::read).unwrap_or_default()
    }

    fn read(period: &Object) -> Self {
        let starts_on = day_of(period, "startDate");
        let stated = day_of(period, "endDate");
        let reckoned = || starts_on.and_then(|start| end_after(start, period));
        let ends_on = stated.or_else(reckoned);
        let term = Term { starts_on, ends_on, latest_end_on: day_of(period, "maxExtentDate") };
        Self { term, is_reckoned: stated.is_none() && ends_on.is_some() }
    }
}

/// The last day of a duration that begins on a day.
fn end_after(start: NaiveDate, period: &Object) -> Option<NaiveDate> {
    let positive = |name| read::whole(period, name).filter(|count| *count > 0);
    let after = match (positive("durationInMonths"), positive("durationInDays")) {
        (Some(months), _) => start.checked_add_months(Months::new(u32::try_from(months).ok()?))?,
        (None, Some(days)) => start.checked_add_days(Days::new(u64::try_from(days).ok()?))?,
        (None, None) => return None,
    };
    after.pred_opt().filter(|end| YEARS.contains(&end.year()))
}

/// From the first day of any to the last day of any.
pub(super) fn whole_term(terms: impl Iterator<Item = Term>) -> Term {
    terms.fold(Term::default(), |whole, term| Term {
        starts_on: earlier(whole.starts_on, term.starts_on),
        ends_on: whole.ends_on.max(term.ends_on),
        latest_end_on: whole.latest_end_on.max(term.latest_end_on),
    })
}

fn earlier(one: Option<NaiveDate>, another: Option<NaiveDate>) -> Option<NaiveDate> {
    match (one, another) {
        (Some(one), Some(another)) => Some(one.min(another)),
        _ => one.or(another),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::parsed, *};

    #[test]
    fn days_are_those_of_uk_calendars() {
        for (text, expected) in [
            ("2025-06-30T23:59:59+01:00", Some("2025-06-30")),
            ("2025-06-30T22:59:59Z", Some("2025-06-30")),
            ("2025-06-30T23:00:00Z", Some("2025-07-01")),
            ("2028-05-18T23:59:59Z", Some("2028-05-18")),
            ("2025-05-19T00:00:00Z", Some("2025-05-19")),
            ("2025-05-19T00:00:00+01:00", Some("2025-05-19")),
            ("2025-12-31T23:30:00-05:00", Some("2026-01-01")),
            ("2025-07-01", Some("2025-07-01")),
            ("2025-07-01T10:00", Some("2025-07-01")),
            ("9999-12-31T00:00:00Z", None),
            ("0001-01-01T00:00:00Z", None),
            ("soon", None),
            ("", None),
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), expected, "{text}");
        }
    }

    #[test]
    fn an_end_is_stated_or_reckoned_and_never_invented() {
        let read = |period: &str| {
            let Period { term, is_reckoned } =
                Period::of(&parsed(&format!(r#"{{"period": {period}}}"#)), "period");
            let day = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
            (day(term.starts_on), day(term.ends_on), day(term.latest_end_on), is_reckoned)
        };
        let told = |start: &str, end: &str, latest: &str, reckoned| {
            (start.to_owned(), end.to_owned(), latest.to_owned(), reckoned)
        };
        assert_eq!(
            read(
                r#"{"startDate": "2026-01-01", "endDate": "2026-12-31", "maxExtentDate": "2028-12-31", "durationInDays": 5}"#
            ),
            told("2026-01-01", "2026-12-31", "2028-12-31", false)
        );
        assert_eq!(
            read(r#"{"startDate": "2026-01-01", "durationInDays": 365}"#),
            told("2026-01-01", "2026-12-31", "", true)
        );
        assert_eq!(
            read(r#"{"startDate": "2026-01-31", "durationInMonths": 13}"#),
            told("2026-01-31", "2027-02-27", "", true)
        );
        assert_eq!(read(r#"{"durationInDays": 720}"#), told("", "", "", false));
        assert_eq!(
            read(r#"{"startDate": "2026-01-01", "durationInDays": 0}"#),
            told("2026-01-01", "", "", false)
        );
        assert_eq!(
            read(r#"{"startDate": "2026-01-01", "durationInMonths": 99999999999}"#),
            told("2026-01-01", "", "", false)
        );
        assert_eq!(read("[]"), told("", "", "", false));
    }

    #[test]
    fn a_deadline_of_a_day_lasts_until_its_end() {
        let owner = parsed(r#"{"a": "2026-07-01", "b": "2026-07-01T12:00:00+01:00", "c": "9999-12-31"}"#);
        let at = |name| deadline(&owner, name).map(|instant| instant.to_string());
        assert_eq!(at("a").as_deref(), Some("2026-07-01 22:59:59 UTC"));
        assert_eq!(at("b").as_deref(), Some("2026-07-01 11:00:00 UTC"));
        assert_eq!(at("c"), None);
    }
}
