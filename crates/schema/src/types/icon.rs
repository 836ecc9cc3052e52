//! Icon.

use crate::builder::{Builder, boolean, date, reference, set, text};
use crate::property::PropertyType::Text;
use crate::registry::Type;

pub(super) fn icon() -> Type {
    Builder::new("icon", "icons", "org.hisp.dhis.icon.Icon")
        .wire_name("Icon")
        .endpoint("/icons")
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.fileresource.FileResource"])
        .properties(vec![
            date("created"),
            reference("createdBy", "org.hisp.dhis.user.User"),
            boolean("custom"),
            text("description").range(0.0, 2147483647.0),
            reference("fileResource", "org.hisp.dhis.fileresource.FileResource"),
            text("href").range(0.0, 2147483647.0),
            text("key").range(0.0, 2147483647.0),
            set("keywords", "String", Text).simple().min(0.0),
            date("lastUpdated"),
        ])
        .build()
}
