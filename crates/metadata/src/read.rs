//! Reading any type: a list, one object, one property of it. Words become a request, the request a statement.

use afya_access::Caller;
use afya_model::{ErrorCode, Refusal};
use afya_schema::query::{FieldTree, Filter, Order, Selection, filter, order, selection};
use afya_schema::{Property, Type, registry};
use afya_store::{Connection, Fault};

use crate::operands::MadeRows;
use crate::restriction::Restriction;
use crate::sql::{Scope, access, list};

/// Who asks, in which language, at which address.
#[derive(Clone, Copy)]
pub struct Asker<'a> {
    /// The caller.
    pub caller: &'a Caller,
    /// The locale of names.
    pub locale: Option<&'a str>,
    /// The API's address, such as `http://localhost:8080/api`.
    pub base: &'a str,
}

/// A list, as understood.
#[derive(Clone, Debug, Default)]
pub struct ListRequest {
    /// What of each object.
    pub fields: FieldTree,
    /// Which objects.
    pub filters: Vec<Filter>,
    /// Whether one filter is enough (`rootJunction=OR`).
    pub any: bool,
    /// Words to search for.
    pub query: Option<String>,
    /// The order.
    pub orders: Vec<Order>,
    /// Limit and offset; everything when absent.
    pub window: Option<(i64, i64)>,
    /// Whether the default category objects are left out.
    pub without_defaults: bool,
    /// Groups of filters of which one is enough.
    pub groups: Vec<Vec<Filter>>,
    /// Whether the usual order is that of the keys rather than that of the names.
    pub by_key: bool,
    /// Whether the total is not wanted; it is zero then.
    pub uncounted: bool,
    /// Only items of a property of one object, or only others.
    pub member: Option<Member>,
    /// Whether callers may ask who may not read the type; `fields` and `filters` must be fit for everybody then.
    pub open: bool,
    /// What the rows are made from, where the type's table does not hold them.
    pub rows: Option<MadeRows>,
    /// Conditions that a resource adds.
    pub extra: Vec<Restriction>,
}

/// The items of a property of one object.
#[derive(Clone, Debug)]
pub struct Member {
    /// The type that has the property.
    pub owner: &'static Type,
    /// The property.
    pub property: &'static Property,
    /// The object.
    pub uid: String,
    /// Whether everything but the items is meant.
    pub inverse: bool,
}

/// A page of objects.
#[derive(Clone, Debug, Default)]
pub struct Page {
    /// The objects, each as JSON text.
    pub objects: Vec<String>,
    /// How many there are on all pages; counted only for paged requests.
    pub total: i64,
}

impl ListRequest {
    /// The request that these parameters spell; `parameters` are the pairs of the query string.
    ///
    /// # Errors
    /// 400 for a filter, an order or a junction that cannot be understood.
    pub fn parse(
        of: &'static Type,
        parameters: &[(String, String)],
        default_fields: &str,
    ) -> Result<ListRequest, Refusal> {
        let all = |name: &'static str| {
            parameters.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
        };
        let one = |name: &'static str| all(name).next();
        let fields = all("fields").collect::<Vec<_>>().join(",");
        let any = match one("rootJunction") {
            None | Some("AND" | "") => false,
            Some("OR") => true,
            Some(other) => {
                return Err(Refusal::bad_request(format!(
                    "Value '{other}' is not valid for parameter rootJunction. Valid values are: [AND, OR]"
                )));
            }
        };
        let defaults = one("defaults").unwrap_or("INCLUDE");
        if !["INCLUDE", "EXCLUDE"].contains(&defaults) {
            return Err(Refusal::bad_request(format!(
                "Value '{defaults}' is not valid for parameter defaults. Valid values are: [INCLUDE, EXCLUDE]"
            )));
        }
        Ok(ListRequest {
            fields: FieldTree::parse(if fields.is_empty() { default_fields } else { &fields }),
            filters: filter::parse(registry(), of, all("filter"))?,
            any,
            query: one("query").filter(|words| !words.is_empty()).map(str::to_owned),
            orders: order::parse(of, all("order"))?,
            without_defaults: defaults == "EXCLUDE",
            ..ListRequest::default()
        })
    }
}

/// A page of the objects of a type that the caller may read.
///
/// # Errors
/// 403 when the caller may not read the type.
pub async fn list(
    connection: &mut Connection,
    asker: Asker<'_>,
    of: &'static Type,
    request: &ListRequest,
) -> Result<Page, Fault> {
    let mut scope = Scope::new(asker.caller, asker.locale, asker.base);
    scope.without_defaults = request.without_defaults;
    scope.fills = (of.name == "visualization").then_some(of.name);
    if !request.open {
        check_type(of, &scope)?;
    }
    let mut selection = selection::select(registry(), of, &request.fields);
    selection.keep_only_own_address();
    let rows = connection.rows(&list::page(of, request, &selection, &scope)).await?;
    let objects: Vec<String> = rows.iter().map(|row| row.get("object")).collect();
    let total = match request.window {
        _ if request.uncounted => 0,
        None => i64::try_from(objects.len()).unwrap_or(i64::MAX),
        Some((limit, offset)) => {
            let found = i64::try_from(objects.len()).unwrap_or(i64::MAX);
            // A page that is not full is the last one, unless it lies behind it.
            if found < limit && (found > 0 || offset == 0) {
                offset + found
            } else {
                let row = connection.first(&list::total(of, request, &scope)).await?;
                row.map_or(0, |row| row.get("total"))
            }
        }
    };
    Ok(Page { objects, total })
}

/// One object as JSON text.
///
/// # Errors
/// 404 E1005 when there is none, or none that the caller may read; 403 when the caller may not read the type.
pub async fn single(
    connection: &mut Connection,
    asker: Asker<'_>,
    of: &'static Type,
    uid: &str,
    fields: &FieldTree,
) -> Result<String, Fault> {
    let mut scope = Scope::new(asker.caller, asker.locale, asker.base);
    scope.fills = match of.name {
        "map" => Some("mapView"),
        "mapView" => None,
        name => Some(name),
    };
    check_type(of, &scope)?;
    let selection: Selection = selection::select(registry(), of, fields);
    let row = connection.first(&list::single(of, uid, &selection, &scope)).await?;
    Ok(row.ok_or_else(|| Refusal::no_such_object(of.class_name(), uid))?.get("object"))
}

/// An object that belongs to the caller, whatever the caller may read of its type, such as their own account.
///
/// # Errors
/// 404 E1005 when there is none.
pub async fn own(
    connection: &mut Connection,
    asker: Asker<'_>,
    of: &'static Type,
    uid: &str,
    fields: &FieldTree,
) -> Result<String, Fault> {
    let scope = Scope::new(asker.caller, asker.locale, asker.base);
    let selection: Selection = selection::select(registry(), of, fields);
    let row = connection.first(&list::single(of, uid, &selection, &scope)).await?;
    Ok(row.ok_or_else(|| Refusal::no_such_object(of.class_name(), uid))?.get("object"))
}

/// Whether a caller may read a type at all.
pub fn may_read_type(caller: &Caller, of: &Type) -> bool {
    access::may_read_type(of, &Scope::new(caller, None, ""))
}

fn check_type(of: &'static Type, scope: &Scope) -> Result<(), Refusal> {
    if access::may_read_type(of, scope) {
        return Ok(());
    }
    let sentence = "You don't have the proper permissions to read objects of this type.";
    Err(Refusal::forbidden(sentence).with_code(ErrorCode::E1006))
}
