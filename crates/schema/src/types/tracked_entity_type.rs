//! Tracked Entity Type.

use super::constants::FEATURE_TYPE;
use crate::builder::{Builder, boolean, complex, constant, integer, list, text};
use crate::property::PropertyType::Reference;
use crate::registry::{AuthorityType, Type};

pub(super) fn tracked_entity_type() -> Type {
    Builder::new("trackedEntityType", "trackedEntityTypes", "org.hisp.dhis.trackedentity.TrackedEntityType")
        .endpoint("/trackedEntityTypes")
        .table("trackedentitytype", Some("trackedentitytypeid"))
        .order(1480)
        .shareable()
        .data_shareable()
        .data_read_shareable()
        .data_write_shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_TRACKED_ENTITY_ADD"])
        .authority(AuthorityType::Update, &["F_TRACKED_ENTITY_UPDATE"])
        .authority(AuthorityType::Delete, &["F_TRACKED_ENTITY_DELETE"])
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.trackedentity.TrackedEntityTypeAttribute"])
        .identifiable()
        .nameable()
        .properties(vec![
            boolean("allowAuditLog").column("allowauditlog").long(255),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("displayTrackedEntityTypesLabel").read_only(),
            boolean("enableChangeLog").column("enablechangelog").long(255),
            constant("featureType", "org.hisp.dhis.organisationunit.FeatureType", FEATURE_TYPE).column("featuretype").long(255),
            text("formName").column("formname").translatable("FORM_NAME").length(0, 2147483647),
            integer("maxTeiCountToReturn").column("maxteicounttoreturn").any_integer(),
            integer("minAttributesRequiredToSearch").column("minattributesrequiredtosearch").any_integer(),
            text("shortName").column("shortname").required().unique().attribute().translatable("SHORT_NAME").long(255).range(1.0, 50.0),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
            list("trackedEntityTypeAttributes", "org.hisp.dhis.trackedentity.TrackedEntityTypeAttribute", Reference)
                .item("trackedEntityTypeAttribute")
                .children("trackedentitytypeid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            text("trackedEntityTypesLabel").column("trackedentitytypeslabel").translatable("TRACKED_ENTITY_TYPES_LABEL").length(2, 2147483647),
        ])
        .build()
}
