//! `/api/maps/{uid}/data`: a saved map with its figures as a picture, as of a day and for a unit.

use afya_access::settings::read_user;
use afya_analytics::maps::{FIELDS, SavedMap, picture};
use afya_analytics::saved::Asked;
use afya_files::pictures;
use afya_metadata::read;
use afya_model::Language;
use afya_model::Refusal;
use afya_schema::query::FieldTree;
use afya_store::{Connection, Fault};
use axum::extract::Path;

use super::analytics::{executor, marked, resident};
use super::objects::asker;
use super::visualization_data::{MOST, day, length, type_of, unit};
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::files::answer::named;
use crate::route::{Route, Who, get};

/// The least pixels of a map, as in DHIS2.
const LEAST: (u32, u32) = (140, 25);

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/maps/{uid}/data", Who::SignedIn, draw_map)]
}

async fn draw_map(call: Call, Path(uid): Path<String>) -> Outcome {
    let format = match call.extension {
        None | Some("png") => "png",
        Some("svg") => "svg",
        Some("pdf") => "pdf",
        Some(other) => {
            let sentence = format!(
                "A map is a picture; ask for `data.png`, `data.svg` or `data.pdf` instead of `data.{other}`"
            );
            return Err(Refusal::not_found(sentence).into());
        }
    };
    let today = call.app.clock.today();
    let date = match call.query.get("date").filter(|text| !text.is_empty()) {
        None => today,
        Some(text) => day(text)?,
    };
    let mut connection = call.connect().await?;
    let map = saved(&mut connection, &call, &uid).await?;
    let size = size(&call)?;
    let unit = unit(&mut connection, &call, false).await?;
    let resident = resident(&call, &connection).await?;
    let executor = executor(&call, resident.as_deref());
    let own = read_user(&mut connection, &call.caller().username, true).await?.text("keyUiLocale");
    let language = Language::of(&own);
    let asked = Asked { unit: unit.as_ref(), date, today, locale: call.locale(), language };
    let found = picture(&mut connection, call.caller(), &map, &asked, &executor, size).await?;
    drop(connection);
    // As in DHIS2: there is nothing to be seen.
    let Some(found) = found else { return Ok(answer::private(answer::empty(204))) };
    let found = found.in_language(language);
    let (media_type, drawn) = match format {
        "svg" => ("image/svg+xml", found.svg().into_bytes()),
        "pdf" => ("application/pdf", pictures::in_turn(move || found.pdf()).await??),
        _ => ("image/png", pictures::in_turn(move || found.png()).await??),
    };
    let response = answer::typed(200, media_type, drawn);
    let response = named(response, &format!("map.{format}"), call.query.is_true("attachment"));
    Ok(answer::private(marked(response, executor.answered_by())))
}

/// The map, if the caller may read it.
async fn saved(connection: &mut Connection, call: &Call, uid: &str) -> Result<SavedMap, Fault> {
    let of = type_of("map")?;
    let locale = call.locale();
    let found =
        read::single(connection, asker(call, locale.as_deref()), of, uid, &FieldTree::parse(FIELDS)).await;
    match found {
        Err(Fault::Refused(refusal)) if refusal.http_status == 404 => {
            Err(Refusal::not_found(format!("Map does not exist: {uid}")).into())
        }
        found => Ok(SavedMap::read(&serde_json::from_str(&found?).unwrap_or_default())),
    }
}

/// The pixels: as asked for, else eight by five.
fn size(call: &Call) -> Result<(u32, u32), Refusal> {
    let given = |name: &str| call.query.get(name).is_some_and(|text| !text.is_empty());
    let (width, height) = (length(call, "width", 800)?, length(call, "height", 500)?);
    let (width, height) = match (given("width"), given("height")) {
        (true, false) => (width, (width * 5 / 8).max(LEAST.1)),
        (false, true) => ((height * 8 / 5).clamp(LEAST.0, MOST), height),
        _ => (width, height),
    };
    if width < LEAST.0 {
        return Err(Refusal::conflict(format!("Min map width is {}: {width}", LEAST.0)));
    }
    if height < LEAST.1 {
        return Err(Refusal::conflict(format!("Min map height is {}: {height}", LEAST.1)));
    }
    Ok((width, height))
}
