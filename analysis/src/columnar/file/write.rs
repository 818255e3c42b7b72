//! Facts as bytes.

use std::io;

use sha2::{Digest, Sha256};

use super::MAGIC;
use crate::columnar::facts::{Chunk, InstitutionFacts, Names};

/// The bytes of a file.
pub(super) fn encode(id: i32, facts: &InstitutionFacts, names: &Names) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    body.extend(id.to_le_bytes());
    put_len(&mut body, facts.documents.len())?;
    for (document_id, print) in &facts.documents {
        body.extend(document_id.to_le_bytes());
        body.extend(print.0);
    }
    for texts in [&facts.labels, &facts.departments] {
        put_len(&mut body, texts.len())?;
        for text in texts.iter() {
            put_len(&mut body, text.len())?;
            body.extend(text.as_bytes());
        }
    }
    put_len(&mut body, facts.years.len())?;
    for (year, partition) in &facts.years {
        body.extend(year.to_le_bytes());
        put_len(&mut body, partition.chunks.len())?;
        for chunk in &partition.chunks {
            put_chunk(&mut body, chunk, names)?;
        }
    }
    let mut file = Vec::with_capacity(body.len() + MAGIC.len() + super::DIGEST);
    file.extend(MAGIC);
    file.extend(Sha256::digest(&body));
    file.append(&mut body);
    Ok(file)
}

fn put_chunk(body: &mut Vec<u8>, chunk: &Chunk, names: &Names) -> io::Result<()> {
    put_len(body, chunk.rows())?;
    put_len(body, chunk.name_codes.len())?;
    for code in &chunk.name_codes {
        let id = names.id(*code).ok_or_else(|| io::Error::other("a payee name without a key"))?;
        body.extend(id.to_le_bytes());
    }
    put_len(body, chunk.heading_codes.len())?;
    for heading in &chunk.heading_codes {
        body.extend(heading.label.to_le_bytes());
        body.extend(heading.department.to_le_bytes());
    }
    put_len(body, chunk.mark_codes.len())?;
    for mark in &chunk.mark_codes {
        body.push(mark.basis);
        body.extend(mark.flags.to_le_bytes());
    }
    put_len(body, chunk.runs.len())?;
    for run in &chunk.runs {
        body.extend(run.document_id.to_le_bytes());
        put_len(body, run.end)?;
    }
    body.extend(chunk.days.iter().flat_map(|day| day.to_le_bytes()));
    body.extend(chunk.pence.iter().flat_map(|pence| pence.to_le_bytes()));
    for column in [&chunk.names, &chunk.headings, &chunk.marks] {
        body.extend(column.iter().flat_map(|code| code.to_le_bytes()));
    }
    Ok(())
}

fn put_len(body: &mut Vec<u8>, len: usize) -> io::Result<()> {
    let len = u32::try_from(len).map_err(|_| io::Error::other("too much for one file"))?;
    body.extend(len.to_le_bytes());
    Ok(())
}
