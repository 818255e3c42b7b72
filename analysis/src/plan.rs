//! A question about spend.

use crate::{AnalysisError, Between, ExclusionReason, SpendFilter};

/// What an answer is broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SpendDimension {
    /// Who paid.
    Institution,
    /// The kind of institution that paid.
    InstitutionKind,
    /// Who was paid; payments without a supplier form one group.
    Supplier,
    /// Whether who was paid is a small or medium-sized enterprise; not known is a group of its own.
    SupplierSize,
    /// Whether who was paid is a voluntary, community or social enterprise; not known is a group of its own.
    SupplierVcse,
    /// The kind of who was paid.
    SupplierKind,
    /// Section of SIC 2007 of who was paid.
    SupplierSector,
    /// District of who was paid.
    SupplierDistrict,
    /// Combined authority of who was paid.
    SupplierAuthority,
    /// Region of who was paid.
    SupplierRegion,
    /// How near who was paid is to who paid.
    Locality,
    /// Decile of deprivation of where who was paid is.
    DeprivationDecile,
    /// Published category label.
    Category,
    /// CPV division that the published category stands for.
    CategoryDivision,
    /// Published department.
    Department,
    /// Calendar month of the payment date.
    Month,
    /// Quarter of the financial year of the payment date.
    Quarter,
    /// Financial year (1 April to 31 March) of the payment date.
    FinancialYear,
}

impl SpendDimension {
    /// The name used in messages and GraphQL.
    pub fn name(self) -> &'static str {
        match self {
            Self::Institution => "INSTITUTION",
            Self::InstitutionKind => "INSTITUTION_KIND",
            Self::Supplier => "SUPPLIER",
            Self::SupplierSize => "SUPPLIER_SIZE",
            Self::SupplierVcse => "SUPPLIER_VCSE",
            Self::SupplierKind => "SUPPLIER_KIND",
            Self::SupplierSector => "SUPPLIER_SECTOR",
            Self::SupplierDistrict => "SUPPLIER_DISTRICT",
            Self::SupplierAuthority => "SUPPLIER_AUTHORITY",
            Self::SupplierRegion => "SUPPLIER_REGION",
            Self::Locality => "LOCALITY",
            Self::DeprivationDecile => "DEPRIVATION_DECILE",
            Self::Category => "CATEGORY",
            Self::CategoryDivision => "CATEGORY_DIVISION",
            Self::Department => "DEPARTMENT",
            Self::Month => "MONTH",
            Self::Quarter => "QUARTER",
            Self::FinancialYear => "FINANCIAL_YEAR",
        }
    }

    /// Whether the key is something that may not be known, so that an answer has to tell of how much it is.
    pub fn may_be_unknown(self) -> bool {
        match self {
            Self::SupplierSize
            | Self::SupplierVcse
            | Self::SupplierKind
            | Self::SupplierSector
            | Self::SupplierDistrict
            | Self::SupplierAuthority
            | Self::SupplierRegion
            | Self::Locality
            | Self::DeprivationDecile
            | Self::Category
            | Self::CategoryDivision
            | Self::Department => true,
            Self::Institution
            | Self::InstitutionKind
            | Self::Supplier
            | Self::Month
            | Self::Quarter
            | Self::FinancialYear => false,
        }
    }

    /// Whether the key follows from the payment date, so that another period has other groups.
    pub fn is_time(self) -> bool {
        matches!(self, Self::Month | Self::Quarter | Self::FinancialYear)
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
    /// Paid by most institutions first.
    InstitutionsDesc,
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
    /// Only groups that are paid by at least so many institutions are shown; what the others hold is told as `rest`.
    pub min_institutions: Option<u32>,
    /// Another period, of which the answer tells the same of the groups that it shows.
    pub compare: Option<Between>,
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
            if dimension.is_time() && self.compare.is_some() {
                return Err(AnalysisError::ComparedByTime(*dimension));
            }
        }
        Ok(())
    }

    /// The same question about the period to compare with; none without one.
    pub fn compared(&self) -> Option<Self> {
        let Between { from, to } = self.compare?;
        let filter = SpendFilter { from, to, ..self.filter.clone() };
        Some(Self { filter, min_institutions: None, compare: None, ..self.clone() })
    }

    /// Whether a group is paid by enough institutions to be shown.
    pub(crate) fn shows(&self, institutions: i64) -> bool {
        self.min_institutions.is_none_or(|least| institutions >= i64::from(least))
    }
}
