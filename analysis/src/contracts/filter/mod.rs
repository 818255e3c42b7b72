//! Which contracts: one filter for lists and for analysis, so that both mean the same.

mod cpv;
mod days;
mod parties;

use anchorhub_entities::{contract, contracting_process, institution::InstitutionKind, process_place};
use anchorhub_store::Engine;
use sea_orm::{
    ColumnTrait, Condition, IntoSimpleExpr,
    sea_query::{Expr, ExprTrait, Query, SelectStatement},
};

use self::parties::{buyer_condition, holder_condition};
pub(crate) use self::parties::{counted, named};
pub use self::{cpv::CpvPrefix, days::Days};
use crate::{DivisionFilter, SupplierTraits};

/// Something that may not be known of a contract.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ContractTrait {
    /// An institution that buys under it and that the hub follows.
    Institution,
    /// A supplier that is not withheld.
    Supplier,
    /// A main CPV code.
    Cpv,
    /// A contracting process, and so a stage.
    Stage,
    /// How it was procured.
    Procedure,
    /// A date of award or of signature.
    Award,
    /// An effective end.
    End,
    /// A value in pounds.
    Value,
}

/// Which contracts. A part that is none allows everything; an empty list allows nothing. Parts about institutions must
/// hold of one and the same buyer, and parts about suppliers of one and the same holder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContractFilter {
    /// Bought by one of these institutions.
    pub institutions: Option<Vec<i32>>,
    /// Bought by an institution of one of these kinds.
    pub institution_kinds: Option<Vec<InstitutionKind>>,
    /// Held by one of these suppliers.
    pub suppliers: Option<Vec<i64>>,
    /// Held by a supplier with a published name that contains this text, upper or lower case.
    pub supplier_name: Option<String>,
    /// Held by a supplier of which this is known. A contract without a known supplier is held by somebody of whom nothing
    /// is known.
    pub supplier: Option<SupplierTraits>,
    /// With a CPV code, its own or one of its process, that begins with one of these.
    pub category: Option<Vec<CpvPrefix>>,
    /// With one of these main CPV codes, eight digits.
    pub cpv: Option<Vec<String>>,
    /// By CPV division: of the main CPV code, else of the category that its register states.
    pub division: DivisionFilter,
    /// Awarded, else signed, on these days.
    pub awarded: Days,
    /// Beginning on these days.
    pub starts: Days,
    /// With an effective end on these days.
    pub ends: Days,
    /// Smallest value as stated, in pence; only contracts in pounds.
    pub min_pence: Option<i64>,
    /// Largest value as stated, in pence; only contracts in pounds.
    pub max_pence: Option<i64>,
    /// Whose process stands at one of these stages, by the words that the database keeps.
    pub stages: Option<Vec<String>>,
    /// Of one of these origins, by the words that the database keeps.
    pub origins: Option<Vec<String>>,
    /// Procured in one of these ways, exactly as published.
    pub procedures: Option<Vec<String>>,
    /// Only frameworks, or none of them.
    pub frameworks: Option<bool>,
    /// Whose supplier its source says to be a small or medium enterprise, or not to be one.
    pub supplier_is_sme: Option<bool>,
    /// Whose supplier its source says to be a voluntary, community or social enterprise, or not to be one.
    pub supplier_is_vcse: Option<bool>,
    /// From a tender that is said to suit small and medium enterprises, or not to.
    pub suitable_for_sme: Option<bool>,
    /// Delivering in one of these places: ITL regions or postcodes, also by their beginning.
    pub places: Option<Vec<String>>,
    /// With this text in the title, upper or lower case.
    pub title: Option<String>,
    /// Of which none of these is known.
    pub unknown: Vec<ContractTrait>,
    /// Also what a source states of a contract that another source states as well. Analysis knows no such statements: there
    /// every contract counts once.
    pub every_statement: bool,
}

impl ContractFilter {
    /// Only contracts that end in a period and are no frameworks, unless the filter asks for them.
    #[must_use]
    pub fn expiring(mut self, ends: Days) -> Self {
        self.ends = ends;
        self.frameworks = Some(self.frameworks.unwrap_or(false));
        self
    }

