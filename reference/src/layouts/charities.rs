//! The registers of the three charity regulators.

mod england;
mod northern_ireland;
mod scotland;

pub(super) use self::{
    england::recognise as england_and_wales, northern_ireland::recognise as northern_ireland,
    scotland::recognise as scotland,
};
