//! DHIS2's object identifier: 11 characters, a letter and then letters or digits.

use std::fmt;

use crate::clock::Random;

const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const ALPHANUMERIC: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/// A valid identifier (`^[a-zA-Z][a-zA-Z0-9]{10}$`), as in the column `uid` of every metadata table.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Uid([u8; 11]);

impl Uid {
    /// The identifier that `text` spells, or nothing when it is no valid one.
    pub fn parse(text: &str) -> Option<Uid> {
        let bytes: [u8; 11] = text.as_bytes().try_into().ok()?;
        let valid = bytes[0].is_ascii_alphabetic() && bytes.iter().all(u8::is_ascii_alphanumeric);
        valid.then_some(Uid(bytes))
    }

    /// A new random identifier.
    pub fn generate(random: &Random) -> Uid {
        let mut bytes = [0; 11];
        bytes[0] = LETTERS[random.below(LETTERS.len())];
        for byte in &mut bytes[1..] {
            *byte = ALPHANUMERIC[random.below(ALPHANUMERIC.len())];
        }
        Uid(bytes)
    }

    /// The identifier as text.
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).expect("a uid holds ASCII only")
    }
}

impl fmt::Display for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Uid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Uid({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uid_starts_with_a_letter_and_has_eleven_characters() {
        assert!(Uid::parse("fbfJHSPpUQD").is_some());
        for wrong in ["", "1bfJHSPpUQD", "fbfJHSPpUQ", "fbfJHSPpUQDx", "fbfJHSPpUQ-", "ébfJHSPpUQ"] {
            assert!(Uid::parse(wrong).is_none(), "{wrong}");
        }
    }

    #[test]
    fn a_generated_uid_is_valid_and_follows_the_seed() {
        let one = Uid::generate(&Random::seeded(1));
        assert_eq!(Uid::parse(one.as_str()), Some(one));
        assert_eq!(Uid::generate(&Random::seeded(1)), one);
        assert_ne!(Uid::generate(&Random::seeded(2)), one);
    }
}
