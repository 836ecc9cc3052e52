//! Saved maps, drawn: the figures of their layers are asked anew, and PostGIS makes outlines of the units' geometry that are as
//! fine as the picture is large.

mod classes;
mod layers;
mod legend;
mod picture;
mod words;

use std::collections::HashMap;

use afya_access::Caller;
use afya_access::settings::read_system;
use afya_model::Refusal;
use afya_store::{Connection, Fault};
use serde_json::Value;

use crate::dimensions::DisplayProperty;
use crate::dimensions::org_units::{OrgUnitOptions, UserOrgUnitType, resolve};
use crate::executors::Executor;
use crate::grid;
use crate::saved::Asked;
use crate::sql::maps as sql;
use layers::{Kind, Layer, Strategy};
use picture::{Frame, Sheet};

pub use layers::SavedMap;
pub use picture::Picture;

/// The fields of a map that [`SavedMap::read`] wants.
pub const FIELDS: &str = "id,name,displayName,title,mapViews[layer,name,hidden,opacity,thematicMapType,renderingStrategy,classes,method,\
    colorScale,colorLow,colorHigh,noDataColor,radiusLow,radiusHigh,areaRadius,labels,labelFontSize,labelFontColor,labelTemplate,\
    organisationUnitColor,aggregationType,startDate,endDate,legendSet[legends[name,startValue,endValue,color]],\
    organisationUnitGroupSet[organisationUnitGroups[id,name,color]],columns[dimension,items[dimensionItem~rename(id)]],\
    rows[dimension,items[dimensionItem~rename(id)]],filters[dimension,items[dimensionItem~rename(id)]]]";

/// The most units of a map.
const MOST_UNITS: usize = 20_000;

/// A unit of a layer.
#[derive(Clone, Debug)]
struct Place {
    uid: String,
    name: String,
    /// The colour of the group that it is in, for layers of facilities.
    group: Option<usize>,
}

/// A layer with what it shows.
#[derive(Debug)]
struct Shown {
    layer: Layer,
    places: Vec<Place>,
    /// The figure of each unit and period; without periods the period is empty.
    figures: HashMap<(String, String), f64>,
    /// The periods that each have a map of their own: identifiers and names. One without a name where there is one map.
    periods: Vec<(String, String)>,
    /// What the figures are of.
    data: String,
    /// The names of what the figures are bound to.
    bounds: String,
}

/// The picture of a map, as of a day, in pixels; nothing when none of its layers can be drawn.
///
/// # Errors
/// E71xx as for analytics; 409 when there are too many units.
pub async fn picture(
    connection: &mut Connection,
    caller: &Caller,
    map: &SavedMap,
    asked: &Asked<'_>,
    executor: &Executor<'_>,
    size: (u32, u32),
) -> Result<Option<Picture>, Fault> {
    let mut shown = Vec::new();
    for layer in map.layers.iter().filter(|layer| layer.kind != Kind::Undrawn) {
        shown.push(match layer.kind {
            Kind::Thematic(_) => with_figures(connection, caller, layer, asked, executor).await?,
            _ => without_figures(connection, caller, layer, asked).await?,
        });
    }
    let mut uids: Vec<String> =
        shown.iter().flat_map(|layer| &layer.places).map(|place| place.uid.clone()).collect();
    uids.sort_unstable();
    uids.dedup();
    if uids.len() > MOST_UNITS {
        let sentence = format!(
            "The map has {} units; a picture shows at most {MOST_UNITS}. Choose a higher level or fewer units",
            uids.len()
        );
        return Err(Refusal::conflict(sentence).into());
    }
    let Some(bounds) = connection.first(&sql::bounds(&uids)).await? else { return Ok(None) };
    let side = |name: &str| bounds.get::<_, Option<f64>>(name);
    let (Some(left), Some(top), Some(right), Some(bottom)) =
        (side("left"), side("top"), side("right"), side("bottom"))
    else {
        return Ok(None);
    };
    let periods = shown.iter().map(|layer| layer.periods.len()).max().unwrap_or(1);
    let sheet = Sheet::new(size, periods, !shown.is_empty());
    let frame = Frame::new([left, top, right, bottom], sheet.panel);
    let rows = connection.rows(&sql::outlines(&uids, frame.corner(), frame.scale)).await?;
    let shapes = rows.iter().map(|row| {
        let shape = picture::Shape {
            outline: row.get::<_, Option<String>>("outline"),
            middle: (row.get("x"), row.get("y")),
            level: row.get("level"),
        };
        (row.get::<_, String>("uid"), shape)
    });
    Ok(Some(Picture {
        title: map.title.clone(),
        shapes: shapes.collect(),
        left_out: map.left_out(),
        shown,
        sheet,
        frame,
        words: &words::ENGLISH,
    }))
}

