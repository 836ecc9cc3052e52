//! `/api/geoFeatures`: what maps draw.

use afya_analytics::dimensions::DisplayProperty;
use afya_analytics::dimensions::org_units::{OrgUnitOptions, UserOrgUnitType};
use afya_analytics::geo_features::{GeoRequest, geo_features};
use axum::http::HeaderValue;
use axum::http::header::CACHE_CONTROL;

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/geoFeatures", Who::SignedIn, list_geo_features)]
}

async fn list_geo_features(call: Call) -> Outcome {
    let query = &call.query;
    let request = GeoRequest {
        org_units: query.get("ou").map(str::to_owned),
        coordinate_field: query.get("coordinateField").filter(|field| !field.is_empty()).map(str::to_owned),
        include_group_sets: query.is_true("includeGroupSets") || query.get("viewClass") == Some("detailed"),
        options: org_unit_options(&call),
    };
    let features = geo_features(&mut call.connect().await?, call.caller(), &request).await?;
    let mut response = answer::json_text(200, features);
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("max-age=7200, private"));
    Ok(response)
}

/// How `ou` is meant in a request: `userOrgUnit`, `userOrgUnitType`, `displayProperty` and the locale.
pub(crate) fn org_unit_options(call: &Call) -> OrgUnitOptions {
    let own = call.query.get("userOrgUnit").unwrap_or_default();
    OrgUnitOptions {
        user_org_units: own.split(';').filter(|uid| !uid.is_empty()).map(str::to_owned).collect(),
        user_org_unit_type: match call.query.get("userOrgUnitType") {
            Some("DATA_OUTPUT") => UserOrgUnitType::DataOutput,
            Some("TEI_SEARCH") => UserOrgUnitType::TeiSearch,
            _ => UserOrgUnitType::DataCapture,
        },
        display: DisplayProperty::parse(call.query.get("displayProperty").unwrap_or_default()),
        locale: call.locale(),
    }
}
