//! Saved maps as pictures: their units have the colours of their figures, for who may see both.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_DISPOSITION, CONTENT_TYPE};
use image::RgbImage;
use serde_json::{Value, json};

use super::data_value_import::country::{CLERK, country};
use super::data_value_import::{monthly, value};
use super::{ADMIN, Server, basic, block_on};

const MAP: &str = "/api/maps/MapOfAll111/data";

fn layers() -> Value {
    json!([
        { "layer": "thematic", "thematicMapType": "CHOROPLETH", "renderingStrategy": "SINGLE", "opacity": 1.0, "method": 2, "classes": 2,
          "colorScale": "#00ff00,#0000ff", "noDataColor": "#cccccc",
          "columns": [{ "dimension": "dx", "items": [{ "id": "ElementNum1" }] }],
          "rows": [{ "dimension": "ou", "items": [{ "id": "ClinicOne11" }, { "id": "ClinicTwo22" }] }],
          "filters": [{ "dimension": "pe", "items": [{ "id": "202501" }] }] },
        { "layer": "orgUnit", "labels": true, "organisationUnitColor": "#ff0000", "opacity": 1.0,
          "rows": [{ "dimension": "ou", "items": [{ "id": "ClinicOne11" }] }] },
        { "layer": "event", "name": "Cholera" },
    ])
}

/// Two square clinics beside each other; the one in the east has a figure.
async fn draw(server: &Server) {
    country(server).await;
    for (unit, west) in [("ClinicTwo22", 0.0), ("ClinicOne11", 1.0)] {
        let (east, north) = (west + 1.0, 1.0);
        let ring = json!([[[west, 0.0], [east, 0.0], [east, north], [west, north], [west, 0.0]]]);
        let place = json!({ "type": "Polygon", "coordinates": ring });
        let patch = format!(
            "update organisationunit set geometry = ST_GeomFromGeoJSON('{place}') where uid = '{unit}'"
        );
        server.database.connect().await.unwrap().batch(&patch).await.unwrap();
    }
    let mut group = monthly(&[value("ElementNum1", "7")]);
    group["period"] = json!("202501");
    server.json("POST", "/api/dataValueSets", Some(&group)).await;
    let map = json!({ "id": "MapOfAll111", "name": "Numbers", "title": "Numbers of clinics", "mapViews": layers() });
    server.json("POST", "/api/maps", Some(&map)).await;
}

impl Server {
    async fn map(&self, who: &str, path: &str) -> (u16, axum::http::HeaderMap, Vec<u8>) {
        let request = Request::builder().uri(path).header(AUTHORIZATION, basic(who));
        let answer = self.send(request.body(Body::empty()).unwrap()).await;
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        (status, headers, to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec())
    }
}

/// How many pixels have a colour.
fn count(picture: &RgbImage, color: [u8; 3]) -> usize {
    picture.pixels().filter(|pixel| pixel.0 == color).count()
}

