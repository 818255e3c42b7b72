//! All profiles anew when reference data changes.

use anchorhub_entities::{area, supplier};
use anchorhub_resolution::profile::refresh_all;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, sea_query::Expr};

use crate::{
    databases::on_each_engine,
    facts::{Desk, company},
};

#[tokio::test]
async fn another_edition_changes_profiles_once() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let (supplier, _) = desk.firm(9);
        desk.identifier(supplier, "GB-COH", "09442333", None).await;
        let all = supplier::Entity::find().count(desk.database.write()).await.unwrap();
        assert_eq!(refresh_all(&desk.database).await.unwrap(), all);
        assert_eq!(desk.profile(supplier).await.unwrap().sector, None);
        assert_eq!(refresh_all(&desk.database).await.unwrap(), 0);

        // What is being loaded does not count yet.
        let loading = desk.edition("COMPANIES_HOUSE", "LOADING").await;
        desk.organisations([company(loading, "09442333", "NO11AA")]).await;
        assert_eq!(refresh_all(&desk.database).await.unwrap(), 0);

        let current = desk.edition("COMPANIES_HOUSE", "CURRENT").await;
        desk.organisations([company(current, "09442333", "NO22BB")]).await;
        let before = desk.data_version().await;
        assert_eq!(refresh_all(&desk.database).await.unwrap(), all);
        let profile = desk.profile(supplier).await.unwrap();
        assert_eq!((profile.sector.as_deref(), profile.postcode.as_deref()), (Some("N"), Some("NO22BB")));
        assert_eq!(desk.data_version().await, before + 1);
        assert_eq!(refresh_all(&desk.database).await.unwrap(), 0);

        // An edition that says the same changes nothing, one that says something else does.
        for (accounts, sme, version) in [("MICRO ENTITY", Some(true), before + 1), ("FULL", None, before + 2)]
        {
            let next = desk.edition("COMPANIES_HOUSE", "CURRENT").await;
            let mut row = company(next, "09442333", "NO22BB");
            row.accounts = Some(accounts.to_owned());
            desk.organisations([row]).await;
            assert_eq!(refresh_all(&desk.database).await.unwrap(), all);
            assert_eq!(desk.data_version().await, version, "{accounts}");
            assert_eq!(desk.profile(supplier).await.unwrap().sme, sme);
        }
    })
    .await;
}

#[tokio::test]
async fn other_parents_of_areas_change_profiles() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let (supplier, name) = desk.firm(10);
        desk.evidence(1, name, "postcode", "NO1 1AA", 1).await;
        let postcodes = desk.edition("POSTCODES", "CURRENT").await;
        desk.postcode(postcodes, "NO11AA", "E01999001", "E08999001").await;
        refresh_all(&desk.database).await.unwrap();
        assert_eq!(desk.profile(supplier).await.unwrap().authority.as_deref(), Some("E47999001"));
        area::Entity::update_many()
            .col_expr(area::Column::Parent, Expr::value(None::<String>))
            .filter(area::Column::Code.eq("E08999001"))
            .exec(desk.database.write())
            .await
            .unwrap();
        assert!(refresh_all(&desk.database).await.unwrap() > 0);
        assert_eq!(desk.profile(supplier).await.unwrap().authority, None);
    })
    .await;
}

#[tokio::test]
async fn addresses_of_very_many_companies_are_flagged() {
    on_each_engine(async |database| {
        let desk = Desk::new(database).await;
        let ((at_agent, _), (elsewhere, _), (trading, trading_name)) =
            (desk.firm(11), desk.firm(12), desk.firm(13));
        let edition = desk.edition("COMPANIES_HOUSE", "CURRENT").await;
        let crowd = (1..=500).map(|number| company(edition, &format!("{number:08}"), "WC2H9JQ"));
        let few = (1001..=1499).map(|number| company(edition, &format!("{number:08}"), "B11AA"));
        desk.organisations(crowd.chain(few)).await;
        desk.identifier(at_agent, "GB-COH", "00000001", None).await;
        desk.identifier(elsewhere, "GB-COH", "00001001", None).await;
        desk.identifier(trading, "GB-COH", "00000002", None).await;
        desk.evidence(1, trading_name, "postcode", "B1 1AA", 1).await;
        refresh_all(&desk.database).await.unwrap();
        let flags = async |supplier| {
            let profile = desk.profile(supplier).await.unwrap();
            (profile.formation_agent, profile.location_basis.unwrap())
        };
        assert_eq!(flags(at_agent).await, (true, "REGISTERED".to_owned()));
        assert_eq!(flags(elsewhere).await, (false, "REGISTERED".to_owned()));
        assert_eq!(flags(trading).await, (false, "PUBLISHED".to_owned()));
    })
    .await;
}
