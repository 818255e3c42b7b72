//! Facts from bytes that may hold anything.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use sha2::{Digest, Sha256};

use super::{DIGEST, MAGIC};
use crate::columnar::facts::{
    BASES, CHUNK_ROWS, Chunk, Fingerprint, Heading, InstitutionFacts, Mark, Names, Partition, Run, span,
    weight, year_length,
};

/// What is wrong with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Flaw {
    #[error("it is no file of facts, or one of another version of the program")]
    Foreign,
    #[error("its checksum is wrong")]
    Damaged,
    #[error("it is one of another institution")]
    OtherInstitution,
    #[error("it ends too early")]
    Short,
    #[error("it goes on after its end")]
    Long,
    #[error("it holds a code that stands for nothing")]
    BadCode,
    #[error("its documents, years or rows are not in order")]
    Unordered,
    #[error("it holds text that is not UTF-8")]
    BadText,
    #[error("it holds payee names that the database does not know")]
    UnknownName,
}

/// The facts of a file.
pub(super) fn decode(id: i32, file: &[u8], names: &Names) -> Result<InstitutionFacts, Flaw> {
    let rest = file.strip_prefix(&MAGIC).ok_or(Flaw::Foreign)?;
    let (digest, body) = rest.split_at_checked(DIGEST).ok_or(Flaw::Short)?;
    if Sha256::digest(body).as_slice() != digest {
        return Err(Flaw::Damaged);
    }
    decode_body(id, body, &|name| names.code(name))
}

/// Reads bytes as what follows the checksum in a file of facts, and says how many payments they hold; none when they
/// cannot be one. For tests with bytes of any kind.
pub fn check_facts(body: &[u8]) -> Option<usize> {
    let id = i32::from_le_bytes(body.first_chunk().copied()?);
    let facts = decode_body(id, body, &|name| u32::try_from(name).ok()).ok()?;
    // Whatever was read can be worked with.
    let rows = facts.years.values().map(|partition| partition.decode().count()).sum();
    (facts.rows() == rows).then_some(rows)
}

fn decode_body(
    id: i32,
    body: &[u8],
    name_code: &dyn Fn(i64) -> Option<u32>,
) -> Result<InstitutionFacts, Flaw> {
    let mut bytes = Bytes(body);
    if i32::from_le_bytes(bytes.take()?) != id {
        return Err(Flaw::OtherInstitution);
    }
    let documents =
        bytes.list(8 + 16, |bytes| Ok((i64::from_le_bytes(bytes.take()?), Fingerprint(bytes.take()?))))?;
    if !documents.is_sorted_by(|(one, _), (other, _)| one < other) {
        return Err(Flaw::Unordered);
    }
    let (labels, departments) = (bytes.texts()?, bytes.texts()?);
    let documents: BTreeMap<i64, Fingerprint> = documents.into_iter().collect();
    let known = Known {
        documents: documents.keys().copied().collect(),
        labels: labels.len(),
        departments: departments.len(),
        name_code,
    };
    let years = bytes.list(4 + 4, |bytes| {
        let year = i32::from_le_bytes(bytes.take()?);
        let days = year_length(year).ok_or(Flaw::BadCode)?;
        let chunks = bytes.list(4, |bytes| chunk(bytes, days, &known))?;
        let partition = Partition { chunks: chunks.into() };
        let documents = partition.chunks.iter().flat_map(|chunk| &chunk.runs).map(|run| run.document_id);
        if partition.chunks.is_empty() || !documents.is_sorted() {
            return Err(Flaw::Unordered);
        }
        Ok((year, Arc::new(partition)))
    })?;
    if !years.is_sorted_by(|(one, _), (other, _)| one < other) {
        return Err(Flaw::Unordered);
    }
    if !bytes.0.is_empty() {
        return Err(Flaw::Long);
    }
    Ok(InstitutionFacts {
        documents,
        labels: Arc::new(labels),
        departments: Arc::new(departments),
        years: years.into_iter().collect(),
    })
}

/// What chunks refer to.
struct Known<'a> {
    documents: BTreeSet<i64>,
    labels: usize,
    departments: usize,
    name_code: &'a dyn Fn(i64) -> Option<u32>,
}

