//! The compound file around a workbook of Excel 97–2003: a file system within a file, of which one stream is
//! wanted. Chains of sectors are followed as the library follows them; one that does not end is refused.

use encoding_rs::UTF_16LE;

use super::Damaged;

const HEADER_BYTES: usize = 512;
const ENTRY_BYTES: usize = 128;
const MINI_SECTOR_BYTES: usize = 64;
/// Streams below this size lie in the small sectors.
const MINI_STREAM: u64 = 4096;
const END_OF_CHAIN: u32 = 0xFFFF_FFFE;
/// Numbers from here on are no sectors.
const FIRST_RESERVED: u32 = 0xFFFF_FFFA;
const FIRST_NO_FAT: u32 = 0xFFFF_FFFC;
const CUT_SHORT: Damaged = Damaged("the file is cut short");

/// The stream with the workbook.
pub(super) fn workbook_stream(bytes: &[u8]) -> Result<Vec<u8>, Damaged> {
    let header = bytes.get(..HEADER_BYTES).ok_or(CUT_SHORT)?;
    let sector_bytes = match header.get(30..32) {
        Some([0x09, 0]) => 512,
        Some([0x0C, 0]) => 4096,
        _ => return Err(Damaged("its sectors are of no known size")),
    };
    // A header of 512 bytes stands in a sector of its own.
    let sectors = Sectors { bytes: bytes.get(sector_bytes..).ok_or(CUT_SHORT)?, size: sector_bytes };
    let fat = sectors.fat(header)?;
    let directory = sectors.chain(number(header, 48)?, &fat, u64::MAX)?;
    let entries: Vec<Entry> = directory
        .chunks_exact(ENTRY_BYTES)
        .map(|entry| Entry::read(entry, sector_bytes))
        .collect::<Result<_, _>>()?;
    let root = entries.first().ok_or(Damaged("it has no directory"))?;
    let mini_fat_sectors = u64::from(number(header, 64)?);
    let (mini_fat, mini_stream) = if mini_fat_sectors > 0 {
        let stream = sectors.chain(root.start, &fat, root.bytes)?;
        let mini_fat = sectors.chain(number(header, 60)?, &fat, mini_fat_sectors * sector_bytes as u64)?;
        (numbers(&mini_fat), stream)
    } else {
        (Vec::new(), Vec::new())
    };
    let found = ["Workbook", "Book"]
        .into_iter()
        .find_map(|name| entries.iter().find(|entry| entry.name.eq_ignore_ascii_case(name)))
        .ok_or(Damaged("it holds no workbook"))?;
    if found.bytes < MINI_STREAM {
        let sectors = Sectors { bytes: &mini_stream, size: MINI_SECTOR_BYTES };
        sectors.chain(found.start, &mini_fat, found.bytes)
    } else {
        sectors.chain(found.start, &fat, found.bytes)
    }
}

/// A stream, as the directory names it.
struct Entry {
    name: String,
    start: u32,
    bytes: u64,
}

impl Entry {
    fn read(entry: &[u8], sector_bytes: usize) -> Result<Self, Damaged> {
        let name = UTF_16LE.decode(entry.get(..64).ok_or(CUT_SHORT)?).0;
        let name = name.split('\0').next().unwrap_or_default().to_owned();
        let low = u64::from(number(entry, 120)?);
        // Small files leave the upper half undefined.
        let high = if sector_bytes == 512 { 0 } else { u64::from(number(entry, 124)?) };
        Ok(Self { name, start: number(entry, 116)?, bytes: high << 32 | low })
    }
}

/// Sectors of one size.
struct Sectors<'a> {
    bytes: &'a [u8],
    size: usize,
}

impl Sectors<'_> {
    /// A sector; the last may be cut short.
    fn get(&self, id: u32) -> Result<&[u8], Damaged> {
        let start = usize::try_from(id).ok().and_then(|id| id.checked_mul(self.size)).ok_or(CUT_SHORT)?;
        let rest = self.bytes.get(start..).filter(|rest| !rest.is_empty()).ok_or(CUT_SHORT)?;
        Ok(&rest[..self.size.min(rest.len())])
    }

    /// The bytes of a chain, up to a length. Only its end may lie in a sector that is cut short, and no chain
    /// has more sectors than there are.
    fn chain(&self, mut id: u32, next: &[u32], length: u64) -> Result<Vec<u8>, Damaged> {
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let mut chain = Vec::new();
        while id != END_OF_CHAIN {
            if chain.len() > self.bytes.len() {
                return Err(Damaged("a chain of sectors does not end"));
            }
            if !chain.len().is_multiple_of(self.size) {
                return Err(CUT_SHORT);
            }
            let sector = self.get(id)?;
            chain.extend_from_slice(&sector[..sector.len().min(length - chain.len())]);
            if chain.len() >= length {
                break;
            }
            id = usize::try_from(id)
                .ok()
                .and_then(|id| next.get(id))
                .copied()
                .ok_or(Damaged("a chain of sectors leads nowhere"))?;
        }
        Ok(chain)
    }

    /// Which sector follows which.
    fn fat(&self, header: &[u8]) -> Result<Vec<u32>, Damaged> {
        let mut parts = numbers(header.get(76..HEADER_BYTES).ok_or(CUT_SHORT)?);
        let mut id = number(header, 68)?;
        while id < FIRST_RESERVED {
            if parts.len() > self.bytes.len() / 4 {
                return Err(Damaged("a chain of sectors does not end"));
            }
            parts.extend(numbers(self.get(id)?));
            id = parts.pop().ok_or(CUT_SHORT)?;
        }
        let mut fat = Vec::new();
        for id in parts.into_iter().filter(|id| *id < FIRST_NO_FAT) {
            if fat.len() > self.bytes.len() {
                return Err(Damaged("it lists more sectors than it has"));
            }
            fat.extend(numbers(self.get(id)?));
        }
        Ok(fat)
    }
}

fn numbers(bytes: &[u8]) -> Vec<u32> {
    bytes.as_chunks::<4>().0.iter().map(|number| u32::from_le_bytes(*number)).collect()
}

fn number(bytes: &[u8], at: usize) -> Result<u32, Damaged> {
    bytes
        .get(at..)
        .and_then(<[u8]>::first_chunk::<4>)
        .map(|number| u32::from_le_bytes(*number))
        .ok_or(CUT_SHORT)
}
