//! What every request shares.

use afya_model::{Clock, Random};
use afya_store::Database;

use crate::authentication::PasswordCache;

/// The server's state; cloning shares it.
#[derive(Clone)]
pub(crate) struct App {
    /// The pool.
    pub(crate) database: Database,
    /// The present.
    pub(crate) clock: Clock,
    /// Chance.
    pub(crate) random: Random,
    /// Passwords that were found right a moment ago.
    pub(crate) passwords: PasswordCache,
}
