//! Values that are not spend.

use super::{Found, WarningCode};
use crate::json::{Object, Value};

pub(super) fn of(release: &Object, found: &mut Found) {
    if let Some(tender) = release.object("tender") {
        if is_framework(tender) {
            found.add(WarningCode::ValueIsCeiling, "tender");
        }
        for (index, lot) in tender.objects("lots").enumerate() {
            if is_framework(lot) {
                found.add(WarningCode::ValueIsCeiling, format!("tender.lots[{index}]"));
            }
        }
    }
    for (index, award) in release.objects("awards").enumerate() {
        if award.object("value").is_some() && award.objects("suppliers").count() > 1 {
            found.add(WarningCode::SharedAwardValue, format!("awards[{index}].value"));
        }
    }
}

/// Whether a tender or lot sets up a framework.
pub(crate) fn is_framework(tender_or_lot: &Object) -> bool {
    let Some(techniques) = tender_or_lot.object("techniques") else { return false };
    techniques.get("hasFrameworkAgreement") == Some(&Value::Bool(true))
        || techniques.object("frameworkAgreement").is_some_and(|agreement| !agreement.is_empty())
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    #[test]
    fn framework_values_are_ceilings() {
        let members = r#""tender": {"techniques": {"hasFrameworkAgreement": true},
            "lots": [{"id": "1", "techniques": {"frameworkAgreement": {"maximumParticipants": 3}}},
                     {"id": "2", "techniques": {"frameworkAgreement": {}, "hasFrameworkAgreement": false}}]}"#;
        assert_eq!(
            found(&[WarningCode::ValueIsCeiling], members),
            ["VALUE_IS_CEILING tender", "VALUE_IS_CEILING tender.lots[0]"]
        );
    }

    #[test]
    fn one_value_for_several_suppliers_counts_once() {
        let members = r#""awards": [
            {"id": "1", "value": {"amount": 5}, "suppliers": [{"id": "a"}, {"id": "b"}]},
            {"id": "2", "value": {"amount": 5}, "suppliers": [{"id": "a"}]},
            {"id": "3", "suppliers": [{"id": "a"}, {"id": "b"}]}]"#;
        assert_eq!(found(&[WarningCode::SharedAwardValue], members), ["SHARED_AWARD_VALUE awards[0].value"]);
    }
}
