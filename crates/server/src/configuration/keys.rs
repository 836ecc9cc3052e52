//! The keys of `dhis.conf`: names, kinds and defaults, from `data/dhis_conf.tsv`.

use std::sync::LazyLock;

use anyhow::bail;

static KEYS: LazyLock<Vec<Key>> =
    LazyLock::new(|| include_str!("../../data/dhis_conf.tsv").lines().skip(1).map(key).collect());

/// What a key's value must look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Anything.
    Text,
    /// `on` or `off`, `true` or `false`.
    Flag,
    /// A whole number that is not negative.
    Number,
}

/// A key that DHIS2 knows.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    /// Its name in the file.
    pub(crate) name: &'static str,
    /// What its value must look like.
    pub(crate) kind: Kind,
    /// The value when it is not given.
    pub(crate) default: &'static str,
    /// Whether its value must never be shown.
    pub(crate) secret: bool,
    /// Whether it has an effect here.
    pub(crate) honoured: bool,
}

impl Key {
    /// The environment variable that overrides the file.
    pub(crate) fn variable_name(&self) -> String {
        self.name.replace(['.', '-'], "_").to_uppercase()
    }

    /// Refuses a value of the wrong kind, in a sentence that shows the value unless it is secret.
    pub(crate) fn check(&self, value: &str) -> anyhow::Result<()> {
        let shown = if self.secret { "the value" } else { value };
        let words = ["on", "off", "true", "false", "yes", "no"];
        match self.kind {
            Kind::Number if value.parse::<u64>().is_err() => {
                bail!("{}: `{shown}` is no whole number", self.name)
            }
            Kind::Flag if !words.iter().any(|word| value.eq_ignore_ascii_case(word)) => {
                bail!("{}: `{shown}` is neither on nor off", self.name)
            }
            _ => Ok(()),
        }
    }
}

/// All keys.
pub(crate) fn all() -> &'static [Key] {
    &KEYS
}

/// The key of this name.
pub(crate) fn find(name: &str) -> Option<&'static Key> {
    KEYS.iter().find(|key| key.name == name)
}

/// Whether DHIS2 knows this key; providers of OpenID Connect may have any name of their own.
pub(crate) fn is_known(name: &str) -> bool {
    find(name).is_some() || name.starts_with("oidc.provider.")
}

fn key(line: &'static str) -> Key {
    let mut cells = line.split('\t');
    let mut next = || cells.next().unwrap_or_default();
    let (name, kind, default) = (next(), next(), next());
    let kind = match kind {
        "flag" => Kind::Flag,
        "number" => Kind::Number,
        _ => Kind::Text,
    };
    Key { name, kind, default, secret: next() == "secret", honoured: next() == "yes" }
}
