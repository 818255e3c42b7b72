//! Who is paid: withheld payees and the name key, the fallback identity of suppliers.

mod name_key;
mod withheld;

pub use name_key::name_key;
pub use withheld::is_withheld;
