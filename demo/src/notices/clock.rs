//! Instants as UK portals write them: clock time of the United Kingdom with its offset.

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike, Weekday};

/// `2025-09-03T15:18:45+01:00`, in winter `…Z`.
pub(crate) fn instant(at: NaiveDateTime) -> String {
    let zone = if is_summer(at) { "+01:00" } else { "Z" };
    format!("{}{zone}", without_zone(at))
}

/// The same without offset, as some publishers leave it.
pub(crate) fn without_zone(at: NaiveDateTime) -> String {
    at.format("%Y-%m-%dT%H:%M:%S").to_string()
}

/// The beginning of a first day.
pub(crate) fn start(day: NaiveDate) -> String {
    instant(day.and_time(NaiveTime::MIN))
}

/// The last second of a last day.
pub(crate) fn end(day: NaiveDate) -> String {
    instant(at(day, 23, 59, 59))
}

/// A moment of the working day, another one for another number.
pub(crate) fn office_hours(day: NaiveDate, number: usize) -> NaiveDateTime {
    let number = u32::try_from(number % 100_000).unwrap_or_default();
    at(day, 8 + number % 10, number * 7 % 60, number * 13 % 60)
}

fn at(day: NaiveDate, hour: u32, minute: u32, second: u32) -> NaiveDateTime {
    day.and_time(NaiveTime::from_hms_opt(hour, minute, second).unwrap_or_default())
}

/// Clocks go forward at 01:00 on the last Sunday of March, back at 02:00 on the last of October.
fn is_summer(at: NaiveDateTime) -> bool {
    let day = at.date();
    let (Some(spring), Some(autumn)) = (last_sunday(day.year(), 3), last_sunday(day.year(), 10)) else {
        return false;
    };
    let after_spring = day > spring || (day == spring && at.hour() >= 1);
    let before_autumn = day < autumn || (day == autumn && at.hour() < 2);
    after_spring && before_autumn
}

/// The last Sunday of a month of 31 days.
fn last_sunday(year: i32, month: u32) -> Option<NaiveDate> {
    (25..=31)
        .filter_map(|day| NaiveDate::from_ymd_opt(year, month, day))
        .find(|day| day.weekday() == Weekday::Sun)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_change_with_the_clocks() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        assert_eq!(start(day("2025-03-30")), "2025-03-30T00:00:00Z");
        assert_eq!(end(day("2025-03-30")), "2025-03-30T23:59:59+01:00");
        assert_eq!(start(day("2025-10-26")), "2025-10-26T00:00:00+01:00");
        assert_eq!(end(day("2025-10-26")), "2025-10-26T23:59:59Z");
        assert_eq!(instant(office_hours(day("2025-01-02"), 12)), "2025-01-02T10:24:36Z");
    }
}
