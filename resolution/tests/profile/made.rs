//! What profiles are made of.

use crate::{
    databases::on_each_engine,
    facts::{Desk, Party, company},
    hub::day,
};

#[tokio::test]
async fn all_atoms_of_a_supplier_and_all_registers_make_its_profile() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let ((one, name), (atom, atom_name)) = (desk.firm(1), desk.firm(2));
        desk.merge(atom, one).await;
        desk.identifier(atom, "GB-COH", "09442333", None).await;
        desk.identifier(one, "GB-VAT", "123456789", None).await;
        desk.identifier(one, "GB-CHC", "1", Some("LENGTH")).await;
        // Trades at one place, by the name of either atom; is registered at another.
        desk.evidence(1, name, "postcode", "NO1 1AA", 2).await;
        desk.evidence(2, name, "postcode", "no11aa", 1).await;
        desk.evidence(1, atom_name, "postcode", "Unit 2, Northam NO2 2BB", 2).await;
        desk.evidence(1, atom_name, "postcode", "see invoice", 50).await;
        let houses = desk.edition("COMPANIES_HOUSE", "CURRENT").await;
        desk.organisations([company(houses, "09442333", "EA11AA")]).await;
        let postcodes = desk.edition("POSTCODES", "CURRENT").await;
        desk.postcode(postcodes, "NO11AA", "E01999001", "E08999001").await;
        desk.postcode(postcodes, "EA11AA", "E01999002", "E08999002").await;
        let imd = desk.edition("IMD", "CURRENT").await;
        desk.decile(imd, "E01999001", 2).await;
        let groups = desk.edition("GROUPS", "CURRENT").await;
        desk.group(groups, "09442333", "00000777").await;

        desk.refresh(&[one]).await;
        let profile = desk.profile(one).await.unwrap();
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        assert_eq!((text(&profile.scheme), text(&profile.number)), ("GB-COH".into(), "09442333".into()));
        assert_eq!((profile.sme, text(&profile.sme_basis)), (Some(true), "ACCOUNTS".into()));
        assert_eq!((profile.sme_on, profile.sme_conflict), (Some(day("2024-06-01")), false));
        assert_eq!((profile.vcse, profile.vcse_basis), (None, None));
        assert_eq!((text(&profile.sic), text(&profile.sector)), ("81210".into(), "N".into()));
        assert_eq!(text(&profile.sector_basis), "COMPANIES_HOUSE");
        assert_eq!(
            (text(&profile.postcode), text(&profile.location_basis)),
            ("NO11AA".into(), "PUBLISHED".into())
        );
        assert_eq!((text(&profile.lsoa), text(&profile.ward)), ("E01999001".into(), "E05999001".into()));
        assert_eq!(
            (text(&profile.district), text(&profile.authority)),
            ("E08999001".into(), "E47999001".into())
        );
        assert_eq!((text(&profile.region), text(&profile.country)), ("E12000005".into(), "E92000001".into()));
        assert_eq!((profile.decile, profile.formation_agent, profile.po_box), (Some(2), false, false));
        assert_eq!(
            (text(&profile.group_scheme), text(&profile.group_number)),
            ("GB-COH".into(), "00000777".into())
        );
        assert_eq!(
            (text(&profile.group_name), text(&profile.group_basis)),
            ("Holdings plc".into(), "annual report 2023".into())
        );
    })
    .await;
}

#[tokio::test]
async fn notices_are_believed_before_lists_and_the_conflict_is_told() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let ((noticed, noticed_name), (listed, listed_name), (tested, _)) =
            (desk.firm(3), desk.firm(4), desk.firm(5));
        let party = |supplier_id| Party { supplier_id, ..Party::default() };
        desk.award(
            "ocds-1",
            false,
            Party { scale: Some("Large"), postcode: Some("NO33CC"), ..party(noticed) },
        )
        .await;
        desk.evidence(1, noticed_name, "supplier_type", "SME", 40).await;
        desk.registered(
            "r1",
            Party { sme: Some(true), vcse: Some(true), postcode: Some("NO44DD"), ..party(listed) },
        )
        .await;
        desk.evidence(1, listed_name, "supplier_type", "Third Sector", 3).await;
        desk.award("ocds-2", true, Party { sme: Some(false), ..party(tested) }).await;

        desk.refresh(&[noticed, listed, tested]).await;
        let profile = desk.profile(noticed).await.unwrap();
        assert_eq!((profile.sme, profile.sme_basis.as_deref()), (Some(false), Some("NOTICE")));
        assert_eq!((profile.sme_on, profile.sme_conflict), (Some(day("2024-05-05")), true));
        assert_eq!(
            (profile.postcode.as_deref(), profile.location_basis.as_deref()),
            (Some("NO33CC"), Some("NOTICE"))
        );
        // Nothing is known of the place of a postcode when no directory is loaded; the postcode stays.
        assert_eq!((profile.district, profile.decile), (None, None));

        let profile = desk.profile(listed).await.unwrap();
        assert_eq!((profile.sme, profile.sme_basis.as_deref()), (Some(true), Some("CONTRACT_REGISTER")));
        assert_eq!((profile.vcse, profile.vcse_conflict), (Some(true), false));
        assert_eq!(
            (profile.postcode.as_deref(), profile.location_basis.as_deref()),
            (Some("NO44DD"), Some("DECLARED"))
        );
        // Test notices say nothing.
        let profile = desk.profile(tested).await.unwrap();
        assert_eq!((profile.sme, profile.sme_conflict, profile.postcode), (None, false, None));
    })
    .await;
}

#[tokio::test]
async fn documents_that_no_longer_count_say_nothing() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let (supplier, name) = desk.firm(6);
        desk.evidence(101, name, "supplier_type", "SME", 7).await;
        desk.refresh(&[supplier]).await;
        assert_eq!(desk.profile(supplier).await.unwrap().sme, None);
        desk.evidence(1, name, "supplier_type", "Non-SME", 1).await;
        desk.refresh(&[supplier]).await;
        let profile = desk.profile(supplier).await.unwrap();
        let last = desk.hub.documents.iter().find(|document| document.id == 1).unwrap().last_date;
        assert_eq!((profile.sme, profile.sme_basis.as_deref()), (Some(false), Some("SPEND_FILE")));
        assert_eq!((profile.sme_on, profile.sme_conflict), (last, false));
    })
    .await;
}

#[tokio::test]
async fn who_is_merged_loses_the_profile() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let ((one, _), (atom, _)) = (desk.firm(7), desk.firm(8));
        desk.refresh(&[one, atom]).await;
        assert!(desk.profile(one).await.is_some() && desk.profile(atom).await.is_some());
        desk.merge(atom, one).await;
        desk.refresh(&[atom, one, atom, 9_999_999]).await;
        assert!(desk.profile(one).await.is_some() && desk.profile(atom).await.is_none());
    })
    .await;
}
