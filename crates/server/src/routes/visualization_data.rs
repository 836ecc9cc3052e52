//! `/api/visualizations/{uid}/data`: a saved table with its figures, as of a day and for a unit.

use afya_access::settings::read_user;
use afya_analytics::drawing::{pdf, png, svg};
use afya_analytics::saved::{Asked, FIELDS, ReportUnit, Saved};
use afya_files::pictures;
use afya_metadata::read::{self, ListRequest};
use afya_model::Language;
use afya_model::Refusal;
use afya_schema::query::FieldTree;
use afya_schema::{Type, registry};
use afya_store::{Connection, Fault};
use axum::extract::Path;
use axum::response::Response;
use jiff::civil::Date;
use serde_json::Value;

use super::analytics::{executor, marked, rendered_as, resident};
use super::objects::asker;
use crate::answer::{self, Outcome};
use crate::call::Call;
use crate::files::answer::named;
use crate::parameters::wrong_type;
use crate::route::{Route, Who, get};

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![get("/api/visualizations/{uid}/data", Who::SignedIn, find_data)]
}

async fn find_data(call: Call, Path(uid): Path<String>) -> Outcome {
    let today = call.app.clock.today();
    let date = match call.query.get("date").filter(|text| !text.is_empty()) {
        None => today,
        Some(text) => day(text)?,
    };
    let mut connection = call.connect().await?;
    let saved = saved(&mut connection, &call, &uid).await?;
    let unit = unit(&mut connection, &call, saved.wants_unit()).await?;
    let resident = resident(&call, &connection).await?;
    let executor = executor(&call, resident.as_deref());
    let asked =
        Asked { unit: unit.as_ref(), date, today, locale: call.locale(), language: Language::default() };
    let format = call.extension.unwrap_or("png");
    if let (Some(kind), "png" | "svg" | "pdf") = (saved.picture(), format) {
        let size = (length(&call, "width", 800)?, length(&call, "height", 500)?);
        let own = read_user(&mut connection, &call.caller().username, true).await?;
        let asked = Asked { language: Language::of(&own.text("keyUiLocale")), ..asked };
        let figures = saved.figures(&mut connection, call.caller(), &asked, &executor).await?;
        drop(connection);
        let (media_type, drawn) = match format {
            "svg" => ("image/svg+xml", svg(kind, &figures, size).into_bytes()),
            "pdf" => ("application/pdf", pictures::in_turn(move || pdf(kind, &figures, size)).await??),
            _ => ("image/png", pictures::in_turn(move || png(kind, &figures, size)).await??),
        };
        let picture = answer::typed(200, media_type, drawn);
        let picture = named(picture, &format!("{}.{format}", saved.name), call.query.is_true("attachment"));
        return Ok(answer::private(marked(picture, executor.answered_by())));
    }
    let grid = saved.grid(&mut connection, call.caller(), &asked, &executor).await?;
    drop(connection);
    Ok(answer::private(marked(rendered(&call, &saved, grid).await?, executor.answered_by())))
}

/// The visualization, if the caller may read it.
async fn saved(connection: &mut Connection, call: &Call, uid: &str) -> Result<Saved, Fault> {
    let missing = || Refusal::not_found(format!("Visualization does not exist: {uid}"));
    let of = type_of("visualization")?;
    let locale = call.locale();
    let found =
        read::single(connection, asker(call, locale.as_deref()), of, uid, &FieldTree::parse(FIELDS)).await;
    let object = match found {
        Err(Fault::Refused(refusal)) if refusal.http_status == 404 => return Err(missing().into()),
        found => found?,
    };
    Ok(Saved::read(&serde_json::from_str(&object).unwrap_or_default()))
}

pub(super) fn type_of(name: &str) -> Result<&'static Type, Refusal> {
    registry().by_name(name).ok_or_else(|| Refusal::not_found(format!("There is no type {name}")))
}

/// The unit that was named; the root where a report wants one and none was.
pub(super) async fn unit(
    connection: &mut Connection,
    call: &Call,
    is_wanted: bool,
) -> Result<Option<ReportUnit>, Fault> {
    let filter = match call.query.get("ou").filter(|uid| !uid.is_empty()) {
        Some(uid) => format!("id:eq:{uid}"),
        None if is_wanted => String::from("level:eq:1"),
        None => return Ok(None),
    };
    let of = type_of("organisationUnit")?;
    let pairs =
        [("filter".to_owned(), filter), ("fields".to_owned(), "id,displayName,children[id]".to_owned())];
    let request =
        ListRequest { window: Some((1, 0)), uncounted: true, ..ListRequest::parse(of, &pairs, "id")? };
    let locale = call.locale();
    let page = read::list(connection, asker(call, locale.as_deref()), of, &request).await?;
    Ok(page.objects.first().map(|object| {
        let object: Value = serde_json::from_str(object).unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let children = object["children"].as_array().into_iter().flatten();
        ReportUnit {
            uid: text(&object["id"]),
            name: text(&object["displayName"]),
            children: children.map(|child| text(&child["id"])).collect(),
        }
    }))
}

pub(super) fn day(text: &str) -> Result<Date, Refusal> {
    text.get(..10).unwrap_or(text).parse().map_err(|_| wrong_type(text, "date", "Date"))
}

async fn rendered(call: &Call, saved: &Saved, grid: Value) -> Result<Response, Refusal> {
    // What cannot be drawn is told.
    let drawn = ["json", "png", "svg"];
    let Some(extension) = call.extension.filter(|extension| !drawn.contains(extension)) else {
        return Ok(answer::json(&grid));
    };
    let (media_type, bytes) = rendered_as(grid, extension).await?;
    let response = answer::typed(200, media_type, bytes);
    Ok(named(response, &format!("{}.{extension}", saved.name), ["csv", "xls"].contains(&extension)))
}

/// The most pixels of a side of a picture.
pub(super) const MOST: u32 = 4000;

/// The pixels of a side of a picture.
pub(super) fn length(call: &Call, name: &str, usual: u32) -> Result<u32, Refusal> {
    let Some(text) = call.query.get(name).filter(|text| !text.is_empty()) else { return Ok(usual) };
    let length = text.parse::<u32>().map_err(|_| wrong_type(text, name, "int"))?;
    if !(1..=MOST).contains(&length) {
        return Err(Refusal::bad_request(format!("`{name}` is {length}; give 1 to {MOST} pixels")));
    }
    Ok(length)
}
