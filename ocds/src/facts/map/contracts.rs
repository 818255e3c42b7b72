//! Contracts, each of them once, and awards without a contract.

use std::collections::HashMap;

use chrono::NaiveDate;

use super::{
    awards::{self, Award, Awards},
    categories,
    changes::Changes,
    days::{self, Period},
    lots::Lots,
    notices::Notice,
    parties::{Directory, Organisations},
    performance::Performance,
    read::{self, Keys},
    repeated::{self, Marks},
    values,
};
use crate::{
    facts::{AwardFact, ContractFact, ContractOrigin, EndBasis, Term, ValueBasis},
    json::Object,
    merge,
    rules::Rules,
};

/// A contract, as all releases together state it.
struct Contract {
    id: Option<String>,
    merged: Object,
    /// Where its award stands, if a release that states the contract tells.
    award: Option<usize>,
    /// Its own suppliers; those of its award where there are none.
    suppliers: Organisations,
    changes: Changes,
    performance: Performance,
    marks: Marks,
}

impl Contract {
    fn new(id: Option<String>) -> Self {
        Self {
            id,
            merged: Object::new(),
            award: None,
            suppliers: Organisations::default(),
            changes: Changes::default(),
            performance: Performance::default(),
            marks: Marks::default(),
        }
    }

    /// The last day so far, by what is said of the contract itself.
    fn end_so_far(&self) -> Option<NaiveDate> {
        self.changes.amended_end.or_else(|| Period::of(&self.merged, "period").term.ends_on)
    }

    /// First, last and last possible day, and which field says the last one.
    fn term(&self, award: Option<Period>) -> (Term, Option<EndBasis>) {
        let own = Period::of(&self.merged, "period");
        let award = award.unwrap_or_default();
        let stated = |period: Period| period.term.ends_on.filter(|_| !period.is_reckoned);
        let reckoned = |period: Period| period.term.ends_on.filter(|_| period.is_reckoned);
        let ends = [
            (self.changes.terminated_end(), EndBasis::Termination),
            (self.changes.amended_end, EndBasis::Amended),
            (stated(own), EndBasis::ContractPeriod),
            (stated(award), EndBasis::AwardPeriod),
            (reckoned(own), EndBasis::StartAndDuration),
            (reckoned(award), EndBasis::StartAndDuration),
        ];
        let end = ends.into_iter().find_map(|(end, basis)| Some((end?, basis)));
        let (ends_on, basis) = end.unzip();
        let latest = own.term.latest_end_on.or(self.changes.amended_latest_end).or(award.term.latest_end_on);
        // A contract that has ended has no options left, and options do not shorten a term.
        let latest = latest.filter(|latest| !self.changes.is_terminated() && Some(*latest) >= ends_on);
        (
            Term { starts_on: own.term.starts_on.or(award.term.starts_on), ends_on, latest_end_on: latest },
            basis,
        )
    }
}

/// The contracts of a process.
#[derive(Default)]
pub(super) struct Contracts {
    all: Vec<Contract>,
    places: HashMap<Option<String>, Vec<usize>>,
}

impl Contracts {
    /// Notes what a release states, to which the directory is turned and whose awards are noted.
    pub(super) fn note(
        &mut self,
        release: &Object,
        notice: &Notice,
        directory: &Directory,
        awards: &Awards,
        rules: &Rules,
    ) {
        let links = Links::of(release, awards);
        for (id, group) in awards::by_id(release, "contracts") {
            let places = self.places.entry(id.clone()).or_default();
            let found_awards: Vec<Option<usize>> =
                group.iter().map(|contract| links.award(contract)).collect();
            let stated: Vec<Marks> = found_awards.iter().map(|award| marks(*award)).collect();
            let known: Vec<&Marks> = places.iter().map(|place| &self.all[*place].marks).collect();
            let found = repeated::assign(&stated, &known, id.is_some());
            let found: Vec<Option<usize>> = found.into_iter().map(|place| Some(places[place?])).collect();
            for ((stated, award), place) in group.into_iter().zip(found_awards).zip(found) {
                let place = place.unwrap_or_else(|| {
                    self.all.push(Contract::new(id.clone()));
                    places.push(self.all.len() - 1);
                    self.all.len() - 1
                });
                let contract = &mut self.all[place];
                let before = contract.end_so_far();
                merge::merge_object(&mut contract.merged, stated, &["contracts"], rules);
                contract.changes.note(stated, notice, before, directory, rules);
                contract.performance.note(stated, notice.day);
                contract.suppliers.extend(directory.listed(stated, "suppliers"));
                contract.award = award.or(contract.award);
                contract.marks = marks(contract.award);
            }
        }
    }

