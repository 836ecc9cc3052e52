//! The dimensions that a query is made of, one file each.

pub mod data;
pub(crate) mod facets;
pub mod indicators;
pub mod org_units;
pub mod periods;

/// Which name of an object is shown (`displayProperty`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DisplayProperty {
    /// The name.
    #[default]
    Name,
    /// The short name.
    ShortName,
}

impl DisplayProperty {
    /// The property that a request's word or a setting names; anything but `SHORTNAME` is the name.
    pub fn parse(word: &str) -> DisplayProperty {
        if word.eq_ignore_ascii_case("SHORTNAME") {
            DisplayProperty::ShortName
        } else {
            DisplayProperty::Name
        }
    }
}
