//! Where things are: regions, countries, postcodes.

use super::read;
use crate::{facts::Place, json::Object};

/// Regions by the names that Contracts Finder gives them.
const REGIONS: [(&str, &str); 12] = [
    ("north east", "UKC"),
    ("north west", "UKD"),
    ("yorkshire and the humber", "UKE"),
    ("east midlands", "UKF"),
    ("west midlands", "UKG"),
    ("east of england", "UKH"),
    ("london", "UKI"),
    ("south east", "UKJ"),
    ("south west", "UKK"),
    ("wales", "UKL"),
    ("scotland", "UKM"),
    ("northern ireland", "UKN"),
];

/// Countries by their names; of other names nothing is known.
const COUNTRIES: [(&str, &str); 8] = [
    ("united kingdom", "GB"),
    ("uk", "GB"),
    ("great britain", "GB"),
    ("england", "GB"),
    ("ireland", "IE"),
    ("isle of man", "IM"),
    ("jersey", "JE"),
    ("guernsey", "GG"),
];

/// Where these items are delivered.
pub(super) fn of_items<'o>(items: impl Iterator<Item = &'o Object>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for item in items {
        let addresses =
            read::objects(item, "deliveryAddresses").into_iter().chain(item.object("deliveryAddress"));
        for place in addresses.flat_map(of_address) {
            if seen.insert(place.clone()) {
                places.push(place);
            }
        }
    }
    places
}

/// What an address says of a place, finest last: the country only where there is nothing else.
fn of_address(address: &Object) -> Vec<Place> {
    let place = |scheme: &str, code: String| Place { scheme: scheme.to_owned(), code };
    let mut places = Vec::new();
    places.extend(address.str("region").and_then(region).map(|code| place("ITL", code)));
    places.extend(address.str("postalCode").and_then(postcode).map(|code| place("POSTCODE", code)));
    if places.is_empty() {
        let stated = ["country", "region", "countryName"].into_iter().filter_map(|name| address.str(name));
        places.extend(stated.filter_map(country).next().map(|code| place("COUNTRY", code)));
    }
    places
}

/// A region's ITL code (formerly NUTS), from the code or the name.
fn region(text: &str) -> Option<String> {
    let text = text.trim();
    let is_code = (3..=5).contains(&text.len())
        && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if is_code {
        return Some(text.to_owned());
    }
    let name = text.to_lowercase();
    REGIONS.iter().find(|(known, _)| *known == name).map(|(_, code)| (*code).to_owned())
}

/// A country's code, from the code or the name.
fn country(text: &str) -> Option<String> {
    let name = text.trim().to_lowercase();
    let known = COUNTRIES.iter().find(|(known, _)| *known == name).map(|(_, code)| (*code).to_owned());
    let is_code = name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_lowercase());
    known.or_else(|| is_code.then(|| name.to_ascii_uppercase()))
}

/// A UK postcode in its usual form, `SW1A 1AA`; nothing when the text is none.
pub(super) fn postcode(text: &str) -> Option<String> {
    anchorhub_identity::postcode(text).map(|compact| spaced(&compact))
}

/// The last UK postcode in a free text, in its usual form.
pub(super) fn postcode_within(text: &str) -> Option<String> {
    anchorhub_identity::postcode_within(text).map(|compact| spaced(&compact))
}

/// Postcodes end with a digit and two letters; those of the forces (`BFPO 57`) with a number.
fn spaced(compact: &str) -> String {
    let inward = if compact.starts_with("BFPO") { compact.len() - 4 } else { 3 };
    match compact.len().checked_sub(inward).and_then(|middle| compact.split_at_checked(middle)) {
        Some((outward, inward)) => format!("{outward} {inward}"),
        None => compact.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::parsed, *};

    #[test]
    fn postcodes_are_found_in_free_text() {
        for (text, expected) in [
            ("1 High Street, Leeds LS1 1UR", Some("LS1 1UR")),
            ("Second Floorn66-68 East SmithfieldnLondonnE1W 1AW", Some("E1W 1AW")),
            ("150c Holland St, Denton, m34 3GG", Some("M34 3GG")),
            ("Southbank Centralrn30 Stamford StrnLondon SE1 9LQ, United Kingdom", Some("SE1 9LQ")),
            ("NN119AA", Some("NN11 9AA")),
            ("W1A 1AAnUnited Kingdom", Some("W1A 1AA")),
            ("AB1 2CD then EF3 4GH", Some("EF3 4GH")),
            ("Unit 5, A1 Business Park", None),
            ("D02 X285, Dublin", None),
            ("é", None),
            ("", None),
        ] {
            assert_eq!(postcode_within(text).as_deref(), expected, "{text}");
        }
        assert_eq!(postcode("gir 0aa").as_deref(), Some("GIR 0AA"));
        assert_eq!(postcode("bfpo57").as_deref(), Some("BFPO 57"));
        assert_eq!(postcode("ÉÉ1 1AA"), None);
    }

    #[test]
    fn places_are_codes() {
        let item = parsed(
            r#"{"deliveryAddresses": {"1": {"region": "UKD3", "country": "GB"}, "2": {"region": "South East"},
                "3": {"region": "UK", "country": "GB"}, "4": {"postalCode": "ox14 3db"}, "5": {"countryName": "Europe"},
                "6": {"region": "England", "countryName": "United Kingdom"}},
                "deliveryAddress": {"region": "UKD3"}}"#,
        );
        let found: Vec<String> = of_items([&item].into_iter())
            .into_iter()
            .map(|place| format!("{} {}", place.scheme, place.code))
            .collect();
        assert_eq!(found, ["ITL UKD3", "ITL UKJ", "COUNTRY GB", "POSTCODE OX14 3DB"]);
    }
}
