//! Those who run a plan. All answer the same cells.

pub mod postgres;
