//! Map View.

use super::constants::{
    AGGREGATION_TYPE, DIGIT_GROUP_SEPARATOR, ENROLLMENT_STATUS, EVENT_STATUS_2, HIDE_EMPTY_ITEM_STRATEGY, MAP_VIEW_RENDERING_STRATEGY,
    ORGANISATION_UNIT_SELECTION_MODE, REGRESSION_TYPE, THEMATIC_MAP_TYPE, USER_ORG_UNIT_TYPE,
};
use super::expressions::{PERIODS, RELATIVE_PERIODS, attribute_dimensions, meta_data, meta_data_of, reference_to, translated};
use crate::builder::{Builder, boolean, color, complex, constant, date, integer, list, number, reference, set, text};
use crate::property::PropertyType::{Complex, Integer, Reference, Text};
use crate::registry::Type;

pub(super) fn map_view() -> Type {
    Builder::new("mapView", "mapViews", "org.hisp.dhis.mapping.MapView")
        .endpoint("/mapViews")
        .table("mapview", Some("mapviewid"))
        .order(1900)
        .translatable()
        .subscribable_object()
        .metadata()
        .embedded()
        .attribute_values()
        .references(&[
            "org.hisp.dhis.organisationunit.OrganisationUnitGroup",
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.program.ProgramStage",
            "org.hisp.dhis.interpretation.Interpretation",
            "org.hisp.dhis.trackedentity.TrackedEntityType",
            "org.hisp.dhis.common.DimensionalObject",
            "org.hisp.dhis.organisationunit.OrganisationUnitGroupSet",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE).column("aggregationtype").long(40),
            integer("areaRadius").column("arearadius").any_integer(),
            list("attributeDimensions", "org.hisp.dhis.trackedentity.TrackedEntityAttributeDimension", Complex)
                .item("attributeDimension")
                .join("mapview_attributedimensions", "mapviewid", "trackedentityattributedimensionid")
                .sorted_by("sort_order")
                .answered(attribute_dimensions!("mapview"))
                .min(0.0)
                .cascade("all, delete-orphan"),
            list("categoryDimensions", "org.hisp.dhis.category.CategoryDimension", Complex)
                .item("categoryDimension")
                .join("mapview_categorydimensions", "mapviewid", "categorydimensionid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            list("categoryOptionGroupSetDimensions", "org.hisp.dhis.category.CategoryOptionGroupSetDimension", Complex)
                .item("categoryOptionGroupSetDimension")
                .join("mapview_categoryoptiongroupsetdimensions", "mapviewid", "categoryoptiongroupsetdimensionid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            integer("classes").column("classes").any_integer(),
            boolean("colSubTotals").expression("false"),
            boolean("colTotals").expression("false"),
            color("colorHigh").column("colorhigh").length(0, 255),
            color("colorLow").column("colorlow").length(0, 255),
            text("colorScale").column("colorscale").length(0, 255),
            list("columnDimensions", "String", Text)
                .item("columnDimension")
                .values("mapview_columns", "mapviewid", "dimension")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            list("columns", "org.hisp.dhis.common.DimensionalObject", Reference).item("column").nameable().min(0.0),
            boolean("completedOnly").expression("false"),
            text("config").column("config").length(0, 2147483647),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            boolean("cumulativeValues").expression("false"),
            list("dataDimensionItems", "org.hisp.dhis.common.DataDimensionItem", Complex)
                .item("dataDimensionItem")
                .join("mapview_datadimensionitems", "mapviewid", "datadimensionitemid")
                .sorted_by("sort_order")
                .min(0.0)
                .cascade("all, delete-orphan"),
            list("dataElementDimensions", "org.hisp.dhis.trackedentity.TrackedEntityDataElementDimension", Complex)
                .item("dataElementDimension")
                .join("mapview_dataelementdimensions", "mapviewid", "trackedentitydataelementdimensionid")
                .sorted_by("sort_order")
                .min(0.0)
                .cascade("all, delete-orphan"),
            list("dataElementGroupSetDimensions", "org.hisp.dhis.dataelement.DataElementGroupSetDimension", Complex)
                .item("dataElementGroupSetDimension")
                .embedded()
                .min(0.0),
            constant("digitGroupSeparator", "org.hisp.dhis.common.DigitGroupSeparator", DIGIT_GROUP_SEPARATOR).expression("'SPACE'"),
            text("displayBaseLineLabel").read_only(),
            text("displaySubtitle").read_only(),
            text("displayTargetLineLabel").read_only(),
            text("displayTitle").read_only(),
            date("endDate").column("enddate").long(255),
            boolean("eventClustering").column("eventclustering").long(255),
            text("eventCoordinateField").column("eventcoordinatefield").length(0, 255),
            text("eventCoordinateFieldFallback").column("eventcoordinatefieldfallback").length(0, 15),
            text("eventPointColor").column("eventpointcolor").length(0, 255),
            integer("eventPointRadius").column("eventpointradius").any_integer(),
            constant("eventStatus", "org.hisp.dhis.event.EventStatus", EVENT_STATUS_2).column("eventstatus").long(50),
            list("filterDimensions", "String", Text)
                .item("filterDimension")
                .values("mapview_filters", "mapviewid", "dimension")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            list("filters", "org.hisp.dhis.common.DimensionalObject", Reference).item("filter").nameable().min(0.0),
            boolean("followUp").column("followup").long(255),
            boolean("hidden").column("hidden").long(255),
            constant("hideEmptyRowItems", "org.hisp.dhis.common.HideEmptyItemStrategy", HIDE_EMPTY_ITEM_STRATEGY).expression("'NONE'"),
            boolean("hideEmptyRows").expression("false"),
            boolean("hideLegend").expression("false"),
            boolean("hideSubtitle").expression("false"),
            boolean("hideTitle").expression("false"),
            set("interpretations", "org.hisp.dhis.interpretation.Interpretation", Reference).item("interpretation").min(0.0),
            list("itemOrganisationUnitGroups", "org.hisp.dhis.organisationunit.OrganisationUnitGroup", Reference)
                .item("itemOrganisationUnitGroup")
                .join("mapview_itemorgunitgroups", "mapviewid", "orgunitgroupid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
            text("labelFontColor").column("labelfontcolor").length(0, 255),
            text("labelFontSize").column("labelfontsize").length(0, 255),
            text("labelFontStyle").column("labelfontstyle").length(0, 255),
            text("labelFontWeight").column("labelfontweight").length(0, 255),
            text("labelTemplate").column("labeltemplate").length(0, 50),
            boolean("labels").column("labels").long(255),
            text("layer").column("layer").required().length(0, 255),
            complex("legend", "org.hisp.dhis.visualization.LegendDefinitions").field("legendDefinitions").min(0.0),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").by("legendsetid").long(255),
            complex("metaData", "org.hisp.dhis.mapping.Map").read_only().no_endpoint().expression(meta_data!(
                "mapview",
                meta_data_of!(
                    "mapview",
                    "dataelement",
                    "dataelementid",
                    "dataelementdimensions m join trackedentitydataelementdimension using (trackedentitydataelementdimensionid)"
                ),
                meta_data_of!(
                    "mapview",
                    "trackedentityattribute",
                    "trackedentityattributeid",
                    "attributedimensions m join trackedentityattributedimension using (trackedentityattributedimensionid)"
                )
            )),
            integer("method").column("method").any_integer(),
            text("name").column("name").attribute().translatable("NAME").length(1, 230),
            text("noDataColor").column("nodatacolor").length(7, 7),
            boolean("noSpaceBetweenColumns").expression("false"),
            number("opacity").column("opacity").long(2147483647),
            text("orgUnitField").column("orgunitfield").length(0, 255),
            text("orgUnitFieldDisplayName").range(0.0, 2147483647.0),
            text("organisationUnitColor").column("organisationunitcolor").length(7, 7),
            reference("organisationUnitGroupSet", "org.hisp.dhis.organisationunit.OrganisationUnitGroupSet")
                .by("orgunitgroupsetid")
                .nameable()
                .long(255),
            list("organisationUnitGroupSetDimensions", "org.hisp.dhis.organisationunit.OrganisationUnitGroupSetDimension", Complex)
                .item("organisationUnitGroupSetDimension")
                .join("mapview_orgunitgroupsetdimensions", "mapviewid", "orgunitgroupsetdimensionid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            list("organisationUnitLevels", "Integer", Integer)
                .item("organisationUnitLevel")
                .values("mapview_orgunitlevels", "mapviewid", "orgunitlevel")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            constant("organisationUnitSelectionMode", "org.hisp.dhis.common.OrganisationUnitSelectionMode", ORGANISATION_UNIT_SELECTION_MODE)
                .column("organisationunitselectionmode")
                .long(40),
            list("organisationUnits", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference)
                .item("organisationUnit")
                .join("mapview_organisationunits", "mapviewid", "organisationunitid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
            text("parentGraph").range(0.0, 2147483647.0),
            complex("parentGraphMap", "org.hisp.dhis.mapping.Map").min(0.0).no_endpoint(),
            integer("parentLevel").range(0.0, 2147483647.0).expression("0"),
            boolean("percentStackedValues").expression("false"),
            list("periods", "org.hisp.dhis.period.Period", Complex)
                .item("period")
                .field("persistedPeriods")
                .join("mapview_periods", "mapviewid", "periodid")
                .sorted_by("sort_order")
                .min(0.0)
                .answered(PERIODS),
            reference("program", "org.hisp.dhis.program.Program").by("programid").nameable().long(255),
            list("programIndicatorDimensions", "org.hisp.dhis.trackedentity.TrackedEntityProgramIndicatorDimension", Complex)
                .item("programIndicatorDimension")
                .min(0.0),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").by("programstageid").nameable().long(255),
            constant("programStatus", "org.hisp.dhis.program.EnrollmentStatus", ENROLLMENT_STATUS).column("programstatus").long(40),
            integer("radiusHigh").column("radiushigh").any_integer(),
            integer("radiusLow").column("radiuslow").any_integer(),
            list("rawPeriods", "String", Text).json("relativeperiods").simple().long(255).range(0.0, 3650.0).no_cascade().no_role(),
            constant("regressionType", "org.hisp.dhis.common.RegressionType", REGRESSION_TYPE).expression("'NONE'"),
            complex("relativePeriods", "org.hisp.dhis.period.RelativePeriods").field("relatives").min(0.0).gist("FALSE").expression(RELATIVE_PERIODS),
            constant("renderingStrategy", "org.hisp.dhis.mapping.MapViewRenderingStrategy", MAP_VIEW_RENDERING_STRATEGY)
                .column("renderingstrategy")
                .required()
                .long(50),
            boolean("rowSubTotals").expression("false"),
            boolean("rowTotals").expression("false"),
            list("rows", "org.hisp.dhis.common.DimensionalObject", Reference).item("row").nameable().min(0.0),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("shortName").attribute().range(1.0, 50.0),
            boolean("showData").expression("false"),
            boolean("showDimensionLabels").expression("false"),
            boolean("showHierarchy").expression("false"),
            boolean("skipRounding").expression("false"),
            integer("sortOrder").range(-2147483648.0, 2147483647.0).expression("0"),
            date("startDate").column("startdate").long(255),
            complex("styleDataItem", "java.lang.Object").json("styledataitem").length(0, 255),
            boolean("subscribed").read_only().expression("false"),
            set("subscribers", "String", Text).item("subscriber").simple().min(0.0),
            text("subtitle").range(0.0, 2147483647.0),
            constant("thematicMapType", "org.hisp.dhis.mapping.ThematicMapType", THEMATIC_MAP_TYPE).column("thematicmaptype").long(50),
            text("timeField").range(0.0, 2147483647.0),
            text("title").range(0.0, 2147483647.0),
            integer("topLimit").range(0.0, 2147483647.0).expression("0"),
            reference("trackedEntityType", "org.hisp.dhis.trackedentity.TrackedEntityType").by("trackedentitytypeid").nameable().long(255),
            constant("userOrgUnitType", "org.hisp.dhis.common.UserOrgUnitType", USER_ORG_UNIT_TYPE).column("userorgunittype").long(12),
            boolean("userOrganisationUnit").column("userorganisationunit").long(255),
            boolean("userOrganisationUnitChildren").column("userorganisationunitchildren").long(255),
            boolean("userOrganisationUnitGrandChildren").column("userorganisationunitgrandchildren").long(255),
        ])
        .build()
}
