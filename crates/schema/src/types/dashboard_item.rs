//! Dashboard Item.

use super::constants::{DASHBOARD_ITEM_SHAPE, DASHBOARD_ITEM_TYPE};
use crate::builder::{Builder, boolean, complex, constant, date, integer, list, reference, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::{AuthorityType, Type};

const TYPE: &str = "case when {t}.visualizationid is not null then 'VISUALIZATION' when {t}.eventchartid is not null then 'EVENT_CHART' \
    when {t}.eventreport is not null then 'EVENT_REPORT' when {t}.eventvisualizationid is not null then 'EVENT_VISUALIZATION' \
    when {t}.mapid is not null then 'MAP' when {t}.textcontent is not null then 'TEXT' \
    when exists (select from dashboarditem_users m where m.dashboarditemid = {t}.dashboarditemid) then 'USERS' \
    when exists (select from dashboarditem_reports m where m.dashboarditemid = {t}.dashboarditemid) then 'REPORTS' \
    when exists (select from dashboarditem_resources m where m.dashboarditemid = {t}.dashboarditemid) then 'RESOURCES' \
    when {t}.messages is not null then 'MESSAGES' when {t}.appkey is not null then 'APP' end";

const CONTENT_COUNT: &str = "num_nonnulls({t}.visualizationid, {t}.eventvisualizationid, {t}.eventchartid, {t}.mapid, {t}.eventreport, \
    {t}.textcontent, {t}.messages, {t}.appkey) \
    + (select count(*) from dashboarditem_users m where m.dashboarditemid = {t}.dashboarditemid) \
    + (select count(*) from dashboarditem_reports m where m.dashboarditemid = {t}.dashboarditemid) \
    + (select count(*) from dashboarditem_resources m where m.dashboarditemid = {t}.dashboarditemid)";

/// Something of the interpretations of the chart or map that an item shows.
macro_rules! interpretations {
    ($what:literal) => {
        concat!(
            "(select ",
            $what,
            " from interpretation i where i.visualizationid = {t}.visualizationid or i.mapid = {t}.mapid ",
            "or i.eventchartid = {t}.eventchartid or i.eventreportid = {t}.eventreport ",
            "or i.eventvisualizationid = {t}.eventvisualizationid)"
        )
    };
}

pub(super) fn dashboard_item() -> Type {
    Builder::new("dashboardItem", "dashboardItems", "org.hisp.dhis.dashboard.DashboardItem")
        .endpoint("/dashboardItems")
        .table("dashboarditem", Some("dashboarditemid"))
        .order(3500)
        .translatable()
        .default_private()
        .implicit_private_authority()
        .embedded()
        .attribute_values()
        .authority(AuthorityType::CreatePublic, &["F_DASHBOARD_PUBLIC_ADD"])
        .references(&[
            "org.hisp.dhis.visualization.Visualization",
            "org.hisp.dhis.document.Document",
            "org.hisp.dhis.report.Report",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.eventvisualization.EventVisualization",
            "org.hisp.dhis.eventreport.EventReport",
            "org.hisp.dhis.mapping.Map",
            "org.hisp.dhis.eventchart.EventChart",
        ])
        .identifiable()
        .without(&["displayName", "user"])
        .properties(vec![
            complex("access", "org.hisp.dhis.security.acl.Access").embedded().min(0.0),
            text("appKey").column("appkey").length(0, 255),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").min(0.0).expression("null::json"),
            text("code").column("code").attribute().length(0, 255),
            integer("contentCount").read_only().expression(CONTENT_COUNT),
            date("created").column("created").required().attribute().long(255),
            reference("createdBy", "org.hisp.dhis.user.User"),
            text("displayText").read_only(),
            reference("eventChart", "org.hisp.dhis.eventchart.EventChart").by("eventchartid").nameable().long(255),
            reference("eventReport", "org.hisp.dhis.eventreport.EventReport").by("eventreport").nameable().long(255),
            reference("eventVisualization", "org.hisp.dhis.eventvisualization.EventVisualization").by("eventvisualizationid").nameable().long(255),
            integer("height").column("height").any_integer(),
            text("href").attribute().range(0.0, 2147483647.0).expression("'/dashboardItems/' || {t}.uid"),
            text("id").field("uid").column("uid").required().unique().attribute().length(0, 11),
            integer("interpretationCount").read_only().expression(interpretations!("count(*)")),
            integer("interpretationLikeCount").read_only().expression(interpretations!("coalesce(sum(i.likes), 0)")),
            date("lastUpdated").column("lastupdated").required().attribute().long(255),
            reference("lastUpdatedBy", "org.hisp.dhis.user.User").by("lastupdatedby").long(255),
            reference("map", "org.hisp.dhis.mapping.Map").by("mapid").nameable().long(255),
            boolean("messages").column("messages").long(255),
            text("name").range(0.0, 2147483647.0),
            list("reports", "org.hisp.dhis.report.Report", Reference)
                .item("report")
                .join("dashboarditem_reports", "dashboarditemid", "reportid")
                .sorted_by("sort_order")
                .min(0.0),
            list("resources", "org.hisp.dhis.document.Document", Reference)
                .item("resource")
                .join("dashboarditem_resources", "dashboarditemid", "resourceid")
                .sorted_by("sort_order")
                .min(0.0),
            constant("shape", "org.hisp.dhis.dashboard.DashboardItemShape", DASHBOARD_ITEM_SHAPE).column("shape").long(50),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).expression("null::json"),
            text("text").column("textcontent").translatable("TEXT").length(0, 2147483647),
            set("translations", "org.hisp.dhis.translation.Translation", Complex)
                .item("translation")
                .json("translations")
                .min(0.0)
                .no_cascade()
                .no_role(),
            constant("type", "org.hisp.dhis.dashboard.DashboardItemType", DASHBOARD_ITEM_TYPE).read_only().expression(TYPE),
            list("users", "org.hisp.dhis.user.User", Reference)
                .item("user")
                .join("dashboarditem_users", "dashboarditemid", "userid")
                .sorted_by("sort_order")
                .opaque()
                .min(0.0),
            reference("visualization", "org.hisp.dhis.visualization.Visualization").by("visualizationid").nameable().long(255),
            integer("width").column("width").any_integer(),
            integer("x").column("x").any_integer(),
            integer("y").column("y").any_integer(),
        ])
        .build()
}
