//! `/api/dimensions`: what data can be cut by. The objects are those of four types; the rules of lists are applied to all
//! of them together.

use std::cmp::Ordering;

use afya_analytics::recommended;
use afya_metadata::data_dimensions::{self, TYPES};
use afya_metadata::read::{self, ListRequest, Member};
use afya_model::{ErrorCode, Refusal};
use afya_schema::query::{FieldTree, order};
use afya_schema::{Type, registry};
use axum::extract::Path;
use serde_json::{Value, json};

use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::pager::Paging;
use crate::route::{Route, Who, get};
use crate::routes::objects::{asker, check_uid, list_answer};

const PATH: &str = "/api/dimensions";

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get(PATH, Who::SignedIn, list_dimensions),
        get("/api/dimensions/constraints", Who::SignedIn, list_constraints),
        get("/api/dimensions/recommendations", Who::SignedIn, list_recommendations),
        get("/api/dimensions/dataSet/{uid}", Who::SignedIn, list_of_data_set),
        get("/api/dimensions/{uid}", Who::SignedIn, find_dimension),
        get("/api/dimensions/{uid}/items", Who::SignedIn, list_items),
    ]
}

/// An object of one of the types, and what it is sorted by.
struct Found {
    of: &'static Type,
    uid: String,
    keys: Vec<Value>,
}

fn type_named(name: &str) -> Result<&'static Type, Refusal> {
    registry().by_name(name).ok_or_else(|| Refusal::not_found("There is no such type of dimension"))
}

fn fields(call: &Call, usual: &str) -> String {
    let asked = call.query.all("fields").collect::<Vec<_>>().join(",");
    if asked.is_empty() { usual.to_owned() } else { asked }
}

