//! Settings of the system and of users: keys, kinds and defaults as data, values from the database.

mod change;
mod definition;
mod system;
mod user;

pub use change::{set_system, set_translation, set_user};
pub use definition::{Definition, Kind, system_definition, user_definition};
pub use system::{
    SignInRules, SystemSettings, mail_password, read_system, sign_in_rules, site_key, translation,
};
pub use user::{UserSettings, read_user};
