//! The registry: what DHIS2's types are made of, as plain data. Lists, CRUD, import, sharing, `/api/schemas` and the
//! tests derive from it. No IO. One file a type under `types/`; `registry` finds them.

pub mod builder;
pub mod describe;
pub mod fields_on_json;
pub mod property;
pub mod query;
pub mod registry;
pub mod types;

pub use property::{Property, PropertyType, Storage};
pub use registry::{Registry, Type, registry};
