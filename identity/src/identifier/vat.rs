//! VAT registration numbers of HMRC.

use super::{
    IdentifierProblem, Remark, Scheme,
    cell::{self, Cell},
};

const EXPECTED: &str = "nine digits, twelve for a branch, or GD or HA and three digits";

/// Whether the check digits of nine digits fit: the sum of the first seven, weighted 8 to 2, and the last two digits is
/// divisible by 97, or is when 55 is added to it (numbers given out since 2009). False for anything but nine digits.
pub fn vat_checksum(digits: &str) -> bool {
    if digits.len() != 9 || !cell::is_digits(digits) {
        return false;
    }
    let digit = |byte: u8| u32::from(byte - b'0');
    let weights = [8, 7, 6, 5, 4, 3, 2, 10, 1];
    let sum: u32 = digits.bytes().zip(weights).map(|(byte, weight)| digit(byte) * weight).sum();
    sum.is_multiple_of(97) || (sum + 55).is_multiple_of(97)
}

pub(super) fn number(cell: &Cell, remarks: &mut Vec<Remark>) -> Result<String, IdentifierProblem> {
    let text = bare(&cell.compact);
    if text.starts_with("GD") || text.starts_with("HA") {
        return public(text).ok_or_else(|| cell.form(Scheme::Vat, EXPECTED));
    }
    if !cell::is_digits(text) {
        return Err(cell.form(Scheme::Vat, EXPECTED));
    }
    let main = match text.len() {
        9 => text,
        // The last three digits are the branch; the taxpayer is the same.
        12 => {
            remarks.push(Remark::BranchCut);
            &text[..9]
        }
        _ => return Err(cell.length(Scheme::Vat, EXPECTED)),
    };
    if let Some(code) = as_public(main) {
        return Ok(code);
    }
    if !vat_checksum(main) {
        return Err(IdentifierProblem::Checksum(main.to_owned()));
    }
    Ok(main.to_owned())
}

/// Whether digits without a country are a VAT number for certain, by their check digits.
pub(super) fn is_number(digits: &str) -> bool {
    matches!(digits.len(), 9 | 12) && digits.get(..9).is_some_and(vat_checksum)
}

/// Whether it is written as only VAT numbers are: `GB123456789`, `XI123456789`, `GBGD001`.
pub(super) fn is_marked(text: &str) -> bool {
    let rest = bare(text);
    rest.len() < text.len()
        && ((matches!(rest.len(), 9 | 12) && cell::is_digits(rest)) || public(rest).is_some())
}

/// Without the country: GB, or XI for Northern Ireland.
fn bare(text: &str) -> &str {
    text.strip_prefix("GB").or_else(|| text.strip_prefix("XI")).unwrap_or(text)
}

/// Government departments are GD000 to GD499, health authorities HA500 to HA999.
fn public(text: &str) -> Option<String> {
    let (letters, digits) = text.split_at_checked(2)?;
    let fits = match letters {
        "GD" => digits < "500",
        "HA" => digits >= "500",
        _ => false,
    };
    (fits && digits.len() == 3 && cell::is_digits(digits)).then(|| text.to_owned())
}

/// The same in the form of nine digits: `8888` or 888 8, the number, and its remainder by 97.
fn as_public(digits: &str) -> Option<String> {
    let (number, check) = digits.strip_prefix("8888")?.split_at_checked(3)?;
    let value: u32 = number.parse().ok()?;
    let fits = check.parse::<u32>().is_ok_and(|stated| stated == value % 97);
    let letters = if value < 500 { "GD" } else { "HA" };
    fits.then(|| format!("{letters}{number}"))
}
