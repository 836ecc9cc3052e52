//! Lists as CSV: a column for each field that is a plain value, a list of references or an attribute.

use afya_metadata::read::ListRequest;
use afya_model::Refusal;
use afya_schema::query::FieldTree;
use afya_schema::{Property, PropertyType, Type};
use axum::response::Response;
use serde_json::Value;

use crate::answer;
use crate::call::Call;
use crate::query::Query;

/// Texts that are longer are quoted, whatever they hold.
const LONGEST_PLAIN: usize = 24;

/// Whether a request wants CSV.
pub(super) fn is_wanted(call: &Call) -> bool {
    call.extension == Some("csv") || call.accept.starts_with("text/csv")
}

/// The columns of a list.
pub(super) struct Columns(Vec<Column>);

struct Column {
    heading: String,
    /// Whether its values are lists of references.
    many: bool,
}

/// How the text is written.
struct Style {
    separator: char,
    array_separator: String,
    headed: bool,
}

impl Columns {
    /// The columns of a request that wants CSV, which is to read their fields.
    ///
    /// # Errors
    /// 404 for a type that is no metadata.
    pub(super) fn wanted(
        of: &'static Type,
        call: &Call,
        request: &mut ListRequest,
    ) -> Result<Option<Columns>, Refusal> {
        if !is_wanted(call) {
            return Ok(None);
        }
        let columns = Columns::of(of, &call.query)?;
        request.fields = columns.fields();
        Ok(Some(columns))
    }

    /// The columns that `fields` asks for. Fields of nested objects are left out, as DHIS2 does.
    fn of(of: &'static Type, query: &Query) -> Result<Columns, Refusal> {
        if !of.metadata {
            return Err(Refusal::not_found(format!("Not a metadata object type: {}", of.class_name())));
        }
        let asked = query.all("fields").filter(|fields| !fields.is_empty()).collect::<Vec<_>>().join(",");
        let names: Vec<&str> = asked.split(',').filter(|name| !name.is_empty()).collect();
        let usual = names.is_empty() || names.contains(&"*") || names.contains(&":all");
        let all = names.iter().chain(if usual { ["id", "displayName"].iter() } else { [].iter() });
        Ok(Columns(all.filter_map(|name| column(of, name)).collect()))
    }

    /// The fields that the list is read with.
    fn fields(&self) -> FieldTree {
        let words = self.0.iter().map(|column| match column.many {
            true => format!("{}[id]", column.heading),
            false => column.heading.clone(),
        });
        FieldTree::parse(&words.collect::<Vec<_>>().join(","))
    }

    /// The answer.
    ///
    /// # Errors
    /// 400 for a separator that is no single character.
    pub(super) fn answer(&self, objects: &[String], query: &Query) -> Result<Response, Refusal> {
        let separator = query.get("separator").filter(|text| !text.is_empty()).unwrap_or(",");
        let mut characters = separator.chars();
        let (Some(separator), None) = (characters.next(), characters.next()) else {
            return Err(Refusal::bad_request("`separator` must be one character"));
        };
        let style = Style {
            separator,
            array_separator: query.get("arraySeparator").unwrap_or(";").to_owned(),
            headed: !query.is_true("skipHeader"),
        };
        let mut text = String::new();
        if style.headed {
            line(&mut text, &style, self.0.iter().map(|column| quoted(&column.heading, style.separator)));
        }
        for object in objects {
            let object: Value = serde_json::from_str(object).unwrap_or_default();
            line(&mut text, &style, self.0.iter().map(|column| cell(column, &object, &style)));
        }
        Ok(answer::typed(200, "text/csv", text))
    }
}

fn column(of: &Type, name: &str) -> Option<Column> {
    let named = |property: &&Property| property.key == name || property.name == name;
    match of.properties.iter().find(named) {
        Some(property) if property.item_kind == Some(PropertyType::Reference) => {
            Some(Column { heading: property.key.to_owned(), many: true })
        }
        Some(property) => property.simple.then(|| Column { heading: property.key.to_owned(), many: false }),
        None => (of.attribute_values && afya_model::Uid::parse(name).is_some())
            .then(|| Column { heading: name.to_owned(), many: false }),
    }
}

fn line(text: &mut String, style: &Style, cells: impl Iterator<Item = String>) {
    let cells: Vec<String> = cells.collect();
    text.push_str(&cells.join(&style.separator.to_string()));
    text.push('\n');
}

fn cell(column: &Column, object: &Value, style: &Style) -> String {
    match object.get(&column.heading) {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(text)) => quoted(text, style.separator),
        Some(Value::Array(items)) => {
            let ids = items.iter().map(|item| item.get("id").and_then(Value::as_str).unwrap_or_default());
            quoted(&ids.collect::<Vec<_>>().join(&style.array_separator), style.separator)
        }
        Some(other) => other.to_string(),
    }
}

/// A text, quoted as Jackson does: when it is long, or has a sign that does not come after the separator and the quote.
fn quoted(text: &str, separator: char) -> String {
    let last_unsafe = separator.max('"').max('\n');
    let plain = text.chars().count() <= LONGEST_PLAIN && text.chars().all(|sign| sign > last_unsafe);
    if plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_when_a_reader_might_stumble() {
        assert_eq!(quoted("INTEGER_ZERO_OR_POSITIVE", ','), "INTEGER_ZERO_OR_POSITIVE");
        assert_eq!(quoted("Malaria cases", ','), "\"Malaria cases\"");
        assert_eq!((quoted("OPD-2", ',').as_str(), quoted("OPD-2", ';').as_str()), ("OPD-2", "\"OPD-2\""));
        assert_eq!(quoted("a \"b\"", ','), "\"a \"\"b\"\"\"");
    }
}
