//! `/api/<plural>/gist`, `/{uid}/gist` and `/{uid}/{property}/gist`: flat rows of any registered type, as JSON or CSV.
//! Contract object-query section 5.

use std::collections::BTreeSet;

use afya_metadata::gist::Gist;
use afya_metadata::people;
use afya_metadata::read::{self, ListRequest, Member};
use afya_metadata::restriction::Restriction;
use afya_model::{ErrorCode, Refusal};
use afya_schema::query::FieldTree;
use afya_schema::query::gist::{self, Auto, GistField};
use afya_schema::query::gist_access::{self, AccessFilter};
use afya_schema::{Storage, Type, registry};
use afya_store::Fault;
use axum::extract::Path;
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::list_csv;
use super::objects::{asker, check_uid};
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::query::Query;
use crate::route::{Route, Who, get};

const USUAL_SIZE: i64 = 50;
const LARGEST_SIZE: i64 = 1000;

/// The routes of all types.
pub(crate) fn routes() -> Vec<Route> {
    let stored = |of: &&Type| of.property("id").is_some_and(|id| matches!(id.storage, Storage::Column(_)));
    let listed = registry().types().iter().filter(|of| of.table.is_some() && of.identifiable).filter(stored);
    listed
        .filter_map(|of| of.endpoint.map(|endpoint| (of, endpoint)))
        .flat_map(|(of, endpoint)| {
            let who = match of.name {
                "oAuth2Authorization" | "oAuth2AuthorizationConsent" => Who::Holders(&["ALL"]),
                _ => Who::SignedIn,
            };
            [
                get(format!("/api{endpoint}/gist"), who, move |call: Call| list(of, call, None)),
                get(
                    format!("/api{endpoint}/{{uid}}/gist"),
                    who,
                    move |call: Call, Path(uid): Path<String>| object(of, call, uid, None),
                ),
                get(
                    format!("/api{endpoint}/{{uid}}/{{property}}/gist"),
                    who,
                    move |call: Call, Path((uid, property)): Path<(String, String)>| {
                        property_of(of, call, uid, property)
                    },
                ),
            ]
        })
        .collect()
}

/// The items of a collection as a list, any other property as an object with nothing else.
async fn property_of(of: &'static Type, call: Call, uid: String, property: String) -> Outcome {
    let Some(known) = of.property(&property).filter(|known| known.readable) else {
        return Err(
            Refusal::bad_request(format!("Property `{property}` does not exist in {}", of.name)).into()
        );
    };
    let target =
        known.target.and_then(|class| registry().by_class(class)).filter(|target| target.identifiable);
    let Some(target) = target.filter(|_| known.is_collection()) else {
        return object(of, call, uid, Some(&property)).await;
    };
    check_uid(&uid)?;
    let locale = call.locale();
    let nothing = FieldTree::parse("id");
    read::single(&mut call.connect().await?, asker(&call, locale.as_deref()), of, &uid, &nothing).await?;
    let inverse = call.query.is_true("inverse");
    list(target, call, Some(Member { owner: of, property: known, uid, inverse })).await
}

async fn object(of: &'static Type, call: Call, uid: String, only: Option<&str>) -> Outcome {
    check_uid(&uid)?;
    let fields = match only {
        Some(property) => gist::fields(of, property, Auto::M)?,
        None => asked_fields(of, &call.query, Auto::L)?,
    };
    let locale = call.locale();
    let tree = gist::needed(&fields);
    let found =
        read::single(&mut call.connect().await?, asker(&call, locale.as_deref()), of, &uid, &tree).await?;
    let object = parsed(&found);
    let prefix = addresses(&call);
    let gist = Gist { of, fields: &fields, addresses: prefix.as_deref() };
    if list_csv::is_wanted(&call) {
        return Ok(answer::private(csv(&gist, &[object])));
    }
    Ok(answer::private(answer::json(&gist.row(&object))))
}

