//! Checking passwords: bcrypt away from the workers, and a memory of those that were right a moment ago.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex};

use afya_model::Clock;
use sha2::{Digest, Sha256};

/// A hash that no password of an account has: checking against it costs as much as against a real one, so that the
/// time of an answer does not say whether an account exists.
static NOBODY: LazyLock<String> = LazyLock::new(|| {
    bcrypt::hash_with_salt("nobody", 10, [0x5a; 16]).map(|parts| parts.to_string()).unwrap_or_default()
});

/// Digests of passwords that bcrypt found right a moment ago, with the hash they were checked against: bcrypt of cost
/// 10 takes tens of milliseconds, and scripts send Basic with every request.
#[derive(Clone, Default)]
pub(crate) struct PasswordCache(Arc<Mutex<HashMap<[u8; 32], Known>>>);

struct Known {
    hash: String,
    /// Second since 1970 in which this is forgotten.
    until: i64,
}

impl PasswordCache {
    const CAPACITY: usize = 10_000;
    const KEPT_SECONDS: i64 = 300;

    /// Whether a password was found right for this very hash in the last minutes.
    fn holds(&self, digest: &[u8; 32], hash: &str, now: i64) -> bool {
        let known = self.0.lock();
        known.is_ok_and(|known| known.get(digest).is_some_and(|one| one.hash == hash && one.until > now))
    }

    fn keep(&self, digest: [u8; 32], hash: &str, now: i64) {
        let Ok(mut known) = self.0.lock() else { return };
        if known.len() >= Self::CAPACITY {
            known.retain(|_, one| one.until > now);
        }
        if known.len() >= Self::CAPACITY {
            known.clear();
        }
        known.insert(digest, Known { hash: hash.to_owned(), until: now + Self::KEPT_SECONDS });
    }
}

/// What a check of a password found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Checked {
    /// Right, and known to be so already.
    RightAsBefore,
    /// Right.
    Right,
    /// Wrong.
    Wrong,
}

/// Checks a password against the hash of an account, or against nobody's.
pub(crate) async fn check(
    cache: &PasswordCache,
    clock: &Clock,
    username: &str,
    password: String,
    hash: Option<&str>,
) -> Checked {
    let hash = hash.filter(|hash| !hash.is_empty());
    let digest: [u8; 32] =
        Sha256::new().chain_update(username).chain_update([0]).chain_update(&password).finalize().into();
    let now = clock.now().as_second();
    if hash.is_some_and(|hash| cache.holds(&digest, hash, now)) {
        return Checked::RightAsBefore;
    }
    let owned = hash.map_or_else(|| NOBODY.clone(), str::to_owned);
    let checked = tokio::task::spawn_blocking(move || bcrypt::verify(password, &owned)).await;
    match (hash, checked) {
        (Some(hash), Ok(Ok(true))) => {
            cache.keep(digest, hash, now);
            Checked::Right
        }
        _ => Checked::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_is_forgotten_after_minutes_and_with_its_hash() {
        let cache = PasswordCache::default();
        cache.keep([1; 32], "hash", 1000);
        assert!(cache.holds(&[1; 32], "hash", 1299));
        assert!(!cache.holds(&[1; 32], "hash", 1300));
        assert!(!cache.holds(&[1; 32], "other", 1001));
    }
}
