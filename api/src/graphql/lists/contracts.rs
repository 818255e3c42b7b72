//! Contracts by end, value or award.

use anchorhub_analysis as analysis;
use anchorhub_entities::{contract, institution, institution_contract, supplier, supplier_contract};
use anchorhub_store::{Database, Engine};
use async_graphql::Enum;
use sea_orm::{Condition, Order, Value};

use super::{Listing, Sort, Under};
use crate::graphql::{
    cursor::{Key, KeyKind, Position},
    error::ApiError,
    filters::ContractFilter,
};

/// In which order contracts come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub(crate) enum ContractOrder {
    /// Earliest effective end first; those without an end last.
    #[default]
    EndAsc,
    /// Latest effective end first; those without an end before all.
    EndDesc,
    /// Largest value first; those without a value last. Values of different currencies are not compared: give
    /// a `value` in the filter to see pounds alone.
    ValueDesc,
    /// Latest to come to the hub first.
    NewestFirst,
}

/// Contracts that a filter allows.
pub(crate) struct ContractList {
    filter: analysis::ContractFilter,
    order: ContractOrder,
    description: String,
}

impl ContractList {
    /// The list that a query's filter and order make.
    pub(crate) async fn resolve(
        database: &Database,
        filter: ContractFilter,
        order: ContractOrder,
    ) -> Result<Self, ApiError> {
        let description = format!("contracts {filter:?} {order:?}");
        Ok(Self { filter: filter.resolve(database).await?, order, description })
    }

    /// The contracts that a filter allows and that end in a period, the next first.
    pub(crate) async fn expiring(
        database: &Database,
        filter: ContractFilter,
        within_months: i32,
        days: analysis::Days,
    ) -> Result<Self, ApiError> {
        let description = format!("expiring {within_months} {filter:?}");
        let filter = filter.resolve(database).await?.expiring(days);
        Ok(Self { filter, order: ContractOrder::EndAsc, description })
    }

    pub(super) fn filter(&self) -> &analysis::ContractFilter {
        &self.filter
    }

    pub(super) fn order(&self) -> ContractOrder {
        self.order
    }
}

impl Listing for ContractList {
    type Entity = contract::Entity;

    fn description(&self) -> String {
        self.description.clone()
    }

    fn condition(&self, engine: Engine) -> Condition {
        self.filter.condition(engine)
    }

    fn sort(&self) -> Sort<contract::Entity> {
        use contract::Column::{EndsOn, Id, ValuePence};
        let id = (Id, KeyKind::Number);
        match self.order {
            ContractOrder::EndAsc => {
                Sort { columns: vec![(EndsOn, KeyKind::DateOrEnd), id], direction: Order::Asc }
            }
            ContractOrder::EndDesc => {
                Sort { columns: vec![(EndsOn, KeyKind::DateOrEnd), id], direction: Order::Desc }
            }
            ContractOrder::ValueDesc => {
                Sort { columns: vec![(ValuePence, KeyKind::NumberOrLeast), id], direction: Order::Desc }
            }
            ContractOrder::NewestFirst => Sort { columns: vec![id], direction: Order::Desc },
        }
    }

    fn position(&self, row: &contract::Model) -> Position {
        let id = Key::Number(row.id);
        match self.order {
            ContractOrder::EndAsc | ContractOrder::EndDesc => vec![Key::date_or_end(row.ends_on), id],
            ContractOrder::ValueDesc => vec![Key::number_or_least(row.value_pence), id],
            ContractOrder::NewestFirst => vec![id],
        }
    }
}

/// The contracts under an institution that buys, by end.
pub(crate) struct InstitutionContractList;

impl Listing for InstitutionContractList {
    type Entity = institution_contract::Entity;

    fn description(&self) -> String {
        "contracts of an institution".to_owned()
    }

    fn condition(&self, _: Engine) -> Condition {
        Condition::all()
    }

    fn sort(&self) -> Sort<institution_contract::Entity> {
        use institution_contract::Column::{ContractId, EndsOn};
        Sort {
            columns: vec![(EndsOn, KeyKind::DateOrEnd), (ContractId, KeyKind::Number)],
            direction: Order::Asc,
        }
    }

    fn position(&self, row: &institution_contract::Model) -> Position {
        vec![Key::date_or_end(row.ends_on), Key::Number(row.contract_id)]
    }
}

impl Under<institution::Model> for InstitutionContractList {
    fn under(&self, parent: &institution::Model) -> Vec<(institution_contract::Column, Value)> {
        vec![(institution_contract::Column::InstitutionId, parent.id.into())]
    }
}

/// The contracts that a supplier holds, by end.
pub(crate) struct SupplierContractList;

impl Listing for SupplierContractList {
    type Entity = supplier_contract::Entity;

    fn description(&self) -> String {
        "contracts of a supplier".to_owned()
    }

    fn condition(&self, _: Engine) -> Condition {
        Condition::all()
    }

    fn sort(&self) -> Sort<supplier_contract::Entity> {
        use supplier_contract::Column::{ContractId, EndsOn};
        Sort {
            columns: vec![(EndsOn, KeyKind::DateOrEnd), (ContractId, KeyKind::Number)],
            direction: Order::Asc,
        }
    }

    fn position(&self, row: &supplier_contract::Model) -> Position {
        vec![Key::date_or_end(row.ends_on), Key::Number(row.contract_id)]
    }
}

impl Under<supplier::Model> for SupplierContractList {
    fn under(&self, parent: &supplier::Model) -> Vec<(supplier_contract::Column, Value)> {
        vec![(supplier_contract::Column::SupplierId, parent.id.into())]
    }
}
