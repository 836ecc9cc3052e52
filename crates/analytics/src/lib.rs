//! Analytics: what is asked (dimensions) becomes a plan, the plan is run, and the cells become a grid.

pub mod admission;
mod allowed;
mod approvals;
pub mod data_value_set;
pub mod dimensions;
pub mod drawing;
pub mod executors;
pub mod figures;
pub mod formats;
pub mod geo_features;
pub mod grid;
pub mod indicators;
pub mod maps;
mod meta_data;
pub mod outliers;
pub mod plan;
pub mod query;
pub mod recommended;
pub mod reports;
pub mod request;
mod rows;
pub mod saved;
pub mod schemes;
mod sql;
mod table;
pub mod tiles;
pub mod unit_counts;
