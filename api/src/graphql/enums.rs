//! Enumerations of the schema, each the face of one in the entities or the analysis.

mod contracts;
mod flags;
mod metrics;
mod processes;
mod procurement;
mod review;
mod supplier;

use anchorhub_analysis as analysis;
use anchorhub_entities as entities;
use async_graphql::Enum;

pub(crate) use self::{
    contracts::*, flags::*, metrics::*, processes::*, procurement::*, review::*, supplier::*,
};

/// Whether an amount includes value added tax (VAT Act 1994). It belongs to the feed or the column heading
/// and stands with every payment, so that net and gross are never mixed unseen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entities::VatBasis")]
pub(crate) enum VatBasis {
    /// The publisher does not say.
    Unknown,
    /// Without recoverable VAT.
    Net,
    /// With VAT.
    Gross,
}

/// Kinds of anchor institution.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entities::institution::InstitutionKind")]
pub(crate) enum InstitutionKind {
    /// Local authority.
    Council,
    /// Combined authority.
    CombinedAuthority,
    /// NHS trust or foundation trust.
    NhsTrust,
    /// NHS integrated care board.
    NhsIcb,
    /// University.
    University,
    /// Further-education college.
    College,
    /// Police and crime commissioner or force.
    Police,
    /// Fire and rescue authority.
    Fire,
    /// Parish or town council.
    ParishCouncil,
    /// Central government department or agency.
    CentralGovernment,
    /// Another public body.
    Other,
}

/// Kinds of area, as the Office for National Statistics has them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entities::area::AreaKind")]
pub(crate) enum AreaKind {
    /// Local authority district, unitary authority, metropolitan or London borough.
    District,
    /// Upper-tier county.
    County,
    /// Combined authority.
    CombinedAuthority,
    /// English region.
    Region,
    /// Country of the United Kingdom.
    Country,
}

/// Kinds of supplier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entities::supplier::SupplierKind")]
pub(crate) enum SupplierKind {
    /// Registered company.
    Company,
    /// Registered charity.
    Charity,
    /// Public body.
    PublicBody,
    /// Natural person.
    Individual,
    /// Not known.
    Unknown,
}

/// What the documents of a feed hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entities::feed::FeedKind")]
pub(crate) enum FeedKind {
    /// Payments to suppliers.
    Spend,
    /// Releases of the Open Contracting Data Standard: notices, awards, contracts.
    Ocds,
    /// A contract register (Local Government Transparency Code 2015).
    Contracts,
}

/// What became of a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entities::document::DocumentStatus")]
pub(crate) enum DocumentStatus {
    /// Its payments are in the hub and count.
    Loaded,
    /// A later document of the same feed and period took its place; its payments no longer count.
    Replaced,
    /// It could not be read; nothing of it counts.
    Failed,
}

/// How an ingest run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entities::ingest_run::RunState")]
pub(crate) enum RunState {
    /// At work.
    Running,
    /// Every document was taken.
    Succeeded,
    /// At least one document failed; the others were taken.
    Failed,
    /// It stopped before its end; documents that it had committed are whole.
    Interrupted,
}

/// Remarks on rows that were taken as payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entities::WarningCode")]
pub(crate) enum WarningCode {
    /// A posting and its exact reversal to one payee on one day.
    ReversalPair,
    /// The payee is withheld.
    Redacted,
    /// The amount lies below the publication threshold of the feed.
    BelowThreshold,
    /// Only an amount including VAT is published.
    GrossOnly,
    /// The amount is far outside the rest of the document.
    ExtremeValue,
    /// The date lies outside the document's period.
    OutsidePeriod,
    /// No day is published: the first of the month or period stands in.
    DateAssumed,
    /// The document has no payee column.
    PayeeUnknown,
    /// A tax, business rate, precept or pension contribution: money that passes through.
    PassThrough,
    /// The purpose or category says that it is a grant.
    Grant,
}

/// Why a row was not taken as a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "entities::RejectCode")]
pub(crate) enum RejectCode {
    /// A total or running subtotal standing among the payments.
    HiddenTotal,
    /// The amount cell is empty.
    NoAmount,
    /// The amount cell holds something that is not an amount.
    AmountUnreadable,
    /// The date cell holds nothing, or something that is not a date.
    DateUnreadable,
    /// The payee cell is empty.
    NoSupplier,
    /// Values stand in the wrong columns, mostly after an unquoted comma.
    ShiftedColumns,
    /// The date lies after the day on which the document was received.
    FutureDate,
    /// The row repeats the heading in the middle of the table.
    RepeatedHeader,
    /// A row of a register that names no contract: a remark, or the heading of a section.
    NoContract,
}

