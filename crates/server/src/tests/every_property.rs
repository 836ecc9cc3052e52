//! Every property of every type is ordered by and filtered by alone, and all of them are read; PostgreSQL has to
//! understand each.

use afya_schema::registry;
use serde_json::json;

use super::{ADMIN, Server, block_on};

#[test]
fn every_property_can_be_read_ordered_by_and_filtered_by() {
    let server = Server::start("every_property");
    block_on(async {
        let mut faults = Vec::new();
        let mut asked = 0;
        for of in registry().types() {
            let Some(endpoint) = of.endpoint else { continue };
            let mut paths = Vec::new();
            for property in &of.properties {
                let key = property.key;
                paths.push(format!("/api{endpoint}?fields=id&order={key}:desc&filter={key}:!null"));
                paths.push(format!("/api{endpoint}/gist?fields={key}&order={key}"));
            }
            let in_full: Vec<String> =
                of.properties.iter().map(|property| format!("{}[*]", property.key)).collect();
            paths.push(format!("/api{endpoint}?fields=*,access"));
            paths.push(format!("/api{endpoint}?fields={}", in_full.join(",")));
            asked += paths.len();
            for path in paths {
                let (status, text) = server.call(Some(ADMIN), "GET", &path, None).await;
                if status >= 500 && status != 501 {
                    faults.push(format!("{path}: {status} {text}"));
                }
            }
        }
        assert!(asked > 4_000, "{asked} requests");
        assert!(faults.is_empty(), "{} faults\n{}\n", faults.len(), faults.join("\n"));
    });
}

/// What a superuser may do is said without a look at the row; everybody else's rights are part of each statement.
#[test]
fn every_type_can_be_read_by_somebody_with_few_rights() {
    let server = Server::start("every_type");
    block_on(async {
        let user = json!({
            "username": "reader", "password": "Reader-2026", "firstName": "Reader", "surname": "Reader", "userRoles": [],
        });
        server.json("POST", "/api/metadata", Some(&json!({ "users": [user] }))).await;
        let mut faults = Vec::new();
        for of in registry().types() {
            let Some(endpoint) = of.endpoint else { continue };
            let in_full: Vec<String> =
                of.properties.iter().map(|property| format!("{}[*,access]", property.key)).collect();
            for path in [
                format!("/api{endpoint}?fields=*,access"),
                format!("/api{endpoint}?fields={}", in_full.join(",")),
                format!("/api{endpoint}/aaaaaaaaaaa"),
                format!("/api{endpoint}/gist"),
                format!("/api{endpoint}?query=words"),
                format!("/api{endpoint}?filter=identifiable:token:words"),
            ] {
                let (status, text) = server.call(Some("reader:Reader-2026"), "GET", &path, None).await;
                if status >= 500 && status != 501 {
                    faults.push(format!("{path}: {status} {text}"));
                }
            }
        }
        assert!(faults.is_empty(), "{} faults\n{}\n", faults.len(), faults.join("\n"));
    });
}
