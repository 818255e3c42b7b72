//! A made-up BasicCompanyData: its 55 columns, its order by name, its shares of empty cells.

use std::io::{self, Write};

use super::words::{AREAS, BEGINNINGS, ENDINGS, MIDDLES, SECOND, TRADES, UNIT};
use crate::workload::random::Random;

/// Writes a heading and so many companies.
pub(super) fn write(out: &mut dyn Write, rows: u32, seed: u64) -> io::Result<()> {
    write_heading(out)?;
    let mut random = Random::new(seed);
    for row in 0..rows {
        write_company(out, row, rows, &mut random)?;
    }
    Ok(())
}

/// Some of the headings begin with a space.
fn write_heading(out: &mut dyn Write) -> io::Result<()> {
    out.write_all(
        b"CompanyName, CompanyNumber,RegAddress.CareOf,RegAddress.POBox,RegAddress.AddressLine1, \
        RegAddress.AddressLine2,RegAddress.PostTown,RegAddress.County,RegAddress.Country,RegAddress.PostCode,\
        CompanyCategory,CompanyStatus,CountryOfOrigin,DissolutionDate,IncorporationDate,Accounts.AccountRefDay,\
        Accounts.AccountRefMonth,Accounts.NextDueDate,Accounts.LastMadeUpDate,Accounts.AccountCategory,\
        Returns.NextDueDate,Returns.LastMadeUpDate,Mortgages.NumMortCharges,Mortgages.NumMortOutstanding,\
        Mortgages.NumMortPartSatisfied,Mortgages.NumMortSatisfied,SICCode.SicText_1,SICCode.SicText_2,\
        SICCode.SicText_3,SICCode.SicText_4,LimitedPartnerships.NumGenPartners,LimitedPartnerships.NumLimPartners,\
        URI",
    )?;
    for number in 1..=10 {
        write!(out, ",PreviousName_{number}.CONDATE, PreviousName_{number}.CompanyName")?;
    }
    out.write_all(b",ConfStmtNextDueDate, ConfStmtLastMadeUpDate\n")
}

fn write_company(out: &mut dyn Write, row: u32, rows: u32, random: &mut Random) -> io::Result<()> {
    let (trade, sic) = random.pick(&TRADES);
    let name = name(first_word(f64::from(row) / f64::from(rows.max(1)), random), trade, random);
    let number = number(row);
    let address = format!("{} {} Street", 1 + random.below(200), random.pick(&ENDINGS));
    let town = format!("{}{}", random.pick(&BEGINNINGS), random.pick(&ENDINGS));
    let postcode = postcode(random);
    let day = |random: &mut Random, from: usize| {
        let (year, month, day) =
            (from + random.below(2025 - from), 1 + random.below(12), 1 + random.below(28));
        format!("{day:02}/{month:02}/{year}")
    };
    let incorporated = day(random, 1960);
    let accounts = random.pick(&[
        "MICRO ENTITY",
        "MICRO ENTITY",
        "TOTAL EXEMPTION FULL",
        "NO ACCOUNTS FILED",
        "DORMANT",
        "SMALL",
        "FULL",
        "GROUP",
    ]);
    let status = if random.chance(0.9) { "Active" } else { "Active - Proposal to Strike off" };
    let second_sic = if random.chance(0.2) { random.pick(&TRADES).1 } else { "" };
    write!(
        out,
        "\"{name}\",\"{number}\",\"\",\"\",\"{address}\",\"\",\"{town}\",\"\",\"ENGLAND\",\"{postcode}\",\
        \"Private Limited Company\",\"{status}\",\"United Kingdom\",\"\",\"{incorporated}\",\"31\",\"3\",\
        \"31/12/2026\",\"31/03/2025\",\"{accounts}\",\"\",\"\",\"0\",\"0\",\"0\",\"0\",\"{sic}\",\"{second_sic}\",\"\",\"\",\
        \"0\",\"0\",\"http://business.data.gov.uk/id/company/{number}\""
    )?;
    // About one company in eight has had another name.
    let before = usize::from(random.chance(0.12)) + usize::from(random.chance(0.01));
    for place in 0..10 {
        if place < before {
            let changed = day(random, 1990);
            let (other, _) = random.pick(&TRADES);
            let former = self::name(first_word(random.unit(), random), other, random);
            write!(out, ",\"{changed}\",\"{former}\"")?;
        } else {
            out.write_all(b",\"\",\"\"")?;
        }
    }
    out.write_all(b",\"14/04/2027\",\"31/03/2026\"\n")
}

/// First words go up with the place in the file, from 0 to 1.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a short list")]
fn first_word(place: f64, random: &mut Random) -> String {
    let beginning = (place * f64::from(u32::try_from(BEGINNINGS.len()).unwrap_or(0))) as usize;
    let beginning = BEGINNINGS.get(beginning).copied().unwrap_or("Zen");
    format!("{beginning}{}{}", random.pick(&MIDDLES), random.pick(&ENDINGS))
}

fn name(first: String, trade: &str, random: &mut Random) -> String {
    let mut name = first;
    if random.chance(0.6) {
        name = format!("{name} {}", random.pick(&SECOND));
    }
    if random.chance(0.3) {
        name = format!("{name} & {}{}", random.pick(&BEGINNINGS), random.pick(&ENDINGS));
    }
    name = format!("{name} {trade}");
    if random.chance(0.1) {
        name = format!("{name} {}", random.pick(&["(UK)", "Holdings", "Group", "2000", "Management"]));
    }
    name.push_str(if random.chance(0.5) { " LIMITED" } else { " LTD" });
    name.to_uppercase()
}

/// Every number once, in no order; one in twelve is Scottish.
fn number(row: u32) -> String {
    if row.is_multiple_of(12) {
        return format!("SC{:06}", row / 12);
    }
    // 7,919,777 and 15,000,000 have no common factor: a permutation.
    format!("{:08}", u64::from(row) * 7_919_777 % 15_000_000 + 1_000_000)
}

fn postcode(random: &mut Random) -> String {
    // One in a hundred is registered at one of a few addresses of formation agents.
    let (area, district, sector) = if random.chance(0.01) {
        ("B", 1, 1)
    } else {
        (random.pick(&AREAS), 1 + random.below(20), random.below(10))
    };
    let unit = [random.pick(UNIT), random.pick(UNIT)].map(char::from);
    format!("{area}{district} {sector}{}{}", unit[0], unit[1])
}
