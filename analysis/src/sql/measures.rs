//! The figures of a group, as columns of a SELECT.

use anchorhub_entities::VatBasis;
use sea_orm::{
    ActiveEnum, DbErr, QueryResult,
    sea_query::{Alias, Expr, SelectStatement},
};

use super::layout::{Layout, when};
use crate::{BasisSum, Measures, SpendDimension, Sum};

const BASES: [VatBasis; 3] = [VatBasis::Net, VatBasis::Gross, VatBasis::Unknown];

/// What stands in the keys of a group, so that there is one of it at most and nothing to count.
#[derive(Clone, Copy, Default)]
pub(super) struct InKeys {
    supplier: bool,
    institution: bool,
}

impl InKeys {
    /// The keys of groups in some dimensions.
    pub(super) fn of(dimensions: &[SpendDimension]) -> Self {
        Self {
            supplier: dimensions.contains(&SpendDimension::Supplier),
            institution: dimensions.contains(&SpendDimension::Institution),
        }
    }
}

/// Adds the figures of the payments for which `kept` holds (all if none).
pub(super) fn select(layout: Layout, kept: Option<&str>, in_keys: InKeys, select: &mut SelectStatement) {
    let number = |is_in_keys: bool, column: &str| {
        let column = when(kept, column);
        match is_in_keys {
            false => format!("count(DISTINCT {column})"),
            true => format!("CAST(CASE count({column}) WHEN 0 THEN 0 ELSE 1 END AS BIGINT)"),
        }
    };
    let suppliers = number(in_keys.supplier, "payment.supplier_id");
    let institutions = number(in_keys.institution, "payment.institution_id");
    select
        .expr_as(Expr::cust(suppliers), Alias::new("suppliers"))
        .expr_as(Expr::cust(institutions), Alias::new("institutions"));
    select_sum(layout, kept, "all", select);
    for basis in BASES {
        let on_basis = format!("payment.vat_basis = {}", basis.to_value());
        let both = kept.map_or(on_basis.clone(), |kept| format!("{kept} AND {on_basis}"));
        select_sum(layout, Some(&both), basis.name(), select);
    }
}

/// Adds `net_NAME` and `payments_NAME` of the payments for which a condition holds.
pub(super) fn select_sum(layout: Layout, condition: Option<&str>, name: &str, select: &mut SelectStatement) {
    let net = layout.engine().sum(&when(condition, "payment.pence"));
    let payments = layout.payments(condition);
    select
        .expr_as(Expr::cust(net), Alias::new(format!("net_{name}")))
        .expr_as(Expr::cust(payments), Alias::new(format!("payments_{name}")));
}

/// Names of the columns that `select` adds.
pub(super) fn columns() -> impl Iterator<Item = String> {
    let sums = std::iter::once("all").chain(BASES.map(VatBasis::name));
    ["suppliers", "institutions"]
        .into_iter()
        .map(str::to_owned)
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
    Ok(Measures {
        sum: read_sum(row, "all")?,
        suppliers: row.try_get("", "suppliers")?,
        institutions: row.try_get("", "institutions")?,
        by_vat_basis,
    })
}

/// Reads back what `select_sum` added.
pub(super) fn read_sum(row: &QueryResult, name: &str) -> Result<Sum, DbErr> {
    Ok(Sum {
        net_pence: row.try_get("", &format!("net_{name}"))?,
        payments: row.try_get("", &format!("payments_{name}"))?,
    })
}
