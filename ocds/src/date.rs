//! When a release was published.

use chrono::{DateTime, Duration, NaiveDate, NaiveTime, Utc};

use crate::london;

/// A date as OCDS publishers write it, read as an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReleaseDate {
    /// The instant.
    pub instant: DateTime<Utc>,
    /// Whether the text says its zone. Without one it is UK clock time; without a time it is midnight.
    pub zoned: bool,
}

impl ReleaseDate {
    /// Reads `2026-09-03T15:18:45+01:00` and what is common beside it: no zone, no seconds, fractions of a
    /// second, a space for the `T`, a date alone. Nothing for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (date, rest) = text.split_at_checked(10)?;
        let date = day(date)?;
        if rest.is_empty() {
            return Some(Self { instant: london::instant(date.and_time(NaiveTime::MIN)), zoned: false });
        }
        let rest = rest.strip_prefix(['T', 't', ' '])?;
        let zone_at = rest.find(['Z', 'z', '+', '-']).unwrap_or(rest.len());
        let (clock, zone) = rest.split_at(zone_at);
        let civil = date.and_time(time(clock)?);
        let instant = match zone {
            "" => return Some(Self { instant: london::instant(civil), zoned: false }),
            "Z" | "z" => civil.and_utc(),
            _ => civil.checked_sub_signed(offset(zone)?)?.and_utc(),
        };
        Some(Self { instant, zoned: true })
    }
}

fn day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.splitn(3, '-');
    let year = number(parts.next()?, 4)?;
    let month = number(parts.next()?, 2)?;
    let day = number(parts.next()?, 2)?;
    NaiveDate::from_ymd_opt(i32::try_from(year).ok()?, month, day)
}

fn time(text: &str) -> Option<NaiveTime> {
    let (clock, fraction) = text.split_once('.').unwrap_or((text, ""));
    let mut parts = clock.splitn(3, ':');
    let hour = number(parts.next()?, 2)?;
    let minute = number(parts.next()?, 2)?;
    let second = match parts.next() {
        // A leap second is the end of the minute that it lengthens.
        Some("60") => 59,
        Some(second) => number(second, 2)?,
        None if fraction.is_empty() => 0,
        None => return None,
    };
    NaiveTime::from_hms_nano_opt(hour, minute, second, nanoseconds(fraction)?)
}

/// The first nine digits of a fraction of a second.
fn nanoseconds(fraction: &str) -> Option<u32> {
    if !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = fraction.bytes().chain(std::iter::repeat(b'0')).take(9);
    Some(digits.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')))
}

/// `+01:00`, `+0100` or `+01`.
fn offset(zone: &str) -> Option<Duration> {
    let (sign, digits) = zone.split_at(1);
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "00"),
    };
    let minutes = number(hours, 2)? * 60 + number(minutes, 2)?;
    let offset = Duration::minutes(i64::from(minutes));
    (minutes <= 24 * 60).then_some(if sign == "-" { -offset } else { offset })
}

/// Exactly so many digits.
fn number(text: &str, digits: usize) -> Option<u32> {
    let right = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    if right { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, bool)> {
        ReleaseDate::parse(text).map(|date| (date.instant.format("%FT%T%.fZ").to_string(), date.zoned))
    }

    #[test]
    fn zoned_dates_are_instants() {
        for (text, instant) in [
            ("2014-01-01T00:00:00Z", "2014-01-01T00:00:00Z"),
            ("2026-09-03T15:18:45+01:00", "2026-09-03T14:18:45Z"),
            ("2026-09-03T15:18:45-0530", "2026-09-03T20:48:45Z"),
            ("2026-09-03t15:18z", "2026-09-03T15:18:00Z"),
            ("2026-09-03T15:18:45+01", "2026-09-03T14:18:45Z"),
            ("2011-10-18T08:54:21.250Z", "2011-10-18T08:54:21.250Z"),
            ("2016-12-31T23:59:60Z", "2016-12-31T23:59:59Z"),
            ("2024-02-29T00:00:00+00:00", "2024-02-29T00:00:00Z"),
        ] {
            assert_eq!(read(text), Some((instant.to_owned(), true)), "{text}");
        }
    }

    #[test]
    fn dates_without_a_zone_are_uk_clock_time() {
        for (text, instant) in [
            ("2026-07-01T12:00:00", "2026-07-01T11:00:00Z"),
            ("2026-07-01 12:00", "2026-07-01T11:00:00Z"),
            ("2026-07-01", "2026-06-30T23:00:00Z"),
            ("2026-12-01T12:00:00.5", "2026-12-01T12:00:00.500Z"),
        ] {
            assert_eq!(read(text), Some((instant.to_owned(), false)), "{text}");
        }
    }

    #[test]
    fn anything_else_is_no_date() {
        for text in [
            "",
            "soon",
            "2026",
            "03/09/2026",
            "2026-13-01",
            "2025-02-29",
            "2026-07-01T",
            "2026-07-01T25:00:00Z",
            "2026-07-01T12:00:61Z",
            "2026-07-01T12:00:00X",
            "2026-07-01T12:00:00+1",
            "2026-07-01T12:00:00+99:00",
            "2026-07-01T12.5Z",
            "+026-07-01",
            "2026-07-0１",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
