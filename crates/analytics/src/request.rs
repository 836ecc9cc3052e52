//! What is asked, in the words of the wire: dimensions, filters and options.

use afya_model::Language;
use afya_model::{ErrorCode, Refusal};
use jiff::civil::Date;

use crate::dimensions::DisplayProperty;
use crate::dimensions::org_units::{OrgUnitOptions, UserOrgUnitType};
use crate::plan::{Comparison, Criterion};
use crate::schemes::Schemes;

/// An analytics request.
#[derive(Clone, Debug)]
pub struct Request {
    /// The axes of the grid, in the order of the request.
    pub dimensions: Vec<Dimension>,
    /// What the figures are bound to without an axis.
    pub filters: Vec<Dimension>,
    /// An aggregation that overrides each element's own.
    pub aggregation: Option<String>,
    /// How units are resolved and named.
    pub org_units: OrgUnitOptions,
    /// Leave the description out.
    pub skip_meta: bool,
    /// Leave the figures out.
    pub skip_data: bool,
    /// Do not round.
    pub skip_rounding: bool,
    /// Show the numerator, denominator and factor of indicators too.
    pub include_parts: bool,
    /// By what items are named.
    pub schemes: Schemes,
    /// What figures have to fit to be shown.
    pub criteria: Vec<Criterion>,
    /// What each single value has to fit before it counts.
    pub value_criteria: Vec<Criterion>,
    /// The order of the rows by their figures: ascending or not.
    pub ascending: Option<bool>,
    /// Say where units lie, by identifier.
    pub hierarchy_meta: bool,
    /// Say where units lie, by name.
    pub show_hierarchy: bool,
    /// Describe items in detail.
    pub include_details: bool,
    /// The dimensions that a table has side by side; with `rows` empty too the answer is no table.
    pub columns: Vec<String>,
    /// The dimensions that a table has one below the other.
    pub rows: Vec<String>,
    /// Answer with as many rows as there are, whatever the settings allow.
    pub ignore_limit: bool,
    /// Leave rows of a table out that have no figure.
    pub hide_empty_rows: bool,
    /// The first and last day, given instead of periods.
    pub dates: Option<(Date, Date)>,
    /// The day that relative periods are counted from.
    pub relative_to: Date,
    /// Today, which decides what has to be approved.
    pub today: Date,
    /// The language of the names of periods.
    pub language: Language,
    /// The level that figures have to be approved at, where those that are not approved are hidden.
    pub approval_level: Option<String>,
}

/// A dimension with the items asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dimension {
    /// `dx`, `pe` or `ou`.
    pub name: String,
    /// The items, as written.
    pub items: Vec<String>,
}

/// The aggregation types of DHIS2, in its order.
pub const AGGREGATION_TYPES: [&str; 21] = [
    "SUM",
    "AVERAGE",
    "AVERAGE_SUM_ORG_UNIT",
    "LAST",
    "LAST_AVERAGE_ORG_UNIT",
    "LAST_LAST_ORG_UNIT",
    "LAST_IN_PERIOD",
    "LAST_IN_PERIOD_AVERAGE_ORG_UNIT",
    "FIRST",
    "FIRST_AVERAGE_ORG_UNIT",
    "FIRST_FIRST_ORG_UNIT",
    "COUNT",
    "STDDEV",
    "VARIANCE",
    "MIN",
    "MAX",
    "MIN_SUM_ORG_UNIT",
    "MAX_SUM_ORG_UNIT",
    "NONE",
    "CUSTOM",
    "DEFAULT",
];

