//! Who is who. The ids of parties mean nothing outside their release: an organisation is known by its
//! identifiers, without any by its name.

use std::collections::{BTreeMap, HashMap};

use super::{places, read};
use crate::{
    facts::{BuyerFact, Identifier, SupplierFact},
    json::Object,
    warnings,
};

/// Identifiers kept of one organisation in one release.
const MOST_IDENTIFIERS: usize = 50;

/// An organisation as a release describes it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Party {
    pub(super) id: Option<String>,
    pub(super) name: Option<String>,
    pub(super) identifiers: Vec<Identifier>,
    roles: Vec<String>,
    scale: Option<String>,
    vcse: Option<bool>,
    postcode: Option<String>,
    country: Option<String>,
}

impl Party {
    fn read(party: &Object) -> Self {
        let main = party.object("identifier");
        let legal_name = || main.and_then(|identifier| read::text(identifier, "legalName"));
        let mut identifiers: Vec<Identifier> = Vec::new();
        let additional = read::objects(party, "additionalIdentifiers").into_iter();
        for identifier in main.into_iter().chain(additional).take(MOST_IDENTIFIERS) {
            let known = identifier_of(identifier).filter(|identifier| !identifiers.contains(identifier));
            identifiers.extend(known);
        }
        let details = party.object("details");
        let address = party.object("address");
        let within = |address: &Object| address.str("streetAddress").and_then(places::postcode_within);
        let stated = |address: &Object| {
            let written = read::text(address, "postalCode")?;
            Some(places::postcode(&written).unwrap_or(written))
        };
        Self {
            id: read::id(party),
            name: read::text(party, "name").or_else(legal_name),
            identifiers,
            roles: read::texts(party, "roles"),
            scale: details.and_then(|details| read::text(details, "scale")),
            vcse: details.and_then(|details| read::flag(details, "vcse")),
            postcode: address.and_then(|address| stated(address).or_else(|| within(address))),
            country: address.and_then(|address| {
                read::text(address, "country").or_else(|| read::text(address, "countryName"))
            }),
        }
    }

    /// What it is known by across releases.
    pub(super) fn identity(&self) -> String {
        match self.identifiers.first() {
            Some(Identifier { scheme, id }) => format!("{scheme}:{id}"),
            None => self.plain_name(),
        }
    }

    /// Its name without what differs from notice to notice: case, spaces, punctuation.
    pub(super) fn plain_name(&self) -> String {
        let name = self.name.as_deref().unwrap_or_default();
        name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    }

    /// Whether both are one organisation.
    fn is(&self, other: &Self) -> bool {
        if self.identifiers.iter().any(|identifier| other.identifiers.contains(identifier)) {
            return true;
        }
        let name = self.plain_name();
        if name.is_empty() || name != other.plain_name() {
            return false;
        }
        let contradicts =
            |one: &Identifier| other.identifiers.iter().any(|another| another.scheme == one.scheme);
        // A publisher who writes another identifier under the same id and name corrects it.
        let is_corrected = self.id.is_some() && self.id == other.id;
        is_corrected || !self.identifiers.iter().any(contradicts)
    }

    /// Takes over what a later release says.
    fn update(&mut self, later: Self) {
        let Self { id, name, identifiers, roles, scale, vcse, postcode, country } = later;
        let kept = std::mem::replace(&mut self.identifiers, identifiers);
        for identifier in kept {
            if self.identifiers.len() < 2 * MOST_IDENTIFIERS
                && !self.identifiers.iter().any(|known| known.scheme == identifier.scheme)
            {
                self.identifiers.push(identifier);
            }
        }
        self.id = id.or_else(|| self.id.take());
        self.name = name.or_else(|| self.name.take());
        self.scale = scale.or_else(|| self.scale.take());
        self.vcse = vcse.or(self.vcse);
        self.postcode = postcode.or_else(|| self.postcode.take());
        self.country = country.or_else(|| self.country.take());
        if !roles.is_empty() {
            self.roles = roles;
        }
    }

    fn has_role(&self, role: &str) -> bool {
        self.roles.iter().any(|given| given == role)
    }

    /// As a supplier; nothing when it has no name or its name is withheld.
    pub(super) fn supplier(&self) -> Option<SupplierFact> {
        Some(SupplierFact {
            name: self.name.clone()?,
            identifiers: self.identifiers.clone(),
            scale: self.scale.clone(),
            sme: self.scale.as_deref().and_then(is_sme),
            vcse: self.vcse,
            postcode: self.postcode.clone(),
            country: self.country.clone(),
        })
    }
}

fn identifier_of(identifier: &Object) -> Option<Identifier> {
    let scheme = read::text(identifier, "scheme")?;
    let id = read::id(identifier).as_deref().and_then(super::text::readable)?;
    Some(Identifier { scheme, id })
}

