//! Event Filter.

use crate::builder::{Builder, boolean, complex, identifier, set, text};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

pub(super) fn event_filter() -> Type {
    Builder::new("eventFilter", "eventFilters", "org.hisp.dhis.programstagefilter.EventFilter")
        .endpoint("/eventFilters")
        .table("eventfilter", Some("eventfilterid"))
        .shareable()
        .translatable()
        .default_private()
        .implicit_private_authority()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_PROGRAMSTAGE_ADD"])
        .authority(AuthorityType::Delete, &["F_PROGRAMSTAGE_DELETE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            identifier("code").attribute().min(0.0),
            text("description").column("description").translatable("DESCRIPTION").length(0, 255),
            text("displayDescription").read_only(),
            complex("eventQueryCriteria", "org.hisp.dhis.programstagefilter.EventQueryCriteria").json("eventquerycriteria").length(0, 255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            identifier("program").column("program").required().length(11, 11),
            identifier("programStage").column("programstage").length(11, 11),
        ])
        .build()
}
