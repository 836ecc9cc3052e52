//! What reporting is made of: category combos, elements, sets, and how a figure comes about.

use afya_model::period::PeriodType;

use crate::geography::{Facility, Kind};
use crate::random::{chance, uid};

/// How an element is disaggregated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Combo {
    /// Not at all: the default combo.
    Whole,
    /// By sex.
    Sex,
    /// Under and over five.
    Five,
    /// By four ages and sex.
    AgeSex,
    /// At the facility or out in the villages.
    Place,
}

/// A category with its options: code and name.
pub(crate) struct Category {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) options: &'static [(&'static str, &'static str)],
}

pub(crate) const CATEGORIES: [Category; 4] = [
    Category { code: "SEX", name: "Sex", options: &[("FEMALE", "Female"), ("MALE", "Male")] },
    Category {
        code: "FIVE",
        name: "Under or over five",
        options: &[("UNDER5", "Under 5 years"), ("OVER5", "5 years and over")],
    },
    Category {
        code: "AGE",
        name: "Age",
        options: &[
            ("AGE0", "Under 1 year"),
            ("AGE1", "1-4 years"),
            ("AGE5", "5-14 years"),
            ("AGE15", "15 years and over"),
        ],
    },
    Category {
        code: "PLACE",
        name: "Place of service",
        options: &[("FIXED", "At the facility"), ("OUTREACH", "Outreach")],
    },
];

impl Combo {
    /// All that are not the default.
    pub(crate) const ALL: [Combo; 4] = [Combo::Sex, Combo::Five, Combo::AgeSex, Combo::Place];

    /// Code, name and the categories by their places in the list of them.
    pub(crate) fn parts(self) -> (&'static str, &'static str, &'static [usize]) {
        match self {
            Combo::Whole => ("default", "default", &[]),
            Combo::Sex => ("CC_SEX", "By sex", &[0]),
            Combo::Five => ("CC_FIVE", "Under and over five", &[1]),
            Combo::AgeSex => ("CC_AGE_SEX", "By age and sex", &[2, 0]),
            Combo::Place => ("CC_PLACE", "By place of service", &[3]),
        }
    }

    pub(crate) fn uid(self) -> String {
        match self {
            Combo::Whole => "bjDvmb4bfuf".to_owned(),
            _ => uid(&format!("combo {}", self.parts().0)),
        }
    }

    /// The options of each of its option combos, by category and place in it.
    pub(crate) fn choices(self) -> Vec<Vec<(usize, usize)>> {
        self.parts().2.iter().fold(vec![Vec::new()], |choices, category| {
            let places = 0..CATEGORIES[*category].options.len();
            let longer = choices.iter().flat_map(|choice| {
                places.clone().map(move |place| choice.iter().copied().chain([(*category, place)]).collect())
            });
            longer.collect()
        })
    }

    /// The identifier of an option combo.
    pub(crate) fn option_combo(self, place: usize) -> String {
        match self {
            Combo::Whole => "HllvX50cXC0".to_owned(),
            _ => uid(&format!("option combo {} {place}", self.parts().0)),
        }
    }

    /// How a figure is shared out among the option combos.
    pub(crate) fn shares(self) -> &'static [f64] {
        match self {
            Combo::Whole => &[1.0],
            Combo::Sex => &[0.54, 0.46],
            Combo::Five => &[0.43, 0.57],
            Combo::AgeSex => &[0.06, 0.065, 0.13, 0.135, 0.09, 0.085, 0.25, 0.185],
            Combo::Place => &[0.72, 0.28],
        }
    }
}

/// How a figure comes about.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Model {
    /// So many of 1,000 people a month; the part by which the season moves it, the month of its top, the growth in a year.
    Rate(f64, f64, u8, f64),
    /// A part of the figure of another element of the set, never more than it.
    Part(&'static str, f64),
    /// Days without stock: how often there are some, in parts of months.
    Days(f64),
    /// A part of the people.
    People(f64),
}

/// A data element.
pub(crate) struct Element {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) combo: Combo,
    pub(crate) model: Model,
}

/// A data set.
pub(crate) struct Set {
    pub(crate) code: &'static str,
    pub(crate) name: &'static str,
    pub(crate) every: PeriodType,
    /// Which facilities report it; the yearly set is of districts.
    pub(crate) reporters: Reporters,
    /// Its sections: a name and how many of the elements.
    pub(crate) sections: &'static [(&'static str, usize)],
    pub(crate) elements: &'static [Element],
}

/// Who reports a set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Reporters {
    Everybody,
    HospitalsAndCentres,
    Hospitals,
    /// Hospitals and this part of the centres.
    Sites(f64),
    Districts,
}

impl Reporters {
    /// Whether a facility reports.
    pub(crate) fn has(self, facility: &Facility) -> bool {
        match self {
            Reporters::Everybody => true,
            Reporters::HospitalsAndCentres => facility.kind != Kind::Post,
            Reporters::Hospitals => facility.kind == Kind::Hospital,
            Reporters::Sites(part) => {
                let site = facility.kind == Kind::Centre && chance(&[facility.number, 20]) < part;
                facility.kind == Kind::Hospital || site
            }
            Reporters::Districts => false,
        }
    }
}

impl Element {
    pub(crate) fn uid(&self) -> String {
        uid(&format!("element {}", self.code))
    }
}

impl Set {
    pub(crate) fn uid(&self) -> String {
        uid(&format!("set {}", self.code))
    }

    /// An element of the set by its code.
    pub(crate) fn element(&self, code: &str) -> &'static Element {
        self.elements
            .iter()
            .find(|element| element.code == code)
            .expect("a part names an element of its own set")
    }
}
