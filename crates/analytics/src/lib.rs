//! Analytics: what is asked (dimensions) becomes a plan, the plan is run, and the cells become a grid.

pub mod dimensions;
pub mod geo_features;
mod sql;
