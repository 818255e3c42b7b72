//! Files of the NHS Organisation Data Service: 27 columns without a heading, or exports with one.

use std::borrow::Cow;

use anchorhub_identity::identifier;
use chrono::{NaiveDate, Utc};

use super::{Layout, short};
use crate::{
    Kind,
    field::{Headings, date},
    organisation::{Organisation, address, postcode},
    read::{Fault, Out},
    rows::Row,
};

struct Columns {
    has_heading: bool,
    code: usize,
    name: usize,
    role: Option<usize>,
    address: [Option<usize>; 3],
    postcode: Option<usize>,
    opened: Option<usize>,
    closed: Option<usize>,
    status: Option<usize>,
    today: NaiveDate,
}

pub(super) fn recognise(first: Row<'_>, headings: &Headings) -> Option<Box<dyn Layout>> {
    let columns = without_heading(first).or_else(|| with_heading(headings))?;
    Some(Box::new(columns))
}

/// The first row is a code, a name, and a date of opening in its place.
fn without_heading(first: Row<'_>) -> Option<Columns> {
    let opened = first.cell(10);
    let fits = first.width() == 27
        && identifier::read("GB-NHS", &first.cell(0)).is_ok()
        && (opened.is_empty() || date(&opened).is_some());
    fits.then(|| Columns {
        has_heading: false,
        code: 0,
        name: 1,
        role: None,
        address: [Some(4), Some(5), Some(6)],
        postcode: Some(9),
        opened: Some(10),
        closed: Some(11),
        status: Some(12),
        today: Utc::now().date_naive(),
    })
}

fn with_heading(headings: &Headings) -> Option<Columns> {
    Some(Columns {
        has_heading: true,
        code: headings.find(&["odscode", "organisationcode", "orgcode", "code"])?,
        name: headings.find(&["organisationname", "orgname", "name"])?,
        role: headings.find(&["primaryrole", "rolename", "role", "organisationtype"]),
        address: [
            headings.find(&["addressline1", "address1"]),
            headings.find(&["addressline2", "address2"]),
            headings.find(&["addressline3", "address3"]),
        ],
        postcode: Some(headings.find(&["postcode"])?),
        opened: headings.find(&["opendate", "opendateyyyymmdd", "operationalstartdate"]),
        closed: headings.find(&["closedate", "closedateyyyymmdd", "operationalenddate"]),
        status: headings.find(&["statuscode", "status"]),
        today: Utc::now().date_naive(),
    })
}

impl Layout for Columns {
    fn name(&self) -> &'static str {
        if self.has_heading { "NHS ODS, with headings" } else { "NHS ODS, 27 columns" }
    }

    fn kind(&self) -> Kind {
        Kind::Ods
    }

    fn has_heading(&self) -> bool {
        self.has_heading
    }

    fn read(&mut self, row: Row<'_>, out: &mut Out) -> Result<(), Fault> {
        let text = row.cell(self.code);
        let number = identifier::read("GB-NHS", &text)
            .ok()
            .filter(|read| read.scheme == identifier::Scheme::Nhs)
            .ok_or_else(|| {
                let short = short(&text);
                row.refuse(
                    "ODS_CODE_INVALID",
                    format!("`{short}` is no ODS code: three to eight letters and digits"),
                )
            })?
            .value;
        let status = row.filled(self.status);
        let closed_on = row.filled(self.closed).and_then(|text| date(&text));
        let organisation = Organisation {
            number,
            scheme: "GB-NHS",
            names: vec![row.cell(self.name).into_owned()],
            active: closed_on.is_none_or(|day| day > self.today) && !status.as_deref().is_some_and(is_closed),
            status: status.map(Cow::into_owned),
            category: row.filled(self.role).map(Cow::into_owned),
            postcode: postcode(row.filled(self.postcode).as_deref(), out),
            address: address(self.address.map(|column| row.filled(column))),
            opened_on: row.filled(self.opened).and_then(|text| date(&text)),
            closed_on,
            ..Organisation::default()
        };
        organisation.write(row, out)
    }
}

/// `C` closed, `D` dormant; `Inactive` in newer exports.
fn is_closed(status: &str) -> bool {
    ["C", "D", "CLOSED", "DORMANT", "INACTIVE"].iter().any(|ended| status.eq_ignore_ascii_case(ended))
}
