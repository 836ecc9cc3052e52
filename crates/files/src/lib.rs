//! Files: their bytes in a folder that a country brings from DHIS2, and what the database says of them. Bytes come and go in
//! pieces; a file is on the disk before its row is in the database.

pub mod domain;
mod folder;
pub mod house;
pub mod owners;
pub mod pictures;
pub mod resource;
mod sql;
mod store;

pub use folder::{Arrived, Arriving};
pub use store::{Content, FileStore, unwritten};

#[cfg(test)]
mod tests;
