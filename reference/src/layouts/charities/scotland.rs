//! The Scottish Charity Register of OSCR, as CSV: present charities, or those that left.

use std::borrow::Cow;

use anchorhub_identity::identifier;

use crate::{
    Kind,
    field::{Headings, date, pounds},
    layouts::{Layout, short},
    organisation::{Organisation, address, postcode},
    read::{Fault, Out},
    rows::Row,
};

struct Register {
    number: usize,
    name: usize,
    known_as: Option<usize>,
    status: Option<usize>,
    form: Option<usize>,
    postcode: Option<usize>,
    address: Option<usize>,
    income: Option<usize>,
    registered: Option<usize>,
    ceased: Option<usize>,
}

pub(in crate::layouts) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    let status = headings.find(&["charitystatus"]);
    let ceased = headings.find(&["ceaseddate", "dateremoved"]);
    status.or(ceased)?;
    Some(Box::new(Register {
        number: headings.find(&["charitynumber"])?,
        name: headings.find(&["charityname"])?,
        known_as: headings.find(&["knownas"]),
        status,
        form: headings.find(&["constitutionalform"]),
        postcode: headings.find(&["postcode"]),
        address: headings.find(&["principalofficetrusteesaddress"]),
        income: headings.find(&["mostrecentyearincome"]),
        registered: headings.find(&["registereddate"]),
        ceased,
    }))
}

impl Layout for Register {
    fn name(&self) -> &'static str {
        "OSCR charity register"
    }

    fn kind(&self) -> Kind {
        Kind::CharitiesScotland
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let text = row.cell(self.number);
        let number = identifier::read("GB-SC", &text)
            .ok()
            .filter(|read| read.scheme == identifier::Scheme::ScottishCharity)
            .ok_or_else(|| {
                let short = short(&text);
                row.refuse(
                    "CHARITY_NUMBER_INVALID",
                    format!("`{short}` is no number of OSCR: SC and six digits"),
                )
            })?
            .value;
        let names = [row.filled(Some(self.name)), row.filled(self.known_as)];
        let status = row.filled(self.status);
        let closed_on = row.filled(self.ceased).and_then(|text| date(&text));
        let left = status.as_deref().is_some_and(|status| {
            let status = status.to_ascii_lowercase();
            ["removed", "ceased", "inactive"].iter().any(|ended| status.contains(ended))
        });
        let organisation = Organisation {
            number,
            scheme: "GB-SC",
            names: names.into_iter().flatten().map(Cow::into_owned).collect(),
            active: !left && row.filled(self.ceased).is_none(),
            status: status.map(Cow::into_owned),
            category: row.filled(self.form).map(Cow::into_owned),
            income: row.filled(self.income).and_then(|text| pounds(&text)),
            postcode: postcode(row.filled(self.postcode).as_deref(), out),
            address: address([row.filled(self.address)]),
            opened_on: row.filled(self.registered).and_then(|text| date(&text)),
            closed_on,
            ..Organisation::default()
        };
        organisation.write(row, out)
    }
}
