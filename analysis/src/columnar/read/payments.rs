//! Payments of documents, a page at a time in the order of their key.

use std::collections::{BTreeMap, BTreeSet};

use anchorhub_entities::payment::{self, Column};
use anchorhub_store::{Snapshot, StoreError};
use chrono::NaiveDate;
use rustc_hash::FxHashMap;
use sea_orm::{
    ActiveEnum,
    sea_query::{Expr, ExprTrait, Order, Query, SelectStatement},
};

use super::{damaged, row::row};
use crate::columnar::facts::{Arrivals, Arrived, BASES, Fingerprint, Heading, Mark, Names, place_of};

/// Payments of one statement: few enough to hold, and for a statement to end well within any time limit.
const PAGE: u64 = 20_000;

row!(pub(crate) PaymentRow {
    document_id: i64,
    seq: i32,
    paid_on: NaiveDate,
    pence: i64,
    vat_basis: i16,
    supplier_name_id: i64,
    department: Option<String>,
    category: Option<String>,
    flags: i32,
});

/// Reads the payments of the `missing` among all documents of an institution that count.
pub(in crate::columnar) async fn payments(
    snapshot: &mut Snapshot,
    names: &Names,
    institution_id: i32,
    all: &BTreeMap<i64, Fingerprint>,
    missing: &BTreeSet<i64>,
) -> Result<Arrivals, StoreError> {
    let mut taking = Taking::new(names);
    for (first, last) in stretches(all, missing) {
        let mut after = (first, i32::MIN);
        loop {
            let page = page(snapshot, institution_id, after, last).await?;
            for row in page.rows {
                taking.take(row)?;
            }
            let Some(next) = page.next else { break };
            after = next;
        }
    }
    Ok(taking.arrivals())
}

/// Stretches of documents, first and last, in which all are missing: payments stand in the order of documents, and no
/// other document has any.
fn stretches(all: &BTreeMap<i64, Fingerprint>, missing: &BTreeSet<i64>) -> Vec<(i64, i64)> {
    let mut stretches: Vec<(i64, i64)> = Vec::new();
    let mut goes_on = false;
    for id in all.keys() {
        let is_missing = missing.contains(id);
        match stretches.last_mut().filter(|_| goes_on && is_missing) {
            Some((_, last)) => *last = *id,
            None if is_missing => stretches.push((*id, *id)),
            None => {}
        }
        goes_on = is_missing;
    }
    stretches
}

/// Some payments, and the key after which the next ones stand, if there may be any.
pub(crate) struct Page {
    pub(crate) rows: Vec<PaymentRow>,
    pub(crate) next: Option<(i64, i32)>,
}

/// Reads the next payments of an institution after a document and a row in it, up to a last document.
pub(crate) async fn page(
    snapshot: &mut Snapshot,
    institution_id: i32,
    after: (i64, i32),
    last: i64,
) -> Result<Page, StoreError> {
    let rows: Vec<PaymentRow> = snapshot.fetch(&select(institution_id, after, last)).await?;
    let is_full = u64::try_from(rows.len()).is_ok_and(|rows| rows >= PAGE);
    let end = rows.last().map(|row| (row.document_id, row.seq));
    Ok(Page { next: end.filter(|_| is_full), rows })
}

fn select(institution_id: i32, (document_id, seq): (i64, i32), last: i64) -> SelectStatement {
    let place = Expr::tuple([Expr::col(Column::DocumentId), Expr::col(Column::Seq)]);
    Query::select()
        .columns([
            Column::DocumentId,
            Column::Seq,
            Column::PaidOn,
            Column::Pence,
            Column::VatBasis,
            Column::SupplierNameId,
            Column::Department,
            Column::Category,
            Column::Flags,
        ])
        .from(payment::Entity)
        .and_where(Expr::col(Column::InstitutionId).eq(institution_id))
        .and_where(place.gt(Expr::tuple([Expr::value(document_id), Expr::value(seq)])))
        .and_where(Expr::col(Column::DocumentId).lte(last))
        .order_by(Column::DocumentId, Order::Asc)
        .order_by(Column::Seq, Order::Asc)
        .limit(PAGE)
        .to_owned()
}

/// Payments on their way to codes.
struct Taking<'a> {
    names: &'a Names,
    labels: Texts,
    departments: Texts,
    payments: Vec<Arrived>,
}

/// Different texts in the order in which they first came.
#[derive(Default)]
struct Texts {
    codes: FxHashMap<Box<str>, u32>,
    texts: Vec<Box<str>>,
}

impl<'a> Taking<'a> {
    fn new(names: &'a Names) -> Self {
        Self { names, labels: Texts::default(), departments: Texts::default(), payments: Vec::new() }
    }

    fn take(&mut self, row: PaymentRow) -> Result<(), StoreError> {
        let at = || format!("payment {} of document {}", row.seq, row.document_id);
        let (year, day) = place_of(row.paid_on).ok_or_else(|| damaged(format!("{}: no such day", at())))?;
        let name = self.names.code(row.supplier_name_id);
        let name = name.ok_or_else(|| damaged(format!("{}: unknown payee name", at())))?;
        let basis = BASES.iter().position(|basis| basis.to_value() == row.vat_basis);
        let basis = basis.and_then(|place| u8::try_from(place).ok());
        let basis = basis.ok_or_else(|| damaged(format!("{}: unknown VAT basis", at())))?;
        let label = row.category.map_or(Some(0), |label| self.labels.code(label));
        let label = label.ok_or_else(|| damaged(format!("{}: too many categories", at())))?;
        let department = row.department.map_or(Some(0), |department| self.departments.code(department));
        let department = department.ok_or_else(|| damaged(format!("{}: too many departments", at())))?;
        self.payments.push(Arrived {
            document_id: row.document_id,
            year,
            day,
            pence: row.pence,
            name,
            heading: Heading { label, department },
            mark: Mark { basis, flags: row.flags },
        });
        Ok(())
    }

    fn arrivals(self) -> Arrivals {
        Arrivals { payments: self.payments, labels: self.labels.texts, departments: self.departments.texts }
    }
}

impl Texts {
    /// The position of a text, counted from 1.
    fn code(&mut self, text: String) -> Option<u32> {
        if let Some(code) = self.codes.get(text.as_str()) {
            return Some(*code);
        }
        let text: Box<str> = text.into();
        self.texts.push(text.clone());
        let code = u32::try_from(self.texts.len()).ok()?;
        self.codes.insert(text, code);
        Some(code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_leave_out_what_is_there() {
        let all: BTreeMap<i64, Fingerprint> =
            [1, 3, 4, 7, 9].into_iter().map(|id| (id, Fingerprint([0; 16]))).collect();
        let of = |missing: &[i64]| stretches(&all, &missing.iter().copied().collect());
        assert_eq!(of(&[1, 3, 4, 7, 9]), [(1, 9)]);
        assert_eq!(of(&[1, 4, 7]), [(1, 1), (4, 7)]);
        assert_eq!(of(&[9]), [(9, 9)]);
        assert_eq!(of(&[]), []);
    }
}
