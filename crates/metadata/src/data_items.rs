//! Data items (`/api/dataItems`): everything that figures can be asked of, of nine kinds, as one list.

use afya_model::value_type::is_aggregatable;
use afya_model::{ErrorCode, Refusal};
use afya_schema::query::FieldTree;
use afya_schema::registry;
use afya_store::{Connection, Fault};

use crate::read::{Asker, Page, may_read_type};
use crate::sql::{Scope, data_items as sql};

/// A kind of data item, by DHIS2's word, and the type whose sharing says who may see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Kind {
    pub(crate) word: &'static str,
    pub(crate) of: &'static str,
}

const fn kind(word: &'static str, of: &'static str) -> Kind {
    Kind { word, of }
}

/// All kinds, in the order in which DHIS2 lists them where it refuses another.
const KINDS: [Kind; 9] = [
    kind("DATA_SET", "dataSet"),
    kind("PROGRAM_ATTRIBUTE", "trackedEntityAttribute"),
    kind("PROGRAM_DATA_ELEMENT", "dataElement"),
    kind("INDICATOR", "indicator"),
    kind("PROGRAM_INDICATOR", "programIndicator"),
    kind("EXPRESSION_DIMENSION_ITEM", "expressionDimensionItem"),
    kind("PROGRAM_ATTRIBUTE_OPTION", "trackedEntityAttribute"),
    kind("DATA_ELEMENT", "dataElement"),
    kind("PROGRAM_DATA_ELEMENT_OPTION", "dataElement"),
];

impl Kind {
    /// Whether the items are those of options, which are listed only when they are asked for.
    pub(crate) fn is_option(self) -> bool {
        self.word.ends_with("_OPTION")
    }

    /// Whether the items belong to a program.
    pub(crate) fn has_program(self) -> bool {
        self.word.starts_with("PROGRAM_")
    }

    /// Whether the items are parts of a program, with its name before theirs.
    pub(crate) fn is_of_program(self) -> bool {
        self.has_program() && self.word != "PROGRAM_INDICATOR"
    }

    /// Whether the items are entered: they have a type of value, and may have a set of options.
    pub(crate) fn has_values(self) -> bool {
        self.is_of_program() || self.word == "DATA_ELEMENT"
    }
}

/// The names that items are found and sorted by. Where several orders are asked for, the first of these counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum By {
    DisplayName,
    Name,
    ShortName,
    DisplayShortName,
}

/// What is asked of the items, as understood.
#[derive(Clone, Debug, Default)]
pub struct DataItemRequest {
    pub(crate) kinds: Vec<Kind>,
    /// Words that must be found in a name, by the property.
    pub(crate) names: Vec<(By, String)>,
    pub(crate) uid: Option<String>,
    pub(crate) program: Option<String>,
    pub(crate) option: Option<String>,
    pub(crate) option_set: Option<String>,
    pub(crate) tokens: Vec<String>,
    /// The value types that are asked for; all that can come together where none are.
    pub(crate) value_types: Option<Vec<String>>,
    pub(crate) any: bool,
    pub(crate) order: Option<(By, bool)>,
    pub(crate) fields: FieldTree,
    /// Limit and offset; everything when absent.
    pub window: Option<(i64, i64)>,
}

/// What a filter may look at, and how.
const FILTERS: [(&str, &str); 14] = [
    ("dimensionItemType", "in"),
    ("dimensionItemType", "eq"),
    ("valueType", "in"),
    ("valueType", "eq"),
    ("name", "ilike"),
    ("displayName", "ilike"),
    ("shortName", "ilike"),
    ("displayShortName", "ilike"),
    ("programId", "eq"),
    ("programDataElementId", "eq"),
    ("programAttributeId", "eq"),
    ("optionSetId", "eq"),
    ("id", "eq"),
    ("identifiable", "token"),
];

fn refused(code: ErrorCode, arguments: &[&str]) -> Refusal {
    Refusal::of(409, code, arguments)
}

/// The parts of a filter: what, how and with what.
fn parts(filter: &str) -> Result<(&str, &str, &str), Refusal> {
    let mut parts = filter.splitn(3, ':');
    let (Some(property), Some(operator), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(refused(ErrorCode::E2014, &[filter]));
    };
    if !FILTERS.iter().any(|(known, _)| *known == property) {
        return Err(refused(ErrorCode::E2034, &[property]));
    }
    if !FILTERS.iter().any(|(_, known)| *known == operator) {
        return Err(refused(ErrorCode::E2035, &[operator]));
    }
    if !FILTERS.contains(&(property, operator)) {
        let way = filter.rsplit_once(':').map_or(filter, |(way, _)| way);
        return Err(refused(ErrorCode::E2035, &[way]));
    }
    Ok((property, operator, value))
}

