//! Any type of the registry: listed, read, written and imported by the same code.

pub mod approval_levels;
pub mod dashboards;
pub mod data_dimensions;
pub mod data_items;
pub mod deleted;
pub mod entry_metadata;
pub mod export;
pub mod expressions;
pub mod flags;
pub mod geometry;
pub mod gist;
pub mod icons;
pub mod import;
pub mod interpretations;
pub mod locales;
pub mod operands;
pub mod org_units;
pub mod people;
pub mod program_expressions;
pub mod read;
pub mod rendering;
pub mod restriction;
pub mod sharing;
pub(crate) mod sql;
pub mod statistics;
pub mod usage;