async fn list(of: &'static Type, call: Call, member: Option<Member>) -> Outcome {
    let query = &call.query;
    let paging = Paging::parse(query)?;
    let shape = UnitShape::of(of, query);
    let usual = if member.is_some() { Auto::M } else { Auto::S };
    let fields = match shape {
        UnitShape::Offline => gist::fields(of, "path,displayName,children::isNotEmpty", usual)?,
        UnitShape::Tree => gist::fields(of, &with_path(query), usual)?,
        UnitShape::Plain => asked_fields(of, query, usual)?,
    };
    let open = of.name == "user" && !read::may_read_type(call.caller(), of);
    let fields = if open { public_of(query, fields)? } else { fields };
    let filters = gist::filters(registry(), of, &call.caller().uid, query.all("filter"))?;
    let extra = by_access(&call, &filters.access)?;
    let orders = match (shape, query.get("order").is_none_or(str::is_empty)) {
        (UnitShape::Tree, _) => gist::orders(of, ["path"])?,
        (UnitShape::Offline, true) => gist::orders(of, ["level,name"])?,
        _ => gist::orders(of, query.all("order"))?,
    };
    let request = ListRequest {
        fields: gist::needed(&fields),
        filters: filters.root,
        groups: filters.groups.into_iter().map(|(_, group)| group).collect(),
        any: query.get("rootJunction").is_some_and(|word| word.eq_ignore_ascii_case("OR")),
        // As in DHIS2, the items of a collection stand in the order of their keys, whatever was asked.
        orders: if member.is_some() { Vec::new() } else { orders },
        window: (shape != UnitShape::Offline)
            .then(|| (paging.size, (paging.page - 1).saturating_mul(paging.size))),
        by_key: true,
        uncounted: !paging.counted || shape == UnitShape::Offline,
        member,
        extra,
        open,
        ..ListRequest::default()
    };
    let locale = call.locale();
    let page = read::list(&mut call.connect().await?, asker(&call, locale.as_deref()), of, &request).await?;
    let objects: Vec<Value> = page.objects.iter().map(|text| parsed(text)).collect();
    let prefix = addresses(&call).filter(|_| shape == UnitShape::Plain);
    let gist = Gist { of, fields: &fields, addresses: prefix.as_deref() };
    if list_csv::is_wanted(&call) {
        return Ok(answer::private(csv(&gist, &objects)));
    }
    let mut rows: Vec<Value> = objects.iter().map(|object| gist.row(object)).collect();
    if shape == UnitShape::Tree {
        let above = ancestors(&call, of, &request, &objects).await?;
        rows = tree(rows, above.iter().map(|object| gist.row(object)));
    }
    if query.is_true("headless") {
        return Ok(answer::private(answer::json(&Value::Array(rows))));
    }
    let key = query.get("pageListName").filter(|name| !name.is_empty());
    let key = key.unwrap_or(of.plural);
    let mut body = Map::new();
    if shape != UnitShape::Offline {
        body.insert("pager".into(), paging.pager(page.total, &call));
    }
    body.insert(key.to_owned(), Value::Array(rows));
    Ok(answer::private(answer::json(&Value::Object(body))))
}

/// What callers may ask of users whom they may not read: their names, and nothing by what is hidden.
fn public_of(query: &Query, fields: Vec<GistField>) -> Result<Vec<GistField>, Refusal> {
    let asked = query.all("fields").collect::<Vec<_>>().join(",");
    let fields = gist_access::public_fields(&asked, fields)?;
    let conditions = query.all("filter").chain(query.all("order")).flat_map(|text| text.split(','));
    let names = conditions.map(|text| text.split([':', '~', '@']).next().unwrap_or_default());
    let mut hidden = names.filter(|name| !name.is_empty() && !gist_access::is_public(name));
    match hidden.next() {
        _ if fields.is_empty() => {
            Err(Refusal::forbidden("You don't have the proper permissions to read objects of this type.")
                .with_code(ErrorCode::E1006))
        }
        Some(name) => {
            Err(Refusal::forbidden(format!("Property `{name}` is not readable, so it cannot be used here.")))
        }
        None => Ok(fields),
    }
}

