//! Section.

use crate::builder::{Builder, boolean, complex, integer, list, reference, set, text};
use crate::property::PropertyType::{Complex, Reference};
use crate::registry::{AuthorityType, Type};

pub(super) fn section() -> Type {
    Builder::new("section", "sections", "org.hisp.dhis.dataset.Section")
        .endpoint("/sections")
        .table("section", Some("sectionid"))
        .order(1320)
        .translatable()
        .metadata()
        .attribute_values()
        .authority(AuthorityType::Create, &["F_SECTION_ADD"])
        .authority(AuthorityType::Delete, &["F_SECTION_DELETE"])
        .references(&[
            "org.hisp.dhis.dataelement.DataElementOperand",
            "org.hisp.dhis.dataset.DataSet",
            "org.hisp.dhis.user.User",
            "org.hisp.dhis.indicator.Indicator",
            "org.hisp.dhis.category.CategoryCombo",
            "org.hisp.dhis.dataelement.DataElement",
        ])
        .identifiable()
        .without(&["user"])
        .properties(vec![
            complex("access", "org.hisp.dhis.security.acl.Access").embedded().min(0.0),
            complex("attributeValues", "org.hisp.dhis.attribute.AttributeValues").json("attributevalues").length(0, 255),
            set("categoryCombos", "org.hisp.dhis.category.CategoryCombo", Reference).read_only().related(
                "exists (select from sectiondataelements m join dataelement d on d.dataelementid = m.dataelementid \
                 left join datasetelement x on x.datasetid = {t}.datasetid and x.dataelementid = d.dataelementid \
                 where m.sectionid = {t}.sectionid and coalesce(x.categorycomboid, d.categorycomboid) = {o}.categorycomboid)",
                "",
                "CategoryCombo",
            ),
            text("code").column("code").unique().attribute().length(1, 50),
            reference("createdBy", "org.hisp.dhis.user.User"),
            list("dataElements", "org.hisp.dhis.dataelement.DataElement", Reference)
                .item("dataElement")
                .join("sectiondataelements", "sectionid", "dataelementid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
            reference("dataSet", "org.hisp.dhis.dataset.DataSet").by("datasetid").required().nameable().long(255),
            text("description").column("description").length(2, 255),
            boolean("disableDataElementAutoGroup").column("disabledataelementautogroup").long(255),
            text("displayName").read_only(),
            text("displayOptions").json("displayoptions").length(0, 50000).answered("{t}.displayoptions::text"),
            set("greyedFields", "org.hisp.dhis.dataelement.DataElementOperand", Reference)
                .item("greyedField")
                .join("sectiongreyedfields", "sectionid", "dataelementoperandid")
                .nameable()
                .embedded()
                .min(0.0)
                .cascade("all,delete-orphan"),
            text("id").field("uid").column("uid").required().unique().attribute().length(11, 11),
            list("indicators", "org.hisp.dhis.indicator.Indicator", Reference)
                .item("indicator")
                .join("sectionindicators", "sectionid", "indicatorid")
                .sorted_by("sort_order")
                .nameable()
                .min(0.0),
            reference("lastUpdatedBy", "org.hisp.dhis.user.User").by("lastupdatedby").long(255),
            text("name").column("name").required().attribute().translatable("NAME").length(1, 230),
            complex("sharing", "org.hisp.dhis.user.sharing.Sharing").min(0.0),
            boolean("showColumnTotals").column("showcolumntotals").required().long(255),
            boolean("showRowTotals").column("showrowtotals").required().long(255),
            integer("sortOrder").column("sortorder").required().any_integer(),
            set("translations", "org.hisp.dhis.translation.Translation", Complex)
                .item("translation")
                .json("translations")
                .min(0.0)
                .no_cascade()
                .no_role(),
        ])
        .build()
}
