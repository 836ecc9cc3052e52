//! Data Entry Form.

use super::constants::DISPLAY_DENSITY;
use crate::builder::{Builder, boolean, complex, constant, integer, reference, set, text};
use crate::property::PropertyType::Text;
use crate::registry::Type;

pub(super) fn data_entry_form() -> Type {
    Builder::new("dataEntryForm", "dataEntryForms", "org.hisp.dhis.dataentryform.DataEntryForm")
        .endpoint("/dataEntryForms")
        .table("dataentryform", Some("dataentryformid"))
        .order(1300)
        .translatable()
        .metadata()
        .attribute_values()
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            integer("format").column("format").any_integer(),
            text("htmlCode").column("htmlcode").length(0, 2147483647),
            text("name").column("name").required().unique().translatable("NAME").length(0, 160),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            constant("style", "org.hisp.dhis.common.DisplayDensity", DISPLAY_DENSITY).column("style").long(40),
        ])
        .build()
}
