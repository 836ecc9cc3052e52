//! Program Stage Data Element.

use crate::builder::{Builder, boolean, complex, integer, reference, set, text};
use crate::property::PropertyType::{Complex, Text};
use crate::registry::Type;

pub(super) fn program_stage_data_element() -> Type {
    Builder::new("programStageDataElement", "programStageDataElements", "org.hisp.dhis.program.ProgramStageDataElement")
        .table("programstagedataelement", Some("programstagedataelementid"))
        .embedded()
        .attribute_values()
        .references(&["org.hisp.dhis.user.User", "org.hisp.dhis.program.ProgramStage", "org.hisp.dhis.dataelement.DataElement"])
        .identifiable()
        .properties(vec![
            boolean("allowFutureDate").column("allowfuturedate").long(255),
            boolean("allowProvidedElsewhere").column("allowprovidedelsewhere").long(255),
            boolean("compulsory").column("compulsory").required().long(255),
            reference("createdBy", "org.hisp.dhis.user.User").opaque().gist("FALSE"),
            reference("dataElement", "org.hisp.dhis.dataelement.DataElement").by("dataelementid").required().nameable().long(255),
            boolean("displayInReports").column("displayinreports").long(255),
            boolean("favorite").read_only(),
            set("favorites", "String", Text).item("favorite").simple().min(0.0),
            text("name").attribute().range(1.0, 2147483647.0),
            reference("programStage", "org.hisp.dhis.program.ProgramStage").by("programstageid").nameable().long(255),
            boolean("renderOptionsAsRadio").column("renderoptionsasradio").long(255),
            complex("renderType", "org.hisp.dhis.render.DeviceRenderTypeMap").json("rendertype").length(0, 255),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0).gist("FALSE"),
            boolean("skipAnalytics").column("skipanalytics").required().long(255),
            boolean("skipSynchronization").column("skipsynchronization").long(255),
            integer("sortOrder").column("sort_order").any_integer(),
            set("translations", "org.hisp.dhis.translation.Translation", Complex).item("translation").min(0.0).gist("FALSE"),
        ])
        .build()
}
