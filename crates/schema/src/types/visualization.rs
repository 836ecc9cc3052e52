//! Visualization.

use super::constants::{
    AGGREGATION_TYPE, DIGIT_GROUP_SEPARATOR, DISPLAY_DENSITY, FONT_SIZE, HIDE_EMPTY_ITEM_STRATEGY, NUMBER_TYPE, REGRESSION_TYPE, USER_ORG_UNIT_TYPE,
    VISUALIZATION_TYPE,
};
use super::expressions::{
    PERIODS, RELATIVE_PERIODS, axis_number, axis_title, display_axis_title, legend, meta_data, meta_data_of, reference_to, translated,
};
use crate::builder::{Builder, boolean, complex, constant, date, integer, list, number, set, text};
use crate::property::PropertyType::{Complex, Integer, Reference, Text};
use crate::registry::{AuthorityType, Type};

pub(super) fn visualization() -> Type {
    Builder::new("visualization", "visualizations", "org.hisp.dhis.visualization.Visualization")
        .endpoint("/visualizations")
        .table("visualization", Some("visualizationid"))
        .order(2000)
        .shareable()
        .translatable()
        .favoritable()
        .subscribable()
        .subscribable_object()
        .implicit_private_authority()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_VISUALIZATION_PUBLIC_ADD"])
        .references(&[
            "org.hisp.dhis.organisationunit.OrganisationUnitGroup",
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.interpretation.Interpretation",
            "org.hisp.dhis.common.DimensionalObject",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE).column("aggregationtype").long(40),
            list("attributeDimensions", "org.hisp.dhis.trackedentity.TrackedEntityAttributeDimension", Complex).item("attributeDimension").min(0.0),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            list("axes", "org.hisp.dhis.visualization.AxisV2", Complex).json("axes").length(0, 255).no_cascade().no_role(),
            text("baseLineLabel").column("baselinelabel").transient().inverse().unsorted().range(0.0, 2147483647.0).answered(axis_title!(
                "0",
                "->'baseLine'",
                "baselinelabel"
            )),
            number("baseLineValue").column("baselinevalue").transient().inverse().unsorted().answered(axis_number!(
                "->'baseLine'->>'value'",
                "->'baseLine'->'title'",
                "baselinevalue",
                "double precision"
            )),
            list("categoryDimensions", "org.hisp.dhis.category.CategoryDimension", Complex)
                .item("categoryDimension")
                .join("visualization_categorydimensions", "visualizationid", "categorydimensionid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            list("categoryOptionGroupSetDimensions", "org.hisp.dhis.category.CategoryOptionGroupSetDimension", Complex)
                .item("categoryOptionGroupSetDimension")
                .join("visualization_categoryoptiongroupsetdimensions", "visualizationid", "categoryoptiongroupsetdimensionid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            boolean("colSubTotals").column("colsubtotals").long(255),
            boolean("colTotals").column("coltotals").long(255),
            text("colorSet").column("colorset").length(0, 255),
            list("columnDimensions", "String", Text)
                .item("columnDimension")
                .values("visualization_columns", "visualizationid", "dimension")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            list("columns", "org.hisp.dhis.common.DimensionalObject", Reference).item("column").nameable().min(0.0),
            boolean("completedOnly").column("completedonly").long(255),
            boolean("cumulativeValues").column("cumulative").long(255),
            list("dataDimensionItems", "org.hisp.dhis.common.DataDimensionItem", Complex)
                .item("dataDimensionItem")
                .join("visualization_datadimensionitems", "visualizationid", "datadimensionitemid")
                .sorted_by("sort_order")
                .min(0.0)
                .cascade("all, delete-orphan"),
            list("dataElementDimensions", "org.hisp.dhis.trackedentity.TrackedEntityDataElementDimension", Complex)
                .item("dataElementDimension")
                .min(0.0),
            list("dataElementGroupSetDimensions", "org.hisp.dhis.dataelement.DataElementGroupSetDimension", Complex)
                .item("dataElementGroupSetDimension")
                .join("visualization_dataelementgroupsetdimensions", "visualizationid", "dataelementgroupsetdimensionid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            constant("digitGroupSeparator", "org.hisp.dhis.common.DigitGroupSeparator", DIGIT_GROUP_SEPARATOR).column("digitgroupseparator").long(40),
            text("displayBaseLineLabel").read_only().expression(display_axis_title!("0", "->'baseLine'", "baselinelabel", "baseLineLabel")),
            constant("displayDensity", "org.hisp.dhis.common.DisplayDensity", DISPLAY_DENSITY).column("displaydensity").long(40),
            text("displayDomainAxisLabel").read_only().expression(display_axis_title!("1", "", "domainaxislabel", "domainAxisLabel")),
            text("displayRangeAxisLabel").read_only().expression(display_axis_title!("0", "", "rangeaxislabel", "rangeAxisLabel")),
            text("displaySubtitle").read_only(),
            text("displayTargetLineLabel").read_only().expression(display_axis_title!("0", "->'targetLine'", "targetlinelabel", "targetLineLabel")),
            text("displayTitle").read_only(),
            text("domainAxisLabel").column("domainaxislabel").transient().inverse().unsorted().range(0.0, 2147483647.0).answered(axis_title!(
                "1",
                "",
                "domainaxislabel"
            )),
            date("endDate").column("enddate").long(255),
            set("favorites", "String", Text).item("favorite").json("favorites").simple().length(0, 255).no_cascade().no_role(),
            list("filterDimensions", "String", Text)
                .item("filterDimension")
                .values("visualization_filters", "visualizationid", "dimension")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            list("filters", "org.hisp.dhis.common.DimensionalObject", Reference).item("filter").nameable().min(0.0),
            boolean("fixColumnHeaders").column("fixcolumnheaders").long(255),
            boolean("fixRowHeaders").column("fixrowheaders").long(255),
            constant("fontSize", "org.hisp.dhis.common.FontSize", FONT_SIZE).column("fontsize").long(40),
            complex("fontStyle", "org.hisp.dhis.visualization.VisualizationFontStyle").json("fontstyle").length(0, 255),
            boolean("hideEmptyColumns").column("hideemptycolumns").long(255),
            constant("hideEmptyRowItems", "org.hisp.dhis.common.HideEmptyItemStrategy", HIDE_EMPTY_ITEM_STRATEGY)
                .column("hideemptyrowitems")
                .long(40),
            boolean("hideEmptyRows").column("hideemptyrows").long(255),
            boolean("hideLegend").column("hidelegend").long(255),
            boolean("hideSubtitle").column("hidesubtitle").long(255),
            boolean("hideTitle").column("hidetitle").long(255),
            set("icons", "org.hisp.dhis.icon.Icon", Complex).json("icons").length(0, 255).no_cascade().no_role().no_endpoint(),
            set("interpretations", "org.hisp.dhis.interpretation.Interpretation", Reference)
                .item("interpretation")
                .children("visualizationid")
                .inverse()
                .min(0.0)
                .own_inverse_role(),
            list("itemOrganisationUnitGroups", "org.hisp.dhis.organisationunit.OrganisationUnitGroup", Reference)
                .item("itemOrganisationUnitGroup")
                .join("visualization_itemorgunitgroups", "visualizationid", "orgunitgroupid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
            complex("legend", "org.hisp.dhis.visualization.LegendDefinitions")
                .field("legendDefinitions")
                .persisted()
                .owner()
                .min(0.0)
                .expression(legend!()),
            text("measureCriteria").column("measurecriteria").length(0, 255),
            complex("metaData", "org.hisp.dhis.mapping.Map").read_only().no_endpoint().expression(meta_data!(
                "visualization",
                meta_data_of!(
                    "visualization",
                    "dataelementgroupset",
                    "dataelementgroupsetid",
                    "dataelementgroupsetdimensions m join dataelementgroupsetdimension using (dataelementgroupsetdimensionid)"
                )
            )),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            boolean("noSpaceBetweenColumns").column("nospacebetweencolumns").long(255),
            constant("numberType", "org.hisp.dhis.analytics.NumberType", NUMBER_TYPE).column("numbertype").long(40),
            list("optionalAxes", "org.hisp.dhis.visualization.Axis", Complex)
                .item("axis")
                .join("visualization_axis", "visualizationid", "axisid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all, delete-orphan"),
            text("orgUnitField").range(0.0, 2147483647.0),
            list("organisationUnitGroupSetDimensions", "org.hisp.dhis.organisationunit.OrganisationUnitGroupSetDimension", Complex)
                .item("organisationUnitGroupSetDimension")
                .join("visualization_orgunitgroupsetdimensions", "visualizationid", "orgunitgroupsetdimensionid")
                .sorted_by("sort_order")
                .embedded()
                .min(0.0)
                .cascade("all-delete-orphan"),
            list("organisationUnitLevels", "Integer", Integer)
                .item("organisationUnitLevel")
                .values("visualization_orgunitlevels", "visualizationid", "orgunitlevel")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            list("organisationUnits", "org.hisp.dhis.organisationunit.OrganisationUnit", Reference)
                .item("organisationUnit")
                .join("visualization_organisationunits", "visualizationid", "organisationunitid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
            complex("outlierAnalysis", "org.hisp.dhis.visualization.OutlierAnalysis").json("outlieranalysis").length(0, 255),
            complex("parentGraphMap", "org.hisp.dhis.mapping.Map").min(0.0).no_endpoint(),
            boolean("percentStackedValues").column("percentstackedvalues").long(255),
            list("periods", "org.hisp.dhis.period.Period", Complex)
                .item("period")
                .field("persistedPeriods")
                .join("visualization_periods", "visualizationid", "periodid")
                .sorted_by("sort_order")
                .min(0.0)
                .answered(PERIODS),
            list("programIndicatorDimensions", "org.hisp.dhis.trackedentity.TrackedEntityProgramIndicatorDimension", Complex)
                .item("programIndicatorDimension")
                .min(0.0),
            integer("rangeAxisDecimals")
                .column("rangeaxisdecimals")
                .transient()
                .inverse()
                .unsorted()
                .range(0.0, 2147483647.0)
                .answered(axis_number!("->>'decimals'", "", "rangeaxisdecimals", "integer")),
            text("rangeAxisLabel").column("rangeaxislabel").transient().inverse().unsorted().range(0.0, 2147483647.0).answered(axis_title!(
                "0",
                "",
                "rangeaxislabel"
            )),
            number("rangeAxisMaxValue").column("rangeaxismaxvalue").transient().inverse().unsorted().answered(axis_number!(
                "->>'maxValue'",
                "",
                "rangeaxismaxvalue",
                "double precision"
            )),
            number("rangeAxisMinValue").column("rangeaxisminvalue").transient().inverse().unsorted().answered(axis_number!(
                "->>'minValue'",
                "",
                "rangeaxisminvalue",
                "double precision"
            )),
            integer("rangeAxisSteps").column("rangeaxissteps").transient().inverse().unsorted().range(0.0, 2147483647.0).answered(axis_number!(
                "->>'steps'",
                "",
                "rangeaxissteps",
                "integer"
            )),
            list("rawPeriods", "String", Text).json("relativeperiods").simple().long(255).range(0.0, 3650.0).no_cascade().no_role(),
            boolean("regression").column("regression").long(255),
            constant("regressionType", "org.hisp.dhis.common.RegressionType", REGRESSION_TYPE).column("regressiontype").long(40),
            complex("relativePeriods", "org.hisp.dhis.period.RelativePeriods").field("relatives").min(0.0).gist("FALSE").expression(RELATIVE_PERIODS),
            complex("reportingParams", "org.hisp.dhis.visualization.ReportingParams").persisted().owner().min(0.0).expression(
                "case when coalesce({t}.paramreportingperiod, {t}.paramorganisationunit, {t}.paramparentorganisationunit, \
                 {t}.paramgrandparentorganisationunit) is not null then json_build_object('reportingPeriod', \
                 coalesce({t}.paramreportingperiod, false), 'organisationUnit', coalesce({t}.paramorganisationunit, false), \
                 'parentOrganisationUnit', coalesce({t}.paramparentorganisationunit, false), 'grandParentOrganisationUnit', \
                 coalesce({t}.paramgrandparentorganisationunit, false)) end",
            ),
            list("rowDimensions", "String", Text)
                .item("rowDimension")
                .values("visualization_rows", "visualizationid", "dimension")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
            boolean("rowSubTotals").column("rowsubtotals").long(255),
            boolean("rowTotals").column("rowtotals").long(255),
            list("rows", "org.hisp.dhis.common.DimensionalObject", Reference).item("row").nameable().min(0.0),
            list("series", "org.hisp.dhis.visualization.Series", Complex).item("seriesItem").json("series").length(0, 255).no_cascade().no_role(),
            complex("seriesKey", "org.hisp.dhis.visualization.SeriesKey").json("serieskey").length(0, 255),
            text("shortName").attribute().range(1.0, 50.0),
            boolean("showData").column("showdata").long(255),
            boolean("showDimensionLabels").column("showdimensionlabels").long(255),
            boolean("showHierarchy").column("showhierarchy").long(255),
            boolean("skipRounding").column("skiprounding").long(255),
            integer("sortOrder").column("sortorder").any_integer(),
            list("sorting", "org.hisp.dhis.analytics.Sorting", Complex).item("sortingItem").json("sorting").length(0, 255).no_cascade().no_role(),
            date("startDate").column("startdate").long(255),
            boolean("subscribed").read_only().expression("coalesce(jsonb_exists({t}.subscribers, {user}), false)"),
            set("subscribers", "String", Text).item("subscriber").json("subscribers").simple().length(0, 255).no_cascade().no_role(),
            text("subtitle").column("subtitle").translatable("subtitle").length(0, 255),
            text("targetLineLabel").column("targetlinelabel").transient().inverse().unsorted().range(0.0, 2147483647.0).answered(axis_title!(
                "0",
                "->'targetLine'",
                "targetlinelabel"
            )),
            number("targetLineValue").column("targetlinevalue").transient().inverse().unsorted().answered(axis_number!(
                "->'targetLine'->>'value'",
                "->'targetLine'->'title'",
                "targetlinevalue",
                "double precision"
            )),
            text("timeField").range(0.0, 2147483647.0),
            text("title").column("title").translatable("title").length(0, 255),
            integer("topLimit").column("toplimit").any_integer(),
            constant("type", "org.hisp.dhis.visualization.VisualizationType", VISUALIZATION_TYPE).column("type").required().long(40),
            constant("userOrgUnitType", "org.hisp.dhis.common.UserOrgUnitType", USER_ORG_UNIT_TYPE).column("userorgunittype").long(12),
            boolean("userOrganisationUnit").column("userorganisationunit").long(255),
            boolean("userOrganisationUnitChildren").column("userorganisationunitchildren").long(255),
            boolean("userOrganisationUnitGrandChildren").column("userorganisationunitgrandchildren").long(255),
            text("visualizationPeriodName").range(0.0, 2147483647.0),
            list("yearlySeries", "String", Text)
                .item("yearlySerie")
                .values("visualization_yearlyseries", "visualizationid", "yearlyseries")
                .sorted_by("sort_order")
                .simple()
                .min(0.0),
        ])
        .build()
}
