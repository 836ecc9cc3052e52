//! Who may do what: the caller, their authorities, groups and org units.

pub mod caller;
mod sql;

pub use caller::{Caller, OrgUnit, find_caller};
