//! Which payments: one filter for lists and for analysis, so that both mean the same.

use anchorhub_entities::{
    VatBasis, WarningSet,
    institution::{self, InstitutionKind},
    payment, supplier_name,
};
use anchorhub_store::{Engine, Snapshot, StoreError};
use chrono::NaiveDate;
use sea_orm::{
    ActiveEnum, Condition, FromQueryResult,
    sea_query::{Expr, ExprTrait, IntoColumnRef, IntoIden, Query, SelectStatement, Value},
};

use crate::{DivisionFilter, ExclusionReason, Locality, SupplierTraits, locality};

/// Which payments. A part that is none allows everything; an empty list allows nothing. None within a list stands for
/// what is not known or not published.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpendFilter {
    /// Paid by one of these institutions.
    pub institutions: Option<Vec<i32>>,
    /// Paid by an institution of one of these kinds.
    pub institution_kinds: Option<Vec<InstitutionKind>>,
    /// Paid to one of these suppliers; none: to a payee that is withheld or not published.
    pub suppliers: Option<Vec<Option<i64>>>,
    /// Paid to a supplier with a published name that contains this text, upper or lower case. Meant for texts
    /// that match many suppliers: a few are found faster as `suppliers`.
    pub supplier_name: Option<String>,
    /// First payment date.
    pub from: Option<NaiveDate>,
    /// First payment date after.
    pub to: Option<NaiveDate>,
    /// Paid to suppliers of which this is known.
    pub traits: Option<SupplierTraits>,
    /// To suppliers so near.
    pub localities: Option<Vec<Option<Locality>>>,
    /// With one of these published category labels, exactly.
    pub categories: Option<Vec<Option<String>>>,
    /// Published under one of these departments, exactly.
    pub departments: Option<Vec<Option<String>>>,
    /// By the CPV division that the published label stands for.
    pub division: DivisionFilter,
    /// Smallest amount, in signed pence.
    pub min_pence: Option<i64>,
    /// Largest amount, in signed pence.
    pub max_pence: Option<i64>,
    /// With at least one of these warnings.
    pub with_warnings: Option<WarningSet>,
    /// With none of these warnings.
    pub without_warnings: WarningSet,
    /// With at least one of these reasons to leave them out.
    pub only: Option<Vec<ExclusionReason>>,
    /// With none of these reasons to leave them out.
    pub without: Vec<ExclusionReason>,
    /// On one of these VAT bases.
    pub vat_bases: Option<Vec<VatBasis>>,
    /// Published in one of these documents.
    pub documents: Option<Vec<i64>>,
}

impl SpendFilter {
    /// The filter as a condition on the table `payment`.
    pub fn condition(&self, engine: Engine) -> Condition {
        use payment::Column;
        self.own_columns()
            .add_option(
                self.institution_kinds
                    .as_ref()
                    .map(|kinds| column(Column::InstitutionId).in_subquery(institutions_of(kinds))),
            )
            .add_option(self.supplier_name.as_ref().map(|text| {
                Expr::cust(engine.unindexed("payment.supplier_id")).in_subquery(named(engine, text))
            }))
            .add_option(self.traits.as_ref().map(|traits| {
                // Few suppliers are looked up one by one, as `suppliers`: here most payments are wanted.
                traits.condition(&Expr::cust(engine.unindexed("payment.supplier_id")))
            }))
            .add_option((!self.division.is_open()).then(|| {
                self.division.of_payments(&column(Column::InstitutionId), &column(Column::Category))
            }))
            .add_option(
                self.localities
                    .as_ref()
                    .map(|localities| among(&Expr::cust(locality::looked_up()), &places(localities))),
            )
            .add_option(
                self.only.as_ref().map(|reasons| {
                    ExclusionReason::any(reasons, engine).map_or(Expr::value(false), Expr::cust)
                }),
            )
            .add_option(ExclusionReason::none(&self.without, engine).map(Expr::cust))
    }

