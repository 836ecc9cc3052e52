//! Analytics: what is asked (dimensions) becomes a plan, the plan is run, and the cells become a grid.

pub mod dimensions;
pub mod executors;
pub mod geo_features;
pub mod grid;
pub mod plan;
pub mod request;
mod sql;