/// The conditions on what users may do; only who may read users may ask.
fn by_access(call: &Call, asked: &[AccessFilter]) -> Result<Vec<Restriction>, Refusal> {
    let may_ask = registry().by_name("user").is_some_and(|user| read::may_read_type(call.caller(), user));
    match asked.first().filter(|_| !may_ask) {
        Some(filter) => Err(Refusal::forbidden(format!(
            "Filtering by user access in filter `{}` requires permissions to manage the user {}.",
            filter.text, filter.user
        ))),
        None if !asked.is_empty()
            && call.query.get("rootJunction").is_some_and(|word| word.eq_ignore_ascii_case("OR")) =>
        {
            Err(Refusal::new(
                501,
                "Conditions on access are not built yet where one condition is enough; leave out rootJunction.",
            ))
        }
        None => Ok(asked.iter().map(|filter| people::shared_with(&filter.user, &filter.pattern)).collect()),
    }
}

/// How a list of org units is wanted: as any other, for keeping it offline, or as the tree above what was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum UnitShape {
    Plain,
    Offline,
    Tree,
}

impl UnitShape {
    fn of(of: &Type, query: &Query) -> UnitShape {
        let is_unit = of.name == "organisationUnit";
        match (query.is_true("orgUnitsOffline"), query.is_true("orgUnitsTree")) {
            (true, _) if is_unit => UnitShape::Offline,
            (_, true) if is_unit => UnitShape::Tree,
            _ => UnitShape::Plain,
        }
    }
}

/// The fields of a tree, which needs the path.
fn with_path(query: &Query) -> String {
    let fields = query.all("fields").filter(|fields| !fields.is_empty()).collect::<Vec<_>>().join(",");
    if fields.is_empty() { "path".to_owned() } else { format!("{fields},path") }
}

/// The units above those that were found, without these.
async fn ancestors(
    call: &Call,
    of: &'static Type,
    found: &ListRequest,
    objects: &[Value],
) -> Result<Vec<Value>, Fault> {
    let paths: Vec<&str> = objects.iter().filter_map(|object| object.get("path")?.as_str()).collect();
    let own: BTreeSet<&str> = paths.iter().filter_map(|path| path.rsplit('/').next()).collect();
    let above: BTreeSet<&str> = paths.iter().flat_map(|path| path.split('/')).collect();
    let wanted: Vec<&str> = above.difference(&own).copied().filter(|uid| !uid.is_empty()).collect();
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let filter = format!("id:in:[{}]", wanted.join(","));
    let filters = gist::filters(registry(), of, &call.caller().uid, [filter.as_str()])?;
    let request = ListRequest {
        fields: found.fields.clone(),
        filters: filters.root,
        by_key: true,
        uncounted: true,
        ..ListRequest::default()
    };
    let locale = call.locale();
    let page = read::list(&mut call.connect().await?, asker(call, locale.as_deref()), of, &request).await?;
    Ok(page.objects.iter().map(|text| parsed(text)).collect())
}

/// Found units and those above them by their paths, each with whether it was found (`match`).
fn tree(found: Vec<Value>, above: impl Iterator<Item = Value>) -> Vec<Value> {
    let all = found.into_iter().map(|row| (row, true)).chain(above.map(|row| (row, false)));
    let mut all: Vec<Value> = all
        .map(|(row, found)| {
            // Rows of one field are that field's value alone.
            let mut row = if row.is_string() { json!({ "path": row }) } else { row };
            row["match"] = json!(found);
            row
        })
        .collect();
    all.sort_by(|one, other| one["path"].as_str().cmp(&other["path"].as_str()));
    all
}

