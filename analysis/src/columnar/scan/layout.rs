//! Keys of groups: one number for the codes in all dimensions.
//!
//! The first dimension counts most, and codes stand in the order of the keys that the database gives, with not known
//! last: so numbers stand in the order in which ties are broken.

use anchorhub_entities::supplier::SupplierKind;

use crate::{
    AnalysisError, GroupKey, Locality, Named, SpendDimension, SpendOrder, SpendPlan,
    columnar::{damaged, state::State},
    division_title, sector_title,
};

/// The dimensions of a plan.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    pub(super) parts: Vec<Part>,
    /// Number of possible keys.
    pub(super) keys: usize,
}

/// One dimension.
#[derive(Clone, Copy, Debug)]
pub(super) struct Part {
    pub(super) dimension: SpendDimension,
    /// What a code is multiplied by.
    pub(super) factor: usize,
    /// Number of codes, not known among them.
    pub(super) codes: usize,
}

impl Part {
    /// The code in this dimension of a key.
    pub(super) fn code(&self, key: usize) -> usize {
        key / self.factor % self.codes
    }

    /// Whether a code stands for: not known.
    pub(super) fn is_unknown(&self, code: usize) -> bool {
        code + 1 == self.codes
    }
}

/// Codes of sizes: `NO`, `YES`, not known, in the order of these words.
pub(super) const SIZES: usize = 3;

/// Kinds of supplier in the order of their names; what is not known comes after them.
pub(super) const KINDS: [SupplierKind; 4] =
    [SupplierKind::Charity, SupplierKind::Company, SupplierKind::Individual, SupplierKind::PublicBody];

impl Layout {
    /// The layout of a plan; none when there are more possible keys than numbers.
    pub(super) fn of(plan: &SpendPlan, state: &State) -> Option<Self> {
        let mut parts: Vec<Part> = plan
            .group_by
            .iter()
            .map(|dimension| Part { dimension: *dimension, factor: 1, codes: codes(*dimension, state) })
            .collect();
        let mut keys = 1usize;
        for part in parts.iter_mut().rev() {
            part.factor = keys;
            keys = keys.checked_mul(part.codes)?;
        }
        // The last number stands for payments that are left out.
        (keys < usize::MAX).then_some(Self { parts, keys })
    }

    /// A part, if the plan has the dimension.
    pub(super) fn part(&self, dimension: SpendDimension) -> Option<&Part> {
        self.parts.iter().find(|part| part.dimension == dimension)
    }

    /// Whether keys depend on the day or the category of a payment, and not only on payee and institution.
    pub(super) fn varies_within_names(&self) -> bool {
        let varies = [
            SpendDimension::Month,
            SpendDimension::Quarter,
            SpendDimension::Category,
            SpendDimension::CategoryDivision,
            SpendDimension::Department,
        ];
        varies.iter().any(|one| self.part(*one).is_some())
    }
}

fn codes(dimension: SpendDimension, state: &State) -> usize {
    let State { dimensions, years, .. } = state;
    let with_unknown = |codes: usize| codes.saturating_add(1);
    match dimension {
        SpendDimension::Institution => dimensions.institutions.len(),
        SpendDimension::Supplier => with_unknown(dimensions.suppliers.models.len()),
        SpendDimension::InstitutionKind => dimensions.institution_kinds.len(),
        SpendDimension::SupplierSize | SpendDimension::SupplierVcse => SIZES,
        SpendDimension::SupplierKind => with_unknown(KINDS.len()),
        SpendDimension::SupplierSector => with_unknown(dimensions.suppliers.sectors.values().len()),
        SpendDimension::SupplierDistrict => with_unknown(dimensions.suppliers.districts.values().len()),
        SpendDimension::SupplierAuthority => with_unknown(dimensions.suppliers.authorities.values().len()),
        SpendDimension::Locality => with_unknown(Locality::ALL.len()),
        SpendDimension::SupplierRegion => with_unknown(dimensions.suppliers.regions.values().len()),
        SpendDimension::DeprivationDecile => with_unknown(dimensions.suppliers.deciles.len()),
        SpendDimension::Category => with_unknown(state.categories().codes.values().len()),
        SpendDimension::Department => with_unknown(state.departments().codes.values().len()),
        SpendDimension::CategoryDivision => with_unknown(dimensions.divisions.codes.values().len()),
        SpendDimension::Month => years.months(),
        SpendDimension::Quarter => years.quarters(),
        SpendDimension::FinancialYear => years.count(),
    }
}

/// From keys to what they stand for, and to their place in the order of labels.
#[derive(Clone, Copy)]
pub(super) struct Reading<'a> {
    pub(super) layout: &'a Layout,
    pub(super) state: &'a State,
}

