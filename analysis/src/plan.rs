//! A question about spend.

use crate::{AnalysisError, ExclusionReason, SpendFilter};

/// What an answer is broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpendDimension {
    /// Who paid.
    Institution,
    /// Who was paid; payments without a supplier form one group.
    Supplier,
    /// Whether who was paid is a small or medium-sized enterprise; not known is a group of its own.
    SupplierSize,
    /// Section of SIC 2007 of who was paid.
    SupplierSector,
    /// District of who was paid.
    SupplierDistrict,
    /// Region of who was paid.
    SupplierRegion,
    /// Decile of deprivation of where who was paid is.
    DeprivationDecile,
    /// CPV division that the published category stands for.
    CategoryDivision,
    /// Calendar month of the payment date.
    Month,
    /// Financial year (1 April to 31 March) of the payment date.
    FinancialYear,
}

impl SpendDimension {
    /// The name used in messages and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Institution => "INSTITUTION",
            Self::Supplier => "SUPPLIER",
            Self::SupplierSize => "SUPPLIER_SIZE",
            Self::SupplierSector => "SUPPLIER_SECTOR",
            Self::SupplierDistrict => "SUPPLIER_DISTRICT",
            Self::SupplierRegion => "SUPPLIER_REGION",
            Self::DeprivationDecile => "DEPRIVATION_DECILE",
            Self::CategoryDivision => "CATEGORY_DIVISION",
            Self::Month => "MONTH",
            Self::FinancialYear => "FINANCIAL_YEAR",
        }
    }
}

/// In which order groups come. Equal ones come in the order of their keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SpendOrder {
    /// Largest net first.
    #[default]
    NetDesc,
    /// Smallest net (largest credit) first.
    NetAsc,
    /// Most payments first.
    PaymentsDesc,
    /// Most suppliers first.
    SuppliersDesc,
    /// By the dimensions as asked for: names in alphabetical order, months and years from the earliest.
    KeyAsc,
}

/// A question about spend: which payments, broken down by what, in which order, how many groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SpendPlan {
    /// The payments asked about.
    pub filter: SpendFilter,
    /// Payments among them that figures leave out. They are reported under `exclusions` in any case.
    pub exclude: Vec<ExclusionReason>,
    /// Up to four different dimensions; none asks for the total only.
    pub group_by: Vec<SpendDimension>,
    /// Order of the groups.
    pub order: SpendOrder,
    /// Groups to show; what the others hold is told as `rest`.
    pub first: usize,
}

impl SpendPlan {
    /// Dimensions that one answer can have.
    pub const MAX_DIMENSIONS: usize = 4;

    /// Refuses plans that no engine can answer.
    pub fn check(&self) -> Result<(), AnalysisError> {
        if self.group_by.len() > Self::MAX_DIMENSIONS {
            return Err(AnalysisError::TooManyDimensions(self.group_by.len()));
        }
        for (position, dimension) in self.group_by.iter().enumerate() {
            if self.group_by[..position].contains(dimension) {
                return Err(AnalysisError::RepeatedDimension(dimension.name()));
            }
        }
        Ok(())
    }
}