/// The words of a list in brackets, or the one word.
fn words<'v>(filter: &str, operator: &str, value: &'v str) -> Result<Vec<&'v str>, Refusal> {
    let listed = match operator {
        "in" => value.trim().trim_start_matches('[').trim_end_matches(']'),
        _ => value,
    };
    let words: Vec<&str> = listed.split(',').map(str::trim).filter(|word| !word.is_empty()).collect();
    if words.is_empty() { Err(refused(ErrorCode::E2014, &[filter])) } else { Ok(words) }
}

fn kind_of(word: &str) -> Result<Kind, Refusal> {
    KINDS.into_iter().find(|kind| kind.word == word).ok_or_else(|| {
        let known = KINDS.map(|kind| kind.word).join(", ");
        refused(ErrorCode::E2016, &[word, "dimensionItemType", &format!("[{known}]")])
    })
}

fn by(property: &str) -> Option<By> {
    Some(match property {
        "name" => By::Name,
        "displayName" => By::DisplayName,
        "shortName" => By::ShortName,
        "displayShortName" => By::DisplayShortName,
        _ => return None,
    })
}

impl DataItemRequest {
    /// The request that these parameters spell.
    ///
    /// # Errors
    /// 409 E2014, E2016, E2034 or E2035 for a filter, E2015 or E2037 for an order that cannot be understood.
    pub fn parse(parameters: &[(String, String)]) -> Result<DataItemRequest, Refusal> {
        let all = |name: &'static str| {
            parameters.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
        };
        let fields = all("fields").collect::<Vec<_>>().join(",");
        let mut request = DataItemRequest {
            any: all("rootJunction").next() == Some("OR"),
            fields: FieldTree::parse(if fields.is_empty() { ":all" } else { &fields }),
            ..DataItemRequest::default()
        };
        for filter in all("filter") {
            request.add(filter)?;
        }
        if request.kinds.is_empty() {
            request.kinds = KINDS.into_iter().filter(|kind| !kind.is_option()).collect();
        }
        request.order = order(all("order").flat_map(|order| order.split(',')))?;
        Ok(request)
    }

    fn add(&mut self, filter: &str) -> Result<(), Refusal> {
        let (property, operator, value) = parts(filter)?;
        if let Some(by) = by(property) {
            if !value.is_empty() {
                self.names.push((by, value.to_owned()));
            }
            return Ok(());
        }
        let value = value.trim();
        match property {
            "dimensionItemType" => {
                for word in words(filter, operator, value)? {
                    let kind = kind_of(word)?;
                    if !self.kinds.contains(&kind) {
                        self.kinds.push(kind);
                    }
                }
            }
            "valueType" => {
                let words = words(filter, operator, value)?;
                if let Some(word) = words.iter().find(|word| !is_value_type(word) || !is_aggregatable(word)) {
                    return Err(refused(ErrorCode::E2016, &[word, &format!("[{filter}]"), &known_types()]));
                }
                let known = self.value_types.get_or_insert_default();
                known.extend(words.into_iter().map(str::to_owned));
            }
            "identifiable" => {
                let tokens = value.split(|letter: char| !letter.is_alphabetic() && !letter.is_ascii_digit());
                self.tokens = tokens.filter(|token| !token.is_empty()).map(str::to_owned).collect();
            }
            _ if value.is_empty() => {}
            "programId" => self.program = Some(value.to_owned()),
            "optionSetId" => self.option_set = Some(value.to_owned()),
            _ => self.name_item(property, value),
        }
        Ok(())
    }

    /// An identifier, of one or of several parts: the program, the item, the option.
    fn name_item(&mut self, property: &str, value: &str) {
        let parts: Vec<&str> = value.split('.').collect();
        match (property, parts[..].len()) {
            (_, 2 | 3) => {
                self.program = Some(parts[0].to_owned());
                self.uid = Some(parts[1].to_owned());
                self.option = parts.get(2).map(|&option| option.to_owned());
            }
            ("id", _) => self.uid = Some(value.to_owned()),
            _ => {}
        }
    }

    /// The kinds that can have what is asked for.
    pub(crate) fn possible(&self) -> impl Iterator<Item = Kind> + '_ {
        let numbers = self.value_types.as_ref().is_none_or(|types| types.iter().any(|one| one == "NUMBER"));
        self.kinds.iter().copied().filter(move |kind| match kind.word {
            "DATA_ELEMENT" | "DATA_SET" => self.program.is_none(),
            "INDICATOR" => numbers && self.program.is_none(),
            "PROGRAM_INDICATOR" => numbers,
            _ => true,
        })
    }
}