impl Reading<'_> {
    /// Where equal groups stand among each other.
    pub(super) fn order(&self, order: SpendOrder, key: usize) -> usize {
        if order != SpendOrder::KeyAsc {
            return key;
        }
        let ranks =
            self.layout.parts.iter().map(|part| part.factor * self.rank(part.dimension, part.code(key)));
        ranks.sum()
    }

    fn rank(&self, dimension: SpendDimension, code: usize) -> usize {
        let dimensions = &self.state.dimensions;
        let ranks = match dimension {
            SpendDimension::Institution => &dimensions.institution_ranks,
            SpendDimension::Supplier => &dimensions.suppliers.ranks,
            SpendDimension::SupplierDistrict => &dimensions.district_ranks,
            SpendDimension::SupplierAuthority => &dimensions.authority_ranks,
            SpendDimension::SupplierRegion => &dimensions.region_ranks,
            SpendDimension::InstitutionKind
            | SpendDimension::SupplierSize
            | SpendDimension::SupplierVcse
            | SpendDimension::SupplierKind
            | SpendDimension::SupplierSector
            | SpendDimension::Locality
            | SpendDimension::DeprivationDecile
            | SpendDimension::Category
            | SpendDimension::CategoryDivision
            | SpendDimension::Department
            | SpendDimension::Month
            | SpendDimension::Quarter
            | SpendDimension::FinancialYear => return code,
        };
        ranks.get(code).and_then(|rank| usize::try_from(*rank).ok()).unwrap_or(code)
    }

    /// What a key stands for, dimension by dimension.
    pub(super) fn read(&self, key: usize) -> Result<Vec<GroupKey>, AnalysisError> {
        let keys = self.layout.parts.iter().map(|part| {
            let code = part.code(key);
            self.group_key(part, code).ok_or_else(|| {
                let detail = format!("no {} has the code {code}", part.dimension.name());
                AnalysisError::Store(damaged(detail))
            })
        });
        keys.collect()
    }

    fn group_key(&self, part: &Part, code: usize) -> Option<GroupKey> {
        let State { dimensions, years, .. } = self.state;
        let suppliers = &dimensions.suppliers;
        let named = |text: Option<&str>, name: &dyn Fn(&str) -> Option<String>| {
            text.map(|code| Named { code: code.to_owned(), name: name(code) })
        };
        let area = |code: &str| dimensions.names_of_areas.get(code).cloned();
        Some(match part.dimension {
            SpendDimension::Institution => GroupKey::Institution(dimensions.institutions.get(code)?.clone()),
            SpendDimension::Supplier => GroupKey::Supplier(suppliers.models.get(code).cloned()),
            SpendDimension::InstitutionKind => {
                GroupKey::InstitutionKind(dimensions.institution_kinds.get(code).copied()?)
            }
            SpendDimension::SupplierSize => GroupKey::Size((!part.is_unknown(code)).then_some(code == 1)),
            SpendDimension::SupplierVcse => GroupKey::Vcse((!part.is_unknown(code)).then_some(code == 1)),
            SpendDimension::SupplierKind => GroupKey::SupplierKind(KINDS.get(code).copied()),
            SpendDimension::SupplierSector => {
                let title = |section: &str| sector_title(section).map(str::to_owned);
                GroupKey::Sector(named(suppliers.sectors.text(code), &title))
            }
            SpendDimension::SupplierDistrict => GroupKey::Area(named(suppliers.districts.text(code), &area)),
            SpendDimension::SupplierAuthority => {
                GroupKey::Area(named(suppliers.authorities.text(code), &area))
            }
            SpendDimension::Locality => GroupKey::Locality(Locality::at(code)),
            SpendDimension::SupplierRegion => GroupKey::Area(named(suppliers.regions.text(code), &area)),
            SpendDimension::DeprivationDecile => GroupKey::Decile(suppliers.deciles.get(code).copied()),
            SpendDimension::CategoryDivision => {
                let titles = &dimensions.divisions.titles;
                let title = |division: &str| {
                    titles.get(division).cloned().or_else(|| division_title(division).map(str::to_owned))
                };
                GroupKey::Division(named(dimensions.divisions.codes.text(code), &title))
            }
            SpendDimension::Category => {
                GroupKey::Published(self.state.categories().codes.text(code).map(str::to_owned))
            }
            SpendDimension::Department => {
                GroupKey::Published(self.state.departments().codes.text(code).map(str::to_owned))
            }
            SpendDimension::Month => GroupKey::Month(years.month(code)?),
            SpendDimension::Quarter => GroupKey::Quarter(years.quarter(code)?),
            SpendDimension::FinancialYear => GroupKey::FinancialYear(years.year(code)?),
        })
    }
}
