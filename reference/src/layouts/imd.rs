//! English Indices of Deprivation: `File 7`, or cut to two columns. One decile an LSOA.

use anchorhub_store::Cell;

use super::{Layout, short};
use crate::{
    Kind,
    field::Headings,
    read::{Fault, Out},
    rows::Row,
    table::DEPRIVATION,
};

struct Deciles {
    lsoa: usize,
    decile: usize,
    edition: &'static str,
}

pub(super) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    let of_2011 = headings.find(&["lsoacode2011", "lsoa11", "lsoa11cd"]);
    let of_2021 = headings.find(&["lsoacode2021", "lsoa21", "lsoa21cd"]);
    let lsoa = of_2011.or(of_2021).or_else(|| headings.find(&["lsoa", "lsoacode"]))?;
    let decile = headings
        .position(|heading| heading.starts_with("indexofmultipledeprivation") && heading.contains("decile"))
        .or_else(|| {
            headings.position(|heading| {
                let without_year: String = heading.chars().filter(|c| !c.is_ascii_digit()).collect();
                without_year == "imddecile"
            })
        })?;
    let edition = match (of_2011, of_2021) {
        (Some(_), _) => "2019 (LSOA 2011)",
        (None, Some(_)) => "2025 (LSOA 2021)",
        (None, None) => "LSOA of an unknown year",
    };
    Some(Box::new(Deciles { lsoa, decile, edition }))
}

impl Layout for Deciles {
    fn name(&self) -> &'static str {
        "English Indices of Deprivation"
    }

    fn kind(&self) -> Kind {
        Kind::Imd
    }

    fn version(&self) -> Option<String> {
        Some(self.edition.to_owned())
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let lsoa = row.cell(self.lsoa).to_ascii_uppercase();
        let fits = lsoa.len() == 9
            && matches!(lsoa.as_bytes(), [b'E' | b'W', digits @ ..] if digits.iter().all(u8::is_ascii_digit));
        if !fits {
            return Err(row
                .refuse("LSOA_INVALID", format!("`{}` is no LSOA: E01 and six digits", short(&lsoa)))
                .into());
        }
        let text = row.cell(self.decile);
        let decile =
            text.parse::<i64>().ok().filter(|decile| (1..=10).contains(decile)).ok_or_else(|| {
                row.refuse(
                    "DECILE_INVALID",
                    format!("`{}` is no decile: 1 (most deprived) to 10", short(&text)),
                )
            })?;
        out.push(row.number, &DEPRIVATION, &[Cell::Text(lsoa), Cell::Integer(decile)])?;
        Ok(())
    }
}
