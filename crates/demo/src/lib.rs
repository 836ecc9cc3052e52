//! The demo country: invented, and the same every time. Its metadata are one payload of `POST /api/metadata`, its values
//! groups of `POST /api/dataValueSets`; nothing here reads a clock, a file or chance.

mod catalogue;
mod charts;
mod geography;
mod indicators;
mod metadata;
mod names;
mod people;
mod random;
mod sets;
mod values;

use serde_json::{Map, Value};

pub use geography::{Facility, Kind};
pub use values::{Group, Reported};

use geography::Geography;

/// The country at one size.
#[derive(Debug)]
pub struct Country {
    geography: Geography,
}

impl Country {
    /// Who to sign in as, besides the administrator: what they do, and their login name.
    pub const LOGINS: [(&'static str, &'static str); 4] = [
        ("data clerk", "clerk"),
        ("district officer", "officer"),
        ("programme manager", "manager"),
        ("minister", "minister"),
    ];

    /// The password of all these.
    pub const PASSWORD: &'static str = people::PASSWORD;

    /// The country; `scale` 1 has 1,200 facilities and about 1.5 million values in five years.
    #[must_use]
    pub fn new(scale: f64) -> Country {
        Country { geography: Geography::new(scale) }
    }

    /// Where data come from.
    #[must_use]
    pub fn facilities(&self) -> &[Facility] {
        &self.geography.facilities
    }

    /// All metadata, by the plural names of their types.
    #[must_use]
    pub fn metadata(&self) -> Map<String, Value> {
        metadata::payload(&self.geography)
    }

    /// The values of five years that end with the month before `until`: a group for each data set and period.
    pub fn values(&self, until: jiff::civil::Date) -> impl Iterator<Item = Group> + '_ {
        values::groups(&self.geography, until)
    }
}
