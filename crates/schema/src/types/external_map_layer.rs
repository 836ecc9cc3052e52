//! External Map Layer.

use super::constants::{IMAGE_FORMAT, MAP_LAYER_POSITION, MAP_SERVICE};
use crate::builder::{Builder, boolean, constant, reference, set, text};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

/// The word in a column of a serialised Java constant, which ends with its name.
macro_rules! word {
    ($column:literal) => {
        concat!("substring(encode({t}.", $column, ", 'escape') from '[A-Z][A-Z0-9_]*$')")
    };
}

pub(super) fn external_map_layer() -> Type {
    Builder::new("externalMapLayer", "externalMapLayers", "org.hisp.dhis.mapping.ExternalMapLayer")
        .endpoint("/externalMapLayers")
        .table("externalmaplayer", Some("externalmaplayerid"))
        .order(2000)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_EXTERNAL_MAP_LAYER_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_EXTERNAL_MAP_LAYER_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_EXTERNAL_MAP_LAYER_DELETE"])
        .references(&["org.hisp.dhis.legend.LegendSet", "org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            text("attribution").column("attribution").length(0, 2147483647),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            constant("imageFormat", "org.hisp.dhis.mapping.ImageFormat", IMAGE_FORMAT)
                .column("imageformat")
                .required()
                .long(255)
                .answered(word!("imageformat")),
            text("layers").column("layers").length(0, 2147483647),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").by("legendsetid").long(255),
            text("legendSetUrl").column("legendseturl").length(0, 2147483647),
            constant("mapLayerPosition", "org.hisp.dhis.mapping.MapLayerPosition", MAP_LAYER_POSITION)
                .column("maplayerposition")
                .required()
                .long(255)
                .answered(word!("maplayerposition")),
            constant("mapService", "org.hisp.dhis.mapping.MapService", MAP_SERVICE)
                .column("mapservice")
                .required()
                .long(255)
                .answered(word!("mapservice")),
            text("url").column("url").required().length(0, 2147483647),
        ])
        .build()
}
