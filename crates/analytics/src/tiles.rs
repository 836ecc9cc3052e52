//! Vector tiles of org units that carry a figure: what a map of a whole country draws without its geometry being sent whole.
//! The figures are those of an analytics request, its caller's units and rights included; PostGIS cuts the geometry.

use std::collections::HashMap;

use afya_access::Caller;
use afya_access::settings::SystemSettings;
use afya_model::Refusal;
use afya_store::{Connection, Fault};
use serde_json::Value;

use crate::executors::Executor;
use crate::grid;
use crate::request::Request;
use crate::schemes::Schemes;
use crate::sql::tiles as sql;

/// The deepest zoom level: a tile of about ten metres.
const DEEPEST: u32 = 22;

/// A tile of the web's usual grid (EPSG:3857, 256 pixels, the origin in the north-west).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    zoom: u32,
    column: u32,
    row: u32,
}

impl Tile {
    /// The tile of three words of a path, such as `6`, `38` and `33.mvt`.
    ///
    /// # Errors
    /// 400 when there is no such tile.
    pub fn parse(zoom: &str, column: &str, row: &str) -> Result<Tile, Refusal> {
        let number = |text: &str| text.parse::<u32>().ok();
        let found = || {
            let zoom = number(zoom).filter(|zoom| *zoom <= DEEPEST)?;
            let within = |text: &str| number(text).filter(|at| *at < 1 << zoom);
            Some(Tile { zoom, column: within(column)?, row: within(row.strip_suffix(".mvt")?)? })
        };
        found().ok_or_else(|| {
            let sentence = format!(
                "There is no tile {zoom}/{column}/{row}: write it as zoom/x/y.mvt, the zoom from 0 to {DEEPEST}, x and y below 2^zoom"
            );
            Refusal::bad_request(sentence)
        })
    }

    pub(crate) fn place(self) -> [i64; 3] {
        [self.zoom, self.column, self.row].map(i64::from)
    }
}

/// The units of a request that lie in a tile, as a Mapbox vector tile with the layer `units`: each with `id`, `name`, `level`,
/// and its figure as `value`. Units without a figure are drawn without `value`. A tile is made of the whole grid by identifiers,
/// however the request would have it laid out, named or cut short.
///
/// # Errors
/// E71xx as for analytics; 409 when the request has more than one figure for a unit.
pub async fn tile(
    connection: &mut Connection,
    caller: &Caller,
    request: &Request,
    system: &SystemSettings,
    executor: &Executor<'_>,
    tile: Tile,
) -> Result<Vec<u8>, Fault> {
    let request = Request {
        skip_meta: false,
        skip_data: false,
        columns: Vec::new(),
        rows: Vec::new(),
        schemes: Schemes { input: request.schemes.input.clone(), ..Schemes::default() },
        ..request.clone()
    };
    let grid = grid::answer(connection, caller, &request, system, executor).await?;
    let figures = figures(&grid)?;
    let units = grid["metaData"]["dimensions"]["ou"].as_array().cloned().unwrap_or_default();
    let uids: Vec<String> = units.iter().filter_map(Value::as_str).map(str::to_owned).collect();
    let name = |uid: &String| grid["metaData"]["items"][uid]["name"].as_str().unwrap_or_default().to_owned();
    let names: Vec<String> = uids.iter().map(name).collect();
    let values: Vec<Option<f64>> = uids.iter().map(|uid| figures.get(uid).copied()).collect();
    let row = connection.first(&sql::tile(tile, uids, names, &values)).await?;
    Ok(row.map(|row| row.get("tile")).unwrap_or_default())
}

/// The figure of each unit.
fn figures(grid: &Value) -> Result<HashMap<String, f64>, Refusal> {
    let headers = grid["headers"].as_array().cloned().unwrap_or_default();
    let column = |name: &str| headers.iter().position(|header| header["name"] == name);
    let (Some(unit), Some(value)) = (column("ou"), column("value")) else {
        return Err(Refusal::conflict("A tile shows units: give the org units as `dimension=ou:...`"));
    };
    let mut figures = HashMap::new();
    for row in grid["rows"].as_array().into_iter().flatten() {
        let (Some(uid), Some(figure)) = (row[unit].as_str(), row[value].as_str()) else { continue };
        let Ok(figure) = figure.parse::<f64>() else { continue };
        if figures.insert(uid.to_owned(), figure).is_some() {
            let sentence = "A tile shows one figure of each unit: give one data item, and all other dimensions as filters";
            return Err(Refusal::conflict(sentence));
        }
    }
    Ok(figures)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn tiles_lie_within_their_zoom() {
        assert_eq!(Tile::parse("6", "38", "33.mvt").map(Tile::place), Ok([6, 38, 33]));
        for (zoom, column, row) in [
            ("6", "64", "0.mvt"),
            ("23", "0", "0.mvt"),
            ("0", "0", "0"),
            ("a", "0", "0.mvt"),
            ("0", "-1", "0.mvt"),
        ] {
            assert!(Tile::parse(zoom, column, row).is_err(), "{zoom}/{column}/{row}");
        }
    }

    #[test]
    fn each_unit_has_one_figure() {
        let headers = json!([{ "name": "dx" }, { "name": "ou" }, { "name": "value" }]);
        let one = json!({ "headers": headers, "rows": [["a", "north", "1.5"], ["a", "south", "2"]] });
        assert_eq!(figures(&one).unwrap().get("north"), Some(&1.5));
        let two = json!({ "headers": headers, "rows": [["a", "north", "1.5"], ["b", "north", "2"]] });
        assert_eq!(figures(&two).unwrap_err().http_status, 409);
        assert!(figures(&json!({ "headers": [{ "name": "value" }], "rows": [] })).is_err());
    }
}
