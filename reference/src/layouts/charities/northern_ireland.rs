//! The register of the Charity Commission for Northern Ireland, as CSV.

use std::borrow::Cow;

use anchorhub_identity::{identifier, postcode_within};

use crate::{
    Kind,
    field::{Headings, date, pounds},
    layouts::{Layout, short},
    organisation::{Organisation, address, company},
    read::{Fault, Out},
    rows::Row,
};

struct Register {
    number: usize,
    sub: Option<usize>,
    name: usize,
    status: Option<usize>,
    address: Option<usize>,
    income: Option<usize>,
    company: Option<usize>,
    registered: Option<usize>,
}

pub(in crate::layouts) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    Some(Box::new(Register {
        number: headings.find(&["regcharitynumber"])?,
        sub: headings.find(&["subcharitynumber"]),
        name: headings.find(&["charityname"])?,
        status: headings.find(&["status"]),
        address: headings.find(&["publicaddress"]),
        income: headings.find(&["totalincome"]),
        company: headings.find(&["companynumber"]),
        registered: headings.find(&["dateregistered"]),
    }))
}

impl Layout for Register {
    fn name(&self) -> &'static str {
        "CCNI charity register"
    }

    fn kind(&self) -> Kind {
        Kind::CharitiesNi
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let text = row.cell(self.number);
        let number = identifier::read("GB-NIC", &text)
            .ok()
            .filter(|read| read.scheme == identifier::Scheme::NorthernIrishCharity)
            .ok_or_else(|| {
                let short = short(&text);
                row.refuse("CHARITY_NUMBER_INVALID", format!("`{short}` is no number of CCNI: six digits"))
            })?
            .value;
        // Linked charities stand under the number of the main one.
        let number = match row.filled(self.sub).filter(|sub| *sub != "0") {
            Some(sub) => format!("{number}-{}", short(&sub)),
            None => number,
        };
        let status = row.filled(self.status);
        let stated = row.filled(self.address);
        let organisation = Organisation {
            number,
            scheme: "GB-NIC",
            names: vec![row.cell(self.name).into_owned()],
            active: !status.as_deref().is_some_and(|status| {
                let status = status.to_ascii_lowercase();
                ["removed", "deregistered"].iter().any(|ended| status.contains(ended))
            }),
            status: status.map(Cow::into_owned),
            income: row.filled(self.income).and_then(|text| pounds(&text)),
            postcode: stated.as_deref().and_then(postcode_within),
            address: address([stated]),
            other: company(row.filled(self.company).map(with_prefix).as_deref(), out),
            opened_on: row.filled(self.registered).and_then(|text| date(&text)),
            ..Organisation::default()
        };
        organisation.write(row, out)
    }
}

/// The register leaves the `NI` before the numbers of its companies out.
fn with_prefix(number: Cow<'_, str>) -> String {
    let short = number.len() <= 6 && number.bytes().all(|byte| byte.is_ascii_digit());
    if short && number.bytes().any(|byte| byte != b'0') {
        format!("NI{number:0>6}")
    } else {
        number.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::with_prefix;

    #[test]
    fn numbers_of_northern_irish_companies_get_their_prefix() {
        for (stated, number) in
            [("32809", "NI032809"), ("NI032809", "NI032809"), ("0", "0"), ("01234567", "01234567")]
        {
            assert_eq!(with_prefix(stated.into()), number);
        }
    }
}
