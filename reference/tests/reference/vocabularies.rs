//! Classifications, the crosswalk between them, and groups.

use anchorhub_reference::{Kind, introduce_crosswalk};

use crate::{desk::Desk, support::on_each_engine};

#[tokio::test]
async fn classifications_with_what_stands_above() {
    let ours = "code,check_digit,parent,description_en,in_ted_tree\n\
                45000000,7,,Construction work,1\n45200000,9,45000000,\"Works for buildings, complete\",1\n";
    let published = "CODE,EN\n45000000-7,Construction work\n45200000-9,Works for buildings\n45214000-0,Schools\n4521,Bad\n";
    let proclass = "code,level1,level2,level3,clarification_info\n\
                    291410,Arts,Sport,Pools,Service\n291400,Arts,Sport,\"\",Service\n290000,Arts,\"\",\"\",\n29,Bad,,,\n";
    let sic = "siccode_sictext_1,sicc_int,sictext_1\n0 - None Supplied,0,None Supplied\n\
               1723 - Worsted-type weaving,1723,x\n\"01260 - Growing of fruits, other\",1260,y\n";
    let official = "SIC Code,Description\n01110,Growing of cereals\n";
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let columns = ["scheme", "code", "title", "parent"];
        desk.load(Kind::Cpv, ours).await;
        assert_eq!(
            desk.rows(&columns, "category ORDER BY code").await,
            ["CPV|45000000|Construction work|-", "CPV|45200000|Works for buildings, complete|45000000"]
        );
        let report = desk.load(Kind::Cpv, published).await;
        assert_eq!(report.refusals[0].code, "CPV_CODE_INVALID");
        assert_eq!(
            desk.rows(&columns, "category WHERE code = '45214000'").await,
            ["CPV|45214000|Schools|45200000"]
        );
        let report = desk.load(Kind::Proclass, proclass).await;
        assert_eq!(report.refusals[0].code, "PROCLASS_CODE_INVALID");
        assert_eq!(
            desk.rows(&columns, "category WHERE scheme = 'PROCLASS' ORDER BY code").await,
            ["PROCLASS|290000|Arts|-", "PROCLASS|291400|Sport|290000", "PROCLASS|291410|Pools|291400"]
        );
        let report = desk.load(Kind::Sic, sic).await;
        let codes: Vec<&str> = report.refusals.iter().map(|refusal| refusal.code).collect();
        assert_eq!(codes, ["SIC_CODE_INVALID", "SIC_OF_2003"]);
        assert_eq!(
            desk.rows(&columns, "category WHERE scheme = 'SIC'").await,
            ["SIC|01260|Growing of fruits, other|-"]
        );
        desk.load(Kind::Sic, official).await;
        assert_eq!(desk.rows(&["code"], "category WHERE scheme = 'SIC'").await, ["01110"]);
    })
    .await;
}

#[tokio::test]
async fn crosswalks_and_groups() {
    let crosswalk = "scheme,publisher,label,division,confidence,basis\n\
                     LEDGER,,Agency  staff,79,90,by name\n\
                     own,gb-lae-wlv,Agency staff,85,60,ours\n\
                     LEDGER,,AGENCY STAFF,79,80,again\n\
                     LEDGER,,x,99,80,\nMAP,,x,79,80,\nOWN,Wolverhampton,x,79,80,\nOWN,,,79,80,\nOWN,,x,79,101,\n";
    let groups = "scheme,number,parent_scheme,parent_number,parent_name,source\n\
                  GB-COH,1234567,GB-COH,01234568,Alder Holdings,annual report\n\
                  GB-COH,1234567,GB-COH,1234567,Itself,x\nGB-COH,1234569,GB-COH,01234568,,\nGB-COH,?,GB-COH,01234568,,x\n";
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let report = desk.load(Kind::Crosswalk, crosswalk).await;
        let codes: Vec<&str> = report.refusals.iter().map(|refusal| refusal.code).collect();
        assert_eq!(
            codes,
            [
                "DIVISION_UNKNOWN",
                "SCHEME_UNKNOWN",
                "PUBLISHER_INVALID",
                "LABEL_INVALID",
                "CONFIDENCE_INVALID",
                "DUPLICATE"
            ]
        );
        assert_eq!(
            desk.rows(
                &["scheme", "publisher", "label", "division", "confidence", "basis"],
                "category_mapping ORDER BY scheme"
            )
            .await,
            ["LEDGER||AGENCY STAFF|79|90|by name", "OWN|GB-LAE-WLV|AGENCY STAFF|85|60|ours"]
        );
        let report = desk.load(Kind::Groups, groups).await;
        let codes: Vec<&str> = report.refusals.iter().map(|refusal| refusal.code).collect();
        assert_eq!(codes, ["OWN_PARENT", "NO_SOURCE", "IDENTIFIER_INVALID"]);
        assert_eq!(
            desk.rows(
                &["scheme", "number", "parent_scheme", "parent_number", "parent_name", "source"],
                "organisation_group"
            )
            .await,
            ["GB-COH|01234567|GB-COH|01234568|Alder Holdings|annual report"]
        );
    })
    .await;
}

#[tokio::test]
async fn the_shipped_crosswalk_comes_by_itself_and_gives_way_to_an_operators() {
    on_each_engine(async |database| {
        let desk = Desk::new(database);
        let temporary = tempfile::tempdir().unwrap();
        let report = introduce_crosswalk(&desk.database, temporary.path()).await.unwrap().unwrap();
        assert_eq!((report.rejected(), report.taken >= 250), (0, true), "{report}");
        assert!(introduce_crosswalk(&desk.database, temporary.path()).await.unwrap().is_none());

        // Of an older version of the program.
        desk.execute("UPDATE reference_edition SET sha256 = 'other'").await;
        assert!(introduce_crosswalk(&desk.database, temporary.path()).await.unwrap().is_some());
        assert_eq!(desk.count("reference_edition").await, 1);

        let own = "scheme,publisher,label,division,confidence,basis\nLEDGER,,Agency staff,79,90,by name\n";
        desk.load(Kind::Crosswalk, own).await;
        assert!(introduce_crosswalk(&desk.database, temporary.path()).await.unwrap().is_none());
        assert_eq!(desk.count("category_mapping").await, 1);
    })
    .await;
}
