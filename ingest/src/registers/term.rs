//! When a contract runs: its effective end and where that comes from, and its last possible day.

use std::collections::BTreeSet;

use anchorhub_entities::RegisterWarningCode as Code;
use chrono::{Days, NaiveDate};

use super::{
    cells::{DateCell, Months, read_date, read_months},
    contract::{EndBasis, RegisterContract},
};
use crate::{
    decode::Row,
    recognise::{RegisterLayout, RegisterRole},
};

/// Reads every date of a row into its contract.
pub(super) fn read(layout: &RegisterLayout, row: &Row, contract: &mut RegisterContract) {
    let mut dates = Dates { layout, row, warnings: &mut contract.warnings };
    let starts = dates.cell(RegisterRole::Start).first();
    let stated_end = dates.cell(RegisterRole::End);
    let current = dates.cell(RegisterRole::CurrentExpiry);
    let latest = dates.cell(RegisterRole::LatestEnd).last();
    let review = dates.cell(RegisterRole::Review).first();
    contract.awarded_on = dates.cell(RegisterRole::Awarded).first();
    contract.signed_on = dates.cell(RegisterRole::Signed).first();

    let end = current.last().or(stated_end.last());
    // Never start and length: registers write 1200 months for a contract that has no end.
    let found = end
        .map(|day| (day, EndBasis::RegisterEnd))
        .or_else(|| review.map(|day| (day, EndBasis::RegisterReview)));
    contract.starts_on = starts;
    contract.review_on = review;
    (contract.ends_on, contract.end_basis) = (found.map(|(day, _)| day), found.map(|(_, basis)| basis));
    if matches!((contract.starts_on, end), (Some(starts), Some(end)) if end < starts) {
        contract.warnings.insert(Code::EndBeforeStart);
    }
    let options = Options { layout, row, original: stated_end.last(), latest };
    options.read(contract);
}

/// The date cells of a row.
struct Dates<'a> {
    layout: &'a RegisterLayout,
    row: &'a Row,
    warnings: &'a mut BTreeSet<Code>,
}

impl Dates<'_> {
    fn cell(&mut self, role: RegisterRole) -> DateCell {
        let cell = read_date(self.layout.cell(self.row, role), self.layout.date_order);
        let warning = match cell {
            DateCell::NotStated => Some(Code::DateNotStated),
            DateCell::Unreadable => Some(Code::DateUnreadable),
            DateCell::Month(_) => Some(Code::DateAssumed),
            DateCell::Empty | DateCell::Day(_) => None,
        };
        self.warnings.extend(warning);
        cell
    }
}

/// What a row says of options to extend.
struct Options<'a> {
    layout: &'a RegisterLayout,
    row: &'a Row,
    /// The end as it was agreed first, where the register has it apart from the current one.
    original: Option<NaiveDate>,
    /// The last possible day, where the register states it.
    latest: Option<NaiveDate>,
}

impl Options<'_> {
    fn read(&self, contract: &mut RegisterContract) {
        let cell = self.layout.cell(self.row, RegisterRole::Extension);
        let months = match read_months(cell, self.layout.extension_unit) {
            Months::Empty => None,
            Months::Stated(months) => Some(months),
            Months::Unreadable => {
                contract.warnings.insert(Code::ExtensionUnreadable);
                None
            }
        };
        contract.extension_months = months;
        // A review is no end that an option could be added to.
        let end = contract.ends_on.filter(|_| contract.end_basis != Some(EndBasis::RegisterReview));
        if let Some(latest) = self.latest {
            contract.latest_end_on = Some(end.map_or(latest, |end| end.max(latest)));
            return;
        }
        let (Some(end), Some(months)) = (end, months) else { return };
        let original = self.original.unwrap_or(end);
        contract.latest_end_on = match self.used() {
            _ if months == 0 => Some(end),
            Used::All => Some(end),
            // What is left cannot be told when the first end is not known any more.
            Used::Some if original == end => {
                contract.warnings.insert(Code::ExtensionUnreadable);
                None
            }
            Used::Some | Used::None => extended(original, months).map(|latest| latest.max(end)),
        };
    }

    fn used(&self) -> Used {
        let is_yes = |column: &&usize| {
            matches!(
                self.row.cell(**column).to_ascii_lowercase().as_str(),
                "yes" | "y" | "1" | "true" | "taken"
            )
        };
        let taken = self.layout.taken.iter().filter(is_yes).count();
        let options: Option<usize> = self.layout.cell(self.row, RegisterRole::ExtensionCount).parse().ok();
        let options = options.filter(|options| *options > 0).unwrap_or(self.layout.taken.len());
        match taken {
            0 => Used::None,
            taken if taken >= options => Used::All,
            _ => Used::Some,
        }
    }
}

/// How many of the options have been taken.
enum Used {
    None,
    Some,
    All,
}

/// An end moved by whole months. A contract that ends with the last day of a month is extended to the last day
/// of one.
fn extended(end: NaiveDate, months: i32) -> Option<NaiveDate> {
    let months = chrono::Months::new(u32::try_from(months).ok()?);
    end.checked_add_days(Days::new(1))?.checked_add_months(months)?.checked_sub_days(Days::new(1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_move_by_whole_months() {
        for (end, months, moved) in [
            ("2022-03-31", 12, "2023-03-31"),
            ("2022-02-28", 6, "2022-08-31"),
            ("2024-02-29", 12, "2025-02-28"),
            ("2023-01-12", 12, "2024-01-12"),
        ] {
            assert_eq!(extended(end.parse().unwrap(), months), Some(moved.parse().unwrap()), "{end}");
        }
    }
}
