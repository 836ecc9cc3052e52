//! Datastore Entry.

use crate::builder::{Builder, boolean, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::Type;

pub(super) fn data_store() -> Type {
    Builder::new("dataStore", "dataStores", "org.hisp.dhis.datastore.DatastoreEntry")
        .wire_name("identifiableObject")
        .endpoint("/dataStore")
        .table("keyjsonvalue", Some("keyjsonvalueid"))
        .order(9060)
        .shareable()
        .attribute_values()
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("key").column("namespacekey").required().length(0, 255),
            text("name").attribute().range(1.0, 2147483647.0),
            text("namespace").column("namespace").required().length(0, 255),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            text("value").range(0.0, 2147483647.0),
        ])
        .build()
}
