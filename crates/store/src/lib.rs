//! PostgreSQL: the only room that opens a connection. Statements are built from static pieces and binds.

mod asked;
pub mod cluster;
pub mod copy;
pub mod database;
pub mod fault;
pub mod migrations;
pub mod sql;
mod tls;

pub use asked::{Asked, noting};
pub use database::{Connection, Database, DatabaseSettings, PoolStanding, Rows};
pub use fault::Fault;
pub use sql::{Bind, Sql, containing};
pub use tls::{Encryption, WrongEncryption};
pub use tokio_postgres::Row;
