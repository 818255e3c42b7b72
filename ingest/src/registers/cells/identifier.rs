//! Numbers of suppliers in public registers, and codes of categories.

use anchorhub_ocds::warnings::is_company_number;

/// Fewer digits are no company number, whatever is put before them.
const LEAST_DIGITS: usize = 4;

/// A company number with the leading zeros that spreadsheets cut off; none if it is no such number.
pub(in crate::registers) fn company(cell: &str) -> Option<String> {
    let number: String = cell.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    // Numbers that went through a spreadsheet as numbers.
    let number = number.strip_suffix(".0").unwrap_or(&number);
    let letters = number.bytes().take_while(u8::is_ascii_uppercase).count();
    let (prefix, digits) = number.split_at(letters);
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        // `IP12345R`
        return is_company_number(number).then(|| number.to_owned());
    }
    let width = match prefix.len() {
        0 => 8,
        1 => 7,
        2 => 6,
        _ => return None,
    };
    if digits.len() < LEAST_DIGITS || digits.len() > width {
        return None;
    }
    let padded = format!("{prefix}{digits:0>width$}");
    is_company_number(&padded).then_some(padded)
}

/// A charity number with the scheme of its register: England and Wales, or Scotland; none if it is no such number.
pub(in crate::registers) fn charity(cell: &str) -> Option<(&'static str, String)> {
    let number: String = cell.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_ascii_uppercase();
    let number = number.strip_suffix(".0").unwrap_or(&number);
    let number = ["CHARITY", "CHA", "NO.", "NO:"]
        .iter()
        .fold(number, |rest, word| rest.strip_prefix(word).unwrap_or(rest));
    if let Some(digits) = number.strip_prefix("SC") {
        return (digits.len() == 6 && is_digits(digits)).then(|| ("GB-SC", number.to_owned()));
    }
    // Subsidiaries of a charity: `1049226-1`.
    let main =
        number.split_once('-').map_or(number, |(main, rest)| if is_digits(rest) { main } else { number });
    ((6..=7).contains(&main.len()) && is_digits(main)).then(|| ("GB-CHC", main.to_owned()))
}

/// Whether a number in a column of company numbers says itself that it is a charity's: `CHA1049226`.
pub(in crate::registers) fn says_charity(cell: &str) -> bool {
    cell.get(..3).is_some_and(|start| start.eq_ignore_ascii_case("cha"))
}

/// The eight digits of a CPV code, also with check digit and words behind it; spreadsheets cut the zero of `03000000`.
pub(in crate::registers) fn cpv(cell: &str) -> Option<String> {
    let start = cell.find(|c: char| c.is_ascii_digit())?;
    let rest = &cell[start..];
    let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
    match &rest[..end] {
        digits if digits.len() == 8 => Some(digits.to_owned()),
        digits if digits.len() == 7 && digits.starts_with('3') => Some(format!("0{digits}")),
        _ => None,
    }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn company_numbers_get_their_zeros_back() {
        for (cell, number) in [
            ("2535986", "02535986"),
            ("00396381", "00396381"),
            ("2065", "00002065"),
            ("1234567.0", "01234567"),
            ("SC249935", "SC249935"),
            ("sc 249935", "SC249935"),
            ("OC3059", "OC003059"),
            ("IP29627R", "IP29627R"),
            ("R0000033", "R0000033"),
        ] {
            assert_eq!(company(cell).as_deref(), Some(number), "{cell}");
        }
        for cell in [
            "",
            "12",
            "123456789",
            "GBML4119704",
            "20014R",
            "Various",
            "-",
            "00000000",
            "RO 34737997",
            "12345678 & 87654321",
        ] {
            assert_eq!(company(cell), None, "{cell}");
        }
    }

    #[test]
    fn charity_numbers_have_a_register() {
        assert_eq!(charity("1049226"), Some(("GB-CHC", "1049226".to_owned())));
        assert_eq!(charity("CHA1049226"), Some(("GB-CHC", "1049226".to_owned())));
        assert_eq!(charity("1049226-3"), Some(("GB-CHC", "1049226".to_owned())));
        assert_eq!(charity("SC 012345"), Some(("GB-SC", "SC012345".to_owned())));
        for cell in ["", "12345678", "Yes", "SC12"] {
            assert_eq!(charity(cell), None, "{cell}");
        }
    }

    #[test]
    fn cpv_codes_have_eight_digits() {
        assert_eq!(cpv("72000000-5 IT services").as_deref(), Some("72000000"));
        assert_eq!(cpv("CPV 45000000").as_deref(), Some("45000000"));
        assert_eq!(cpv("3000000").as_deref(), Some("03000000"));
        for cell in ["", "IT", "72", "720000001"] {
            assert_eq!(cpv(cell), None, "{cell}");
        }
    }
}
