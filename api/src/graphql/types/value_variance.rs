//! How values and terms of contracts differ between institutions.

use anchorhub_analysis as analysis;
use anchorhub_store::Database;
use async_graphql::{ComplexObject, ID, SimpleObject};

use super::{Institution, Money, Supplier};
use crate::graphql::{
    connection::page_size, error::ApiError, family::Family, node_id::NodeId, query::hub::share,
};

/// The least, the quartiles and the greatest of some amounts, in pounds. Quartiles lie between two amounts in proportion.
#[derive(Clone, Debug, SimpleObject)]
pub(crate) struct MoneySpread {
    /// The least amount.
    least: Money,
    /// A quarter of the amounts is smaller.
    lower_quartile: Money,
    /// Half of the amounts are smaller.
    median: Money,
    /// Three quarters of the amounts are smaller.
    upper_quartile: Money,
    /// The greatest amount.
    greatest: Money,
}

/// The shortest, the quartiles and the longest of some terms, in whole months.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub(crate) struct MonthSpread {
    /// The shortest term.
    least: i64,
    /// A quarter of the terms is shorter.
    lower_quartile: i64,
    /// Half of the terms are shorter.
    median: i64,
    /// Three quarters of the terms are shorter.
    upper_quartile: i64,
    /// The longest term.
    greatest: i64,
}

/// Contracts of one institution in a group.
#[derive(SimpleObject)]
#[graphql(complex)]
pub(crate) struct InstitutionTerms {
    /// The institution.
    institution: Institution,
    /// Number of its contracts with a value a year.
    contracts: usize,
    #[graphql(skip)]
    ids: Vec<i64>,
    /// Value a year of these contracts.
    value_a_year: MoneySpread,
    /// Their terms in months; null where none is known.
    months: Option<MonthSpread>,
    /// Number of contracts whose term is known.
    with_term: i64,
}

/// Contracts of one institution in a group.
#[ComplexObject]
impl InstitutionTerms {
    /// Global ids of the contracts, for `nodes`.
    async fn contract_ids(
        &self,
        #[graphql(desc = "How many of them, 0 to 500.", default_with = "Some(50)")] first: Option<i32>,
    ) -> Result<Vec<ID>, ApiError> {
        let ids = self.ids.iter().take(page_size(first)?);
        Ok(ids.map(|id| NodeId::Contract(*id).encode()).collect())
    }
}

/// Contracts of one category, or of one supplier in it, compared between institutions.
#[derive(SimpleObject)]
pub(crate) struct ValueVarianceGroup {
    /// Group of the Common Procurement Vocabulary (three digits) where the contracts state one, else its division (two digits).
    category: String,
    /// Its title; that of a group is null until the vocabulary is loaded.
    category_title: Option<String>,
    /// The supplier; null where contracts of all suppliers are compared.
    supplier: Option<Supplier>,
    /// Each institution, by name.
    institutions: Vec<InstitutionTerms>,
    /// Number of contracts with a value a year; one of two institutions once.
    contracts: i64,
    /// Number of those whose value includes VAT: it is not comparable with one that does not.
    gross: i64,
    /// Number of those whose value a year is published. That of the others is the value over the term in years; a term of less than a
    /// year counts as one.
    stated_a_year: i64,
    /// Value a year of all these contracts.
    value_a_year: Option<MoneySpread>,
    /// Coefficient of variation: standard deviation of the institutions' medians over their mean. Null when that is zero.
    variation: Option<f64>,
}

/// How the contract values and terms of institutions differ. **A contract value is not a unit price**: contracts of one category buy
/// different things in different amounts.
#[derive(SimpleObject)]
pub(crate) struct ValueVariance {
    /// The first groups: those of most institutions first, then those of most contracts.
    groups: Vec<ValueVarianceGroup>,
    /// Number of groups that are not shown.
    more: i64,
    /// Number of groups left out because too few institutions have contracts with a known value.
    too_few: i64,
    /// Number of contracts that the filter allows and that are no frameworks.
    considered: i64,
    /// Number of those that are compared: with a category, a buyer and a value a year.
    comparable: i64,
    /// Share of those; null when there are none.
    coverage: Option<f64>,
    /// Version of the data that the answer was made from.
    data_version: i64,
}

impl ValueVariance {
    /// What was found, as the schema shows it.
    pub(crate) fn new(database: &Database, found: analysis::ValueVariance) -> Self {
        // One family each, so that what hangs on them is loaded for all groups at once.
        let institutions = found.groups.iter().flat_map(|group| &group.institutions);
        let institutions = institutions.map(|one| one.institution.clone()).collect();
        let mut institutions = Family::rows(database, institutions).into_iter();
        let suppliers = found.groups.iter().filter_map(|group| group.supplier.clone()).collect();
        let mut suppliers = Family::rows(database, suppliers).into_iter();
        let mut group = |group: analysis::ValueVarianceGroup| {
            let supplier = group.supplier.is_some().then(|| suppliers.next()).flatten();
            let rows = institutions.by_ref().take(group.institutions.len());
            shown(supplier.map(Supplier), rows.map(Institution), group)
        };
        Self {
            groups: found.groups.into_iter().map(&mut group).collect(),
            more: found.more,
            too_few: found.too_few,
            considered: found.considered,
            comparable: found.comparable,
            coverage: share(found.comparable, found.considered),
            data_version: found.data_version,
        }
    }
}

fn shown(
    supplier: Option<Supplier>,
    institutions: impl Iterator<Item = Institution>,
    group: analysis::ValueVarianceGroup,
) -> ValueVarianceGroup {
    let terms = institutions.zip(group.institutions).map(|(institution, one)| InstitutionTerms {
        institution,
        contracts: one.contracts.len(),
        value_a_year: money(one.value_a_year),
        months: one.months.map(months),
        with_term: one.with_term,
        ids: one.contracts,
    });
    ValueVarianceGroup {
        category: group.category.code,
        category_title: group.category.name,
        supplier,
        institutions: terms.collect(),
        contracts: group.contracts,
        gross: group.gross,
        stated_a_year: group.stated_a_year,
        value_a_year: group.value_a_year.map(money),
        variation: group.variation,
    }
}

fn money(spread: analysis::Spread) -> MoneySpread {
    MoneySpread {
        least: Money::gbp(spread.least),
        lower_quartile: Money::gbp(spread.lower_quartile),
        median: Money::gbp(spread.median),
        upper_quartile: Money::gbp(spread.upper_quartile),
        greatest: Money::gbp(spread.greatest),
    }
}

fn months(spread: analysis::Spread) -> MonthSpread {
    MonthSpread {
        least: spread.least,
        lower_quartile: spread.lower_quartile,
        median: spread.median,
        upper_quartile: spread.upper_quartile,
        greatest: spread.greatest,
    }
}