    /// Whether all contracts have ended, by their status.
    pub(super) fn are_all_terminated(&self) -> bool {
        !self.all.is_empty()
            && self.all.iter().all(|contract| contract.merged.str("status") == Some("terminated"))
    }

    /// As facts: the contracts, then the awards without one.
    pub(super) fn facts(&self, about: &About<'_>) -> Vec<ContractFact> {
        let awards: Vec<Option<usize>> = self
            .all
            .iter()
            .map(|contract| {
                let named = read::reference(&contract.merged, "awardID");
                contract.award.or_else(|| about.awards.known(&named?).first().copied())
            })
            .collect();
        let mut counts: HashMap<usize, usize> = HashMap::new();
        awards.iter().flatten().for_each(|award| *counts.entry(*award).or_default() += 1);
        let mut keys = Keys::default();
        let mut facts: Vec<ContractFact> = Vec::new();
        for (contract, place) in self.all.iter().zip(awards) {
            let key = keys.next(contract.id.as_deref());
            let is_only = place.and_then(|place| counts.get(&place)) == Some(&1);
            facts.push(about.contract(contract, key, place, is_only));
        }
        for (place, award) in about.awards.iter().enumerate() {
            if !counts.contains_key(&place) && award.stands() && award.says_something() {
                facts.extend(about.award_facts.get(place).map(|fact| about.award(award, fact)));
            }
        }
        facts
    }
}

fn marks(award: Option<usize>) -> Marks {
    let about: Vec<String> = award.iter().map(ToString::to_string).collect();
    Marks::new(about.clone(), about.clone(), about)
}

/// Which contract of a release is under which award.
struct Links<'r> {
    awards: &'r Awards,
    /// Contracts of the release by the award that they name.
    contracts: HashMap<String, Named>,
}

/// The contracts of a release that name one award.
#[derive(Default)]
struct Named {
    /// Where they stand among each other.
    positions: HashMap<*const Object, usize>,
    /// Where the awards of this id stand, by their lots, if there are several.
    awards: HashMap<Vec<String>, usize>,
}

impl<'r> Links<'r> {
    fn of(release: &Object, awards: &'r Awards) -> Self {
        let mut contracts: HashMap<String, Named> = HashMap::new();
        for contract in read::objects(release, "contracts") {
            if let Some(award) = read::reference(contract, "awardID") {
                let positions = &mut contracts.entry(award).or_default().positions;
                positions.insert(std::ptr::from_ref(contract), positions.len());
            }
        }
        for (id, named) in &mut contracts {
            let several = candidates(awards, id);
            if several.len() > 1 {
                for place in several {
                    let lots = awards.get(*place).map(Award::lots).unwrap_or_default();
                    named.awards.entry(lots).or_insert(*place);
                }
            }
        }
        Self { awards, contracts }
    }

    /// Where the award of a contract stands. Where its id is that of several: the one with the same lots; else
    /// the one at the same position, if there are as many contracts as awards; else the first. Nothing for a
    /// release without awards when there are several, as it does not tell which.
    fn award(&self, contract: &Object) -> Option<usize> {
        let id = read::reference(contract, "awardID")?;
        if let [place] = candidates(self.awards, &id) {
            return Some(*place);
        }
        let named = self.contracts.get(&id)?;
        let lots = awards::lots_of(contract);
        if let Some(place) = named.awards.get(&lots).filter(|_| !lots.is_empty()) {
            return Some(*place);
        }
        let here = self.awards.here(&id);
        let position = named.positions.get(&std::ptr::from_ref(contract)).copied();
        here.get(position.filter(|_| named.positions.len() == here.len()).unwrap_or_default()).copied()
    }
}

/// Where the awards of an id stand that are meant in a release: those that it states, else all that are known.
fn candidates<'a>(awards: &'a Awards, id: &str) -> &'a [usize] {
    let here = awards.here(id);
    if here.is_empty() { awards.known(id) } else { here }
}

/// What contracts are about.
pub(super) struct About<'m> {
    pub(super) awards: &'m Awards,
    pub(super) award_facts: &'m [AwardFact],
    pub(super) lots: &'m Lots,
    /// Main CPV codes of lots by their keys.
    pub(super) lot_cpvs: HashMap<&'m str, &'m str>,
    /// Title and main CPV code of the process.
    pub(super) title: Option<&'m str>,
    pub(super) cpv: Option<&'m str>,
}

