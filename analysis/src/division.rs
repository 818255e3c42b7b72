//! Divisions of the Common Procurement Vocabulary.

use std::collections::HashMap;

use anchorhub_entities::{category, reference_edition};
use anchorhub_store::{Snapshot, StoreError};
use sea_orm::{
    ColumnTrait, EntityTrait, QueryFilter, QueryTrait,
    sea_query::{Expr, ExprTrait, Query},
};

/// The title of a division in CPV 2008 (Regulation (EC) No 213/2008, annex I), by its two digits; for hubs into which the
/// vocabulary itself is not loaded.
pub fn division_title(division: &str) -> Option<&'static str> {
    let place = TITLES.binary_search_by_key(&division, |(code, _)| code).ok()?;
    TITLES.get(place).map(|(_, title)| *title)
}

/// The titles of all divisions by their codes of eight digits.
pub(crate) fn division_titles() -> impl Iterator<Item = (String, String)> {
    TITLES.iter().map(|(division, title)| (format!("{division}000000"), (*title).to_owned()))
}

/// The scheme, and the kind of reference data, of the vocabulary.
const VOCABULARY: &str = "CPV";

/// The titles of some divisions by their two digits: those of the vocabulary that is loaded come before our own.
pub(crate) async fn titles_of(
    snapshot: &mut Snapshot,
    divisions: &[String],
) -> Result<HashMap<String, String>, StoreError> {
    let own = divisions
        .iter()
        .filter_map(|division| Some((division.clone(), division_title(division)?.to_owned())));
    let mut titles: HashMap<String, String> = own.collect();
    if divisions.is_empty() {
        return Ok(titles);
    }
    let current = Query::select()
        .column(reference_edition::Column::Id)
        .from(reference_edition::Entity)
        .and_where(Expr::col(reference_edition::Column::Kind).eq(VOCABULARY))
        .and_where(Expr::col(reference_edition::Column::State).eq("CURRENT"))
        .to_owned();
    let select = category::Entity::find()
        .filter(category::Column::EditionId.in_subquery(current))
        .filter(category::Column::Scheme.eq(VOCABULARY))
        .filter(category::Column::Code.is_in(divisions.iter().map(|division| format!("{division}000000"))));
    let loaded: Vec<category::Model> = snapshot.fetch(&select.into_query()).await?;
    titles
        .extend(loaded.into_iter().filter_map(|found| Some((found.code.get(..2)?.to_owned(), found.title))));
    Ok(titles)
}

const TITLES: [(&str, &str); 45] = [
    ("03", "Agricultural, farming, fishing, forestry and related products"),
    ("09", "Petroleum products, fuel, electricity and other sources of energy"),
    ("14", "Mining, basic metals and related products"),
    ("15", "Food, beverages, tobacco and related products"),
    ("16", "Agricultural machinery"),
    ("18", "Clothing, footwear, luggage articles and accessories"),
    ("19", "Leather and textile fabrics, plastic and rubber materials"),
    ("22", "Printed matter and related products"),
    ("24", "Chemical products"),
    ("30", "Office and computing machinery, equipment and supplies except furniture and software packages"),
    ("31", "Electrical machinery, apparatus, equipment and consumables; lighting"),
    ("32", "Radio, television, communication, telecommunication and related equipment"),
    ("33", "Medical equipments, pharmaceuticals and personal care products"),
    ("34", "Transport equipment and auxiliary products to transportation"),
    ("35", "Security, fire-fighting, police and defence equipment"),
    ("37", "Musical instruments, sport goods, games, toys, handicraft, art materials and accessories"),
    ("38", "Laboratory, optical and precision equipments (excl. glasses)"),
    (
        "39",
        "Furniture (incl. office furniture), furnishings, domestic appliances (excl. lighting) and cleaning products",
    ),
    ("41", "Collected and purified water"),
    ("42", "Industrial machinery"),
    ("43", "Machinery for mining, quarrying, construction equipment"),
    (
        "44",
        "Construction structures and materials; auxiliary products to construction (except electric apparatus)",
    ),
    ("45", "Construction work"),
    ("48", "Software package and information systems"),
    ("50", "Repair and maintenance services"),
    ("51", "Installation services (except software)"),
    ("55", "Hotel, restaurant and retail trade services"),
    ("60", "Transport services (excl. waste transport)"),
    ("63", "Supporting and auxiliary transport services; travel agencies services"),
    ("64", "Postal and telecommunications services"),
    ("65", "Public utilities"),
    ("66", "Financial and insurance services"),
    ("70", "Real estate services"),
    ("71", "Architectural, construction, engineering and inspection services"),
    ("72", "IT services: consulting, software development, Internet and support"),
    ("73", "Research and development services and related consultancy services"),
    ("75", "Administration, defence and social security services"),
    ("76", "Services related to the oil and gas industry"),
    ("77", "Agricultural, forestry, horticultural, aquacultural and apicultural services"),
    ("79", "Business services: law, marketing, consulting, recruitment, printing and security"),
    ("80", "Education and training services"),
    ("85", "Health and social work services"),
    ("90", "Sewage, refuse, cleaning and environmental services"),
    ("92", "Recreational, cultural and sporting services"),
    ("98", "Other community, social and personal services"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_division_is_found() {
        for (code, title) in TITLES {
            assert_eq!(division_title(code), Some(title));
        }
        assert_eq!((division_title("00"), division_title("7")), (None, None));
    }
}
