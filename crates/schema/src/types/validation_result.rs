//! Validation Result.

use crate::builder::{Builder, boolean, complex, date, integer, number, reference, text};
use crate::registry::Type;

pub(super) fn validation_result() -> Type {
    Builder::new("validationResult", "validationResults", "org.hisp.dhis.validation.ValidationResult")
        .endpoint("/validationResults")
        .table("validationresult", Some("validationresultid"))
        .order(2000)
        .references(&[
            "org.hisp.dhis.organisationunit.OrganisationUnit",
            "org.hisp.dhis.validation.ValidationRule",
            "org.hisp.dhis.category.CategoryOptionCombo",
        ])
        .properties(vec![
            reference("attributeOptionCombo", "org.hisp.dhis.category.CategoryOptionCombo").nameable(),
            date("created").column("created").required().long(255),
            integer("dayInPeriod").column("dayinperiod").transient().inverse().unsorted().range(0.0, 2147483647.0),
            text("id").klass("java.lang.Long").range(0.0, 2147483647.0),
            number("leftsideValue").column("leftsidevalue").long(2147483647),
            boolean("notificationSent").column("notificationsent").long(255),
            reference("organisationUnit", "org.hisp.dhis.organisationunit.OrganisationUnit").nameable(),
            complex("period", "org.hisp.dhis.period.Period").min(0.0),
            number("rightsideValue").column("rightsidevalue").long(2147483647),
            reference("validationRule", "org.hisp.dhis.validation.ValidationRule").nameable(),
        ])
        .build()
}
