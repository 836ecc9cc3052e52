//! Items: what an expression asks the outside for.

/// The kinds of items, by how they open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemKind {
    /// `#{dataElement}`, `#{dataElement.optionCombo.attributeOptionCombo}`, `#{stage.dataElement}`.
    DataElement,
    /// `A{program.attribute}` or `A{attribute}`.
    Attribute,
    /// `C{constant}`.
    Constant,
    /// `D{program.dataElement}`.
    ProgramDataElement,
    /// `I{programIndicator}`.
    ProgramIndicator,
    /// `N{indicator}`.
    Indicator,
    /// `OUG{orgUnitGroup}`: how many org units of the group there are.
    OrgUnitGroup,
    /// `R{dataSet.METRIC}`.
    ReportingRate,
    /// `V{variable}`.
    Variable,
    /// `X{...}`.
    Other,
    /// `PS_EVENTDATE:stage`.
    StageEventDate,
    /// `[days]`.
    Days,
    /// `[periodInYear]`.
    PeriodInYear,
    /// `[yearlyPeriodCount]`.
    YearlyPeriodCount,
    /// `subExpression(...)` once it is lifted out: its only part is the text between the brackets.
    SubExpression,
}

/// An item: its kind, and what stands between the braces, cut at dots.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Item {
    /// What it is.
    pub kind: ItemKind,
    /// The ids, keywords and `*`; empty for `[days]` and its like.
    pub parts: Vec<String>,
}

/// How items with braces open, the longest first.
pub(crate) const OPENINGS: [(&str, ItemKind); 10] = [
    ("OUG{", ItemKind::OrgUnitGroup),
    ("#{", ItemKind::DataElement),
    ("A{", ItemKind::Attribute),
    ("C{", ItemKind::Constant),
    ("D{", ItemKind::ProgramDataElement),
    ("I{", ItemKind::ProgramIndicator),
    ("N{", ItemKind::Indicator),
    ("R{", ItemKind::ReportingRate),
    ("V{", ItemKind::Variable),
    ("X{", ItemKind::Other),
];

/// The items that are a word in square brackets.
pub(crate) const BRACKETS: [(&str, ItemKind); 3] = [
    ("[days]", ItemKind::Days),
    ("[periodInYear]", ItemKind::PeriodInYear),
    ("[yearlyPeriodCount]", ItemKind::YearlyPeriodCount),
];

impl Item {
    /// Whether the parts have the shape that the kind asks of them in expressions over aggregate data.
    pub(crate) fn is_well_formed(&self) -> bool {
        let uids = |range: std::ops::RangeInclusive<usize>| {
            range.contains(&self.parts.len()) && self.parts.iter().all(|part| is_uid(part))
        };
        match self.kind {
            ItemKind::DataElement => self.is_operand(),
            ItemKind::Attribute | ItemKind::ProgramDataElement => uids(2..=2),
            ItemKind::Constant
            | ItemKind::ProgramIndicator
            | ItemKind::Indicator
            | ItemKind::OrgUnitGroup
            | ItemKind::StageEventDate => uids(1..=1),
            ItemKind::ReportingRate => {
                self.parts.len() == 2 && is_uid(&self.parts[0]) && METRICS.contains(&&*self.parts[1])
            }
            ItemKind::Variable | ItemKind::Other => self.parts.len() == 1,
            ItemKind::Days
            | ItemKind::PeriodInYear
            | ItemKind::YearlyPeriodCount
            | ItemKind::SubExpression => true,
        }
    }

    fn is_operand(&self) -> bool {
        let tagged = |part: &str, tags: &[&str]| {
            let (tag, uids) = part.split_once(':').unwrap_or(("", part));
            tags.contains(&tag) && uids.split('&').all(is_uid)
        };
        let Some((first, combos)) = self.parts.split_first() else {
            return false;
        };
        combos.len() <= 2
            && tagged(first, &["", "deGroup"])
            && combos.iter().all(|part| part == "*" || tagged(part, &["", "coGroup", "co"]))
    }
}

/// What reporting rates can be asked for.
pub const METRICS: [&str; 5] = [
    "REPORTING_RATE",
    "REPORTING_RATE_ON_TIME",
    "ACTUAL_REPORTS",
    "ACTUAL_REPORTS_ON_TIME",
    "EXPECTED_REPORTS",
];

pub(crate) fn is_uid(text: &str) -> bool {
    text.len() == 11
        && text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|letter| letter.is_ascii_alphanumeric())
}
