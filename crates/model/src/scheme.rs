//! By what something is named on the wire: its identifier, its code, its name, or the value of an attribute.

use std::fmt;

use crate::Uid;

/// By what something is named (`idScheme` and its kin).
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Scheme {
    /// `UID`
    #[default]
    Uid,
    /// `CODE`
    Code,
    /// `NAME`
    Name,
    /// `ATTRIBUTE:` and the attribute's identifier.
    Attribute(String),
}

impl Scheme {
    /// The scheme of this word, in any case.
    pub fn parse(word: &str) -> Option<Scheme> {
        let upper = word.to_uppercase();
        match upper.as_str() {
            "UID" | "ID" => Some(Scheme::Uid),
            "CODE" => Some(Scheme::Code),
            "NAME" => Some(Scheme::Name),
            _ => {
                let uid = word.get(10..).filter(|_| upper.starts_with("ATTRIBUTE:"))?;
                Uid::parse(uid).map(|uid| Scheme::Attribute(uid.as_str().to_owned()))
            }
        }
    }

    /// The identifier of the attribute, where the scheme is one.
    pub fn attribute(&self) -> Option<&str> {
        match self {
            Scheme::Attribute(uid) => Some(uid),
            _ => None,
        }
    }

    /// The word for the kind of scheme, as refusals say it.
    pub fn kind(&self) -> &'static str {
        match self {
            Scheme::Uid => "UID",
            Scheme::Code => "CODE",
            Scheme::Name => "NAME",
            Scheme::Attribute(_) => "ATTR",
        }
    }
}

impl fmt::Display for Scheme {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Scheme::Attribute(uid) => write!(out, "ATTRIBUTE:{uid}"),
            plain => out.write_str(plain.kind()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemes_are_read_in_any_case_and_written_in_one() {
        for (word, scheme) in [("id", "UID"), ("Code", "CODE"), ("NAME", "NAME")] {
            assert_eq!(Scheme::parse(word).map(|scheme| scheme.to_string()).as_deref(), Some(scheme));
        }
        let attribute = Scheme::parse("attribute:QbLaJueGgub").unwrap();
        assert_eq!((attribute.to_string().as_str(), attribute.kind()), ("ATTRIBUTE:QbLaJueGgub", "ATTR"));
        for wrong in ["", "FOO", "ATTRIBUTE", "ATTRIBUTE:", "ATTRIBUTE:short"] {
            assert_eq!(Scheme::parse(wrong), None, "{wrong}");
        }
    }
}
