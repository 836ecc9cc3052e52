//! Data values: read, checked by every rule, saved by one merge, and read back for data entry.

pub mod completion;
pub mod context;
pub mod entry;
pub mod export;
pub mod forms;
pub mod locks;
pub mod min_max;
pub mod single;
mod sql;
pub mod validation;
pub mod value_type;
pub mod values;
