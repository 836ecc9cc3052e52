//! Who may see and change an object: said, and changed for one or many.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{AUTHORIZATION, CONTENT_TYPE};
use serde_json::{Value, json};

use super::{ADMIN, Server, basic, block_on, text};

const CLERK: &str = "clerk:Clerk-1234";

async fn country(server: &Server) {
    let constant = |id: &str| json!({ "id": id, "name": id, "shortName": id, "value": 1, "sharing": { "public": "--------" } });
    let payload = json!({
        "userRoles": [{ "id": "RoleOfNone1", "name": "None", "authorities": [] }],
        "userGroups": [{ "id": "GroupOfOne1", "name": "Clerks" }],
        "users": [{
            "id": "ClerkUser11", "username": "clerk", "password": "Clerk-1234", "firstName": "A", "surname": "B",
            "userRoles": [{ "id": "RoleOfNone1" }],
        }],
        "constants": [constant("ConstantOn1"), constant("ConstantTw2")],
    });
    server.json("POST", "/api/metadata", Some(&payload)).await;
}

async fn patch(server: &Server, path: &str, sent: &Value) -> (u16, Value) {
    let request = Request::builder().method("PATCH").uri(path).header(AUTHORIZATION, basic(ADMIN));
    let request = request.header(CONTENT_TYPE, "application/json-patch+json");
    let (status, text) = text(server.send(request.body(Body::from(sent.to_string())).unwrap()).await).await;
    (status, serde_json::from_str(&text).unwrap_or_default())
}

const ONE: &str = "/api/sharing?type=constant&id=ConstantOn1";

#[test]
fn a_dialog_reads_and_replaces_sharing() {
    let server = Server::start("sharing");
    block_on(async {
        country(&server).await;
        let sent = json!({ "object": {
            "publicAccess": "rwrw----",
            "userGroupAccesses": [{ "id": "GroupOfOne1", "access": "rw------" }, { "id": "NoGroupHer1", "access": "rw------" }],
            "userAccesses": [{ "id": "ClerkUser11", "access": "r-------" }],
        } });
        server.json("PUT", ONE, Some(&sent)).await;
        let object = server.json("GET", ONE, None).await["object"].clone();
        assert_eq!(object["publicAccess"], "rw------");
        let group =
            json!([{ "id": "GroupOfOne1", "name": "Clerks", "displayName": "Clerks", "access": "rw------" }]);
        let user =
            json!([{ "id": "ClerkUser11", "name": "A B", "displayName": "A B", "access": "r-------" }]);
        assert_eq!((&object["userGroupAccesses"], &object["userAccesses"]), (&group, &user));
        let found = server.json("GET", "/api/sharing/search?key=CLERK", None).await;
        let names = [&found["users"][0]["username"], &found["userGroups"][0]["name"]];
        assert_eq!(names, [&json!("clerk"), &json!("Clerks")]);
    });
}

#[test]
fn a_dialog_is_refused_what_it_may_not() {
    let server = Server::start("no_sharing");
    block_on(async {
        country(&server).await;
        let combos = server.json("GET", "/api/categoryCombos?fields=id", None).await;
        let default = format!(
            "/api/sharing?type=categoryCombo&id={}",
            combos["categoryCombos"][0]["id"].as_str().unwrap()
        );
        let sent = json!({ "object": { "publicAccess": "rw------" } });
        let wrong = json!({ "object": { "userAccesses": [{ "id": "ClerkUser11", "access": "what" }] } });
        for (who, method, path, body, expected) in [
            (ADMIN, "GET", "/api/sharing?type=fooBar&id=ConstantOn1", None, 409),
            (ADMIN, "GET", "/api/sharing?type=user&id=ClerkUser11", None, 409),
            (ADMIN, "GET", "/api/sharing?type=constant", None, 400),
            (ADMIN, "GET", "/api/sharing?type=constant&id=NoConstant1", None, 404),
            (ADMIN, "GET", "/api/sharing/search", None, 400),
            (ADMIN, "GET", "/api/sharing/search?key=a&pageSize=b", None, 400),
            (CLERK, "GET", ONE, None, 403),
            (CLERK, "PUT", ONE, Some(&sent), 403),
            (ADMIN, "PUT", default.as_str(), Some(&sent), 409),
            (ADMIN, "POST", ONE, Some(&wrong), 409),
        ] {
            let (status, text) = server.call(Some(who), method, path, body).await;
            assert_eq!(status, expected, "{method} {path}: {text}");
        }
        let left = server.json("GET", "/api/constants/ConstantOn1?fields=sharing", None).await;
        assert_eq!(left["sharing"]["public"], "--------");
    });
}

