//! Lots.

use std::collections::{HashMap, HashSet};

use super::{
    categories,
    days::Period,
    read::{self, Keys},
    values,
};
use crate::{
    facts::{LotFact, Suitability, SuitabilityBasis, ValueBasis},
    json::Object,
    warnings,
};

/// What the lots of a process are called here, and which of them set up frameworks.
pub(super) struct Lots {
    /// Keys by id, that of the first where an id stands for several.
    keys: HashMap<String, String>,
    frameworks: HashSet<String>,
    all_frameworks: bool,
}

impl Lots {
    /// Reads the lots of a tender and what is said of them.
    pub(super) fn read(tender: &Object, items: &[&Object]) -> (Self, Vec<LotFact>) {
        let mut lots = Self {
            keys: HashMap::new(),
            frameworks: HashSet::new(),
            all_frameworks: warnings::is_framework(tender),
        };
        let categories = categories::by_lot(items);
        let inherited = suitability(tender, SuitabilityBasis::Tender);
        let mut keys = Keys::default();
        let mut facts = Vec::new();
        for lot in read::objects(tender, "lots") {
            let id = read::id(lot);
            let key = keys.next(id.as_deref());
            let is_framework = lots.all_frameworks || warnings::is_framework(lot);
            if let Some(id) = &id {
                lots.keys.entry(id.clone()).or_insert_with(|| key.clone());
                if is_framework {
                    lots.frameworks.insert(id.clone());
                }
            }
            let own = suitability(lot, SuitabilityBasis::Lot);
            let basis = if is_framework { ValueBasis::Ceiling } else { ValueBasis::Estimate };
            facts.push(LotFact {
                key,
                title: read::text(lot, "title"),
                description: read::text(lot, "description"),
                status: read::text(lot, "status"),
                value: values::value_of(lot, "value", basis),
                suitability: if own.basis.is_some() { own } else { inherited },
                term: Period::of(lot, "contractPeriod").term,
                renewal: described(lot, "renewal", "hasRenewal"),
                options: described(lot, "options", "hasOptions"),
                cpv: id.as_deref().and_then(|id| categories.get(id).cloned()),
            });
        }
        (lots, facts)
    }

    /// The keys of these lots; a lot that the tender does not list is called by its id.
    pub(super) fn keys(&self, ids: &[String]) -> Vec<String> {
        ids.iter().map(|id| self.key(id)).collect()
    }

    /// The key of this lot.
    pub(super) fn key(&self, id: &str) -> String {
        self.keys.get(id).cloned().unwrap_or_else(|| read::key_text(id))
    }

    /// Whether an award of these lots sets up a framework.
    pub(super) fn is_framework(&self, ids: &[String]) -> bool {
        self.all_frameworks || ids.iter().any(|id| self.frameworks.contains(id))
    }

    /// Whether anything of the tender sets up a framework.
    pub(super) fn any_framework(&self) -> bool {
        self.all_frameworks || !self.frameworks.is_empty()
    }
}

/// What is said of options: the description, else `yes` or `no`, if only that is said.
fn described(lot: &Object, name: &str, flag: &str) -> Option<String> {
    let description = lot.object(name).and_then(|about| read::text(about, "description"));
    let answer = |yes| if yes { "yes" } else { "no" };
    description.or_else(|| read::flag(lot, flag).map(answer).map(str::to_owned))
}

fn suitability(stated: &Object, basis: SuitabilityBasis) -> Suitability {
    let Some(suitability) = stated.object("suitability") else { return Suitability::default() };
    let (sme, vcse) = (read::flag(suitability, "sme"), read::flag(suitability, "vcse"));
    Suitability { sme, vcse, basis: (sme.is_some() || vcse.is_some()).then_some(basis) }
}