/// The objects of a type that pass a request, as JSON.
async fn objects(call: &Call, of: &'static Type, request: &ListRequest) -> Result<Vec<Value>, Failure> {
    let locale = call.locale();
    let page = read::list(&mut call.connect().await?, asker(call, locale.as_deref()), of, request).await?;
    Ok(page.objects.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}

/// All objects of a type that pass these filters, with the fields of the request or these.
async fn constraints(
    call: &Call,
    type_name: &str,
    whole: &str,
    filters: &[&str],
) -> Result<Vec<Value>, Failure> {
    let of = type_named(type_name)?;
    let mut parameters =
        vec![("fields".to_owned(), fields(call, whole)), ("order".to_owned(), "name:asc".to_owned())];
    parameters.extend(filters.iter().map(|filter| ("filter".to_owned(), (*filter).to_owned())));
    objects(call, of, &ListRequest::parse(of, &parameters, "*")?).await
}

/// What a user's view of data can be cut by: sets of option groups and categories of attributes.
async fn list_constraints(call: Call) -> Outcome {
    let mut found = constraints(&call, "categoryOptionGroupSet", "*", &["dataDimension:eq:true"]).await?;
    let filters = ["dataDimension:eq:true", "dataDimensionType:eq:ATTRIBUTE", "name:ne:default"];
    found.extend(constraints(&call, "category", "*,!categoryCombos,!categoryOptions", &filters).await?);
    Ok(answer::json(&json!({ "dimensions": found })))
}

/// Whether a filter is of the kind of dimension, which is that of the type and not of the object; then whether the kind
/// passes it.
fn passes_by_kind(filter: &str, kind: &str) -> Option<Result<bool, Refusal>> {
    let (operator, value) = filter.strip_prefix("dimensionType:")?.split_once(':')?;
    let listed = || value.trim_matches(['[', ']']).split(',').any(|word| word == kind);
    Some(match operator {
        "eq" | "ieq" => Ok(kind.eq_ignore_ascii_case(value)),
        "ne" | "neq" | "!eq" => Ok(kind != value),
        "in" => Ok(listed()),
        "!in" => Ok(!listed()),
        "like" => Ok(kind.contains(value)),
        "ilike" => Ok(kind.contains(&value.to_uppercase())),
        other => Err(Refusal::bad_request(format!(
            "The kind of a dimension cannot be compared by `{other}`; use eq, !eq, in, !in or like"
        ))),
    })
}

/// The dimensions of one type that pass the request, with what they are sorted by.
async fn found_of(
    call: &Call,
    (name, kind, _): (&str, &str, &str),
    orders: &[String],
) -> Result<Vec<Found>, Failure> {
    let of = type_named(name)?;
    let mut parameters: Vec<(String, String)> = Vec::new();
    let mut by_kind = Vec::new();
    for (key, value) in call.query.pairs() {
        match passes_by_kind(value, kind).filter(|_| key == "filter") {
            Some(passes) => by_kind.push(passes?),
            None if ["filter", "rootJunction"].contains(&key.as_str()) => {
                parameters.push((key.clone(), value.clone()));
            }
            None => {}
        }
    }
    let any = call.query.get("rootJunction") == Some("OR");
    if any && by_kind.contains(&true) {
        parameters.clear();
    } else if by_kind.contains(&false) && !(any && parameters.iter().any(|(key, _)| key == "filter")) {
        return Ok(Vec::new());
    }
    let mut keys = vec!["id".to_owned()];
    keys.extend(orders.iter().filter_map(|order| order.split(':').next()).map(str::to_owned));
    parameters.push(("fields".to_owned(), keys.join(",")));
    let mut request = ListRequest::parse(of, &parameters, "id")?;
    request.extra.push(data_dimensions::only_data_dimensions());
    request.by_key = true;
    let found = objects(call, of, &request).await?.into_iter().map(|object| {
        let keys = keys[1..].iter().map(|key| object[key].clone()).collect();
        Found { of, uid: object["id"].as_str().unwrap_or_default().to_owned(), keys }
    });
    Ok(found.collect())
}

/// The words of `order`, each checked against the types.
fn orders(call: &Call) -> Result<Vec<String>, Failure> {
    let words: Vec<String> =
        call.query.all("order").flat_map(|order| order.split(',')).map(str::to_owned).collect();
    let category = type_named(TYPES[0].0)?;
    for word in words.iter().filter(|word| !word.starts_with("dimensionType")) {
        order::parse(category, [word.as_str()])?;
    }
    Ok(words)
}

/// Which of two comes first; what is missing comes last.
fn compared(one: &Found, other: &Found, orders: &[String]) -> Ordering {
    let pairs = one.keys.iter().zip(&other.keys).zip(orders);
    pairs.fold(Ordering::Equal, |found, ((left, right), order)| {
        found.then_with(|| {
            let direction = order.split(':').nth(1).unwrap_or("asc");
            let text = |value: &Value| {
                let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                if direction.starts_with('i') { text.to_lowercase() } else { text }
            };
            let ordering = (left.is_null(), text(left)).cmp(&(right.is_null(), text(right)));
            if direction.ends_with("desc") { ordering.reverse() } else { ordering }
        })
    })
}

async fn list_dimensions(call: Call) -> Outcome {
    let paging = Paging::parse(&call.query)?;
    let orders = orders(&call)?;
    let mut found = Vec::new();
    for of in TYPES {
        found.extend(found_of(&call, of, &orders).await?);
    }
    found.sort_by(|one, other| compared(one, other, &orders));
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let pager = paging.paged.then(|| paging.pager(total, &format!("{}/dimensions", call.base), &call.query));
    let shown = windowed(found, &paging);
    let objects = read_all(&call, shown, "id,displayName").await?;
    Ok(answer::private(list_answer("dimensions", pager, &objects)))
}

/// The part of a list that a page shows.
fn windowed<T>(all: Vec<T>, paging: &Paging) -> Vec<T> {
    let Some((limit, offset)) = paging.window() else { return all };
    let place = |number: i64| usize::try_from(number).unwrap_or(usize::MAX);
    all.into_iter().skip(place(offset)).take(place(limit)).collect()
}

/// These objects with the fields of the request or these, in their order: a statement a type. What the caller may not read
/// is left out.
async fn read_all(call: &Call, found: Vec<Found>, usual: &str) -> Result<Vec<String>, Failure> {
    let fields = fields(call, usual);
    let mut types: Vec<&'static Type> = found.iter().map(|one| one.of).collect();
    types.sort_by_key(|of| of.name);
    types.dedup_by_key(|of| of.name);
    let mut read: Vec<(usize, String)> = Vec::new();
    for of in types {
        let uids: Vec<&str> =
            found.iter().filter(|one| one.of.name == of.name).map(|one| one.uid.as_str()).collect();
        let filter = format!("id:in:[{}]", uids.join(","));
        // The fields asked for may say nothing of which object is which: the same list of identifiers does.
        let ids = texts(call, of, &filter, "id").await?;
        let objects = texts(call, of, &filter, &fields).await?;
        read.extend(ids.iter().zip(objects).filter_map(|(id, object)| {
            let place = found.iter().position(|one| id.contains(&one.uid))?;
            Some((place, object))
        }));
    }
    read.sort_by_key(|(place, _)| *place);
    Ok(read.into_iter().map(|(_, object)| object).collect())
}

async fn texts(call: &Call, of: &'static Type, filter: &str, fields: &str) -> Result<Vec<String>, Failure> {
    let parameters = [("filter".to_owned(), filter.to_owned()), ("fields".to_owned(), fields.to_owned())];
    let mut request = ListRequest::parse(of, &parameters, "id")?;
    request.by_key = true;
    let locale = call.locale();
    let mut connection = call.connect().await?;
    Ok(read::list(&mut connection, asker(call, locale.as_deref()), of, &request).await?.objects)
}

/// Objects named by type and identifier.
fn named(pairs: Vec<(String, String)>) -> Result<Vec<Found>, Refusal> {
    let found = pairs.into_iter().map(|(of, uid)| Ok(Found { of: type_named(&of)?, uid, keys: Vec::new() }));
    found.collect()
}

async fn list_of_data_set(Path(uid): Path<String>, call: Call) -> Outcome {
    check_uid(&uid)?;
    let locale = call.locale();
    let asker = asker(&call, locale.as_deref());
    let found = data_dimensions::of_data_set(&mut call.connect().await?, asker, &uid).await?;
    let objects = read_all(&call, named(found)?, "*").await?;
    Ok(list_answer("dimensions", None, &objects))
}

async fn list_recommendations(call: Call) -> Outcome {
    let dimensions: Vec<String> = call.query.all("dimension").map(str::to_owned).collect();
    if dimensions.is_empty() {
        let sentence = "Required request parameter 'dimension' for method parameter type Set is not present";
        return Err(Refusal::bad_request(sentence).into());
    }
    let mut connection = call.connect().await?;
    let elements = recommended::data_elements(&mut connection, call.caller(), &dimensions).await?;
    let found = data_dimensions::recommended(&mut connection, &elements).await?;
    drop(connection);
    let objects = read_all(&call, named(found)?, "id,displayName").await?;
    Ok(list_answer("dimensions", None, &objects))
}

/// The type of a dimension, and the property that holds its items.
async fn type_of(call: &Call, uid: &str) -> Result<Option<(&'static Type, &'static str)>, Failure> {
    let Some(name) = data_dimensions::type_of(&mut call.connect().await?, uid).await? else {
        return Ok(None);
    };
    let items = TYPES.iter().find(|(of, _, _)| *of == name).map(|(_, _, items)| *items);
    Ok(items.map(|items| type_named(&name).map(|of| (of, items))).transpose()?)
}

/// A dimension by itself. DHIS2 answers with a copy that has lost its lists, and so do we: its items are asked for by `/items`.
async fn find_dimension(Path(uid): Path<String>, call: Call) -> Outcome {
    check_uid(&uid)?;
    let missing =
        || Refusal::not_found(format!("Dimension does not exist: {uid}")).with_code(ErrorCode::E1005);
    let (of, items) = type_of(&call, &uid).await?.ok_or_else(missing)?;
    let tree = FieldTree::parse(&fields(&call, "*"));
    let locale = call.locale();
    let text =
        read::single(&mut call.connect().await?, asker(&call, locale.as_deref()), of, &uid, &tree).await?;
    let mut object: Value = serde_json::from_str(&text).unwrap_or_default();
    for key in ["items", items, "categoryCombos"] {
        if let Some(list) = object.get_mut(key).filter(|list| list.is_array()) {
            *list = json!([]);
        }
    }
    Ok(answer::private(answer::json(&object)))
}

/// The items of a dimension that the caller may read, in their order or in one that is asked for; none of no dimension.
async fn list_items(Path(uid): Path<String>, call: Call) -> Outcome {
    check_uid(&uid)?;
    let paging = Paging::parse(&call.query)?;
    let mut found = Vec::new();
    if let Some((of, items)) = type_of(&call, &uid).await? {
        let property = of.property(items).ok_or_else(|| Refusal::not_found("There is no such property"))?;
        let item = property.target.and_then(|class| registry().by_class(class));
        let item = item.ok_or_else(|| Refusal::not_found("There is no such type of item"))?;
        let member = Member { owner: of, property, uid: uid.clone(), inverse: false };
        found = items_of(&call, item, member).await?;
    }
    let total = i64::try_from(found.len()).unwrap_or(i64::MAX);
    let address = format!("{}/dimensions/{uid}/items", call.base);
    let pager = paging.paged.then(|| paging.pager(total, &address, &call.query));
    let objects = read_all(&call, windowed(found, &paging), "id,displayName").await?;
    Ok(answer::private(list_answer("items", pager, &objects)))
}

async fn items_of(call: &Call, item: &'static Type, member: Member) -> Result<Vec<Found>, Failure> {
    let locale = call.locale();
    let Member { owner, property, uid, .. } = &member;
    let tree = FieldTree::parse(&format!("{}[id]", property.key));
    let owned =
        read::single(&mut call.connect().await?, asker(call, locale.as_deref()), owner, uid, &tree).await?;
    let owned: Value = serde_json::from_str(&owned).unwrap_or_default();
    let of = |object: &Value| object["id"].as_str().unwrap_or_default().to_owned();
    let order: Vec<String> = owned[property.key].as_array().into_iter().flatten().map(of).collect();
    let mut parameters: Vec<(String, String)> = call.query.pairs().to_vec();
    parameters.retain(|(key, _)| ["filter", "rootJunction", "order", "query"].contains(&key.as_str()));
    parameters.push(("fields".to_owned(), "id".to_owned()));
    let mut request = ListRequest::parse(item, &parameters, "id")?;
    request.member = Some(member);
    let mut readable: Vec<String> = objects(call, item, &request).await?.iter().map(of).collect();
    if request.orders.is_empty() {
        readable.sort_by_key(|uid| order.iter().position(|one| one == uid));
    }
    Ok(readable.into_iter().map(|uid| Found { of: item, uid, keys: Vec::new() }).collect())
}
