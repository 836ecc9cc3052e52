//! Program Data Element Dimension Item.

use super::constants::{AGGREGATION_TYPE, DIMENSION_ITEM_TYPE, VALUE_TYPE};
use super::expressions::translated;
use crate::builder::{Builder, complex, constant, date, identifier, list, reference, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::Type;

/// Something of the program `p` and of the data element `d`, with a space between.
macro_rules! both {
    ($of_program:expr, $of_element:expr, $between:literal) => {
        concat!(
            "(select ",
            $of_program,
            " || '",
            $between,
            "' || ",
            $of_element,
            " from program p, dataelement d where p.programid = {t}.programid and d.dataelementid = {t}.dataelementid)"
        )
    };
}

/// Something of the data element `d`.
macro_rules! of_element {
    ($value:literal) => {
        concat!("(select ", $value, " from dataelement d where d.dataelementid = {t}.dataelementid)")
    };
}

pub(super) fn program_data_element() -> Type {
    Builder::new("programDataElement", "programDataElements", "org.hisp.dhis.program.ProgramDataElementDimensionItem")
        .endpoint("/programDataElements")
        .embedded()
        .attribute_values()
        .references(&[
            "org.hisp.dhis.program.Program",
            "org.hisp.dhis.legend.LegendSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .nameable()
        .properties(vec![
            constant("aggregationType", "org.hisp.dhis.analytics.AggregationType", AGGREGATION_TYPE).expression(of_element!("d.aggregationtype")),
            identifier("code").attribute().min(0.0),
            date("created").attribute(),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            reference("dataElement", "org.hisp.dhis.dataelement.DataElement").required().nameable().related(
                "{o}.dataelementid = {t}.dataelementid",
                "{o}.dataelementid",
                "DataElement",
            ),
            text("description").range(1.0, 2147483647.0),
            text("dimensionItem").read_only().expression(both!("p.uid", "d.uid", ".")),
            constant("dimensionItemType", "org.hisp.dhis.common.DimensionItemType", DIMENSION_ITEM_TYPE).expression("'PROGRAM_DATA_ELEMENT'"),
            identifier("id").field("uid").attribute().range(11.0, 11.0),
            date("lastUpdated").attribute(),
            reference("lastUpdatedBy", "org.hisp.dhis.user.User").opaque(),
            reference("legendSet", "org.hisp.dhis.legend.LegendSet").read_only(),
            list("legendSets", "org.hisp.dhis.legend.LegendSet", Reference).min(0.0),
            text("name").range(0.0, 2147483647.0).expression(both!(translated!("p", "name", "NAME"), translated!("d", "name", "NAME"), " ")),
            reference("program", "org.hisp.dhis.program.Program").required().nameable().related(
                "{o}.programid = {t}.programid",
                "{o}.programid",
                "Program",
            ),
            complex("queryMods", "org.hisp.dhis.common.QueryModifiers").min(0.0),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            text("shortName").range(0.0, 2147483647.0).expression(both!(
                translated!("p", "shortname", "SHORT_NAME"),
                translated!("d", "shortname", "SHORT_NAME"),
                " "
            )),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
            constant("valueType", "org.hisp.dhis.common.ValueType", VALUE_TYPE).read_only().expression(of_element!("d.valuetype")),
        ])
        .build()
}
