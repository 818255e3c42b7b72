//! The ONS Postcode Directory and the National Statistics Postcode Lookup, whole or cut, old headings and new.

use anchorhub_store::Cell;

use super::{Layout, short};
use crate::{
    Kind, Refusal,
    field::Headings,
    read::{Fault, Out},
    rows::Row,
    table::POSTCODE,
};

struct Directory {
    postcode: usize,
    lsoa: Option<usize>,
    /// The file has small areas of 2021 only.
    lsoa_is_2021: bool,
    ward: Option<usize>,
    district: Option<usize>,
    region: Option<usize>,
    country: Option<usize>,
    terminated: Option<usize>,
}

pub(super) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    // Newer editions carry the year of the areas: `lad25cd`.
    let area = |old: &[&str], family: &str| {
        headings.find(old).or_else(|| {
            headings.position(|heading| {
                let without_year: String = heading.chars().filter(|c| !c.is_ascii_digit()).collect();
                without_year == family
            })
        })
    };
    let lsoa11 = headings.find(&["lsoa11", "lsoa11cd"]);
    let lsoa = lsoa11.or_else(|| headings.find(&["lsoa21", "lsoa21cd"]));
    let district = area(&["oslaua", "laua"], "ladcd");
    district.or(lsoa)?;
    Some(Box::new(Directory {
        postcode: headings.find(&["pcds", "pcd", "pcd2", "pcd7", "pcd8", "postcode"])?,
        lsoa,
        lsoa_is_2021: lsoa11.is_none() && lsoa.is_some(),
        ward: area(&["osward", "ward"], "wdcd"),
        district,
        region: area(&["rgn", "gor"], "rgncd"),
        country: area(&["ctry"], "ctrycd"),
        terminated: headings.find(&["doterm"]),
    }))
}

impl Layout for Directory {
    fn name(&self) -> &'static str {
        if self.lsoa_is_2021 { "ONS postcodes, LSOA 2021" } else { "ONS postcodes, LSOA 2011" }
    }

    fn kind(&self) -> Kind {
        Kind::Postcodes
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let text = row.cell(self.postcode);
        let postcode = anchorhub_identity::postcode(&text)
            .ok_or_else(|| row.refuse("POSTCODE_INVALID", format!("`{}` is no UK postcode", short(&text))))?;
        let lsoa = code(row, self.lsoa)?;
        let district = code(row, self.district)?;
        let stated = code(row, self.country)?;
        let country =
            stated.or_else(|| country_of(district.as_deref().or(lsoa.as_deref())?).map(str::to_owned));
        if self.lsoa_is_2021 && lsoa.is_some() {
            out.warn("LSOA_2021");
        }
        let cells = [
            Cell::Text(postcode),
            lsoa.into(),
            code(row, self.ward)?.into(),
            district.into(),
            code(row, self.region)?.into(),
            country.into(),
            Cell::Boolean(row.filled(self.terminated).is_some()),
        ];
        out.push(row.number, &POSTCODE, &cells)?;
        Ok(())
    }
}

/// A GSS code; none where it says that there is no such area, as regions outside of England (`W99999999`).
fn code(row: Row<'_>, column: Option<usize>) -> Result<Option<String>, Refusal> {
    let Some(text) = row.filled(column) else { return Ok(None) };
    let code = text.to_ascii_uppercase();
    let fits = code.len() == 9
        && code.bytes().next().is_some_and(|byte| byte.is_ascii_uppercase())
        && code.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    // Small areas of Northern Ireland are written otherwise: `95AA01S1`.
    let northern =
        code.len() == 8 && code.starts_with("95") && code.bytes().all(|b| b.is_ascii_alphanumeric());
    if !fits && !northern {
        return Err(row.refuse(
            "AREA_CODE_INVALID",
            format!("`{}` is no GSS code: a letter and eight digits, such as E08000031", short(&text)),
        ));
    }
    Ok(Some(code).filter(|code| !code.ends_with("99999999")))
}

/// The country that an area lies in, by the first letter of its code.
fn country_of(area: &str) -> Option<&'static str> {
    match area.as_bytes().first()? {
        b'E' => Some("E92000001"),
        b'W' => Some("W92000004"),
        b'S' => Some("S92000003"),
        b'N' | b'9' => Some("N92000002"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_follow_from_codes() {
        let of = |code: &str| country_of(code);
        assert_eq!(
            (of("E08000031"), of("95AA01S1"), of("M99999999")),
            (Some("E92000001"), Some("N92000002"), None)
        );
    }
}
