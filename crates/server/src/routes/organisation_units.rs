//! `/api/organisationUnits` beyond what every type has: the tree, map data, places and profiles.

use afya_access::caller::OrgUnit;
use afya_metadata::org_units::{self, Assigned, TreeRequest};
use afya_metadata::read::{self, ListRequest};
use afya_metadata::restriction::Restriction;
use afya_model::Refusal;
use afya_schema::query::order;
use afya_schema::{Type, registry};
use axum::extract::Path;
use serde_json::Value;

use super::list_csv::Columns;
use super::objects::{address, asker, check_uid, find_object, find_property, list_answer};
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::pager::Paging;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let base = "/api/organisationUnits";
    vec![
        get(base, Who::SignedIn, list_units),
        get(format!("{base}.geojson"), Who::SignedIn, list_geo_json),
        get(format!("{base}/{{uid}}"), Who::SignedIn, find_unit),
        get(format!("{base}/{{uid}}/{{property}}"), Who::SignedIn, find_part),
        get("/api/filledOrganisationUnitLevels", Who::SignedIn, list_filled_levels),
        get("/api/dataSets/orgUnits", Who::SignedIn, |call: Call| {
            list_assignments(call, Assigned::DataSets, "dataSets")
        }),
        get("/api/programs/orgUnits", Who::SignedIn, |call: Call| {
            list_assignments(call, Assigned::Programs, "programs")
        }),
        get("/api/categoryOptions/orgUnits", Who::SignedIn, |call: Call| {
            list_assignments(call, Assigned::CategoryOptions, "categoryOptions")
        }),
    ]
}

pub(super) fn unit_type() -> &'static Type {
    registry().by_name("organisationUnit").expect("the registry has org units")
}

fn number(call: &Call, name: &str) -> Result<Option<i32>, Refusal> {
    let Some(text) = call.query.get(name).filter(|text| !text.is_empty()) else { return Ok(None) };
    let wrong = || {
        Refusal::bad_request(format!(
            "Value '{text}' is not valid for parameter {name}. It should be of type Integer"
        ))
    };
    text.parse().map(Some).map_err(|_| wrong())
}

fn tree_request(call: &Call) -> Result<TreeRequest, Refusal> {
    let query = &call.query;
    Ok(TreeRequest {
        level: number(call, "level")?,
        max_level: number(call, "maxLevel")?,
        within_user: query.is_true("withinUserHierarchy"),
        within_data_view: query.is_true("withinDataViewUserHierarchy"),
        within_search: query.is_true("withinUserSearchHierarchy"),
        user_only: query.is_true("userOnly"),
        data_view_only: query.is_true("userDataViewOnly"),
        data_view_fallback: query.is_true("userDataViewFallback"),
    })
}

async fn list_units(call: Call) -> Outcome {
    let restrictions = tree_request(&call)?.restrictions(call.caller());
    list_with(&call, restrictions, None).await
}

/// A paged list with conditions of its own; `sorted` comes before the request's order.
async fn list_with(call: &Call, restrictions: Vec<Restriction>, sorted: Option<&str>) -> Outcome {
    let of = unit_type();
    let paging = Paging::parse(&call.query)?;
    let mut request = ListRequest::parse(of, call.query.pairs(), "id,displayName")?;
    request.window = paging.window();
    request.extra = restrictions;
    let sorted = sorted.or(call.query.is_true("levelSorted").then_some("level:asc"));
    request.orders.extend(order::parse(of, sorted)?);
    let columns = Columns::wanted(of, call, &mut request)?;
    let locale = call.locale();
    let mut connection = call.connect().await?;
    let mut page = read::list(&mut connection, asker(call, locale.as_deref()), of, &request).await?;
    if let (Some(collection), Some(member)) =
        (call.query.get("memberCollection"), call.query.get("memberObject"))
    {
        let counts = org_units::member_counts(&mut connection, collection, member).await?;
        page.objects = page.objects.into_iter().map(|object| with_count(object, &counts)).collect();
    }
    if let Some(columns) = columns {
        return Ok(answer::private(columns.answer(&page.objects, &call.query)?));
    }
    let pager = paging.paged.then(|| paging.pager(page.total, &address(of, call), &call.query));
    Ok(answer::private(list_answer(of.plural, pager, &page.objects)))
}

