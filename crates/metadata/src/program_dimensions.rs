//! What the data of a program can be cut by: its indicators, the data elements of its stages, its attributes, and what its
//! category combination is made of.

use std::collections::HashSet;

use afya_model::{ErrorCode, Refusal};
use afya_schema::query::FieldTree;
use afya_store::{Connection, Fault, Row};

use crate::read::{Asker, Page};
use crate::sql::{Scope, program_dimensions as sql};

/// Whose dimensions are asked for, and what for: to list what was captured, or to count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DimensionsOf {
    /// Those by which the events of a stage, or of all stages of a program, are listed.
    Events {
        /// The identifier of the program.
        program: Option<String>,
        /// The identifier of the stage.
        stage: Option<String>,
    },
    /// Those by which the events of the stage with this identifier are counted.
    EventCounts(String),
    /// Those by which the enrollments in the program with this identifier are listed.
    Enrollments(String),
    /// Those by which the enrollments in the program with this identifier are counted.
    EnrollmentCounts(String),
    /// Those by which the tracked entities of a type are listed.
    TrackedEntities {
        /// The identifier of the type.
        of: String,
        /// The identifiers of the programs that count; all of the type where there are none.
        programs: Vec<String>,
    },
}

/// The properties that a filter or an order can name, as the columns of the statement.
const PROPERTIES: [&str; 11] = [
    "id",
    "uid",
    "code",
    "valueType",
    "aggregationType",
    "name",
    "dimensionType",
    "displayName",
    "displayShortName",
    "lastUpdated",
    "created",
];

/// The properties that only an order can name.
const ONLY_ORDERED: [&str; 2] = ["lastUpdated", "created"];

/// The properties that only a filter can name; an order by them is the usual one.
const ONLY_FILTERED: [&str; 2] = ["valueType", "aggregationType"];

/// What is asked of the list.
#[derive(Clone, Debug)]
pub struct DimensionRequest {
    filters: Vec<Filter>,
    by: &'static str,
    descending: bool,
    fields: FieldTree,
    /// Limit and offset; everything when absent.
    pub window: Option<(i64, i64)>,
}

#[derive(Clone, Debug)]
struct Filter {
    property: &'static str,
    operator: Operator,
    negated: bool,
    value: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Operator {
    StartsWith,
    EndsWith,
    Equal,
    EqualIgnoringCase,
    Contains,
    ContainsIgnoringCase,
    OneOf,
}

impl Filter {
    /// A filter, as far as it can be understood: others are passed over.
    fn parse(text: &str) -> Option<Filter> {
        let mut parts = text.splitn(3, ':').map(str::trim);
        let (name, word, value) = (parts.next()?, parts.next()?, parts.next()?);
        let property =
            PROPERTIES.into_iter().find(|property| *property == name && !ONLY_ORDERED.contains(property))?;
        let (operator, negated) = match word {
            "ieq" => (Operator::EqualIgnoringCase, false),
            "ne" => (Operator::Equal, true),
            "in" => (Operator::OneOf, false),
            _ => {
                let plain = word.strip_prefix('!');
                let operator = match plain.unwrap_or(word) {
                    "startsWith" => Operator::StartsWith,
                    "endsWith" => Operator::EndsWith,
                    "eq" => Operator::Equal,
                    "like" => Operator::Contains,
                    "ilike" => Operator::ContainsIgnoringCase,
                    _ => return None,
                };
                (operator, plain.is_some())
            }
        };
        let value = match operator {
            Operator::OneOf => value.strip_prefix('[')?.strip_suffix(']')?,
            _ => value,
        };
        (!value.is_empty()).then(|| Filter { property, operator, negated, value: value.to_owned() })
    }

