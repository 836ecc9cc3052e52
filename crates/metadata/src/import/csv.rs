//! Metadata as CSV: objects of one class, a line each, in the columns of that class.

mod columns;
mod lines;
mod members;

use afya_access::Caller;
use afya_model::Refusal;
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use crate::read::Asker;

/// What CSV may hold (`classKey`), in DHIS2's order.
pub const CLASSES: [&str; 17] = [
    "ORGANISATION_UNIT_GROUP_MEMBERSHIP",
    "DATA_ELEMENT_GROUP_MEMBERSHIP",
    "INDICATOR_GROUP_MEMBERSHIP",
    "DATA_ELEMENT",
    "DATA_ELEMENT_GROUP",
    "CATEGORY_OPTION",
    "CATEGORY",
    "CATEGORY_COMBO",
    "CATEGORY_OPTION_GROUP",
    "ORGANISATION_UNIT",
    "ORGANISATION_UNIT_GROUP",
    "VALIDATION_RULE",
    "OPTION_SET",
    "OPTION_GROUP",
    "OPTION_GROUP_SET",
    "OPTION_GROUP_SET_MEMBERSHIP",
    "INDICATOR",
];

/// The payload that lines of a class say; `titled` when the first line names the columns.
///
/// # Errors
/// 409 for a class that there is not, or a geometry that cannot be read.
pub async fn read(
    connection: &mut Connection,
    caller: &Caller,
    class: Option<&str>,
    text: &str,
    titled: bool,
) -> Result<Map<String, Value>, Fault> {
    let known = CLASSES.iter().find(|known| class == Some(known));
    let Some(class) = known else {
        let sentence = format!("Cannot find Csv import class:  {}", class.unwrap_or("null"));
        return Err(Refusal::conflict(sentence).into());
    };
    let lines: Vec<Vec<String>> = lines::read(text).into_iter().skip(usize::from(titled)).collect();
    let asker = Asker { caller, locale: None, base: "" };
    match *class {
        "OPTION_SET" => Ok(option_sets(&lines)),
        "OPTION_GROUP" => members::option_groups(connection, asker, &lines).await,
        "OPTION_GROUP_SET" => members::option_group_sets(connection, asker, &lines).await,
        _ => match members::memberships(class) {
            Some((owner, key)) => members::join(connection, asker, owner, key, &lines).await,
            None => objects(class, &lines).map_err(Fault::from),
        },
    }
}

/// The objects of a class with a line each.
fn objects(class: &str, lines: &[Vec<String>]) -> Result<Map<String, Value>, Refusal> {
    let Some((of, columns)) = columns::of(class) else { return Ok(Map::new()) };
    let each = lines.iter().map(|line| {
        let mut object = columns::object(of, columns, line);
        if of.name == "organisationUnit" {
            object.extend(geometry(line)?);
        }
        Ok(Value::Object(object))
    });
    Ok(payload(of, each.collect::<Result<_, Refusal>>()?))
}

fn payload(of: &Type, objects: Vec<Value>) -> Map<String, Value> {
    Map::from_iter([(of.plural.to_owned(), Value::Array(objects))])
}

/// A cell that holds something.
fn cell(line: &[String], at: usize) -> Option<&str> {
    line.get(at).map(String::as_str).filter(|text| !text.is_empty())
}

/// The geometry of an org unit: a word for its form, and its coordinates.
fn geometry(line: &[String]) -> Result<Option<(String, Value)>, Refusal> {
    let form = match cell(line, 9).unwrap_or("NONE") {
        "NONE" => return Ok(None),
        "MULTI_POLYGON" => "MultiPolygon",
        "POLYGON" => "Polygon",
        "POINT" => "Point",
        other => {
            let sentence =
                format!("`{other}` is no feature type. Write POINT, POLYGON, MULTI_POLYGON or NONE");
            return Err(Refusal::conflict(sentence));
        }
    };
    let Some(sent) = cell(line, 10) else { return Ok(None) };
    let coordinates: Value = serde_json::from_str(sent).map_err(|_| {
        Refusal::conflict(format!(
            "The coordinates `{sent}` cannot be read. Write them as JSON, such as [-1.2, 36.8]"
        ))
    })?;
    Ok(Some(("geometry".to_owned(), json!({ "type": form, "coordinates": coordinates }))))
}

