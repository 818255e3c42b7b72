//! Which contracts.

use anchorhub_analysis as analysis;
use anchorhub_entities::{contract, contract_buyer, contract_supplier, contracting_process, supplier_name};
use anchorhub_store::{Database, Engine};
use async_graphql::{ID, InputObject};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, IntoSimpleExpr,
    sea_query::{Expr, ExprTrait, Func, IntoCondition, JoinType, Query, SelectStatement},
};

use super::{
    AmountInput, PeriodInput, SupplierTraits, clean_all,
    division::{divisions, of_contracts},
    institution_keys,
    procurement::{CpvPrefix, Days, delivering_in, in_category, in_range, text},
    short, supplier_keys,
};
use crate::graphql::{
    enums::{ContractOrigin, ProcessStage, name_of},
    error::ApiError,
};

/// Which contracts. Parts that are left out allow everything; parts that are given must all hold.
#[derive(Clone, Debug, Default, InputObject)]
pub(crate) struct ContractFilter {
    /// Bought by one of these institutions, by org-id such as `GB-LAE-WLV`. One that the hub does not know is
    /// an error.
    institutions: Option<Vec<String>>,
    /// Held by one of these suppliers, by `id`.
    suppliers: Option<Vec<ID>>,
    /// Held by a supplier with a published name that contains this text, in upper or lower case.
    supplier_name: Option<String>,
    /// Held by a supplier of which this is known. Of a withheld supplier nothing is known.
    supplier: Option<SupplierTraits>,
    /// With a CPV code that begins with one of these: two to eight digits, such as `90` or `9051`.
    category: Option<Vec<String>>,
    /// In one of these CPV divisions, by its main CPV code, else by the category that its register states and the
    /// crosswalk: two digits, such as `33`.
    category_divisions: Option<Vec<String>>,
    /// Only those with a CPV division (true), or those without one (false).
    category_mapped: Option<bool>,
    /// Awarded, else signed, in this period.
    awarded: Option<PeriodInput>,
    /// Beginning in this period.
    starts: Option<PeriodInput>,
    /// Ending in this period, by the effective end.
    ends: Option<PeriodInput>,
    /// Value as stated, of contracts in pounds.
    value: Option<AmountInput>,
    /// Whose contracting process stands at one of these stages.
    stages: Option<Vec<ProcessStage>>,
    /// Read from one of these.
    origins: Option<Vec<ContractOrigin>>,
    /// Only frameworks (true), or none of them (false).
    frameworks: Option<bool>,
    /// Whose supplier is said to be a small or medium enterprise, or not to be one.
    supplier_is_sme: Option<bool>,
    /// Whose supplier is said to be a voluntary, community or social enterprise, or not to be one.
    supplier_is_vcse: Option<bool>,
    /// From a tender that is said to suit small and medium enterprises, or not to.
    suitable_for_sme: Option<bool>,
    /// Delivering in one of these places: ITL regions (`TLG3`) or postcodes (`WV1`), also by their beginning.
    places: Option<Vec<String>>,
    /// With this text in the title, in upper or lower case.
    title: Option<String>,
    /// Also what a source states of a contract that another source states as well. Such statements are not
    /// contracts of their own: do not count them.
    every_statement: Option<bool>,
}

/// A contract filter with what it names looked up.
#[derive(Clone, Debug)]
pub(crate) struct ContractCondition {
    institutions: Option<Vec<i32>>,
    suppliers: Option<Vec<i64>>,
    supplier_name: Option<String>,
    supplier: Option<analysis::SupplierTraits>,
    category: Option<Vec<CpvPrefix>>,
    division: analysis::DivisionFilter,
    awarded: Days,
    starts: Days,
    ends: Days,
    value: Option<AmountInput>,
    stages: Option<Vec<ProcessStage>>,
    origins: Option<Vec<ContractOrigin>>,
    frameworks: Option<bool>,
    supplier_is_sme: Option<bool>,
    supplier_is_vcse: Option<bool>,
    suitable_for_sme: Option<bool>,
    places: Option<Vec<String>>,
    title: Option<String>,
    every_statement: bool,
}

impl ContractFilter {
    /// Checks the filter and looks up what it names.
    pub(crate) async fn resolve(self, database: &Database) -> Result<ContractCondition, ApiError> {
        Ok(ContractCondition {
            institutions: institution_keys(database, self.institutions).await?,
            suppliers: supplier_keys(database, self.suppliers).await?,
            supplier_name: text(self.supplier_name.as_deref()),
            supplier: self.supplier.map(SupplierTraits::check).transpose()?,
            category: CpvPrefix::all(self.category)?,
            division: divisions(self.category_divisions, self.category_mapped)?,
            awarded: Days::of(self.awarded)?,
            starts: Days::of(self.starts)?,
            ends: Days::of(self.ends)?,
            value: self.value,
            stages: short(self.stages)?,
            origins: short(self.origins)?,
            frameworks: self.frameworks,
            supplier_is_sme: self.supplier_is_sme,
            supplier_is_vcse: self.supplier_is_vcse,
            suitable_for_sme: self.suitable_for_sme,
            places: clean_all(self.places)?,
            title: text(self.title.as_deref()),
            every_statement: self.every_statement.unwrap_or(false),
        })
    }
}

