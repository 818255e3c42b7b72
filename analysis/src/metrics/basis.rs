//! Where it comes from what is known of suppliers: the money by source, and by whether sources contradict each other.

use anchorhub_entities::{payment, supplier_profile};
use anchorhub_store::Database;
use sea_orm::{
    Condition, FromQueryResult,
    sea_query::{Alias, Expr, ExprTrait, IntoColumnRef, Query, SelectStatement},
};

use crate::{AnalysisError, ExclusionReason, MetricQuestion, Part, SpendFilter, Sum, SupplierTrait};

/// Something known of suppliers that states where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Attribute {
    /// Whether they are small or medium-sized enterprises.
    Size,
    /// Whether they are voluntary, community or social enterprises.
    Vcse,
    /// Where they are.
    Place,
}

impl Attribute {
    /// What has to be known of a supplier.
    pub(super) fn what(self) -> SupplierTrait {
        match self {
            Self::Size => SupplierTrait::Size,
            Self::Vcse => SupplierTrait::Vcse,
            Self::Place => SupplierTrait::District,
        }
    }

    fn basis(self) -> supplier_profile::Column {
        match self {
            Self::Size => supplier_profile::Column::SmeBasis,
            Self::Vcse => supplier_profile::Column::VcseBasis,
            Self::Place => supplier_profile::Column::LocationBasis,
        }
    }

    fn conflict(self) -> Option<supplier_profile::Column> {
        match self {
            Self::Size => Some(supplier_profile::Column::SmeConflict),
            Self::Vcse => Some(supplier_profile::Column::VcseConflict),
            Self::Place => None,
        }
    }
}

/// What rests on one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BasisPart {
    /// The source, as `supplier_profile` names it; none: it states none.
    pub basis: Option<String>,
    /// What rests on it.
    pub part: Part,
}

/// The payments for which an attribute is known, by its source. The parts make up the denominator of the share.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Bases {
    /// The sources, in alphabetical order.
    pub parts: Vec<BasisPart>,
    /// Payments to suppliers of which sources say different things, known or not; none for attributes of which that is
    /// not recorded.
    pub conflicts: Option<Part>,
}

/// Reads the sources of an attribute, with the version of the data that they were read from.
pub(super) async fn bases(
    database: &Database,
    question: &MetricQuestion,
    attribute: Attribute,
) -> Result<(i64, Bases), AnalysisError> {
    let engine = database.engine();
    let select = |filter: &SpendFilter| {
        let kept = ExclusionReason::none(&question.exclude, engine).map(Expr::cust);
        let mut select = figures(database);
        select.cond_where(filter.condition(engine)).cond_where(Condition::all().add_option(kept)).to_owned()
    };
    let basis = Expr::col((supplier_profile::Entity, attribute.basis()));
    let by_source = select(&question.known(attribute.what()))
        .expr_as(basis.clone(), Alias::new("basis"))
        .add_group_by([basis])
        .to_owned();
    let mut snapshot = database.snapshot().await?;
    let rows: Vec<Row> = snapshot.fetch(&by_source).await?;
    let mut parts: Vec<BasisPart> =
        rows.into_iter().map(|row| BasisPart { part: row.part(), basis: row.basis }).collect();
    parts.sort_by(|one, other| one.basis.cmp(&other.basis));
    let conflicts = match attribute.conflict() {
        Some(column) => {
            let contradicted = select(&question.filter)
                .expr_as(Expr::cust("NULL").cast_as(Alias::new("text")), Alias::new("basis"))
                .and_where(Expr::col((supplier_profile::Entity, column)).eq(true))
                .to_owned();
            let rows: Vec<Row> = snapshot.fetch(&contradicted).await?;
            Some(rows.first().map(Row::part).unwrap_or_default())
        }
        None => None,
    };
    let version = snapshot.data_version();
    snapshot.finish().await?;
    Ok((version, Bases { parts, conflicts }))
}

/// Payments with the profiles of their suppliers, added up.
fn figures(database: &Database) -> SelectStatement {
    let payment = |column: payment::Column| Expr::col((payment::Entity, column).into_column_ref());
    Query::select()
        .expr_as(Expr::cust(database.engine().sum("payment.pence")), Alias::new("net"))
        .expr_as(Expr::cust("count(*)"), Alias::new("payments"))
        .expr_as(Expr::cust("count(DISTINCT payment.supplier_id)"), Alias::new("suppliers"))
        .from(payment::Entity)
        .inner_join(
            supplier_profile::Entity,
            payment(payment::Column::SupplierId)
                .equals((supplier_profile::Entity, supplier_profile::Column::SupplierId)),
        )
        .to_owned()
}

#[derive(FromQueryResult)]
struct Row {
    basis: Option<String>,
    net: i64,
    payments: i64,
    suppliers: i64,
}

impl Row {
    fn part(&self) -> Part {
        Part { sum: Sum { net_pence: self.net, payments: self.payments }, suppliers: self.suppliers }
    }
}
