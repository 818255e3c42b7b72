//! Facts of payments as columns: immutable, shared between states, partitioned by institution and financial year.

mod chunk;
mod institution;
mod names;
mod year;

#[cfg(test)]
mod tests;

pub(super) use chunk::{CHUNK_ROWS, Chunk, DAYS_A_YEAR, Heading, Mark, Row, Run, span, weight};
pub(crate) use institution::Fingerprint;
pub(super) use institution::{Arrivals, Arrived, InstitutionFacts};
pub(super) use names::Names;
pub(super) use year::{Partition, place_of, year_length, year_start};

use anchorhub_entities::VatBasis;

/// VAT bases in the order of their codes.
pub(super) const BASES: [VatBasis; 3] = [VatBasis::Net, VatBasis::Gross, VatBasis::Unknown];
