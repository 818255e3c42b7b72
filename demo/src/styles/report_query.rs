//! A ledger's report query, sometimes published with its scaffolding: three query rows before the header, an
//! unnamed first column, marker rows, blank rows and a grand total. `Supplier ID(T)` holds the name.

use anchorhub_entities::RejectCode;

use super::{Issue, Publication};
use crate::{
    delimited::{Encoding, Format},
    notation::{date, plain, short, thousands},
    sheet::{Sheet, row},
};

const HEADER: [&str; 9] = [
    "Supplier ID",
    "Supplier ID(T)",
    "Amount",
    "Account",
    "Account(T)",
    "Payment Date",
    "TransNo",
    "Service(T)",
    "Cost Centre(T)",
];

/// The same columns in the words of the query.
const QUERY_COLUMNS: [&str; 10] = [
    "columns",
    "text apar_id",
    "text xapar_id",
    "amount",
    "text account",
    "text xaccount",
    "text pay_date",
    "text voucher_no",
    "text xdim_1",
    "text xdim_2",
];

/// Writes an issue: two months of three with the scaffolding, the third without.
pub(crate) fn publish(mut issue: Issue<'_>) -> Result<Publication, String> {
    issue.sort_by_payee();
    let scaffolding = issue.index % 3 != 1;
    let mut sheet = Sheet::default();
    let marker = |text: &str| scaffolding.then(|| text.to_owned());
    let width = HEADER.len() + usize::from(scaffolding);
    let marker_row = |text: &str| {
        let mut cells = vec![String::new(); width];
        cells[0] = text.to_owned();
        cells
    };
    if scaffolding {
        sheet.above(marker_row("query agr_demo 'Monthly Spend Report (demo data, invented)'"));
        sheet.above(marker_row("sort"));
        sheet.above(QUERY_COLUMNS);
    }
    sheet.above(marker("").into_iter().chain(HEADER.map(String::from)));
    if scaffolding {
        sheet.rejected(marker_row("subtotal,outline "), RejectCode::NoAmount);
    }
    for payment in &issue.payments {
        let tabs = if issue.random.chance(0.1) { "\t\t\t" } else { "" };
        let cells = row![
            (700_000 + payment.payee_number).to_string(),
            payment.payee_or("Redacted"),
            amount(payment.pence, issue.random.chance(0.2)),
            payment.supplier.trade.account,
            payment.supplier.trade.category,
            date(payment.date, "%d/%m/%Y"),
            payment.transaction.to_string(),
            payment.department,
            format!("{}{tabs}", payment.purpose),
        ];
        sheet.payment(marker("INSERTED DETAIL").into_iter().chain(cells).collect(), payment.pence);
    }
    close(&mut sheet, scaffolding, issue.index, marker_row);
    Publication::delimited(&sheet, Format::comma(Encoding::Utf8Marked))
}

/// Amounts are typed in three ways, side by side.
fn amount(pence: i64, bare: bool) -> String {
    match pence {
        _ if bare => plain(pence),
        ..100_000 if pence % 100 == 0 => short(pence),
        _ => thousands(pence),
    }
}

fn close(sheet: &mut Sheet, scaffolding: bool, index: usize, marker_row: impl Fn(&str) -> Vec<String>) {
    let total = thousands(sheet.net_pence());
    let width = marker_row("").len();
    if scaffolding {
        if index.is_multiple_of(4) {
            let mut cells = marker_row("INSERTED FOOTER");
            cells[3] = total;
            sheet.rejected(cells, RejectCode::HiddenTotal);
        }
        sheet.rejected(marker_row("detail"), RejectCode::NoAmount);
        sheet.rejected(marker_row("footer"), RejectCode::NoAmount);
        if index % 3 == 2 {
            (0..5).for_each(|_| sheet.blank(width));
        }
    } else {
        if index % 6 == 1 {
            let mut cells = marker_row("");
            cells[2] = total;
            sheet.rejected(cells, RejectCode::HiddenTotal);
        }
        sheet.blank(width);
    }
}
