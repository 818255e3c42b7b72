//! Postcodes and deprivation.

use anchorhub_reference::Kind;

use crate::{desk::Desk, support::on_each_engine};

const COLUMNS: [&str; 7] = [
    "postcode",
    "lsoa",
    "ward",
    "district",
    "region",
    "country",
    "CASE WHEN closed THEN 'closed' ELSE 'open' END",
];

#[tokio::test]
async fn postcodes_of_every_layout() {
    let whole = "pcd,pcd2,pcds,dointr,doterm,oslaua,osward,ctry,rgn,lsoa11,lsoa21\n\
                 \"B5  4HP\",\"B5   4HP\",\"B5 4HP\",\"199002\",\"\",\"E08000025\",\"E05011151\",\"E92000001\",\"E12000005\",\"E01033615\",\"E01035000\"\n\
                 \"CF101AA\",\"CF10 1AA\",\"CF10 1AA\",\"199002\",\"199806\",\"W06000015\",\"W05001270\",\"W92000004\",\"W99999999\",\"W01001939\",\"W01001939\"\n\
                 \"IM1 1AA\",\"IM1  1AA\",\"IM1 1AA\",\"199002\",\"\",\"M99999999\",\"M99999999\",\"M83000003\",\"M99999999\",\"M99999999\",\"M99999999\"\n\
                 \"BT1 1AA\",\"BT1  1AA\",\"BT1 1AA\",\"199002\",\"\",\"N09000003\",\"N08000310\",\"N92000002\",\"N99999999\",\"95GG40S1\",\"\"\n\
                 \"XX\",\"XX\",\"XX\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n\
                 \"B5  4HQ\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n";
    let cut =
        "PCD,OSLAUA,LSOA11\nb54hp,E08000025,E01033615\nB5 4HQ,Birmingham,E01033615\nB5 4HP,E08000026,\n";
    let new = "pcd7,pcd8,pcds,doterm,lad25cd,wd25cd,rgn25cd,ctry25cd,lsoa21cd\n\
               B5  4HP,B5   4HP,B5 4HP,,E08000025,E05011151,E12000005,E92000001,E01035000\n";
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let report = desk.load(Kind::Postcodes, whole).await;
        assert_eq!(
            report.refused.clone().into_iter().collect::<Vec<_>>(),
            [("POSTCODE_INVALID", 2)],
            "{report}"
        );
        let all = "postcode ORDER BY postcode";
        assert_eq!(
            desk.rows(&COLUMNS, all).await,
            [
                "B54HP|E01033615|E05011151|E08000025|E12000005|E92000001|open",
                "BT11AA|95GG40S1|N08000310|N09000003|-|N92000002|open",
                "CF101AA|W01001939|W05001270|W06000015|-|W92000004|closed",
                "IM11AA|-|-|-|-|M83000003|open",
            ]
        );
        let report = desk.load(Kind::Postcodes, cut).await;
        assert_eq!(
            report.refused.into_iter().collect::<Vec<_>>(),
            [("AREA_CODE_INVALID", 1), ("DUPLICATE", 1)]
        );
        assert_eq!(desk.rows(&COLUMNS, all).await, ["B54HP|E01033615|-|E08000025|-|E92000001|open"]);
        let report = desk.load(Kind::Postcodes, new).await;
        assert_eq!(report.warnings.into_iter().collect::<Vec<_>>(), [("LSOA_2021", 1)]);
        assert_eq!(
            desk.rows(&COLUMNS, all).await,
            ["B54HP|E01035000|E05011151|E08000025|E12000005|E92000001|open"]
        );
    })
    .await;
}

#[tokio::test]
async fn deciles_of_every_layout() {
    let ours =
        "lsoa11,la_code,imd2019_decile,uk_imd_rank\nE01021988,TEN,1,45.0\nE01012673,BPL,11,55.0\nX,BPL,1,1\n";
    let published = "LSOA code (2011),LSOA name (2011),Index of Multiple Deprivation (IMD) Score,\
                     Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),\
                     Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),\
                     Income Decile (where 1 is most deprived 10% of LSOAs)\n\
                     E01021988,Tendring 018A,92.7,1,1,9\nE01012673,Blackpool 010A,80.1,20,2,9\n";
    let newer = published.replace("2011", "2021");
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let report = desk.load(Kind::Imd, ours).await;
        assert_eq!(
            report.refused.clone().into_iter().collect::<Vec<_>>(),
            [("DECILE_INVALID", 1), ("LSOA_INVALID", 1)]
        );
        for (file, version) in [(published, "2019 (LSOA 2011)"), (newer.as_str(), "2025 (LSOA 2021)")] {
            let report = desk.load(Kind::Imd, file).await;
            assert_eq!(report.version, version);
            assert_eq!(
                desk.rows(&["lsoa", "decile"], "deprivation ORDER BY lsoa").await,
                ["E01012673|2", "E01021988|1"]
            );
        }
    })
    .await;
}
