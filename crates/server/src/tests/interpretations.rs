//! Texts about charts and maps: written, changed, commented, liked, told of, and refused.

use afya_tests::cluster::texts;
use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use futures_util::future::join;
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on, message, text};

const CLERK: &str = "clerk:Clerk-1234";

async fn country(server: &Server) {
    let payload = json!({
        "organisationUnits": [
            { "id": "CountryOne1", "name": "Country", "shortName": "Country", "openingDate": "2020-01-01" },
        ],
        "userRoles": [{ "id": "RoleOfNone1", "name": "None", "authorities": [] }],
        "users": [{
            "id": "ClerkUser11", "username": "clerk", "password": "Clerk-1234", "firstName": "A", "surname": "B",
            "userRoles": [{ "id": "RoleOfNone1" }], "organisationUnits": [{ "id": "CountryOne1" }],
        }],
        "dataSets": [{ "id": "DataSetOne1", "name": "Set", "shortName": "Set", "periodType": "Monthly" }],
        "maps": [{ "id": "MapNumber01", "name": "Map", "sharing": { "public": "r-------" } }],
        "visualizations": [{
            "id": "ChartOfAll1", "name": "Chart", "type": "COLUMN", "sharing": { "public": "--------" },
            "filters": [{ "dimension": "ou", "items": [{ "id": "USER_ORGUNIT" }] }],
        }],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
}

async fn write(server: &Server, who: &str, method: &str, path: &str, words: &str) -> (u16, String, String) {
    let request = Request::builder().method(method).uri(path).header(AUTHORIZATION, basic(who));
    let request = request.header(CONTENT_TYPE, "text/plain").body(Body::from(words.to_owned())).unwrap();
    let answer = server.send(request).await;
    let location = answer.headers().get("location").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let uid = location.rsplit('/').next().unwrap_or_default().to_owned();
    let (status, body) = text(answer).await;
    (status, uid, body)
}

async fn read(server: &Server, uid: &str) -> Value {
    let fields = "text,type,likes,likedBy[username],mentions[username],comments[id,text,mentions[username]],\
        visualization[id],map[id],dataSet[id],period,organisationUnit[id],createdBy[username]";
    server.json("GET", &format!("/api/interpretations/{uid}?fields={fields}"), None).await
}

#[test]
fn a_text_is_written_commented_liked_and_removed() {
    let server = Server::start("interpretations");
    block_on(async {
        country(&server).await;
        let path = "/api/interpretations/visualization/ChartOfAll1";
        let (status, uid, body) =
            write(&server, ADMIN, "POST", path, "Cases fell, @clerk and @nobody?").await;
        assert_eq!((status, message(&body).as_deref()), (201, Some("Interpretation created")));
        let one = format!("/api/interpretations/{uid}");
        let comments = format!("{one}/comments");
        let mut written = Vec::new();
        for words in ["First", "Second for @admin", "Third"] {
            let (status, comment, _) = write(&server, CLERK, "POST", &comments, words).await;
            assert_eq!(status, 201);
            written.push(comment);
        }
        let (status, ..) = write(&server, CLERK, "DELETE", &format!("{comments}/{}", written[0]), "").await;
        assert_eq!(status, 204);
        let path = format!("{comments}/{}", written[1]);
        assert_eq!(write(&server, ADMIN, "PUT", &path, "Second again").await.0, 204);
        let like = format!("{one}/like");
        for (method, expected) in
            [("POST", 201), ("POST", 409), ("DELETE", 201), ("DELETE", 409), ("POST", 201)]
        {
            assert_eq!(server.call(Some(CLERK), method, &like, None).await.0, expected, "{method}");
        }
        let found = read(&server, &uid).await;
        assert_eq!(found["text"], "Cases fell, @clerk and @nobody?");
        assert_eq!(found["mentions"], json!([{ "username": "clerk" }]));
        assert_eq!((&found["likes"], &found["likedBy"][0]["username"]), (&json!(1), &json!("clerk")));
        let texts: Vec<&Value> =
            found["comments"].as_array().unwrap().iter().map(|one| &one["text"]).collect();
        assert_eq!(texts, ["Second again", "Third"]);
        assert_eq!(found["comments"][0]["mentions"], json!([]));
        assert_eq!(write(&server, ADMIN, "PUT", &one, "Cases rose").await.0, 204);
        let found = read(&server, &uid).await;
        assert_eq!((&found["text"], &found["mentions"]), (&json!("Cases rose"), &json!([])));
        assert_eq!(write(&server, ADMIN, "DELETE", &one, "").await.0, 204);
        assert_eq!(server.call(Some(ADMIN), "GET", &one, None).await.0, 404);
        let connection = server.database.connect().await.unwrap();
        let left = "select 1 from interpretationcomment union all select 1 from interpretation_likedby";
        assert!(connection.rows(&afya_store::Sql::new(left)).await.unwrap().is_empty());
    });
}

#[test]
fn what_two_do_at_once_is_kept_of_both() {
    let server = Server::start("interpreted_at_once");
    block_on(async {
        country(&server).await;
        let (_, uid, _) = write(&server, ADMIN, "POST", "/api/interpretations/map/MapNumber01", "Mine").await;
        let one = format!("/api/interpretations/{uid}");
        let mut written = Vec::new();
        for words in ["First", "Second", "Third", "Fourth"] {
            written.push(write(&server, CLERK, "POST", &format!("{one}/comments"), words).await.1);
        }
        let mut other = server.database.connect().await.unwrap();
        let likes = "begin; insert into interpretation_likedby select interpretationid, userid from interpretation; \
            update interpretation set likes = 1";
        other.batch(likes).await.unwrap();
        let path = format!("{one}/like");
        let meanwhile = async {
            server.until_somebody_waits().await;
            other.batch("commit").await.unwrap();
        };
        let (liked, ()) = join(server.call(Some(CLERK), "POST", &path, None), meanwhile).await;
        assert_eq!((liked.0, &read(&server, &uid).await["likes"]), (201, &json!(2)));
        // Another is about to add a comment, which has to move up too.
        let added = "begin; update interpretation set lastupdated = now(); \
            insert into interpretationcomment (interpretationcommentid, uid, created, lastupdated, commenttext, userid) \
            select nextval('hibernate_sequence'), 'FifthOfAll1', now(), now(), 'Fifth', userid from interpretation; \
            insert into interpretation_comments (interpretationid, sort_order, interpretationcommentid) \
            select interpretationid, 5, interpretationcommentid from interpretation, interpretationcomment c where c.uid = 'FifthOfAll1'";
        other.batch(added).await.unwrap();
        let path = format!("{one}/comments/{}", written[0]);
        let meanwhile = async {
            server.until_somebody_waits().await;
            other.batch("commit").await.unwrap();
        };
        let (removed, ()) = join(server.call(Some(CLERK), "DELETE", &path, None), meanwhile).await;
        assert_eq!(removed.0, 204);
        let places = "select m.sort_order || ' ' || c.commenttext from interpretation_comments m \
            join interpretationcomment c using (interpretationcommentid) order by m.sort_order";
        assert_eq!(texts(&server.database, places).await, ["1 Second", "2 Third", "3 Fourth", "4 Fifth"]);
    });
}

#[test]
fn the_mentioned_may_read_on_and_are_told_and_so_are_followers() {
    let server = Server::start("mentions");
    block_on(async {
        country(&server).await;
        let chart = "/api/visualizations/ChartOfAll1";
        assert_eq!(server.call(Some(CLERK), "GET", chart, None).await.0, 404);
        let path = "/api/interpretations/visualization/ChartOfAll1";
        let (_, uid, _) = write(&server, ADMIN, "POST", path, "<p>Look, @clerk &amp; all</p>").await;
        assert_eq!(server.call(Some(CLERK), "GET", chart, None).await.0, 200);
        assert_eq!(server.call(Some(CLERK), "POST", &format!("{chart}/subscriber"), None).await.0, 200);
        write(&server, ADMIN, "PUT", &format!("/api/interpretations/{uid}"), "Look again").await;
        let fields = "fields=subject&order=created:asc";
        let (_, body) =
            server.call(Some(CLERK), "GET", &format!("/api/messageConversations?{fields}"), None).await;
        let found: Value = serde_json::from_str(&body).unwrap();
        let subjects: Vec<&Value> =
            found["messageConversations"].as_array().unwrap().iter().map(|one| &one["subject"]).collect();
        assert_eq!(subjects.len(), 2, "{found}");
        assert!(subjects[0].as_str().unwrap().ends_with("mentioned you in DHIS 2"), "{found}");
        assert_eq!(subjects[1], "User admin updated an interpretation of an object you are subscribed to");
        let sent = "select messagetext from message order by messageid";
        let sent = server.database.connect().await.unwrap().rows(&afya_store::Sql::new(sent)).await.unwrap();
        let words: String = sent[0].get("messagetext");
        assert!(words.contains("\n\nLook, @clerk & all\n\nGo to http://localhost"), "{words}");
        assert!(words.ends_with(&format!("#/ChartOfAll1/interpretation/{uid}")), "{words}");
    });
}

#[test]
fn a_text_keeps_what_it_is_about_and_where() {
    let server = Server::start("interpreted");
    block_on(async {
        country(&server).await;
        let (_, uid, _) = write(&server, CLERK, "POST", "/api/interpretations/map/MapNumber01", "Here").await;
        let found = read(&server, &uid).await;
        assert_eq!((&found["type"], &found["map"]["id"]), (&json!("MAP"), &json!("MapNumber01")));
        let path = "/api/interpretations/dataSetReport/DataSetOne1?pe=202501&ou=CountryOne1";
        let (_, uid, _) = write(&server, ADMIN, "POST", path, "Complete").await;
        let found = read(&server, &uid).await;
        assert_eq!(
            (&found["type"], &found["dataSet"]["id"]),
            (&json!("DATASET_REPORT"), &json!("DataSetOne1"))
        );
        assert_eq!(found["organisationUnit"]["id"], "CountryOne1");
        assert_eq!(found["period"]["id"], "202501", "{found}");
    });
}

#[test]
fn texts_are_refused_where_they_may_not_be() {
    let server = Server::start("no_interpretations");
    block_on(async {
        country(&server).await;
        let (_, uid, _) = write(&server, ADMIN, "POST", "/api/interpretations/map/MapNumber01", "Mine").await;
        let one = format!("/api/interpretations/{uid}");
        let (_, comment, _) = write(&server, ADMIN, "POST", &format!("{one}/comments"), "Mine too").await;
        let comment = format!("{one}/comments/{comment}");
        let report = "/api/interpretations/dataSetReport/DataSetOne1";
        for (who, method, path, words, expected) in [
            (CLERK, "POST", "/api/interpretations/visualization/ChartOfAll1", "a", 409),
            (ADMIN, "POST", "/api/interpretations/map/NoMapAtAll1", "a", 409),
            (ADMIN, "POST", "/api/interpretations/map/MapNumber01", "", 400),
            (ADMIN, "POST", "/api/interpretations/visualization/ChartOfAll1?ou=NoUnitAtAl1", "a", 409),
            (ADMIN, "POST", report, "a", 400),
            (ADMIN, "POST", &format!("{report}?pe=never&ou=CountryOne1"), "a", 409),
            (ADMIN, "POST", &format!("{report}?pe=202501"), "a", 400),
            (CLERK, "PUT", &one, "a", 403),
            (CLERK, "DELETE", &one, "a", 403),
            (ADMIN, "PUT", "/api/interpretations/NoTextAtAl1", "a", 404),
            (ADMIN, "DELETE", "/api/interpretations/NoTextAtAl1", "a", 404),
            (CLERK, "PUT", &comment, "a", 403),
            (CLERK, "DELETE", &comment, "a", 403),
            (ADMIN, "POST", "/api/interpretations/NoTextAtAl1/comments", "a", 409),
            (ADMIN, "PUT", "/api/interpretations/NoTextAtAl1/comments/NoTextAtAl1", "a", 409),
            (ADMIN, "POST", "/api/interpretations/NoTextAtAl1/like", "a", 409),
            (ADMIN, "DELETE", "/api/interpretations/NoTextAtAl1/like", "a", 409),
            (ADMIN, "PUT", &format!("{one}/comments/NoTextAtAl1"), "a", 204),
        ] {
            let (status, _, body) = write(&server, who, method, path, words).await;
            assert_eq!(status, expected, "{method} {path}: {body}");
        }
        let (status, _) =
            server.call(Some(ADMIN), "POST", "/api/interpretations/map/MapNumber01", Some(&json!({}))).await;
        assert_eq!(status, 415);
        assert_eq!(read(&server, &uid).await["text"], "Mine");
    });
}