    /// The filter as a condition on `fact_wide` under the name `payment`: on its columns alone. `named`: the suppliers with
    /// the name that the filter asks for, if it does.
    pub(crate) fn wide_condition(&self, named: Option<Vec<i64>>) -> Condition {
        self.own_columns()
            .add_option(
                self.institution_kinds
                    .as_ref()
                    .map(|kinds| wide("institution_kind").is_in(kinds.iter().map(ActiveEnum::to_value))),
            )
            .add_option(named.map(|ids| {
                // One value, however many there are: a statement takes a bounded number.
                let ids = ids.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
                Expr::cust_with_values(
                    "payment.supplier_id = ANY (CAST(string_to_array($1, ',') AS bigint[]))",
                    [ids],
                )
            }))
            .add_option(self.traits.as_ref().map(SupplierTraits::wide_condition))
            .add_option((!self.division.is_open()).then(|| self.division.wide_condition()))
            .add_option(
                self.localities.as_ref().map(|localities| among(&wide("locality"), &places(localities))),
            )
            .add_option(
                self.only
                    .as_ref()
                    .map(|reasons| ExclusionReason::any_wide(reasons).map_or(Expr::value(false), Expr::cust)),
            )
            .add_option(ExclusionReason::any_wide(&self.without).map(|any| Expr::cust(format!("NOT {any}"))))
    }

    /// The parts that are about columns of `payment` itself.
    fn own_columns(&self) -> Condition {
        use payment::Column;
        let flags = |set: WarningSet| column(Column::Flags).bit_and(set.bits());
        Condition::all()
            .add_option(
                self.institutions
                    .as_ref()
                    .map(|ids| column(Column::InstitutionId).is_in(ids.iter().copied())),
            )
            .add_option(self.suppliers.as_ref().map(|ids| among(&column(Column::SupplierId), ids)))
            .add_option(self.from.map(|from| column(Column::PaidOn).gte(from)))
            .add_option(self.to.map(|to| column(Column::PaidOn).lt(to)))
            .add_option(self.categories.as_ref().map(|labels| among(&column(Column::Category), labels)))
            .add_option(self.departments.as_ref().map(|names| among(&column(Column::Department), names)))
            .add_option(self.min_pence.map(|pence| column(Column::Pence).gte(pence)))
            .add_option(self.max_pence.map(|pence| column(Column::Pence).lte(pence)))
            .add_option(self.with_warnings.map(|set| flags(set).ne(0)))
            .add_option(
                (self.without_warnings != WarningSet::default()).then(|| flags(self.without_warnings).eq(0)),
            )
            .add_option(
                self.vat_bases
                    .as_ref()
                    .map(|bases| column(Column::VatBasis).is_in(bases.iter().map(|basis| basis.to_value()))),
            )
            .add_option(
                self.documents.as_ref().map(|ids| column(Column::DocumentId).is_in(ids.iter().copied())),
            )
    }
}

/// The keys of the suppliers that have a published name with a text in it, as the hub's database folds letters.
pub(crate) async fn suppliers_named(
    hub: &mut Snapshot,
    engine: Engine,
    text: &str,
) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<SupplierRow> = hub.fetch(named(engine, text).distinct()).await?;
    Ok(rows.into_iter().map(|row| row.supplier_id).collect())
}

#[derive(FromQueryResult)]
struct SupplierRow {
    supplier_id: i64,
}

fn named(engine: Engine, text: &str) -> SelectStatement {
    let name = Expr::col((supplier_name::Entity, supplier_name::Column::Name));
    Query::select()
        .column(supplier_name::Column::SupplierId)
        .from(supplier_name::Entity)
        .and_where(engine.contains(name, text))
        .and_where(Expr::col(supplier_name::Column::SupplierId).is_not_null())
        .to_owned()
}

fn places(localities: &[Option<Locality>]) -> Vec<Option<i32>> {
    localities.iter().map(|one| one.map(|one| i32::from(one.place()))).collect()
}

/// A column of `fact_wide` under the name `payment`.
pub(crate) fn wide(column: impl IntoIden) -> Expr {
    Expr::col((payment::Entity, column.into_iden()))
}

/// The keys of the institutions of some kinds.
pub(crate) fn institutions_of(kinds: &[InstitutionKind]) -> SelectStatement {
    let kind = Expr::col((institution::Entity, institution::Column::Kind));
    Query::select()
        .column((institution::Entity, institution::Column::Id))
        .from(institution::Entity)
        .and_where(kind.is_in(kinds.iter().map(ActiveEnum::to_value)))
        .to_owned()
}

/// That an expression is one of these; none: that it is null.
fn among<T: Clone + Into<Value>>(expression: &Expr, list: &[Option<T>]) -> Condition {
    let known: Vec<T> = list.iter().flatten().cloned().collect();
    let has_unknown = known.len() < list.len();
    let any = Condition::any()
        .add_option((!known.is_empty() || !has_unknown).then(|| expression.clone().is_in(known)));
    any.add_option(has_unknown.then(|| expression.clone().is_null()))
}

fn column(column: payment::Column) -> Expr {
    Expr::col((payment::Entity, column).into_column_ref())
}
