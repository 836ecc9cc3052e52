//! `/api/deletedObjects`: what was deleted, by whom and when.

use afya_metadata::deleted::{self, Wanted};
use afya_schema::fields_on_json::pick;
use afya_schema::query::FieldTree;

use super::objects::list_answer;
use crate::answer::Outcome;
use crate::call::Call;
use crate::pager::Paging;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/deletedObjects", Who::Holders(&["ALL"]), list_deleted)]
}

async fn list_deleted(call: Call) -> Outcome {
    let all = |name: &'static str| -> Vec<String> {
        let values = call.query.all(name).flat_map(|values| values.split(','));
        values.map(str::trim).filter(|value| !value.is_empty()).map(str::to_owned).collect()
    };
    let paging = Paging::parse(&call.query)?;
    let since = call.query.get("deletedAt").filter(|text| !text.is_empty()).map(str::to_owned);
    let wanted = Wanted { classes: all("klass"), uids: all("uid"), codes: all("code"), since };
    let window = paging.window().filter(|_| !call.query.is_true("skipPaging"));
    let (found, total) = deleted::list(&mut call.connect().await?, &wanted, window).await?;
    let fields = all("fields").join(",");
    let tree = FieldTree::parse(if fields.is_empty() { "*" } else { &fields });
    let shown: Vec<String> = found.iter().map(|object| pick(object, &tree).to_string()).collect();
    Ok(list_answer("deletedObjects", window.map(|_| paging.plain_pager(total)), &shown))
}
