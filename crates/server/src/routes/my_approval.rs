//! `/api/me/dataApprovalLevels` and `/api/me/dataApprovalWorkflows`: where the caller approves data.

use afya_access::settings;
use afya_metadata::{approval_levels, read};
use afya_schema::query::FieldTree;
use afya_schema::registry;
use serde_json::{Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};
use crate::routes::objects::asker;

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get("/api/me/dataApprovalLevels", Who::SignedIn, list_levels),
        get("/api/me/dataApprovalWorkflows", Who::SignedIn, list_workflows),
    ]
}

/// A level whole, its set of groups in it: this answer knows no `fields`.
const WHOLE: &str = "*,!access,!href,!favorite,!favorites,\
    categoryOptionGroupSet[*,!access,!href,\
        categoryOptionGroups[*,!access,!href,!groupSets,!categoryOptions,!dimensionItem,!dimensionItemType,!shortName,\
            !displayShortName,!displayFormName,!dataDimensionType,!legendSets,!aggregationType,!formName,!description],\
        items[id,code,name,created,createdBy,lastUpdated,lastUpdatedBy,sharing,translations,attributeValues]]";

async fn list_levels(call: Call) -> Outcome {
    let mut connection = call.connect().await?;
    let levels = approval_levels::of_caller(&mut connection, call.caller()).await?;
    let of = registry().by_name("dataApprovalLevel").expect("the registry has approval levels");
    let (tree, locale) = (FieldTree::parse(WHOLE), call.locale());
    let mut objects = Vec::new();
    for level in levels {
        let asker = asker(&call, locale.as_deref());
        let text = read::own(&mut connection, asker, of, &level.uid, &tree).await?;
        let mut object: Value = serde_json::from_str(&text).unwrap_or_default();
        if let Some(name) = level.org_unit_level_name {
            object["orgUnitLevelName"] = name.into();
        }
        objects.push(object);
    }
    Ok(answer::unstored(answer::json(&json!(objects))))
}

async fn list_workflows(call: Call) -> Outcome {
    let mut connection = call.connect().await?;
    let acceptance = settings::read_system(&connection).await?.is_on("keyAcceptanceRequiredForApproval");
    let workflows = approval_levels::workflows(&mut connection, call.caller(), acceptance).await?;
    Ok(answer::json(&json!({ "dataApprovalWorkflows": workflows })))
}