fn order<'o>(orders: impl Iterator<Item = &'o str>) -> Result<Option<(By, bool)>, Refusal> {
    let mut found: Option<(By, bool)> = None;
    for text in orders.filter(|text| !text.is_empty()) {
        let Some((property, direction)) = text.split_once(':').filter(|(_, rest)| !rest.contains(':')) else {
            return Err(refused(ErrorCode::E2015, &[text]));
        };
        let by = by(property.trim()).ok_or_else(|| refused(ErrorCode::E2037, &[property.trim()]))?;
        let descending = match direction.trim() {
            "asc" => false,
            "desc" => true,
            other => return Err(refused(ErrorCode::E2037, &[other])),
        };
        if found.is_none_or(|(other, _)| by < other) {
            found = Some((by, descending));
        }
    }
    Ok(found)
}

fn is_value_type(word: &str) -> bool {
    value_types().contains(&word)
}

/// The words of all value types.
pub(crate) fn value_types() -> Vec<&'static str> {
    let property = registry().by_name("dataElement").and_then(|of| of.property("valueType"));
    property.map(|property| property.constants.to_vec()).unwrap_or_default()
}

fn known_types() -> String {
    let known: Vec<&str> = value_types().into_iter().filter(|word| is_aggregatable(word)).collect();
    format!("[{}]", known.join(", "))
}

/// A page of the items that the caller may read.
///
/// # Errors
/// 409 E3012 when the caller may not read a kind at all.
pub async fn list(
    connection: &mut Connection,
    asker: Asker<'_>,
    request: &DataItemRequest,
) -> Result<Page, Fault> {
    for kind in &request.kinds {
        let of = registry().by_name(kind.of);
        if let Some(of) = of.filter(|of| !may_read_type(asker.caller, of)) {
            return Err(refused(ErrorCode::E3012, &[&asker.caller.username, of.class_name()]).into());
        }
    }
    let scope = Scope::new(asker.caller, asker.locale, asker.base);
    let Some(items) = sql::items(request, &scope) else { return Ok(Page::default()) };
    let rows = connection.rows(&sql::page(items.clone(), request)).await?;
    let objects: Vec<String> = rows.iter().map(|row| row.get("object")).collect();
    let total = match request.window {
        None => i64::try_from(objects.len()).unwrap_or(i64::MAX),
        Some(_) => connection.first(&sql::total(items)).await?.map_or(0, |row| row.get("total")),
    };
    Ok(Page { objects, total })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(filters: &[&str]) -> Result<DataItemRequest, Refusal> {
        let pairs: Vec<(String, String)> =
            filters.iter().map(|filter| ("filter".to_owned(), (*filter).to_owned())).collect();
        DataItemRequest::parse(&pairs)
    }

    fn code(filters: &[&str]) -> Option<&'static str> {
        parsed(filters).err().and_then(|refusal| refusal.code).map(ErrorCode::name)
    }

    #[test]
    fn a_filter_that_cannot_be_understood_is_refused_by_its_code() {
        assert_eq!(code(&["name"]), Some("E2014"));
        assert_eq!(code(&["name:ilike"]), Some("E2014"));
        assert_eq!(code(&["colour:eq:red"]), Some("E2034"));
        assert_eq!(code(&["name:like:a"]), Some("E2035"));
        assert_eq!(code(&["name:eq:a"]), Some("E2035"));
        assert_eq!(code(&["dimensionItemType:in:[]"]), Some("E2014"));
        assert_eq!(code(&["dimensionItemType:in:[INDICATOR,OTHER]"]), Some("E2016"));
        assert_eq!(code(&["valueType:eq:AGE"]), Some("E2016"));
        assert_eq!(code(&["valueType:eq:NUMBER", "identifiable:token:a b", "id:eq:a.b.c"]), None);
    }

    #[test]
    fn an_order_that_cannot_be_understood_is_refused_by_its_code() {
        let order = |text: &str| DataItemRequest::parse(&[("order".to_owned(), text.to_owned())]);
        let code = |text: &str| order(text).err().and_then(|refusal| refusal.code).map(ErrorCode::name);
        assert_eq!(
            (code("name"), code("code:asc"), code("name:up")),
            (Some("E2015"), Some("E2037"), Some("E2037"))
        );
        let found = DataItemRequest::parse(&[("order".to_owned(), "shortName:asc,name:desc".to_owned())]);
        assert_eq!(found.unwrap().order, Some((By::Name, true)));
    }

    #[test]
    fn kinds_that_cannot_have_what_is_asked_for_are_left_out() {
        let kinds = |filters: &[&str]| -> Vec<&str> {
            parsed(filters).unwrap().possible().map(|kind| kind.word).collect()
        };
        assert_eq!(kinds(&[]).len(), 7);
        assert!(!kinds(&["programId:eq:Program0001"]).contains(&"DATA_ELEMENT"));
        assert!(!kinds(&["valueType:eq:TEXT"]).contains(&"INDICATOR"));
        assert_eq!(kinds(&["dimensionItemType:eq:PROGRAM_ATTRIBUTE_OPTION"]), ["PROGRAM_ATTRIBUTE_OPTION"]);
    }
}
