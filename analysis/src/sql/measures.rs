//! The figures of a group, as columns of a SELECT.

use anchorhub_entities::VatBasis;
use anchorhub_store::Engine;
use sea_orm::{
    ActiveEnum, DbErr, QueryResult,
    sea_query::{Alias, Expr, SelectStatement},
};

use crate::{BasisSum, Measures, Sum};

const BASES: [VatBasis; 3] = [VatBasis::Net, VatBasis::Gross, VatBasis::Unknown];

/// How the suppliers of a group are counted.
#[derive(Clone, Copy)]
pub(super) enum Suppliers {
    /// One by one.
    Distinct,
    /// The supplier is a key of the group: there is one, or none.
    OneAtMost,
}

/// Adds the figures of the payments for which `kept` holds (all if none).
pub(super) fn select(engine: Engine, kept: Option<&str>, suppliers: Suppliers, select: &mut SelectStatement) {
    let supplier = when(kept, "payment.supplier_id");
    let suppliers = match suppliers {
        Suppliers::Distinct => format!("count(DISTINCT {supplier})"),
        Suppliers::OneAtMost => format!("CAST(CASE count({supplier}) WHEN 0 THEN 0 ELSE 1 END AS BIGINT)"),
    };
    select.expr_as(Expr::cust(suppliers), Alias::new("suppliers"));
    select_sum(engine, kept, "all", select);
    for basis in BASES {
        let on_basis = format!("payment.vat_basis = {}", basis.to_value());
        let both = kept.map_or(on_basis.clone(), |kept| format!("{kept} AND {on_basis}"));
        select_sum(engine, Some(&both), basis.name(), select);
    }
}

/// Adds `net_NAME` and `payments_NAME` of the payments for which a condition holds.
pub(super) fn select_sum(engine: Engine, condition: Option<&str>, name: &str, select: &mut SelectStatement) {
    let net = engine.sum(&when(condition, "payment.pence"));
    let payments = format!("count({})", when(condition, "1"));
    select
        .expr_as(Expr::cust(net), Alias::new(format!("net_{name}")))
        .expr_as(Expr::cust(payments), Alias::new(format!("payments_{name}")));
}

/// Names of the columns that `select` adds.
pub(super) fn columns() -> impl Iterator<Item = String> {
    let sums = std::iter::once("all").chain(BASES.map(VatBasis::name));
    std::iter::once("suppliers".to_owned())
        .chain(sums.flat_map(|name| [format!("net_{name}"), format!("payments_{name}")]))
}

/// Reads the figures back.
pub(super) fn read(row: &QueryResult) -> Result<Measures, DbErr> {
    let mut by_vat_basis = Vec::new();
    for basis in BASES {
        let sum = read_sum(row, basis.name())?;
        if sum.payments > 0 {
            by_vat_basis.push(BasisSum { basis, sum });
        }
    }
    Ok(Measures { sum: read_sum(row, "all")?, suppliers: row.try_get("", "suppliers")?, by_vat_basis })
}

/// Reads back what `select_sum` added.
pub(super) fn read_sum(row: &QueryResult, name: &str) -> Result<Sum, DbErr> {
    Ok(Sum {
        net_pence: row.try_get("", &format!("net_{name}"))?,
        payments: row.try_get("", &format!("payments_{name}"))?,
    })
}

fn when(condition: Option<&str>, value: &str) -> String {
    condition.map_or(value.to_owned(), |condition| format!("CASE WHEN {condition} THEN {value} END"))
}
