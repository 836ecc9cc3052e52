//! `/api/dimensions/constraints`: what a user's view of data can be cut by.

use afya_metadata::read::{self, ListRequest};
use afya_schema::registry;
use serde_json::{Value, json};

use crate::answer::{self, Failure, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};
use crate::routes::objects::asker;

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/dimensions/constraints", Who::SignedIn, list_constraints)]
}

/// All objects of a type that pass these filters, with the fields of the request or these.
async fn objects(
    call: &Call,
    type_name: &str,
    whole: &str,
    filters: &[&str],
    order: &str,
) -> Result<Vec<Value>, Failure> {
    let of = registry().by_name(type_name).expect("the registry has this type");
    let asked = call.query.all("fields").collect::<Vec<_>>().join(",");
    let fields = if asked.is_empty() { whole.to_owned() } else { asked };
    let mut parameters = vec![("fields".to_owned(), fields), ("order".to_owned(), order.to_owned())];
    parameters.extend(filters.iter().map(|filter| ("filter".to_owned(), (*filter).to_owned())));
    let request = ListRequest::parse(of, &parameters, "*")?;
    let locale = call.locale();
    let page = read::list(&mut call.connect().await?, asker(call, locale.as_deref()), of, &request).await?;
    Ok(page.objects.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
}

/// What a user's view of data can be cut by: sets of option groups and categories of attributes.
async fn list_constraints(call: Call) -> Outcome {
    let mut dimensions =
        objects(&call, "categoryOptionGroupSet", "*", &["dataDimension:eq:true"], "name:asc").await?;
    let filters = ["dataDimension:eq:true", "dataDimensionType:eq:ATTRIBUTE", "name:ne:default"];
    let whole = "*,!categoryCombos,!categoryOptions";
    dimensions.extend(objects(&call, "category", whole, &filters, "name:asc").await?);
    Ok(answer::json(&json!({ "dimensions": dimensions })))
}
