//! Charity numbers of the three regulators.

use super::{
    Identifier, IdentifierProblem, Remark, Scheme,
    cell::{self, Cell},
};

const ENGLAND: &str = "six or seven digits, as 1074622";
const SCOTLAND: &str = "SC and six digits, as SC012345";
const NORTHERN_IRELAND: &str = "six digits that begin with 1, as 100012";

/// Letters before the number tell the regulator, whatever the scheme says.
pub(super) fn identifier(
    scheme: &Scheme,
    cell: &Cell,
    remarks: &mut Vec<Remark>,
) -> Result<Identifier, IdentifierProblem> {
    let text = cell.compact.as_str();
    let (regulator, digits) =
        if let Some(digits) = text.strip_prefix("NIC").filter(|rest| cell::is_digits(rest)) {
            (Scheme::NorthernIrishCharity, digits)
        } else if let Some(digits) = text.strip_prefix("SC").filter(|rest| cell::is_digits(rest)) {
            (Scheme::ScottishCharity, digits)
        } else if let Some(digits) = after_marks(text) {
            (Scheme::CharityCommission, digits)
        } else {
            (scheme.clone(), text)
        };
    if regulator != *scheme {
        remarks.push(Remark::SchemeGuessed);
    }
    if cell.had_lower_case {
        remarks.push(Remark::PrefixCase);
    }
    let value = match regulator {
        Scheme::ScottishCharity => scottish(cell, digits, remarks)?,
        Scheme::NorthernIrishCharity => northern_irish(cell, digits)?,
        _ => english(cell, digits, remarks)?,
    };
    Ok(Identifier { scheme: regulator, value })
}

/// Whether only a charity is written so: `NIC100012`, `CHA1165823`.
pub(super) fn is_certain(text: &str) -> bool {
    let northern_irish =
        text.strip_prefix("NIC").is_some_and(|rest| cell::is_digits(rest) && rest.len() == 6);
    northern_irish || after_marks(text).is_some_and(|digits| (6..=7).contains(&digits.len()))
}

/// Digits behind letters that say charity.
fn after_marks(text: &str) -> Option<&str> {
    let marks = ["CHARITY", "CHAR", "CHA", "CHC", "CCEW"];
    marks.iter().find_map(|mark| text.strip_prefix(mark)).filter(|rest| cell::is_digits(rest))
}

fn english(cell: &Cell, digits: &str, remarks: &mut Vec<Remark>) -> Result<String, IdentifierProblem> {
    // Linked charities: `1074622-1`; `-0` is the main one.
    let parts = cell.suffix.as_deref().and_then(|linked| Some((digits.strip_suffix(linked)?, linked)));
    let (main, linked) = match parts {
        Some((main, linked)) if main.len() >= 6 => (main, linked.trim_start_matches('0')),
        _ => (digits, ""),
    };
    if !cell::is_digits(main) {
        return Err(cell.form(Scheme::CharityCommission, ENGLAND));
    }
    let number = main.trim_start_matches('0');
    if number.len() != main.len() {
        remarks.push(Remark::ZerosRemoved);
    }
    if !(6..=7).contains(&number.len()) {
        return Err(cell.length(Scheme::CharityCommission, ENGLAND));
    }
    // Numbers began at 200000 and had reached 1.22 million in 2026.
    if number.starts_with('1') != (number.len() == 7) {
        return Err(IdentifierProblem::Unissued {
            scheme: Scheme::CharityCommission,
            value: number.to_owned(),
        });
    }
    Ok(if linked.is_empty() { number.to_owned() } else { format!("{number}-{linked}") })
}

fn scottish(cell: &Cell, digits: &str, remarks: &mut Vec<Remark>) -> Result<String, IdentifierProblem> {
    if !cell::is_digits(digits) {
        return Err(cell.form(Scheme::ScottishCharity, SCOTLAND));
    }
    if !(3..=6).contains(&digits.len()) {
        return Err(cell.length(Scheme::ScottishCharity, SCOTLAND));
    }
    if digits.len() < 6 {
        remarks.push(Remark::Padded);
    }
    Ok(format!("SC{digits:0>6}"))
}

fn northern_irish(cell: &Cell, digits: &str) -> Result<String, IdentifierProblem> {
    if digits.len() != 6 {
        return Err(cell.length(Scheme::NorthernIrishCharity, NORTHERN_IRELAND));
    }
    if !cell::is_digits(digits) || !digits.starts_with('1') {
        return Err(cell.form(Scheme::NorthernIrishCharity, NORTHERN_IRELAND));
    }
    Ok(digits.to_owned())
}
