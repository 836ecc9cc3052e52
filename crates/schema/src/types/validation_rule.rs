//! Validation Rule.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE, IMPORTANCE, OPERATOR};
use crate::builder::{Builder, boolean, complex, constant, list, reference, set, text};
use crate::property::PropertyType::{Integer, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn validation_rule() -> Type {
    Builder::new("validationRule", "validationRules", "org.hisp.dhis.validation.ValidationRule")
        .endpoint("/validationRules")
        .table("validationrule", Some("validationruleid"))
        .order(1390)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_VALIDATIONRULE_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_VALIDATIONRULE_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_VALIDATIONRULE_DELETE"])
        .references(&[
            "org.hisp.dhis.validation.notification.ValidationNotificationTemplate",
            "org.hisp.dhis.validation.ValidationRuleGroup",
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            text("aggregateExportAttributeOptionCombo").range(0.0, 2147483647.0),
            text("aggregateExportCategoryOptionCombo").range(0.0, 2147483647.0),
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            text("description").column("description").translatable("DESCRIPTION").length(2, 2147483647),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE),
            text("displayInstruction").read_only(),
            constant("importance", "org.hisp.dhis.validation.Importance", IMPORTANCE).column("importance").long(50),
            text("instruction").column("instruction").translatable("INSTRUCTION").length(0, 2147483647),
            complex("leftSide", "org.hisp.dhis.expression.Expression")
                .by("leftexpressionid")
                .many_to_one()
                .required()
                .unique()
                .embedded()
                .translatable_flag()
                .length(0, 255)
                .cascade("all-delete-orphan")
                .own_role(),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            set("notificationTemplates", "org.hisp.dhis.validation.notification.ValidationNotificationTemplate", Reference)
                .join("validationnotificationtemplatevalidationrules", "validationruleid", "validationnotificationtemplateid")
                .inverse()
                .min(0.0)
                .owning_role("org.hisp.dhis.validation.notification.ValidationNotificationTemplate.validationRules")
                .own_inverse_role(),
            constant("operator", "org.hisp.dhis.expression.Operator", OPERATOR).column("operator").required().long(255),
            set("organisationUnitLevels", "Integer", Integer)
                .values("validationruleorganisationunitlevels", "validationruleid", "organisationunitlevel")
                .simple()
                .min(0.0),
            text("periodType")
                .klass("org.hisp.dhis.period.PeriodType")
                .period_type("periodtypeid")
                .composite()
                .unsorted()
                .many_to_one()
                .required()
                .length(0, 255)
                .cascade("none")
                .own_role(),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            complex("rightSide", "org.hisp.dhis.expression.Expression")
                .by("rightexpressionid")
                .many_to_one()
                .required()
                .unique()
                .embedded()
                .translatable_flag()
                .length(0, 255)
                .cascade("all-delete-orphan")
                .own_role(),
            text("shortName").column("shortname").unique().attribute().translatable("SHORT_NAME").length(1, 50),
            boolean("skipFormValidation").column("skipformvalidation").long(255),
            set("validationRuleGroups", "org.hisp.dhis.validation.ValidationRuleGroup", Reference)
                .item("validationRuleGroup")
                .field("groups")
                .join("validationrulegroupmembers", "validationruleid", "validationgroupid")
                .inverse()
                .min(0.0)
                .owning_role("org.hisp.dhis.validation.ValidationRuleGroup.members")
                .own_inverse_role(),
        ])
        .build()
}
