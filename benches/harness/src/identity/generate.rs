//! Writes the register and the names.

use std::{
    collections::HashSet,
    fs,
    hash::{DefaultHasher, Hash, Hasher},
};

use anchorhub_identity::name_key;
use anyhow::{Context, Result};

use super::{
    Files,
    names::{form, name, postcode},
    noise::published,
};
use crate::workload::random::Random;

const COMPANIES: f64 = 5_500_000.0;
const NAMES: f64 = 1_000_000.0;

/// Share of the names whose company is in the register.
const PRESENT: f64 = 0.7;

/// Share of the names that come with a postcode, and of these that have the registered one.
const WITH_POSTCODE: f64 = 0.4;
const REGISTERED_POSTCODE: f64 = 0.8;

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts are small and positive")]
fn scaled(count: f64, scale: f64) -> usize {
    (count * scale).max(10.0) as usize
}

pub(super) fn generate(files: &Files) -> Result<()> {
    fs::create_dir_all(&files.folder).with_context(|| format!("cannot make {}", files.folder.display()))?;
    let (companies, names) = (scaled(COMPANIES, files.scale), scaled(NAMES, files.scale));
    let mut random = Random::new(files.seed);
    // No two companies have the same name: Companies House sees to that.
    let mut taken: HashSet<u64> = HashSet::with_capacity(companies);
    let mut register = csv::Writer::from_path(files.register())?;
    register.write_record(["CompanyName", " CompanyNumber", "RegAddress.PostCode", "CompanyStatus"])?;
    let mut asked = csv::Writer::from_path(files.names())?;
    asked.write_record(["id", "name", "postcode", "number"])?;

    let present = scaled(NAMES * PRESENT, files.scale);
    let mut written = 0_usize;
    for number in 1..=companies {
        let (name, key) = new_name(&mut taken, &mut random);
        taken.insert(key);
        let (form, place) = (form(&mut random), postcode(&mut random));
        let company = format!("{number:08}");
        register.write_record([&format!("{name} {form}"), &company, &place, "Active"])?;
        // So many of the remaining companies are still to be asked for.
        let left = companies - number + 1;
        if random.below(left) < present.saturating_sub(written) {
            written += 1;
            let asks = given_postcode(&place, &mut random);
            asked.write_record([
                &written.to_string(),
                &published(&name, form, &mut random),
                &asks,
                &company,
            ])?;
        }
    }
    while written < names {
        let (name, _) = new_name(&mut taken, &mut random);
        written += 1;
        let place = postcode(&mut random);
        let asks = given_postcode(&place, &mut random);
        let form = form(&mut random);
        asked.write_record([&written.to_string(), &published(&name, form, &mut random), &asks, ""])?;
    }
    register.flush()?;
    asked.flush()?;
    Ok(())
}

fn given_postcode(registered: &str, random: &mut Random) -> String {
    if !random.chance(WITH_POSTCODE) {
        String::new()
    } else if random.chance(REGISTERED_POSTCODE) {
        registered.to_owned()
    } else {
        postcode(random)
    }
}

/// A name whose key nobody in the register has.
fn new_name(taken: &mut HashSet<u64>, random: &mut Random) -> (String, u64) {
    loop {
        let name = name(random);
        // Brackets belong to the names of companies, though not to name keys.
        let mut hasher = DefaultHasher::new();
        name_key(&name.replace(['(', ')'], " ")).hash(&mut hasher);
        let key = hasher.finish();
        if !taken.contains(&key) {
            return (name, key);
        }
    }
}
