//! Every property of every type is ordered by and filtered by alone, and all of them are read; PostgreSQL has to
//! understand each.

use afya_schema::registry;

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
