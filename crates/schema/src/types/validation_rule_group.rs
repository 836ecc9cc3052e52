//! Validation Rule Group.

use crate::builder::{Builder, boolean, complex, set, text};
use crate::property::PropertyType::{Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn validation_rule_group() -> Type {
    Builder::new("validationRuleGroup", "validationRuleGroups", "org.hisp.dhis.validation.ValidationRuleGroup")
        .endpoint("/validationRuleGroups")
        .table("validationrulegroup", Some("validationrulegroupid"))
        .order(1400)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_VALIDATIONRULEGROUP_PUBLIC_ADD"])
        .authority(AuthorityType::Update, &["F_VALIDATIONRULEGROUP_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_VALIDATIONRULEGROUP_DELETE"])
        .references(&["org.hisp.dhis.validation.ValidationRule", "org.hisp.dhis.user.User"])
        .identifiable()
        .properties(vec![
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("description").column("description").length(2, 2147483647),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            set("validationRules", "org.hisp.dhis.validation.ValidationRule", Reference)
                .item("validationRule")
                .field("members")
                .join("validationrulegroupmembers", "validationgroupid", "validationruleid")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.validation.ValidationRule.groups"),
        ])
        .build()
}
