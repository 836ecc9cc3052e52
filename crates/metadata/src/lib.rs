//! Any type of the registry: listed, read, written and imported by the same code.

pub mod expressions;
pub mod org_units;
pub mod read;
pub mod restriction;
pub(crate) mod sql;
