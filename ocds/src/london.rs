//! Clock time in the United Kingdom.

use chrono::{DateTime, Datelike as _, Duration, NaiveDate, NaiveDateTime, Utc, Weekday};

/// The instant that UK clocks call by this date and time.
///
/// Of the hour that October has twice the first is meant (summer time); the hour that March lacks is read as
/// if the clocks had not gone forward. The rule is that of the Summer Time Order since 1996; nothing older
/// was ever published as OCDS.
pub fn instant(civil: NaiveDateTime) -> DateTime<Utc> {
    let summer = match (changeover(civil.year(), 3), changeover(civil.year(), 10)) {
        (Some(forward), Some(back)) => forward <= civil && civil < back,
        _ => false,
    };
    let universal = if summer { civil - Duration::hours(1) } else { civil };
    universal.and_utc()
}

/// What UK clocks show at an instant.
pub fn civil(instant: DateTime<Utc>) -> NaiveDateTime {
    let universal = instant.naive_utc();
    let summer = match (changeover(universal.year(), 3), changeover(universal.year(), 10)) {
        // Both changes are at one o'clock universal time.
        (Some(forward), Some(back)) => {
            forward - Duration::hours(1) <= universal && universal < back - Duration::hours(1)
        }
        _ => false,
    };
    if summer { universal + Duration::hours(1) } else { universal }
}

/// Whether a date and time lies in the hour that October has twice.
pub fn is_repeated(civil: NaiveDateTime) -> bool {
    changeover(civil.year(), 10).is_some_and(|back| back - Duration::hours(1) <= civil && civil < back)
}

/// Whether a date and time lies in the hour that March lacks.
pub fn is_missing(civil: NaiveDateTime) -> bool {
    changeover(civil.year(), 3)
        .is_some_and(|forward| forward - Duration::hours(1) <= civil && civil < forward)
}

/// Two o'clock on the last Sunday of March or October.
fn changeover(year: i32, month: u32) -> Option<NaiveDateTime> {
    let last_day = NaiveDate::from_ymd_opt(year, month, 31)?;
    let after_sunday = u64::from(last_day.weekday().days_since(Weekday::Sun));
    last_day.checked_sub_days(chrono::Days::new(after_sunday))?.and_hms_opt(2, 0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hours_of_a_change_are_told() {
        let at = |text: &str| text.parse::<NaiveDateTime>().unwrap();
        let second_pass = "2026-10-25T01:30:00Z".parse::<DateTime<Utc>>().unwrap();
        assert_eq!(civil(second_pass), at("2026-10-25T01:30:00"));
        assert!(is_repeated(at("2026-10-25T01:00:00")) && is_repeated(at("2026-10-25T01:59:59")));
        assert!(!is_repeated(at("2026-10-25T00:59:59")) && !is_repeated(at("2026-10-25T02:00:00")));
        assert!(is_missing(at("2026-03-29T01:00:00")) && !is_missing(at("2026-03-29T02:00:00")));
    }

    #[test]
    fn clocks_change_on_the_last_sundays_of_march_and_october() {
        for (civil, universal) in [
            ("2026-01-15T12:00:00", "2026-01-15T12:00:00Z"),
            ("2026-03-29T00:59:59", "2026-03-29T00:59:59Z"),
            ("2026-03-29T01:30:00", "2026-03-29T01:30:00Z"),
            ("2026-03-29T02:00:00", "2026-03-29T01:00:00Z"),
            ("2026-07-01T12:00:00", "2026-07-01T11:00:00Z"),
            ("2026-10-25T00:59:59", "2026-10-24T23:59:59Z"),
            ("2026-10-25T01:30:00", "2026-10-25T00:30:00Z"),
            ("2026-10-25T01:59:59", "2026-10-25T00:59:59Z"),
            ("2026-10-25T02:00:00", "2026-10-25T02:00:00Z"),
            // Months whose last day is a Sunday.
            ("2024-03-31T03:00:00", "2024-03-31T02:00:00Z"),
            ("2021-10-31T03:00:00", "2021-10-31T03:00:00Z"),
        ] {
            let civil: NaiveDateTime = civil.parse().unwrap();
            let expected: DateTime<Utc> = universal.parse().unwrap();
            assert_eq!(instant(civil), expected, "{civil}");
            if !is_missing(civil) {
                assert_eq!(super::civil(expected), civil, "{expected}");
            }
        }
    }
}
