//! Files: data values that are files, what comes in by itself, and who may have what.

use std::fs;
use std::path::PathBuf;

use afya_files::house;
use afya_store::Sql;
use axum::body::{Body, to_bytes};
use axum::extract::Request;
use axum::http::HeaderMap;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use image::{DynamicImage, GenericImageView, ImageFormat};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on, text};
use crate::configuration::{self, Settings};
use crate::serve;
use crate::tests::TestCluster;

const CLERK: &str = "clerk:Clinic-2026";
const OTHER: &str = "other:Clinic-2026";
const CELL: &str = "de=SignedForm1&pe=202503&ou=ClinicOne11";

/// A server with a folder for files.
fn start(name: &str) -> (Server, PathBuf) {
    let cluster = TestCluster::shared();
    let database = cluster.migrated(name);
    let home = cluster.folder.join(format!("home-{name}"));
    (Server::told(cluster, database, &at_home(home.clone())), home.join("files"))
}

/// Settings of a server whose home is this folder.
fn at_home(home: PathBuf) -> Settings {
    let mut settings = configuration::defaults();
    settings.home = Some(home);
    settings
}

async fn country(server: &Server) {
    let unit = |id: &str| json!({ "id": id, "name": id, "shortName": id, "openingDate": "2020-01-01" });
    let element = |id: &str, kind: &str| {
        json!({
            "id": id, "name": id, "shortName": id, "valueType": kind, "domainType": "AGGREGATE", "aggregationType": "NONE",
        })
    };
    let of_set = |id: &str| json!({ "dataElement": { "id": id }, "dataSet": { "id": "MonthlySet1" } });
    let user = |name: &str, unit: &str| {
        json!({
            "username": name, "password": "Clinic-2026", "firstName": name, "surname": "Clerk",
            "userRoles": [{ "id": "DataEntry11" }], "organisationUnits": [{ "id": unit }],
        })
    };
    let payload = json!({
        "organisationUnits": [unit("ClinicOne11"), unit("ClinicTwo22")],
        "dataElements": [element("SignedForm1", "FILE_RESOURCE"), element("PhotoTaken1", "IMAGE"), element("Attendance1", "INTEGER")],
        "dataSets": [{
            "id": "MonthlySet1", "name": "Monthly", "shortName": "Monthly", "periodType": "Monthly",
            "dataSetElements": [of_set("SignedForm1"), of_set("PhotoTaken1"), of_set("Attendance1")],
            "organisationUnits": [{ "id": "ClinicOne11" }], "sharing": { "public": "r-rw----" },
        }],
        "userRoles": [{ "id": "DataEntry11", "name": "Data entry", "authorities": ["F_DATAVALUE_ADD"] }],
        "users": [user("clerk", "ClinicOne11"), user("other", "ClinicTwo22")],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
}

/// A form with texts and a file.
fn form(texts: &[(&str, &str)], file: Option<(&str, &str, &[u8])>) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in texts {
        let part = format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    if let Some((name, media_type, content)) = file {
        let part = format!(
            "--cut\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {media_type}\r\n\r\n"
        );
        body.extend_from_slice(part.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--cut--\r\n");
    body
}

async fn send(server: &Server, who: &str, path: &str, body: impl Into<Body>) -> (u16, Value) {
    let request = Request::post(path)
        .header(AUTHORIZATION, basic(who))
        .header(CONTENT_TYPE, "multipart/form-data; boundary=cut")
        .body(body.into());
    let (status, text) = text(server.send(request.unwrap()).await).await;
    (status, serde_json::from_str(&text).unwrap_or(Value::Null))
}

/// Sends a file that must be taken; gives what is said of it.
async fn saved(server: &Server, who: &str, path: &str, body: Vec<u8>) -> Value {
    let (status, answer) = send(server, who, path, body).await;
    assert_eq!((status, &answer["response"]["responseType"]), (202, &json!("FileResource")), "{answer}");
    answer["response"]["fileResource"].clone()
}

async fn fetch(
    server: &Server,
    who: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> (u16, HeaderMap, Vec<u8>) {
    let mut request = Request::get(path).header(AUTHORIZATION, basic(who));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = server.send(request.body(Body::empty()).unwrap()).await;
    let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
    (status, headers, to_bytes(answer.into_body(), usize::MAX).await.unwrap().to_vec())
}

fn header<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    headers.get(name).map_or("", |value| value.to_str().unwrap())
}

/// The files below a folder.
fn count(folder: &PathBuf) -> usize {
    let entries = fs::read_dir(folder).into_iter().flatten().map(|entry| entry.unwrap().path());
    entries.map(|path| if path.is_dir() { count(&path) } else { 1 }).sum()
}

#[test]
fn a_value_that_is_a_file_is_entered_and_read() {
    let (server, files) = start("files_values");
    block_on(async {
        country(&server).await;
        let texts = [("de", "SignedForm1"), ("pe", "202503"), ("ou", "ClinicOne11"), ("comment", "signed")];
        let body = form(&texts, Some(("C:\\scans\\form \"1\".pdf", "application/pdf", b"%PDF-1.7 hello")));
        let file = saved(&server, CLERK, "/api/dataValues/file", body).await;
        assert_eq!((&file["domain"], &file["storageStatus"]), (&json!("DATA_VALUE"), &json!("STORED")));
        assert_eq!((&file["contentLength"], &file["assigned"]), (&json!(14), &json!(true)));
        assert_eq!(file["contentMd5"], json!("54bce012be74ea2ac9d96f75593398ce"));
        let uid = file["id"].as_str().unwrap();
        assert_eq!(server.json("GET", &format!("/api/dataValues?{CELL}"), None).await, json!([uid]));
        assert_eq!(count(&files.join("dataValue")), 1);
        assert_eq!(count(&files), 1);
        let path = format!("/api/dataValues/files?{CELL}");
        let (status, headers, content) = fetch(&server, CLERK, &path, &[]).await;
        assert_eq!((status, content.as_slice()), (200, b"%PDF-1.7 hello".as_slice()));
        assert_eq!(header(&headers, "content-type"), "application/pdf");
        assert_eq!(header(&headers, "content-length"), "14");
        assert!(header(&headers, "content-disposition").starts_with("attachment; filename=\"form"));
        assert!(header(&headers, "content-security-policy").contains("sandbox"));
        assert_eq!(header(&headers, "x-content-type-options"), "nosniff");
        assert_eq!(header(&headers, "cache-control"), "no-store");
        let tag = header(&headers, "etag").to_owned();
        let (status, _, content) = fetch(&server, CLERK, &path, &[("if-none-match", &tag)]).await;
        assert_eq!((status, content.len()), (304, 0));
        let (status, headers, content) = fetch(&server, CLERK, &path, &[("range", "bytes=9-")]).await;
        assert_eq!((status, content.as_slice()), (206, b"hello".as_slice()));
        assert_eq!(header(&headers, "content-range"), "bytes 9-13/14");
        let (status, _, content) =
            fetch(&server, CLERK, &path, &[("range", "bytes=9-"), ("if-range", "\"other\"")]).await;
        assert_eq!((status, content.len()), (200, 14));
        let (status, headers, _) = fetch(&server, CLERK, &path, &[("range", "bytes=20-")]).await;
        assert_eq!((status, header(&headers, "content-range")), (416, "bytes */14"));
        // Without a file the value goes, and there is nothing to read.
        let (status, _) = send(&server, CLERK, "/api/dataValues/file", form(&texts[..3], None)).await;
        assert_eq!(status, 202);
        let (status, text) = server.call(Some(CLERK), "GET", &path, None).await;
        assert!(status == 409 && text.contains("Data value does not exist"), "{status} {text}");
    });
}

#[test]
fn a_file_that_is_refused_leaves_nothing_behind() {
    let (server, files) = start("files_refused");
    block_on(async {
        country(&server).await;
        let pdf: (&str, &str, &[u8]) = ("a.pdf", "application/pdf", b"x");
        let path = "/api/dataValues/file?";
        let wrong = [
            (CLERK, format!("{path}{CELL}").replace("202503", "2025"), form(&[], Some(pdf)), 409, "E8021"),
            (OTHER, format!("{path}{CELL}"), form(&[], Some(pdf)), 409, "E80"),
            (
                CLERK,
                format!("{path}de=Attendance1&pe=202503&ou=ClinicOne11"),
                form(&[], Some(pdf)),
                409,
                "E1004",
            ),
            (CLERK, format!("{path}pe=202503&ou=ClinicOne11"), form(&[], Some(pdf)), 400, "'de'"),
            (
                CLERK,
                format!("{path}{CELL}"),
                form(&[], Some(("a.pdf", "application/pdf", b""))),
                409,
                "file is empty",
            ),
            (CLERK, format!("{path}{CELL}"), form(&[], Some(("a.html", "text/plain", b"x"))), 409, "E6101"),
            (CLERK, format!("{path}{CELL}"), form(&[], Some(("a", "text/html;q=1", b"x"))), 409, "E6101"),
        ];
        for (who, path, body, status, reason) in wrong {
            let (found, answer) = send(&server, who, &path, body).await;
            assert!(found == status && answer.to_string().contains(reason), "{path}: {found} {answer}");
        }
        let large = vec![b'x'; 10_000_001];
        let body = form(&[], Some(("a.txt", "text/plain", &large)));
        let (status, answer) = send(&server, CLERK, &format!("{path}{CELL}"), body).await;
        assert_eq!(status, 409, "{answer}");
        assert_eq!(answer["message"], "File size can't be bigger than 10000000, current file size 10000001");
        let half = form(&[], Some(pdf));
        let part: Result<Vec<u8>, _> = Ok(half[..half.len() - 12].to_vec());
        let broken = [part, Err(std::io::Error::other("the client went away"))];
        let body = Body::from_stream(futures_util::stream::iter(broken));
        assert_eq!(send(&server, CLERK, &format!("{path}{CELL}"), body).await.0, 400);
        assert_eq!(count(&files), 0);
        let all = server.json("GET", "/api/fileResources", None).await;
        assert_eq!(all["pager"]["total"], json!(0));
        let (status, _) = server.call(Some(CLERK), "GET", &format!("/api/dataValues?{CELL}"), None).await;
        assert_eq!(status, 404);
        // Somebody without the right is refused before anything arrives.
        let (status, _) = send(&server, "nobody:Nobody-2026", path, form(&[], Some(pdf))).await;
        assert_eq!(status, 401);
    });
}

#[test]
fn files_come_in_by_themselves() {
    let (server, _) = start("files_alone");
    block_on(async {
        country(&server).await;
        let path = "/api/fileResources";
        let text: (&str, &str, &[u8]) = ("../notes.txt", "text/plain", b"notes");
        let file =
            saved(&server, CLERK, &format!("{path}?domain=DOCUMENT&uid=MyDocument1"), form(&[], Some(text)))
                .await;
        assert_eq!(
            (&file["id"], &file["name"], &file["assigned"]),
            (&json!("MyDocument1"), &json!("notes.txt"), &json!(false))
        );
        let again = send(&server, CLERK, &format!("{path}?uid=MyDocument1"), form(&[], Some(text))).await;
        assert_eq!((again.0, &again.1["errorCode"]), (409, &json!("E1119")));
        let refused = [
            ("?domain=NOTHING", form(&[], Some(text)), 400, "domain"),
            ("?uid=1", form(&[], Some(text)), 400, "E1003"),
            ("", form(&[("domain", "DOCUMENT")], None), 400, "'file'"),
            ("", b"--cut\r\nnonsense".to_vec(), 400, "multipart"),
            ("?domain=ICON", form(&[], Some(text)), 409, "Wrong file extension, valid extensions are: png"),
            ("?domain=ICON", form(&[], Some(("a.png", "image/png", b"x"))), 409, "no picture"),
            ("?domain=USER_AVATAR", form(&[], Some(text)), 409, "Invalid content type"),
            ("?domain=ORG_UNIT", form(&[], Some(("a.txt", "image/png", b"x"))), 409, "Wrong file extension"),
        ];
        for (query, body, status, reason) in refused {
            let (found, answer) = send(&server, CLERK, &format!("{path}{query}"), body).await;
            assert!(found == status && answer.to_string().contains(reason), "{query}: {found} {answer}");
        }
        let found = server.json("GET", "/api/fileResources/MyDocument1", None).await;
        assert_eq!(
            (&found["storageStatus"], &found["contentType"]),
            (&json!("STORED"), &json!("text/plain"))
        );
        let found = server.json("GET", "/api/fileResources/MyDocument1?fields=id,name", None).await;
        assert_eq!(found, json!({ "id": "MyDocument1", "name": "notes.txt" }));
        for (path, status) in
            [("NoSuchFile1", 404), ("NoSuchFile1/data", 404), ("MyDocument1?dimension=HUGE", 400)]
        {
            let path = format!("/api/fileResources/{path}");
            assert_eq!(server.call(Some(ADMIN), "GET", &path, None).await.0, status, "{path}");
        }
        assert_eq!(server.call(Some(ADMIN), "GET", "/api/fileResources/owners", None).await.0, 400);
    });
    let nowhere = Server::start("files_nowhere");
    block_on(async {
        let body = form(&[], Some(("a.txt", "text/plain", b"x")));
        let (status, answer) = send(&nowhere, ADMIN, "/api/fileResources", body).await;
        assert!(
            status == 501 && answer["message"].as_str().is_some_and(|why| why.contains("DHIS2_HOME")),
            "{answer}"
        );
    });
}

/// A picture of so many pixels.
fn picture(width: u32, height: u32) -> Vec<u8> {
    let mut png = std::io::Cursor::new(Vec::new());
    DynamicImage::new_rgb8(width, height).write_to(&mut png, ImageFormat::Png).unwrap();
    png.into_inner()
}

#[test]
fn pictures_come_in_several_sizes() {
    let (server, files) = start("files_pictures");
    block_on(async {
        country(&server).await;
        let png = picture(600, 300);
        let cell = "de=PhotoTaken1&pe=202503&ou=ClinicOne11";
        let body = form(&[], Some(("photo.png", "image/png", &png)));
        let file = saved(&server, CLERK, &format!("/api/dataValues/file?{cell}"), body).await;
        assert_eq!(file["hasMultipleStorageFiles"], json!(true));
        assert_eq!(count(&files), 4);
        let path = format!("/api/dataValues/files?{cell}");
        let (status, headers, whole) = fetch(&server, CLERK, &path, &[]).await;
        assert_eq!((status, &whole), (200, &png));
        assert!(header(&headers, "content-disposition").starts_with("inline;"));
        let (_, small_headers, small) = fetch(&server, CLERK, &format!("{path}&dimension=small"), &[]).await;
        assert_eq!(image::load_from_memory(&small).unwrap().dimensions(), (256, 128));
        assert_ne!(header(&headers, "etag"), header(&small_headers, "etag"));
        // What only says that it is a picture is kept as it is.
        let body = form(&[], Some(("photo.png", "image/png", b"no picture")));
        saved(&server, CLERK, &format!("/api/dataValues/file?{cell}"), body).await;
        let (status, _, content) = fetch(&server, CLERK, &format!("{path}&dimension=LARGE"), &[]).await;
        assert_eq!((status, content.as_slice()), (200, b"no picture".as_slice()));
        // A file whose content is lost is named.
        fs::remove_dir_all(files.join("dataValue")).unwrap();
        let (status, text) = server.call(Some(CLERK), "GET", &path, None).await;
        let answer: Value = serde_json::from_str(&text).unwrap();
        assert_eq!((status, &answer["response"]["fileResource"]["storageStatus"]), (409, &json!("PENDING")));
    });
}

#[test]
fn who_may_not_read_a_value_does_not_get_its_file() {
    let (server, _) = start("files_rights");
    block_on(async {
        country(&server).await;
        let text: (&str, &str, &[u8]) = ("notes.txt", "text/plain", b"notes");
        let file =
            saved(&server, CLERK, &format!("/api/dataValues/file?{CELL}"), form(&[], Some(text))).await;
        let uid = file["id"].as_str().unwrap();
        let (status, answer) =
            server.call(Some(OTHER), "GET", &format!("/api/dataValues/files?{CELL}"), None).await;
        assert!(status == 409 && answer.contains("E2012"), "{status} {answer}");
        for who in [ADMIN, CLERK, OTHER] {
            let (status, _, _) = fetch(&server, who, &format!("/api/fileResources/{uid}/data"), &[]).await;
            assert_eq!(status, 403, "{who}");
        }
        // Its identifier is told to whoever sent it, and to nobody else.
        for (who, total) in [(ADMIN, 1), (CLERK, 1), (OTHER, 0)] {
            let (_, text) = server.call(Some(who), "GET", "/api/fileResources", None).await;
            assert!(text.contains(&format!("\"total\":{total},")), "{who}: {text}");
            let (_, text) = server.call(Some(who), "GET", "/api/fileResources/gist", None).await;
            assert_eq!(text.contains(uid), total == 1, "{who}: {text}");
        }
        let data = |domain: &str, who: &'static str| {
            let (server, path) = (&server, format!("/api/fileResources?domain={domain}"));
            async move {
                saved(server, who, &path, form(&[], Some(text))).await["id"].as_str().unwrap().to_owned()
            }
        };
        let document = data("DOCUMENT", CLERK).await;
        let job = data("JOB_DATA", CLERK).await;
        for (uid, status) in [(&document, 403), (&job, 403)] {
            let path = format!("/api/fileResources/{uid}/data");
            assert_eq!(fetch(&server, OTHER, &path, &[]).await.0, status);
            assert_eq!(fetch(&server, CLERK, &path, &[]).await.0, 200);
            assert_eq!(fetch(&server, ADMIN, &path, &[]).await.0, 200);
        }
        let shared = json!({ "documents": [{
            "id": "SharedDoc11", "name": "Shared", "url": document, "external": false, "sharing": { "public": "r-------" },
        }] });
        server.json("POST", "/api/metadata", Some(&shared)).await;
        assert_eq!(fetch(&server, OTHER, &format!("/api/fileResources/{document}/data"), &[]).await.0, 200);
    });
}

#[test]
fn files_without_an_owner_are_removed_after_two_days() {
    let (server, files) = start("files_house");
    block_on(async {
        country(&server).await;
        let text: (&str, &str, &[u8]) = ("notes.txt", "text/plain", b"notes");
        for uid in ["Unassigned1", "KeptByDoc11", "JustSent111"] {
            let path = format!("/api/fileResources?domain=DOCUMENT&uid={uid}");
            saved(&server, CLERK, &path, form(&[], Some(text))).await;
        }
        saved(&server, CLERK, "/api/fileResources?uid=ValueFile11", form(&[], Some(text))).await;
        let documents = json!({ "documents": [{ "id": "KeptDoc1111", "name": "Kept", "url": "KeptByDoc11", "external": false }] });
        server.json("POST", "/api/metadata", Some(&documents)).await;
        let app = serve::app(server.database.clone(), &at_home(files.parent().unwrap().to_owned()));
        let mut connection = server.database.connect().await.unwrap();
        let aged = "update fileresource set lastupdated = lastupdated - interval '3 days' where uid <> 'JustSent111'";
        connection.execute(&Sql::new(aged)).await.unwrap();
        assert_eq!(count(&files), 4);
        assert_eq!(house::clean((&mut connection, &app.files), app.clock.now()).await.unwrap(), 1);
        assert_eq!(count(&files), 3);
        assert_eq!(server.call(Some(ADMIN), "GET", "/api/fileResources/Unassigned1", None).await.0, 404);
        for uid in ["KeptByDoc11", "JustSent111", "ValueFile11"] {
            assert_eq!(
                server.call(Some(ADMIN), "GET", &format!("/api/fileResources/{uid}"), None).await.0,
                200,
                "{uid}"
            );
        }
    });
}

#[test]
fn the_owners_of_a_file_are_told() {
    let (server, _) = start("files_owners");
    block_on(async {
        country(&server).await;
        let text: (&str, &str, &[u8]) = ("notes.txt", "text/plain", b"notes");
        saved(&server, CLERK, &format!("/api/dataValues/file?{CELL}"), form(&[], Some(text))).await;
        saved(&server, CLERK, "/api/fileResources?domain=DOCUMENT&uid=KeptByDoc11", form(&[], Some(text)))
            .await;
        let documents = json!({ "documents": [{ "id": "KeptDoc1111", "name": "Kept", "url": "KeptByDoc11", "external": false }] });
        server.json("POST", "/api/metadata", Some(&documents)).await;
        let connection = server.database.connect().await.unwrap();
        let keys =
            connection.rows(&Sql::new("select storagekey from fileresource order by domain")).await.unwrap();
        let mut owners = Vec::new();
        for row in keys {
            let path = format!("/api/fileResources/owners?storageKey={}", row.get::<_, &str>(0));
            owners.push(server.json("GET", &path, None).await);
        }
        let value = json!([{
            "domain": "DATA_VALUE", "de": "SignedForm1", "ou": "ClinicOne11", "pe": "202503", "co": "HllvX50cXC0",
        }]);
        assert_eq!(owners, [value, json!([{ "domain": "DOCUMENT", "id": "KeptDoc1111" }])]);
        assert_eq!(server.json("GET", "/api/fileResources/owners?storageKey=nothing", None).await, json!([]));
    });
}

#[test]
fn a_ministry_has_a_logo_of_its_own() {
    let (server, _) = start("files_logo");
    let png = picture(3, 2);
    block_on(async {
        country(&server).await;
        let path = "/api/staticContent/logo_front";
        let logo = |media_type: &str, content: &[u8]| form(&[], Some(("logo.png", media_type, content)));
        assert_eq!(send(&server, CLERK, path, logo("image/png", &png)).await.0, 403);
        for (path, body, status) in [
            (path, logo("image/jpeg", &png), 415),
            (path, logo("image/png", b"<svg onload='alert(1)'/>"), 415),
            (path, logo("image/png", b""), 400),
            (path, form(&[], None), 400),
            ("/api/staticContent/logo_back", logo("image/png", &png), 400),
        ] {
            assert_eq!(send(&server, ADMIN, path, body).await.0, status, "{path}");
        }
        // Nobody has said yet that it is to be used.
        assert_eq!(send(&server, ADMIN, path, logo("image/png", &png)).await.0, 204);
        assert_eq!(fetch(&server, CLERK, path, &[]).await.0, 404);
        let (status, headers, _) = fetch(&server, CLERK, &format!("{path}.png"), &[]).await;
        assert_eq!((status, header(&headers, "location")), (302, "/afya.svg"));
        server.json("POST", "/api/systemSettings", Some(&json!({ "keyUseCustomLogoFront": "true" }))).await;
        let request = Request::get(format!("{path}.png")).body(Body::empty()).unwrap();
        let answer = server.send(request).await;
        assert_eq!((answer.status().as_u16(), header(answer.headers(), "content-type")), (200, "image/png"));
        assert_eq!(to_bytes(answer.into_body(), usize::MAX).await.unwrap(), png);
        let (status, _, said) = fetch(&server, CLERK, path, &[("accept", "application/json")]).await;
        let said: Value = serde_json::from_slice(&said).unwrap();
        assert_eq!(status, 302);
        assert!(said["images"]["png"].as_str().unwrap().ends_with("/api/staticContent/logo_front"), "{said}");
        assert_eq!(fetch(&server, CLERK, "/api/staticContent/logo_back", &[]).await.0, 404);
    });
}

#[test]
fn a_file_of_which_parts_can_be_asked_for_is_not_packed_on_its_way() {
    let (server, _) = start("files_unpacked");
    block_on(async {
        country(&server).await;
        let content = "a line of text\n".repeat(200);
        let body = form(&[], Some(("lines.txt", "text/plain", content.as_bytes())));
        saved(&server, CLERK, &format!("/api/dataValues/file?{CELL}"), body).await;
        let path = format!("/api/dataValues/files?{CELL}");
        let (status, headers, whole) = fetch(&server, CLERK, &path, &[("accept-encoding", "gzip")]).await;
        assert_eq!((status, header(&headers, "content-encoding")), (200, ""));
        assert_eq!(whole, content.as_bytes());
    });
}
