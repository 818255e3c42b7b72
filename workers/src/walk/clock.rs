//! UK clock time as a line of seconds.
//!
//! Windows are cut in clock time, in which Find a Tender is asked. On that line the hour that October has twice
//! stands once, and holds the releases of both.

use anchorhub_ocds::london;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Timelike as _, Utc};

use super::Second;

const TEXT: &str = "%Y-%m-%dT%H:%M:%S";
/// A window that ends at a change of the clocks should not be shorter than this for its sake.
const WORTHWHILE: i64 = 600;

/// A moment as the source takes it.
pub fn to_text(at: Second) -> String {
    DateTime::from_timestamp(at, 0).unwrap_or_default().format(TEXT).to_string()
}

/// Reads what `to_text` wrote.
pub fn from_text(text: &str) -> Option<Second> {
    NaiveDateTime::parse_from_str(text, TEXT).ok().map(second)
}

/// The moment of UK clock time up to which a source can be taken to have shown everything: days and months that
/// end before it are closed. What is published just before midnight may take a while to appear.
pub fn settled_until(now: DateTime<Utc>) -> NaiveDateTime {
    london::civil(now - TimeDelta::hours(1))
}

/// A date and time of the UK clock on the line.
pub fn second(civil: NaiveDateTime) -> Second {
    civil.and_utc().timestamp()
}

/// An end between the beginning of a window and one that was too far; none if there is no such moment that can
/// be asked for.
pub fn shorter(from: Second, refused: Second) -> Option<Second> {
    let half = from + (refused - from) / 2;
    let civil = DateTime::from_timestamp(half, 0)?.naive_utc();
    let (before, after) = around(half, civil);
    let half = match london::is_missing(civil) {
        true if before > from => before,
        true => after,
        false => half,
    };
    (from < half && half < refused).then_some(half)
}

/// The last second before the hour of a moment, and the first one after it.
fn around(at: Second, civil: NaiveDateTime) -> (Second, Second) {
    let into = i64::from(civil.minute()) * 60 + i64::from(civil.second());
    (at - into - 1, at - into + 3_600)
}

/// The end of a window, moved out of the hours in which the clocks change: a moment in the hour that March lacks
/// cannot be asked for, and one in the hour that October has twice may mean either. `refused` is an end known to
/// be too far.
pub fn avoid_changes(from: Second, to: Second, refused: Option<Second>) -> Second {
    let Some(civil) = DateTime::from_timestamp(to, 0).map(|at| at.naive_utc()) else { return to };
    if !london::is_repeated(civil) && !london::is_missing(civil) {
        return to;
    }
    let (before, after) = around(to, civil);
    if before - from >= WORTHWHILE {
        before
    } else if refused.is_none_or(|refused| after < refused) {
        after
    } else if london::is_missing(civil) && before > from {
        before
    } else {
        to
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Second {
        from_text(text).unwrap()
    }

    #[test]
    fn windows_end_outside_the_hours_of_change() {
        let avoid = |from: &str, to: &str, refused: Option<&str>| {
            to_text(avoid_changes(at(from), at(to), refused.map(at)))
        };
        for hour in ["2024-03-31", "2024-10-27"] {
            let to = format!("{hour}T01:20:05");
            assert_eq!(avoid(&format!("{hour}T00:00:00"), &to, None), format!("{hour}T00:59:59"));
            assert_eq!(avoid(&format!("{hour}T00:55:00"), &to, None), format!("{hour}T02:00:00"));
        }
        // Too many releases in the repeated hour: it has to be cut.
        let refused = Some("2024-10-27T02:00:00");
        assert_eq!(avoid("2024-10-27T00:59:59", "2024-10-27T01:20:05", refused), "2024-10-27T01:20:05");
        // The missing hour is empty and never has to be.
        assert_eq!(
            avoid("2024-03-31T00:55:00", "2024-03-31T01:20:05", Some("2024-03-31T02:00:00")),
            "2024-03-31T00:59:59"
        );
        assert_eq!(avoid("2024-05-01T00:00:00", "2024-05-01T01:20:05", None), "2024-05-01T01:20:05");
    }

    #[test]
    fn windows_get_shorter_until_nothing_is_between_their_ends() {
        let halved = |from: &str, to: &str| shorter(at(from), at(to)).map(to_text);
        let half = |from: &str, to: &str| halved(from, to).unwrap_or_default();
        assert_eq!(half("2024-05-01T00:00:00", "2024-05-01T01:00:00"), "2024-05-01T00:30:00");
        assert_eq!(half("2024-05-01T00:00:00", "2024-05-01T00:00:02"), "2024-05-01T00:00:01");
        assert_eq!(halved("2024-05-01T00:00:00", "2024-05-01T00:00:01"), None);
        // The missing hour cannot be asked for: what is too much before and behind it is one second's.
        assert_eq!(half("2024-03-31T00:30:00", "2024-03-31T02:30:00"), "2024-03-31T00:59:59");
        assert_eq!(half("2024-03-31T00:59:59", "2024-03-31T02:30:00"), "2024-03-31T02:00:00");
        assert_eq!(halved("2024-03-31T00:59:59", "2024-03-31T02:00:00"), None);
    }
}
