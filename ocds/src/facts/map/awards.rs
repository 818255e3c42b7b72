//! Awards, each of them once.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::{
    days::{self, Period},
    lots::Lots,
    parties::{Directory, Organisations, Party},
    read::{self, Keys},
    repeated::{self, Marks},
    values,
};
use crate::{
    facts::{AwardFact, ValueBasis},
    json::Object,
    merge,
    rules::Rules,
};

/// An award, as all releases together state it.
pub(super) struct Award {
    pub(super) id: Option<String>,
    /// All but its suppliers.
    pub(super) merged: Object,
    /// Its suppliers, each as the release that names it describes it.
    pub(super) suppliers: Organisations,
    marks: Marks,
}

impl Award {
    /// Ids of the lots that it is about, as published.
    pub(super) fn lots(&self) -> Vec<String> {
        lots_of(&self.merged)
    }

    /// The contract period stated with it.
    pub(super) fn period(&self) -> Period {
        Period::of(&self.merged, "contractPeriod")
    }

    /// Whether it was decided for somebody, and not taken back.
    pub(super) fn stands(&self) -> bool {
        let status = self.merged.str("status").unwrap_or_default().to_ascii_lowercase();
        !matches!(status.as_str(), "cancelled" | "unsuccessful")
    }

    /// Whether more is known of it than its id.
    pub(super) fn says_something(&self) -> bool {
        let fields = ["title", "date", "value", "contractPeriod", "relatedLots", "items"];
        !self.suppliers.is_empty() || fields.iter().any(|name| self.merged.get(name).is_some())
    }

    fn update(&mut self, stated: &Object, suppliers: Vec<Party>, rules: &Rules) {
        merge::merge_object(&mut self.merged, stated, &["awards"], rules);
        if stated.get("suppliers").is_some_and(crate::json::Value::is_null) {
            self.suppliers.clear();
        }
        self.suppliers.extend(suppliers);
        self.marks = marks(self.suppliers.iter(), self.lots());
    }
}

/// The lots that an award or a contract names, else those of its items.
pub(super) fn lots_of(stated: &Object) -> Vec<String> {
    let named = read::references(stated, "relatedLots");
    if !named.is_empty() {
        return named;
    }
    let mut lots: Vec<String> = Vec::new();
    for item in read::objects(stated, "items") {
        lots.extend(read::reference(item, "relatedLot"));
        lots.extend(read::references(item, "relatedLots"));
    }
    read::once(lots.into_iter())
}

fn marks<'p>(suppliers: impl Iterator<Item = &'p Party>, lots: Vec<String>) -> Marks {
    let (who, names) = suppliers.map(|party| (party.identity(), party.plain_name())).unzip();
    Marks::new(who, names, lots)
}

/// The objects of a list by their ids, in the order in which the ids appear.
pub(super) fn by_id<'o>(owner: &'o Object, name: &str) -> IndexMap<Option<String>, Vec<&'o Object>> {
    let mut groups: IndexMap<Option<String>, Vec<&Object>> = IndexMap::new();
    for object in read::objects(owner, name) {
        groups.entry(read::id(object)).or_default().push(object);
    }
    groups
}

/// The awards of a process.
#[derive(Default)]
pub(super) struct Awards {
    all: Vec<Award>,
    places: HashMap<Option<String>, Vec<usize>>,
    /// Where those stand that the last release states.
    here: HashMap<String, Vec<usize>>,
}

impl Awards {
    /// Notes what a release states, to which the directory is turned.
    pub(super) fn note(&mut self, release: &Object, directory: &Directory, rules: &Rules) {
        self.here.clear();
        for (id, group) in by_id(release, "awards") {
            let suppliers: Vec<Vec<Party>> =
                group.iter().map(|award| directory.listed(award, "suppliers")).collect();
            let stated: Vec<Marks> = group
                .iter()
                .zip(&suppliers)
                .map(|(award, parties)| marks(parties.iter(), lots_of(award)))
                .collect();
            let places = self.places.entry(id.clone()).or_default();
            let known: Vec<&Marks> = places.iter().map(|place| &self.all[*place].marks).collect();
            let found = repeated::assign(&stated, &known, id.is_some());
            let found: Vec<Option<usize>> = found.into_iter().map(|place| Some(places[place?])).collect();
            for ((award, suppliers), place) in group.into_iter().zip(suppliers).zip(found) {
                let place = place.unwrap_or_else(|| {
                    let new = Award {
                        id: id.clone(),
                        merged: Object::new(),
                        suppliers: Organisations::default(),
                        marks: Marks::default(),
                    };
                    self.all.push(new);
                    places.push(self.all.len() - 1);
                    self.all.len() - 1
                });
                self.all[place].update(award, suppliers, rules);
                if let Some(id) = &id {
                    self.here.entry(id.clone()).or_default().push(place);
                }
            }
        }
    }

    /// Where the awards of this id stand that the last release states.
    pub(super) fn here(&self, id: &str) -> &[usize] {
        self.here.get(id).map(Vec::as_slice).unwrap_or_default()
    }

    /// Where the awards of this id stand that any release states.
    pub(super) fn known(&self, id: &str) -> &[usize] {
        self.places.get(&Some(id.to_owned())).map(Vec::as_slice).unwrap_or_default()
    }

