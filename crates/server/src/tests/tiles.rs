//! Vector tiles: the units that lie in a tile carry the figures that analytics answers, and the caller's units bound them.

use axum::body::to_bytes;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::json;

use super::data_value_import::country::{CLERK, country};
use super::data_value_import::{monthly, value};
use super::{ADMIN, Server, basic, block_on, message};

const QUERY: &str = "dimension=dx:ElementNum1&dimension=ou:ClinicOne11;ClinicTwo22&filter=pe:202501";

impl Server {
    async fn tile(&self, who: &str, place: &str, query: &str) -> (u16, Vec<u8>) {
        let path = format!("/api/maps/tiles/{place}.mvt?{query}");
        let request = Request::builder().uri(path).header(AUTHORIZATION, basic(who));
        let answer = self.send(request.body(axum::body::Body::empty()).unwrap()).await;
        let status = answer.status().as_u16();
        if status == 200 {
            assert_eq!(answer.headers()[CONTENT_TYPE], "application/vnd.mapbox-vector-tile");
            assert_eq!(answer.headers()["X-Afya-Analytics"], "postgresql");
        }
        (status, to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec())
    }
}

fn holds(tile: &[u8], part: &[u8]) -> bool {
    tile.windows(part.len()).any(|window| window == part)
}

/// A number as a value of a tile: the third field of a value, eight bytes.
fn number(value: f64) -> Vec<u8> {
    let mut bytes = vec![0x19];
    bytes.extend(value.to_le_bytes());
    bytes
}

async fn draw(server: &Server) {
    country(server).await;
    // One clinic in the east, whose figure is saved, and one in the west without.
    for (unit, longitude) in [("ClinicOne11", 30.0), ("ClinicTwo22", -30.0)] {
        let place = json!({ "type": "Point", "coordinates": [longitude, 5.0] });
        let patch = format!(
            "update organisationunit set geometry = ST_GeomFromGeoJSON('{place}') where uid = '{unit}'"
        );
        server.database.connect().await.unwrap().batch(&patch).await.unwrap();
    }
    let mut group = monthly(&[value("ElementNum1", "7")]);
    group["period"] = json!("202501");
    server.json("POST", "/api/dataValueSets", Some(&group)).await;
}

#[test]
fn a_tile_holds_its_units_with_their_figures() {
    let server = Server::start("tiles");
    block_on(async {
        draw(&server).await;
        let (status, whole) = server.tile(ADMIN, "0/0/0", QUERY).await;
        assert_eq!(status, 200, "{}", String::from_utf8_lossy(&whole));
        assert!(holds(&whole, b"units") && holds(&whole, b"ClinicOne11") && holds(&whole, b"ClinicTwo22"));
        assert!(holds(&whole, &number(7.0)));
        let (_, east) = server.tile(ADMIN, "1/1/0", QUERY).await;
        assert!(holds(&east, b"ClinicOne11") && !holds(&east, b"ClinicTwo22"));
        let (status, nothing) = server.tile(ADMIN, "6/0/0", QUERY).await;
        assert_eq!((status, nothing.len()), (200, 0));
        // Whoever sees the first clinic only is answered as by analytics.
        let bound = "insert into userdatavieworgunits (userinfoid, organisationunitid) select u.userinfoid, o.organisationunitid \
                     from userinfo u, organisationunit o where u.username = 'clerk' and o.uid = 'ClinicOne11'";
        server.database.connect().await.unwrap().batch(bound).await.unwrap();
        let (status, refused) = server.tile(CLERK, "0/0/0", QUERY).await;
        assert_eq!(status, 409);
        assert!(holds(&refused, b"E7120"), "{}", String::from_utf8_lossy(&refused));
        assert_eq!(server.tile(CLERK, "0/0/0", &QUERY.replace(";ClinicTwo22", "")).await.0, 200);
    });
}

#[test]
fn a_tile_is_the_same_however_its_grid_would_be_written() {
    let server = Server::start("tiles_options");
    block_on(async {
        draw(&server).await;
        let (_, expected) = server.tile(ADMIN, "0/0/0", QUERY).await;
        assert!(holds(&expected, b"ClinicOne11") && holds(&expected, &number(7.0)));
        for options in [
            "skipMeta=true",
            "skipData=true",
            "tableLayout=true&columns=dx&rows=ou",
            "outputIdScheme=NAME",
            "outputOrgUnitIdScheme=CODE",
        ] {
            let (status, tile) = server.tile(ADMIN, "0/0/0", &format!("{QUERY}&{options}")).await;
            assert_eq!(status, 200, "{options}: {}", String::from_utf8_lossy(&tile));
            assert!(tile == expected, "{options}");
        }
    });
}

#[test]
fn what_is_no_tile_is_refused() {
    let server = Server::start("tiles_refused");
    block_on(async {
        draw(&server).await;
        for (place, query, wanted) in [
            ("1/2/0", QUERY, 400),
            ("23/0/0", QUERY, 400),
            ("0/0/0", "dimension=dx:ElementNum1&filter=pe:202501&filter=ou:ClinicOne11", 409),
            ("0/0/0", "dimension=dx:ElementNum1;ElementTwo2&dimension=ou:ClinicOne11&filter=pe:202501", 200),
            ("0/0/0", "dimension=dx:ElementNum1", 409),
        ] {
            let (status, body) = server.tile(ADMIN, place, query).await;
            let text = String::from_utf8_lossy(&body);
            assert_eq!(status, wanted, "{place} {query}: {text}");
            assert!(status == 200 || message(&text).is_some(), "{text}");
        }
        let two = "dimension=dx:ElementNum1&dimension=pe:202501;202502&dimension=ou:ClinicOne11";
        let mut group = monthly(&[value("ElementNum1", "8")]);
        group["period"] = json!("202502");
        server.json("POST", "/api/dataValueSets", Some(&group)).await;
        let (status, body) = server.tile(ADMIN, "0/0/0", two).await;
        let sentence =
            "A tile shows one figure of each unit: give one data item, and all other dimensions as filters";
        assert_eq!((status, message(&String::from_utf8_lossy(&body)).as_deref()), (409, Some(sentence)));
    });
}
