//! Whether JSON is a geometry of GeoJSON (RFC 7946).

use serde_json::{Value, json};

/// Whether there are no coordinates at all.
pub(super) fn is_empty(coordinates: Option<&Value>) -> bool {
    match coordinates {
        None | Some(Value::Null) => true,
        Some(Value::Array(list)) => list.is_empty() || list.len() == 1 && is_empty(list.first()),
        Some(_) => false,
    }
}

/// Whether JSON is a geometry whose coordinates have the form of its type.
pub(super) fn is_geometry(geometry: &Value) -> bool {
    let Some(coordinates) = geometry.get("coordinates") else { return false };
    match geometry.get("type").and_then(Value::as_str).unwrap_or_default() {
        "Point" => is_position(coordinates),
        "MultiPoint" => each(coordinates, is_position),
        "LineString" => is_line(coordinates),
        "MultiLineString" => each(coordinates, is_line),
        "Polygon" => each(coordinates, is_ring),
        "MultiPolygon" => each(coordinates, |polygon| each(polygon, is_ring)),
        _ => false,
    }
}

fn each(value: &Value, is: impl Fn(&Value) -> bool) -> bool {
    value.as_array().is_some_and(|list| list.iter().all(is))
}

fn is_position(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.len() >= 2) && each(value, Value::is_number)
}

fn is_line(value: &Value) -> bool {
    value.as_array().is_some_and(|list| list.len() >= 2) && each(value, is_position)
}

fn is_ring(value: &Value) -> bool {
    let closed = value.as_array().is_some_and(|list| list.len() >= 4 && list.first() == list.last());
    closed && each(value, is_position)
}

/// The same geometry with two numbers for each position.
pub(super) fn in_pairs(geometry: &Value) -> Value {
    json!({ "type": geometry["type"], "coordinates": pairs(&geometry["coordinates"]) })
}

fn pairs(coordinates: &Value) -> Value {
    match coordinates.as_array() {
        Some(list) if list.first().is_some_and(Value::is_number) => list.iter().take(2).cloned().collect(),
        Some(list) => list.iter().map(pairs).collect(),
        None => coordinates.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn coordinates_have_the_form_of_their_type() {
        let ring = json!([[0, 0], [1, 0], [1, 1], [0, 0]]);
        let open = json!([[0, 0], [1, 0], [1, 1], [0, 1]]);
        for (form, coordinates, expected) in [
            ("Point", json!([1.5, 2]), true),
            ("Point", json!([1.5]), false),
            ("Point", json!(["1", "2"]), false),
            ("LineString", json!([[0, 0]]), false),
            ("Polygon", json!([ring]), true),
            ("Polygon", json!([open]), false),
            ("MultiPolygon", json!([[ring]]), true),
            ("Circle", json!([1, 2]), false),
        ] {
            assert_eq!(is_geometry(&json!({ "type": form, "coordinates": coordinates })), expected, "{form}");
        }
    }

    #[test]
    fn positions_lose_their_height() {
        let height = json!({ "type": "MultiPoint", "coordinates": [[1, 2, 3], [4, 5, 6]] });
        assert_eq!(in_pairs(&height)["coordinates"], json!([[1, 2], [4, 5]]));
        assert!(is_empty(Some(&json!([[[]]]))) && !is_empty(Some(&json!([1, 2]))));
    }
}
