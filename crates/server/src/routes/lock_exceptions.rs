//! `/api/lockExceptions`: who may still enter data after the days of a set are over.

use afya_aggregate::locks::{self, Filter};
use afya_metadata::import::{Standing, standing};
use afya_model::Refusal;
use afya_schema::query::FieldTree;
use afya_schema::registry;
use afya_store::Connection;
use serde_json::{Map, Value};

use super::objects::list_answer;
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::pager::Paging;
use crate::route::{Route, Who, delete, get, post};

const PATH: &str = "/api/lockExceptions";

/// The routes of this resource. Whoever may change a data set may give exceptions from its lock.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get(PATH, Who::SignedIn, list_exceptions),
        get(format!("{PATH}/combinations"), Who::SignedIn, list_combinations),
        post(PATH, Who::SignedIn, add_exception),
        delete(PATH, Who::SignedIn, remove_exceptions),
    ]
}

/// The fields that are asked for; all when none are named.
fn fields(call: &Call) -> FieldTree {
    let words = call.query.all("fields").collect::<Vec<_>>().join(",");
    FieldTree::parse(if words.is_empty() { "*" } else { &words })
}

/// What these fields keep of an object. Below a field without fields of its own everything is kept.
fn kept(value: Value, tree: &FieldTree) -> Value {
    let Value::Object(object) = value else { return value };
    if tree.is_empty() {
        return Value::Object(object);
    }
    let all = !tree.presets.is_empty();
    let mut kept = Map::new();
    for (key, value) in object {
        let field = tree.fields.iter().find(|(name, _)| *name == key).map(|(_, field)| field);
        if tree.excluded.contains(&key) || !(all || field.is_some_and(|field| field.named)) {
            continue;
        }
        let value = field.map_or(value.clone(), |field| self::kept(value, &field.below));
        kept.insert(key, value);
    }
    Value::Object(kept)
}

fn shown(exceptions: &[String], tree: &FieldTree) -> Vec<String> {
    let parsed = exceptions.iter().filter_map(|text| serde_json::from_str(text).ok());
    parsed.map(|value| kept(value, tree).to_string()).collect()
}

async fn list_exceptions(call: Call) -> Outcome {
    let paging = Paging::parse(&call.query)?;
    let filters: Result<Vec<Option<Filter>>, Refusal> = call.query.all("filter").map(Filter::parse).collect();
    let filters: Vec<Filter> = filters?.into_iter().flatten().collect();
    let key = call.query.get("key");
    let found = locks::list(&mut call.connect().await?, key, &filters, paging.window()).await?;
    let pager = paging.paged.then(|| paging.plain_pager(found.1));
    Ok(answer::private(list_answer("lockExceptions", pager, &shown(&found.0, &fields(&call)))))
}

async fn list_combinations(call: Call) -> Outcome {
    let found = locks::combinations(&mut call.connect().await?).await?;
    Ok(answer::private(list_answer("lockExceptions", None, &shown(&found, &fields(&call)))))
}

fn needed<'a>(call: &'a Call, name: &str) -> Result<&'a str, Refusal> {
    call.query.get(name).ok_or_else(|| {
        let sentence = "for method parameter type String is not present";
        Refusal::bad_request(format!("Required request parameter '{name}' {sentence}"))
    })
}

/// What the caller may do with a data set; nothing where there is none.
async fn standing_of(
    connection: &mut Connection,
    call: &Call,
    set: &str,
) -> Result<Option<Standing>, Failure> {
    match registry().by_name("dataSet") {
        Some(of) => Ok(standing(connection, call.caller(), of, set).await?),
        None => Ok(None),
    }
}

async fn add_exception(call: Call) -> Outcome {
    let (units, period, set) = (needed(&call, "ou")?, needed(&call, "pe")?, needed(&call, "ds")?);
    let list = units.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')).unwrap_or(units);
    let units: Vec<String> =
        list.split(',').map(str::trim).filter(|uid| !uid.is_empty()).map(str::to_owned).collect();
    let mut connection = call.connect().await?;
    let standing = standing_of(&mut connection, &call, set).await?;
    let standing = standing.ok_or_else(|| Refusal::conflict(" DataSet or Period is invalid"))?;
    if !standing.may_update {
        let sentence = "You don't have the proper permissions to update this object";
        return Err(Refusal::forbidden(sentence).into());
    }
    locks::add(&mut connection, call.caller(), set, period, &units).await?;
    Ok(answer::message(201, Some("LockException created successfully."), None))
}

async fn remove_exceptions(call: Call) -> Outcome {
    let (period, set) = (needed(&call, "pe")?, needed(&call, "ds")?);
    let mut connection = call.connect().await?;
    let standing = standing_of(&mut connection, &call, set).await?.ok_or_else(|| {
        let sentence = "Can't find LockException with combination: dataSet=";
        Refusal::conflict(format!("{sentence}{set}, period={period}"))
    })?;
    if !standing.may_delete {
        let sentence = "You don't have the proper permissions to delete this object.";
        return Err(Refusal::forbidden(sentence).into());
    }
    let unit = call.query.get("ou").filter(|unit| !unit.is_empty());
    locks::remove(&mut connection, set, period, unit).await?;
    Ok(answer::empty(204))
}
