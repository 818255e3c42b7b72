//! Figures with a meaning: what each one is, over which payments, and how much of the money it is known for.
//!
//! Every metric lowers to plans that an engine answers from one state of the data, so that it works alike on both. What
//! plans cannot say (where an attribute comes from, contracts, documents) is read beside them, at the same version.

mod basis;
mod boundary;
mod concentration;
mod consistent;
mod deprivation;
mod displacement;
mod freshness;
mod keyed;
mod leakage;
mod local_spend;
mod question;
mod share;
mod shared_suppliers;
mod sme_share;

pub use basis::{Attribute, Bases, BasisPart};
pub use boundary::{AreaLevel, Boundary};
pub use concentration::{Concentration, ConcentrationAnswer, ConcentrationRow, concentration};
pub use deprivation::{DecilePart, DeprivationSpread, deprivation_spread};
pub use displacement::{Displaced, Displacement, DisplacementRow, displacement};
pub use freshness::{Duty, FeedFreshness, freshness};
pub use leakage::{Leak, Leakage, leakage};
pub use local_spend::{LocalShare, LocalSpend, local_spend};
pub use question::{MAX_GROUPS, MetricQuestion};
pub use share::{Part, Share, ShareAnswer, ShareRest, ShareRow};
pub use shared_suppliers::{
    SharedPart, SharedSupplier, SharedSuppliers, SharedSuppliersQuestion, shared_suppliers,
};
pub use sme_share::{EnterpriseShare, sme_share, vcse_share};