    /// The filter as a condition on the table `contract`.
    pub fn condition(&self, engine: Engine) -> Condition {
        use contract::Column::{
            AwardedOn, ClusterId, Cpv, EndsOn, Id, IsFramework, IsTest, Method, Origin, ProcessId, SignedOn,
            Sme, StartsOn, Title, ValueCurrency, ValuePence, Vcse,
        };
        let own = |column: contract::Column| (contract::Entity, column);
        let words = |list: &Option<Vec<String>>, column: contract::Column| {
            list.as_ref().map(|list| column.is_in(list.iter().map(String::as_str)))
        };
        let mut all = Condition::all().add(IsTest.eq(false));
        if !self.every_statement {
            all = all.add(ClusterId.is_null().or(Expr::col(own(ClusterId)).eq(Expr::col(own(Id)))));
        }
        if self.min_pence.is_some() || self.max_pence.is_some() {
            all = all
                .add(ValueCurrency.eq("GBP"))
                .add_option(self.min_pence.map(|pence| ValuePence.gte(pence)))
                .add_option(self.max_pence.map(|pence| ValuePence.lte(pence)));
        }
        all.add_option(buyer_condition(self))
            .add_option(holder_condition(self, engine))
            .add_option(self.division.of_contracts())
            .add_option(
                self.category
                    .as_deref()
                    .map(|prefixes| CpvPrefix::in_category(prefixes, own(Cpv), own(ProcessId))),
            )
            .add_option(words(&self.cpv, Cpv))
            .add_option(self.awarded_in(own(AwardedOn), own(SignedOn)))
            .add(self.starts.hold(own(StartsOn)))
            .add(self.ends.hold(own(EndsOn)))
            .add_option(self.stages.as_ref().map(|stages| {
                let at_stage = contracting_process::Column::Stage.is_in(stages.iter().map(String::as_str));
                ProcessId.in_subquery(processes(at_stage))
            }))
            .add_option(words(&self.origins, Origin))
            .add_option(words(&self.procedures, Method))
            .add_option(self.frameworks.map(|wanted| IsFramework.eq(wanted)))
            .add_option(self.supplier_is_sme.map(|wanted| Sme.eq(wanted)))
            .add_option(self.supplier_is_vcse.map(|wanted| Vcse.eq(wanted)))
            .add_option(self.suitable_for_sme.map(|wanted| {
                ProcessId.in_subquery(processes(contracting_process::Column::SmeSuitable.eq(wanted)))
            }))
            .add_option(self.places.as_deref().map(|places| ProcessId.in_subquery(delivering_in(places))))
            .add_option(self.title.as_deref().map(|text| engine.contains(Title.into_simple_expr(), text)))
            .add_option(self.nothing_known())
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

    /// That none of `unknown` is known.
    fn nothing_known(&self) -> Option<Condition> {
        use contract::Column::{
            AwardedOn, Cpv, EndsOn, Method, ProcessId, SignedOn, ValueCurrency, ValuePence,
        };
        let not_known = |which: &ContractTrait| match which {
            ContractTrait::Institution => parties::without_buyer(),
            ContractTrait::Supplier => parties::without_holder(),
            ContractTrait::Cpv => Cpv.is_null(),
            ContractTrait::Stage => ProcessId.is_null(),
            ContractTrait::Procedure => Method.is_null(),
            ContractTrait::Award => AwardedOn.is_null().and(SignedOn.is_null()),
            ContractTrait::End => EndsOn.is_null(),
            ContractTrait::Value => {
                ValuePence.is_null().or(ValueCurrency.is_null()).or(ValueCurrency.ne("GBP"))
            }
        };
        (!self.unknown.is_empty())
            .then(|| self.unknown.iter().fold(Condition::all(), |all, which| all.add(not_known(which))))
    }
}

/// The processes with a property.
fn processes(property: Expr) -> SelectStatement {
    Query::select()
        .column(contracting_process::Column::Id)
        .from(contracting_process::Entity)
        .and_where(property)
        .to_owned()
}

/// The processes that deliver in one of the places: codes, or beginnings of codes, of ITL regions or
/// postcodes.
pub fn delivering_in(places: &[String]) -> SelectStatement {
    let codes = places.iter().map(|place| place.to_ascii_uppercase().replace(['%', '_', '\\'], ""));
    let codes = codes.map(|code| code.trim().to_owned()).filter(|code| !code.is_empty());
    let any = codes.fold(Condition::any().add(Expr::value(false)), |any, code| {
        any.add(process_place::Column::Code.like(format!("{code}%")))
    });
    Query::select()
        .column(process_place::Column::ProcessId)
        .from(process_place::Entity)
        .cond_where(any)
        .to_owned()
}
