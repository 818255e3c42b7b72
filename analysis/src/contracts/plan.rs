//! A question about contracts.

use super::ContractFilter;
use crate::AnalysisError;

/// What an answer about contracts is broken down by. What is not known is a group of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContractDimension {
    /// Who buys. A contract of two buyers belongs to both.
    Institution,
    /// What kind of institution buys.
    InstitutionKind,
    /// Who holds it. A contract of two holders belongs to both.
    Supplier,
    /// Whether who holds it is a small or medium-sized enterprise.
    SupplierSize,
    /// District of who holds it.
    SupplierDistrict,
    /// Region of who holds it.
    SupplierRegion,
    /// Section of SIC 2007 of who holds it.
    SupplierSector,
    /// CPV division: of the main CPV code, else of the category that its register states.
    CategoryDivision,
    /// Main CPV code as stated.
    Cpv,
    /// Stage of its contracting process; registers have none.
    Stage,
    /// How it was procured, as published.
    Procedure,
    /// Whether it sets up a framework.
    Framework,
    /// Financial year of the award, else of the signature.
    AwardYear,
    /// Financial year of the effective end.
    EndYear,
    /// Calendar month of the effective end.
    EndMonth,
    /// Band of the value as stated, ceilings among them.
    ValueBand,
}

impl ContractDimension {
    /// Every dimension, in a fixed order.
    pub const ALL: &'static [Self] = &[
        Self::Institution,
        Self::InstitutionKind,
        Self::Supplier,
        Self::SupplierSize,
        Self::SupplierDistrict,
        Self::SupplierRegion,
        Self::SupplierSector,
        Self::CategoryDivision,
        Self::Cpv,
        Self::Stage,
        Self::Procedure,
        Self::Framework,
        Self::AwardYear,
        Self::EndYear,
        Self::EndMonth,
        Self::ValueBand,
    ];

    /// The name used in messages and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Institution => "INSTITUTION",
            Self::InstitutionKind => "INSTITUTION_KIND",
            Self::Supplier => "SUPPLIER",
            Self::SupplierSize => "SUPPLIER_SIZE",
            Self::SupplierDistrict => "SUPPLIER_DISTRICT",
            Self::SupplierRegion => "SUPPLIER_REGION",
            Self::SupplierSector => "SUPPLIER_SECTOR",
            Self::CategoryDivision => "CATEGORY_DIVISION",
            Self::Cpv => "CPV",
            Self::Stage => "STAGE",
            Self::Procedure => "PROCEDURE",
            Self::Framework => "FRAMEWORK",
            Self::AwardYear => "AWARD_YEAR",
            Self::EndYear => "END_YEAR",
            Self::EndMonth => "END_MONTH",
            Self::ValueBand => "VALUE_BAND",
        }
    }

    /// Whether a contract may belong to several groups.
    pub fn overlaps(self) -> bool {
        self.is_of_buyer() || self.is_of_holder()
    }

    /// Whether it says something about a buyer.
    pub(crate) fn is_of_buyer(self) -> bool {
        matches!(self, Self::Institution | Self::InstitutionKind)
    }

    /// Whether it says something about a holder.
    pub(crate) fn is_of_holder(self) -> bool {
        matches!(
            self,
            Self::Supplier
                | Self::SupplierSize
                | Self::SupplierDistrict
                | Self::SupplierRegion
                | Self::SupplierSector
        )
    }
}

/// In which order groups come. Equal ones come in the order of their keys: what is not known last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum ContractOrder {
    /// Most contracts first.
    #[default]
    ContractsDesc,
    /// Largest value first.
    ValueDesc,
    /// Most institutions first.
    InstitutionsDesc,
    /// Most suppliers first.
    SuppliersDesc,
    /// Earliest effective end first; groups without an end last.
    EndAsc,
    /// By the dimensions as asked for: names in alphabetical order, months and years from the earliest.
    KeyAsc,
}

/// A question about contracts: which of them, broken down by what, in which order, how many groups.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContractPlan {
    /// The contracts asked about.
    pub filter: ContractFilter,
    /// Up to four different dimensions; none asks for the total only.
    pub group_by: Vec<ContractDimension>,
    /// Order of the groups.
    pub order: ContractOrder,
    /// Groups to show; what stands in none of them is told as `rest`.
    pub first: usize,
}

impl ContractPlan {
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