#[test]
fn sharing_of_one_object_is_replaced() {
    let server = Server::start("one_sharing");
    block_on(async {
        country(&server).await;
        let path = "/api/constants/ConstantOn1/sharing";
        let sent = json!({ "owner": "ClerkUser11", "public": "r-------", "users": { "Nobody11111": { "id": "Nobody11111", "access": "r-------" } } });
        let (status, _) = server.call(Some(ADMIN), "PUT", path, Some(&sent)).await;
        assert_eq!(status, 204);
        let left = server.json("GET", "/api/constants/ConstantOn1?fields=sharing", None).await;
        let expected = json!({ "owner": "ClerkUser11", "public": "r-------", "users": {}, "userGroups": {} });
        assert_eq!(left["sharing"], expected);
        for (sent, code) in [
            (json!({ "public": "nonsense" }), "E3015"),
            (json!({ "public": "rwrw----" }), "E3016"),
            (json!({ "userGroups": { "GroupOfOne1": { "access": "nonsense" } } }), "E3017"),
            (json!({ "users": { "ClerkUser11": { "access": "nonsense" } } }), "E3018"),
        ] {
            let (status, text) = server.call(Some(ADMIN), "PUT", path, Some(&sent)).await;
            assert_eq!(status, 409);
            assert!(text.contains(code), "{code}: {text}");
        }
        let two = "/api/constants/ConstantTw2/sharing";
        let (status, _) = server.call(Some(CLERK), "PUT", two, Some(&json!({ "public": "rw------" }))).await;
        assert_eq!(status, 404);
    });
}

#[test]
fn sharing_of_many_objects_is_patched() {
    let server = Server::start("many_sharings");
    block_on(async {
        country(&server).await;
        let replace = |path: &str| json!([{ "op": "replace", "path": path, "value": "r-------" }]);
        let public = replace("/sharing/public");
        let some = json!({ "constants": ["ConstantOn1", "NoConstant1"], "patch": public });
        let (status, answer) = patch(&server, "/api/constants/sharing?atomic=true", &some).await;
        assert_eq!((status, &answer["response"]["status"]), (409, &json!("ERROR")), "{answer}");
        let left = server.json("GET", "/api/constants/ConstantOn1?fields=sharing", None).await;
        assert_eq!(left["sharing"]["public"], "--------");
        let (status, answer) = patch(&server, "/api/constants/sharing", &some).await;
        assert_eq!((status, &answer["response"]["status"]), (409, &json!("WARNING")), "{answer}");
        let each = json!({ "constants": { "ConstantTw2": public } });
        let (status, answer) = patch(&server, "/api/metadata/sharing", &each).await;
        assert_eq!(status, 200, "{answer}");
        let left = server.json("GET", "/api/constants?fields=sharing[public]", None).await;
        let read = json!({ "sharing": { "public": "r-------" } });
        assert_eq!(left["constants"], json!([read, read]));
        for (sent, code) in [
            (json!({ "constants": { "NoConstant1": public } }), "E4014"),
            (json!({ "constants": { "ConstantOn1": replace("/name") } }), "E4032"),
            (json!({ "users": { "ClerkUser11": public } }), "E3019"),
            (json!({ "fooBars": { "ClerkUser11": public } }), "E6002"),
        ] {
            let (status, answer) = patch(&server, "/api/metadata/sharing", &sent).await;
            let problem =
                &answer["response"]["typeReports"][0]["objectReports"][0]["errorReports"][0]["errorCode"];
            assert_eq!((status, problem), (409, &json!(code)), "{answer}");
        }
        let (status, _) = patch(&server, "/api/constants/sharing", &json!({})).await;
        assert_eq!(status, 400);
    });
}

#[test]
fn lists_of_dimensions_and_data_items_leave_out_what_is_not_shared() {
    let server = Server::start("sharing_of_items");
    block_on(async {
        country(&server).await;
        let public = |letters: &str| json!({ "public": letters, "users": {}, "userGroups": {} });
        let element = |id: &str, letters: &str| {
            json!({
                "id": id, "name": id, "shortName": id, "valueType": "NUMBER", "domainType": "AGGREGATE", "aggregationType": "SUM",
                "sharing": public(letters),
            })
        };
        let set = |id: &str, letters: &str| json!({ "id": id, "name": id, "shortName": id, "dataDimension": true, "sharing": public(letters) });
        let payload = json!({
            "dataElements": [element("ElemShared1", "r-------"), element("ElemHidden1", "--------")],
            "organisationUnitGroupSets": [set("SetShared11", "r-------"), set("SetHidden11", "--------")],
        });
        server.json("POST", "/api/metadata", Some(&payload)).await;
        for (path, key, shared, hidden) in [
            ("/api/dataItems?fields=id&order=name:asc", "dataItems", "ElemShared1", "ElemHidden1"),
            ("/api/dimensions?fields=id&order=name:asc", "dimensions", "SetShared11", "SetHidden11"),
        ] {
            let all = server.json("GET", path, None).await;
            assert_eq!(all[key], json!([{ "id": hidden }, { "id": shared }]), "{path}");
            let (status, text) = server.call(Some(CLERK), "GET", path, None).await;
            let seen: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(
                (status, &seen[key], &seen["pager"]["total"]),
                (200, &json!([{ "id": shared }]), &json!(1))
            );
        }
    });
}
