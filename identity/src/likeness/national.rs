//! National bodies. Each is one of its kind: what holds its name is its own, whatever department, depot or
//! reference stands behind; so is what holds a short or former name of it.

use super::words::is_in;

/// How such a body is written, and its present name. The longer ways of writing stand before the shorter ones.
const BODIES: &[(&str, &str)] = &[
    ("NHS SUPPLY CHAIN", "NHS SUPPLY CHAIN"),
    ("NHS LOGISTICS AUTHORITY", "NHS SUPPLY CHAIN"),
    ("NHS BLOOD AND TRANSPL", "NHS BLOOD AND TRANSPLANT"),
    ("NHS BLOOD TRANSPL", "NHS BLOOD AND TRANSPLANT"),
    ("NHS BLOOD AND", "NHS BLOOD AND TRANSPLANT"),
    ("NATIONAL BLOOD SERVICE", "NHS BLOOD AND TRANSPLANT"),
    ("NATIONAL BLOOD AND TRANSPLANT", "NHS BLOOD AND TRANSPLANT"),
    ("NHSBT", "NHS BLOOD AND TRANSPLANT"),
    ("NHS LITIGATION", "NHS RESOLUTION"),
    ("NHSLA", "NHS RESOLUTION"),
    ("NHS RESOLUTION", "NHS RESOLUTION"),
    ("NHS BUSINESS SERVICES AUTH", "NHS BUSINESS SERVICES AUTHORITY"),
    ("NHS BUSINESS AUTHORITY", "NHS BUSINESS SERVICES AUTHORITY"),
    ("BUSINESS SERVICES AUTH", "NHS BUSINESS SERVICES AUTHORITY"),
    ("NHSBSA", "NHSBSA"),
    ("NHS BSA", "NHSBSA"),
    ("NHS PENSIONS", "NHS PENSIONS"),
    ("NHS PENSION AGENCY", "NHS PENSIONS"),
    ("NHS PROPERTY SERVICES", "NHS PROPERTY SERVICES"),
    ("NHS PROFESSIONALS", "NHS PROFESSIONALS"),
    ("NHS ENGLAND", "NHS ENGLAND"),
    ("NHS IMPROVEMENT", "NHS IMPROVEMENT"),
    ("NHS DIGITAL", "NHS DIGITAL"),
    ("HEALTH EDUCATION ENGLAND", "HEALTH EDUCATION ENGLAND"),
    ("PUBLIC HEALTH ENGLAND", "PUBLIC HEALTH ENGLAND"),
    ("CARE QUALITY COMMISSION", "CARE QUALITY COMMISSION"),
    ("DEPARTMENT OF HEALTH", "DEPARTMENT OF HEALTH AND SOCIAL CARE"),
    ("DEPARTMENT FOR HEALTH", "DEPARTMENT OF HEALTH AND SOCIAL CARE"),
    ("DEPT OF HEALTH", "DEPARTMENT OF HEALTH AND SOCIAL CARE"),
    ("HM REVENUE", "HM REVENUE AND CUSTOMS"),
    ("HMRC", "HM REVENUE AND CUSTOMS"),
    ("INLAND REVENUE", "HM REVENUE AND CUSTOMS"),
];

/// Bodies of people around a national one, or of another sector, are not it.
const AROUND: &str = "CHARITY CHARITIES CHARITABLE FUND FUNDS FRIENDS UNION ASSOCIATION SOCIETY";

/// The present name of the national body that the text names, behind numbers and remarks or not.
pub(crate) fn national(words: &[&str]) -> Option<&'static str> {
    if words.iter().any(|word| is_in(AROUND, word)) {
        return None;
    }
    // `X NHS TRUST TOTAL NHS ENGLAND` is two names.
    let other = words.iter().position(|word| is_in("NHS NHSFT NHST TRUST TOTAL COUNCIL", word));
    let last = other.unwrap_or(words.len());
    let mut found = (0..words.len()).filter_map(|from| {
        let body = BODIES.iter().find(|(written, _)| begins(&words[from..], written));
        body.map(|(_, name)| (from, *name))
    });
    let (_, first) = found.next().filter(|(from, _)| *from <= last)?;
    // One that names another one is for people.
    found.all(|(_, other)| other == first).then_some(first)
}

/// Whether words begin with those of another text. Spaces do not count, as fields lose them, but one word alone has to
/// end where it ends.
fn begins(words: &[&str], with: &str) -> bool {
    if !with.contains(' ') {
        return words.first() == Some(&with);
    }
    let mut letters = words.iter().flat_map(|word| word.chars()).filter(|c| c.is_alphanumeric());
    with.chars().filter(|c| *c != ' ').all(|letter| letters.next() == Some(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_begins_with_a_national_body_is_it() {
        for (text, name) in [
            ("NHS SUPPLYCHAIN MAINTENANCE", Some("NHS SUPPLY CHAIN")),
            ("NHS LITIGATION AUTHORITYCNST", Some("NHS RESOLUTION")),
            ("HMRC PAYE AND NIC", Some("HM REVENUE AND CUSTOMS")),
            ("HMRCX", None),
            ("NHS BLOOD TRANSPLANHSBTC019JUN", Some("NHS BLOOD AND TRANSPLANT")),
            ("NHS ENGLAND CHARITABLE FUND", None),
            ("PRICING DIVISION NHSBSA PRESCRIPTION", Some("NHSBSA")),
            ("KESTREL NHS TRUST TOTAL NHS ENGLAND", None),
            ("NHS PENSIONS NHS BUSINESS SERVICES AUTHORITY", None),
            ("KESTREL LANE SURGERY", None),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            assert_eq!(national(&words), name, "{text}");
        }
    }
}
