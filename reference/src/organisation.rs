//! An entry of a register, as rows: itself, its names, and what its names are found by.

use anchorhub_identity::{blocks, identifier, name_key};
use anchorhub_store::Cell;
use chrono::NaiveDate;

use crate::{
    read::{Fault, Out},
    rows::Row,
    table::{ORGANISATION, ORGANISATION_BLOCK, ORGANISATION_NAME},
};

/// An entry of a register.
#[derive(Clone, Debug, Default)]
pub(crate) struct Organisation {
    pub(crate) number: String,
    pub(crate) scheme: &'static str,
    /// The present name, then former and other ones.
    pub(crate) names: Vec<String>,
    pub(crate) status: Option<String>,
    pub(crate) active: bool,
    pub(crate) category: Option<String>,
    pub(crate) sic: Option<String>,
    pub(crate) accounts: Option<String>,
    pub(crate) income: Option<i64>,
    pub(crate) postcode: Option<String>,
    pub(crate) address: Option<String>,
    /// Scheme and number of the same body in another register.
    pub(crate) other: Option<(&'static str, String)>,
    pub(crate) opened_on: Option<NaiveDate>,
    pub(crate) closed_on: Option<NaiveDate>,
}

/// Characters of a name; Companies House allows 160, and charities have longer ones.
const NAME: usize = 500;

/// Characters of an address that are kept.
const ADDRESS: usize = 300;

/// Names of one entry that are kept.
const NAMES: usize = 50;

impl Organisation {
    /// Writes it. The number must be there and fit the register.
    pub(crate) fn write(self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let present = self.names.first().filter(|name| !name.is_empty());
        let present = present.ok_or_else(|| row.refuse("NO_NAME", "the name is empty"))?.clone();
        if present.chars().count() > NAME {
            return Err(row
                .refuse(
                    "NAME_TOO_LONG",
                    "the name has more than 500 characters: a quotation mark may be missing",
                )
                .into());
        }
        let number = Cell::Text(self.number);
        let mut keys: Vec<String> = Vec::with_capacity(1);
        for (seq, name) in (0_i64..).zip(self.names.into_iter().take(NAMES)) {
            let key = name_key(&name);
            if key.is_empty() || keys.contains(&key) || name.chars().count() > NAME {
                continue;
            }
            let mut found_by = blocks(&key);
            found_by.sort_unstable();
            found_by.dedup();
            for block in found_by {
                let cells = [Cell::Text(block), number.clone(), Cell::Integer(seq), Cell::Text(key.clone())];
                out.push(row.number, &ORGANISATION_BLOCK, &cells)?;
            }
            let cells = [Cell::Text(key.clone()), number.clone(), Cell::Integer(seq), Cell::Text(name)];
            out.push(row.number, &ORGANISATION_NAME, &cells)?;
            keys.push(key);
        }
        if keys.is_empty() {
            out.warn("NAME_WITHOUT_LETTERS");
        }
        let (other_scheme, other_number) = self.other.map_or((Cell::Null, Cell::Null), |(scheme, number)| {
            (Cell::Text(scheme.to_owned()), Cell::Text(number))
        });
        let cells = [
            number,
            Cell::Text(self.scheme.to_owned()),
            Cell::Text(present),
            self.status.into(),
            Cell::Boolean(self.active),
            self.category.into(),
            self.sic.into(),
            self.accounts.into(),
            self.income.map_or(Cell::Null, Cell::Integer),
            self.postcode.into(),
            self.address.map(|address| address.chars().take(ADDRESS).collect::<String>()).into(),
            other_scheme,
            other_number,
            self.opened_on.into(),
            self.closed_on.into(),
        ];
        out.push(row.number, &ORGANISATION, &cells)?;
        Ok(())
    }
}

/// A postcode as it is kept; one that cannot be read is counted and left out.
pub(crate) fn postcode(text: Option<&str>, out: &mut Out) -> Option<String> {
    let text = text?;
    let read = anchorhub_identity::postcode(text);
    if read.is_none() {
        out.warn("POSTCODE_UNREADABLE");
    }
    read
}

/// A company's number that another register states; one that cannot be read is counted and left out.
pub(crate) fn company(text: Option<&str>, out: &mut Out) -> Option<(&'static str, String)> {
    let text = text.filter(|text| !text.bytes().all(|byte| byte == b'0'))?;
    match identifier::read("GB-COH", text) {
        Ok(read) if read.scheme == identifier::Scheme::CompaniesHouse => Some(("GB-COH", read.value)),
        _ => {
            out.warn("COMPANY_NUMBER_UNREADABLE");
            None
        }
    }
}

/// The lines of an address that are filled, in one.
pub(crate) fn address<'t>(
    lines: impl IntoIterator<Item = Option<std::borrow::Cow<'t, str>>>,
) -> Option<String> {
    let filled: Vec<_> = lines.into_iter().flatten().collect();
    (!filled.is_empty()).then(|| filled.join(", "))
}
