//! Every property of every type is asked for, ordered by and filtered by, alone; PostgreSQL has to understand each.

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
            for property in &of.properties {
                let key = property.key;
                let paths = [
                    format!("/api{endpoint}?fields={key}&order={key}:desc"),
                    format!("/api{endpoint}?fields={key}[*]&filter={key}:!null"),
                    format!("/api{endpoint}/gist?fields={key}&order={key}"),
                ];
                for path in paths {
                    asked += 1;
                    let (status, text) = server.call(Some(ADMIN), "GET", &path, None).await;
                    if status >= 500 && status != 501 {
                        faults.push(format!("{path}: {status} {text}"));
                    }
                }
            }
            let whole = format!("/api{endpoint}?fields=*,access");
            let (status, text) = server.call(Some(ADMIN), "GET", &whole, None).await;
            if status >= 500 && status != 501 {
                faults.push(format!("{whole}: {status} {text}"));
            }
        }
        assert!(asked > 5_000, "{asked} requests");
        assert!(faults.is_empty(), "{} faults\n{}\n", faults.len(), faults.join("\n"));
    });
}