/// A thematic layer and its figures.
async fn with_figures(
    connection: &mut Connection,
    caller: &Caller,
    layer: &Layer,
    asked: &Asked<'_>,
    executor: &Executor<'_>,
) -> Result<Shown, Fault> {
    let request = layer.request(asked)?;
    let system = read_system(connection).await?;
    let grid = grid::answer(connection, caller, &request, &system, executor).await?;
    let items = &grid["metaData"]["items"];
    let name = |uid: &str| items[uid]["name"].as_str().unwrap_or(uid).to_owned();
    let of = |dimension: &str| -> Vec<String> {
        let listed = grid["metaData"]["dimensions"][dimension].as_array().into_iter().flatten();
        listed.filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let units = of("ou");
    let places = units.iter().map(|uid| Place { uid: uid.clone(), name: name(uid), group: None });
    let mut periods: Vec<(String, String)> = of("pe").iter().map(|uid| (uid.clone(), name(uid))).collect();
    let bounds: Vec<String> = periods.iter().map(|(_, name)| name.clone()).collect();
    match layer.strategy {
        Strategy::Single => periods = vec![(String::new(), String::new())],
        // What moves in the app stands still here: at its last period.
        Strategy::Timeline => periods = periods.pop().into_iter().collect(),
        Strategy::SplitByPeriod => {}
    }
    let bounds = match layer.strategy {
        Strategy::Single => bounds.join(", "),
        Strategy::Timeline => periods.first().map(|(_, name)| name.clone()).unwrap_or_default(),
        Strategy::SplitByPeriod => String::new(),
    };
    Ok(Shown {
        places: places.collect(),
        figures: figures(&grid),
        periods,
        data: of("dx").first().map(|uid| name(uid)).unwrap_or_default(),
        bounds,
        layer: layer.clone(),
    })
}

/// The figures of a grid by unit and period.
fn figures(grid: &Value) -> HashMap<(String, String), f64> {
    let headers = grid["headers"].as_array().cloned().unwrap_or_default();
    let column = |name: &str| headers.iter().position(|header| header["name"] == name);
    let (unit, period, value) = (column("ou"), column("pe"), column("value"));
    let rows = grid["rows"].as_array().into_iter().flatten();
    let figure = |row: &Value| {
        let cell = |at: Option<usize>| at.and_then(|at| row[at].as_str());
        let figure: f64 = cell(value)?.parse().ok()?;
        Some(((cell(unit)?.to_owned(), cell(period).unwrap_or_default().to_owned()), figure))
    };
    rows.filter_map(figure).collect()
}

/// A layer of units alone.
async fn without_figures(
    connection: &mut Connection,
    caller: &Caller,
    layer: &Layer,
    asked: &Asked<'_>,
) -> Result<Shown, Fault> {
    let options = OrgUnitOptions {
        user_org_units: asked.unit.iter().map(|unit| unit.uid.clone()).collect(),
        user_org_unit_type: UserOrgUnitType::DataOutput,
        display: DisplayProperty::Name,
        locale: asked.locale.clone(),
    };
    let resolved = resolve(connection, caller, layer.units().iter().map(String::as_str), &options).await?;
    let mut groups = HashMap::new();
    if !layer.groups.is_empty() {
        let uids: Vec<String> = layer.groups.iter().map(|group| group.uid.clone()).collect();
        let ids: Vec<i64> = resolved.units.iter().map(|unit| unit.id).collect();
        for row in connection.rows(&sql::groups(&ids, uids)).await? {
            let place: i32 = row.get("place");
            groups.insert(row.get::<_, i64>("id"), usize::try_from(place - 1).unwrap_or_default());
        }
    }
    let places = resolved.units.iter().map(|unit| Place {
        uid: unit.uid.clone(),
        name: unit.name.clone(),
        group: groups.get(&unit.id).copied(),
    });
    Ok(Shown {
        places: places.collect(),
        figures: HashMap::new(),
        periods: vec![(String::new(), String::new())],
        data: layer.name.clone(),
        bounds: String::new(),
        layer: layer.clone(),
    })
}

#[cfg(test)]
mod tests;
