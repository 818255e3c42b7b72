//! Published files, where they are there: they are no part of the project. Without them the test says so and ends.

use std::path::PathBuf;

use anchorhub_reference::{Kind, Report, load_file, silent};

use crate::{desk::Desk, support::on_each_engine};

fn published(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("ANCHORHUB_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../shared"), PathBuf::from)
        .join("data/reference")
        .join(name);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: the published file is not here ({})", path.display());
    None
}

async fn load(desk: &Desk, kind: Kind, name: &str) -> Option<Report> {
    let path = published(name)?;
    let report = load_file(&desk.database, &desk.request(kind, path), &silent()).await.unwrap();
    assert_eq!(report.taken + report.rejected(), report.rows, "{report}");
    Some(report)
}

#[tokio::test]
async fn published_registers_load() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        for (kind, name, rows) in [
            (Kind::CompaniesHouse, "companies_house_basic_company_data_sample.csv", 10),
            (Kind::Ods, "ods_nhs_trusts_etr.csv", 273),
            (Kind::Ukprn, "universities_ukprn.csv", 591),
        ] {
            let Some(report) = load(&desk, kind, name).await else { return };
            assert_eq!(report.rows, rows, "{report}");
            // Colleges that are part of a university have no UKPRN.
            assert!(report.refusals.iter().all(|refusal| refusal.code == "NO_IDENTIFIER"), "{report}");
            assert!(kind == Kind::Ukprn || report.rejected() == 0, "{report}");
        }
    })
    .await;
}

#[tokio::test]
async fn published_places_load() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        for (kind, name, rows) in [
            (Kind::Postcodes, "nspl_WC_full_columns.csv", 7_455),
            (Kind::Postcodes, "onspd_sample_100k.csv", 100_000),
            (Kind::Postcodes, "onspd_wmca_sample.csv", 3_225),
            (Kind::Imd, "lsoa11_imd2019_england.csv", 32_844),
        ] {
            let Some(report) = load(&desk, kind, name).await else { return };
            assert_eq!(report.rows, rows, "{report}");
            // Postcodes of before 1998, when Newport had an area of three letters.
            assert!(report.refusals.iter().all(|refusal| refusal.message.starts_with("`NPT ")), "{report}");
        }
        // Every LSOA of the region has a decile.
        let without = "postcode p WHERE NOT EXISTS (SELECT 1 FROM deprivation d WHERE d.lsoa = p.lsoa)";
        assert_eq!(desk.count(without).await, 0);
    })
    .await;
}

#[tokio::test]
async fn published_classifications_load_and_the_crosswalk_fits_them() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        for (kind, name) in
            [(Kind::Cpv, "cpv_2008_en.csv"), (Kind::Proclass, "proclass_17.csv"), (Kind::Sic, "sic_codes.csv")]
        {
            let Some(report) = load(&desk, kind, name).await else { return };
            // The list of SIC holds those of 2003, too.
            assert!(kind == Kind::Sic || report.rejected() == 0, "{report}");
        }
        let orphans = "category c WHERE parent IS NOT NULL AND NOT EXISTS \
                       (SELECT 1 FROM category p WHERE p.edition_id = c.edition_id AND p.scheme = c.scheme AND p.code = c.parent)";
        assert_eq!(desk.count(orphans).await, 0);
        let temporary = tempfile::tempdir().unwrap();
        anchorhub_reference::introduce_crosswalk(&desk.database, temporary.path()).await.unwrap();
        let unknown = "category_mapping m WHERE NOT EXISTS \
                       (SELECT 1 FROM category c WHERE c.scheme = 'CPV' AND c.code = m.division || '000000')";
        assert_eq!(desk.count(unknown).await, 0);
        let codes = "category_mapping m WHERE m.scheme = 'PROCLASS' AND m.label < 'A' AND NOT EXISTS \
                     (SELECT 1 FROM category c WHERE c.scheme = 'PROCLASS' AND c.code = m.label)";
        assert_eq!(desk.count(codes).await, 0);
    })
    .await;
}
