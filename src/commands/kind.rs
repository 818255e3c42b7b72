//! What documents hold, as the command line names it.

use anchorhub_entities::feed::FeedKind;
use clap::ValueEnum;

/// What documents hold.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Kind {
    /// Payments to suppliers
    Spend,
    /// Releases of the Open Contracting Data Standard
    Ocds,
    /// A contract register
    Contracts,
}

impl From<Kind> for FeedKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Spend => Self::Spend,
            Kind::Ocds => Self::Ocds,
            Kind::Contracts => Self::Contracts,
        }
    }
}
