//! How long to wait before asking again.

use std::{
    hash::{BuildHasher, RandomState},
    time::Duration,
};

use chrono::{DateTime, Utc};

/// What `Retry-After` asks for: seconds, or a date. Nothing for any other text.
pub(crate) fn retry_after(text: &str, now: DateTime<Utc>) -> Option<Duration> {
    let text = text.trim();
    if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(Duration::from_secs(text.parse().unwrap_or(u64::MAX)));
    }
    let date = DateTime::parse_from_rfc2822(text).ok()?;
    // A date that has passed asks for nothing more.
    Some((date.with_timezone(&Utc) - now).to_std().unwrap_or_default())
}

/// Twice as long with each try, up to a longest; between a half and the whole of that, at random, so that
/// those who failed together do not come back together.
pub(crate) fn backoff(first: Duration, tries_before: u32, longest: Duration) -> Duration {
    let whole = first.saturating_mul(2_u32.saturating_pow(tries_before.min(30))).min(longest);
    let random = RandomState::new().hash_one(tries_before);
    whole
        .mul_f64(0.5 + f64::from(u32::try_from(random >> 32).unwrap_or_default()) / f64::from(u32::MAX) / 2.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn retry_after_is_read_in_both_forms() {
        let now = "2024-05-01T10:00:00Z".parse().unwrap();
        let read = |text| retry_after(text, now).map(|wait| wait.as_secs());
        assert_eq!(read("120"), Some(120));
        assert_eq!(read(" 0 "), Some(0));
        assert_eq!(read("99999999999999999999999"), Some(u64::MAX));
        assert_eq!(read("Wed, 01 May 2024 10:02:30 GMT"), Some(150));
        assert_eq!(read("Wed, 01 May 2024 09:00:00 GMT"), Some(0));
        for text in ["", "soon", "-5", "1.5", "2024-05-01"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn waits_double_and_have_an_end() {
        let second = Duration::from_secs(1);
        for (tries, whole) in [(0, 1), (1, 2), (5, 32), (6, 60), (200, 60)] {
            let wait = backoff(second, tries, 60 * second);
            let whole = whole * second;
            assert!(whole / 2 <= wait && wait <= whole, "{tries}: {wait:?}");
        }
    }
}
