//! Event Report.

use super::constants::{
    AGGREGATION_TYPE, DIGIT_GROUP_SEPARATOR, DISPLAY_DENSITY, ENROLLMENT_STATUS, EVENT_DATA_TYPE, EVENT_OUTPUT_TYPE, EVENT_STATUS,
    EVENT_VISUALIZATION_TYPE, FONT_SIZE, HIDE_EMPTY_ITEM_STRATEGY, REGRESSION_TYPE, USER_ORG_UNIT_TYPE,
};
use super::expressions::RELATIVE_PERIODS;
use crate::builder::{Builder, boolean, complex, constant, date, integer, list, reference, set, text};
use crate::property::PropertyType::{Complex, Integer, Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn event_report() -> Type {
    Builder::new("eventReport", "eventReports", "org.hisp.dhis.eventreport.EventReport")
        .endpoint("/eventReports")
        .table("eventvisualization", Some("eventvisualizationid"))
        .condition("{t}.legacy and {t}.type in ('PIVOT_TABLE', 'LINE_LIST')")
        .order(1640)
        .shareable()
        .translatable()
        .favoritable()
        .subscribable()
        .subscribable_object()
        .implicit_private_authority()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_EVENTREPORT_PUBLIC_ADD"])
        .references(&[
            "org.hisp.dhis.organisationunit.OrganisationUnitGroup",
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.program.ProgramStage",
            "org.hisp.dhis.interpretation.Interpretation",
            "org.hisp.dhis.common.DimensionalItemObject",
            "org.hisp.dhis.trackedentity.TrackedEntityAttribute",
            "org.hisp.dhis.common.DimensionalObject",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE).column("aggregationtype").long(40),
            list("attributeDimensions", "org.hisp.dhis.trackedentity.TrackedEntityAttributeDimension", Complex)
                .item("attributeDimension")
                .join("eventvisualization_attributedimensions", "eventvisualizationid", "trackedentityattributedimensionid")
                .sorted_by("sort_order")
                .min(0.0)
                .cascade("all, delete-orphan")
                .inverse_role("org.hisp.dhis.eventchart.EventChart.attributeDimensions"),
            reference("attributeValueDimension", "org.hisp.dhis.trackedentity.TrackedEntityAttribute")
                .by("attributevaluedimensionid")
                .nameable()
                .long(255),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            list("categoryDimensions", "org.hisp.dhis.category.CategoryDimension", Complex)
                .item("categoryDimension")
                .join("eventvisualization_categorydimensions", "eventvisualizationid", "categorydimensionid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan")
                .inverse_role("org.hisp.dhis.eventchart.EventChart.categoryDimensions"),
            list("categoryOptionGroupSetDimensions", "org.hisp.dhis.category.CategoryOptionGroupSetDimension", Complex)
                .item("categoryOptionGroupSetDimension")
                .join("eventvisualization_categoryoptiongroupsetdimensions", "eventvisualizationid", "categoryoptiongroupsetdimensionid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan")
                .inverse_role("org.hisp.dhis.eventvisualization.EventVisualization.categoryOptionGroupSetDimensions"),
            boolean("colSubTotals").column("colsubtotals").long(255),
            boolean("colTotals").column("coltotals").long(255),
            boolean("collapseDataDimensions").column("collapsedatadimensions").long(255),
            list("columnDimensions", "String", Text)
                .item("columnDimension")
                .values("eventvisualization_columns", "eventvisualizationid", "dimension")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            list("columns", "org.hisp.dhis.common.DimensionalObject", Reference).item("column").nameable().min(0.0),
            boolean("completedOnly").column("completedonly").long(255),
            boolean("cumulativeValues").column("cumulativevalues").long(255),
            list("dataDimensionItems", "org.hisp.dhis.common.DataDimensionItem", Complex).item("dataDimensionItem").min(0.0),
            list("dataElementDimensions", "org.hisp.dhis.trackedentity.TrackedEntityDataElementDimension", Complex)
                .item("dataElementDimension")
                .join("eventvisualization_dataelementdimensions", "eventvisualizationid", "trackedentitydataelementdimensionid")
                .sorted_by("sort_order")
                .min(0.0)
                .cascade("all, delete-orphan")
                .inverse_role("org.hisp.dhis.eventchart.EventChart.dataElementDimensions"),
            list("dataElementGroupSetDimensions", "org.hisp.dhis.dataelement.DataElementGroupSetDimension", Complex)
                .item("dataElementGroupSetDimension")
                .embedded()
                .min(0.0),
            reference("dataElementValueDimension", "org.hisp.dhis.dataelement.DataElement").by("dataelementvaluedimensionid").nameable().long(255),
            constant("dataType", "org.hisp.dhis.analytics.EventDataType", EVENT_DATA_TYPE).column("datatype").long(40),
            constant("digitGroupSeparator", "org.hisp.dhis.common.DigitGroupSeparator", DIGIT_GROUP_SEPARATOR).column("digitgroupseparator").long(40),
            text("displayBaseLineLabel").read_only(),
            constant("displayDensity", "org.hisp.dhis.common.DisplayDensity", DISPLAY_DENSITY).column("displaydensity").long(40),
            text("displaySubtitle").read_only(),
            text("displayTargetLineLabel").read_only(),
            text("displayTitle").read_only(),
            date("endDate").column("enddate").long(255),
            constant("eventStatus", "org.hisp.dhis.event.EventStatus", EVENT_STATUS).column("eventstatus").long(40),
            set("favorites", "String", Text).item("favorite").json("favorites").simple().length(0, 255).no_cascade().no_role(),
            list("filterDimensions", "String", Text)
                .item("filterDimension")
                .values("eventvisualization_filters", "eventvisualizationid", "dimension")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            list("filters", "org.hisp.dhis.common.DimensionalObject", Reference).item("filter").nameable().min(0.0),
            boolean("fixColumnHeaders").column("fixcolumnheaders").long(255),
            boolean("fixRowHeaders").column("fixrowheaders").long(255),
            constant("fontSize", "org.hisp.dhis.common.FontSize", FONT_SIZE).column("fontsize").long(40),
            boolean("hideEmptyColumns").column("hideemptycolumns").long(255),
            constant("hideEmptyRowItems", "org.hisp.dhis.common.HideEmptyItemStrategy", HIDE_EMPTY_ITEM_STRATEGY)
                .column("hideemptyrowitems")
                .transient()
                .inverse()
                .unsorted(),
            boolean("hideEmptyRows").column("hideemptyrows").long(255),
            boolean("hideLegend").column("hidelegend").long(255),
            boolean("hideNaData").column("hidenadata").long(255),
            boolean("hideSubtitle").column("hidesubtitle").long(255),
            boolean("hideTitle").column("hidetitle").long(255),
            set("interpretations", "org.hisp.dhis.interpretation.Interpretation", Reference)
                .item("interpretation")
                .children("eventreportid")
                .inverse()
                .min(0.0)
                .own_inverse_role(),
            list("itemOrganisationUnitGroups", "org.hisp.dhis.organisationunit.OrganisationUnitGroup", Reference)
                .item("itemOrganisationUnitGroup")
                .join("eventvisualization_itemorgunitgroups", "eventvisualizationid", "orgunitgroupid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
            boolean("legacy").column("legacy").long(255),
            complex("legend", "org.hisp.dhis.visualization.LegendDefinitions").field("legendDefinitions").min(0.0),
            complex("metaData", "org.hisp.dhis.mapping.Map").read_only().no_endpoint(),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            boolean("noSpaceBetweenColumns").column("nospacebetweencolumns").long(255),
            text("orgUnitField").column("orgunitfield").length(0, 255),
            list("organisationUnitGroupSetDimensions", "org.hisp.dhis.organisationunit.OrganisationUnitGroupSetDimension", Complex)
                .item("organisationUnitGroupSetDimension")
                .join("eventvisualization_orgunitgroupsetdimensions", "eventvisualizationid", "orgunitgroupsetdimensionid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan")
                .inverse_role("org.hisp.dhis.eventchart.EventChart.organisationUnitGroupSetDimensions"),
            list("organisationUnitLevels", "Integer", Integer)
                .item("organisationUnitLevel")
                .values("eventvisualization_orgunitlevels", "eventvisualizationid", "orgunitlevel")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            list("organisationUnits", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference)
                .item("organisationUnit")
                .join("eventvisualization_organisationunits", "eventvisualizationid", "organisationunitid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0)
                .inverse_role("org.hisp.dhis.eventchart.EventChart.organisationUnits"),
            constant("outputType", "org.hisp.dhis.analytics.EventOutputType", EVENT_OUTPUT_TYPE).column("outputtype").long(30),
            complex("parentGraphMap", "org.hisp.dhis.mapping.Map").min(0.0).no_endpoint(),
            boolean("percentStackedValues").column("percentstackedvalues").long(255),
            list("periods", "org.hisp.dhis.period.Period", Complex)
                .item("period")
                .field("persistedPeriods")
                .join("eventvisualization_periods", "eventvisualizationid", "periodid")
                .sorted_by("sort_order")
                .min(0.0)
                .inverse_role("org.hisp.dhis.eventchart.EventChart.persistedPeriods"),
            reference("program", "org.hisp.dhis.program.Program").by("programid").nameable().long(255),
            list("programIndicatorDimensions", "org.hisp.dhis.trackedentity.TrackedEntityProgramIndicatorDimension", Complex)
                .item("programIndicatorDimension")
                .join("eventvisualization_programindicatordimensions", "eventvisualizationid", "trackedentityprogramindicatordimensionid")
                .sorted_by("sort_order")
                .min(0.0)
                .cascade("all, delete-orphan")
                .inverse_role("org.hisp.dhis.eventchart.EventChart.programIndicatorDimensions"),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").by("programstageid").nameable().long(255),
            constant("programStatus", "org.hisp.dhis.program.EnrollmentStatus", ENROLLMENT_STATUS).column("programstatus").long(40),
            list("rawPeriods", "String", Text).json("relativeperiods").simple().long(255).range(0.0, 3650.0).no_cascade().no_role(),
            constant("regressionType", "org.hisp.dhis.common.RegressionType", REGRESSION_TYPE)
                .column("regressiontype")
                .transient()
                .inverse()
                .unsorted(),
            complex("relativePeriods", "org.hisp.dhis.period.RelativePeriods").field("relatives").min(0.0).gist("FALSE").expression(RELATIVE_PERIODS),
            list("rowDimensions", "String", Text)
                .item("rowDimension")
                .values("eventvisualization_rows", "eventvisualizationid", "dimension")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            boolean("rowSubTotals").column("rowsubtotals").long(255),
            boolean("rowTotals").column("rowtotals").long(255),
            list("rows", "org.hisp.dhis.common.DimensionalObject", Reference).item("row").nameable().min(0.0),
            text("shortName").attribute().range(1.0, 50.0),
            boolean("showData").column("showdata").long(255),
            boolean("showDimensionLabels").column("showdimensionlabels").long(255),
            boolean("showHierarchy").column("showhierarchy").long(255),
            list("simpleDimensions", "org.hisp.dhis.eventvisualization.SimpleDimension", Complex)
                .json("simpledimensions")
                .length(0, 255)
                .no_cascade()
                .no_role(),
            boolean("skipRounding").column("skiprounding").long(255),
            integer("sortOrder").column("sortorder").any_integer(),
            date("startDate").column("startdate").long(255),
            boolean("subscribed").read_only(),
            set("subscribers", "String", Text).item("subscriber").json("subscribers").simple().length(0, 255).no_cascade().no_role(),
            text("subtitle").column("subtitle").translatable("subtitle").length(0, 255),
            text("timeField").column("timefield").length(0, 255),
            text("title").column("title").translatable("title").length(0, 255),
            integer("topLimit").column("toplimit").any_integer(),
            constant("type", "org.hisp.dhis.eventvisualization.EventVisualizationType", EVENT_VISUALIZATION_TYPE).column("type").required().long(40),
            constant("userOrgUnitType", "org.hisp.dhis.common.UserOrgUnitType", USER_ORG_UNIT_TYPE).column("userorgunittype").long(12),
            boolean("userOrganisationUnit").column("userorganisationunit").long(255),
            boolean("userOrganisationUnitChildren").column("userorganisationunitchildren").long(255),
            boolean("userOrganisationUnitGrandChildren").column("userorganisationunitgrandchildren").long(255),
            reference("value", "org.hisp.dhis.common.DimensionalItemObject").nameable(),
        ])
        .build()
}
