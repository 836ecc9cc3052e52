//! Relationship Type.

use crate::builder::{Builder, boolean, complex, set, text};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

pub(super) fn relationship_type() -> Type {
    Builder::new("relationshipType", "relationshipTypes", "org.hisp.dhis.relationship.RelationshipType")
        .endpoint("/relationshipTypes")
        .table("relationshiptype", Some("relationshiptypeid"))
        .order(1600)
        .shareable()
        .data_shareable()
        .data_read_shareable()
        .data_write_shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_RELATIONSHIPTYPE_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_RELATIONSHIPTYPE_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_RELATIONSHIPTYPE_DELETE"])
        .references(&["org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            boolean("bidirectional").column("bidirectional").required().long(255),
            text("description").column("description").length(0, 255),
            text("displayFromToName").read_only(),
            text("displayToFromName").read_only(),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            complex("fromConstraint", "org.hisp.dhis.relationship.RelationshipConstraint")
                .by("from_relationshipconstraintid")
                .many_to_one()
                .required()
                .unique()
                .embedded()
                .length(0, 255)
                .cascade("all-delete-orphan")
                .own_role(),
            text("fromToName").column("fromtoname").required().translation("RELATIONSHIP_FROM_TO_NAME", "from_to_name").length(0, 255),
            boolean("referral").column("referral").required().long(255),
            complex("toConstraint", "org.hisp.dhis.relationship.RelationshipConstraint")
                .by("to_relationshipconstraintid")
                .many_to_one()
                .required()
                .unique()
                .embedded()
                .length(0, 255)
                .cascade("all-delete-orphan")
                .own_role(),
            text("toFromName").column("tofromname").translation("RELATIONSHIP_TO_FROM_NAME", "to_from_name").length(0, 255),
        ])
        .build()
}
