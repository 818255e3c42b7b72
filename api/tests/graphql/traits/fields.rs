//! Fields of suppliers.

use anchorhub_entities::{supplier, supplier_identifier};
use sea_orm::{ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, sea_query::Expr};
use serde_json::{Value, json};

use super::on_each_engine;
use crate::client::Client;

const FIELDS: &str = "id name kind orgId
    size { sme basis asOf conflict } vcse { vcse basis asOf conflict }
    sector { sic section title basis } group { orgId name basis }
    place { postcode lsoa ward district { code name parent { name } } districtCode
        combinedAuthority { name } region { name } regionCode country { name } countryCode
        deprivationDecile basis formationAgent poBox }";

async fn identifier(client: &Client, supplier_id: i64, value: &str, score: i16, problem: Option<&str>) {
    let row = supplier_identifier::Model {
        supplier_id,
        scheme: "GB-COH".to_owned(),
        value: value.to_owned(),
        method: "NAME_KEY".to_owned(),
        score,
        evidence: r#"{"documents":3}"#.to_owned(),
        problem: problem.map(str::to_owned),
    };
    supplier_identifier::Entity::insert(row.into_active_model())
        .exec_without_returning(client.database.write())
        .await
        .unwrap();
}

async fn merge(client: &Client, atom: i64, into: i64) {
    supplier::Entity::update_many()
        .col_expr(supplier::Column::MergedInto, Expr::value(into))
        .filter(supplier::Column::Id.eq(atom))
        .exec(client.database.write())
        .await
        .unwrap();
}

/// Suppliers as the list shows them, by their name.
async fn listed(client: &Client) -> Vec<Value> {
    let data = client.ask(&format!("{{ suppliers(first: 500) {{ nodes {{ {FIELDS} }} }} }}")).await;
    data["suppliers"]["nodes"].as_array().unwrap().clone()
}

#[tokio::test]
async fn suppliers_show_what_is_known_of_them() {
    on_each_engine(async |client, hub, known| {
        let listed = listed(client).await;
        assert!(listed.len() > 20);
        for supplier in listed {
            let own = hub.names.iter().find(|(.., name)| supplier["name"] == *name).unwrap().1;
            let profile = known.profile(own);
            let size = json!({
                "sme": profile.and_then(|profile| profile.sme),
                "basis": profile.and_then(|profile| profile.sme_basis.as_deref()),
                "asOf": profile.and_then(|profile| profile.sme_on),
                "conflict": profile.is_some_and(|profile| profile.sme_conflict),
            });
            assert_eq!(supplier["size"], size);
            assert_eq!(supplier["vcse"]["vcse"], json!(profile.and_then(|profile| profile.vcse)));
            let Some(profile) = profile else {
                let unknown =
                    [&supplier["orgId"], &supplier["sector"], &supplier["place"], &supplier["group"]];
                assert_eq!(unknown, [&Value::Null; 4]);
                continue;
            };
            let org_id = profile.number.as_ref().map(|number| format!("GB-COH-{number}"));
            assert_eq!(supplier["orgId"], json!(org_id));
            assert_eq!(supplier["sector"]["section"], json!(profile.sector));
            let place = &supplier["place"];
            assert_eq!(place["postcode"], json!(profile.postcode));
            if profile.postcode.is_some() {
                assert_eq!(place["districtCode"], json!(profile.district));
                assert_eq!(place["deprivationDecile"], json!(profile.decile));
                assert_eq!(place["formationAgent"], json!(profile.formation_agent));
                assert_eq!(place["basis"], "REGISTERED");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn areas_are_nodes_where_the_hub_holds_them() {
    on_each_engine(async |client, _, _| {
        let listed = listed(client).await;
        let of =
            |code: &str| listed.iter().find(|supplier| supplier["place"]["districtCode"] == code).unwrap();
        let place = &of("E08999001")["place"];
        assert_eq!(
            place["district"],
            json!({ "code": "E08999001", "name": "Northam", "parent": { "name": "Midshire" } })
        );
        assert_eq!(place["combinedAuthority"], json!({ "name": "Midshire" }));
        // The hub has the codes of these, and no names.
        assert_eq!((&place["region"], &place["regionCode"]), (&Value::Null, &json!("E12999001")));
        let place = &of("W06999003")["place"];
        assert_eq!((&place["district"], &place["combinedAuthority"]), (&Value::Null, &Value::Null));
        let sector = listed.iter().find(|supplier| supplier["sector"]["section"] == "F").unwrap();
        assert_eq!(
            sector["sector"],
            json!({ "sic": "81210", "section": "F", "title": "Construction", "basis": "COMPANIES_HOUSE" })
        );
        let group = listed.iter().find(|supplier| supplier["group"] != Value::Null).unwrap();
        assert_eq!(
            group["group"],
            json!({ "orgId": "GB-COH-00000777", "name": "Holdings plc", "basis": "annual report" })
        );
    })
    .await;
}

#[tokio::test]
async fn identifiers_of_all_atoms_are_the_suppliers_and_find_it() {
    on_each_engine(async |client, hub, _| {
        let id = |name: &str| hub.names.iter().find(|row| row.2 == name).unwrap().1.unwrap();
        let (one, atom) = (id("Firm 07 Ltd"), id("Firm 08 Ltd"));
        merge(client, atom, one).await;
        identifier(client, one, "09442333", 900, None).await;
        identifier(client, atom, "09442333", 950, None).await;
        identifier(client, atom, "00000777", 800, Some("CONTRADICTED")).await;
        let query = "query ($orgId: String!) { supplier(orgId: $orgId) { name
            identifiers { scheme value orgId method score evidence problem } } }";
        for org_id in ["GB-COH-09442333", " gb-coh-9442333"] {
            let data = client.ask_with(query, json!({ "orgId": org_id })).await;
            assert_eq!(
                data["supplier"],
                json!({ "name": "Firm 07 Ltd", "identifiers": [
                    { "scheme": "GB-COH", "value": "09442333", "orgId": "GB-COH-09442333", "method": "NAME_KEY",
                      "score": 0.95, "evidence": { "documents": 3 }, "problem": null },
                    { "scheme": "GB-COH", "value": "00000777", "orgId": "GB-COH-00000777", "method": "NAME_KEY",
                      "score": 0.8, "evidence": { "documents": 3 }, "problem": "CONTRADICTED" },
                ] }),
                "{org_id}"
            );
        }
        for org_id in ["GB-COH-00000777", "GB-COH-11111111", "GB-COH", "", "09442333", "%", "\0"] {
            let data = client.ask_with(query, json!({ "orgId": org_id })).await;
            assert_eq!(data["supplier"], Value::Null, "{org_id}");
        }
    })
    .await;
}

/// One statement for profiles, one for each kind of area, one for identifiers, however many suppliers there are.
#[tokio::test]
async fn what_is_known_costs_a_fixed_number_of_statements() {
    on_each_engine(async |client, _, _| {
        for first in [1, 5, 25] {
            let query = format!(
                "{{ suppliers(first: {first}) {{ nodes {{ {FIELDS} identifiers {{ value problem }} }} }} }}"
            );
            let (data, statements) = client.counted(&query).await;
            assert_eq!(data["suppliers"]["nodes"].as_array().unwrap().len(), first);
            assert!(statements <= 8, "{first}: {statements}");
        }
        let query = format!("{{ suppliers(first: 25) {{ nodes {{ {FIELDS} identifiers {{ value }} }} }} }}");
        // suppliers, profiles, identifiers; districts, their parents, combined authorities, regions, countries
        assert_eq!(client.counted(&query).await.1, 8);
    })
    .await;
}
