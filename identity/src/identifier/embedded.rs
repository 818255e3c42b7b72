//! A scheme that stands inside the value: `GB-CHC-1074622`, or an address of the register.

use super::Scheme;

/// Pieces of addresses that the number follows.
static ADDRESSES: [(&str, Scheme); 5] = [
    ("/company/", Scheme::CompaniesHouse),
    ("/companies/gb/", Scheme::CompaniesHouse),
    ("/charity-details/", Scheme::CharityCommission),
    ("regid=", Scheme::CharityCommission),
    ("number=sc", Scheme::ScottishCharity),
];

/// The scheme and the rest of the value; none when the value says no scheme.
pub(super) fn within(value: &str) -> Option<(Scheme, &str)> {
    let value = value.trim();
    org_id(value).or_else(|| address(value))
}

/// `GB-COH-01234567`, `gb coh 01234567`.
fn org_id(value: &str) -> Option<(Scheme, &str)> {
    let separates = |c: char| matches!(c, '-' | ' ' | ':' | '/' | '_');
    let (country, rest) = value.split_once(separates)?;
    if !country.eq_ignore_ascii_case("GB") {
        return None;
    }
    let (list, number) = rest.split_once(separates)?;
    let scheme = Scheme::from_name(&format!("GB-{list}")).filter(Scheme::is_known)?;
    number.chars().any(char::is_alphanumeric).then_some((scheme, number.trim()))
}

fn address(value: &str) -> Option<(Scheme, &str)> {
    if !value.contains("://") && !value.to_ascii_lowercase().contains(".gov.uk/") {
        return None;
    }
    // Lower case in ASCII keeps every position.
    let lower = value.to_ascii_lowercase();
    ADDRESSES.iter().find_map(|(mark, scheme)| {
        let rest = value.get(lower.find(mark)? + mark.len()..)?;
        let number = rest.split(|c: char| !c.is_ascii_alphanumeric()).next()?;
        (!number.is_empty()).then(|| (scheme.clone(), number))
    })
}
