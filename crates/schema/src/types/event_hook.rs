//! Event Hook.

use crate::builder::{Builder, boolean, complex, list, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn event_hook() -> Type {
    Builder::new("eventHook", "eventHooks", "org.hisp.dhis.eventhook.EventHook")
        .wire_name("identifiableObject")
        .endpoint("/eventHooks")
        .table("eventhook", Some("eventhookid"))
        .order(1900)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_EVENT_HOOK_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_EVENT_HOOK_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_EVENT_HOOK_DELETE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("description").column("description").length(0, 2147483647),
            boolean("disabled").column("disabled").long(255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            complex("source", "org.hisp.dhis.dataexchange.aggregate.Source").json("source").required().length(0, 255),
            list("targets", "org.hisp.dhis.dataexchange.aggregate.Target", Complex).json("targets").required().length(0, 255).no_cascade().no_role(),
        ])
        .build()
}
