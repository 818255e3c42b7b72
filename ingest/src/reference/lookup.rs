//! Finding an institution by its org-id, or saying which ones come close.

use anchorhub_entities::{OrgId, institution};
use anchorhub_store::Database;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{IngestCode, IngestError};

/// Institutions named in an error.
const NAMED: usize = 3;

/// The institution with an org-id. When there is none, the error (`UNKNOWN_INSTITUTION`) names those that
/// come close and says how to add one.
pub async fn institution(database: &Database, org_id: &OrgId) -> Result<institution::Model, IngestError> {
    let found = institution::Entity::find()
        .filter(institution::Column::OrgId.eq(org_id.as_str()))
        .one(database.read())
        .await?;
    if let Some(institution) = found {
        return Ok(institution);
    }
    let known = institution::Entity::find().all(database.read()).await?;
    let close: Vec<String> = close_to(org_id, &known)
        .into_iter()
        .map(|institution| format!("{} ({})", institution.org_id, institution.name))
        .collect();
    let meant =
        if close.is_empty() { String::new() } else { format!(" Did you mean {}?", close.join(" or ")) };
    Err(IngestError::new(
        IngestCode::UnknownInstitution,
        format!(
            "the hub knows no institution {org_id}.{meant} To add one, write org_id,name,kind,home_area into a CSV \
             file and run `anchorhub reference load institutions FILE`"
        ),
    ))
}

/// Institutions whose name holds the identifier's words, or whose identifier is a slip away, best first.
fn close_to<'a>(org_id: &OrgId, known: &'a [institution::Model]) -> Vec<&'a institution::Model> {
    // What follows the list code: people get that part wrong in both senses.
    let own_part = |id: &str| id.splitn(3, '-').nth(2).unwrap_or(id).to_lowercase();
    let wanted = own_part(org_id.as_str());
    let mut scored: Vec<(usize, &institution::Model)> = known
        .iter()
        .filter_map(|institution| {
            let slips = strsim::damerau_levenshtein(&own_part(&institution.org_id), &wanted);
            let name = institution.name.to_lowercase();
            let named =
                wanted.len() >= 4 && wanted.split(['-', '_', '.', '/']).all(|word| name.contains(word));
            // One slip in a code of three letters, two in one of eight digits.
            let alike = slips <= (wanted.len() / 4).max(1);
            (named || alike).then_some((if named { 0 } else { slips }, institution))
        })
        .collect();
    scored.sort_by(|(a, x), (b, y)| a.cmp(b).then_with(|| x.org_id.cmp(&y.org_id)));
    scored.into_iter().take(NAMED).map(|(_, institution)| institution).collect()
}

#[cfg(test)]
mod tests {
    use anchorhub_entities::institution::InstitutionKind;

    use super::*;

    #[test]
    fn near_misses_and_names_are_recognised() {
        let known: Vec<institution::Model> = [
            ("GB-LAE-WLV", "City of Wolverhampton Council"),
            ("GB-LAE-WLL", "Walsall Metropolitan Borough Council"),
            ("GB-UKPRN-10007166", "University of Wolverhampton"),
            ("GB-NHS-RRK", "University Hospitals Birmingham NHS Foundation Trust"),
        ]
        .into_iter()
        .map(|(org_id, name)| institution::Model {
            id: 0,
            org_id: org_id.to_owned(),
            name: name.to_owned(),
            kind: InstitutionKind::Other,
            home_area: None,
        })
        .collect();
        let close = |text: &str| -> Vec<&str> {
            close_to(&text.parse().unwrap(), &known).iter().map(|found| found.org_id.as_str()).collect()
        };
        assert_eq!(close("GB-COH-WLV"), ["GB-LAE-WLV", "GB-LAE-WLL"]);
        assert_eq!(close("GB-LAE-WVL"), ["GB-LAE-WLL", "GB-LAE-WLV"]);
        assert_eq!(close("GB-LAE-WOLVERHAMPTON"), ["GB-LAE-WLV", "GB-UKPRN-10007166"]);
        assert_eq!(close("GB-UKPRN-10007165"), ["GB-UKPRN-10007166"]);
        assert!(close("GB-LAE-ZZZ").is_empty());
    }
}
