//! Lists of learning providers with their UK Provider Reference Numbers (UKRLP, Office for Students, HESA).

use std::borrow::Cow;

use anchorhub_identity::identifier;

use super::{Layout, short};
use crate::{
    Kind,
    field::Headings,
    organisation::{Organisation, postcode},
    read::{Fault, Out},
    rows::Row,
};

struct Providers {
    number: usize,
    name: usize,
    other_names: [Option<usize>; 2],
    postcode: Option<usize>,
    closed: Option<usize>,
    status: Option<usize>,
    category: Option<usize>,
}

pub(super) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    let number = headings.find(&[
        "ukprn",
        "ukproviderreferencenumber",
        "providerreferencenumber",
        "providersukprn",
    ])?;
    let names = ["name", "providername", "legalname", "providerslegalname", "providerlegalname"];
    let name = headings.find(&names).or_else(|| headings.find(&["tradingname", "viewname"]))?;
    let other = |names: &[&str]| headings.find(names).filter(|column| *column != name);
    Some(Box::new(Providers {
        number,
        name,
        other_names: [
            other(&["tradingname", "tradingnames", "providerstradingnames", "alias"]),
            other(&["viewname"]),
        ],
        postcode: headings.find(&["postcode", "legaladdresspostcode", "contactpostcode"]),
        closed: headings.find(&["closed", "closedate"]),
        status: headings.find(&["status", "providerstatus"]),
        category: headings.find(&["providertype", "typeofprovider", "category"]),
    }))
}

impl Layout for Providers {
    fn name(&self) -> &'static str {
        "list of providers with UKPRN"
    }

    fn kind(&self) -> Kind {
        Kind::Ukprn
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let text = row
            .filled(Some(self.number))
            .ok_or_else(|| row.refuse("NO_IDENTIFIER", "the provider has no UKPRN in this list"))?;
        let number = identifier::read("GB-UKPRN", &text)
            .ok()
            .filter(|read| read.scheme == identifier::Scheme::Ukprn)
            .ok_or_else(|| {
                let short = short(&text);
                row.refuse("UKPRN_INVALID", format!("`{short}` is no UKPRN: eight digits that begin with 10"))
            })?
            .value;
        let mut names = vec![row.cell(self.name).into_owned()];
        names.extend(
            self.other_names.into_iter().filter_map(|column| row.filled(column)).map(Cow::into_owned),
        );
        let status = row.filled(self.status);
        let organisation = Organisation {
            number,
            scheme: "GB-UKPRN",
            names,
            active: row.filled(self.closed).is_none()
                && !status.as_deref().is_some_and(|status| {
                    let status = status.to_ascii_lowercase();
                    ["closed", "deactivated", "inactive", "merged"].iter().any(|ended| status.contains(ended))
                }),
            status: status.map(Cow::into_owned),
            category: row.filled(self.category).map(Cow::into_owned),
            postcode: postcode(row.filled(self.postcode).as_deref(), out),
            ..Organisation::default()
        };
        organisation.write(row, out)
    }
}
