//! How long figures may be kept, and how the same answer is known again.

use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::header::AUTHORIZATION;
use serde_json::json;

use super::{ADMIN, Server, basic, block_on};

const CLERK: &str = "clerk:Clerk-1234";
const PATH: &str = "/api/analytics?dimension=dx:Attendance1&dimension=pe:202401&filter=ou:CountryOne1";

async fn country(server: &Server) {
    let payload = json!({
        "organisationUnits": [{ "id": "CountryOne1", "name": "Country", "shortName": "Country", "openingDate": "2020-01-01" }],
        "dataElements": [{
            "id": "Attendance1", "name": "Attendance", "shortName": "Attendance", "valueType": "NUMBER",
            "domainType": "AGGREGATE", "aggregationType": "SUM",
        }],
        "userRoles": [{ "id": "RoleOfNone1", "name": "None", "authorities": [] }],
        "users": [{
            "id": "ClerkUser11", "username": "clerk", "password": "Clerk-1234", "firstName": "A", "surname": "B",
            "userRoles": [{ "id": "RoleOfNone1" }], "organisationUnits": [{ "id": "CountryOne1" }],
        }],
        "dataSets": [{
            "id": "MonthlySet1", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly",
            "dataSetElements": [{ "dataElement": { "id": "Attendance1" } }],
            "organisationUnits": [{ "id": "CountryOne1" }], "sharing": { "public": "rwrw----" },
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
    let admin = server.json("GET", "/api/me?fields=id", None).await;
    let path = format!("/api/users/{}/organisationUnits/CountryOne1", admin["id"].as_str().unwrap());
    server.json("POST", &path, None).await;
    save(server, 7).await;
}

async fn save(server: &Server, value: u32) {
    let value = json!({ "dataElement": "Attendance1", "orgUnit": "CountryOne1", "period": "202401", "value": value.to_string() });
    server.json("POST", "/api/dataValueSets", Some(&json!({ "dataValues": [value] }))).await;
}

/// The status, the tag, `Cache-Control` and the body that the administrator is answered.
async fn fetch(server: &Server, path: &str, known: &str) -> (u16, String, String, String) {
    fetch_as(ADMIN, server, path, known).await
}

async fn fetch_as(who: &str, server: &Server, path: &str, known: &str) -> (u16, String, String, String) {
    let request = Request::get(path).header(AUTHORIZATION, basic(who)).header("if-none-match", known);
    let answer = server.send(request.body(Body::empty()).unwrap()).await;
    if answer.status().as_u16() < 400 {
        assert_eq!(answer.headers()["vary"], "Accept, Authorization, Cookie");
    }
    let header = |name| answer.headers().get(name).map_or("", |value| value.to_str().unwrap()).to_owned();
    let (status, tag, cache) = (answer.status().as_u16(), header("etag"), header("cache-control"));
    let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    (status, tag, cache, String::from_utf8(body.to_vec()).unwrap())
}

#[test]
fn an_answer_is_sent_again_exactly_when_it_has_changed() {
    let server = Server::start("freshness_tags");
    block_on(async {
        country(&server).await;
        let (status, tag, _, body) = fetch(&server, PATH, "\"other\"").await;
        assert!(status == 200 && tag.starts_with('"') && body.contains("\"7\""), "{status} {tag} {body}");
        let (status, again, _, body) = fetch(&server, PATH, &tag).await;
        assert_eq!((status, again.as_str(), body.as_str()), (304, tag.as_str(), ""));
        save(&server, 8).await;
        let (status, new, _, body) = fetch(&server, PATH, &tag).await;
        assert!(status == 200 && new != tag && body.contains("\"8\""), "{status} {new} {body}");
        save(&server, 7).await;
        assert_eq!(fetch(&server, PATH, &tag).await.0, 304);
        let table = PATH.replace("/analytics?", "/analytics.csv?");
        assert_eq!(fetch(&server, &table, &tag).await.0, 200);
        let (status, tag, _, _) = fetch(&server, &PATH.replace("CountryOne1", "NoUnit11111"), &tag).await;
        assert_eq!((status, tag.as_str()), (409, ""));
    });
}

#[test]
fn the_tag_of_one_user_is_no_key_to_what_another_may_not_see() {
    let server = Server::start("freshness_users");
    block_on(async {
        country(&server).await;
        let (_, tag, _, body) = fetch(&server, PATH, "").await;
        let (status, same, _, seen) = fetch_as(CLERK, &server, PATH, "").await;
        assert_eq!((status, &same, &seen), (200, &tag, &body));
        assert_eq!(fetch_as(CLERK, &server, PATH, &tag).await.0, 304);
        let hide = json!({ "object": { "publicAccess": "--------", "externalAccess": false } });
        server.json("POST", "/api/sharing?type=dataElement&id=Attendance1", Some(&hide)).await;
        let (status, none, _, told) = fetch_as(CLERK, &server, PATH, &tag).await;
        assert!(status == 409 && none.is_empty() && !told.contains("\"7\""), "{status} {none} {told}");
        assert_eq!(fetch(&server, PATH, &tag).await.0, 304);
    });
}

#[test]
fn settings_say_how_long_figures_are_kept() {
    let server = Server::start("freshness_settings");
    block_on(async {
        country(&server).await;
        assert_eq!(fetch(&server, PATH, "").await.2, "max-age=60, public");
        for (key, value, expected) in [
            ("keyCacheability", "PRIVATE", "max-age=60, private"),
            ("keyCacheStrategy", "CACHE_1_HOUR", "max-age=3600, private"),
            ("keyCacheStrategy", "CACHE_TWO_WEEKS", "max-age=1209600, private"),
            ("keyCacheStrategy", "NO_CACHE", "no-cache, private"),
        ] {
            server.json("POST", &format!("/api/systemSettings/{key}?value={value}"), None).await;
            assert_eq!(fetch(&server, PATH, "").await.2, expected);
        }
        for (key, value) in
            [("keyAnalyticsCacheProgressiveTtlFactor", "10"), ("keyAnalyticsCacheTtlMode", "PROGRESSIVE")]
        {
            server.json("POST", &format!("/api/systemSettings/{key}?value={value}"), None).await;
        }
        let coming = PATH.replace("202401", "299901");
        assert_eq!(fetch(&server, &coming, "").await.2, "max-age=10, private");
        let cache = fetch(&server, PATH, "").await.2;
        let seconds = cache.trim_start_matches("max-age=").trim_end_matches(", private");
        assert!(seconds.parse::<u64>().unwrap() > 10, "{cache}");
    });
}

#[test]
fn whoever_accepts_a_table_for_notebooks_gets_one_with_a_tag_of_its_own() {
    let server = Server::start("freshness_accept");
    block_on(async {
        country(&server).await;
        let mut tags = vec![fetch(&server, PATH, "").await.1];
        for (media_type, first) in [
            ("application/vnd.apache.parquet", &b"PAR1"[..]),
            ("application/vnd.apache.arrow.stream", &[0xFF; 4][..]),
        ] {
            let request = Request::get(PATH).header(AUTHORIZATION, basic(ADMIN)).header("accept", media_type);
            let answer = server.send(request.body(Body::empty()).unwrap()).await;
            assert_eq!(answer.headers()["content-type"], media_type);
            tags.push(answer.headers()["etag"].to_str().unwrap().to_owned());
            let body = to_bytes(answer.into_body(), usize::MAX).await.unwrap();
            assert_eq!(&body[..4], first);
        }
        tags.dedup();
        assert_eq!(tags.len(), 3, "{tags:?}");
    });
}
