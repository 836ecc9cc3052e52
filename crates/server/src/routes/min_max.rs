//! `/api/minMaxDataElements`, `/api/minMaxValues` and `/api/dataEntry/minMaxValues`: bounds of values.

use afya_access::settings::read_system;
use afya_aggregate::min_max::{self, Bounds};
use afya_metadata::read::{self, ListRequest};
use afya_model::{ErrorCode, Refusal};
use afya_schema::registry;
use axum::body::Body;
use axum::extract::{Path, Request};
use axum::http::header::CONTENT_TYPE;
use serde::Deserialize;
use serde_json::{Value, json};

use super::metadata_import;
use super::objects::{asker, list_answer};
use crate::answer::{self, Failure, Outcome};
use crate::body;
use crate::call::Call;
use crate::pager::Paging;
use crate::route::{Route, Who, delete, get, post};

const ADDERS: Who = Who::Holders(&["F_MINMAX_DATAELEMENT_ADD"]);
const GENERATORS: Who = Who::Holders(&["F_GENERATE_MIN_MAX_VALUES"]);
const PATH: &str = "/api/minMaxDataElements";

/// The routes of this resource.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        get(PATH, Who::SignedIn, list_bounds),
        post(PATH, ADDERS, save_object),
        delete(PATH, ADDERS, delete_object),
        post(format!("{PATH}/upsert"), ADDERS, save_many),
        post(format!("{PATH}/delete"), ADDERS, delete_many),
        post("/api/dataEntry/minMaxValues", ADDERS, save_cell),
        delete("/api/dataEntry/minMaxValues", ADDERS, delete_cell),
        post("/api/minMaxValues", GENERATORS, generate),
        delete("/api/minMaxValues/{ou}", GENERATORS, clear),
    ]
}

async fn list_bounds(call: Call) -> Outcome {
    let of = registry().by_name("minMaxDataElement");
    let of = of.ok_or_else(|| Refusal::not_found("There are no bounds of values here"))?;
    let paging = Paging::parse(&call.query)?;
    let mut request = ListRequest::parse(of, call.query.pairs(), "*")?;
    request.window = paging.window();
    request.by_key = true;
    let locale = call.locale();
    let page = read::list(&mut call.connect().await?, asker(&call, locale.as_deref()), of, &request).await?;
    Ok(list_answer(of.plural, paging.paged.then(|| paging.plain_pager(page.total)), &page.objects))
}

fn read_json<T: for<'a> Deserialize<'a>>(sent: Value) -> Result<T, Refusal> {
    serde_json::from_value(sent).map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))
}

/// Bounds as an object of DHIS2's schema.
#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Object {
    source: Reference,
    data_element: Reference,
    option_combo: Reference,
    min: Option<i32>,
    max: Option<i32>,
    generated: bool,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Reference {
    id: Option<String>,
}

async fn object(request: Request<Body>) -> Result<Bounds, Failure> {
    let object: Object = read_json(Value::Object(metadata_import::object(request).await?))?;
    Ok(Bounds {
        data_element: object.data_element.id,
        org_unit: object.source.id,
        option_combo: object.option_combo.id,
        min_value: object.min,
        max_value: object.max,
        generated: Some(object.generated),
    })
}

async fn save_object(call: Call, request: Request<Body>) -> Outcome {
    min_max::save(&mut call.connect().await?, &object(request).await?).await?;
    Ok(answer::empty(201))
}

async fn delete_object(call: Call, request: Request<Body>) -> Outcome {
    min_max::delete(&mut call.connect().await?, &object(request).await?).await?;
    Ok(answer::empty(204))
}

async fn save_cell(call: Call, request: Request<Body>) -> Outcome {
    let bounds: Bounds = read_json(Value::Object(metadata_import::object(request).await?))?;
    min_max::save(&mut call.connect().await?, &bounds).await?;
    Ok(answer::empty(200))
}