    /// Whether a value passes; one that is not there never does.
    fn passes(&self, value: Option<&str>) -> bool {
        let Some(value) = value else { return false };
        let wanted = self.value.as_str();
        let found = match self.operator {
            Operator::StartsWith => value.starts_with(wanted),
            Operator::EndsWith => value.ends_with(wanted),
            Operator::Equal => value == wanted,
            Operator::EqualIgnoringCase => value.to_lowercase() == wanted.to_lowercase(),
            Operator::Contains => value.contains(wanted),
            Operator::ContainsIgnoringCase => value.to_lowercase().contains(&wanted.to_lowercase()),
            Operator::OneOf => wanted.split(',').any(|one| one.trim() == value),
        };
        found != self.negated
    }
}

impl DimensionRequest {
    /// The request that these parameters spell. Filters and orders that cannot be understood are passed over, as in DHIS2.
    pub fn parse(parameters: &[(String, String)]) -> DimensionRequest {
        let all = |name: &'static str| {
            parameters.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
        };
        let fields = all("fields").collect::<Vec<_>>().join(",");
        let order = all("order").flat_map(|order| order.split(',')).next().unwrap_or_default();
        let (name, direction) = order.split_once(':').unwrap_or((order, "asc"));
        let known = PROPERTIES
            .into_iter()
            .find(|known| known.eq_ignore_ascii_case(name.trim()) && !ONLY_FILTERED.contains(known));
        DimensionRequest {
            filters: all("filter").filter_map(Filter::parse).collect(),
            by: known.unwrap_or("created"),
            descending: direction.trim().eq_ignore_ascii_case("desc"),
            fields: FieldTree::parse(if fields.is_empty() { ":all" } else { &fields }),
            window: None,
        }
    }

    /// Whether a dimension passes all filters.
    fn takes(&self, row: &Row) -> bool {
        self.filters.iter().all(|filter| filter.passes(row.get(filter.property)))
    }
}

/// A page of the dimensions. What is not there, or not shared with the caller, has none.
///
/// # Errors
/// 409 E7236 for a stage that is none of the program's.
pub async fn list(
    connection: &mut Connection,
    asker: Asker<'_>,
    of: &DimensionsOf,
    request: &DimensionRequest,
) -> Result<Page, Fault> {
    let scope = Scope::new(asker.caller, asker.locale, asker.base);
    if let DimensionsOf::Events { program: Some(program), stage: Some(stage) } = of
        && connection.first(&sql::stage_of(program, stage, &scope)).await?.is_none()
    {
        return Err(Refusal::of(409, ErrorCode::E7236, &[stage]).into());
    }
    let mut rows = connection.rows(&sql::dimensions(of, &request.fields, &scope)).await?;
    rows.retain(|row| request.takes(row));
    if matches!(of, DimensionsOf::TrackedEntities { .. }) {
        let mut seen = HashSet::new();
        rows.retain(|row| seen.insert((row.get::<_, String>("dimensionType"), row.get::<_, String>("id"))));
    }
    let key = |row: &Row| row.get::<_, Option<String>>(request.by);
    if request.descending {
        rows.sort_by_key(|row| std::cmp::Reverse(key(row)));
    } else {
        rows.sort_by_key(key);
    }
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let place = |number: i64| usize::try_from(number).unwrap_or_default();
    let (limit, offset) = request.window.unwrap_or((total, 0));
    let shown = rows.iter().skip(place(offset)).take(place(limit));
    Ok(Page { objects: shown.map(|row| row.get("object")).collect(), total })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(filter: &str, value: &str) -> bool {
        Filter::parse(filter).unwrap().passes(Some(value))
    }

    #[test]
    fn filters_compare_as_their_operators_say() {
        assert!(passes("name:ilike:TEMP", "Body temperature"));
        assert!(!passes("name:like:TEMP", "Body temperature"));
        assert!(passes("name:!like:TEMP", "Body temperature"));
        assert!(passes("name:startsWith:Body", "Body temperature"));
        assert!(passes("name:!endsWith:Body", "Body temperature"));
        assert!(passes("valueType:in:[DATE, AGE]", "AGE"));
        assert!(passes("id:ne:a.b", "a.c"));
        assert!(passes("dimensionType:ieq:data_element", "DATA_ELEMENT"));
        assert!(!Filter::parse("code:!eq:A").unwrap().passes(None));
    }

    #[test]
    fn filters_that_cannot_be_understood_are_passed_over() {
        for filter in
            ["name", "name:eq", "name:eq:", "colour:eq:red", "name:token:a", "id:in:a", "created:eq:a"]
        {
            assert!(Filter::parse(filter).is_none(), "{filter}");
        }
    }

    #[test]
    fn the_first_order_counts_and_the_usual_one_is_by_age() {
        let order = |text: &str| {
            let request = DimensionRequest::parse(&[("order".to_owned(), text.to_owned())]);
            (request.by, request.descending)
        };
        assert_eq!(order("displayname:desc,name:asc"), ("displayName", true));
        assert_eq!(order("valueType:asc"), ("created", false));
        assert_eq!(order("colour:desc"), ("created", true));
        assert_eq!(order(""), ("created", false));
    }
}
