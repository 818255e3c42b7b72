//! Lots whose status contradicts their awards.

use std::collections::HashSet;

use super::{Found, WarningCode};
use crate::{
    json::{Object, Value},
    merge,
};

pub(super) fn of(release: &Object, found: &mut Found) {
    let awarded: HashSet<&str> =
        release.objects("awards").filter(|award| stands(award)).flat_map(lots_of).collect();
    let Some(tender) = release.object("tender") else { return };
    for (index, lot) in tender.objects("lots").enumerate() {
        let is_awarded = merge::id(lot).is_some_and(|id| awarded.contains(id.as_ref()));
        if lot.str("status") == Some("cancelled") && is_awarded {
            found.add(WarningCode::LotCancelledAwarded, format!("tender.lots[{index}]"));
        }
    }
}

/// Whether an award was not taken back.
fn stands(award: &Object) -> bool {
    !matches!(award.str("status"), Some("cancelled" | "unsuccessful"))
}

/// The lots of an award: those that it names, and those of its items.
fn lots_of(award: &Object) -> impl Iterator<Item = &str> {
    let named = award.get("relatedLots").and_then(Value::as_array).unwrap_or_default().iter();
    let of_items = award.objects("items").filter_map(|item| item.str("relatedLot"));
    named.filter_map(Value::as_str).chain(of_items)
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    #[test]
    fn a_cancelled_lot_has_no_award() {
        let members = r#""tender": {"lots": [{"id": "1", "status": "cancelled"}, {"id": 2, "status": "cancelled"},
                                             {"id": "3", "status": "cancelled"}, {"id": "4", "status": "complete"}]},
            "awards": [{"id": "1", "relatedLots": ["1", "4"]},
                       {"id": "2", "items": [{"id": "1", "relatedLot": "2"}]},
                       {"id": "3", "status": "cancelled", "relatedLots": ["3"]}]"#;
        assert_eq!(
            found(&[WarningCode::LotCancelledAwarded], members),
            ["LOT_CANCELLED_AWARDED tender.lots[0]", "LOT_CANCELLED_AWARDED tender.lots[1]"]
        );
    }
}