/// The cell stands in the body or in the address.
async fn delete_cell(call: Call, request: Request<Body>) -> Outcome {
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    let text = |name: &str| call.query.get(name).map(str::to_owned);
    let bounds = if bytes.is_empty() {
        Bounds {
            data_element: text("de"),
            org_unit: text("ou"),
            option_combo: text("co"),
            ..Bounds::default()
        }
    } else {
        serde_json::from_slice(&bytes)
            .map_err(|error| Refusal::bad_request(format!("JSON parse error: {error}")))?
    };
    min_max::delete(&mut call.connect().await?, &bounds).await?;
    Ok(answer::empty(204))
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Many {
    data_set: Option<String>,
    values: Vec<Bounds>,
}

async fn many(call: &Call, request: Request<Body>) -> Result<Many, Failure> {
    let media_type =
        request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if !media_type.contains("csv") {
        return Ok(read_json(Value::Object(metadata_import::object(request).await?))?);
    }
    let set = call.query.get("dataSet").filter(|set| !set.is_empty());
    let set = set.ok_or_else(|| {
        Refusal::bad_request(
            "Required request parameter 'dataSet' for method parameter type UID is not present",
        )
    })?;
    let bytes = body::whole(request.into_body(), body::WHOLE_LIMIT).await?;
    let values = lines(&String::from_utf8_lossy(&bytes))
        .map_err(|reason| Refusal::of(400, ErrorCode::E2046, &[&reason]))?;
    Ok(Many { data_set: Some(set.to_owned()), values })
}

/// Bounds as CSV: identifiers and numbers, so that no cell has quotes around a comma.
fn lines(text: &str) -> Result<Vec<Bounds>, String> {
    let mut lines = text.trim_start_matches('\u{feff}').lines().filter(|line| !line.trim().is_empty());
    let cells = |line: &str| -> Vec<String> {
        line.split(',').map(|cell| cell.trim().trim_matches('"').to_owned()).collect()
    };
    let headings = cells(lines.next().unwrap_or_default());
    let mut all = Vec::new();
    for (index, line) in lines.enumerate() {
        let mut bounds = Bounds::default();
        for (heading, cell) in headings.iter().zip(cells(line)).filter(|(_, cell)| !cell.is_empty()) {
            let wrong = || format!("`{cell}` in line {} is no value of {heading}", index + 2);
            match heading.as_str() {
                "dataElement" => bounds.data_element = Some(cell),
                "orgUnit" => bounds.org_unit = Some(cell),
                "optionCombo" | "categoryOptionCombo" => bounds.option_combo = Some(cell),
                "minValue" => bounds.min_value = Some(cell.parse().map_err(|_| wrong())?),
                "maxValue" => bounds.max_value = Some(cell.parse().map_err(|_| wrong())?),
                "generated" => bounds.generated = Some(cell.parse().map_err(|_| wrong())?),
                _ => {}
            }
        }
        all.push(bounds);
    }
    if all.is_empty() { Err("No data found in the CSV file.".to_owned()) } else { Ok(all) }
}

async fn save_many(call: Call, request: Request<Body>) -> Outcome {
    let many = many(&call, request).await?;
    let saved = min_max::save_all(&mut call.connect().await?, many.data_set.as_deref(), &many.values).await?;
    Ok(counted("imported", saved, many.values.len()))
}

async fn delete_many(call: Call, request: Request<Body>) -> Outcome {
    let many = many(&call, request).await?;
    let deleted = min_max::delete_all(&mut call.connect().await?, &many.values).await?;
    Ok(counted("deleted", deleted, many.values.len()))
}

fn counted(what: &str, done: u64, all: usize) -> axum::response::Response {
    let ignored = (all as u64).saturating_sub(done);
    answer::json(&json!({
        "message": format!("Successfully {what} {done} min-max values"), "successful": done, "ignored": ignored,
    }))
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Generation {
    data_sets: Vec<String>,
    organisation_unit: String,
}

async fn generate(call: Call, request: Request<Body>) -> Outcome {
    let asked: Generation = read_json(Value::Object(metadata_import::object(request).await?))?;
    let mut connection = call.connect().await?;
    let factor = read_system(&connection).await?.json("factorDeviation").as_f64().unwrap_or(2.0);
    min_max::generate(&mut connection, &asked.data_sets, &asked.organisation_unit, factor).await?;
    Ok(answer::empty(204))
}

async fn clear(call: Call, Path(unit): Path<String>) -> Outcome {
    let sets: Vec<String> = call
        .query
        .all("ds")
        .flat_map(|sets| sets.split(','))
        .filter(|set| !set.is_empty())
        .map(str::to_owned)
        .collect();
    min_max::clear(&mut call.connect().await?, &sets, &unit).await?;
    Ok(answer::empty(204))
}

#[cfg(test)]
mod tests {
    use super::lines;

    #[test]
    fn bounds_are_read_from_csv() {
        let all = lines("dataElement,orgUnit,optionCombo,minValue,maxValue\nA,B,C,1,9\n").unwrap();
        assert_eq!((all[0].org_unit.as_deref(), all[0].max_value), (Some("B"), Some(9)));
        assert!(lines("dataElement,minValue\nA,x\n").unwrap_err().contains("line 2"));
        assert!(lines("dataElement\n").unwrap_err().starts_with("No data"));
    }
}