/// The fields of a request; `auto` says how much where nothing is said of a field.
fn asked_fields(of: &'static Type, query: &Query, usual: Auto) -> Result<Vec<GistField>, Refusal> {
    let auto = match query.get("auto").filter(|word| !word.is_empty()) {
        None => usual,
        Some(word) => Auto::parse(word).ok_or_else(|| {
            Refusal::bad_request(format!(
                "Value '{word}' is not valid for parameter auto. Valid values are: [XL, L, M, S, XS]"
            ))
        })?,
    };
    let fields = query.all("fields").filter(|fields| !fields.is_empty()).collect::<Vec<_>>().join(",");
    gist::fields(of, if fields.is_empty() { "*" } else { &fields }, auto)
}

/// What stands before the addresses of other gists, unless they are not wanted.
fn addresses(call: &Call) -> Option<String> {
    let wanted = call.query.get("references").is_none_or(|word| !word.eq_ignore_ascii_case("false"));
    wanted.then(|| if call.query.is_true("absoluteUrls") { call.base.clone() } else { String::from("/api") })
}

fn parsed(object: &str) -> Value {
    serde_json::from_str(object).unwrap_or(Value::Null)
}

fn csv(gist: &Gist, objects: &[Value]) -> Response {
    let rows = std::iter::once(gist.headings()).chain(objects.iter().map(|object| gist.cells(object)));
    let mut text = String::new();
    for row in rows {
        text.push_str(&row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
        text.push('\n');
    }
    answer::typed(200, "text/csv", text)
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

/// Pages of a gist. Without a total a next page is always offered.
struct Paging {
    page: i64,
    size: i64,
    counted: bool,
}

impl Paging {
    fn parse(query: &Query) -> Result<Paging, Refusal> {
        let number = |name: &str, usual: i64| match query.get(name).filter(|text| !text.is_empty()) {
            None => Ok(usual),
            Some(text) => text.trim().parse::<i32>().map(i64::from).map_err(|_| {
                Refusal::bad_request(format!(
                    "Value '{text}' is not valid for parameter {name}. It should be of type int"
                ))
            }),
        };
        let truth = |name: &str| query.get(name).map(|word| word.eq_ignore_ascii_case("true"));
        if let (Some(total), Some(pages)) = (truth("total"), truth("totalPages"))
            && total != pages
        {
            let sentence = "totalPages and total request parameters are contradicting each other";
            return Err(Refusal::bad_request(sentence).with_code(ErrorCode::E1003));
        }
        Ok(Paging {
            page: number("page", 1)?.abs().max(1),
            size: number("pageSize", USUAL_SIZE)?.abs().min(LARGEST_SIZE),
            counted: truth("total").or(truth("totalPages")).unwrap_or(false),
        })
    }

    fn pager(&self, total: i64, call: &Call) -> Value {
        let count = (total + self.size - 1) / self.size.max(1);
        let mut pager = Map::new();
        pager.insert("page".into(), json!(self.page));
        pager.insert("pageSize".into(), json!(self.size));
        if self.counted {
            pager.insert("total".into(), json!(total));
            pager.insert("pageCount".into(), json!(count));
        }
        if self.page > 1 {
            pager.insert("prevPage".into(), json!(link(call, self.page - 1)));
        }
        if !self.counted || self.page < count {
            pager.insert("nextPage".into(), json!(link(call, self.page + 1)));
        }
        Value::Object(pager)
    }
}

/// The address of the request with another page, which stands last.
fn link(call: &Call, page: i64) -> String {
    let (path, query) = call.asked.split_once('?').unwrap_or((&call.asked, ""));
    let origin = call.base.strip_suffix("/api").unwrap_or(&call.base);
    let others = query.split('&').filter(|part| !part.is_empty() && !part.starts_with("page="));
    let all: Vec<String> = others.map(str::to_owned).chain([format!("page={page}")]).collect();
    format!("{origin}{path}?{}", all.join("&"))
}