impl Request {
    /// The request that these parameters spell. `today` is the day that relative periods count from unless another
    /// is given.
    ///
    /// # Errors
    /// E71xx as DHIS2 checks them; 501 for an option that is not built yet.
    pub fn parse(
        parameters: &[(String, String)],
        today: Date,
        locale: Option<String>,
    ) -> Result<Request, Refusal> {
        let all = |name: &'static str| {
            parameters.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
        };
        let one = |name: &'static str| all(name).next().filter(|value| !value.is_empty());
        let is_true = |name: &'static str| one(name).is_some_and(|value| value.eq_ignore_ascii_case("true"));
        let aggregation = aggregation(one("aggregationType"))?;
        let ascending = ascending(one("order"))?;
        let shown = criteria(one("measureCriteria"))?;
        let value_criteria = criteria(one("preAggregationMeasureCriteria"))?;
        let sides = |name: &'static str| -> Vec<String> {
            let listed = one(name).unwrap_or_default().split(';');
            listed.filter(|side| !side.is_empty()).map(str::to_owned).collect()
        };
        let dimensions: Vec<Dimension> = all("dimension").map(dimension).collect();
        let filters = together(all("filter").map(dimension));
        let dates = (day("startDate", one("startDate"))?, day("endDate", one("endDate"))?);
        check(&dimensions, &filters, dates)?;
        let own = one("userOrgUnit").unwrap_or_default();
        Ok(Request {
            dimensions,
            filters,
            aggregation,
            org_units: OrgUnitOptions {
                user_org_units: own.split(';').filter(|uid| !uid.is_empty()).map(str::to_owned).collect(),
                // DHIS2 reads `userOrgUnitType` here and goes on with where data is entered.
                user_org_unit_type: UserOrgUnitType::DataCapture,
                display: DisplayProperty::parse(one("displayProperty").unwrap_or_default()),
                locale,
            },
            skip_meta: is_true("skipMeta"),
            skip_data: is_true("skipData"),
            skip_rounding: is_true("skipRounding"),
            include_parts: is_true("includeNumDen"),
            schemes: Schemes::read(one)?,
            criteria: shown,
            value_criteria,
            ascending,
            hierarchy_meta: is_true("hierarchyMeta"),
            show_hierarchy: is_true("showHierarchy"),
            include_details: is_true("includeMetadataDetails"),
            columns: sides("columns"),
            rows: sides("rows"),
            ignore_limit: is_true("ignoreLimit"),
            hide_empty_rows: is_true("hideEmptyRows"),
            dates: dates.0.zip(dates.1),
            relative_to: relative_to(one("relativePeriodDate"), today)?,
            today,
            language: Language::default(),
            approval_level: one("approvalLevel").map(str::to_owned),
        })
    }

    /// Whether the answer is laid out as a table.
    pub fn is_table(&self) -> bool {
        !(self.columns.is_empty() && self.rows.is_empty())
    }

    /// The items of a dimension or filter, and whether it is an axis of the grid.
    pub fn items(&self, name: &str) -> Option<(&[String], bool)> {
        let axis = self
            .dimensions
            .iter()
            .find(|dimension| dimension.name == name)
            .map(|found| (found.items.as_slice(), true));
        axis.or_else(|| {
            self.filters
                .iter()
                .find(|filter| filter.name == name)
                .map(|found| (found.items.as_slice(), false))
        })
    }
}

fn aggregation(word: Option<&str>) -> Result<Option<String>, Refusal> {
    match word {
        None => Ok(None),
        Some(word) if AGGREGATION_TYPES.contains(&word) => Ok(Some(word.to_owned())),
        Some(word) => {
            let words = AGGREGATION_TYPES.join(", ");
            Err(Refusal::bad_request(format!(
                "Value '{word}' is not valid for parameter aggregationType. Valid values are: [{words}]"
            )))
        }
    }
}

/// `GT:3;LE:10`: a bound that is no number is passed over, as in DHIS2.
fn criteria(text: Option<&str>) -> Result<Vec<Criterion>, Refusal> {
    let mut criteria = Vec::new();
    for part in text.unwrap_or_default().split(';').filter(|part| !part.is_empty()) {
        let (word, bound) = part.split_once(':').unwrap_or((part, ""));
        let comparison = match word {
            "EQ" => Comparison::Equal,
            "GT" => Comparison::Greater,
            "GE" => Comparison::GreaterOrEqual,
            "LT" => Comparison::Less,
            "LE" => Comparison::LessOrEqual,
            _ => {
                let sentence = format!("No enum constant org.hisp.dhis.analytics.MeasureFilter.{word}");
                return Err(Refusal::bad_request(sentence));
            }
        };
        criteria.extend(bound.parse().ok().map(|bound| Criterion { comparison, bound }));
    }
    Ok(criteria)
}

fn ascending(word: Option<&str>) -> Result<Option<bool>, Refusal> {
    match word {
        None => Ok(None),
        Some("ASC") => Ok(Some(true)),
        Some("DESC") => Ok(Some(false)),
        Some(word) => Err(Refusal::bad_request(format!(
            "Value '{word}' is not valid for parameter order. Valid values are: [ASC, DESC]"
        ))),
    }
}

fn relative_to(text: Option<&str>, today: Date) -> Result<Date, Refusal> {
    let Some(text) = text else { return Ok(today) };
    let wrong = || {
        Refusal::bad_request(format!(
            "Value '{text}' is not valid for parameter relativePeriodDate. It should be of type Date"
        ))
    };
    text.get(..10).unwrap_or(text).parse().map_err(|_| wrong())
}

/// A day as a parameter; the sentence about what is none is the one of DHIS2's date library.
fn day(name: &str, text: Option<&str>) -> Result<Option<Date>, Refusal> {
    let Some(text) = text else { return Ok(None) };
    let wrong = |problem: String| {
        Refusal::bad_request(format!("Value '{text}' is not valid for parameter {name}. {problem}"))
    };
    let malformed = |at: usize| {
        wrong(match text.get(at..).filter(|rest| !rest.is_empty() && at > 0) {
            Some(rest) => format!("Invalid format: \"{text}\" is malformed at \"{rest}\""),
            None if at > 0 => format!("Invalid format: \"{text}\" is too short"),
            None => format!("Invalid format: \"{text}\""),
        })
    };
    let mut digits = text.bytes().enumerate();
    let wanted = |at: usize, byte: u8| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() };
    if let Some((at, _)) =
        digits.find(|(at, byte)| *at >= 10 && *byte != b'T' || *at < 10 && !wanted(*at, *byte))
    {
        return Err(malformed(at));
    }
    if text.len() < 10 {
        return Err(malformed(text.len()));
    }
    text[..10].parse().map(Some).map_err(|_| malformed(8))
}

