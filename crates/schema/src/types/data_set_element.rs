//! Data Set Element.

use crate::builder::{Builder, reference};
use crate::registry::Type;

pub(super) fn data_set_element() -> Type {
    Builder::new("dataSetElement", "dataSetElements", "org.hisp.dhis.dataset.DataSetElement")
        .table("datasetelement", Some("datasetelementid"))
        .embedded()
        .references(&["org.hisp.dhis.dataset.DataSet", "org.hisp.dhis.category.CategoryCombo", "org.hisp.dhis.dataelement.DataElement"])
        .properties(vec![
            reference("categoryCombo", "org.hisp.dhis.category.CategoryCombo").by("categorycomboid").long(255),
            reference("dataElement", "org.hisp.dhis.dataelement.DataElement").by("dataelementid").required().nameable().long(255),
            reference("dataSet", "org.hisp.dhis.dataset.DataSet").by("datasetid").nameable().long(255),
        ])
        .build()
}
