//! Which contracts a filter allows, and which of their buyers and holders.

use std::ops::Range;

use anchorhub_store::{Database, StoreError};
use rustc_hash::FxHashSet;
use sea_orm::sea_query::Query;

use super::{
    ContractFilter, ContractTrait, Days,
    facts::{Facts, NO_DAY, Worth, day_of},
    filter,
    state::State,
};
use crate::columnar::{Codes, Divisions, by_traits, row};

/// The contracts that a filter allows, in the order of ids.
#[derive(Debug)]
pub(crate) struct Selection {
    pub(crate) places: Vec<u32>,
    /// For each institution code whether the filter allows it as a buyer; none: it allows all.
    pub(crate) buyers: Option<Vec<bool>>,
    /// For each supplier code whether the filter allows it as a holder; none: it allows all.
    pub(crate) holders: Option<Vec<bool>>,
}

/// What only the database can tell of a filter: texts, places and tenders.
#[derive(Debug, Default)]
pub(crate) struct LookedUp {
    /// The contracts that it allows.
    ids: Option<FxHashSet<i64>>,
    /// The suppliers with the name that it asks for.
    named: Option<FxHashSet<i64>>,
}

row!(IdRow { id: i64 });

impl LookedUp {
    /// Whether a filter asks for something that only the database can tell.
    pub(crate) fn is_needed(filter: &ContractFilter) -> bool {
        filter.suitable_for_sme.is_some()
            || filter.places.is_some()
            || filter.title.is_some()
            || filter.supplier_name.is_some()
    }

    /// Asks the database, and says which version of the data it answered from; none where nothing is asked.
    pub(crate) async fn read(
        database: &Database,
        filter: &ContractFilter,
    ) -> Result<(Self, Option<i64>), StoreError> {
        if !Self::is_needed(filter) {
            return Ok((Self::default(), None));
        }
        let apart = ContractFilter {
            suitable_for_sme: filter.suitable_for_sme,
            places: filter.places.clone(),
            title: filter.title.clone(),
            ..ContractFilter::default()
        };
        let asks_ids = apart != ContractFilter::default();
        let mut snapshot = database.snapshot().await?;
        let mut found = Self::default();
        if asks_ids {
            let select = Query::select()
                .column(anchorhub_entities::contract::Column::Id)
                .from(anchorhub_entities::contract::Entity)
                .cond_where(apart.condition(database.engine()))
                .to_owned();
            let rows: Vec<IdRow> = snapshot.fetch(&select).await?;
            found.ids = Some(rows.into_iter().map(|row| row.id).collect());
        }
        if let Some(text) = &filter.supplier_name {
            let rows: Vec<IdRow> = snapshot.fetch(&filter::named(database.engine(), text)).await?;
            found.named = Some(rows.into_iter().map(|row| row.id).collect());
        }
        let version = snapshot.data_version();
        snapshot.finish().await?;
        Ok((found, Some(version)))
    }
}

impl Selection {
    /// Everything that a filter allows.
    pub(crate) fn of(state: &State, filter: &ContractFilter, looked_up: &LookedUp) -> Self {
        let facts = &*state.facts;
        let buyers = allowed_buyers(state, filter);
        let holders = allowed_holders(state, filter, looked_up);
        let places = of_parties(facts, filter, buyers.as_deref(), holders.as_deref());
        let all = || (0..u32::try_from(facts.ids.len()).unwrap_or(u32::MAX)).collect();
        Self { places: places.unwrap_or_else(all), buyers, holders }.narrowed(state, filter, looked_up)
    }

    /// The same for a filter that names institutions or suppliers which have at most so many contracts, and that needs
    /// nothing looked up; none for any other.
    pub(crate) fn of_parties(state: &State, filter: &ContractFilter, most: usize) -> Option<Self> {
        let looked_up = LookedUp::default();
        let buyers = allowed_buyers(state, filter);
        let holders = allowed_holders(state, filter, &looked_up);
        let places = of_parties(&state.facts, filter, buyers.as_deref(), holders.as_deref())?;
        (places.len() <= most).then(|| Self { places, buyers, holders }.narrowed(state, filter, &looked_up))
    }

