//! Questions over facts: a small plan type and the engines that answer it.
//!
//! A caller writes a `SpendPlan` and hands it to a `SpendEngine`. Today there is one engine, which lowers the
//! plan to SQL; a columnar one can stand behind the same interface.

mod answer;
mod engine;
mod error;
mod exclusion;
mod filter;
mod plan;
mod sql;

pub use answer::{
    BasisSum, Completeness, ExclusionSum, GroupKey, Measures, Remainder, SpendAnswer, SpendRow, Sum,
};
pub use engine::SpendEngine;
pub use error::AnalysisError;
pub use exclusion::ExclusionReason;
pub use filter::SpendFilter;
pub use plan::{SpendDimension, SpendOrder, SpendPlan};
pub use sql::SqlEngine;