    pub(super) fn get(&self, place: usize) -> Option<&Award> {
        self.all.get(place)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Award> {
        self.all.iter()
    }

    /// As facts, in the order of the awards.
    pub(super) fn facts(&self, lots: &Lots) -> Vec<AwardFact> {
        let mut keys = Keys::default();
        self.all.iter().map(|award| fact(award, keys.next(award.id.as_deref()), lots)).collect()
    }
}

fn fact(award: &Award, key: String, lots: &Lots) -> AwardFact {
    let lot_ids = award.lots();
    let basis = if lots.is_framework(&lot_ids) { ValueBasis::Ceiling } else { ValueBasis::Net };
    AwardFact {
        key,
        title: read::text(&award.merged, "title"),
        status: read::text(&award.merged, "status"),
        awarded_on: days::day_of(&award.merged, "date"),
        value: values::value_of(&award.merged, "value", basis),
        term: award.period().term,
        lots: lots.keys(&lot_ids),
        suppliers: award.suppliers.suppliers(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::facts;
    use crate::facts::ProcessFacts;

    const PARTIES: &str = r#""parties": [
        {"id": "a", "name": "A Ltd", "identifier": {"scheme": "GB-COH", "id": "00000001"}, "details": {"scale": "sme"}},
        {"id": "b", "name": "B Ltd", "identifier": {"scheme": "GB-COH", "id": "00000002"}},
        {"id": "c", "name": "C Ltd", "roles": ["supplier"], "address": {"streetAddress": "1 Road, Leeds LS1 1UR"}}]"#;

    fn told(facts: &ProcessFacts) -> Vec<String> {
        let award = |award: &crate::facts::AwardFact| {
            let names: Vec<&str> = award.suppliers.iter().map(|supplier| supplier.name.as_str()).collect();
            let value = award.value.as_ref().map(|value| value.pence.to_string()).unwrap_or_default();
            format!("{} {} {} {value}", award.key, names.join("+"), award.lots.join("+"))
        };
        facts.awards.iter().map(award).collect()
    }

    fn award(id: &str, supplier: &str, lot: &str, amount: u32) -> String {
        format!(
            r#"{{"id": "{id}", "suppliers": [{{"id": "{supplier}"}}], "relatedLots": ["{lot}"],
                "value": {{"amount": {amount}, "currency": "GBP"}}}}"#
        )
    }

    #[test]
    fn an_id_given_twice_is_two_awards_whatever_their_order_later() {
        let first =
            format!(r#"{PARTIES}, "awards": [{}, {}]"#, award("1", "a", "1", 10), award("1", "b", "2", 20));
        let swapped =
            format!(r#"{PARTIES}, "awards": [{}, {}]"#, award("1", "b", "2", 21), award("1", "a", "1", 11));
        let expected = ["1 A Ltd 1 1100", "1#2 B Ltd 2 2100"];
        assert_eq!(told(&facts(&[&first, &swapped])), expected);
        let one = format!(r#"{PARTIES}, "awards": [{}]"#, award("1", "b", "2", 22));
        assert_eq!(told(&facts(&[&first, &one])), ["1 A Ltd 1 1000", "1#2 B Ltd 2 2200"]);
        assert_eq!(told(&facts(&[&one, &first])), ["1 B Ltd 2 2000", "1#2 A Ltd 1 1000"]);
    }

    #[test]
    fn a_delta_wipes_nothing() {
        let first =
            format!(r#"{PARTIES}, "awards": [{}, {}]"#, award("1", "a", "1", 10), award("1", "b", "2", 20));
        let delta =
            r#""awards": [{"id": "1", "amendments": [{"id": "x"}]}, {"id": "1", "status": "active"}]"#;
        let facts = facts(&[&first, delta]);
        assert_eq!(told(&facts), ["1 A Ltd 1 1000", "1#2 B Ltd 2 2000"]);
        assert_eq!(facts.awards[1].status.as_deref(), Some("active"));
    }

    #[test]
    fn suppliers_are_those_of_the_release_that_names_them() {
        let first = r#""parties": [{"id": "1", "name": "A Ltd", "identifier": {"scheme": "S", "id": "1"}}],
            "awards": [{"id": "1", "suppliers": [{"id": "1"}]}]"#;
        let second = r#""parties": [{"id": "1", "name": "B Ltd", "identifier": {"scheme": "S", "id": "2"}}],
            "awards": [{"id": "2", "suppliers": [{"id": "1"}]}]"#;
        assert_eq!(told(&facts(&[first, second])), ["1 A Ltd  ", "2 B Ltd  "]);
        let again = second.replace("\"2\", \"suppliers\"", "\"1\", \"suppliers\"");
        assert_eq!(told(&facts(&[first, &again])), ["1 A Ltd+B Ltd  "], "as lists of objects are merged");
        let deleted = r#""awards": [{"id": "1", "suppliers": null}]"#;
        assert_eq!(told(&facts(&[first, deleted])), ["1   "]);
    }

    #[test]
    fn what_is_known_of_a_supplier_comes_with_it() {
        let facts = facts(&[&format!(
            r#"{PARTIES}, "awards": [{{"id": 1, "suppliers": [{{"id": "a"}}, {{"id": "c", "name": "C Ltd"}},
                {{"id": "d", "name": "Name withheld"}}, {{"id": "e"}}]}}]"#
        )]);
        let [a, c] = &facts.awards[0].suppliers[..] else { panic!("{:?}", facts.awards) };
        assert_eq!((a.identifiers[0].id.as_str(), a.sme, a.vcse), ("00000001", Some(true), None));
        assert_eq!((c.identifiers.len(), c.sme, c.postcode.as_deref()), (0, None, Some("LS1 1UR")));
    }

    #[test]
    fn awards_without_an_id_are_kept() {
        let text = r#""awards": [{"title": "x", "suppliers": [{"name": "A"}]}, {"title": "y", "suppliers": [{"name": "B"}]}]"#;
        assert_eq!(told(&facts(&[text, text])), ["#1 A  ", "#2 B  "]);
    }
}
