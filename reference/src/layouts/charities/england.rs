//! `publicextract.charity` of the Charity Commission for England and Wales, as JSON or as tab-separated text.

use std::borrow::Cow;

use anchorhub_identity::identifier;

use crate::{
    Kind, Refusal,
    field::{Headings, date, pounds},
    layouts::{Layout, short},
    organisation::{Organisation, address, company, postcode},
    read::{Fault, Out},
    rows::Row,
};

struct PublicExtract {
    number: usize,
    linked: Option<usize>,
    name: usize,
    status: usize,
    kind: Option<usize>,
    income: Option<usize>,
    postcode: Option<usize>,
    address: [Option<usize>; 3],
    company: Option<usize>,
    registered: Option<usize>,
    removed: Option<usize>,
    extracted: Option<usize>,
    version: Option<String>,
}

pub(in crate::layouts) fn recognise(headings: &Headings) -> Option<Box<dyn Layout>> {
    Some(Box::new(PublicExtract {
        number: headings.find(&["registeredcharitynumber"])?,
        linked: headings.find(&["linkedcharitynumber"]),
        name: headings.find(&["charityname"])?,
        status: headings.find(&["charityregistrationstatus"])?,
        kind: headings.find(&["charitytype"]),
        income: headings.find(&["latestincome"]),
        postcode: headings.find(&["charitycontactpostcode"]),
        address: [
            headings.find(&["charitycontactaddress1"]),
            headings.find(&["charitycontactaddress2"]),
            headings.find(&["charitycontactaddress3"]),
        ],
        company: headings.find(&["charitycompanyregistrationnumber"]),
        registered: headings.find(&["dateofregistration"]),
        removed: headings.find(&["dateofremoval"]),
        extracted: headings.find(&["dateofextract"]),
        version: None,
    }))
}

impl Layout for PublicExtract {
    fn name(&self) -> &'static str {
        "Charity Commission publicextract.charity"
    }

    fn kind(&self) -> Kind {
        Kind::Charities
    }

    fn version(&self) -> Option<String> {
        self.version.clone()
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let number = self.number(row)?;
        if self.version.is_none() {
            let day = row.filled(self.extracted).and_then(|text| date(&text));
            self.version = day.map(|day| day.to_string());
        }
        let status = row.filled(Some(self.status));
        let closed_on = row.filled(self.removed).and_then(|text| date(&text));
        let organisation = Organisation {
            number,
            scheme: "GB-CHC",
            names: vec![row.cell(self.name).into_owned()],
            active: closed_on.is_none()
                && status.as_deref().is_some_and(|status| status.eq_ignore_ascii_case("registered")),
            status: status.map(Cow::into_owned),
            category: row.filled(self.kind).map(Cow::into_owned),
            income: row.filled(self.income).and_then(|text| pounds(&text)),
            postcode: postcode(row.filled(self.postcode).as_deref(), out),
            address: address(self.address.map(|column| row.filled(column))),
            other: company(row.filled(self.company).as_deref(), out),
            opened_on: row.filled(self.registered).and_then(|text| date(&text)),
            closed_on,
            ..Organisation::default()
        };
        organisation.write(row, out)
    }
}

impl PublicExtract {
    /// Linked charities stand under the number of the main one: `200027-1`.
    fn number(&self, row: Row<'_>) -> Result<String, Refusal> {
        let text = row.cell(self.number);
        let linked = row.filled(self.linked).filter(|linked| *linked != "0");
        let whole = match &linked {
            Some(linked) => format!("{text}-{linked}"),
            None => text.clone().into_owned(),
        };
        // The register has old numbers of few digits, which the rules for published numbers doubt.
        let plain = (1..=7).contains(&text.len())
            && text.bytes().all(|byte| byte.is_ascii_digit())
            && text.bytes().any(|byte| byte != b'0')
            && linked
                .is_none_or(|linked| linked.len() <= 4 && linked.bytes().all(|byte| byte.is_ascii_digit()));
        if !plain {
            return Err(row.refuse(
                "CHARITY_NUMBER_INVALID",
                format!("`{}` is no charity number: up to seven digits", short(&whole)),
            ));
        }
        Ok(identifier::read("GB-CHC", &whole).map_or(whole, |read| read.value))
    }
}