    /// Leaves what the filter allows.
    fn narrowed(self, state: &State, filter: &ContractFilter, looked_up: &LookedUp) -> Self {
        let facts = &*state.facts;
        let mut selection = self;
        selection.keep_days(&facts.ends, filter.ends);
        selection.keep_days(&facts.starts, filter.starts);
        selection.keep_days(&facts.awarded, filter.awarded);
        selection.keep_codes(&facts.stage, &facts.stage_codes, filter.stages.as_deref());
        selection.keep_codes(&facts.origin, &facts.origin_codes, filter.origins.as_deref());
        selection.keep_codes(&facts.procedure, &facts.procedure_codes, filter.procedures.as_deref());
        selection.keep_codes(&facts.cpv, &facts.cpv_codes, filter.cpv.as_deref());
        selection.keep_flags(filter, state);
        selection.keep_values(filter, state);
        if !filter.division.is_open() {
            let divisions = Divisions::new(&filter.division, &state.dimensions.divisions);
            let of = &state.dimensions.division;
            selection.keep(|place| of.get(place).is_some_and(|division| divisions.allows(*division)));
        }
        selection.keep_categories(filter, state);
        selection.keep_parties(filter, state, looked_up);
        for which in &filter.unknown {
            selection.keep_unknown(*which, state);
        }
        if let Some(ids) = &looked_up.ids {
            selection.keep(|place| facts.ids.get(place).is_some_and(|id| ids.contains(id)));
        }
        selection
    }

    /// Whether a buyer is one of those that the filter allows.
    pub(crate) fn allows_buyer(&self, code: u32) -> bool {
        self.buyers.as_ref().is_none_or(|allowed| allowed.get(code as usize) == Some(&true))
    }

    /// Whether a holder is one of those that the filter allows.
    pub(crate) fn allows_holder(&self, code: u32) -> bool {
        self.holders.as_ref().is_none_or(|allowed| allowed.get(code as usize) == Some(&true))
    }

    fn keep(&mut self, allows: impl Fn(usize) -> bool) {
        self.places.retain(|place| allows(*place as usize));
    }

    fn keep_days(&mut self, column: &[i32], days: Days) {
        if !days.is_open() {
            let within = within(days);
            self.keep(|place| column.get(place).is_some_and(|day| within(*day)));
        }
    }

    fn keep_codes(&mut self, column: &[u32], codes: &Codes, texts: Option<&[String]>) {
        let Some(texts) = texts else { return };
        let code = |text: &String| Some(codes.code(Some(text))).filter(|code| *code != codes.unknown());
        let chosen: FxHashSet<u32> = texts.iter().filter_map(code).collect();
        self.keep(|place| column.get(place).is_some_and(|code| chosen.contains(code)));
    }

    fn keep_flags(&mut self, filter: &ContractFilter, state: &State) {
        let facts = &*state.facts;
        if let Some(wanted) = filter.frameworks {
            self.keep(|place| facts.is_framework.get(place) == Some(&wanted));
        }
        if let Some(wanted) = filter.supplier_is_sme {
            self.keep(|place| facts.sme.get(place) == Some(&Some(wanted)));
        }
        if let Some(wanted) = filter.supplier_is_vcse {
            self.keep(|place| facts.vcse.get(place) == Some(&Some(wanted)));
        }
    }

    fn keep_values(&mut self, filter: &ContractFilter, state: &State) {
        if filter.min_pence.is_none() && filter.max_pence.is_none() {
            return;
        }
        let range = filter.min_pence.unwrap_or(i64::MIN)..=filter.max_pence.unwrap_or(i64::MAX);
        let facts = &*state.facts;
        self.keep(|place| {
            is_in_pounds(facts.worth.get(place))
                && facts.pence.get(place).is_some_and(|pence| range.contains(pence))
        });
    }

    fn keep_categories(&mut self, filter: &ContractFilter, state: &State) {
        let Some(prefixes) = &filter.category else { return };
        let facts = &*state.facts;
        // Codes are in the order of their texts: those that begin alike stand together.
        let codes = facts.cpv_codes.values();
        let wanted: Vec<Range<usize>> = prefixes
            .iter()
            .map(|prefix| {
                let start = codes.partition_point(|code| code.as_str() < prefix.digits());
                let alike = codes.get(start..).unwrap_or_default();
                start..start + alike.partition_point(|code| code.starts_with(prefix.digits()))
            })
            .collect();
        self.keep(|place| {
            let codes = facts.categories.of_contract(place);
            codes.iter().any(|code| wanted.iter().any(|wanted| wanted.contains(&(*code as usize))))
        });
    }

