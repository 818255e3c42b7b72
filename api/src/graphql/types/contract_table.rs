//! The table form of an analysis of contracts.

use super::{
    contract_analysis::ContractGroup,
    spend_table::{AnalysisColumn, ColumnType},
};
use crate::graphql::enums::ContractDimension;

/// Columns of the table: the keys, then the figures.
pub(super) fn columns(group_by: &[ContractDimension]) -> Vec<AnalysisColumn> {
    let column = AnalysisColumn::new;
    let mut columns: Vec<AnalysisColumn> = group_by.iter().copied().flat_map(key_columns).collect();
    columns.extend([
        column("contracts", ColumnType::Int, "Contracts"),
        column("institutions", ColumnType::Int, "Institutions"),
        column("suppliers", ColumnType::Int, "Suppliers"),
        column("value", ColumnType::Decimal, "Value (GBP)"),
        column("withValue", ColumnType::Int, "Contracts with a value"),
        column("ceiling", ColumnType::Decimal, "Ceilings of frameworks (GBP)"),
        column("firstEnd", ColumnType::Text, "Earliest end"),
        column("lastEnd", ColumnType::Text, "Latest end"),
    ]);
    columns
}

/// Columns of the key of one dimension: its value, and its name for people where that says more.
pub(crate) fn key_columns(dimension: ContractDimension) -> Vec<AnalysisColumn> {
    let (name, kind, label) = value_column(dimension);
    let value = AnalysisColumn::new(name, kind, label);
    let label = label_column(dimension);
    let label = label.map(|(name, label)| AnalysisColumn::new(name, ColumnType::Text, label));
    [value].into_iter().chain(label).collect()
}

/// The cells of a group, in the order of `columns`.
pub(super) fn cells(row: &ContractGroup) -> Vec<Option<String>> {
    let mut cells = Vec::new();
    for key in &row.keys {
        cells.push(key.value.clone());
        if label_column(key.dimension).is_some() {
            cells.push(Some(key.label.clone()));
        }
    }
    let figures = &row.figures;
    cells.extend([
        Some(figures.contracts.to_string()),
        Some(figures.institutions.to_string()),
        Some(figures.suppliers.to_string()),
        Some(figures.value.sum.to_string()),
        Some(figures.value.contracts.to_string()),
        Some(figures.ceiling.sum.to_string()),
        figures.first_end.map(|date| date.0.to_string()),
        figures.last_end.map(|date| date.0.to_string()),
    ]);
    cells
}

fn value_column(dimension: ContractDimension) -> (&'static str, ColumnType, &'static str) {
    match dimension {
        ContractDimension::Institution => ("institution", ColumnType::Id, "Institution (org-id)"),
        ContractDimension::InstitutionKind => ("institutionKind", ColumnType::Text, "Kind of institution"),
        ContractDimension::Supplier => ("supplier", ColumnType::Id, "Supplier (id)"),
        ContractDimension::SupplierSize => ("supplierIsSme", ColumnType::Text, "Supplier is an SME"),
        ContractDimension::SupplierDistrict => {
            ("supplierDistrict", ColumnType::Id, "District of supplier (GSS code)")
        }
        ContractDimension::SupplierRegion => {
            ("supplierRegion", ColumnType::Id, "Region of supplier (GSS code)")
        }
        ContractDimension::SupplierSector => {
            ("supplierSector", ColumnType::Id, "Sector of supplier (SIC section)")
        }
        ContractDimension::CategoryDivision => {
            ("categoryDivision", ColumnType::Id, "Category (CPV division)")
        }
        ContractDimension::Cpv => ("cpv", ColumnType::Id, "CPV code"),
        ContractDimension::Stage => ("stage", ColumnType::Text, "Stage"),
        ContractDimension::Procedure => ("procedure", ColumnType::Text, "Procedure"),
        ContractDimension::Framework => ("framework", ColumnType::Text, "Framework"),
        ContractDimension::AwardYear => ("awardYear", ColumnType::FinancialYear, "Financial year of award"),
        ContractDimension::EndYear => ("endYear", ColumnType::FinancialYear, "Financial year of end"),
        ContractDimension::EndMonth => ("endMonth", ColumnType::Month, "Month of end"),
        ContractDimension::ValueBand => ("valueBand", ColumnType::Id, "Value band"),
    }
}

/// The column for people beside that of values, where a dimension has one.
fn label_column(dimension: ContractDimension) -> Option<(&'static str, &'static str)> {
    Some(match dimension {
        ContractDimension::Institution => ("institutionName", "Institution"),
        ContractDimension::Supplier => ("supplierName", "Supplier"),
        ContractDimension::SupplierDistrict => ("supplierDistrictName", "District of supplier"),
        ContractDimension::SupplierRegion => ("supplierRegionName", "Region of supplier"),
        ContractDimension::SupplierSector => ("supplierSectorTitle", "Sector of supplier"),
        ContractDimension::CategoryDivision => ("categoryDivisionTitle", "Category"),
        ContractDimension::Cpv => ("cpvTitle", "Title of CPV code"),
        ContractDimension::ValueBand => ("valueBandLabel", "Band of value"),
        ContractDimension::InstitutionKind
        | ContractDimension::SupplierSize
        | ContractDimension::Stage
        | ContractDimension::Procedure
        | ContractDimension::Framework
        | ContractDimension::AwardYear
        | ContractDimension::EndYear
        | ContractDimension::EndMonth => return None,
    })
}