/// Option sets with their options: a line per option, the set named on each.
fn option_sets(lines: &[Vec<String>]) -> Map<String, Value> {
    let (mut sets, mut options): (Vec<Map<String, Value>>, Vec<Value>) = (Vec::new(), Vec::new());
    let of = |name| registry().by_name(name);
    let (Some(set_type), Some(option_type)) = (of("optionSet"), of("option")) else { return Map::new() };
    for line in lines {
        let (Some(name), Some(code)) = (cell(line, 0), cell(line, 5)) else { continue };
        let mut set = columns::object(set_type, &[], line);
        set.insert("valueType".to_owned(), json!("TEXT"));
        let place = sets.iter().position(|set| set.get("name") == Some(&json!(name)));
        let set = match place {
            Some(place) => &mut sets[place],
            None => {
                sets.push(set);
                let last = sets.len() - 1;
                &mut sets[last]
            }
        };
        let mut option = columns::object(option_type, &[], &line[3..]);
        option.insert("code".to_owned(), json!(code));
        let link = json!({ "id": option.get("id") });
        let list = set.entry("options").or_insert_with(|| json!([]));
        list.as_array_mut().into_iter().for_each(|list| list.push(link.clone()));
        options.push(Value::Object(option));
    }
    let mut payload = payload(option_type, options);
    payload.insert(set_type.plural.to_owned(), sets.into_iter().map(Value::Object).collect());
    payload
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str) -> Vec<Vec<String>> {
        lines::read(text)
    }

    #[test]
    fn cells_become_properties_and_what_is_missing_has_its_default() {
        let read =
            objects("DATA_ELEMENT", &line("Cases,CasesOfAll1,,,,,tracker,,,,,TRUE")).expect("a payload");
        let expected = json!({ "dataElements": [{
            "name": "Cases", "id": "CasesOfAll1", "shortName": "Cases", "domainType": "TRACKER",
            "valueType": "INTEGER", "aggregationType": "SUM", "zeroIsSignificant": true,
        }] });
        assert_eq!(Value::Object(read), expected);
        let read =
            objects("VALIDATION_RULE", &line("Rule,RuleOfOne11,,,,HIGH,,,monthly,1")).expect("a payload");
        let rule = &read["validationRules"][0];
        assert_eq!((&rule["periodType"], &rule["importance"]), (&json!("Monthly"), &json!("HIGH")));
        assert_eq!(rule["leftSide"], json!({ "expression": "1", "missingValueStrategy": "NEVER_SKIP" }));
        assert_eq!(rule["rightSide"], json!({ "missingValueStrategy": "NEVER_SKIP" }));
    }

    #[test]
    fn org_units_have_a_geometry() {
        let unit = |end: &str| objects("ORGANISATION_UNIT", &line(&format!("A,UnitOfAll11,,,,,,,,{end}")));
        let read = unit("POINT,\"[1.5, 2]\"").expect("a payload");
        let expected = json!({ "type": "Point", "coordinates": [1.5, 2] });
        assert_eq!(read["organisationUnits"][0]["geometry"], expected);
        assert_eq!(unit("NONE,").expect("a payload")["organisationUnits"][0].get("geometry"), None);
        assert!(unit("CIRCLE,[1]").is_err() && unit("POINT,here").is_err());
    }

    #[test]
    fn options_are_gathered_in_their_sets() {
        let read = option_sets(&line(
            "Set,SetOfOptio1,,One,OptionOne11,1\nSet,SetOfOptio1,,Two,OptionTwo22,2\nSet,,,Three,,",
        ));
        assert_eq!(read["options"].as_array().map(Vec::len), Some(2));
        let expected = json!([{ "id": "OptionOne11" }, { "id": "OptionTwo22" }]);
        assert_eq!(read["optionSets"][0]["options"], expected);
    }
}
