//! Min Max Data Element.

use crate::builder::{Builder, boolean, integer, reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn min_max_data_element() -> Type {
    Builder::new("minMaxDataElement", "minMaxDataElements", "org.hisp.dhis.minmax.MinMaxDataElement")
        .endpoint("/minMaxDataElements")
        .table("minmaxdataelement", Some("minmaxdataelementid"))
        .authority(AuthorityType::Create, &["F_MINMAX_DATAELEMENT_ADD"])
        .authority(AuthorityType::Delete, &["F_MINMAX_DATAELEMENT_ADD"])
        .references(&[
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.category.CategoryOptionCombo",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .properties(vec![
            reference("dataElement", "org.hisp.dhis.dataelement.DataElement").by("dataelementid").nameable().long(255),
            boolean("generated").column("generatedvalue").long(255),
            integer("max").column("maximumvalue").required().any_integer(),
            integer("min").column("minimumvalue").required().any_integer(),
            reference("optionCombo", "org.hisp.dhis.category.CategoryOptionCombo").by("categoryoptioncomboid").nameable().long(255),
            reference("source", "org.hisp.dhis.organisationunit.OrganisationUnit").by("sourceid").nameable().long(255),
        ])
        .build()
}