/// The object with its member count, which the tree is asked for.
fn with_count(object: String, counts: &[(String, i64)]) -> String {
    let Ok(Value::Object(mut fields)) = serde_json::from_str(&object) else { return object };
    let uid = fields.get("id").and_then(Value::as_str).unwrap_or_default();
    if let Some((_, count)) = counts.iter().find(|(known, _)| known == uid) {
        fields.insert("memberCount".to_owned(), (*count).into());
    }
    Value::Object(fields).to_string()
}

async fn unit(call: &Call, uid: &str) -> Result<OrgUnit, Failure> {
    check_uid(uid)?;
    Ok(org_units::find(&mut call.connect().await?, uid).await?)
}

/// One unit, or with `includeChildren` and the like the list of its relatives.
async fn find_unit(call: Call, Path(uid): Path<String>) -> Outcome {
    if call.query.is_true("includeChildren") {
        return list_with(&call, org_units::with_children(&unit(&call, &uid).await?), None).await;
    }
    if call.query.is_true("includeDescendants") {
        return list_with(&call, org_units::descendants(&uid), None).await;
    }
    if call.query.is_true("includeAncestors") {
        return list_with(&call, org_units::ancestors(&unit(&call, &uid).await?, true), Some("level:asc"))
            .await;
    }
    if let Some(levels) = number(&call, "level")? {
        return list_with(&call, org_units::below(&unit(&call, &uid).await?, levels), None).await;
    }
    find_object(unit_type(), call, uid).await
}

/// Relatives of a unit, or one of its properties.
async fn find_part(call: Call, Path((uid, part)): Path<(String, String)>) -> Outcome {
    match part.as_str() {
        "children" => {
            let found = unit(&call, &uid).await?;
            match number(&call, "level")? {
                Some(levels) => list_with(&call, org_units::below(&found, levels), None).await,
                None => list_with(&call, org_units::with_children(&found), None).await,
            }
        }
        "descendants" => list_with(&call, org_units::descendants(&uid), None).await,
        "ancestors" => {
            list_with(&call, org_units::ancestors(&unit(&call, &uid).await?, true), Some("level:asc")).await
        }
        "parents" => {
            list_with(&call, org_units::ancestors(&unit(&call, &uid).await?, false), Some("level:asc")).await
        }
        _ => find_property(unit_type(), call, uid, part).await,
    }
}

async fn list_geo_json(call: Call) -> Outcome {
    let mut levels = Vec::new();
    for text in call.query.all("level").flat_map(|levels| levels.split(',')) {
        let wrong = || {
            Refusal::bad_request(format!(
                "Value '{text}' is not valid for parameter level. It should be of type Integer"
            ))
        };
        levels.push(text.parse().map_err(|_| wrong())?);
    }
    let parents: Vec<String> =
        call.query.all("parent").flat_map(|uids| uids.split(',')).map(str::to_owned).collect();
    let properties = call.query.get("properties") != Some("false");
    let collection =
        org_units::geo_json(&mut call.connect().await?, call.caller(), &levels, &parents, properties).await?;
    Ok(answer::json_text(200, collection))
}

async fn list_filled_levels(call: Call) -> Outcome {
    let of = registry().by_name("organisationUnitLevel").expect("the registry has org unit levels");
    let locale = call.locale();
    let mut connection = call.connect().await?;
    let filled = org_units::filled_levels(&mut connection).await?;
    let mut request = ListRequest::parse(of, call.query.pairs(), "*,!href")?;
    request.orders = order::parse(of, ["level:asc"])?;
    request.filters.clear();
    let wanted = format!("id:in:[{}]", filled.join(","));
    request.filters = afya_schema::query::filter::parse(registry(), of, [wanted.as_str()])?;
    let page = read::list(&mut connection, asker(&call, locale.as_deref()), of, &request).await?;
    Ok(answer::json_text(200, format!("[{}]", page.objects.join(","))))
}

async fn list_assignments(call: Call, assigned: Assigned, parameter: &'static str) -> Outcome {
    let uids: Vec<String> =
        call.query.all(parameter).flat_map(|uids| uids.split(',')).map(str::to_owned).collect();
    Ok(answer::json_text(200, org_units::assignments(&mut call.connect().await?, assigned, &uids).await?))
}
