//! Questions about contracts.
//!
//! A caller writes a `ContractPlan` and hands it to a `ContractEngine`. There are two, which give the same answers:
//! `ContractColumns` holds dictionary-coded columns (`facts`) and small tables beside them (`dimensions`) in memory;
//! `ContractSqlEngine` reads rows for each question. What several sources state of one contract counts once. Who buys and who
//! holds it is what any of them says.

mod answer;
mod band;
mod category;
mod columns;
mod dimensions;
mod engine;
mod facts;
mod filter;
mod listed;
mod plan;
mod read;
mod scan;
mod selection;
mod shared;
mod sql;
mod state;
mod terms;

pub use self::{
    answer::{
        ContractAnswer, ContractCoverage, ContractKey, ContractMeasures, ContractRest, ContractRow,
        ContractValueBasis, ValueOnBasis, ValueSum,
    },
    band::ValueBand,
    columns::{ContractColumns, ContractsHeld},
    engine::ContractEngine,
    filter::{ContractFilter, ContractTrait, CpvPrefix, Days, delivering_in},
    listed::{ContractSort, ContractSortKey, ListedContracts},
    plan::{ContractDimension, ContractOrder, ContractPlan},
    sql::ContractSqlEngine,
};
pub(crate) use self::{
    category::Category,
    facts::{Facts, NO_DAY, Worth, date_of, day_of},
    filter::counted,
    selection::Selection,
    state::State,
    terms::months_between,
};
