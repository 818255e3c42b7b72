//! Bid statistics that contradict each other.

use std::collections::HashMap;

use super::{Found, WarningCode};
use crate::json::{Object, Value};

pub(super) fn of(release: &Object, found: &mut Found) {
    let Some(bids) = release.object("bids") else { return };
    let mut known: HashMap<(&str, &str), &Value> = HashMap::new();
    for (index, statistic) in bids.objects("statistics").enumerate() {
        let (Some(measure), Some(value)) = (statistic.str("measure"), statistic.get("value")) else {
            continue;
        };
        let lot = statistic.str("relatedLot").unwrap_or_default();
        if *known.entry((measure, lot)).or_insert(value) != value {
            found.add(WarningCode::StatisticsConflict, format!("bids.statistics[{index}]"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{WarningCode, tests::found};

    #[test]
    fn a_measure_of_a_lot_has_one_value() {
        let members = r#""bids": {"statistics": [
            {"id": "1", "measure": "bids", "relatedLot": "1", "value": 5},
            {"id": "2", "measure": "bids", "relatedLot": "1", "value": 5.0},
            {"id": "3", "measure": "bids", "relatedLot": "2", "value": 6},
            {"id": "4", "measure": "smeBids", "relatedLot": "1", "value": 4},
            {"id": "5", "measure": "bids", "relatedLot": "1", "value": 7}]}"#;
        assert_eq!(
            found(&[WarningCode::StatisticsConflict], members),
            ["STATISTICS_CONFLICT bids.statistics[4]"]
        );
    }
}
