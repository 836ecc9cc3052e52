//! JSON Patch on an object: the operations that DHIS2 knows, applied to its JSON.

use afya_model::Refusal;
use afya_schema::{Property, Type};
use serde_json::{Map, Value};

/// What an operation does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Action {
    Add,
    Replace,
    Remove,
    RemoveById,
}

/// An operation.
#[derive(Debug, PartialEq)]
struct Operation {
    action: Action,
    path: Vec<String>,
    value: Value,
    id: String,
}

/// A patch that was read.
#[derive(Debug)]
pub struct Patch(Vec<Operation>);

/// Reads a patch for a type.
///
/// # Errors
/// 400 for what is no list of known operations, or names a property that the type does not have.
pub fn parse(of: &Type, sent: &Value) -> Result<Patch, Refusal> {
    let Value::Array(list) = sent else {
        return Err(Refusal::bad_request("JSON parse error: A patch is a list of operations"));
    };
    let operations: Vec<Operation> = list.iter().map(operation).collect::<Result<_, _>>()?;
    for operation in &operations {
        let first = operation.path.first().map(String::as_str).unwrap_or_default();
        if property(of, first).is_none() {
            return Err(Refusal::bad_request(format!("Property {first} does not exist on Schema")));
        }
    }
    Ok(Patch(operations))
}

fn property<'a>(of: &'a Type, key: &str) -> Option<&'a Property> {
    of.properties.iter().find(|property| property.key == key || property.name == key)
}

fn operation(sent: &Value) -> Result<Operation, Refusal> {
    let word = sent.get("op").and_then(Value::as_str).unwrap_or_default();
    let action = match word {
        "add" => Action::Add,
        "replace" => Action::Replace,
        "remove" => Action::Remove,
        "remove-by-id" => Action::RemoveById,
        _ => {
            return Err(Refusal::bad_request(format!(
                "JSON parse error: Could not resolve type id '{word}' as a subtype of \
                 `org.hisp.dhis.jsonpatch.JsonPatchOperation`: known type ids = [add, remove, remove-by-id, replace]"
            )));
        }
    };
    let path = sent.get("path").and_then(Value::as_str).unwrap_or_default();
    let Some(path) = path.strip_prefix('/') else {
        return Err(Refusal::bad_request(format!("Invalid path {path}")));
    };
    let path = path.split('/').map(|part| part.replace("~1", "/").replace("~0", "~")).collect();
    let id = sent.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    Ok(Operation { action, path, value: sent.get("value").cloned().unwrap_or(Value::Null), id })
}

impl Patch {
    /// The properties that it touches.
    pub fn properties(&self) -> Vec<&str> {
        self.0.iter().filter_map(|operation| operation.path.first()).map(String::as_str).collect()
    }

    /// Applies it to an object.
    ///
    /// # Errors
    /// 400 where a path leads nowhere.
    pub fn apply(&self, object: &mut Map<String, Value>) -> Result<(), Refusal> {
        let mut whole = Value::Object(std::mem::take(object));
        for operation in &self.0 {
            apply(&mut whole, operation)?;
        }
        if let Value::Object(patched) = whole {
            *object = patched;
        }
        Ok(())
    }
}

fn apply(whole: &mut Value, operation: &Operation) -> Result<(), Refusal> {
    let path = format!("/{}", operation.path.join("/"));
    let invalid = || Refusal::bad_request(format!("Invalid path {path}"));
    let Some((last, above)) = operation.path.split_last() else { return Err(invalid()) };
    if operation.action == Action::RemoveById {
        if let Some(Value::Array(list)) = walk(whole, &operation.path) {
            list.retain(|item| item.get("id").and_then(Value::as_str) != Some(&operation.id));
        }
        return Ok(());
    }
    let no_container = || Refusal::bad_request("Parent node is not a container, unable to proceed");
    match walk(whole, above).ok_or_else(no_container)? {
        Value::Object(object) => match operation.action {
            Action::Remove => object.remove(last).map(drop).ok_or_else(invalid),
            _ => {
                object.insert(last.clone(), operation.value.clone());
                Ok(())
            }
        },
        Value::Array(list) => change_list(list, last, operation).ok_or_else(invalid),
        _ => Err(no_container()),
    }
}

fn change_list(list: &mut Vec<Value>, last: &str, operation: &Operation) -> Option<()> {
    if last == "-" && operation.action == Action::Add {
        list.push(operation.value.clone());
        return Some(());
    }
    let at: usize = last.parse().ok()?;
    match operation.action {
        Action::Add => (at <= list.len()).then(|| list.insert(at, operation.value.clone())),
        Action::Remove => (at < list.len()).then(|| drop(list.remove(at))),
        _ => list.get_mut(at).map(|item| *item = operation.value.clone()),
    }
}

fn walk<'a>(whole: &'a mut Value, path: &[String]) -> Option<&'a mut Value> {
    path.iter().try_fold(whole, |at, key| match at {
        Value::Object(object) => object.get_mut(key),
        Value::Array(list) => list.get_mut(key.parse::<usize>().ok()?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use afya_schema::registry;
    use serde_json::json;

    use super::*;

    fn check(patch: Value, expected: Result<Value, &str>) {
        let of = registry().by_name("dataElement").expect("the registry has data elements");
        let Value::Object(mut object) =
            json!({ "name": "Cases", "legendSets": [{ "id": "a" }, { "id": "b" }] })
        else {
            panic!("an object")
        };
        let done = parse(of, &patch).and_then(|patch| patch.apply(&mut object));
        let said =
            done.map(|()| Value::Object(object)).map_err(|refusal| refusal.message.unwrap_or_default());
        assert_eq!(said, expected.map_err(str::to_owned));
    }

    #[test]
    fn operations_change_what_they_point_to() {
        let both = json!([{ "id": "a" }, { "id": "b" }]);
        check(
            json!([{ "op": "replace", "path": "/name", "value": "Deaths" }]),
            Ok(json!({ "name": "Deaths", "legendSets": both })),
        );
        check(json!([{ "op": "remove", "path": "/name" }]), Ok(json!({ "legendSets": both })));
        check(
            json!([{ "op": "remove-by-id", "path": "/legendSets", "id": "a" }, { "op": "add", "path": "/legendSets/-", "value": { "id": "c" } }]),
            Ok(json!({ "name": "Cases", "legendSets": [{ "id": "b" }, { "id": "c" }] })),
        );
        check(
            json!([{ "op": "remove", "path": "/legendSets/0" }]),
            Ok(json!({ "name": "Cases", "legendSets": [{ "id": "b" }] })),
        );
    }

    #[test]
    fn what_leads_nowhere_is_refused() {
        check(
            json!([{ "op": "add", "path": "/fooBar", "value": 1 }]),
            Err("Property fooBar does not exist on Schema"),
        );
        check(json!([{ "op": "remove", "path": "/code" }]), Err("Invalid path /code"));
        check(
            json!([{ "op": "add", "path": "/attributeValues/-", "value": 1 }]),
            Err("Parent node is not a container, unable to proceed"),
        );
    }
}
