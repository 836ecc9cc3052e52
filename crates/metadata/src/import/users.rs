//! What users need beyond their properties: a hash in place of their password, and a number for sessions.

use std::collections::HashMap;

use afya_access::password;
use afya_model::Random;
use serde_json::Value;

use super::bundle::Bundle;

/// The key under which a user's hashed password travels to its row.
pub(crate) const HASH: &str = " password hash";

/// Replaces the passwords that were sent by their hashes. bcrypt takes tens of milliseconds each, so it runs away from the workers.
pub(crate) async fn hash_passwords(bundle: &mut Bundle, random: &Random) {
    let mut chosen = Vec::new();
    for object in bundle.objects_mut().filter(|object| object.of.name == "user") {
        let Some(Value::String(password)) = object.value.remove("password") else { continue };
        if is_hash(&password) {
            object.value.insert(HASH.to_owned(), Value::String(password));
        } else if !password.is_empty() {
            chosen.push((object.uid.clone(), password, random.bytes()));
        }
    }
    if chosen.is_empty() {
        return;
    }
    let hashed = tokio::task::spawn_blocking(move || -> HashMap<String, String> {
        let hash = |(uid, password, salt): (String, String, _)| Some((uid, password::hash(&password, salt)?));
        chosen.into_iter().filter_map(hash).collect()
    });
    let mut hashes = hashed.await.unwrap_or_default();
    for object in bundle.objects_mut().filter(|object| object.of.name == "user") {
        if let Some(hash) = hashes.remove(&object.uid) {
            object.value.insert(HASH.to_owned(), Value::String(hash));
        }
    }
}

/// Whether a password was sent as its bcrypt hash, as exports have it.
pub(crate) fn is_hash(password: &str) -> bool {
    password.len() == 60 && (password.starts_with("$2a$") || password.starts_with("$2$"))
}
