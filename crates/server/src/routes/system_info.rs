//! `/api/system/info`: which server this is.

use afya_access::settings;
use afya_schema::fields_on_json::pick;
use afya_schema::query::FieldTree;
use serde_json::{Map, Value, json};

use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::route::{Route, Who, get};

/// The version of DHIS2 whose Web API this is; clients switch on it.
pub(crate) const VERSION: &str = "2.43.2-SNAPSHOT";

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/system/info", Who::SignedIn, find_info)]
}

async fn find_info(call: Call) -> Outcome {
    let mut connection = call.connect().await?;
    let system = settings::read_system(&connection).await?;
    let own = settings::read_user(&mut connection, &call.caller().username, true).await?;
    let system_id = afya_access::configuration::system_id(&mut connection).await?;
    let now = call.app.clock.now();
    let context = call.base.strip_suffix("/api").unwrap_or(&call.base);
    let date_format = system.text("keyDateFormat").to_lowercase();
    let mut info = json!({
        "contextPath": context,
        "userAgent": call.user_agent,
        "calendar": system.text("keyCalendar"),
        "dateFormat": date_format,
        "serverDate": now.strftime("%Y-%m-%dT%H:%M:%S.%3f").to_string(),
        "serverTimeZoneId": "UTC",
        "serverTimeZoneDisplayName": "Coordinated Universal Time",
        "lastAnalyticsTableSuccess": instant(&system.json("keyLastSuccessfulAnalyticsTablesUpdate")),
        "lastAnalyticsTableRuntime": own_text(&system.text("keyLastSuccessfulAnalyticsTablesRuntime")),
        "version": VERSION,
        "nodeId": "",
        "systemId": system_id,
        "systemName": system.text("applicationTitle"),
        "instanceBaseUrl": call.app.settings.text("server.base.url"),
        "isMetadataVersionEnabled": system.is_on("keyVersionEnabled"),
        "isMetadataSyncEnabled": false,
        "emailConfigured": system.has_mail(),
        "readOnlyMode": if call.app.settings.is_on("system.read_only_mode") { "on" } else { "off" },
        "uiLocale": own.text("keyUiLocale"),
    });
    if let (true, Value::Object(object)) = (call.caller().is_super(), &mut info) {
        object.extend(sensitive(&call));
    }
    drop(connection);
    let asked = call.query.all("fields").collect::<Vec<_>>().join(",");
    let tree = FieldTree::parse(if asked.is_empty() { "*" } else { &asked });
    if let Value::Object(object) = &mut info {
        object.retain(|_, value| !value.is_null());
    }
    Ok(answer::unstored(answer::json(&pick(&info, &tree))))
}

/// What only a superuser is told: how the database is reached.
fn sensitive(call: &Call) -> Map<String, Value> {
    let database = &call.app.settings.database;
    let address = format!("jdbc:postgresql://{}:{}/{}", database.host, database.port, database.name);
    let info =
        json!({"name": database.name, "user": database.username, "url": address, "spatialSupport": true});
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let mut sensitive = Map::new();
    sensitive.insert("databaseInfo".into(), info);
    sensitive.insert("cpuCores".into(), cores.into());
    sensitive
}

/// An instant that was ever set.
fn instant(value: &Value) -> Value {
    if value == "1970-01-01T00:00:00.000" { Value::Null } else { value.clone() }
}

fn own_text(text: &str) -> Value {
    if text.is_empty() { Value::Null } else { text.into() }
}