/// What an analysis of spend is broken down by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::SpendDimension")]
pub(crate) enum SpendDimension {
    /// Who paid. Value: org-id.
    Institution,
    /// The kind of who paid. Value: a value of `InstitutionKind`.
    InstitutionKind,
    /// Who was paid. Value: `id` of the supplier; null for payees that are withheld or not published, which
    /// form one group.
    Supplier,
    /// Whether who was paid is a small or medium-sized enterprise. Value: `YES` or `NO`; null where it is not known,
    /// which forms a group of its own.
    SupplierSize,
    /// Whether who was paid is a voluntary, community or social enterprise. Value: `YES` or `NO`; null where it is not
    /// known.
    SupplierVcse,
    /// The kind of who was paid, by its identifiers, else its name. Value: a value of `SupplierKind` but `UNKNOWN`; null
    /// where it is not known.
    SupplierKind,
    /// What who was paid does. Value: section of the Standard Industrial Classification 2007, `A` to `U`; null where it
    /// is not known.
    SupplierSector,
    /// Local authority district of who was paid. Value: GSS code; null where it is not known.
    SupplierDistrict,
    /// Combined authority of who was paid. Value: GSS code; null where it is not known, or in none.
    SupplierAuthority,
    /// English region of who was paid. Value: GSS code; null where it is not known, or not in England.
    SupplierRegion,
    /// Where who was paid is, seen from the home of the institution. Value: a value of `Locality`; null where it is not
    /// known.
    Locality,
    /// Decile of the Index of Multiple Deprivation of where who was paid is. Value: `1` (most deprived) to `10`; null
    /// where it is not known, or not in England.
    DeprivationDecile,
    /// Category label. Value: exactly as published; null where none is. Institutions use labels of their own: the same
    /// text need not mean the same.
    Category,
    /// CPV division that the published category stands for. Value: two digits; null where the crosswalk has none.
    CategoryDivision,
    /// Department, directorate or service area. Value: exactly as published; null where none is.
    Department,
    /// Calendar month of the payment date. Value: `2023-04`.
    Month,
    /// Quarter of the financial year of the payment date; April to June is the first. Value: `2023/24 Q1`.
    Quarter,
    /// Financial year (1 April to 31 March) of the payment date. Value: `2023/24`.
    FinancialYear,
}

/// In which order the groups of an analysis come. Equal ones come in a fixed order of their keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::SpendOrder")]
pub(crate) enum SpendOrder {
    /// Largest net first.
    #[default]
    NetDesc,
    /// Smallest net first, so that the largest credits lead.
    NetAsc,
    /// Most payments first.
    PaymentsDesc,
    /// Most suppliers first.
    SuppliersDesc,
    /// Those paid by most institutions first.
    InstitutionsDesc,
    /// By the dimensions as asked for: names from A to Z (published labels by their bytes), months, quarters and years
    /// from the earliest, localities from the nearest.
    KeyAsc,
}

/// Where a supplier is, seen from the home of the institution that pays it. The home is a district, a combined authority or
/// a region (Office for National Statistics); an institution without a district has `SAME_AUTHORITY` at best. The
/// supplier's place is the best known: published with a payment, else in a notice or register, else the registered office.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::Locality")]
pub(crate) enum Locality {
    /// In the same local authority district.
    SameDistrict,
    /// In the same combined authority, in another district where the institution has one.
    SameAuthority,
    /// Elsewhere in the same English region.
    SameRegion,
    /// Outside of the region.
    Elsewhere,
}

/// Why a share should leave payments out. A payment with several reasons is reported under each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "analysis::ExclusionReason")]
pub(crate) enum ExclusionReason {
    /// A posting and its exact reversal to one payee on one day.
    ReversalPair,
    /// The payee is withheld.
    Redacted,
    /// The payee is a public body: `kind` of its supplier as it is known now.
    PublicBody,
    /// A tax, business rate, precept or pension contribution: money that passes through (warning `PASS_THROUGH`).
    PassThrough,
    /// A grant, as far as purpose, category or type of supplier say so (warning `GRANT`).
    Grant,
}
