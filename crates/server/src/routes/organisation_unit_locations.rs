//! `/api/organisationUnitLocations`: which unit lies where.

use afya_metadata::org_units;
use afya_metadata::read::{self, ListRequest};
use afya_model::Refusal;
use afya_schema::query::{FieldTree, filter};
use afya_schema::registry;

use super::objects::asker;
use super::organisation_units::unit_type;
use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

/// What objects inside a unit are shown with.
macro_rules! plain {
    () => {
        "id,code,name,created,createdBy,lastUpdated,lastUpdatedBy,user,displayName,favorite,favorites,sharing,translations,attributeValues"
    };
}

/// What these answers say of a unit: everything but its members.
const FIELDS: &str = concat!(
    plain!(),
    ",shortName,displayShortName,displayFormName,description,displayDescription,dimensionItem,dimensionItemType,path,level,leaf,\
     openingDate,closedDate,comment,url,contactPerson,address,email,phoneNumber,geometry,legendSets,image,",
    "ancestors[",
    plain!(),
    "],parent[",
    plain!(),
    "],children[",
    plain!(),
    "]"
);

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    let base = "/api/organisationUnitLocations";
    vec![
        get(format!("{base}/orgUnitByLocation"), Who::SignedIn, list_covering),
        get(format!("{base}/locationWithinOrgUnitBoundary"), Who::SignedIn, test_covering),
        get(format!("{base}/withinRange"), Who::SignedIn, list_in_range),
    ]
}

fn coordinate(call: &Call, name: &str) -> Result<f64, Refusal> {
    let text = call
        .query
        .get(name)
        .ok_or_else(|| Refusal::bad_request(format!("Required parameter '{name}' is not present.")))?;
    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
    number.ok_or_else(|| {
        Refusal::bad_request(format!(
            "Value '{text}' is not valid for parameter {name}. It should be of type Double"
        ))
    })
}

async fn list_covering(call: Call) -> Outcome {
    let (longitude, latitude) = (coordinate(&call, "longitude")?, coordinate(&call, "latitude")?);
    let level = call.query.get("targetLevel").and_then(|level| level.parse().ok());
    let top = call.query.get("topOrgUnit");
    let found = org_units::covering(&mut call.connect().await?, longitude, latitude, top, level).await?;
    units(&call, &found).await
}

async fn test_covering(call: Call) -> Outcome {
    let (longitude, latitude) = (coordinate(&call, "longitude")?, coordinate(&call, "latitude")?);
    let uid = call
        .query
        .get("orgUnitUid")
        .ok_or_else(|| Refusal::bad_request("Required parameter 'orgUnitUid' is not present."))?;
    let covers = org_units::covers(&mut call.connect().await?, uid, longitude, latitude).await?;
    Ok(answer::json(&covers.into()))
}

async fn list_in_range(call: Call) -> Outcome {
    let (longitude, latitude) = (coordinate(&call, "longitude")?, coordinate(&call, "latitude")?);
    let distance = coordinate(&call, "distance")?;
    let found = org_units::within_range(&mut call.connect().await?, longitude, latitude, distance).await?;
    units(&call, &found).await
}

/// These units as a plain JSON array.
async fn units(call: &Call, uids: &[String]) -> Result<axum::response::Response, Failure> {
    if uids.is_empty() {
        return Ok(answer::json_text(200, "[]"));
    }
    let locale = call.locale();
    let wanted = format!("id:in:[{}]", uids.join(","));
    let request = ListRequest {
        fields: FieldTree::parse(FIELDS),
        filters: filter::parse(registry(), unit_type(), [wanted.as_str()])?,
        ..ListRequest::default()
    };
    let page =
        read::list(&mut call.connect().await?, asker(call, locale.as_deref()), unit_type(), &request).await?;
    let objects: Vec<String> = page.objects.iter().map(|object| without_members(object)).collect();
    Ok(answer::json_text(200, format!("[{}]", objects.join(","))))
}

/// The unit with empty lists of what belongs to it, as DHIS2 shows it here.
fn without_members(object: &str) -> String {
    let open = object.strip_suffix('}').unwrap_or(object);
    format!("{open},\"dataSets\":[],\"programs\":[],\"users\":[],\"organisationUnitGroups\":[]}}")
}
