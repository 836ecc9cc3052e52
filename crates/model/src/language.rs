//! The languages of the server's own texts: its letters, and what it draws.

/// A language that the server has texts in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// English, also where a locale has no other of these languages.
    #[default]
    English,
    /// French.
    French,
    /// Arabic.
    Arabic,
}

impl Language {
    /// The language of a locale such as `fr` or `ar_EG`.
    pub fn of(locale: &str) -> Language {
        match locale.split(['_', '-']).next() {
            Some("fr") => Language::French,
            Some("ar") => Language::Arabic,
            _ => Language::English,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language;

    #[test]
    fn a_locale_has_the_texts_of_its_language() {
        assert_eq!(Language::of("fr_BF"), Language::French);
        assert_eq!(Language::of("ar"), Language::Arabic);
        assert_eq!(Language::of("ar-EG"), Language::Arabic);
        assert_eq!((Language::of("sw"), Language::of("")), (Language::English, Language::English));
    }
}
