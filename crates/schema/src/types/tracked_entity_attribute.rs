//! Tracked Entity Attribute.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE, QUERY_OPERATOR, VALUE_TYPE};
use super::expressions::first_legend_set;
use crate::builder::{Builder, boolean, complex, constant, integer, list, reference, set, text};
use crate::property::PropertyType::{Constant, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn tracked_entity_attribute() -> Type {
    Builder::new("trackedEntityAttribute", "trackedEntityAttributes", "org.hisp.dhis.trackedentity.TrackedEntityAttribute")
        .endpoint("/trackedEntityAttributes")
        .table("trackedentityattribute", Some("trackedentityattributeid"))
        .order(1450)
        .shareable()
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_TRACKED_ENTITY_ATTRIBUTE_PUBLIC_ADD"])
        .authority(AuthorityType::CreatePrivate, &["F_TRACKED_ENTITY_ATTRIBUTE_PRIVATE_ADD"])
        .authority(AuthorityType::Delete, &["F_TRACKED_ENTITY_ATTRIBUTE_DELETE"])
        .references(&["org.hisp.dhis.legend.LegendSet", "org.hisp.dhis.user.User", "org.hisp.dhis.option.OptionSet"])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE).column("aggregationtype").required().long(40),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            set("blockedSearchOperators", "org.hisp.dhis.common.QueryOperator", Constant)
                .json("blockedsearchoperators")
                .simple()
                .length(0, 255)
                .no_cascade()
                .no_role(),
            boolean("confidential").column("confidential").long(255),
            text("description").column("description").translatable("DESCRIPTION").length(2, 2147483647),
            text("dimensionItem").read_only(),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE).expression("'PROGRAM_ATTRIBUTE'"),
            boolean("displayInListNoProgram").column("displayinlistnoprogram").long(255),
            boolean("displayOnVisitSchedule").column("displayonvisitschedule").long(255),
            text("expression").column("expression").length(0, 255),
            text("fieldMask").column("fieldmask").length(0, 255),
            text("formName").column("formname").translatable("FORM_NAME").length(0, 2147483647),
            boolean("generated").column("generated").long(255),
            boolean("inherit").column("inherit").long(255),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only().related(
                first_legend_set!("trackedentityattributelegendsets", "trackedentityattributeid"),
                "{o}.maplegendsetid",
                "LegendSet",
            ),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference)
                .join("trackedentityattributelegendsets", "trackedentityattributeid", "legendsetid")
                .sorted_by("sort_order")
                .min(0.0),
            integer("minCharactersToSearch").column("mincharacterstosearch").any_integer(),
            reference("optionSet", "org.hisp.dhis.option.OptionSet").by("optionsetid").long(255),
            boolean("optionSetValue").read_only().expression("{t}.optionsetid is not null"),
            boolean("orgunitScope").column("orgunitscope").long(255),
            text("pattern").column("pattern").length(0, 255),
            constant("preferredSearchOperator", "org.hisp.dhis.common.QueryOperator", QUERY_OPERATOR).column("preferredsearchoperator").long(255),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            boolean("skipAnalytics").column("skipanalytics").long(255),
            boolean("skipSynchronization").column("skipsynchronization").long(255),
            integer("sortOrderInListNoProgram").column("sortorderinlistnoprogram").any_integer(),
            integer("sortOrderInVisitSchedule").column("sortorderinvisitschedule").any_integer(),
            complex("style", "org.hisp.dhis.common.ObjectStyle").json("style").embedded().length(0, 255),
            boolean("trigramIndexable").column("trigramindexable").required().long(255),
            boolean("trigramIndexed").expression(
                "exists (select from pg_indexes i where i.tablename = 'trackedentityattributevalue' and i.indexdef like '%gin_trgm_ops%' \
                 and i.indexdef like '%(trackedentityattributeid = ' || {t}.trackedentityattributeid || ')%')",
            ),
            boolean("unique").column("uniquefield").long(255),
            constant("valueType", "org.hisp.dhis.common.ValueType", VALUE_TYPE).column("valuetype").required().long(36),
        ])
        .build()
}
