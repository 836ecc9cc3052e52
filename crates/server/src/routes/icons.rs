//! `/api/icons`: the list and single icons.

use afya_metadata::icons::{self, IconQuery};
use afya_model::Refusal;
use afya_schema::fields_on_json::pick;
use afya_schema::query::FieldTree;
use axum::extract::Path;
use serde_json::{Map, Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::pager::Paging;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/icons", Who::SignedIn, list_icons), get("/api/icons/{key}", Who::SignedIn, find_icon)]
}

async fn list_icons(call: Call) -> Outcome {
    let paging = Paging::parse(&call.query)?;
    let words = |name: &str| -> Vec<String> {
        let all = call.query.all(name).flat_map(|words| words.split(','));
        all.filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let custom = match call.query.get("type").map(str::to_uppercase).as_deref() {
        None | Some("ALL" | "") => None,
        Some("CUSTOM") => Some(true),
        Some("DEFAULT") => Some(false),
        Some(other) => {
            let sentence = "Valid values are: [DEFAULT, CUSTOM, ALL]";
            return Err(Refusal::bad_request(format!(
                "Value '{other}' is not valid for parameter type. {sentence}"
            ))
            .into());
        }
    };
    let query = IconQuery {
        custom,
        keys: words("keys"),
        keywords: words("keywords"),
        search: call.query.get("search").filter(|words| !words.is_empty()).map(str::to_owned),
        window: paging.window(),
    };
    let (found, total) = icons::list(&mut call.connect().await?, &query, &call.base).await?;
    let asked = call.query.all("fields").collect::<Vec<_>>().join(",");
    let whole = "key,keywords,description,fileResource,createdBy,href";
    let tree = FieldTree::parse(if asked.is_empty() { whole } else { &asked });
    let mut body = Map::new();
    if paging.paged {
        let address = format!("{}/icons", call.base);
        body.insert("pager".into(), paging.pager(total, &address, &call.query));
    }
    body.insert("icons".into(), found.iter().map(|icon| pick(icon, &tree)).collect());
    Ok(answer::json(&Value::Object(body)))
}

async fn find_icon(call: Call, Path(key): Path<String>) -> Outcome {
    let found = icons::find(&mut call.connect().await?, &key, &call.base).await?;
    let icon = found.ok_or_else(|| Refusal::no_such_object("Icon", &key))?;
    Ok(answer::json(&json!(icon)))
}
