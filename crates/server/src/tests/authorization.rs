//! Every route is tried by nobody, and by somebody who holds no authority.

use serde_json::json;

use super::{Server, block_on};
use crate::route::Who;
use crate::routes;

const NOBODY_SPECIAL: &str = "visitor:Visitor-2026";

#[test]
fn every_route_knows_who_may_call_it() {
    let server = Server::start("authorization");
    block_on(async {
        let user = json!({
            "username": "visitor", "password": "Visitor-2026", "firstName": "Visitor", "surname": "Visitor",
            "userRoles": [],
        });
        server.json("POST", "/api/metadata", Some(&json!({ "users": [user] }))).await;
        let mut faults = Vec::new();
        let (mut closed, mut guarded) = (0, 0);
        for route in routes::all() {
            let path = route.path.replace("{uid}", "aaaaaaaaaaa").replace("{*path}", "a");
            let path = path.split('/').map(|part| if part.starts_with('{') { "a" } else { part });
            let path = path.collect::<Vec<_>>().join("/");
            let method = route.method.as_str();
            if route.who != Who::Anybody {
                closed += 1;
                let (status, _) = server.call(None, method, &path, None).await;
                if status != 302 && status != 401 {
                    faults.push(format!("{method} {path}: {status} to nobody"));
                }
            }
            if let Who::Holders(names) = route.who {
                guarded += 1;
                let (status, text) = server.call(Some(NOBODY_SPECIAL), method, &path, None).await;
                if status != 403 || !names.iter().all(|name| text.contains(name)) {
                    faults.push(format!("{method} {path}: {status} to somebody without {names:?}: {text}"));
                }
            }
        }
        assert!(closed > 1000 && guarded > 10, "{closed} closed routes, {guarded} guarded");
        assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
    });
}

#[test]
fn who_holds_no_authority_makes_changes_and_deletes_nothing() {
    let server = Server::start("no_authority");
    block_on(async {
        let objects = json!({
            "users": [{
                "username": "visitor", "password": "Visitor-2026", "firstName": "Visitor", "surname": "Visitor",
                "userRoles": [],
            }],
            "legendSets": [
                { "id": "PublicLegen", "name": "Public", "sharing": { "public": "r-------" } },
                { "id": "HiddenLegen", "name": "Hidden", "sharing": { "public": "--------" } },
            ],
        });
        server.json("POST", "/api/metadata", Some(&objects)).await;
        let visitor = Some(NOBODY_SPECIAL);
        let new = json!({ "name": "Mine" });
        let tries = [
            ("GET", "/api/legendSets/PublicLegen", None, 200),
            ("GET", "/api/legendSets/HiddenLegen", None, 404),
            ("POST", "/api/legendSets", Some(&new), 403),
            ("PUT", "/api/legendSets/PublicLegen", Some(&new), 403),
            ("DELETE", "/api/legendSets/PublicLegen", None, 403),
            ("DELETE", "/api/legendSets/HiddenLegen", None, 404),
        ];
        for (method, path, body, expected) in tries {
            let (status, text) = server.call(visitor, method, path, body).await;
            assert_eq!(status, expected, "{method} {path}: {text}");
        }
        let all = server.json("GET", "/api/legendSets?fields=name", None).await;
        assert_eq!(all["legendSets"], json!([{ "name": "Hidden" }, { "name": "Public" }]));
    });
}
