//! What the rows of a register came to.

use std::collections::BTreeMap;

use anchorhub_entities::{RegisterWarningCode, RejectCode};
use chrono::NaiveDate;

use super::contract::RegisterContract;
use crate::{IngestCode, IngestError};

/// How often a question was answered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Yes.
    pub yes: u64,
    /// No.
    pub no: u64,
    /// No answer: never the same as no.
    pub unknown: u64,
}

impl Answers {
    fn add(&mut self, answer: Option<bool>) {
        match answer {
            Some(true) => self.yes += 1,
            Some(false) => self.no += 1,
            None => self.unknown += 1,
        }
    }

    fn merge(&mut self, other: Self) {
        self.yes += other.yes;
        self.no += other.no;
        self.unknown += other.unknown;
    }
}

/// What the rows of a register came to. Contracts + rejected + blank = rows, always.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RegisterCounts {
    /// Rows after the headings.
    pub rows: u64,
    /// Rows taken as contracts.
    pub contracts: u64,
    /// Rows not taken.
    pub rejected: u64,
    /// Empty rows.
    pub blank: u64,
    /// Signed sum of the values in minor units, by currency.
    pub values: BTreeMap<&'static str, i64>,
    /// Contracts with a value.
    pub with_value: u64,
    /// Contracts with an effective end.
    pub with_end: u64,
    /// Contracts with a supplier that has an identifier.
    pub with_identifier: u64,
    /// Whether suppliers are small or medium enterprises.
    pub sme: Answers,
    /// Whether suppliers are voluntary, community or social enterprises.
    pub vcse: Answers,
    /// Earliest first day.
    pub first_start: Option<NaiveDate>,
    /// Latest first day.
    pub last_start: Option<NaiveDate>,
    /// Rejected rows by code.
    pub rejections: BTreeMap<RejectCode, u64>,
    /// Contracts by warning.
    pub warnings: BTreeMap<RegisterWarningCode, u64>,
}

impl RegisterCounts {
    pub(super) fn take(&mut self, contract: &RegisterContract) -> Result<(), IngestError> {
        self.contracts += 1;
        if let Some(pence) = contract.value_pence {
            self.with_value += 1;
            let sum = self.values.entry(contract.currency).or_default();
            *sum = sum.checked_add(pence).ok_or_else(|| {
                IngestError::new(
                    IngestCode::TooLarge,
                    "the values add up to more than the hub can count: check them",
                )
            })?;
        }
        self.with_end += u64::from(contract.ends_on.is_some());
        self.with_identifier +=
            u64::from(contract.suppliers.iter().any(|supplier| supplier.identifier.is_some()));
        self.sme.add(contract.sme);
        self.vcse.add(contract.vcse);
        self.first_start = [self.first_start, contract.starts_on].into_iter().flatten().min();
        self.last_start = [self.last_start, contract.starts_on].into_iter().flatten().max();
        for code in &contract.warnings {
            *self.warnings.entry(*code).or_default() += 1;
        }
        Ok(())
    }

    pub(super) fn merge(&mut self, other: &Self) {
        self.rows += other.rows;
        self.contracts += other.contracts;
        self.rejected += other.rejected;
        self.blank += other.blank;
        for (currency, pence) in &other.values {
            let sum = self.values.entry(currency).or_default();
            *sum = sum.saturating_add(*pence);
        }
        self.with_value += other.with_value;
        self.with_end += other.with_end;
        self.with_identifier += other.with_identifier;
        self.sme.merge(other.sme);
        self.vcse.merge(other.vcse);
        self.first_start = [self.first_start, other.first_start].into_iter().flatten().min();
        self.last_start = [self.last_start, other.last_start].into_iter().flatten().max();
        for (code, count) in &other.rejections {
            *self.rejections.entry(*code).or_default() += count;
        }
        for (code, count) in &other.warnings {
            *self.warnings.entry(*code).or_default() += count;
        }
    }
}
