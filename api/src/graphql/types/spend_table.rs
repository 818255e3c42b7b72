//! The table form of an analysis.

use async_graphql::{Enum, SimpleObject};

use super::spend_row::SpendRow;
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
    /// A quarter of a financial year, `2023/24 Q1`.
    Quarter,
    /// A financial year, `2023/24`.
    FinancialYear,
    /// An amount in pounds with two decimals.
    Decimal,
    /// A whole number.
    Int,
    /// A share: 0.25 is a quarter.
    Share,
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

impl AnalysisColumn {
    /// A column.
    pub(super) fn new(name: &'static str, kind: ColumnType, label: &'static str) -> Self {
        Self { name, kind, label }
    }
}

/// Columns of the table of an analysis: the keys, then the figures, then those of the period compared with, if there is
/// one.
pub(super) fn columns(group_by: &[SpendDimension], compares: bool) -> Vec<AnalysisColumn> {
    let column = AnalysisColumn::new;
    let mut columns: Vec<AnalysisColumn> = group_by.iter().copied().flat_map(key_columns).collect();
    columns.extend([
        column("net", ColumnType::Decimal, "Net (GBP)"),
        column("payments", ColumnType::Int, "Payments"),
        column("suppliers", ColumnType::Int, "Suppliers"),
        column("institutions", ColumnType::Int, "Institutions"),
    ]);
    if compares {
        columns.extend([
            column("comparedNet", ColumnType::Decimal, "Net in the period compared with (GBP)"),
            column("comparedPayments", ColumnType::Int, "Payments in the period compared with"),
            column("comparedSuppliers", ColumnType::Int, "Suppliers in the period compared with"),
            column("change", ColumnType::Decimal, "Change of net (GBP)"),
            column("changeOfCompared", ColumnType::Share, "Change as a share of the net compared with"),
        ]);
    }
    columns
}

/// Columns of the key of one dimension: its value, and its name for people where that says more.
pub(crate) fn key_columns(dimension: SpendDimension) -> Vec<AnalysisColumn> {
    let column = AnalysisColumn::new;
    let mut columns = Vec::new();
    match dimension {
        SpendDimension::Institution => columns.extend([
            column("institution", ColumnType::Id, "Institution (org-id)"),
            column("institutionName", ColumnType::Text, "Institution"),
        ]),
        SpendDimension::Supplier => columns.extend([
            column("supplier", ColumnType::Id, "Supplier (id)"),
            column("supplierName", ColumnType::Text, "Supplier"),
        ]),
        SpendDimension::InstitutionKind => columns.extend([
            column("institutionKind", ColumnType::Id, "Kind of institution (code)"),
            column("institutionKindName", ColumnType::Text, "Kind of institution"),
        ]),
        SpendDimension::SupplierVcse => {
            columns.push(column("supplierIsVcse", ColumnType::Text, "Supplier is a VCSE"));
        }
        SpendDimension::SupplierKind => columns.extend([
            column("supplierKind", ColumnType::Id, "Kind of supplier (code)"),
            column("supplierKindName", ColumnType::Text, "Kind of supplier"),
        ]),
        SpendDimension::SupplierAuthority => columns.extend([
            column("supplierAuthority", ColumnType::Id, "Combined authority of supplier (GSS code)"),
            column("supplierAuthorityName", ColumnType::Text, "Combined authority of supplier"),
        ]),
        SpendDimension::Locality => columns.extend([
            column("locality", ColumnType::Id, "Place of supplier seen from the institution (code)"),
            column("localityName", ColumnType::Text, "Place of supplier seen from the institution"),
        ]),
        SpendDimension::Category => {
            columns.push(column("category", ColumnType::Text, "Category as published"));
        }
        SpendDimension::Department => {
            columns.push(column("department", ColumnType::Text, "Department as published"));
        }
        SpendDimension::Quarter => {
            columns.push(column("quarter", ColumnType::Quarter, "Quarter of the financial year"));
        }
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
    columns
}

/// The cells of a group, in the order of `columns`.
pub(super) fn cells(row: &SpendRow) -> Vec<Option<String>> {
    let mut cells = Vec::new();
    for key in row.spend_keys() {
        cells.push(key.value);
        if has_label(key.dimension) {
            cells.push(Some(key.label));
        }
    }
    let figures = &row.figures;
    cells.extend(
        [
            figures.net().to_string(),
            figures.payments().to_string(),
            figures.suppliers().to_string(),
            figures.institutions().to_string(),
        ]
        .map(Some),
    );
    if let Some(compared) = figures.compared() {
        let change = figures.change();
        cells.extend([
            Some(compared.net.to_string()),
            Some(compared.payments.to_string()),
            Some(compared.suppliers.to_string()),
            change.as_ref().map(|change| change.net.to_string()),
            change.and_then(|change| change.of_compared).map(|share| share.to_string()),
        ]);
    }
    cells
}

/// Whether a dimension has a column for people beside that of its values.
fn has_label(dimension: SpendDimension) -> bool {
    match dimension {
        SpendDimension::Institution
        | SpendDimension::InstitutionKind
        | SpendDimension::Supplier
        | SpendDimension::SupplierKind
        | SpendDimension::SupplierSector
        | SpendDimension::SupplierDistrict
        | SpendDimension::SupplierAuthority
        | SpendDimension::SupplierRegion
        | SpendDimension::Locality
        | SpendDimension::CategoryDivision => true,
        SpendDimension::SupplierSize
        | SpendDimension::SupplierVcse
        | SpendDimension::DeprivationDecile
        | SpendDimension::Category
        | SpendDimension::Department
        | SpendDimension::Month
        | SpendDimension::Quarter
        | SpendDimension::FinancialYear => false,
    }
}
