//! What was written, and what a correct reader must find in it.

use std::{collections::BTreeMap, path::PathBuf};

use serde::{Deserialize, Serialize};

/// Everything that one call of `generate` wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// The institutions, as reference data: `org_id,name,kind,home_area,group`.
    pub institutions: PathBuf,
    /// The areas, as reference data: `code,kind,name,parent`.
    pub areas: PathBuf,
    /// Reference data of suppliers and places.
    pub directories: Directories,
    /// The spend files, institution by institution, each in the order of its periods.
    pub files: Vec<FeedFile>,
    /// The files of notices, portal by portal, each in the order of its months.
    pub notices: Vec<NoticeFile>,
    /// The contract registers.
    pub registers: Vec<RegisterFile>,
    /// What all of it together comes to.
    pub contracts: ContractTotals,
}

/// Reference data of suppliers and places, in the layouts of real publishers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Directories {
    /// The companies register, as Companies House's BasicCompanyData.
    pub companies: PathBuf,
    /// Postcodes, as the ONS Postcode Directory.
    pub postcodes: PathBuf,
    /// Deprivation by small area.
    pub deprivation: PathBuf,
}

/// One spend file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FeedFile {
    /// Where it was written.
    pub path: PathBuf,
    /// Org-id of the institution that publishes it.
    pub institution: String,
    /// The period it covers, such as `2024-04` or `2024-Q2`. All its payment dates lie in it.
    pub period: String,
    /// What a correct reader finds.
    pub expected: Expected,
}

/// What a correct reader finds in a file. Payments, rejected rows and blank rows are all rows after the header.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Expected {
    /// Rows that are payments; exact repeats and withheld payees among them.
    pub payments: u64,
    /// Signed sum of the payments, in pence: net of VAT where the file has a net column, else what it has.
    pub net_pence: i64,
    /// Rows that are no payments, by reason code.
    pub rejected: BTreeMap<String, u64>,
    /// Rows without any content.
    pub blank: u64,
    /// Payments whose row names the contract that they are made under, in a column of its own or within a text.
    pub with_reference: u64,
}

/// One file of OCDS releases.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoticeFile {
    /// Where it was written.
    pub path: PathBuf,
    /// Org-id of the institution whose feed it is.
    pub institution: String,
    /// Name of the feed within the institution.
    pub feed: String,
    /// What a correct reader finds.
    pub expected: ExpectedReleases,
}

/// What a correct reader finds in a file of releases.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedReleases {
    /// Releases in the file.
    pub releases: u64,
    /// Those among them that stood in an earlier file of the portal.
    pub known: u64,
    /// Contracting processes that they are about.
    pub processes: u64,
    /// Releases by the code of what is odd about them.
    pub warnings: BTreeMap<String, u64>,
}

/// One contract register.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegisterFile {
    /// Where it was written.
    pub path: PathBuf,
    /// Org-id of the institution that keeps it.
    pub institution: String,
    /// What a correct reader finds.
    pub expected: ExpectedContracts,
}

/// What a correct reader finds in a register.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedContracts {
    /// Rows that are contracts.
    pub contracts: u64,
    /// Sum of their values, in pence.
    pub pence: i64,
    /// Rows that are no contracts, by reason code.
    pub rejected: BTreeMap<String, u64>,
    /// Rows without any content.
    pub blank: u64,
    /// Contracts by the code of what is odd about them.
    pub warnings: BTreeMap<String, u64>,
}

/// What all notices and registers come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContractTotals {
    /// Releases, each counted once however many files hold it.
    pub releases: u64,
    /// Contracting processes; one that both portals publish counts twice.
    pub processes: u64,
    /// Awards of all processes.
    pub awards: u64,
    /// Contracts of all processes, and awards that have not become one yet.
    pub stated_in_notices: u64,
    /// Rows of all registers.
    pub stated_in_registers: u64,
    /// Contracts that there are, each counted once however many sources state it.
    pub distinct: u64,
}