pub(crate) fn dimension(text: &str) -> Dimension {
    let (name, items) = text.split_once(':').unwrap_or((text, ""));
    let items = items.split(';').filter(|item| !item.is_empty()).map(str::to_owned).collect();
    Dimension { name: name.to_owned(), items }
}

/// Filters, each dimension once: of one that is given twice whatever either names counts, and without items it is all of them.
fn together(filters: impl Iterator<Item = Dimension>) -> Vec<Dimension> {
    let mut together: Vec<Dimension> = Vec::new();
    for filter in filters {
        match together.iter_mut().find(|known| known.name == filter.name) {
            Some(known) if known.items.is_empty() || filter.items.is_empty() => known.items.clear(),
            Some(known) => known.items.extend(filter.items),
            None => together.push(filter),
        }
    }
    together
}

type Dates = (Option<Date>, Option<Date>);

fn check(dimensions: &[Dimension], filters: &[Dimension], dates: Dates) -> Result<(), Refusal> {
    let conflict = |code: ErrorCode, args: &[&str]| Err(Refusal::of(409, code, args));
    for name in dimensions.iter().chain(filters).map(|dimension| dimension.name.as_str()) {
        let both = dimensions.iter().any(|d| d.name == name) && filters.iter().any(|f| f.name == name);
        if both {
            return conflict(ErrorCode::E7103, &[&format!("[{name}]")]);
        }
        if dimensions.iter().filter(|dimension| dimension.name == name).count() > 1 {
            return conflict(ErrorCode::E7111, &[&format!("[{name}]")]);
        }
    }
    let has = |name: &str| dimensions.iter().chain(filters).any(|dimension| dimension.name == name);
    check_time(has("pe"), dates)?;
    Ok(())
}

/// Either periods or both dates, the first not after the last.
fn check_time(has_periods: bool, dates: Dates) -> Result<(), Refusal> {
    let conflict = |code: ErrorCode, args: &[&str]| Err(Refusal::of(409, code, args));
    match dates {
        (None, None) if has_periods => Ok(()),
        (Some(_), Some(_)) if has_periods => conflict(ErrorCode::E7105, &[]),
        (Some(start), Some(end)) if start > end => conflict(ErrorCode::E7106, &[]),
        (Some(_), Some(_)) => Ok(()),
        (_, None) if !has_periods => conflict(ErrorCode::E7146, &["end"]),
        (None, _) if !has_periods => conflict(ErrorCode::E7146, &["start"]),
        _ => conflict(ErrorCode::E7105, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(pairs: &[(&str, &str)]) -> Result<Request, Refusal> {
        let pairs: Vec<(String, String)> =
            pairs.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Request::parse(&pairs, jiff::civil::date(2025, 6, 1), None)
    }

    fn code(pairs: &[(&str, &str)]) -> &'static str {
        parsed(pairs).unwrap_err().code.map_or("none", ErrorCode::name)
    }

    #[test]
    fn dimensions_and_filters_are_read() {
        let request =
            parsed(&[("dimension", "dx:a;b"), ("dimension", "pe:2025"), ("filter", "ou:x")]).unwrap();
        assert_eq!(request.items("dx"), Some((&["a".to_owned(), "b".to_owned()][..], true)));
        assert_eq!(request.items("ou"), Some((&["x".to_owned()][..], false)));
    }

    #[test]
    fn columns_or_rows_alone_make_a_table() {
        let is_table = |side: &str| parsed(&[("dimension", "pe:2025"), (side, "pe")]).unwrap().is_table();
        assert!(is_table("columns") && is_table("rows") && !is_table("tableLayout"));
    }

    #[test]
    fn what_cannot_be_asked_is_refused_by_code() {
        assert_eq!(code(&[]), "E7146");
        assert_eq!(code(&[("dimension", "dx:a"), ("dimension", "dx:b"), ("dimension", "pe:2025")]), "E7111");
        assert_eq!(code(&[("dimension", "dx:a"), ("filter", "dx:b"), ("dimension", "pe:2025")]), "E7103");
        let dates = [("startDate", "2025-02-01"), ("endDate", "2025-01-01")];
        assert_eq!(code(&dates), "E7106");
        assert_eq!(code(&[dates[0], dates[1], ("dimension", "pe:2025")]), "E7105");
        assert_eq!(parsed(&[("aggregationType", "FOO")]).unwrap_err().http_status, 400);
        assert_eq!(parsed(&[("measureCriteria", "FOO:1")]).unwrap_err().http_status, 400);
        assert_eq!(parsed(&[("order", "FOO")]).unwrap_err().http_status, 400);
    }
}
