//! Rules of identity, without a database: what of a name, an identifier, an address or a postcode tells who somebody
//! is and where.

mod name_key;
mod withheld;

pub use name_key::name_key;
pub use withheld::is_withheld;
