//! New passwords: whether one will do, and its hash. bcrypt runs away from the workers.

use afya_access::password::{self, Owner};

use crate::app::App;

/// The hash of a new password, which must do for its owner and be none of the former ones.
///
/// # Errors
/// A sentence that says why it does not do.
pub(crate) async fn accept(
    app: &App,
    wanted: &str,
    owner: &Owner,
    former: Vec<String>,
) -> Result<String, String> {
    if let Some(sentence) = password::objection(wanted, owner) {
        return Err(sentence);
    }
    let (wanted, salt) = (wanted.to_owned(), app.random.bytes::<16>());
    let made = tokio::task::spawn_blocking(move || {
        let used = password::was_used(&wanted, &former);
        (!used).then(|| password::hash(&wanted, salt))
    });
    let hash = made.await.ok().flatten().ok_or_else(password::used_before)?;
    hash.ok_or_else(|| "The password cannot be kept; choose a shorter one".to_owned())
}

/// The hash of a secret that nobody chose; nothing when it cannot be hashed.
pub(crate) async fn hash(app: &App, secret: &str) -> Option<String> {
    let (secret, salt) = (secret.to_owned(), app.random.bytes::<16>());
    tokio::task::spawn_blocking(move || password::hash(&secret, salt)).await.ok().flatten()
}

/// Whether a secret fits a hash.
pub(crate) async fn fits(secret: &str, hash: &str) -> bool {
    let (secret, hashes) = (secret.to_owned(), [hash.to_owned()]);
    tokio::task::spawn_blocking(move || password::was_used(&secret, &hashes)).await.unwrap_or(false)
}
