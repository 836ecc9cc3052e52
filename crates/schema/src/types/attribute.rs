//! Attribute.

use super::constants::VALUE_TYPE;
use crate::builder::{Builder, boolean, constant, integer, reference, set, text};
use crate::property::PropertyType::Text;
use crate::registry::{AuthorityType, Type};

pub(super) fn attribute() -> Type {
    Builder::new("attribute", "attributes", "org.hisp.dhis.attribute.Attribute")
        .endpoint("/attributes")
        .table("attribute", Some("attributeid"))
        .order(100)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_ATTRIBUTE_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_ATTRIBUTE_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_ATTRIBUTE_DELETE"])
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.option.OptionSet"])
        .identifiable()
        .nameable()
        .properties(vec![
            boolean("categoryAttribute").expression("coalesce({t}.objecttypes @> '\"CATEGORY\"', false)").persisted().owner().sortable(),
            boolean("categoryOptionAttribute").expression("coalesce({t}.objecttypes @> '\"CATEGORY_OPTION\"', false)").persisted().owner().sortable(),
            boolean("categoryOptionComboAttribute")
                .expression("coalesce({t}.objecttypes @> '\"CATEGORY_OPTION_COMBO\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("categoryOptionGroupAttribute")
                .expression("coalesce({t}.objecttypes @> '\"CATEGORY_OPTION_GROUP\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("categoryOptionGroupSetAttribute")
                .expression("coalesce({t}.objecttypes @> '\"CATEGORY_OPTION_GROUP_SET\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("constantAttribute").expression("coalesce({t}.objecttypes @> '\"CONSTANT\"', false)").persisted().owner().sortable(),
            boolean("dataElementAttribute").expression("coalesce({t}.objecttypes @> '\"DATA_ELEMENT\"', false)").persisted().owner().sortable(),
            boolean("dataElementGroupAttribute")
                .expression("coalesce({t}.objecttypes @> '\"DATA_ELEMENT_GROUP\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("dataElementGroupSetAttribute")
                .expression("coalesce({t}.objecttypes @> '\"DATA_ELEMENT_GROUP_SET\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("dataSetAttribute").expression("coalesce({t}.objecttypes @> '\"DATA_SET\"', false)").persisted().owner().sortable(),
            boolean("documentAttribute").expression("coalesce({t}.objecttypes @> '\"DOCUMENT\"', false)").persisted().owner().sortable(),
            boolean("eventChartAttribute").expression("coalesce({t}.objecttypes @> '\"EVENT_CHART\"', false)").persisted().owner().sortable(),
            boolean("eventReportAttribute").expression("coalesce({t}.objecttypes @> '\"EVENT_REPORT\"', false)").persisted().owner().sortable(),
            boolean("indicatorAttribute").expression("coalesce({t}.objecttypes @> '\"INDICATOR\"', false)").persisted().owner().sortable(),
            boolean("indicatorGroupAttribute").expression("coalesce({t}.objecttypes @> '\"INDICATOR_GROUP\"', false)").persisted().owner().sortable(),
            boolean("legendSetAttribute").expression("coalesce({t}.objecttypes @> '\"LEGEND_SET\"', false)").persisted().owner().sortable(),
            boolean("mandatory").column("mandatory").required().long(255),
            boolean("mapAttribute").expression("coalesce({t}.objecttypes @> '\"MAP\"', false)").persisted().owner().sortable(),
            set("objectTypes", "String", Text).json("objecttypes").simple().read_only().length(0, 255).no_cascade().no_role(),
            boolean("optionAttribute").expression("coalesce({t}.objecttypes @> '\"OPTION\"', false)").persisted().owner().sortable(),
            reference("optionSet", "org.hisp.dhis.option.OptionSet").by("optionsetid").long(255),
            boolean("optionSetAttribute").expression("coalesce({t}.objecttypes @> '\"OPTION_SET\"', false)").persisted().owner().sortable(),
            boolean("organisationUnitAttribute")
                .expression("coalesce({t}.objecttypes @> '\"ORGANISATION_UNIT\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("organisationUnitGroupAttribute")
                .expression("coalesce({t}.objecttypes @> '\"ORGANISATION_UNIT_GROUP\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("organisationUnitGroupSetAttribute")
                .expression("coalesce({t}.objecttypes @> '\"ORGANISATION_UNIT_GROUP_SET\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("programAttribute").expression("coalesce({t}.objecttypes @> '\"PROGRAM\"', false)").persisted().owner().sortable(),
            boolean("programIndicatorAttribute")
                .expression("coalesce({t}.objecttypes @> '\"PROGRAM_INDICATOR\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("programStageAttribute").expression("coalesce({t}.objecttypes @> '\"PROGRAM_STAGE\"', false)").persisted().owner().sortable(),
            boolean("relationshipTypeAttribute")
                .expression("coalesce({t}.objecttypes @> '\"RELATIONSHIP_TYPE\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("sectionAttribute").expression("coalesce({t}.objecttypes @> '\"SECTION\"', false)").persisted().owner().sortable(),
            text("shortName").column("shortname").attribute().translatable("SHORT_NAME").length(1, 50),
            integer("sortOrder").column("sortorder").any_integer(),
            boolean("sqlViewAttribute").expression("coalesce({t}.objecttypes @> '\"SQL_VIEW\"', false)").persisted().owner().sortable(),
            boolean("trackedEntityAttributeAttribute")
                .expression("coalesce({t}.objecttypes @> '\"TRACKED_ENTITY_ATTRIBUTE\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("trackedEntityTypeAttribute")
                .expression("coalesce({t}.objecttypes @> '\"TRACKED_ENTITY_TYPE\"', false)")
                .persisted()
                .owner()
                .sortable(),
            boolean("unique").column("isunique").required().long(255),
            boolean("userAttribute").expression("coalesce({t}.objecttypes @> '\"USER\"', false)").persisted().owner().sortable(),
            boolean("userGroupAttribute").expression("coalesce({t}.objecttypes @> '\"USER_GROUP\"', false)").persisted().owner().sortable(),
            boolean("validationRuleAttribute").expression("coalesce({t}.objecttypes @> '\"VALIDATION_RULE\"', false)").persisted().owner().sortable(),
            boolean("validationRuleGroupAttribute")
                .expression("coalesce({t}.objecttypes @> '\"VALIDATION_RULE_GROUP\"', false)")
                .persisted()
                .owner()
                .sortable(),
            constant("valueType", "org.hisp.dhis.common.ValueType", VALUE_TYPE).column("valuetype").required().long(50),
            boolean("visualizationAttribute").expression("coalesce({t}.objecttypes @> '\"VISUALIZATION\"', false)").persisted().owner().sortable(),
        ])
        .build()
}
