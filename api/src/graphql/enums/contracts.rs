//! Words of questions about contracts.

use anchorhub_analysis as analysis;
use async_graphql::Enum;

/// Something that may not be known of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::ContractTrait")]
pub(crate) enum ContractTrait {
    /// An institution that buys under it and that the hub follows.
    Institution,
    /// A supplier that is not withheld.
    Supplier,
    /// A main CPV code.
    Cpv,
    /// A contracting process, and so a stage: registers have none.
    Stage,
    /// How it was procured.
    Procedure,
    /// A date of award or of signature.
    Award,
    /// An effective end.
    End,
    /// A value in pounds.
    Value,
}

/// What an analysis of contracts is broken down by. What is not known is a group of its own, whose value is null.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::ContractDimension")]
pub(crate) enum ContractDimension {
    /// Who buys; a contract of two institutions belongs to both. Value: org-id; null for buyers that the hub does not follow.
    Institution,
    /// What kind of institution buys. Value: an `InstitutionKind`.
    InstitutionKind,
    /// Who holds it; a contract of two suppliers belongs to both. Value: `id` of the supplier; null for suppliers that are
    /// withheld or not published.
    Supplier,
    /// Whether who holds it is a small or medium-sized enterprise. Value: `YES` or `NO`.
    SupplierSize,
    /// Local authority district of who holds it. Value: GSS code.
    SupplierDistrict,
    /// English region of who holds it. Value: GSS code.
    SupplierRegion,
    /// What who holds it does. Value: section of the Standard Industrial Classification 2007, `A` to `U`.
    SupplierSector,
    /// CPV division: of the main CPV code, else of the category that its register states, by the crosswalk. Value: two digits.
    CategoryDivision,
    /// Main CPV code as stated. Value: eight digits.
    Cpv,
    /// How far its contracting process has come. Value: a `ProcessStage`; null for contract registers.
    Stage,
    /// How it was procured. Value: the words of the source.
    Procedure,
    /// Whether it sets up a framework. Value: `YES` or `NO`.
    Framework,
    /// Financial year (1 April to 31 March) of the award, else of the signature. Value: `2023/24`.
    AwardYear,
    /// Financial year of the effective end. Value: `2023/24`.
    EndYear,
    /// Calendar month of the effective end. Value: `2023-04`.
    EndMonth,
    /// Band of the value as stated, in pounds, ceilings of frameworks among them. Value: `UNDER_30K`, `FROM_30K`, `FROM_100K`,
    /// `FROM_1M`, `FROM_5M` or `FROM_50M`; null without a value in pounds.
    ValueBand,
}

/// In which order the groups of an analysis of contracts come. Equal ones come in the order of their keys, what is not known
/// last.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::ContractOrder")]
pub(crate) enum ContractGroupOrder {
    /// Most contracts first.
    #[default]
    ContractsDesc,
    /// Largest value first.
    ValueDesc,
    /// Most institutions first.
    InstitutionsDesc,
    /// Most suppliers first.
    SuppliersDesc,
    /// Earliest effective end first; groups without one last.
    EndAsc,
    /// By the dimensions as asked for: names from A to Z, months and years from the earliest.
    KeyAsc,
}

/// What the value of a contract in pounds is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::ContractValueBasis")]
pub(crate) enum ContractValueBasis {
    /// Agreed, without VAT.
    Net,
    /// Agreed, with VAT.
    Gross,
    /// Expected before the award.
    Estimate,
    /// The source does not say.
    Unstated,
}
