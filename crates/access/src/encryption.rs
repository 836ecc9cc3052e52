//! Secrets at rest, as DHIS2 keeps them: a key from `encryption.password` by PKCS #12 (RFC 7292 appendix B), then a block
//! cipher in CBC mode. There are two forms: one for columns, one for settings.

use aes::Aes128;
use afya_model::Random;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use des::TdesEde3;
use sha1::Sha1;
use sha2::{Digest, Sha256};

/// The password of DHIS2 when `encryption.password` is not set.
pub const DEFAULT_PASSWORD: &str = "J7GhAs287hsSQlKd9g5";

const ROUNDS: usize = 1000;
const KEY: u8 = 1;
const IV: u8 = 2;
const SETTING_SALT: &[u8; 8] = b"H7g0oLkE";

/// Decrypts a confidential column (routes, event hooks, gateways, entries of the data store); nothing when the text was
/// not encrypted with this password.
pub fn decrypt_column(password: &str, stored: &str) -> Option<String> {
    let bytes = STANDARD.decode(stored.trim()).ok()?;
    let (salt, secret) = bytes.split_at_checked(16)?;
    let key = derive::<Sha256>(password, salt, KEY, 16);
    let iv = derive::<Sha256>(password, salt, IV, 16);
    let cipher = cbc::Decryptor::<Aes128>::new_from_slices(&key, &iv).ok()?;
    String::from_utf8(cipher.decrypt_padded_vec::<Pkcs7>(secret).ok()?).ok()
}

/// Encrypts a text for a confidential column.
pub fn encrypt_column(password: &str, random: &Random, text: &str) -> Option<String> {
    let salt = random.bytes::<16>();
    let key = derive::<Sha256>(password, &salt, KEY, 16);
    let iv = derive::<Sha256>(password, &salt, IV, 16);
    let cipher = cbc::Encryptor::<Aes128>::new_from_slices(&key, &iv).ok()?;
    let mut bytes = salt.to_vec();
    bytes.extend(cipher.encrypt_padded_vec::<Pkcs7>(text.as_bytes()));
    Some(STANDARD.encode(bytes))
}

/// Decrypts a confidential setting of the system.
pub fn decrypt_setting(password: &str, stored: &str) -> Option<String> {
    let secret = STANDARD.decode(stored.trim()).ok()?;
    let (key, iv) = setting_key(password);
    let cipher = cbc::Decryptor::<TdesEde3>::new_from_slices(&key, &iv).ok()?;
    String::from_utf8(cipher.decrypt_padded_vec::<Pkcs7>(&secret).ok()?).ok()
}

/// Encrypts a text for a confidential setting of the system.
pub fn encrypt_setting(password: &str, text: &str) -> Option<String> {
    let (key, iv) = setting_key(password);
    let cipher = cbc::Encryptor::<TdesEde3>::new_from_slices(&key, &iv).ok()?;
    Some(STANDARD.encode(cipher.encrypt_padded_vec::<Pkcs7>(text.as_bytes())))
}

fn setting_key(password: &str) -> (Vec<u8>, Vec<u8>) {
    (derive::<Sha1>(password, SETTING_SALT, KEY, 24), derive::<Sha1>(password, SETTING_SALT, IV, 8))
}

/// Key material of PKCS #12; both hashes have blocks of 64 bytes.
fn derive<D: Digest>(password: &str, salt: &[u8], purpose: u8, length: usize) -> Vec<u8> {
    const BLOCK: usize = 64;
    let secret: Vec<u8> = password.encode_utf16().chain([0]).flat_map(u16::to_be_bytes).collect();
    let filled = |text: &[u8]| -> Vec<u8> {
        let whole = text.len().div_ceil(BLOCK) * BLOCK;
        text.iter().copied().cycle().take(whole).collect()
    };
    let mut input = filled(salt);
    input.extend(filled(&secret));
    let mut out = Vec::new();
    while out.len() < length {
        let mut hash = D::new().chain_update([purpose; BLOCK]).chain_update(&input).finalize();
        for _ in 1..ROUNDS {
            hash = D::digest(&hash);
        }
        let added: Vec<u8> = hash.iter().copied().cycle().take(BLOCK).collect();
        input.chunks_mut(BLOCK).for_each(|block| add_with_one(block, &added));
        out.extend_from_slice(&hash);
    }
    out.truncate(length);
    out
}

/// Adds a number and one to a block, both big endian, without what overflows.
fn add_with_one(block: &mut [u8], added: &[u8]) {
    let mut carry = 1u16;
    for (byte, other) in block.iter_mut().zip(added).rev() {
        carry += u16::from(*byte) + u16::from(*other);
        *byte = carry.to_be_bytes()[1];
        carry >>= 8;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PASSWORD: &str = "kolanda-reference-encryption-0001";

    #[test]
    fn secrets_of_dhis2_are_read() {
        let column = decrypt_column(PASSWORD, "iJKwdRrpbjKpWsdAC/Y567G+NTzBWzi2kjAauysn9Z8=");
        assert_eq!(column.as_deref(), Some("s3cret-välue"));
        let setting = decrypt_setting(PASSWORD, "Pi31UIaIrvQYSZ+aVqK8og==");
        assert_eq!(setting.as_deref(), Some("s3cret-välue"));
        assert_eq!(decrypt_column("other", "iJKwdRrpbjKpWsdAC/Y567G+NTzBWzi2kjAauysn9Z8="), None);
        assert_eq!(decrypt_setting(PASSWORD, "plain"), None);
    }

    #[test]
    fn what_is_written_can_be_read() {
        let column = encrypt_column(PASSWORD, &Random::seeded(1), "s3cret-välue").unwrap();
        assert_eq!(decrypt_column(PASSWORD, &column).as_deref(), Some("s3cret-välue"));
        assert_eq!(encrypt_setting(PASSWORD, "s3cret-välue").as_deref(), Some("Pi31UIaIrvQYSZ+aVqK8og=="));
    }
}
