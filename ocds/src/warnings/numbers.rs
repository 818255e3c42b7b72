//! Numbers that nothing can count with.

use super::{Found, Spot, WarningCode};

/// Numbers of more digits do not fit into 64 bits once they are counted in hundredths.
const MOST_DIGITS: i64 = 16;

pub(super) fn at(spot: &Spot<'_>, found: &mut Found) {
    let Some(number) = spot.value.as_number() else { return };
    if number.magnitude().is_none_or(|digits| digits > MOST_DIGITS) {
        found.add(WarningCode::NumberOutOfRange, spot.path());
    }
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    #[test]
    fn numbers_beyond_counting_are_seen_and_survive() {
        let members = r#""tender": {"techniques": {"frameworkAgreement": {"maximumParticipants": 1e9999}},
                                    "value": {"amount": 9999999999999999.99}},
                         "x": [12345678901234567890, -1e17, 1e99999999999999999999, 0.1e17, 0]"#;
        assert_eq!(
            found(&[WarningCode::NumberOutOfRange], members),
            [
                "NUMBER_OUT_OF_RANGE tender.techniques.frameworkAgreement.maximumParticipants",
                "NUMBER_OUT_OF_RANGE x[0]",
                "NUMBER_OUT_OF_RANGE x[1]",
                "NUMBER_OUT_OF_RANGE x[2]",
                "NUMBER_OUT_OF_RANGE x[3]"
            ]
        );
    }
}
