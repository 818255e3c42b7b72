//! Reference data of the made-up region in the layouts of real publishers: the companies register, postcodes and
//! deprivation.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use crate::{
    DemoError,
    manifest::Directories,
    market::{Market, Supplier, district_of},
    names::LegalForm,
    region::{AREAS, ELSEWHERE},
    write::write_csv,
};

/// Columns of Companies House's BasicCompanyData that the demo fills; some begin with a space, as there.
const COMPANY: [&str; 8] = [
    "CompanyName",
    " CompanyNumber",
    "RegAddress.AddressLine1",
    "RegAddress.PostCode",
    "CompanyCategory",
    "CompanyStatus",
    "Accounts.AccountCategory",
    "SICCode.SicText_1",
];

/// Writes the reference data of all suppliers of a market into a folder.
pub(crate) fn publish(folder: &Path, market: &Market) -> Result<Directories, DemoError> {
    let companies = folder.join("demo-invented-companies.csv");
    let registered = market.suppliers().iter().filter(|supplier| !supplier.company_number.is_empty());
    write_csv(&companies, &COMPANY, registered.map(company))?;
    let used: BTreeSet<&str> = market.suppliers().iter().map(|supplier| supplier.postcode.as_str()).collect();
    let postcodes = folder.join("demo-invented-postcodes.csv");
    let listed = used.iter().map(|postcode| {
        let district = district_of(postcode);
        let code = district.map_or(ELSEWHERE, |district| AREAS[district].code);
        let region = if district.is_some() { "X12000001" } else { "X12000002" };
        [postcode, code, region, "X92000001", &small_area(postcode)].map(str::to_owned).to_vec()
    });
    write_csv(&postcodes, &["pcds", "oslaua", "rgn", "ctry", "lsoa11"], listed)?;
    let deprivation: PathBuf = folder.join("demo-invented-deprivation.csv");
    let areas: BTreeMap<String, usize> = used.iter().map(|code| (small_area(code), decile(code))).collect();
    let listed = areas.into_iter().map(|(area, decile)| vec![area, decile.to_string()]);
    write_csv(&deprivation, &["lsoa11", "imd2019_decile"], listed)?;
    Ok(Directories { companies, postcodes, deprivation })
}

fn company(supplier: &Supplier) -> Vec<String> {
    let category = match supplier.form() {
        LegalForm::Public => "Public Limited Company",
        LegalForm::Partnership => "Limited Liability Partnership",
        LegalForm::CommunityInterest => "Community Interest Company",
        LegalForm::Limited | LegalForm::Other | LegalForm::PublicBody => "Private Limited Company",
    };
    let accounts = match supplier.kind {
        "Large" => "GROUP",
        "SME" if supplier.size < 1.0 => "MICRO ENTITY",
        _ => "TOTAL EXEMPTION FULL",
    };
    let number = supplier.company_number.as_str();
    let sector = format!("{} - invented", supplier.trade.sic);
    let name = supplier.registered_name().to_uppercase();
    [name.as_str(), number, "1 INVENTED STREET", &supplier.postcode, category, "Active", accounts, &sector]
        .map(str::to_owned)
        .to_vec()
}

/// A small area for each outward code, of a series that the statistics office has not reached.
fn small_area(postcode: &str) -> String {
    let outward = postcode.split(' ').next().unwrap_or(postcode);
    let letter = outward.as_bytes().get(1).map_or(0, |letter| letter.saturating_sub(b'A'));
    format!("E019{:02}{:03}", letter, number(outward))
}

fn decile(postcode: &str) -> usize {
    let outward = postcode.split(' ').next().unwrap_or(postcode);
    number(outward) % 10 + 1
}

fn number(outward: &str) -> usize {
    outward.get(2..).and_then(|digits| digits.parse().ok()).unwrap_or(0)
}
