//! What dashboards can hold, how wide an item is, and sharing that goes on to everything a dashboard shows.

pub mod cascade;
mod sql;

use afya_access::Caller;
use afya_model::{Clock, Refusal};
use afya_schema::query::{FieldTree, Filter, Order, filter, order};
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault};
use serde_json::{Map, Value, json};

use crate::people::UserRequest;
use crate::read::{self, Asker, ListRequest};
use crate::sql::{Scope, access};

/// The kinds of things on a dashboard (`DashboardItemType`).
pub const ITEM_TYPES: [&str; 11] = [
    "VISUALIZATION",
    "EVENT_VISUALIZATION",
    "EVENT_CHART",
    "MAP",
    "EVENT_REPORT",
    "USERS",
    "REPORTS",
    "RESOURCES",
    "TEXT",
    "MESSAGES",
    "APP",
];

/// The shapes of an item.
pub const SHAPES: [&str; 3] = ["NORMAL", "DOUBLE_WIDTH", "FULL_WIDTH"];

/// How many of each kind are found.
#[derive(Clone, Debug)]
pub struct Search<'a> {
    /// Words of the name; without them everything is found but users.
    pub words: Option<&'a str>,
    /// The kinds of which more are wanted.
    pub more: Vec<&'a str>,
    /// How many of those.
    pub most: i64,
    /// How many of the others.
    pub count: i64,
    /// Whether users may give away roles of their own, which decides whom a search shows.
    pub own_roles: bool,
}

/// A kind of thing that a search finds.
struct Kind {
    item: &'static str,
    key: &'static str,
    counted: &'static str,
    of: &'static str,
    conditions: &'static [&'static str],
    with_type: bool,
}

const fn kind(item: &'static str, key: &'static str, counted: &'static str, of: &'static str) -> Kind {
    Kind { item, key, counted, of, conditions: &[], with_type: false }
}

/// All kinds in the order of the answer. Charts and reports of events are those of the older apps.
const KINDS: [Kind; 8] = [
    kind("USERS", "users", "userCount", "user"),
    Kind {
        with_type: true,
        ..kind("VISUALIZATION", "visualizations", "visualizationCount", "visualization")
    },
    Kind {
        with_type: true,
        conditions: &["type:eq:LINE_LIST"],
        ..kind("EVENT_VISUALIZATION", "eventVisualizations", "eventVisualizationCount", "eventVisualization")
    },
    Kind {
        conditions: &["type:!in:[PIVOT_TABLE,LINE_LIST]", "legacy:eq:true"],
        ..kind("EVENT_CHART", "eventCharts", "eventChartCount", "eventVisualization")
    },
    kind("MAP", "maps", "mapCount", "map"),
    Kind {
        conditions: &["type:in:[PIVOT_TABLE,LINE_LIST]", "legacy:eq:true"],
        ..kind("EVENT_REPORT", "eventReports", "eventReportCount", "eventVisualization")
    },
    kind("REPORTS", "reports", "reportCount", "report"),
    kind("RESOURCES", "resources", "resourceCount", "document"),
];

const FIELDS: &str = "id,code,name,displayName,created,lastUpdated,createdBy,lastUpdatedBy,user,sharing,translations,\
    attributeValues,favorite,favorites";

/// What may be put on a dashboard.
///
/// # Errors
/// What the database says.
pub async fn search(
    connection: &mut Connection,
    asker: Asker<'_>,
    search: &Search<'_>,
) -> Result<Value, Fault> {
    let mut out = Map::new();
    let mut total = 0;
    for kind in &KINDS {
        let found = match registry().by_name(kind.of) {
            Some(of) if kind.of != "user" || search.words.is_some() => {
                read::list(connection, asker, of, &request(of, kind, asker, search)?).await?.objects
            }
            _ => Vec::new(),
        };
        total += found.len();
        out.insert(kind.counted.to_owned(), json!(found.len()));
        let found = found.iter().map(|object| serde_json::from_str(object).unwrap_or(Value::Null));
        out.insert(kind.key.to_owned(), found.collect());
    }
    // No apps are hosted here.
    out.insert("apps".to_owned(), json!([]));
    out.insert("appCount".to_owned(), json!(0));
    out.insert("searchCount".to_owned(), json!(total));
    Ok(Value::Object(out))
}

fn request(
    of: &'static Type,
    kind: &Kind,
    asker: Asker<'_>,
    search: &Search<'_>,
) -> Result<ListRequest, Refusal> {
    let count = if search.more.contains(&kind.item) { search.most } else { search.count };
    let mut request = ListRequest {
        fields: FieldTree::parse(&if kind.with_type { format!("{FIELDS},type") } else { FIELDS.to_owned() }),
        filters: filter::parse(registry(), of, kind.conditions.iter().copied())?,
        window: Some((count.max(0), 0)),
        uncounted: true,
        ..ListRequest::default()
    };
    let words = search.words.unwrap_or_default();
    if of.name == "user" {
        // Whoever puts users on a dashboard needs no right to manage them.
        request.open = true;
        request.orders = by(of, "surname:asc,firstName:asc")?;
        let asked = UserRequest { query: Some(words.to_owned()), ..UserRequest::default() };
        request.extra = asked.restrictions(asker.caller, search.own_roles);
        return Ok(request);
    }
    request.orders = by(of, "name:asc")?;
    request.filters.extend(words.split(' ').filter_map(|word| named(of, word)));
    Ok(request)
}

fn by(of: &'static Type, words: &'static str) -> Result<Vec<Order>, Refusal> {
    order::parse(of, [words])
}

/// That the name holds a word, in any case.
fn named(of: &'static Type, word: &str) -> Option<Filter> {
    let operator = filter::Operator::Like { part: filter::Part::Anywhere, case: false, not: false };
    let target = filter::Target::Path(vec![of.property("name")?]);
    (!word.is_empty()).then(|| Filter { target, operator, values: vec![word.to_owned()] })
}

/// An item that the caller may change.
pub struct Item {
    key: i64,
    /// The dashboard that it is on.
    pub dashboard: Option<String>,
}

/// Finds an item of a dashboard to change it.
///
/// # Errors
/// 404 when there is no such item; 403 when the caller may not change its dashboard.
pub async fn item(connection: &mut Connection, caller: &Caller, uid: &str) -> Result<Item, Fault> {
    let missing = || Refusal::not_found(format!("Dashboard item does not exist: {uid}"));
    let of = registry().by_name("dashboard").ok_or_else(missing)?;
    let scope = Scope::new(caller, None, "");
    let row = connection.first(&sql::item(uid, |alias| access::update(of, alias, &scope), &scope)).await?;
    let row = row.ok_or_else(missing)?;
    if !row.get::<_, bool>("may_update") {
        let sentence = "You don't have the proper permissions to update this dashboard.";
        return Err(Refusal::forbidden(sentence).into());
    }
    Ok(Item { key: row.get("key"), dashboard: row.get("dashboard") })
}

/// Gives an item another shape.
///
/// # Errors
/// As `item`.
pub async fn reshape(
    connection: &mut Connection,
    caller: &Caller,
    uid: &str,
    shape: &str,
    clock: &Clock,
) -> Result<(), Fault> {
    let item = item(connection, caller, uid).await?;
    connection.execute(&sql::reshape(item.key, shape, caller.id, &clock.now().to_string())).await?;
    Ok(())
}
