//! Dates that do not say when.

use super::{Found, Spot, WarningCode};
use crate::{date::ReleaseDate, json::Object};

pub(super) fn of(release: &Object, found: &mut Found) {
    if release.str("date").and_then(ReleaseDate::parse).is_none() {
        found.add(WarningCode::DateMissing, "");
    }
}

/// Looks at the fields that the standard and its extensions call dates: `date`, `startDate`, `dateSigned`.
pub(super) fn at(spot: &Spot<'_>, found: &mut Found) {
    let is_date = |name: &str| name == "date" || name.starts_with("date") || name.ends_with("Date");
    let Some(text) = spot.name().filter(|name| is_date(name)).and_then(|_| spot.value.as_str()) else {
        return;
    };
    match ReleaseDate::parse(text) {
        Some(date) if date.zoned => {}
        Some(_) => found.add(WarningCode::DateWithoutZone, spot.path()),
        None => found.add(WarningCode::DateUnreadable, spot.path()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    const CODES: [WarningCode; 3] =
        [WarningCode::DateMissing, WarningCode::DateWithoutZone, WarningCode::DateUnreadable];

    #[test]
    fn every_date_is_looked_at() {
        let members = r#""date": "2026-07-01T12:00:00",
            "tender": {"tenderPeriod": {"startDate": "2026-07-01T12:00:00Z", "endDate": "2026-07-31"},
                       "title": "2026-07-01"},
            "contracts": [{"id": "1", "dateSigned": "soon"}]"#;
        assert_eq!(
            found(&CODES, members),
            [
                "DATE_WITHOUT_ZONE date",
                "DATE_WITHOUT_ZONE tender.tenderPeriod.endDate",
                "DATE_UNREADABLE contracts[0].dateSigned"
            ]
        );
    }

    #[test]
    fn a_release_needs_a_date() {
        assert_eq!(found(&CODES, r#""id": "1""#), ["DATE_MISSING "]);
        assert_eq!(found(&CODES, r#""date": "soon""#), ["DATE_MISSING ", "DATE_UNREADABLE date"]);
        assert_eq!(found(&CODES, r#""date": "2026-07-01T12:00:00+01:00""#), [""; 0]);
    }
}