impl ContractCondition {
    /// Only contracts that end in a period and are no frameworks, unless the filter asks for them.
    pub(crate) fn expiring(mut self, ends: Days) -> Self {
        self.ends = ends;
        self.frameworks = Some(self.frameworks.unwrap_or(false));
        self
    }

    /// The condition on rows of `contract`.
    pub(crate) fn condition(&self, engine: Engine) -> Condition {
        use contract::Column::{
            AwardedOn, ClusterId, Cpv, EndsOn, Id, IsFramework, IsTest, Origin, ProcessId, SignedOn, Sme,
            StartsOn, Title, ValueCurrency, ValuePence, Vcse,
        };
        let own = |column: contract::Column| (contract::Entity, column);
        let mut all = Condition::all().add(IsTest.eq(false));
        if !self.every_statement {
            all = all.add(ClusterId.is_null().or(Expr::col(own(ClusterId)).eq(Expr::col(own(Id)))));
        }
        if self.value.is_some() {
            all = all.add(ValueCurrency.eq("GBP")).add(in_range(own(ValuePence), self.value));
        }
        all.add_option(self.institutions.as_deref().map(|keys| {
            counted().in_subquery(counted_under(
                contract_buyer::Entity,
                contract_buyer::Column::ContractId,
                contract_buyer::Column::InstitutionId.is_in(keys.iter().copied()),
            ))
        }))
        .add_option(self.suppliers.as_deref().map(|keys| {
            counted().in_subquery(held_by(contract_supplier::Column::SupplierId.is_in(keys.iter().copied())))
        }))
        .add_option(self.supplier_name.as_deref().map(|name| {
            let named = Query::select()
                .column(supplier_name::Column::Id)
                .from(supplier_name::Entity)
                .and_where(engine.contains(supplier_name::Column::Name.into_simple_expr(), name))
                .to_owned();
            counted().in_subquery(held_by(contract_supplier::Column::SupplierNameId.in_subquery(named)))
        }))
        .add_option(self.supplier.as_ref().map(|traits| {
            let holder = Expr::col((contract_supplier::Entity, contract_supplier::Column::SupplierId));
            counted().in_subquery(held_by(traits.condition(&holder)))
        }))
        .add_option(of_contracts(&self.division))
        .add_option(in_category(self.category.as_deref(), own(Cpv), own(ProcessId)))
        .add_option(self.awarded_in(own(AwardedOn), own(SignedOn)))
        .add(self.starts.hold(own(StartsOn)))
        .add(self.ends.hold(own(EndsOn)))
        .add_option(self.stages.as_deref().map(|stages| ProcessId.in_subquery(processes(at_stage(stages)))))
        .add_option(
            self.origins.as_ref().map(|origins| Origin.is_in(origins.iter().map(|origin| name_of(*origin)))),
        )
        .add_option(self.frameworks.map(|wanted| IsFramework.eq(wanted)))
        .add_option(self.supplier_is_sme.map(|wanted| Sme.eq(wanted)))
        .add_option(self.supplier_is_vcse.map(|wanted| Vcse.eq(wanted)))
        .add_option(self.suitable_for_sme.map(|wanted| {
            ProcessId.in_subquery(processes(contracting_process::Column::SmeSuitable.eq(wanted)))
        }))
        .add_option(self.places.as_deref().map(|places| ProcessId.in_subquery(delivering_in(places))))
        .add_option(self.title.as_deref().map(|text| engine.contains(Title.into_simple_expr(), text)))
    }

    fn awarded_in(
        &self,
        awarded: (contract::Entity, contract::Column),
        signed: (contract::Entity, contract::Column),
    ) -> Option<Condition> {
        (!self.awarded.is_open()).then(|| {
            Condition::any()
                .add(self.awarded.hold(awarded))
                .add(Condition::all().add(Expr::col(awarded).is_null()).add(self.awarded.hold(signed)))
        })
    }
}

/// The contract that counts for a row of `contract`.
fn counted() -> Expr {
    let own = |column| Expr::col((contract::Entity, column));
    Func::coalesce([own(contract::Column::ClusterId), own(contract::Column::Id)]).into()
}

/// The contracts that count and of which any source has such a row in a table.
fn counted_under<E: EntityTrait>(
    table: E,
    contract_id: E::Column,
    rows: impl IntoCondition,
) -> SelectStatement {
    Query::select()
        .expr(counted())
        .from(table)
        .join(
            JoinType::InnerJoin,
            contract::Entity,
            Expr::col((contract::Entity, contract::Column::Id)).eq(Expr::col((table, contract_id))),
        )
        .cond_where(rows)
        .to_owned()
}

fn held_by(rows: impl IntoCondition) -> SelectStatement {
    counted_under(contract_supplier::Entity, contract_supplier::Column::ContractId, rows)
}

/// The processes with a property.
pub(super) fn processes(property: Expr) -> SelectStatement {
    Query::select()
        .column(contracting_process::Column::Id)
        .from(contracting_process::Entity)
        .and_where(property)
        .to_owned()
}

/// That a process stands at one of the stages.
pub(super) fn at_stage(stages: &[ProcessStage]) -> Expr {
    contracting_process::Column::Stage.is_in(stages.iter().map(|stage| name_of(*stage)))
}
