//! BasicCompanyData, the Free Company Data Product of Companies House: 55 columns, of which some headings begin with a
//! space.

use std::borrow::Cow;

use anchorhub_identity::identifier;

use super::Layout;
use crate::{
    Kind, Refusal,
    field::{Headings, date},
    organisation::{Organisation, address, postcode},
    read::{Fault, Out},
    rows::Row,
};

struct BasicCompanyData {
    number: usize,
    name: usize,
    status: usize,
    category: Option<usize>,
    accounts: Option<usize>,
    sic: Vec<usize>,
    previous: Vec<usize>,
    postcode: Option<usize>,
    address: [Option<usize>; 3],
    incorporated: Option<usize>,
    dissolved: Option<usize>,
}

pub(super) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    let numbered = |before: &str, after: &str, most: usize| {
        (1..=most).filter_map(|number| headings.find(&[&format!("{before}{number}{after}")])).collect()
    };
    Some(Box::new(BasicCompanyData {
        number: headings.find(&["companynumber"])?,
        name: headings.find(&["companyname"])?,
        status: headings.find(&["companystatus"])?,
        category: headings.find(&["companycategory"]),
        accounts: headings.find(&["accountsaccountcategory"]),
        sic: numbered("siccodesictext", "", 4),
        previous: numbered("previousname", "companyname", 10),
        postcode: headings.find(&["regaddresspostcode"]),
        address: [
            headings.find(&["regaddresscareof"]),
            headings.find(&["regaddresspobox"]),
            headings.find(&["regaddressaddressline1"]),
        ],
        incorporated: headings.find(&["incorporationdate"]),
        dissolved: headings.find(&["dissolutiondate"]),
    }))
}

impl Layout for BasicCompanyData {
    fn name(&self) -> &'static str {
        "Companies House BasicCompanyData"
    }

    fn kind(&self) -> Kind {
        Kind::CompaniesHouse
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let number = number(row, &row.cell(self.number), out)?;
        let mut names = vec![row.cell(self.name).into_owned()];
        names
            .extend(self.previous.iter().filter_map(|column| row.filled(Some(*column))).map(Cow::into_owned));
        let status = row.filled(Some(self.status));
        let sic: Vec<Cow<'_, str>> =
            self.sic.iter().filter_map(|column| row.filled(Some(*column))).filter_map(sic_code).collect();
        let [care_of, po_box, line] = self.address;
        let organisation = Organisation {
            number,
            scheme: "GB-COH",
            names,
            active: status.as_deref().is_some_and(is_on_register),
            status: status.map(Cow::into_owned),
            category: row.filled(self.category).map(Cow::into_owned),
            sic: (!sic.is_empty()).then(|| sic.join(",")),
            accounts: row.filled(self.accounts).map(Cow::into_owned),
            postcode: postcode(row.filled(self.postcode).as_deref(), out),
            address: address([
                row.filled(care_of).map(|name| Cow::Owned(format!("C/O {name}"))),
                row.filled(po_box).map(|number| Cow::Owned(po_box_line(&number))),
                row.filled(line),
            ]),
            opened_on: row.filled(self.incorporated).and_then(|text| date(&text)),
            closed_on: row.filled(self.dissolved).and_then(|text| date(&text)),
            ..Organisation::default()
        };
        organisation.write(row, out)
    }
}

/// What the register itself calls a number is one, also where the rules for published numbers would doubt it.
fn number(row: Row<'_>, text: &str, out: &mut Out) -> Result<String, Refusal> {
    if let Ok(read) = identifier::read("GB-COH", text)
        && read.scheme == identifier::Scheme::CompaniesHouse
    {
        return Ok(read.value);
    }
    let plain = text.to_ascii_uppercase();
    if plain.len() == 8 && plain.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        out.warn("NUMBER_UNUSUAL");
        return Ok(plain);
    }
    Err(row.refuse(
        "COMPANY_NUMBER_INVALID",
        format!("`{}` is no company number: eight digits, or letters and digits", short(text)),
    ))
}

/// The start of a text, for messages.
pub(crate) fn short(text: &str) -> String {
    text.chars().take(40).collect()
}

/// Companies in liquidation or administration are still on the register.
fn is_on_register(status: &str) -> bool {
    let status = status.to_ascii_lowercase();
    !["dissolved", "closed", "removed", "converted"].iter().any(|ended| status.contains(ended))
}

/// `62020` of `62020 - Information technology consultancy activities`; none of `None Supplied`.
fn sic_code(text: Cow<'_, str>) -> Option<Cow<'_, str>> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    (4..=5).contains(&digits).then(|| match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..digits]),
        Cow::Owned(mut text) => {
            text.truncate(digits);
            Cow::Owned(text)
        }
    })
}

fn po_box_line(number: &str) -> String {
    if anchorhub_identity::is_po_box(number) { number.to_owned() } else { format!("PO BOX {number}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statuses_and_codes() {
        for status in ["Active", "Liquidation", "In Administration", "Active - Proposal to Strike off"] {
            assert!(is_on_register(status), "{status}");
        }
        for status in ["Dissolved", "Converted / Closed", "Removed"] {
            assert!(!is_on_register(status), "{status}");
        }
        let code = |text: &'static str| sic_code(Cow::Borrowed(text)).map(Cow::into_owned);
        assert_eq!(code("01110 - Growing of cereals").as_deref(), Some("01110"));
        assert_eq!((code("None Supplied"), code("")), (None, None));
        assert_eq!(sic_code(Cow::Owned("7499 - Non-trading".to_owned())).as_deref(), Some("7499"));
        assert_eq!(po_box_line("123"), "PO BOX 123");
        assert_eq!(po_box_line("PO Box 123"), "PO Box 123");
    }
}
