//! Mail to people: what letters say, in the languages of the web UI, and how they are delivered by SMTP.

mod delivery;
pub mod letters;

pub use delivery::{MailServer, Undelivered, deliver};

/// A letter, before it is known who sends it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// The line by which it is found among others.
    pub subject: String,
    /// What it says, as plain text.
    pub text: String,
}

/// Whether a text has the form of a mail address.
pub fn is_address(text: &str) -> bool {
    text.is_ascii() && text.parse::<lettre::Address>().is_ok_and(|address| address.domain().contains('.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_a_name_and_a_domain() {
        assert!(is_address("amina@example.org"));
        for text in
            ["", "amina", "@example.org", "amina@", "amina@local", "a b@example.org", "a@b.org\nBcc: c@d.org"]
        {
            assert!(!is_address(text), "{text}");
        }
    }
}
