//! Rules of identity, without a database: what of a name, an identifier, an address or a postcode tells who somebody
//! is and where.

mod blocks;
pub mod identifier;
mod kind;
mod label;
pub mod likeness;
mod name_key;
mod postcode;
mod withheld;

pub use blocks::{BLOCK_RULES, blocks, probes};
pub use kind::{NameKind, kind_of};
pub use label::label_key;
pub use name_key::name_key;
pub use postcode::{is_po_box, postcode, postcode_within};
pub use withheld::is_withheld;
