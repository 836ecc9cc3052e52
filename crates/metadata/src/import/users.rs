//! What users need beyond their properties: a hash in place of their password, and a number for sessions.

use afya_access::password;
use afya_model::Random;
use serde_json::Value;

use super::bundle::Bundle;

/// The key under which a user's hashed password travels to its row.
pub(crate) const HASH: &str = " password hash";

/// Replaces the passwords that were sent by their hashes. Takes tens of milliseconds each: not for a worker thread.
pub(crate) fn hash_passwords(bundle: &mut Bundle, random: &Random) {
    for object in bundle.objects_mut().filter(|object| object.of.name == "user") {
        let Some(Value::String(password)) = object.value.remove("password") else { continue };
        if is_hash(&password) {
            object.value.insert(HASH.to_owned(), Value::String(password));
        } else if let Some(hash) = password::hash(&password, random.bytes()).filter(|_| !password.is_empty())
        {
            object.value.insert(HASH.to_owned(), Value::String(hash));
        }
    }
}

/// A random UUID of version 4.
pub(crate) fn uuid(random: &Random) -> String {
    let mut bytes: [u8; 16] = random.bytes();
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let hex: Vec<String> = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
    let part = |from: usize, to: usize| hex[from..to].concat();
    [part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 16)].join("-")
}

/// Whether a password was sent as its bcrypt hash, as exports have it.
pub(crate) fn is_hash(password: &str) -> bool {
    password.len() == 60 && (password.starts_with("$2a$") || password.starts_with("$2$"))
}