#[test]
fn a_map_shows_its_units_in_the_colours_of_their_figures() {
    let server = Server::start("maps_drawn");
    block_on(async {
        draw(&server).await;
        let (status, headers, bytes) = server.map(ADMIN, &format!("{MAP}?width=640&height=400")).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&bytes));
        assert_eq!(headers[CONTENT_TYPE], "image/png");
        assert!(headers[CONTENT_DISPOSITION].to_str().unwrap().starts_with("inline; filename=\"map.png\""));
        let picture = image::load_from_memory(&bytes).unwrap().to_rgb8();
        assert_eq!(picture.dimensions(), (640, 400));
        // One figure is one class, of the darkest colour; the unit in the west has none.
        let (blue, grey) = (count(&picture, [0, 0, 255]), count(&picture, [0xcc, 0xcc, 0xcc]));
        assert!(blue > 20_000 && grey > 20_000 && count(&picture, [255, 0, 0]) > 500, "{blue} {grey}");
        let (status, _, text) = server.map(ADMIN, &format!("{MAP}.svg")).await;
        let text = String::from_utf8(text).unwrap();
        for words in ["Numbers of clinics", "7 – 7 (1)", "January 2025", "No data", "Not drawn", "Cholera"]
        {
            assert!(status == 200 && text.contains(words), "{words}: {text}");
        }
        server.json("POST", "/api/userSettings/keyUiLocale?value=fr", None).await;
        let (_, _, french) = server.map(ADMIN, &format!("{MAP}.svg")).await;
        let french = String::from_utf8(french).unwrap();
        assert!(french.contains("janvier 2025") && french.contains("Pas de données"), "{french}");
        let (status, headers, bytes) = server.map(ADMIN, &format!("{MAP}.pdf?attachment=true")).await;
        assert!(status == 200 && bytes.starts_with(b"%PDF-"));
        assert!(
            headers[CONTENT_DISPOSITION].to_str().unwrap().starts_with("attachment; filename=\"map.pdf\"")
        );
        // Before that month nothing was known; the units are still there.
        let (status, _, bytes) = server.map(ADMIN, &format!("{MAP}.png?width=320")).await;
        let picture = image::load_from_memory(&bytes).unwrap();
        assert_eq!((status, picture.width(), picture.height()), (200, 320, 200));
    });
}

#[test]
fn a_map_is_for_who_may_read_it_and_its_figures() {
    let server = Server::start("maps_readers");
    block_on(async {
        draw(&server).await;
        let share = |id: &str, kind: &str, access: &str| {
            let body = json!({ "object": { "publicAccess": access, "externalAccess": false } });
            (format!("/api/sharing?type={kind}&id={id}"), body)
        };
        for (kind, id, access, expected, words) in [
            ("map", "MapOfAll111", "--------", 404, "Map does not exist: MapOfAll111"),
            ("map", "MapOfAll111", "r-------", 200, ""),
            ("dataElement", "ElementNum1", "--------", 409, "E7124"),
            ("dataElement", "ElementNum1", "r-------", 200, ""),
        ] {
            let (path, body) = share(id, kind, access);
            server.json("POST", &path, Some(&body)).await;
            let (status, _, bytes) = server.map(CLERK, &format!("{MAP}.svg")).await;
            let text = String::from_utf8_lossy(&bytes);
            assert!(status == expected && text.contains(words), "{kind} {access}: {status} {text:.300}");
        }
        let bound = "insert into userdatavieworgunits (userinfoid, organisationunitid) select u.userinfoid, o.organisationunitid \
                     from userinfo u, organisationunit o where u.username = 'clerk' and o.uid = 'ClinicOne11'";
        server.database.connect().await.unwrap().batch(bound).await.unwrap();
        let (status, _, bytes) = server.map(CLERK, &format!("{MAP}.svg")).await;
        let text = String::from_utf8_lossy(&bytes);
        assert!(status == 409 && text.contains("E7120"), "{status} {text}");
    });
}

#[test]
fn what_cannot_be_drawn_says_why() {
    let server = Server::start("maps_refused");
    block_on(async {
        draw(&server).await;
        let empty =
            json!({ "id": "MapOfNone11", "name": "None", "mapViews": [{ "layer": "event", "name": "E" }] });
        server.json("POST", "/api/maps", Some(&empty)).await;
        for (path, expected, words) in [
            (format!("{MAP}?width=139"), 409, "Min map width is 140: 139"),
            (format!("{MAP}?height=24"), 409, "Min map height is 25: 24"),
            (format!("{MAP}?width=5000"), 400, "4000"),
            (format!("{MAP}?width=wide"), 400, "width"),
            (format!("{MAP}?date=never"), 400, "date"),
            (format!("{MAP}.csv"), 404, "data.png"),
            ("/api/maps/NoMapHere11/data".to_owned(), 404, "Map does not exist: NoMapHere11"),
            ("/api/maps/MapOfNone11/data.png".to_owned(), 204, ""),
        ] {
            let (status, _, bytes) = server.map(ADMIN, &path).await;
            let text = String::from_utf8_lossy(&bytes);
            assert!(status == expected && text.contains(words), "{path}: {status} {text:.300}");
        }
    });
}