/// What a process suits as a whole: yes where a lot says yes, no where all say no; without lots what the tender
/// says.
pub(super) fn whole_suitability(tender: &Object, lots: &[LotFact]) -> Suitability {
    let stated = suitability(tender, SuitabilityBasis::Tender);
    if !lots.iter().any(|lot| lot.suitability.basis == Some(SuitabilityBasis::Lot)) {
        return stated;
    }
    let any = |of: fn(&Suitability) -> Option<bool>| {
        let said: Vec<Option<bool>> = lots.iter().map(|lot| of(&lot.suitability)).collect();
        if said.contains(&Some(true)) {
            return Some(true);
        }
        (!said.contains(&None)).then_some(false)
    };
    let (sme, vcse) = (any(|suits| suits.sme), any(|suits| suits.vcse));
    Suitability { sme, vcse, basis: Some(SuitabilityBasis::Lot) }
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;
    use crate::facts::{Suitability, SuitabilityBasis, ValueBasis};

    fn suits(sme: Option<bool>, vcse: Option<bool>, basis: SuitabilityBasis) -> Suitability {
        Suitability { sme, vcse, basis: Some(basis) }
    }

    #[test]
    fn suitability_is_that_of_the_lot_else_of_the_tender() {
        let facts = facts(&[r#""tender": {"suitability": {"sme": true, "vcse": false},
            "lots": [{"id": "1", "suitability": {"vcse": true}}, {"id": "2"}]}"#]);
        assert_eq!(facts.lots[0].suitability, suits(None, Some(true), SuitabilityBasis::Lot));
        assert_eq!(facts.lots[1].suitability, suits(Some(true), Some(false), SuitabilityBasis::Tender));
        assert_eq!(facts.suitability, suits(Some(true), Some(true), SuitabilityBasis::Lot));
    }

    #[test]
    fn nothing_said_is_never_a_no() {
        let of = |lots: &str| facts(&[&format!(r#""tender": {{"lots": [{lots}]}}"#)]).suitability;
        let no = r#"{"id": 1, "suitability": {"sme": false}}"#;
        assert_eq!(of(no), suits(Some(false), None, SuitabilityBasis::Lot));
        assert_eq!(of(&format!(r#"{no}, {{"id": 2}}"#)), suits(None, None, SuitabilityBasis::Lot));
        assert_eq!(of(r#"{"id": 2}"#), Suitability::default());
    }

    #[test]
    fn a_lot_has_its_own_value_term_and_category() {
        let facts = facts(&[r#""tender": {"value": {"amount": 50, "currency": "GBP"}, "lots": [
            {"id": 1, "status": "cancelled", "value": {"amount": 5, "currency": "AED"}, "hasRenewal": true,
             "options": {"description": "1 &amp; 2"}, "hasOptions": true,
             "contractPeriod": {"startDate": "2026-01-01", "durationInMonths": 12, "maxExtentDate": "2028-12-31"}},
            {"id": 1, "title": "Again", "techniques": {"hasFrameworkAgreement": true}, "hasRenewal": false,
             "value": {"amountGross": 6, "currency": "GBP"}}],
            "items": [{"id": 1, "relatedLot": "1", "classification": {"scheme": "CPV", "id": "90511000-2"}}]}"#]);
        let [one, again] = &facts.lots[..] else { panic!("{:?}", facts.lots) };
        assert_eq!((one.key.as_str(), again.key.as_str()), ("1", "1#2"));
        let value = one.value.as_ref().unwrap();
        assert_eq!((value.pence, value.currency.as_str(), value.basis), (500, "AED", ValueBasis::Estimate));
        assert_eq!(again.value.as_ref().unwrap().basis, ValueBasis::Ceiling);
        assert_eq!((one.renewal.as_deref(), one.options.as_deref()), (Some("yes"), Some("1 & 2")));
        assert_eq!((again.renewal.as_deref(), again.options.as_deref()), (Some("no"), None));
        assert_eq!(one.term.ends_on.map(|day| day.to_string()).as_deref(), Some("2026-12-31"));
        assert_eq!(facts.term.latest_end_on.map(|day| day.to_string()).as_deref(), Some("2028-12-31"));
        assert_eq!(one.cpv.as_deref(), Some("90511000"));
        assert!(facts.is_framework);
    }
}