/// Whether a size is that of a small or medium enterprise; nothing when that is not known.
fn is_sme(scale: &str) -> Option<bool> {
    match scale.to_ascii_lowercase().as_str() {
        "sme" | "micro" | "small" | "medium" => Some(true),
        "large" => Some(false),
        _ => None,
    }
}

/// Organisations of one name that are compared before another one counts as new.
const COMPARED: usize = 64;

/// Organisations, each once, as the last release that names them describes them.
#[derive(Clone, Debug, Default)]
pub(super) struct Organisations {
    /// By numbers, in the order in which they came.
    list: BTreeMap<usize, Party>,
    /// Numbers given so far.
    given: usize,
    /// The numbers of those with an identifier, or with a name.
    places: HashMap<String, Vec<usize>>,
}

impl Organisations {
    /// Adds one, or takes over what is new about one that is there.
    pub(super) fn add(&mut self, party: Party) {
        let keys: Vec<String> = keys(&party).collect();
        let found = self.find(&party);
        let place = found.unwrap_or(self.given);
        match self.list.get_mut(&place) {
            Some(known) => known.update(party),
            None => {
                self.given += 1;
                self.list.insert(place, party);
            }
        }
        for key in keys {
            let places = self.places.entry(key).or_default();
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
    }

    /// Removes these, if they are there.
    pub(super) fn remove(&mut self, parties: &Self) {
        for party in parties.iter() {
            while let Some(place) = self.find(party) {
                self.list.remove(&place);
                for key in keys(party) {
                    self.places.entry(key).or_default().retain(|known| *known != place);
                }
            }
        }
    }

    fn find(&self, party: &Party) -> Option<usize> {
        let alike = |key: String| self.places.get(&key).into_iter().flatten().take(COMPARED).copied();
        keys(party).flat_map(alike).find(|place| self.list.get(place).is_some_and(|known| known.is(party)))
    }

    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Party> {
        self.list.values()
    }

    pub(super) fn suppliers(&self) -> Vec<SupplierFact> {
        self.iter().filter_map(Party::supplier).collect()
    }
}

impl Extend<Party> for Organisations {
    fn extend<T: IntoIterator<Item = Party>>(&mut self, parties: T) {
        parties.into_iter().for_each(|party| self.add(party));
    }
}

impl FromIterator<Party> for Organisations {
    fn from_iter<T: IntoIterator<Item = Party>>(parties: T) -> Self {
        let mut organisations = Self::default();
        organisations.extend(parties);
        organisations
    }
}

fn keys(party: &Party) -> impl Iterator<Item = String> {
    let identifiers = party.identifiers.iter().map(|Identifier { scheme, id }| format!("{scheme}:{id}"));
    let name = Some(party.plain_name()).filter(|name| !name.is_empty());
    identifiers.chain(name)
}

/// The parties of the releases so far, for references in the last of them.
#[derive(Default)]
pub(super) struct Directory {
    /// Those of the last release, in order.
    here: Vec<Party>,
    places: HashMap<String, Vec<usize>>,
    /// Those of all releases before, the last of each id.
    before: HashMap<String, Party>,
}

impl Directory {
    /// Turns to the next release.
    pub(super) fn turn_to(&mut self, release: &Object) {
        for party in self.here.drain(..) {
            if let Some(id) = party.id.clone() {
                self.before.insert(id, party);
            }
        }
        self.here = read::objects(release, "parties").into_iter().map(Party::read).collect();
        self.places.clear();
        for (place, party) in self.here.iter().enumerate() {
            if let Some(id) = &party.id {
                self.places.entry(id.clone()).or_default().push(place);
            }
        }
    }

    /// The organisation that is meant by a reference: the party of this id in this release, where there are
    /// several the one of the same name. A release that does not list it means the one that an earlier release
    /// listed, but not if that has another name.
    pub(super) fn resolve(&self, reference: &Object) -> Party {
        let mut stated = Party::read(reference);
        let Some(id) = &stated.id else { return stated };
        let places = self.places.get(id).map(Vec::as_slice).unwrap_or_default();
        let alike = || places.iter().take(COMPARED).filter_map(|place| self.here.get(*place));
        let name = stated.plain_name();
        let here = alike().find(|party| party.plain_name() == name).or_else(|| alike().next());
        let before = || {
            let party = self.before.get(id)?;
            (name.is_empty() || name == party.plain_name()).then_some(party)
        };
        if let Some(mut party) = here.or_else(before).cloned() {
            if party.name.is_none() {
                party.name = stated.name.take();
            }
            if party.identifiers.is_empty() {
                party.identifiers = stated.identifiers;
            }
            return party;
        }
        stated
    }

    /// The suppliers in a list of references, without those whose names are withheld.
    pub(super) fn listed(&self, owner: &Object, name: &str) -> Vec<Party> {
        let listed = read::objects(owner, name).into_iter().map(|reference| self.resolve(reference));
        let is_withheld = |party: &Party| party.name.as_deref().is_some_and(warnings::is_instead_of_a_name);
        listed.filter(|party| !is_withheld(party)).collect()
    }