fn chunk(bytes: &mut Bytes<'_>, days_a_year: usize, known: &Known<'_>) -> Result<Chunk, Flaw> {
    let rows = bytes.len()?;
    if rows == 0 || rows > CHUNK_ROWS {
        return Err(Flaw::Unordered);
    }
    let name_codes = bytes
        .list(8, |bytes| (known.name_code)(i64::from_le_bytes(bytes.take()?)).ok_or(Flaw::UnknownName))?;
    let heading_codes = bytes.list(4 + 4, |bytes| {
        let mut code = |last: usize| {
            let code = u32::from_le_bytes(bytes.take()?);
            let is_known = usize::try_from(code).is_ok_and(|code| code <= last);
            is_known.then_some(code).ok_or(Flaw::BadCode)
        };
        Ok(Heading { label: code(known.labels)?, department: code(known.departments)? })
    })?;
    let mark_codes = bytes.list(1 + 4, |bytes| {
        let [basis] = bytes.take()?;
        let mark = Mark { basis, flags: i32::from_le_bytes(bytes.take()?) };
        (usize::from(basis) < BASES.len()).then_some(mark).ok_or(Flaw::BadCode)
    })?;
    let runs = bytes
        .list(8 + 4, |bytes| Ok(Run { document_id: i64::from_le_bytes(bytes.take()?), end: bytes.len()? }))?;
    let are_ordered =
        runs.is_sorted_by(|one, other| one.end < other.end && one.document_id < other.document_id);
    if !are_ordered
        || runs.first().is_none_or(|run| run.end == 0)
        || runs.last().map(|run| run.end) != Some(rows)
    {
        return Err(Flaw::Unordered);
    }
    if runs.iter().any(|run| !known.documents.contains(&run.document_id)) {
        return Err(Flaw::BadCode);
    }
    let days = bytes.codes(rows, days_a_year)?;
    let pence: Box<[i64]> = bytes.column(rows)?.iter().map(|pence| i64::from_le_bytes(*pence)).collect();
    Ok(Chunk {
        span: span(&days),
        weight: weight(&pence),
        days,
        pence,
        names: bytes.codes(rows, name_codes.len())?,
        headings: bytes.codes(rows, heading_codes.len())?,
        marks: bytes.codes(rows, mark_codes.len())?,
        name_codes: name_codes.into(),
        heading_codes: heading_codes.into(),
        mark_codes: mark_codes.into(),
        runs: runs.into(),
    })
}

/// What is still to be read.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Flaw> {
        let (taken, rest) = self.0.split_first_chunk::<N>().ok_or(Flaw::Short)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn slice(&mut self, length: usize) -> Result<&'a [u8], Flaw> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Flaw::Short)?;
        self.0 = rest;
        Ok(taken)
    }

    fn len(&mut self) -> Result<usize, Flaw> {
        usize::try_from(u32::from_le_bytes(self.take()?)).map_err(|_| Flaw::Short)
    }

    /// A number and so many things, each of at least `smallest` bytes: room is made only for what can be there.
    fn list<T>(
        &mut self,
        smallest: usize,
        mut read: impl FnMut(&mut Self) -> Result<T, Flaw>,
    ) -> Result<Vec<T>, Flaw> {
        let number = self.len()?;
        if number > self.0.len() / smallest {
            return Err(Flaw::Short);
        }
        let mut list = Vec::with_capacity(number);
        for _ in 0..number {
            list.push(read(self)?);
        }
        Ok(list)
    }

    fn texts(&mut self) -> Result<Vec<Box<str>>, Flaw> {
        self.list(4, |bytes| {
            let length = bytes.len()?;
            let text = std::str::from_utf8(bytes.slice(length)?).map_err(|_| Flaw::BadText)?;
            Ok(text.into())
        })
    }

    fn column<const N: usize>(&mut self, rows: usize) -> Result<&'a [[u8; N]], Flaw> {
        let bytes = self.slice(rows.checked_mul(N).ok_or(Flaw::Short)?)?;
        let (column, _) = bytes.as_chunks::<N>();
        Ok(column)
    }

    /// A column of codes below a bound.
    fn codes(&mut self, rows: usize, bound: usize) -> Result<Box<[u16]>, Flaw> {
        let codes: Box<[u16]> = self.column(rows)?.iter().map(|code| u16::from_le_bytes(*code)).collect();
        let are_known = codes.iter().all(|code| usize::from(*code) < bound);
        are_known.then_some(codes).ok_or(Flaw::BadCode)
    }
}
