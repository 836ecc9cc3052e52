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

/// A language that letters are written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// English.
    English,
    /// French.
    French,
    /// Arabic.
    Arabic,
}

impl Language {
    /// The language of a locale such as `fr_BF`; English for one that there are no letters in.
    pub fn of(locale: &str) -> Language {
        match locale.split(['_', '-']).next() {
            Some("fr") => Language::French,
            Some("ar") => Language::Arabic,
            _ => Language::English,
        }
    }
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

    #[test]
    fn a_locale_has_a_language() {
        assert_eq!(Language::of("fr_BF"), Language::French);
        assert_eq!(Language::of("ar"), Language::Arabic);
        assert_eq!(Language::of("sw"), Language::English);
    }
}
