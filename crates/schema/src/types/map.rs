//! Map.

use crate::builder::{Builder, boolean, complex, integer, list, number, set, text};
use crate::property::PropertyType::{Complex, Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn map() -> Type {
    Builder::new("map", "maps", "org.hisp.dhis.mapping.Map")
        .endpoint("/maps")
        .table("map", Some("mapid"))
        .order(2000)
        .shareable()
        .translatable()
        .favoritable()
        .subscribable()
        .subscribable_object()
        .implicit_private_authority()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_MAP_PUBLIC_ADD"])
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.interpretation.Interpretation", "org.hisp.dhis.mapping.MapView"])
        .identifiable()
        .nameable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("basemap").column("basemap").length(0, 255),
            list("basemaps", "org.hisp.dhis.mapping.Basemap", Complex).json("basemaps").length(0, 255).no_cascade().no_role(),
            set("favorites", "String", Text).item("favorite").json("favorites").simple().length(0, 255).no_cascade().no_role(),
            set("interpretations", "org.hisp.dhis.interpretation.Interpretation", Reference)
                .item("interpretation")
                .children("mapid")
                .inverse()
                .min(0.0)
                .own_inverse_role(),
            number("latitude").column("latitude").long(2147483647).range(-90.0, 90.0),
            number("longitude").column("longitude").long(2147483647).range(-180.0, 180.0),
            list("mapViews", "org.hisp.dhis.mapping.MapView", Reference)
                .item("mapView")
                .join("mapmapviews", "mapid", "mapviewid")
                .sorted_by("sort_order")
                .nameable()
                .embedded()
                .analytical()
                .min(0.0)
                .cascade("all-delete-orphan"),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            text("shortName").attribute().range(1.0, 50.0),
            boolean("subscribed").read_only(),
            set("subscribers", "String", Text).item("subscriber").json("subscribers").simple().length(0, 255).no_cascade().no_role(),
            text("title").column("title").length(0, 255),
            integer("zoom").column("zoom").any_integer(),
        ])
        .build()
}
