//! The least that the Local Government Transparency Code asks for, in windows-1252, with pound signs in the
//! values, ends that are still to be agreed, values that are not told, and a blank row and a total at the end.

use anchorhub_entities::{RegisterWarningCode, RejectCode};

use super::{Entry, Register};
use crate::{
    delimited::{Encoding, Format},
    notation::{date, pounds},
    region::Institution,
    sheet::{Sheet, row},
};

/// Writes the register.
pub(super) fn keep(_: &Institution, entries: &[Entry<'_>]) -> Result<Register, String> {
    let mut sheet = Sheet::default();
    sheet.above([
        "Reference Number",
        "Title of Agreement",
        "Local Authority Department",
        "Description of Goods or Services",
        "Supplier Name",
        "Sum to be Paid",
        "Start Date",
        "End Date",
        "Review Date",
        "Invitation to Tender or Quotation",
    ]);
    let mut untold = Vec::new();
    let mut told_pence = 0;
    for (place, entry) in entries.iter().enumerate() {
        let procurement = entry.procurement;
        let (no_end, no_value) = (place % 19 == 3, place % 19 == 5);
        untold.extend(no_end.then_some(RegisterWarningCode::DateNotStated));
        untold.extend(no_value.then_some(RegisterWarningCode::ValueNotStated));
        told_pence += if no_value { 0 } else { entry.lot.value_pence };
        let review = procurement.ends_on.checked_sub_months(chrono::Months::new(6));
        sheet.above(row![
            entry.lot.reference.as_str(),
            entry.lot.title.as_str(),
            procurement.department,
            procurement.subject.cpv_label,
            entry.supplier(),
            if no_value { "N/A".to_owned() } else { pounds(entry.lot.value_pence) },
            date(procurement.starts_on, "%d/%m/%Y"),
            if no_end { "TBC".to_owned() } else { date(procurement.ends_on, "%d/%m/%Y") },
            review.map(|day| date(day, "%d/%m/%Y")).unwrap_or_default(),
            entry.process(),
        ]);
    }
    sheet.blank(10);
    let mut total = vec![String::new(); 10];
    total[0] = "Total".to_owned();
    total[5] = pounds(told_pence);
    sheet.rejected(total, RejectCode::HiddenTotal);
    let mut register = Register::delimited(&sheet, Format::comma(Encoding::Windows1252), entries)?;
    register.expected.pence = told_pence;
    untold.into_iter().for_each(|code| register.expected.warn(code));
    Ok(register)
}