impl About<'_> {
    fn contract(
        &self,
        contract: &Contract,
        key: String,
        place: Option<usize>,
        is_only: bool,
    ) -> ContractFact {
        let merged = &contract.merged;
        let award = place.and_then(|place| self.awards.get(place));
        let award_fact = place.and_then(|place| self.award_facts.get(place));
        let mut lot_ids = awards::lots_of(merged);
        if lot_ids.is_empty() {
            lot_ids = award.map(Award::lots).unwrap_or_default();
        }
        let is_framework = self.is_framework(&lot_ids);
        let basis = if is_framework { ValueBasis::Ceiling } else { ValueBasis::Net };
        let own_value = contract.changes.amended_value.as_ref().or_else(|| merged.object("value"));
        let own_value = own_value.and_then(|value| values::value(value, basis));
        let of_award = || award_fact.filter(|_| is_only).and_then(|award| award.value.clone());
        let mut suppliers = contract.suppliers.clone();
        if let Some(award) = award.filter(|_| suppliers.is_empty()) {
            suppliers = award.suppliers.clone();
        }
        contract.changes.move_suppliers(&mut suppliers);
        let (term, end_basis) = contract.term(award.map(Award::period));
        let lots = self.lots.keys(&lot_ids);
        ContractFact {
            source_key: format!("contract/{key}"),
            origin: ContractOrigin::Contract,
            award_key: award_fact.map(|award| award.key.clone()),
            reference: contract.id.as_deref().and_then(super::text::readable),
            title: read::text(merged, "title")
                .or_else(|| award_fact?.title.clone())
                .or_else(|| self.titled()),
            description: read::text(merged, "description"),
            status: read::text(merged, "status"),
            awarded_on: award_fact.and_then(|award| award.awarded_on),
            signed_on: days::day_of(merged, "dateSigned"),
            term,
            end_basis,
            value: own_value.or_else(of_award),
            cpv: cpv(merged)
                .or_else(|| award.and_then(|award| cpv(&award.merged)))
                .or_else(|| self.cpv_of(&lots)),
            lots,
            is_framework,
            suppliers: suppliers.suppliers(),
            changes: contract.changes.facts(basis),
            performance: contract.performance.facts(),
        }
    }

    fn award(&self, award: &Award, fact: &AwardFact) -> ContractFact {
        let period = award.period();
        let basis = if period.is_reckoned { EndBasis::StartAndDuration } else { EndBasis::AwardPeriod };
        let ends_on = period.term.ends_on;
        let latest_end_on = period.term.latest_end_on.filter(|latest| Some(*latest) >= ends_on);
        ContractFact {
            source_key: format!("award/{}", fact.key),
            origin: ContractOrigin::Award,
            award_key: Some(fact.key.clone()),
            reference: award.id.as_deref().and_then(super::text::readable),
            title: fact.title.clone().or_else(|| self.titled()),
            description: read::text(&award.merged, "description"),
            status: fact.status.clone(),
            awarded_on: fact.awarded_on,
            signed_on: None,
            term: Term { latest_end_on, ..period.term },
            end_basis: ends_on.map(|_| basis),
            value: fact.value.clone(),
            cpv: cpv(&award.merged).or_else(|| self.cpv_of(&fact.lots)),
            lots: fact.lots.clone(),
            is_framework: self.is_framework(&award.lots()),
            suppliers: fact.suppliers.clone(),
            changes: Vec::new(),
            performance: Vec::new(),
        }
    }

    fn titled(&self) -> Option<String> {
        self.title.map(str::to_owned)
    }

    /// Whether what is awarded for these lots is a framework. Where no lot is named, any lot may be meant.
    fn is_framework(&self, lots: &[String]) -> bool {
        self.lots.is_framework(lots) || (lots.is_empty() && self.lots.any_framework())
    }

    /// The main CPV code of the first of these lots that has one, else of the process.
    fn cpv_of(&self, lots: &[String]) -> Option<String> {
        let of_lot = lots.iter().find_map(|lot| self.lot_cpvs.get(lot.as_str()).copied());
        of_lot.or(self.cpv).map(str::to_owned)
    }
}

/// The main CPV code of the items of an award or a contract.
fn cpv(stated: &Object) -> Option<String> {
    read::objects(stated, "items").into_iter().find_map(categories::main_of)
}
