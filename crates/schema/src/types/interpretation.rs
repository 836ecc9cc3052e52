//! Interpretation.

use super::constants::ANALYTICS_FAVORITE_TYPE;
use crate::builder::{Builder, boolean, complex, constant, identifier, integer, list, reference, set, text};
use crate::property::PropertyType::{Complex, Reference, Text};
use crate::registry::Type;

pub(super) fn interpretation() -> Type {
    Builder::new("interpretation", "interpretations", "org.hisp.dhis.interpretation.Interpretation")
        .endpoint("/interpretations")
        .table("interpretation", Some("interpretationid"))
        .shareable()
        .attribute_values()
        .references(&[
            "org.hisp.dhis.dataset.DataSet",
            "org.hisp.dhis.interpretation.InterpretationComment",
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.visualization.Visualization",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.eventvisualization.EventVisualization",
            "org.hisp.dhis.eventreport.EventReport",
            "org.hisp.dhis.mapping.Map",
            "org.hisp.dhis.eventchart.EventChart",
        ])
        .identifiable()
        .properties(vec![
            identifier("code").attribute().min(0.0),
            text("displayName").read_only().sortable().expression("{t}.uid"),
            list("comments", "org.hisp.dhis.interpretation.InterpretationComment", Reference)
                .item("comment")
                .join("interpretation_comments", "interpretationid", "interpretationcommentid")
                .sorted_by("sort_order")
                .min(0.0)
                .cascade("all,delete-orphan"),
            reference("dataSet", "org.hisp.dhis.dataset.DataSet").by("datasetid").nameable().long(255),
            reference("eventChart", "org.hisp.dhis.eventchart.EventChart").by("eventchartid").nameable().long(255),
            reference("eventReport", "org.hisp.dhis.eventreport.EventReport").by("eventreportid").nameable().long(255),
            reference("eventVisualization", "org.hisp.dhis.eventvisualization.EventVisualization").by("eventvisualizationid").nameable().long(255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            identifier("id").field("uid").column("uid").attribute().length(11, 11),
            reference("lastUpdatedBy", "org.hisp.dhis.user.User").opaque(),
            set("likedBy", "org.hisp.dhis.user.User", Reference)
                .item("likeByUser")
                .join("interpretation_likedby", "interpretationid", "userid")
                .opaque()
                .min(0.0),
            integer("likes").column("likes").any_integer(),
            reference("map", "org.hisp.dhis.mapping.Map").by("mapid").nameable().long(255),
            list("mentions", "org.hisp.dhis.interpretation.Mention", Complex).json("mentions").length(0, 255).no_cascade().no_role(),
            text("name").range(0.0, 2147483647.0).expression("{t}.uid"),
            reference("organisationUnit", "org.hisp.dhis.organisationunit.OrganisationUnit").by("organisationunitid").nameable().long(255),
            complex("period", "org.hisp.dhis.period.Period")
                .by("periodid")
                .many_to_one()
                .length(0, 255)
                .cascade("none")
                .own_role()
                .answered("(select json_build_object('id', p.iso) from period p where p.periodid = {t}.periodid)"),
            text("text").column("interpretationtext").length(0, 2147483647),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            constant("type", "org.hisp.dhis.analytics.AnalyticsFavoriteType", ANALYTICS_FAVORITE_TYPE).read_only().expression(
                "case when {t}.visualizationid is not null then 'VISUALIZATION' when {t}.eventvisualizationid is not null then 'EVENT_VISUALIZATION' \
                 when {t}.mapid is not null then 'MAP' when {t}.eventreportid is not null then 'EVENT_REPORT' \
                 when {t}.eventchartid is not null then 'EVENT_CHART' when {t}.datasetid is not null then 'DATASET_REPORT' end",
            ),
            reference("visualization", "org.hisp.dhis.visualization.Visualization").by("visualizationid").nameable().long(255),
        ])
        .build()
}
