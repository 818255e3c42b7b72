//! Where the key of a payment in a dimension stands.

use anchorhub_entities::{category_label, institution, payment, supplier, supplier_profile};
use anchorhub_store::Engine;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, JoinType, SelectStatement};

use crate::{SpendDimension, category::PAYMENT_SCHEME, locality};

/// A small table beside that of payments, with one row at most for each of them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Beside {
    /// The institution.
    Institution,
    /// The areas in which the institution is at home.
    Home,
    /// The supplier.
    Supplier,
    /// What is known of the supplier.
    Profile,
    /// What the published category stands for.
    Label,
}

/// The key of a payment in a dimension, as SQL.
pub(super) fn key_of(dimension: SpendDimension, engine: Engine) -> String {
    match dimension {
        SpendDimension::Institution => "payment.institution_id".to_owned(),
        SpendDimension::InstitutionKind => beside(engine, Beside::Institution, "institution.kind"),
        SpendDimension::Supplier => engine.unindexed("payment.supplier_id"),
        SpendDimension::SupplierSize => beside(engine, Beside::Profile, &yes_or_no("supplier_profile.sme")),
        SpendDimension::SupplierVcse => beside(engine, Beside::Profile, &yes_or_no("supplier_profile.vcse")),
        SpendDimension::SupplierKind => {
            beside(engine, Beside::Supplier, "CASE WHEN supplier.kind <> 'UNKNOWN' THEN supplier.kind END")
        }
        SpendDimension::SupplierSector => beside(engine, Beside::Profile, "supplier_profile.sector"),
        SpendDimension::SupplierDistrict => beside(engine, Beside::Profile, "supplier_profile.district"),
        SpendDimension::SupplierAuthority => beside(engine, Beside::Profile, "supplier_profile.authority"),
        SpendDimension::SupplierRegion => beside(engine, Beside::Profile, "supplier_profile.region"),
        SpendDimension::Locality if engine.prefers_lookups() => locality::looked_up(),
        SpendDimension::Locality => locality::joined(),
        SpendDimension::DeprivationDecile => beside(engine, Beside::Profile, "supplier_profile.decile"),
        SpendDimension::Category => "payment.category".to_owned(),
        SpendDimension::CategoryDivision => beside(engine, Beside::Label, "category_label.division"),
        SpendDimension::Department => "payment.department".to_owned(),
        SpendDimension::Month => engine.month_of("payment.paid_on"),
        SpendDimension::Quarter => engine.financial_quarter_of("payment.paid_on"),
        SpendDimension::FinancialYear => engine.financial_year_of("payment.paid_on"),
    }
}

/// The column of `fact_wide` that the key of a payment in a dimension follows from.
pub(super) fn column_of(dimension: SpendDimension) -> &'static str {
    match dimension {
        SpendDimension::Institution => "institution_id",
        SpendDimension::InstitutionKind => "institution_kind",
        SpendDimension::Supplier => "supplier_id",
        SpendDimension::SupplierSize => "sme",
        SpendDimension::SupplierVcse => "vcse",
        SpendDimension::SupplierKind => "supplier_kind",
        SpendDimension::SupplierSector => "sector",
        SpendDimension::SupplierDistrict => "district",
        SpendDimension::SupplierAuthority => "authority",
        SpendDimension::SupplierRegion => "region",
        SpendDimension::Locality => "locality",
        SpendDimension::DeprivationDecile => "decile",
        SpendDimension::Category => "category",
        SpendDimension::CategoryDivision => "division",
        SpendDimension::Department => "department",
        SpendDimension::Month => "month",
        SpendDimension::Quarter => "quarter",
        SpendDimension::FinancialYear => "financial_year",
    }
}

/// The key as `key_of` has it, where that column is one of `payment`.
pub(super) fn key_of_wide(dimension: SpendDimension) -> String {
    let column = format!("payment.{}", column_of(dimension));
    match dimension {
        SpendDimension::SupplierSize | SpendDimension::SupplierVcse => yes_or_no(&column),
        SpendDimension::SupplierKind => format!("CASE WHEN {column} <> 'UNKNOWN' THEN {column} END"),
        // Twelve times the calendar year, and 0 to 11.
        SpendDimension::Month => {
            format!("to_char(make_date({column} / 12, {column} % 12 + 1, 1), 'YYYY-MM')")
        }
        _ => column,
    }
}

/// A column that is true, false or null, as a word.
fn yes_or_no(column: &str) -> String {
    format!("CASE WHEN {column} THEN 'YES' WHEN NOT {column} THEN 'NO' END")
}

/// Joins what the keys of the dimensions stand in, where they are not looked up: no payment is lost or doubled.
pub(super) fn join(dimensions: &[SpendDimension], engine: Engine, select: &mut SelectStatement) {
    if engine.prefers_lookups() {
        return;
    }
    let needs = |table| dimensions.iter().any(|dimension| tables_of(*dimension).contains(&table));
    if needs(Beside::Institution) {
        select.left_join(institution::Entity, Beside::Institution.of_payment());
    }
    if needs(Beside::Home) {
        let home = Alias::new(HOME);
        select.join_subquery(JoinType::LeftJoin, locality::homes(), home, Beside::Home.of_payment());
    }
    if needs(Beside::Supplier) {
        select.left_join(supplier::Entity, Beside::Supplier.of_payment());
    }
    if needs(Beside::Profile) {
        select.left_join(supplier_profile::Entity, Beside::Profile.of_payment());
    }
    if needs(Beside::Label) {
        select.left_join(category_label::Entity, Beside::Label.of_payment());
    }
}

/// What `locality::homes` is joined as.
const HOME: &str = "home";

fn tables_of(dimension: SpendDimension) -> &'static [Beside] {
    match dimension {
        SpendDimension::InstitutionKind => &[Beside::Institution],
        SpendDimension::SupplierKind => &[Beside::Supplier],
        SpendDimension::SupplierSize
        | SpendDimension::SupplierVcse
        | SpendDimension::SupplierSector
        | SpendDimension::SupplierDistrict
        | SpendDimension::SupplierAuthority
        | SpendDimension::SupplierRegion
        | SpendDimension::DeprivationDecile => &[Beside::Profile],
        SpendDimension::Locality => &[Beside::Profile, Beside::Home],
        SpendDimension::CategoryDivision => &[Beside::Label],
        SpendDimension::Institution
        | SpendDimension::Supplier
        | SpendDimension::Category
        | SpendDimension::Department
        | SpendDimension::Month
        | SpendDimension::Quarter
        | SpendDimension::FinancialYear => &[],
    }
}

/// A value of the row beside a payment.
fn beside(engine: Engine, table: Beside, value: &str) -> String {
    if !engine.prefers_lookups() {
        return value.to_owned();
    }
    match table {
        Beside::Institution => {
            format!("(SELECT {value} FROM institution WHERE institution.id = payment.institution_id)")
        }
        Beside::Supplier => format!("(SELECT {value} FROM supplier WHERE supplier.id = payment.supplier_id)"),
        Beside::Profile | Beside::Home => format!(
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
            Self::Institution => {
                payment(payment::Column::InstitutionId).equals((institution::Entity, institution::Column::Id))
            }
            Self::Home => payment(payment::Column::InstitutionId)
                .equals((Alias::new(HOME), Alias::new("institution_id"))),
            Self::Supplier => {
                payment(payment::Column::SupplierId).equals((supplier::Entity, supplier::Column::Id))
            }
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
