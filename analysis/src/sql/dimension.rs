//! Where the key of a payment in a dimension stands.

use anchorhub_entities::{category_label, payment, supplier_profile};
use anchorhub_store::Engine;
use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};

use crate::{SpendDimension, category::PAYMENT_SCHEME};

/// A small table beside that of payments, with one row at most for each of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// What is known of the supplier.
    Profile,
    /// What the published category stands for.
    Label,
}

/// The key of a payment in a dimension, as SQL.
pub(super) fn key_of(dimension: SpendDimension, engine: Engine) -> String {
    match dimension {
        SpendDimension::Institution => "payment.institution_id".to_owned(),
        SpendDimension::Supplier => engine.unindexed("payment.supplier_id"),
        SpendDimension::SupplierSize => beside(
            engine,
            Beside::Profile,
            "CASE WHEN supplier_profile.sme THEN 'YES' WHEN NOT supplier_profile.sme THEN 'NO' END",
        ),
        SpendDimension::SupplierSector => beside(engine, Beside::Profile, "supplier_profile.sector"),
        SpendDimension::SupplierDistrict => beside(engine, Beside::Profile, "supplier_profile.district"),
        SpendDimension::SupplierRegion => beside(engine, Beside::Profile, "supplier_profile.region"),
        SpendDimension::DeprivationDecile => beside(engine, Beside::Profile, "supplier_profile.decile"),
        SpendDimension::CategoryDivision => beside(engine, Beside::Label, "category_label.division"),
        SpendDimension::Month => engine.month_of("payment.paid_on"),
        SpendDimension::FinancialYear => engine.financial_year_of("payment.paid_on"),
    }
}

/// Whether the key is something that may not be known, so that an answer has to tell of how much it is.
pub(super) fn may_be_unknown(dimension: SpendDimension) -> bool {
    table_of(dimension).is_some()
}

/// Joins what the keys of the dimensions stand in, where they are not looked up: no payment is lost or doubled.
pub(super) fn join(dimensions: &[SpendDimension], engine: Engine, select: &mut SelectStatement) {
    if engine.prefers_lookups() {
        return;
    }
    let needs = |table| dimensions.iter().any(|dimension| table_of(*dimension) == Some(table));
    if needs(Beside::Profile) {
        select.left_join(supplier_profile::Entity, Beside::Profile.of_payment());
    }
    if needs(Beside::Label) {
        select.left_join(category_label::Entity, Beside::Label.of_payment());
    }
}

fn table_of(dimension: SpendDimension) -> Option<Beside> {
    match dimension {
        SpendDimension::SupplierSize
        | SpendDimension::SupplierSector
        | SpendDimension::SupplierDistrict
        | SpendDimension::SupplierRegion
        | SpendDimension::DeprivationDecile => Some(Beside::Profile),
        SpendDimension::CategoryDivision => Some(Beside::Label),
        SpendDimension::Institution
        | SpendDimension::Supplier
        | SpendDimension::Month
        | SpendDimension::FinancialYear => None,
    }
}

/// A value of the row beside a payment.
fn beside(engine: Engine, table: Beside, value: &str) -> String {
    if !engine.prefers_lookups() {
        return value.to_owned();
    }
    match table {
        Beside::Profile => format!(
            "(SELECT {value} FROM supplier_profile WHERE supplier_profile.supplier_id = payment.supplier_id)"
        ),
        Beside::Label => format!(
            "(SELECT {value} FROM category_label WHERE category_label.institution_id = payment.institution_id \
             AND category_label.scheme = '{PAYMENT_SCHEME}' AND category_label.label = payment.category)"
        ),
    }
}

impl Beside {
    /// That a row is the one beside a payment.
    fn of_payment(self) -> Expr {
        let payment = |column| Expr::col((payment::Entity, column));
        match self {
            Self::Profile => payment(payment::Column::SupplierId)
                .equals((supplier_profile::Entity, supplier_profile::Column::SupplierId)),
            Self::Label => {
                use category_label::Column::{InstitutionId, Label, Scheme};
                payment(payment::Column::InstitutionId)
                    .equals((category_label::Entity, InstitutionId))
                    .and(Expr::col((category_label::Entity, Scheme)).eq(PAYMENT_SCHEME))
                    .and(payment(payment::Column::Category).equals((category_label::Entity, Label)))
            }
        }
    }
}
