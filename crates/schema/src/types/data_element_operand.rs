//! Data Element Operand.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE};
use super::expressions::{operand, translated};
use crate::builder::{Builder, complex, constant, date, identifier, list, reference, set, text, url};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::Type;

const NOW: &str = "to_char(now()::timestamp, 'YYYY-MM-DD\"T\"HH24:MI:SS.MS')";

const DISPLAY_NAME: &str = operand!(translated!("d", "name", "NAME"), " ", translated!("c", "name", "NAME"));

pub(super) fn data_element_operand() -> Type {
    Builder::new("dataElementOperand", "dataElementOperands", "org.hisp.dhis.dataelement.DataElementOperand")
        .endpoint("/dataElementOperands")
        .table("dataelementoperand", Some("dataelementoperandid"))
        .embedded()
        .attribute_values()
        .references(&[
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.category.CategoryOptionCombo",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE)
                .expression("(select d.aggregationtype from dataelement d where d.dataelementid = {t}.dataelementid)"),
            reference("attributeOptionCombo", "org.hisp.dhis.category.CategoryOptionCombo").nameable(),
            reference("categoryOptionCombo", "org.hisp.dhis.category.CategoryOptionCombo").by("categoryoptioncomboid").nameable().long(255),
            identifier("code").attribute().min(0.0),
            date("created").attribute().expression(NOW),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            reference("dataElement", "org.hisp.dhis.dataelement.DataElement").by("dataelementid").nameable().long(255),
            text("description").range(1.0, 2147483647.0),
            text("dimensionItem").read_only().expression(
                "(select d.uid || coalesce('.' || c.uid, '') from dataelement d left join categoryoptioncombo c \
                 on c.categoryoptioncomboid = {t}.categoryoptioncomboid where d.dataelementid = {t}.dataelementid)",
            ),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE).expression("'DATA_ELEMENT_OPERAND'"),
            text("displayFormName").read_only().sortable().expression(DISPLAY_NAME),
            text("displayName").read_only().expression(DISPLAY_NAME),
            text("displayShortName").read_only().expression(operand!(
                translated!("d", "shortname", "SHORT_NAME"),
                " ",
                translated!("c", "name", "NAME")
            )),
            url("href").attribute().min(0.0).expression(concat!("{base} || '/dataElementOperands/' || ", operand!("d.uid", ".", "c.uid"))),
            text("id").field("uid").range(0.0, 2147483647.0).expression(operand!("d.uid", ".", "c.uid")),
            date("lastUpdated").attribute().expression(NOW),
            reference("lastUpdatedBy", "org.hisp.dhis.user.User").opaque(),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            text("name").range(0.0, 2147483647.0).expression(operand!("d.name", " ", "c.name")),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("shortName").range(0.0, 2147483647.0).expression(operand!("d.shortname", " ", "c.name")),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
        ])
        .build()
}
