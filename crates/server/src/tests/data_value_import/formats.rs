//! The same values in JSON, CSV, DXF 2 and ADX, plain and packed, and by every name.

use serde_json::{Value, json};

use super::{PATH, codes, counts, import, send, stored, value};
use crate::tests::data_value_import::country::country;
use crate::tests::packed::{archive, gzip, streamed_archive};
use crate::tests::{ADMIN, Server, block_on};

const CSV: &str = "OrgUnit,value,period,dataElement,categoryoptioncombo,storedby,lastupdated,comment,followup,deleted\r\n\
    ClinicOne11,\"1\",202501,ElementNum1,,me,2025-01-01,\"said \"\"yes\"\", then\nno\",true,\r\n\
    ClinicTwo22,two,202501,ElementTxt1,HllvX50cXC0,,,,,false\r\n";

#[test]
fn csv_is_read_as_it_is_exported() {
    let server = Server::start("value_import_csv");
    block_on(async {
        country(&server).await;
        let path = format!("{PATH}?dataSet=MonthlySet1");
        let csv = CSV.as_bytes();
        let marked = [b"\xef\xbb\xbf", csv].concat();
        for body in [csv.to_vec(), gzip(csv), archive(csv), streamed_archive(csv), marked] {
            let (status, answer) = send(&server, ADMIN, &path, "application/csv", body).await;
            assert_eq!((status, &counts(&answer)["updated"]), (200, &json!(2)), "{answer}");
        }
        let expected = [
            "ElementNum1 HllvX50cXC0 202501 ClinicOne11 1",
            "ElementTxt1 HllvX50cXC0 202501 ClinicTwo22 two",
        ];
        assert_eq!(stored(&server, "MonthlySet1").await, expected);
        let path = format!("{PATH}?dataSet=MonthlySet1&period=202501&orgUnit=ClinicOne11");
        let all = server.json("GET", &path, None).await;
        assert_eq!(all["dataValues"][0]["comment"], "said \"yes\", then\nno");
        let options =
            "dataelement,period,orgunit,CategorySex,value\nElementSex1,202501,ClinicOne11,OptionMale1,3\n";
        let path = format!("{PATH}?dataSet=PartnerSet1");
        assert_eq!(codes(&send(&server, ADMIN, &path, "application/csv", options).await.1), ["E8023"]);
    });
}

#[test]
fn xml_is_read_in_both_dialects() {
    let server = Server::start("value_import_xml");
    block_on(async {
        country(&server).await;
        let dxf = "<?xml version='1.0' encoding='UTF-8'?><dataValueSet xmlns='http://dhis2.org/schema/dxf/2.0' dataSet='MonthlySet1' \
            period='2025-01-01/P1M' orgUnit='ClinicOne11'><dataValue dataElement='ElementTxt1' value='a &amp; &#98;' comment='c'/></dataValueSet>";
        let (status, answer) = send(&server, ADMIN, PATH, "application/xml", dxf).await;
        assert_eq!((status, &counts(&answer)["updated"]), (200, &json!(1)), "{answer}");
        let adx = "<adx xmlns='urn:ihe:qrph:adx:2015'><group dataSet='PARTNERSET1' period='2025-01-01/P1M' orgUnit='CLINICONE11' \
            CATEGORYAID='OPTIONAID11'><dataValue dataElement='ELEMENTSEX1' CATEGORYSEX='OPTIONMALE1' value='0'><annotation>2.5</annotation></dataValue>\
            <dataValue dataElement='ELEMENTSEX1' CATEGORYSEX='OPTIONFEMAL' value='3'/></group></adx>";
        let (status, answer) =
            send(&server, ADMIN, &format!("{PATH}?idScheme=CODE"), "application/adx+xml", adx).await;
        assert_eq!((status, &counts(&answer)["updated"]), (200, &json!(2)), "{answer}");
        assert_eq!(
            stored(&server, "MonthlySet1").await,
            ["ElementTxt1 HllvX50cXC0 202501 ClinicOne11 a & b"]
        );
        let expected = [
            "ElementSex1 SexFemaleCo 202501 ClinicOne11 3",
            "ElementSex1 SexMaleComb 202501 ClinicOne11 2.5",
        ];
        assert_eq!(stored(&server, "PartnerSet1").await, expected);
    });
}

#[test]
fn things_are_named_by_any_scheme() {
    let server = Server::start("value_import_schemes");
    block_on(async {
        country(&server).await;
        let body = |set: &str, element: &str, unit: &str| json!({ "dataSet": set, "period": "202501", "orgUnit": unit, "dataValues": [value(element, "1")] });
        let by_code = body("MONTHLYSET1", "ELEMENTNUM1", "CLINICONE11");
        assert_eq!(counts(&import(&server, "idScheme=CODE", &by_code).await.1)["updated"], json!(1));
        let by_name = body("MonthlySet1", "ElementNum1", "CLINICONE11");
        let schemes = "idScheme=NAME&orgUnitIdScheme=CODE&dataSetIdScheme=UID";
        assert_eq!(counts(&import(&server, schemes, &by_name).await.1)["updated"], json!(1));
        for (query, body, code) in [
            ("dataSetIdScheme=CODE", body("NOSET", "ElementNum1", "ClinicOne11"), "E8005"),
            ("dataElementIdScheme=CODE", body("MonthlySet1", "NONE", "ClinicOne11"), "E8103"),
            ("orgUnitIdScheme=NAME", body("MonthlySet1", "ElementNum1", "Nowhere"), "E8107"),
            ("orgUnitIdScheme=ATTRIBUTE:AttributeX1", body("MonthlySet1", "ElementNum1", "x"), "E8107"),
        ] {
            let (status, answer) = import(&server, query, &body).await;
            assert_eq!((status, codes(&answer)), (409, vec![code.to_owned()]), "{query}");
        }
    });
}

#[test]
fn options_by_category_stand_for_an_option_combo() {
    let server = Server::start("value_import_options");
    block_on(async {
        country(&server).await;
        let body = |attribute: Value, combo: Value| {
            json!({ "dataSet": "PartnerSet1", "period": "202501", "orgUnit": "ClinicOne11", "attributeOptionCombo": attribute,
                "dataValues": [{ "dataElement": "ElementSex1", "categoryOptionCombo": combo, "value": "4" }] })
        };
        let (aid, male) = (json!({ "CategoryAid": "OptionAid11" }), json!({ "CategorySex": "OptionMale1" }));
        let (_, answer) = import(&server, "", &body(aid.clone(), male.clone())).await;
        assert_eq!(counts(&answer)["updated"], json!(1), "{answer}");
        assert_eq!(stored(&server, "PartnerSet1").await, ["ElementSex1 SexMaleComb 202501 ClinicOne11 4"]);
        let wrong = body(aid, json!({ "CategorySex": "OptionAid11" }));
        assert_eq!(codes(&import(&server, "", &wrong).await.1), ["E8108"]);
        let none = body(json!({ "CategoryAid": "OptionMale1" }), male.clone());
        assert_eq!(codes(&import(&server, "", &none).await.1), ["E8023"]);
        let mut without = body(json!({ "CategoryAid": "OptionAid11" }), male);
        without["dataSet"] = Value::Null;
        assert_eq!(codes(&import(&server, "", &without).await.1), ["E8101"]);
    });
}