    fn keep_parties(&mut self, filter: &ContractFilter, state: &State, looked_up: &LookedUp) {
        let facts = &*state.facts;
        if let Some(allowed) = self.buyers.take() {
            self.keep(|place| {
                let codes = facts.buyers.of_contract(place);
                codes.iter().any(|code| allowed.get(*code as usize) == Some(&true))
            });
            self.buyers = Some(allowed);
        }
        if let Some(allowed) = self.holders.take() {
            let nobody = filter.suppliers.is_none()
                && looked_up.named.is_none()
                && filter.supplier.as_ref().is_none_or(crate::SupplierTraits::allows_nobody);
            self.keep(|place| match facts.holders.of_contract(place) {
                [] => nobody,
                codes => codes.iter().any(|code| allowed.get(*code as usize) == Some(&true)),
            });
            self.holders = Some(allowed);
        }
    }

    fn keep_unknown(&mut self, which: ContractTrait, state: &State) {
        let facts = &*state.facts;
        let is_unknown =
            |column: &[u32], codes: &Codes, place: usize| column.get(place) == Some(&codes.unknown());
        let no_day = |column: &[i32], place: usize| column.get(place) == Some(&NO_DAY);
        self.keep(|place| match which {
            ContractTrait::Institution => facts.buyers.of_contract(place).is_empty(),
            ContractTrait::Supplier => facts.holders.of_contract(place).is_empty(),
            ContractTrait::Cpv => is_unknown(&facts.cpv, &facts.cpv_codes, place),
            ContractTrait::Stage => is_unknown(&facts.stage, &facts.stage_codes, place),
            ContractTrait::Procedure => is_unknown(&facts.procedure, &facts.procedure_codes, place),
            ContractTrait::Award => no_day(&facts.awarded, place),
            ContractTrait::End => no_day(&facts.ends, place),
            ContractTrait::Value => !is_in_pounds(facts.worth.get(place)),
        });
    }
}

/// Whether a value is in pounds, ceilings among them.
pub(crate) fn is_in_pounds(worth: Option<&Worth>) -> bool {
    matches!(worth, Some(Worth::Pounds(_) | Worth::Ceiling))
}

/// Whether a day lies in a period.
fn within(days: Days) -> impl Fn(i32) -> bool {
    let is_open = days.is_open();
    let from = days.from.map_or(NO_DAY + 1, |from| day_of(Some(from)));
    let to = days.to.map(|to| day_of(Some(to)));
    move |day| is_open || (from <= day && to.is_none_or(|to| day < to))
}

/// The contracts of the institutions, or else of the suppliers, that a filter names, in the order of ids; none where it names
/// neither.
fn of_parties(
    facts: &Facts,
    filter: &ContractFilter,
    buyers: Option<&[bool]>,
    holders: Option<&[bool]>,
) -> Option<Vec<u32>> {
    let (lists, allowed) = if filter.institutions.is_some() {
        (&facts.bought, buyers?)
    } else if filter.suppliers.is_some() {
        (&facts.held, holders?)
    } else {
        return None;
    };
    let named = allowed.iter().enumerate().filter(|(_, is_allowed)| **is_allowed);
    let mut places: Vec<u32> = Vec::new();
    for (code, _) in named {
        places.extend(lists.of_contract(code));
    }
    places.sort_unstable();
    places.dedup();
    Some(places)
}

fn allowed_buyers(state: &State, filter: &ContractFilter) -> Option<Vec<bool>> {
    if filter.institutions.is_none() && filter.institution_kinds.is_none() {
        return None;
    }
    let is_allowed = |institution: &anchorhub_entities::institution::Model| {
        filter.institutions.as_ref().is_none_or(|ids| ids.contains(&institution.id))
            && filter.institution_kinds.as_ref().is_none_or(|kinds| kinds.contains(&institution.kind))
    };
    Some(state.dimensions.institutions.iter().map(is_allowed).collect())
}

fn allowed_holders(state: &State, filter: &ContractFilter, looked_up: &LookedUp) -> Option<Vec<bool>> {
    if filter.suppliers.is_none() && looked_up.named.is_none() && filter.supplier.is_none() {
        return None;
    }
    let listed: Option<FxHashSet<i64>> = filter.suppliers.as_ref().map(|ids| ids.iter().copied().collect());
    let dimensions = &state.dimensions;
    let by_traits = filter.supplier.as_ref().map(|traits| by_traits(traits, &dimensions.suppliers));
    let ids = state.facts.supplier_ids.iter().zip(&dimensions.holder_places);
    let is_allowed = |(id, place): (&i64, &u32)| {
        listed.as_ref().is_none_or(|ids| ids.contains(id))
            && looked_up.named.as_ref().is_none_or(|ids| ids.contains(id))
            && by_traits.as_ref().is_none_or(|allowed| allowed.get(*place as usize) == Some(&true))
    };
    Some(ids.map(is_allowed).collect())
}
