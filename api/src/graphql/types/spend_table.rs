//! The table form of an analysis.

use async_graphql::{Enum, SimpleObject};

use super::spend_analysis::SpendRow;
use crate::graphql::enums::SpendDimension;

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub(crate) enum ColumnType {
    /// An id, in the form that filters take.
    Id,
    /// Text for people.
    Text,
    /// A calendar month, `2023-04`.
    Month,
    /// A financial year, `2023/24`.
    FinancialYear,
    /// An amount in pounds with two decimals.
    Decimal,
    /// A whole number.
    Int,
}

/// A column of the table form of an analysis.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct AnalysisColumn {
    /// Stable name.
    pub(crate) name: &'static str,
    /// What its cells hold.
    #[graphql(name = "type")]
    pub(crate) kind: ColumnType,
    /// Heading for people.
    label: &'static str,
}

/// Columns of the table of an analysis: the keys, then the figures.
pub(super) fn columns(group_by: &[SpendDimension]) -> Vec<AnalysisColumn> {
    let column = |name, kind, label| AnalysisColumn { name, kind, label };
    let mut columns = Vec::new();
    for dimension in group_by {
        match dimension {
            SpendDimension::Institution => columns.extend([
                column("institution", ColumnType::Id, "Institution (org-id)"),
                column("institutionName", ColumnType::Text, "Institution"),
            ]),
            SpendDimension::Supplier => columns.extend([
                column("supplier", ColumnType::Id, "Supplier (id)"),
                column("supplierName", ColumnType::Text, "Supplier"),
            ]),
            SpendDimension::SupplierSize => {
                columns.push(column("supplierIsSme", ColumnType::Text, "Supplier is an SME"));
            }
            SpendDimension::SupplierSector => columns.extend([
                column("supplierSector", ColumnType::Id, "Sector of supplier (SIC section)"),
                column("supplierSectorTitle", ColumnType::Text, "Sector of supplier"),
            ]),
            SpendDimension::SupplierDistrict => columns.extend([
                column("supplierDistrict", ColumnType::Id, "District of supplier (GSS code)"),
                column("supplierDistrictName", ColumnType::Text, "District of supplier"),
            ]),
            SpendDimension::SupplierRegion => columns.extend([
                column("supplierRegion", ColumnType::Id, "Region of supplier (GSS code)"),
                column("supplierRegionName", ColumnType::Text, "Region of supplier"),
            ]),
            SpendDimension::DeprivationDecile => {
                columns.push(column("deprivationDecile", ColumnType::Int, "Deprivation decile of supplier"));
            }
            SpendDimension::CategoryDivision => columns.extend([
                column("categoryDivision", ColumnType::Id, "Category (CPV division)"),
                column("categoryDivisionTitle", ColumnType::Text, "Category"),
            ]),
            SpendDimension::Month => columns.push(column("month", ColumnType::Month, "Month")),
            SpendDimension::FinancialYear => {
                columns.push(column("financialYear", ColumnType::FinancialYear, "Financial year"));
            }
        }
    }
    columns.extend([
        column("net", ColumnType::Decimal, "Net (GBP)"),
        column("payments", ColumnType::Int, "Payments"),
        column("suppliers", ColumnType::Int, "Suppliers"),
    ]);
    columns
}

/// The cells of a group, in the order of `columns`.
pub(super) fn cells(row: &SpendRow) -> Vec<Option<String>> {
    let mut cells = Vec::new();
    for key in &row.keys {
        cells.push(key.value.clone());
        if has_label(key.dimension) {
            cells.push(Some(key.label.clone()));
        }
    }
    cells.extend([row.net.to_string(), row.payments.to_string(), row.suppliers.to_string()].map(Some));
    cells
}

/// Whether a dimension has a column for people beside that of its values.
fn has_label(dimension: SpendDimension) -> bool {
    match dimension {
        SpendDimension::Institution
        | SpendDimension::Supplier
        | SpendDimension::SupplierSector
        | SpendDimension::SupplierDistrict
        | SpendDimension::SupplierRegion
        | SpendDimension::CategoryDivision => true,
        SpendDimension::SupplierSize
        | SpendDimension::DeprivationDecile
        | SpendDimension::Month
        | SpendDimension::FinancialYear => false,
    }
}
