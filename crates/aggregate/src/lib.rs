//! Data values: read, checked by every rule, saved by one merge, and read back for data entry.

pub mod entry;
mod sql;
pub mod value_type;
pub mod values;