    /// The buyers of this release: who is named as such, the parties with that role, else the procuring entity.
    fn buyers(&self, release: &Object) -> Vec<Party> {
        let named = release.object("buyer").map(|buyer| self.resolve(buyer));
        let with = |role: &'static str| self.here.iter().filter(move |party| party.has_role(role)).cloned();
        let buyers: Vec<Party> =
            named.into_iter().chain(with("buyer")).filter(|party| party.name.is_some()).collect();
        if !buyers.is_empty() {
            return buyers;
        }
        let entity = read::object(release, &["tender", "procuringEntity"]).map(|entity| self.resolve(entity));
        entity.into_iter().chain(with("procuringEntity")).filter(|party| party.name.is_some()).collect()
    }
}

/// The buyers of a process.
#[derive(Default)]
pub(super) struct Buyers(Organisations);

impl Buyers {
    /// Notes those of a release, to which the directory is turned.
    pub(super) fn note(&mut self, release: &Object, directory: &Directory) {
        self.0.extend(directory.buyers(release));
    }

    /// All, in the order in which they are named.
    pub(super) fn facts(self) -> Vec<BuyerFact> {
        let fact = |party: Party| Some(BuyerFact { name: party.name?, identifiers: party.identifiers });
        self.0.list.into_values().filter_map(fact).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::facts, *};

    fn told(buyers: &[BuyerFact]) -> Vec<String> {
        let ids = |buyer: &BuyerFact| {
            buyer
                .identifiers
                .iter()
                .map(|known| format!("{}:{}", known.scheme, known.id))
                .collect::<Vec<_>>()
                .join(" ")
        };
        buyers.iter().map(|buyer| format!("{} [{}]", buyer.name, ids(buyer))).collect()
    }

    #[test]
    fn party_ids_are_local_to_their_release() {
        let release = |id: &str, name: &str| {
            format!(
                r#""buyer": {{"id": "org-1"}}, "parties": [{{"id": "org-1", "name": "{name}", "roles": ["buyer"],
                    "identifier": {{"scheme": "GB-LAE", "id": "{id}"}}}}]"#
            )
        };
        let facts = facts(&[
            &release("A", "Alpha Council"),
            &release("B", "Beta Council"),
            &release("A", "ALPHA COUNCIL"),
        ]);
        assert_eq!(told(&facts.buyers), ["ALPHA COUNCIL [GB-LAE:A]", "Beta Council [GB-LAE:B]"]);
    }

    #[test]
    fn a_buyer_that_is_not_named_is_found_by_its_role() {
        let party = |role: &str| {
            format!(
                r#""parties": [{{"id": 1, "name": "R&amp;B", "roles": ["{role}"], "additionalIdentifiers": [
                {{"scheme": "GB-NHS", "id": "RRK"}}, {{"scheme": "GB-NHS"}}]}}]"#
            )
        };
        for role in ["buyer", "procuringEntity"] {
            assert_eq!(told(&facts(&[&party(role)]).buyers), ["R&B [GB-NHS:RRK]"]);
        }
        assert_eq!(told(&facts(&[&party("reviewBody")]).buyers), [""; 0]);
        let many = r#""buyer": {"id": "x", "name": "X"}, "parties": [{"id": "y", "name": "Y", "roles": ["buyer"]},
            {"id": "x", "name": "X", "roles": ["buyer"]}, {"id": "z", "name": "Z", "roles": ["procuringEntity"]}]"#;
        assert_eq!(told(&facts(&[many]).buyers), ["X []", "Y []"]);
    }

    #[test]
    fn a_release_without_parties_means_those_of_earlier_ones() {
        let first = r#""buyer": {"id": "a"}, "parties": [{"id": "a", "name": "A", "identifier": {"scheme": "S", "id": "1"}}]"#;
        assert_eq!(told(&facts(&[first, r#""buyer": {"id": "a", "name": "a"}"#]).buyers), ["A [S:1]"]);
        assert_eq!(
            told(&facts(&[first, r#""buyer": {"id": "a", "name": "B"}"#]).buyers),
            ["A [S:1]", "B []"]
        );
    }

    #[test]
    fn a_corrected_identifier_replaces_the_wrong_one() {
        let release = |id: &str| {
            format!(
                r#""parties": [{{"id": "a", "name": "A", "roles": ["buyer"],
            "identifier": {{"scheme": "S", "id": "{id}"}}}}]"#
            )
        };
        assert_eq!(told(&facts(&[&release("1"), &release("2")]).buyers), ["A [S:2]"]);
    }

    #[test]
    fn size_is_known_or_not() {
        for (scale, sme) in
            [("sme", Some(true)), ("Micro", Some(true)), ("large", Some(false)), ("other", None)]
        {
            assert_eq!(is_sme(scale), sme, "{scale}");
        }
    }
}
