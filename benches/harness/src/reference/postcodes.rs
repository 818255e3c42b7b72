//! A made-up ONS Postcode Directory: its columns, its order, every postcode once.

use std::io::{self, Write};

use super::words::{AREAS, UNIT};
use crate::workload::random::Random;

const HEADING: &str = "pcd,pcd2,pcds,dointr,doterm,oscty,ced,oslaua,osward,parish,usertype,oseast1m,osnrth1m,\
osgrdind,oshlthau,nhser,ctry,rgn,streg,pcon,eer,teclec,ttwa,pct,itl,statsward,oa01,casward,npark,lsoa01,msoa01,\
ur01ind,oac01,oa11,lsoa11,msoa11,wz11,sicbl,bua24,ru11ind,oac11,lat,long,lep1,lep2,pfa,imd,calncv,icb,oa21,lsoa21,\
msoa21\n";

/// Postcodes of one sector: two letters.
const SECTOR: u32 = 400;

/// Sectors of one district.
const SECTORS: u32 = 10;

/// Writes a heading and so many postcodes.
pub(super) fn write(out: &mut dyn Write, rows: u32, seed: u64) -> io::Result<()> {
    out.write_all(HEADING.as_bytes())?;
    let mut random = Random::new(seed);
    let areas = u32::try_from(AREAS.len()).unwrap_or(u32::MAX);
    let of_one_area = rows.div_ceil(areas).max(1);
    for row in 0..rows {
        let (area, place) = (AREAS[(row / of_one_area) as usize], row % of_one_area);
        let letter = |place: u32| char::from(UNIT[(place % 20) as usize]);
        let outward = format!("{area}{}", place / (SECTOR * SECTORS) + 1);
        let inward = format!("{}{}{}", place / SECTOR % SECTORS, letter(place / 20), letter(place));
        let closed = if random.chance(0.33) { "201806" } else { "" };
        let (small, lsoa) = (random.below(99_999_999), 1_000_000 + row / 80);
        let (district, ward) = (6_000_001 + row / 9_000, 5_000_000 + row / 300);
        writeln!(
            out,
            "\"{outward:<4}{inward}\",\"{outward:<4} {inward}\",\"{outward} {inward}\",\"198001\",\"{closed}\",\
            \"E99999999\",\"E99999999\",\"E{district:08}\",\"E{ward:08}\",\"E43000012\",\"0\",\"0529900\",\"0181400\",\
            \"1\",\"E18000007\",\"E40000003\",\"E92000001\",\"E12000005\",\"0\",\"E14000750\",\"E15000007\",\
            \"E24000014\",\"E30000234\",\"E16000047\",\"E09000007\",\"E05000129\",\"E{small:08}\",\"E05000129\",\
            \"E99999999\",\"E01000855\",\"E02000193\",\"5\",\"2B2\",\"E{small:08}\",\"E{lsoa:08}\",\"E02000193\",\
            \"E33031761\",\"E38000240\",\"E63999999\",\"A1\",\"2D3\",51.516595,-0.129279,\"E37000051\",\"\",\
            \"E23000001\",19276,\"E56000027\",\"E54000028\",\"E{small:08}\",\"E{lsoa:08}\",\"E02000193\""
        )?;
    }
    Ok(())
}
