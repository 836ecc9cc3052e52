//! Who may do what: accounts, signing in and sessions; the caller, their authorities, groups and org units; settings.

pub mod account;
pub mod authorities;
pub mod caller;
pub mod configuration;
pub mod encryption;
pub mod lockout;
pub mod me;
pub mod password;
pub mod recovery;
pub mod registration;
pub mod second_factor;
pub mod session;
pub mod settings;
pub mod sign_in;
mod sql;
pub mod tokens;
pub mod totp;
pub mod users;

pub use account::{Account, find_account};
pub use caller::{Caller, OrgUnit};
