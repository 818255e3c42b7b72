//! How single cells of a register are read.

mod date;
mod flag;
mod identifier;
mod months;
mod supplier;
mod value;
mod words;

pub(super) use self::{
    date::{DateCell, read_date},
    flag::{Answer, read_both, read_sme, read_vcse},
    identifier::{charity, company, cpv, says_charity},
    months::{Months, read_months},
    supplier::{Named, split},
    value::{Stated, ValueCell, read_value},
};
