//! Codes of authenticator apps: TOTP (RFC 6238) with SHA-1, six digits and steps of 30 seconds.

use afya_model::Random;
use sha1::{Digest, Sha1};

const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const STEP_SECONDS: i64 = 30;
const BLOCK: usize = 64;

/// Whether a code fits a secret in base 32 now, or one step before or after, since clocks differ.
pub fn is_right(secret: &str, given: &str, now_seconds: i64) -> bool {
    let given = given.trim();
    // All three are compared, so that the time taken does not say which was near.
    [-STEP_SECONDS, 0, STEP_SECONDS]
        .into_iter()
        .fold(false, |found, off| found | code(secret, now_seconds + off).is_some_and(|shown| shown == given))
}

/// The code that an app shows for a secret in base 32 at this second; nothing where the secret is none.
pub fn code(secret: &str, now_seconds: i64) -> Option<String> {
    let (key, step) = (base32(secret)?, u64::try_from(now_seconds.div_euclid(STEP_SECONDS)).ok()?);
    (!key.is_empty()).then(|| digits(&key, step))
}

/// A new secret of 160 bits in base 32.
pub fn new_secret(random: &Random) -> String {
    (0..32).map(|_| char::from(ALPHABET[random.below(ALPHABET.len())])).collect()
}

/// What an authenticator app reads from the picture that it is shown.
pub fn address(title: &str, username: &str, secret: &str) -> String {
    let app: String =
        title.trim().chars().map(|letter| if letter.is_ascii() { letter } else { 'X' }).collect();
    let app = format!("DHIS2_{}", app.replace(' ', "%20"));
    format!("otpauth://totp/{app}:{username}?secret={secret}&issuer={app}")
}

fn digits(key: &[u8], step: u64) -> String {
    let hash = hmac(key, &step.to_be_bytes());
    let start = usize::from(hash[19] & 0x0f);
    let word = hash[start..start + 4].iter().fold(0u32, |word, byte| (word << 8) | u32::from(*byte));
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

fn hmac(key: &[u8], message: &[u8]) -> [u8; 20] {
    let mut padded = [0u8; BLOCK];
    if key.len() > BLOCK {
        padded[..20].copy_from_slice(&Sha1::digest(key));
    } else {
        padded[..key.len()].copy_from_slice(key);
    }
    let inner = Sha1::new().chain_update(padded.map(|byte| byte ^ 0x36)).chain_update(message).finalize();
    Sha1::new().chain_update(padded.map(|byte| byte ^ 0x5c)).chain_update(inner).finalize().into()
}

/// The bytes that a text in base 32 stands for; padding and case do not matter.
fn base32(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let (mut held, mut bits) = (0u32, 0);
    for letter in text.trim().trim_end_matches('=').bytes() {
        let value = match letter.to_ascii_uppercase() {
            letter @ b'A'..=b'Z' => letter - b'A',
            digit @ b'2'..=b'7' => digit - b'2' + 26,
            _ => return None,
        };
        held = (held << 5) | u32::from(value);
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((held >> bits).to_be_bytes()[3]);
            held &= (1 << bits) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The secret of RFC 6238 appendix B: `12345678901234567890`.
    const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn codes_of_the_standard_are_right_for_a_minute_and_a_half() {
        assert!(is_right(SECRET, "287082", 59));
        assert!(is_right(SECRET, "081804", 1_111_111_109));
        assert!(is_right(SECRET, "287082", 30) && is_right(SECRET, "287082", 89));
        assert!(!is_right(SECRET, "287082", 120) && !is_right(SECRET, "287082", 0 - 1));
    }

    #[test]
    fn a_new_secret_is_one_that_codes_are_made_from() {
        let secret = new_secret(&Random::seeded(1));
        assert_eq!(base32(&secret).map(|key| key.len()), Some(20));
        assert_eq!(
            address(" Santé Kolanda", "amina", "ABC"),
            "otpauth://totp/DHIS2_SantX%20Kolanda:amina?secret=ABC&issuer=DHIS2_SantX%20Kolanda"
        );
    }

    #[test]
    fn what_is_no_code_or_secret_is_wrong() {
        for (secret, code) in
            [(SECRET, ""), (SECRET, "28708"), (SECRET, "28708a"), ("", "287082"), ("1!", "287082")]
        {
            assert!(!is_right(secret, code, 59), "{secret} {code}");
        }
    }
}
